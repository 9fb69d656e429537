"""Periods and reports in the admin site."""

from reports.admin import extensions, issued, periods, registers, reports, rules

__all__ = ["extensions", "issued", "periods", "registers", "reports", "rules"]
