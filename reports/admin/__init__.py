"""Periods and reports in the admin site."""

from reports.admin import periods, reports

__all__ = ["periods", "reports"]
