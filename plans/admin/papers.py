"""What the lists of numbered papers show: plans, amendments, reports, notices."""

from django.contrib import admin
from django.utils.html import format_html


class NumberedPaper:
    """Mix into the admin class of a paper that has a status and, once issued, a number."""

    @admin.display(description="số, ký hiệu", ordering="number")
    def document_number_(self, obj):
        return obj.document_number

    @admin.display(description="trạng thái", ordering="status")
    def state(self, obj):
        return format_html(
            '<span class="ttdn-tag ttdn-tag--{}">{}</span>', obj.status.lower(), obj.get_status_display()
        )
