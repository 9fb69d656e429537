"""The base of every resource, and the report of one import."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from import_export.resources import ModelResource
from import_export.results import RowResult

from ttdn_portal.shared.admin.record import plain_values
from ttdn_portal.shared.exchange.columns import key_of
from ttdn_portal.shared.exchange.table import Headed, Table, headed
from ttdn_portal.shared.exchange.writing import plain
from ttdn_portal.shared.secrecy import markings, sentence_for
from ttdn_portal.shared.templatetags.ttdn import number

logger = logging.getLogger(__name__)

NEW, CHANGED, SAME = "new", "changed", "same"
KINDS = {
    RowResult.IMPORT_TYPE_NEW: NEW,
    RowResult.IMPORT_TYPE_UPDATE: CHANGED,
    RowResult.IMPORT_TYPE_SKIP: SAME,
}


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where in the person's own file."""

    where: str
    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where[:1].upper()}{self.where[1:]}: {self.sentence}"


@dataclass(frozen=True)
class RowChange:
    """One line of the preview: what the import makes of a row."""

    line: int
    kind: str
    label: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do."""

    rows: tuple[RowChange, ...]
    problems: tuple[Problem, ...]
    is_written: bool

    def count(self, kind: str) -> int:
        return sum(row.kind == kind for row in self.rows)

    @property
    def added(self) -> int:
        return self.count(NEW)

    @property
    def changed(self) -> int:
        return self.count(CHANGED)

    @property
    def unchanged(self) -> int:
        return self.count(SAME)

    @property
    def in_words(self) -> str:
        return f"{self.added} thêm mới, {self.changed} thay đổi, {self.unchanged} giữ nguyên"


class PairDiff:
    """Before and after of each column, as plain values for the preview."""

    def __init__(self, resource: "PortalResource", instance: Any, new: bool):
        self.before = [] if new else self._read(resource, instance)
        self.after: list[Any] = []

    def compare_with(self, resource: "PortalResource", instance: Any, dry_run: bool = False) -> None:
        self.after = self._read(resource, instance)

    def as_html(self) -> list[tuple[str, str]]:
        before = self.before or [""] * len(self.after)
        return list(zip(map(_shown, before), map(_shown, self.after), strict=True))

    @staticmethod
    def _read(resource: "PortalResource", instance: Any) -> list[Any]:
        return [field.export(instance) for field in resource.get_import_fields()]


def _shown(value: Any) -> str:
    """A value as people read it in the preview: amounts with their thousands parted."""
    return number(value) if isinstance(value, int) and not isinstance(value, bool) else plain(value)


class PortalResource(ModelResource):
    """Rows of one place (`scope`: a locality, a plan), found by a code and never by their number in the database.

    `key` is the attribute that names a row inside its scope. Only the columns declared are read or written.
    """

    title: ClassVar[str] = ""
    file_stem: ClassVar[str] = ""
    key: ClassVar[str] = "code"
    required: ClassVar[tuple[str, ...]] = ()
    # Other words that people head a column with.
    also_called: ClassVar[dict[str, str]] = {}
    # Columns of the model that are made from a column of the file: an error there belongs to that column.
    belongs_to: ClassVar[dict[str, str]] = {}

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True

    def __init__(self, *, actor: Any = None, scope: Any = None, **kwargs: Any):
        super().__init__(**kwargs)
        self.actor = actor
        self.scope = scope
        self.existing: dict[Any, Any] = {}
        self.seen: dict[Any, int] = {}
        self.line_numbers: Sequence[int] = ()

    @classmethod
    def get_diff_class(cls) -> type[PairDiff]:
        return PairDiff

    # --- what a resource of an app says ------------------------------------------------------------
    def scope_rows(self) -> Any:
        """The rows of the scope."""
        raise NotImplementedError

    def new_row(self) -> Any:
        """A row of the scope that is about to be filled."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Read once what all rows look up."""

    def record(self, *, action: str, obj: Any, note: str = "", before: Any = None, after: Any = None) -> None:
        """Write into the log; an app gives its recorder."""
        raise NotImplementedError

    # --- import ------------------------------------------------------------------------------------
    def read(self, table: Table, *, dry_run: bool) -> ImportReport:
        """Import the table, or say what an import would do; nothing is written where one row is bad."""
        required = [self.fields[name].column_name for name in self.required]
        found = headed(table, self.headings(), required, self.also_called)
        self.line_numbers = [line.number for line in found.lines]
        result = self.import_data(
            self._dataset(found), dry_run=dry_run, rollback_on_validation_errors=True, raise_errors=False
        )
        problems = tuple(self._problems(result, found))
        return ImportReport(
            tuple(self._rows(result, found)), problems, is_written=not dry_run and not problems
        )

    def headings(self) -> list[str]:
        return [field.column_name for field in self.get_import_fields() if not field.readonly]

    @staticmethod
    def _dataset(found: Headed) -> tablib.Dataset:
        rows = [
            tuple(line.cells[place] if place < len(line.cells) else None for place in found.places.values())
            for line in found.lines
        ]
        return tablib.Dataset(*rows, headers=list(found.columns))

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        self.prepare()
        self.existing = {self.key_value(getattr(row, self.key)): row for row in self.scope_rows()}
        self.seen = {}

    @staticmethod
    def key_value(value: Any) -> Any:
        return key_of(value) if isinstance(value, str) else value

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """The same row twice in one file is one too many."""
        field = self.fields[self.key]
        try:
            key = self.key_value(field.clean(row))
        except ValueError:
            return  # told at its cell when the row is read
        line = self.line_numbers[kwargs["row_number"] - 1]
        if key in (None, ""):
            raise ValidationError({self.key: f"Thiếu “{field.column_name}”."})
        if key in self.seen:
            raise ValidationError(
                {self.key: f"“{plain(field.clean(row))}” đã có ở dòng {self.seen[key]} của tệp."}
            )
        self.seen[key] = line

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        try:
            return self.existing.get(self.key_value(self.fields[self.key].clean(row)))
        except ValueError:
            return None

    def init_instance(self, row: Any = None) -> Any:
        return self.new_row()

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        """Before the row is read: what its log entry compares with."""
        instance.read_before = {} if new else plain_values(instance, self._columns())

    def _columns(self) -> list[str]:
        return [field.attribute for field in self.get_import_fields()]

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        after = self.values_after(instance)
        changed = {name for name, value in after.items() if value != instance.read_before.get(name)}
        before = {name: value for name, value in instance.read_before.items() if name in changed}
        self.existing[self.key_value(getattr(instance, self.key))] = instance
        self.record(
            action="import", obj=instance, before=before, after={name: after[name] for name in changed}
        )

    def validate_instance(
        self,
        instance: Any,
        import_validation_errors: dict[str, Any] | None = None,
        validate_unique: bool = True,
    ) -> None:
        """The model's own check, but for its constraints: asked one by one they cost two thirds of an import."""
        errors = dict(import_validation_errors or {})
        errors |= self._marked_texts(instance)
        try:
            instance.full_clean(
                exclude=errors.keys(), validate_unique=validate_unique, validate_constraints=False
            )
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def _marked_texts(self, instance: Any) -> dict[str, Any]:
        """A sentence for each text of the file that bears a secrecy marking; unchanged ones came in another way."""
        texts = {name: getattr(instance, name, None) for name in self._columns()}
        return {
            name: sentence_for(found[0])
            for name, text in texts.items()
            if isinstance(text, str) and (found := markings(text)) and text != instance.read_before.get(name)
        }

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """The database holds the constraints; where it refuses, the model says which sentence that is."""
        try:
            with transaction.atomic():
                instance.save(force_insert=is_create)
        except IntegrityError:
            instance.validate_constraints()
            raise

    def values_after(self, instance: Any) -> dict[str, Any]:
        return plain_values(instance, self._columns())

    # --- the report ----------------------------------------------------------------------------------
    def _problems(self, result: Any, found: Headed) -> list[Problem]:
        problems = [self._problem(found, 0, "", "Không nhập được tệp này.") for _ in result.base_errors]
        for base in result.base_errors:
            logger.error("import failed as a whole: %r", base.error)
        for line, row in zip(found.lines, result.rows, strict=False):
            for error in row.errors:
                logger.warning("import row %s failed: %r", line.number, error.error)
                problems.append(
                    self._problem(
                        found, line.number, "", "Không ghi được dòng này. Kiểm tra lại nội dung các ô."
                    )
                )
            if row.validation_error:
                problems += self._row_problems(found, line.number, row.validation_error)
        return problems

    def _row_problems(self, found: Headed, line: int, error: ValidationError) -> list[Problem]:
        by_name = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        problems = []
        for name, sentences in by_name.items():
            column = self._heading_of(name)
            problems += [self._problem(found, line, column, sentence) for sentence in sentences]
        return problems

    def _heading_of(self, name: str) -> str:
        field = self.fields.get(self.belongs_to.get(name, name))
        return field.column_name if field is not None else ""

    def _problem(self, found: Headed, line: int, column: str, sentence: str) -> Problem:
        where = found.address(line, column) if line else "tệp"
        return Problem(where, line, column, f"{column}: {sentence}" if column else sentence)

    def _rows(self, result: Any, found: Headed) -> list[RowChange]:
        headings = [field.column_name for field in self.get_import_fields()]
        rows = []
        for line, row in zip(found.lines, result.rows, strict=False):
            if row.import_type in KINDS:
                pairs = tuple(
                    (name, was, now)
                    for name, (was, now) in zip(headings, row.diff or [], strict=False)
                    if was != now
                )
                rows.append(RowChange(line.number, KINDS[row.import_type], row.object_repr or "", pairs))
        return rows

    # --- export --------------------------------------------------------------------------------------
    def rows_out(self, queryset: Any) -> tuple[list[str], list[list[Any]]]:
        """Headings and rows of an export."""
        fields = self.get_export_fields()
        rows = [[field.export(row) for field in fields] for row in queryset]
        return [field.column_name for field in fields], rows
