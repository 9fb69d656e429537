"""Plans, groups and tasks in the admin site."""

from plans.admin import amendments, directions, plans, tasks

__all__ = ["amendments", "directions", "plans", "tasks"]
