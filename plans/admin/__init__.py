"""Plans, groups and tasks in the admin site."""

from plans.admin import amendments, plans, tasks

__all__ = ["amendments", "plans", "tasks"]
