"""Plans, groups and tasks in the admin site."""

from plans.admin import plans, tasks

__all__ = ["plans", "tasks"]
