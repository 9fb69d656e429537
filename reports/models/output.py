"""What was made: the register of outputs, from which indicators are counted."""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from agencies.models import Agency, Locality
from plans.models import Indicator, Task
from reports.choices import Channel, Language, Measure, OutputKind, PairReason, PairStatus
from reports.querysets import OutputPairQuerySet, OutputQuerySet
from ttdn_portal.shared.links import link_key
from ttdn_portal.shared.models import SearchableModel, TimeStampedModel
from ttdn_portal.shared.text import fold

# Units that have a column of their own: “lượt” is never added to “người”, and neither stands among other units.
VIEW_UNITS = frozenset({"luot", "luot xem", "luot tiep can", "luot xem, tiep can", "luot truy cap"})
ATTENDEE_UNITS = frozenset({"nguoi", "nguoi tham du"})
TITLE_KEY_LENGTH = 200


def output_path(output: "Output", filename: str) -> str:
    """Own random name: what a person calls a file never reaches the disk."""
    return f"{output.locality.code}/san-pham/{uuid.uuid4().hex}"


class Output(SearchableModel, TimeStampedModel):
    """Sản phẩm đã làm: one article, programme, event, class … that serves a task, written down once.

    The period follows from `done_on`. It may be changed while every report of its task whose period holds that day is
    still being written; once such a report is sent, what it counted stands still until it comes back or is reopened.
    `same_as` names the output that it is counted with, where a reviewer found two entries of one thing.
    """

    SEARCH_FIELDS = ("title", "audience", "country", "url")
    SORT_FIELD = "title"

    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, related_name="outputs", editable=False
    )
    task = models.ForeignKey(Task, verbose_name="nhiệm vụ", on_delete=models.PROTECT, related_name="outputs")
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan ghi", on_delete=models.PROTECT, related_name="entered_outputs"
    )
    number = models.PositiveIntegerField("số", editable=False)
    kind = models.CharField("loại sản phẩm", max_length=16, choices=OutputKind)
    title = models.CharField("tên sản phẩm", max_length=300)
    started_on = models.DateField("từ ngày", null=True, blank=True)
    done_on = models.DateField("ngày thực hiện")
    languages = models.CharField("ngôn ngữ", max_length=80, blank=True)
    audience = models.CharField("đối tượng", max_length=200, blank=True)
    channel = models.CharField("kênh", max_length=20, choices=Channel)
    country = models.CharField("quốc gia, vùng lãnh thổ", max_length=80, blank=True)
    url = models.URLField("đường dẫn", max_length=600, blank=True)
    file = models.FileField("tệp", upload_to=output_path, blank=True, max_length=300)
    file_name = models.CharField("tên tệp", max_length=255, blank=True)
    content_type = models.CharField("kiểu nội dung", max_length=100, blank=True)
    size = models.PositiveBigIntegerField("cỡ (byte)", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    views = models.PositiveBigIntegerField("lượt xem, tiếp cận", null=True, blank=True)
    attendees = models.PositiveBigIntegerField("người tham dự", null=True, blank=True)
    amount = models.DecimalField(
        "số lượng khác",
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    unit = models.CharField("đơn vị tính", max_length=40, blank=True)
    url_key = models.CharField("khóa đường dẫn", max_length=600, blank=True, editable=False, db_index=True)
    title_key = models.CharField(
        "khóa tên", max_length=TITLE_KEY_LENGTH, blank=True, editable=False, db_index=True
    )
    unit_key = models.CharField("khóa đơn vị tính", max_length=80, blank=True, editable=False)
    same_as = models.ForeignKey(
        "self",
        verbose_name="tính cùng với",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="twins",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người ghi", on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField("lần lưu", default=1, editable=False)
    deleted_at = models.DateTimeField("xóa lúc", null=True, blank=True, editable=False)
    is_illustration = models.BooleanField("minh họa", default=False)

    objects = OutputQuerySet.as_manager()

    class Meta:
        verbose_name = "sản phẩm"
        verbose_name_plural = "sản phẩm"
        ordering = ["-done_on", "-id"]
        indexes = [
            models.Index(fields=["task", "done_on"], name="output_of_task"),
            models.Index(fields=["locality", "-done_on"], name="output_of_locality"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "number"],
                name="output_number_once",
                violation_error_message="Số này đã có trong sổ.",
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True) | Q(started_on__lte=F("done_on")),
                name="output_days_in_order",
                violation_error_message="Ngày kết thúc không thể trước ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=(Q(amount__isnull=True) & Q(unit="")) | (Q(amount__gte=0) & ~Q(unit="")),
                name="output_amount_has_unit",
                violation_error_message="Số lượng phải có đơn vị tính, và ngược lại.",
            ),
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | ~Q(same_as=F("id")),
                name="output_not_same_as_itself",
                violation_error_message="Sản phẩm không gộp với chính nó.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.task_id and self.task.is_secret:
            raise ValidationError({"task": "Nhiệm vụ quản lý theo chế độ mật không ghi sản phẩm trên cổng."})
        if fold(self.unit) in VIEW_UNITS | ATTENDEE_UNITS:
            raise ValidationError(
                {"unit": "“Lượt” và “người” có ô riêng: ghi vào ô Lượt xem, tiếp cận hoặc ô Người tham dự."}
            )

    def settle(self) -> None:
        """Fill what follows from the other columns; a bulk path calls it beside `fill_search`."""
        self.locality_id = self.task.locality_id
        self.url_key = link_key(self.url)
        self.title_key = title_key(self.title)
        self.unit_key = fold(self.unit)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.settle()
        super().save(*args, **kwargs)

    @property
    def language_codes(self) -> list[str]:
        return [code for code in self.languages.split(",") if code]

    @property
    def language_names(self) -> str:
        names = dict(Language.choices)
        return ", ".join(str(names.get(code, code)) for code in self.language_codes)

    @property
    def code(self) -> str:
        """“SP-0012”, as the register and its files name it."""
        return f"SP-{self.number:04d}"

    @property
    def maker_names(self) -> str:
        """Whoever made it, as each was called when it was written down."""
        return ", ".join(maker.name for maker in self.makers.all())

    @property
    def counted_as(self) -> int:
        """The entry under which it is counted: its own, or the one it was merged with."""
        return self.same_as_id or self.pk

    def get_absolute_url(self) -> str:
        return reverse("reports:output_detail", args=[self.locality.code, self.number])


def title_key(title: str) -> str:
    """A title as two agencies would both write it: no marks, no punctuation.

    >>> title_key("Phóng sự “Sài Gòn – 50 năm”.") == title_key("phóng sự Sài Gòn 50 năm")
    True
    """
    letters = "".join(char if char.isalnum() else " " for char in fold(title))
    return " ".join(letters.split())[:TITLE_KEY_LENGTH]


def pack_languages(codes: Any) -> str:
    """Codes as the column holds them: “,vi,en,”, so that one is found by “,en,” on every database."""
    wanted = set(codes)
    known = [code for code in Language.values if code in wanted]
    return f",{','.join(known)}," if known else ""


class OutputMaker(models.Model):
    """Cơ quan thực hiện: one agency that made an output, by the name it bore then."""

    output = models.ForeignKey(
        Output, verbose_name="sản phẩm", on_delete=models.CASCADE, related_name="makers"
    )
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan", on_delete=models.PROTECT, related_name="made_outputs"
    )
    name = models.CharField("tên khi ghi", max_length=255)

    class Meta:
        verbose_name = "cơ quan thực hiện"
        verbose_name_plural = "cơ quan thực hiện"
        ordering = ["output", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["output", "agency"],
                name="maker_once_an_output",
                violation_error_message="Cơ quan này đã có trong danh sách.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OutputPair(TimeStampedModel):
    """Cặp sản phẩm giống nhau: two entries that may be one thing, and what the reviewer decided.

    Decided pairs are remembered: SAME counts both entries once, DIFFERENT never asks again.
    """

    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, related_name="output_pairs"
    )
    number = models.PositiveIntegerField("số", editable=False)
    first = models.ForeignKey(
        Output, verbose_name="sản phẩm thứ nhất", on_delete=models.CASCADE, related_name="pairs_first"
    )
    second = models.ForeignKey(
        Output, verbose_name="sản phẩm thứ hai", on_delete=models.CASCADE, related_name="pairs_second"
    )
    reason = models.CharField("vì sao", max_length=5, choices=PairReason)
    status = models.CharField("kết luận", max_length=9, choices=PairStatus, default=PairStatus.OPEN)
    version = models.PositiveIntegerField("lần lưu", default=1)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người kết luận",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField("kết luận lúc", null=True, blank=True)

    objects = OutputPairQuerySet.as_manager()

    class Meta:
        verbose_name = "cặp sản phẩm giống nhau"
        verbose_name_plural = "cặp sản phẩm giống nhau"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="output_pair_once",
                violation_error_message="Cặp này đã có.",
            ),
            models.UniqueConstraint(
                fields=["locality", "number"],
                name="output_pair_number_once",
                violation_error_message="Số này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="output_pair_in_order",
                violation_error_message="Hai sản phẩm của một cặp phải khác nhau.",
            ),
            models.CheckConstraint(
                condition=Q(status=PairStatus.OPEN) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="decided_pair_has_person",
                violation_error_message="Kết luận phải có người, có giờ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"


class CountingRule(TimeStampedModel):
    """Cách tính chỉ tiêu: the outputs from which an indicator is counted; an indicator without one is typed.

    It is a working setting of the standing agency and no part of the promise: name, unit and target say what was
    promised and stand still after issue, while how it is counted may be settled later, when the register is in use.
    So no version, amendment, copy or template of a plan carries it. It works on reports not yet sent.
    """

    indicator = models.OneToOneField(
        Indicator, verbose_name="chỉ tiêu", on_delete=models.CASCADE, related_name="counting_rule"
    )
    measure = models.CharField("cách tính", max_length=8, choices=Measure, default=Measure.ENTRIES)
    kind = models.CharField("loại sản phẩm", max_length=16, choices=OutputKind, blank=True)
    channel = models.CharField("kênh", max_length=20, choices=Channel, blank=True)
    language = models.CharField("ngôn ngữ", max_length=5, choices=Language, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người đặt",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        verbose_name = "cách tính chỉ tiêu"
        verbose_name_plural = "cách tính chỉ tiêu"
        ordering = ["indicator"]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.words}"

    @property
    def task(self) -> Task:
        return self.indicator.task

    @property
    def words(self) -> str:
        """“đếm số sản phẩm: video, phóng sự; tiếng Anh”."""
        parts = [self.get_kind_display(), self.get_channel_display(), self.get_language_display()]
        chosen = "; ".join(str(part) for part in parts if part) or "mọi sản phẩm của nhiệm vụ"
        return f"{self.get_measure_display()}: {chosen}"
