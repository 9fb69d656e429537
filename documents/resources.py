"""The library of legal bases as a table."""

from typing import Any

from agencies.resources import RecordedResource
from documents.choices import BasisState
from documents.models import LegalBasis
from ttdn_portal.shared.exchange.columns import (
    ChoiceWidget,
    Column,
    DayWidget,
    LineWidget,
    LookupWidget,
    TextWidget,
    key_of,
)


class LegalBasisResource(RecordedResource):
    """Căn cứ pháp lý của một địa phương (hoặc của Trung ương)."""

    title = "Căn cứ pháp lý"
    file_stem = "can-cu"
    required = ("code", "title_text", "full_citation", "short_citation")
    code = Column("code", "Mã", LineWidget())
    symbol = Column("symbol", "Số, ký hiệu", LineWidget())
    title_text = Column("title", "Tên loại và trích yếu", LineWidget())
    issuer_name = Column("issuer_name", "Cơ quan ban hành", LineWidget())
    issued_on = Column("issued_on", "Ngày ban hành", DayWidget())
    full_citation = Column("full_citation", "Viện dẫn đầy đủ", TextWidget())
    short_citation = Column("short_citation", "Viện dẫn rút gọn", LineWidget())
    state = Column("state", "Tình trạng", ChoiceWidget(BasisState.choices, default=BasisState.IN_FORCE))
    replaced_by = Column("replaced_by", "Được thay bằng", LookupWidget("Căn cứ", lambda row: row.code))
    note = Column("note", "Ghi chú", TextWidget())
    belongs_to = {"title": "title_text"}

    class Meta:
        model = LegalBasis
        fields = (
            "code",
            "symbol",
            "title_text",
            "issuer_name",
            "issued_on",
            "full_citation",
            "short_citation",
            "state",
            "replaced_by",
            "note",
        )
        import_order = export_order = fields
        import_id_fields = ("code",)

    def scope_rows(self) -> Any:
        return LegalBasis.objects.filter(locality=self.scope).select_related("replaced_by", "locality")

    def new_row(self) -> LegalBasis:
        return LegalBasis(locality=self.scope)

    def prepare(self) -> None:
        """A basis is replaced by one of the same list, or by a national one."""
        rows = [*LegalBasis.objects.filter(locality__isnull=True), *self.scope_rows()]
        self.fields["replaced_by"].widget.rows = {key_of(row.code): row for row in rows}

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().after_save_instance(instance, row, **kwargs)
        self.fields["replaced_by"].widget.rows[key_of(instance.code)] = instance
