"""Agencies, calendar and accounts as tables."""

from typing import Any

from django.utils import timezone

from agencies.choices import AgencyKind, DayKind
from agencies.models import Agency, CalendarDay, User
from agencies.services.activity import record
from agencies.services.succession import note_successor
from ttdn_portal.shared.exchange.columns import (
    ChoiceWidget,
    Column,
    DayWidget,
    LineWidget,
    LookupWidget,
    YesNoWidget,
    key_of,
)
from ttdn_portal.shared.exchange.resource import PortalResource


class RecordedResource(PortalResource):
    """A resource whose writes stand in the activity log."""

    def record(self, *, action: str, obj: Any, note: str = "", before: Any = None, after: Any = None) -> None:
        record(actor=self.actor, action=action, obj=obj, note=note, before=before, after=after)


def agencies_by_name(rows: Any) -> dict[str, Agency]:
    """Agencies by code, full and short name; a name that two of them bear finds neither, a code always one."""
    by_name: dict[str, Agency] = {}
    taken: set[str] = set()
    for agency in rows:
        for name in {key_of(agency.name), key_of(agency.short_name)} - {""}:
            taken |= {name} & by_name.keys()
            by_name[name] = agency
    unique = {name: agency for name, agency in by_name.items() if name not in taken}
    return unique | {key_of(agency.code): agency for agency in rows}


class AgencyResource(RecordedResource):
    """Danh mục cơ quan của một địa phương (hoặc của Trung ương)."""

    title = "Cơ quan, đơn vị"
    file_stem = "co-quan"
    required = ("code", "name", "kind")
    code = Column("code", "Mã", LineWidget())
    name = Column("name", "Tên đầy đủ", LineWidget())
    short_name = Column("short_name", "Tên gọi tắt", LineWidget())
    kind = Column("kind", "Loại", ChoiceWidget(AgencyKind.choices, default=""))
    document_abbreviation = Column("document_abbreviation", "Chữ viết tắt trong ký hiệu", LineWidget())
    parent = Column("parent", "Cơ quan chủ quản", LookupWidget("Cơ quan", lambda row: row.code))
    email = Column("email", "Thư điện tử", LineWidget())
    is_standing = Column("is_standing", "Là cơ quan thường trực", YesNoWidget())
    requires_sign_off = Column("requires_sign_off", "Lãnh đạo duyệt báo cáo trước khi gửi", YesNoWidget())
    valid_from = Column("valid_from", "Có từ ngày", DayWidget())
    valid_to = Column("valid_to", "Đến hết ngày", DayWidget())
    successor = Column("successor", "Nay là", LookupWidget("Cơ quan", lambda row: row.code))

    class Meta:
        model = Agency
        fields = (
            "code",
            "name",
            "short_name",
            "kind",
            "document_abbreviation",
            "parent",
            "email",
            "is_standing",
            "requires_sign_off",
            "valid_from",
            "valid_to",
            "successor",
        )
        import_order = export_order = fields

    def scope_rows(self) -> Any:
        return Agency.objects.filter(locality=self.scope).select_related("parent", "successor", "locality")

    def new_row(self) -> Agency:
        return Agency(locality=self.scope)

    def prepare(self) -> None:
        self._look_up(agencies_by_name(list(self.scope_rows())))

    def _look_up(self, rows: dict[str, Agency]) -> None:
        self.fields["parent"].widget.rows = rows
        self.fields["successor"].widget.rows = rows

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """A row further down may name this one."""
        super().after_save_instance(instance, row, **kwargs)
        self.fields["parent"].widget.rows[key_of(instance.code)] = instance
        note_successor(instance)


class CalendarDayResource(RecordedResource):
    """Lịch nghỉ, làm bù của một địa phương (hoặc cả nước)."""

    title = "Lịch nghỉ, làm bù"
    file_stem = "lich-nghi"
    key = "day"
    required = ("day", "kind", "name")
    day = Column("day", "Ngày", DayWidget())
    kind = Column("kind", "Loại", ChoiceWidget(DayKind.choices, default=""))
    name = Column("name", "Tên gọi", LineWidget())

    class Meta:
        model = CalendarDay
        fields = ("day", "kind", "name")
        import_order = export_order = fields
        import_id_fields = ("day",)

    def scope_rows(self) -> Any:
        return CalendarDay.objects.filter(locality=self.scope).select_related("locality")

    def new_row(self) -> CalendarDay:
        return CalendarDay(locality=self.scope)


class PersonResource(RecordedResource):
    """Tài khoản với vai trò và lần cuối đăng nhập: for the review that TCVN 14423 asks every six months."""

    title = "Tài khoản"
    file_stem = "tai-khoan"
    username = Column("username", "Tên đăng nhập", LineWidget())
    full_name = Column("full_name", "Họ và tên", LineWidget())
    position_title = Column("position_title", "Chức vụ", LineWidget())
    email = Column("email", "Thư điện tử", LineWidget())
    is_active = Column("is_active", "Được đăng nhập", YesNoWidget())
    posts_held = Column("posts_held", "Vai trò hiện nay", LineWidget())
    last_login_on = Column("last_login_on", "Đăng nhập lần cuối", DayWidget())

    class Meta:
        model = User
        fields = (
            "username",
            "full_name",
            "position_title",
            "email",
            "is_active",
            "posts_held",
            "last_login_on",
        )
        export_order = fields

    def rows_out(self, queryset: Any) -> tuple[list[str], list[list[Any]]]:
        today = timezone.localdate()
        people = list(queryset)
        for person in people:
            held = [
                m
                for m in person.memberships.all()
                if m.valid_from <= today and (m.valid_to is None or today <= m.valid_to)
            ]
            person.posts_held = "; ".join(f"{m.get_role_display()} – {m.agency.label}" for m in held)
            person.last_login_on = timezone.localdate(person.last_login) if person.last_login else None
        return super().rows_out(people)
