"""Periods and reports in the admin site."""

from reports.admin import extensions, periods, reports, rules

__all__ = ["extensions", "periods", "reports", "rules"]
