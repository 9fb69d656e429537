"""Periods and reports in the admin site."""

from reports.admin import periods, registers, reports

__all__ = ["periods", "registers", "reports"]
