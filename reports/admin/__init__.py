"""Periods and reports in the admin site."""

from reports.admin import extensions, periods, registers, reports, rules

__all__ = ["extensions", "periods", "registers", "reports", "rules"]
