"""A plan to begin from."""

from django.db import models
from django.db.models import Q

from agencies.models import Locality
from plans.querysets import PlanTemplateQuerySet
from ttdn_portal.shared.models import SearchableModel, TimeStampedModel


class PlanTemplate(SearchableModel, TimeStampedModel):
    """Mẫu kế hoạch: content items, their tasks and texts that a plan may begin from; data, never code."""

    SEARCH_FIELDS = ("name", "code")

    locality = models.ForeignKey(
        Locality,
        verbose_name="địa phương",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_templates",
        help_text="Để trống: mọi địa phương dùng được.",
    )
    code = models.SlugField("mã", max_length=60)
    name = models.CharField("tên mẫu", max_length=200)
    source_note = models.TextField("lấy từ đâu", blank=True)
    content = models.JSONField("nội dung mẫu")

    objects = PlanTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu kế hoạch"
        verbose_name_plural = "mẫu kế hoạch"
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "code"],
                name="template_code_once_a_locality",
                violation_error_message="Mã mẫu này đã có.",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(locality__isnull=True),
                name="shared_template_code_once",
                violation_error_message="Mã mẫu dùng chung này đã có.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
