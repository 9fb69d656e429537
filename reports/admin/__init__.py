"""Periods and reports in the admin site."""

from reports.admin import extensions, periods, reports

__all__ = ["extensions", "periods", "reports"]
