"""Places, people, calendar, log and notices in the admin site."""

from agencies.admin import notices, people, places

__all__ = ["notices", "people", "places"]
