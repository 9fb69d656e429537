"""What the press says of the locality, and what was answered."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from agencies.models import Agency, Locality
from reports.choices import ASSIGNED_PRESS_STATUSES, Language, PressStatus, PressTone
from reports.querysets import PressQuerySet
from ttdn_portal.shared.models import SearchableModel, TimeStampedModel


def press_code(number: int) -> str:
    """“BC-0012”: how lists and notices name the item of this number."""
    return f"BC-{number:04d}"


class PressItem(SearchableModel, TimeStampedModel):
    """Tin, bài theo dõi báo chí: praise, concern or wrong information; who answers it, by when, and how it was answered.

    It holds public matter alone: the item as it was published, and the public answer (Law 117/2025/QH15, Điều 5).
    """

    SEARCH_FIELDS = ("title", "summary", "outlet", "country", "url")
    SORT_FIELD = "title"

    locality = models.ForeignKey(
        Locality, verbose_name="địa phương", on_delete=models.PROTECT, related_name="press_items"
    )
    number = models.PositiveIntegerField("số", editable=False)
    tone = models.CharField("loại tin", max_length=8, choices=PressTone)
    title = models.CharField("tiêu đề", max_length=300)
    summary = models.TextField("nội dung chính", blank=True)
    outlet = models.CharField("cơ quan báo chí", max_length=160)
    country = models.CharField("quốc gia, vùng lãnh thổ", max_length=80, blank=True)
    language = models.CharField("ngôn ngữ", max_length=5, choices=Language, default=Language.VIETNAMESE)
    url = models.URLField("đường dẫn", max_length=600, blank=True)
    published_on = models.DateField("ngày đăng")
    agency = models.ForeignKey(
        Agency,
        verbose_name="cơ quan phản hồi",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="press_items",
    )
    respond_by = models.DateField("hạn phản hồi", null=True, blank=True)
    request = models.TextField("yêu cầu", blank=True)
    answer = models.TextField("đã phản hồi thế nào", blank=True)
    answer_url = models.URLField("đường dẫn phản hồi", max_length=600, blank=True)
    answered_on = models.DateField("ngày phản hồi", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ghi phản hồi",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    status = models.CharField("trạng thái", max_length=9, choices=PressStatus, default=PressStatus.RECORDED)
    version = models.PositiveIntegerField("lần lưu", default=1, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người ghi", on_delete=models.PROTECT, related_name="+"
    )
    is_illustration = models.BooleanField("minh họa", default=False)

    objects = PressQuerySet.as_manager()

    class Meta:
        verbose_name = "tin, bài theo dõi báo chí"
        verbose_name_plural = "tin, bài theo dõi báo chí"
        ordering = ["-published_on", "-id"]
        indexes = [
            models.Index(fields=["locality", "-published_on"], name="press_of_locality"),
            models.Index(fields=["agency", "status"], name="press_of_agency"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "number"],
                name="press_number_once",
                violation_error_message="Số này đã có trong sổ.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=ASSIGNED_PRESS_STATUSES)
                | (Q(agency__isnull=False) & Q(respond_by__isnull=False)),
                name="assigned_press_has_agency_and_day",
                violation_error_message="Giao phản hồi phải có cơ quan và hạn.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[PressStatus.ANSWERED, PressStatus.CLOSED])
                | (Q(answered_on__isnull=False) & (~Q(answer="") | ~Q(answer_url=""))),
                name="answered_press_has_answer",
                violation_error_message="Đã phản hồi phải có ngày và nội dung hoặc đường dẫn.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.agency and self.agency.locality_id != self.locality_id:
            raise ValidationError({"agency": "Cơ quan này thuộc địa phương khác."})

    @property
    def code(self) -> str:
        return press_code(self.number)

    @property
    def is_waiting(self) -> bool:
        return self.status == PressStatus.ASSIGNED

    @property
    def subject_key(self) -> str:
        return f"press:{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("reports:press_detail", args=[self.locality.code, self.number])
