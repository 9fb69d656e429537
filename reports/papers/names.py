"""What the keys of reviews and meetings are called in lists of papers of every kind."""

from collections.abc import Sequence

from agencies.models import User
from documents.registry import Named
from reports.models import Meeting, PeriodReview


def names_of_reviews(keys: Sequence[str], user: User) -> dict[str, Named]:
    """“review:hcm/2026/2026-6-thang/locality” by one query."""
    periods = {key.rsplit("/", 2)[-2] for key in keys if key.count("/") > 1}
    rows = PeriodReview.objects.visible_to(user).filter(period__slug__in=periods).with_names()
    found = {
        row.subject_key: Named(f"Báo cáo {row.get_kind_display()}", row.title, row.get_absolute_url())
        for row in rows
    }
    return {key: found[key] for key in keys if key in found}


def names_of_meetings(keys: Sequence[str], user: User) -> dict[str, Named]:
    """“meeting:hcm/2026/1” by one query."""
    slugs = {key.rsplit("/", 2)[-2] for key in keys if key.count("/") > 1}
    rows = Meeting.objects.visible_to(user).filter(plan__slug__in=slugs).with_names()
    found = {
        row.subject_key: Named("Thông báo kết luận", row.subject, row.get_absolute_url()) for row in rows
    }
    return {key: found[key] for key in keys if key in found}
