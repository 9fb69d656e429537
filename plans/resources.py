"""Tasks under the headings of the official annex, and the list of plans."""

import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Q

from agencies.models import Agency
from agencies.resources import RecordedResource, agencies_by_name
from plans.choices import SECRET_TASK_TITLE, FundingSource, PlanKind, PlanStatus, Rhythm
from plans.models import Plan, Task, TaskGroup, TaskSupport
from ttdn_portal.shared.exchange.columns import (
    AmountWidget,
    CellWidget,
    ChoiceWidget,
    Column,
    DayWidget,
    LineWidget,
    LookupWidget,
    ManyLookupWidget,
    TextWidget,
    as_text,
    key_of,
    same,
)
from ttdn_portal.shared.text import squeeze

_CODE = re.compile(r"^([1-9]\d{0,3})\.([1-9]\d{0,3})$")
_GROUP = re.compile(r"^([1-9]\d{0,3})(?:\s*[.):]\s*|\s+-\s+|$)(.*)$", re.DOTALL)
SUPPORTS = "cơ quan phối hợp"


class CodeWidget(CellWidget):
    """A task's number in the plan, “3.2”."""

    def take(self, value: Any) -> str:
        text = squeeze(as_text(value))
        if text and not _CODE.match(text):
            raise ValueError(
                f"“{text[:20]}” không phải số nhiệm vụ. Ghi số nhóm, dấu chấm, số trong nhóm, ví dụ 3.2."
            )
        return text


class TaskResource(RecordedResource):
    """Phụ lục phân công nhiệm vụ of one plan (`scope`). What the model has no column for stands on the row as `told_…`."""

    title = "Nhiệm vụ"
    file_stem = "nhiem-vu"
    required = ("code", "told_title")
    also_called: ClassVar[dict[str, str]] = {"STT": "Số", "TT": "Số"}
    belongs_to: ClassVar[dict[str, str]] = {
        "title": "told_title",
        "number": "code",
        "group": "told_group",
        "description": "told_title",
        "is_secret": "told_title",
    }
    code = Column("code", "Số", CodeWidget())
    told_group = Column("told_group", "Nhóm", LineWidget())
    told_title = Column("told_title", "Nội dung nhiệm vụ", LineWidget())
    lead_agency = Column("lead_agency", "Cơ quan chủ trì", LookupWidget("Cơ quan", str))
    joint_lead_agency = Column("joint_lead_agency", "Đồng chủ trì", LookupWidget("Cơ quan", str))
    told_supports = Column("told_supports", "Cơ quan phối hợp", ManyLookupWidget("Cơ quan", str))
    rhythm = Column("rhythm", "Nhịp", ChoiceWidget(Rhythm.choices, default=Rhythm.ONCE))
    starts_on = Column("starts_on", "Bắt đầu", DayWidget())
    due_on = Column("due_on", "Hạn hoàn thành", DayWidget())
    expected_output = Column("expected_output", "Sản phẩm kết quả", TextWidget())
    budget_vnd = Column("budget_vnd", "Kinh phí", AmountWidget())
    funding_source = Column("funding_source", "Nguồn", ChoiceWidget(FundingSource.choices, default=""))
    note = Column("note", "Ghi chú", LineWidget())

    class Meta:
        model = Task
        fields = (
            "code",
            "told_group",
            "told_title",
            "lead_agency",
            "joint_lead_agency",
            "told_supports",
            "rhythm",
            "starts_on",
            "due_on",
            "expected_output",
            "budget_vnd",
            "funding_source",
            "note",
        )
        import_order = export_order = fields
        import_id_fields = ("code",)

    # --- what rows look up --------------------------------------------------------------------------
    def scope_rows(self) -> Any:
        return self.dressed(Task.objects.filter(plan=self.scope).order_by("sequence"))

    def dressed(self, tasks: Any) -> list[Task]:
        """Tasks with what the columns show beside the model's own."""
        rows = list(
            tasks.select_related(
                "plan__locality", "group", "lead_agency", "joint_lead_agency"
            ).prefetch_related("supports__agency")
        )
        for task in rows:
            task.told_group = f"{task.group.number}. {task.group.title}"
            task.told_title = task.display_title
            task.told_supports = tuple(
                sorted((support.agency for support in task.supports.all()), key=lambda agency: agency.pk)
            )
        return rows

    def new_row(self) -> Task:
        task = Task(plan=self.scope)
        task.told_group, task.told_title, task.told_supports = "", "", ()
        return task

    def prepare(self) -> None:
        self.groups = {group.number: group for group in self.scope.groups.all()}
        self._name_agencies()

    def _name_agencies(self) -> None:
        """Agencies of the locality, and whichever the plan names already."""
        used = (
            Q(led_tasks__plan=self.scope)
            | Q(jointly_led_tasks__plan=self.scope)
            | Q(supports__task__plan=self.scope)
        )
        rows = agencies_by_name(
            list(Agency.objects.filter(Q(locality_id=self.scope.locality_id) | used).distinct())
        )

        def label(agency: Agency) -> str:
            return agency.name if rows.get(key_of(agency.name)) == agency else agency.code

        for name in ("lead_agency", "joint_lead_agency", "told_supports"):
            self.fields[name].widget.rows, self.fields[name].widget.label = rows, label

    # --- reading a row --------------------------------------------------------------------------------
    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        errors: dict[str, Any] = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if "code" not in errors and instance.code:
            self._settle_group(instance, errors)
        self._settle_title(instance, errors)
        self._settle_supports(instance, errors)
        if instance.due_on is None and instance.rhythm != Rhythm.ONCE and "due_on" not in errors:
            instance.due_on = self.scope.ends_on
        if errors:
            raise ValidationError(errors)

    def _settle_group(self, task: Task, errors: dict[str, Any]) -> None:
        group_number, number = map(int, task.code.split("."))
        found = _GROUP.match(task.told_group)
        typed_number, title = (
            (int(found.group(1)), squeeze(found.group(2))) if found else (group_number, task.told_group)
        )
        if typed_number != group_number:
            errors["told_group"] = [
                f"Nhiệm vụ {task.code} thuộc nhóm {group_number}, ở đây ghi nhóm {typed_number}."
            ]
            return
        group = self.groups.get(group_number)
        if group is None and not title:
            errors["told_group"] = [
                f"Kế hoạch chưa có nhóm {group_number}. Ghi cả tên để thêm, ví dụ “{group_number}. Tên nội dung”."
            ]
        elif group is not None and title and not same(group.title, title):
            errors["told_group"] = [
                f"Nhóm {group_number} trong kế hoạch là “{group.title}”. Đổi tên ở trang Nội dung, nhiệm vụ, không qua tệp."
            ]
        elif task.pk is None:
            try:
                task.group, task.number = group or self._new_group(group_number, title), number
            except ValidationError as error:
                errors["told_group"] = error.messages

    def _new_group(self, number: int, title: str) -> TaskGroup:
        """Made in the import's own transaction: it goes with it where a row is bad."""
        group = TaskGroup(plan=self.scope, number=number, title=title)
        group.full_clean()
        group.save()
        self.record(action="import", obj=group, after={"number": number, "title": title})
        self.groups[number] = group
        return group

    def _settle_title(self, task: Task, errors: dict[str, Any]) -> None:
        """A neutral task stays neutral, and none becomes one by a file (Law 117/2025/QH15, Điều 5)."""
        is_neutral = same(task.told_title, SECRET_TASK_TITLE)
        if task.pk is None and is_neutral:
            task.is_secret, task.title = True, ""
        elif task.is_secret and not is_neutral:
            errors["told_title"] = ["Nhiệm vụ này quản lý theo chế độ mật: không ghi nội dung trên cổng."]
        elif not task.is_secret and is_neutral:
            errors["told_title"] = ["Đánh dấu quản lý theo chế độ mật ở trang nhiệm vụ, không qua tệp."]
        elif not task.told_title and not task.is_secret:
            errors["title"] = ["Ghi nội dung nhiệm vụ."]
        elif not task.is_secret and not same(task.title, task.told_title):
            task.title = task.told_title

    def _settle_supports(self, task: Task, errors: dict[str, Any]) -> None:
        both = [agency.name for agency in task.told_supports if agency.pk in task.lead_ids]
        if both and "told_supports" not in errors:
            errors["told_supports"] = [
                f"Cơ quan chủ trì không đồng thời là cơ quan phối hợp: {'; '.join(both)}."
            ]

    def validate_instance(
        self,
        instance: Any,
        import_validation_errors: dict[str, Any] | None = None,
        validate_unique: bool = True,
    ) -> None:
        """Without a number there is no place in the plan: nothing more is asked of such a row."""
        errors = import_validation_errors or {}
        if {"code", "told_group"} & errors.keys():
            raise ValidationError(errors)
        super().validate_instance(instance, errors, validate_unique)

    # --- writing a row ----------------------------------------------------------------------------------
    def _columns(self) -> list[str]:
        return [*super()._columns(), "title"]

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        super().after_init_instance(instance, new, row, **kwargs)
        instance.read_before[SUPPORTS] = self._support_names(instance)

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        kept = {support.agency_id for support in TaskSupport.objects.filter(task=instance)}
        wanted = {agency.pk for agency in instance.told_supports}
        TaskSupport.objects.filter(task=instance, agency_id__in=kept - wanted).delete()
        for pk in sorted(wanted - kept):
            TaskSupport.objects.create(task=instance, agency_id=pk)
        super().after_save_instance(instance, row, **kwargs)

    def values_after(self, instance: Any) -> dict[str, Any]:
        return super().values_after(instance) | {SUPPORTS: self._support_names(instance)}

    @staticmethod
    def _support_names(task: Any) -> str:
        return "; ".join(agency.name for agency in task.told_supports)

    def rows_out(self, queryset: Any) -> tuple[list[str], list[list[Any]]]:
        self._name_agencies()
        return super().rows_out(self.dressed(queryset.order_by("sequence")))


class PlanResource(RecordedResource):
    """Danh sách kế hoạch."""

    title = "Kế hoạch"
    file_stem = "ke-hoach"
    place = Column("locality", "Địa phương", LookupWidget("Địa phương", str))
    slug = Column("slug", "Mã", LineWidget())
    kind = Column("kind", "Loại", ChoiceWidget(PlanKind.choices))
    name = Column("title", "Trích yếu", LineWidget())
    year_from = Column("year_from", "Từ năm", AmountWidget())
    year_to = Column("year_to", "Đến năm", AmountWidget())
    issuer = Column("issuer", "Cơ quan ban hành", LookupWidget("Cơ quan", str))
    document_number = Column("document_number", "Số, ký hiệu", LineWidget())
    issued_on = Column("issued_on", "Ngày ban hành", DayWidget())
    status = Column("status", "Trạng thái", ChoiceWidget(PlanStatus.choices))
    task_count = Column("task_count", "Số nhiệm vụ", AmountWidget())
    late_count = Column("late_count", "Quá hạn", AmountWidget())

    class Meta:
        model = Plan
        fields = (
            "place",
            "slug",
            "kind",
            "name",
            "year_from",
            "year_to",
            "issuer",
            "document_number",
            "issued_on",
            "status",
            "task_count",
            "late_count",
        )
        export_order = fields
