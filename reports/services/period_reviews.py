"""Writing a period's review: begin, save, assemble again, freeze the figures, hand it up."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.choices import AgencyKind
from agencies.models import Agency, User
from agencies.services.activity import record
from documents.choices import DocumentFormat, DocumentKind, Layout
from documents.models import Document, OfficeWording
from documents.official.wording import AS_ABOVE
from documents.services.asking import ask
from reports.choices import WRITABLE_REVIEW_STATUSES, ReviewKind, ReviewLevel
from reports.dashboards.assembly import (
    Change,
    Paragraph,
    assemble,
    changes_between,
    from_json,
    texts_of,
    to_json,
    written,
)
from reports.dashboards.review_figures import cut_off_of, digest_of, period_figures
from reports.models import KeptReviewText, PeriodReview, ReportingPeriod
from reports.papers import AgencyPeriod

HAS_ONE = "Kỳ này đã có báo cáo."
HAS_FINAL = "Kế hoạch này đã có báo cáo tổng kết."
TAKEN_OVER = "Báo cáo gửi cấp trên dùng đúng số liệu đã chốt của báo cáo địa phương."
MINISTRY = "Bộ Văn hóa, Thể thao và Du lịch"
FORM_FIELDS = (
    "title",
    "kind",
    "issuer",
    "layout",
    "symbol",
    "place_name",
    "addressed_to",
    "recipients",
    "signing_authority",
    "signer_name",
)


class StaleReview(Exception):
    """Somebody saved or moved the review after it was read; nothing was written."""

    def __init__(self, current: PeriodReview):
        self.current = current
        super().__init__("a newer version stands")


@transaction.atomic
def create_review(
    period: ReportingPeriod, *, actor: User, kind: str, issuer: Agency, layout: str
) -> PeriodReview:
    """Begin the review of a period from its accepted reports, in the words of the office that issues it."""
    paragraphs = assemble(period)
    review = PeriodReview(
        locality_id=period.locality_id,
        plan=period.plan,
        period=period,
        kind=kind,
        issuer=issuer,
        layout=layout,
        title=title_of(period, kind),
        symbol=symbol_of(issuer, layout),
        texts=texts_of(paragraphs),
        assembly=to_json(paragraphs),
        assembled_at=timezone.now(),
        saved_by=actor,
        **office_words(issuer, layout),
    )
    return _begun(review, actor, "create")


def _begun(review: PeriodReview, actor: User, action: str) -> PeriodReview:
    """Save a new review; ValidationError where the period or the plan has one already."""
    review.full_clean()
    try:
        with transaction.atomic():
            review.save()
    except IntegrityError as error:  # two people began at the same moment
        told = HAS_FINAL if review.kind == ReviewKind.FINAL else HAS_ONE
        raise ValidationError({"kind": told}) from error
    record(actor=actor, action=action, obj=review)
    return review


def title_of(period: ReportingPeriod, kind: str) -> str:
    """“Sơ kết công tác thông tin đối ngoại 6 tháng đầu năm 2026” and how the work goes on."""
    if kind == ReviewKind.FINAL:
        return f"Tổng kết thực hiện kế hoạch công tác thông tin đối ngoại {period.plan.period_label}"
    return f"Sơ kết công tác thông tin đối ngoại {period.as_span}; phương hướng, nhiệm vụ thời gian tới"


def symbol_of(issuer: Agency, layout: str) -> str:
    """BC-UBND, BC-BCĐ (NĐ 30/2020, Phụ lục III); BC/BCĐ in the Party's way."""
    joint = "/" if layout == Layout.PARTY else "-"
    return f"BC{joint}{issuer.document_abbreviation or 'UBND'}"[:40]


def office_words(issuer: Agency, layout: str) -> dict[str, str]:
    """Place, signature and recipients as the office writes them in this layout."""
    wording = OfficeWording.objects.filter(agency=issuer, layout=layout).first()
    if wording is None:
        return {}
    return {name: getattr(wording, name) for name in ("place_name", "signing_authority", "recipients")}


@transaction.atomic
def save_texts(
    review: PeriodReview,
    texts: Mapping[str, str],
    *,
    actor: User,
    read_version: int,
    is_autosave: bool = False,
) -> PeriodReview:
    """Write the parts where the review is still as it was read, else raise StaleReview (the caller keeps what was typed).

    A save that changes nothing makes no new version; an autosave leaves no entry in the log.
    """
    texts = {part: text for part, text in texts.items() if text.strip()}
    if review.is_writable and review.texts == texts:
        return review
    _write(review, read_version, texts=texts, saved_by=actor)
    if not is_autosave:
        record(actor=actor, action="save", obj=review)
    return review


def _write(review: PeriodReview, read_version: int, **columns: Any) -> None:
    """A conditional UPDATE: nobody hit means that somebody saved, submitted or issued it in between."""
    columns |= {"version": read_version + 1, "updated_at": timezone.now()}
    as_read = {"pk": review.pk, "version": read_version, "status__in": WRITABLE_REVIEW_STATUSES}
    if not PeriodReview.objects.filter(**as_read).update(**columns):
        raise StaleReview(PeriodReview.objects.with_names().get(pk=review.pk))
    for name, value in columns.items():
        setattr(review, name, value)


@transaction.atomic
def change_form(review: PeriodReview, *, actor: User, read_version: int) -> PeriodReview:
    """Save title, issuer, layout and the other words of form as the form has filled them."""
    review.full_clean()
    _write(review, read_version, saved_by=actor, **{name: getattr(review, name) for name in FORM_FIELDS})
    record(actor=actor, action="change", obj=review)
    return review


@transaction.atomic
def apply_assembly(
    review: PeriodReview, *, actor: User, read_version: int, seen: str, chosen: Collection[str]
) -> PeriodReview:
    """Take the chosen changes into the text and remember what was found; what a person wrote is never overwritten.

    A rewritten source replaces its old words only where these still stand as they were assembled; else the new ones
    are added at the end of the part. `seen` is the digest of the sources that were shown: where a report was accepted
    in between, nothing is done, so that none is ever taken as read that nobody has read.
    """
    now = assemble(review.period)
    if digest_of(to_json(now)) != seen:
        raise StaleReview(review)
    texts = dict(review.texts)
    for change in changes_between(from_json(review.assembly), now):
        if change.name in chosen and change.kind != "gone":
            texts[change.paragraph.part] = _taken_in(texts.get(change.paragraph.part, ""), change)
    _write(
        review, read_version, texts=texts, assembly=to_json(now), assembled_at=timezone.now(), saved_by=actor
    )
    record(actor=actor, action="assemble", obj=review, after={"taken": sorted(chosen)})
    return review


def _taken_in(text: str, change: Change) -> str:
    new = written([change.paragraph])
    old = written([_as_it_was(change)]) if change.kind == "changed" else ""
    if old and old in text:
        return text.replace(old, new, 1)
    return f"{text.rstrip()}\n{new}".lstrip("\n")


def _as_it_was(change: Change) -> Paragraph:
    return Paragraph(**{**_fields(change.paragraph), "text": change.was})


def _fields(paragraph: Paragraph) -> dict[str, Any]:
    return to_json([paragraph])[0]


@transaction.atomic
def freeze_figures(review: PeriodReview, *, actor: User, read_version: int) -> PeriodReview:
    """Chốt số liệu: keep the figures as they stand now; only while the review is written may they be frozen anew."""
    if review.is_upward:
        raise ValidationError(TAKEN_OVER)
    today = timezone.localdate()
    figures = period_figures(review.period, as_of=cut_off_of(review.period, today))
    _write(
        review,
        read_version,
        figures=figures,
        figures_as_of=cut_off_of(review.period, today),
        figures_sha256=digest_of(figures),
        figures_frozen_at=timezone.now(),
        figures_frozen_by=actor,
        saved_by=actor,
    )
    record(actor=actor, action="freeze", obj=review, after={"sha256": review.figures_sha256})
    return review


@transaction.atomic
def pass_up(review: PeriodReview, *, actor: User) -> PeriodReview:
    """The next level's report made from an issued one: the same text and figures, addressed upward."""
    issuer = _issuer_upward(review)
    layout = review.layout if issuer == review.issuer else Layout.STATE
    words = office_words(issuer, layout)
    recipients = words.pop("recipients", "") or review.recipients
    upward = PeriodReview(
        level=ReviewLevel.UPWARD,
        based_on=review,
        issuer=issuer,
        layout=layout,
        symbol=symbol_of(issuer, layout),
        addressed_to=MINISTRY,
        recipients=_as_above(recipients),
        saved_by=actor,
        **{name: getattr(review, name) for name in TAKEN_FIELDS},
        **words,
    )
    return _begun(upward, actor, "pass_up")


TAKEN_FIELDS = (
    "locality",
    "plan",
    "period",
    "kind",
    "title",
    "texts",
    "assembly",
    "assembled_at",
    "figures",
    "figures_as_of",
    "figures_sha256",
    "figures_frozen_at",
    "figures_frozen_by",
    "is_illustration",
)


def _issuer_upward(review: PeriodReview) -> Agency:
    """To a ministry reports the people's committee, whoever issued the locality's own."""
    if review.issuer.kind == AgencyKind.PEOPLES_COMMITTEE:
        return review.issuer
    found = Agency.objects.filter(locality=review.locality_id, kind=AgencyKind.PEOPLES_COMMITTEE)
    return found.effective_on(timezone.localdate()).order_by("pk").first() or review.issuer


def _as_above(recipients: str) -> str:
    """NĐ 30/2020: a report sent upward names its addressee as “Như trên”, who then need not stand again."""
    lines = [line for line in recipients.splitlines() if line.strip() and MINISTRY not in line]
    return "\n".join([f"{AS_ABOVE};", *lines])


# --- Text of two people ------------------------------------------------------------------------------------


@transaction.atomic
def keep_refused_text(review: PeriodReview, texts: Mapping[str, str], *, actor: User) -> KeptReviewText:
    """Keep what was typed when its save was refused, so that nothing typed is lost."""
    kept, _ = KeptReviewText.objects.update_or_create(
        review=review, person=actor, defaults={"content": dict(texts)}
    )
    return kept


@transaction.atomic
def drop_refused_text(review: PeriodReview, *, actor: User) -> None:
    """The person has chosen between both texts, or does not want the kept one."""
    KeptReviewText.objects.filter(review=review, person=actor).delete()


# --- Paper -------------------------------------------------------------------------------------------------


def export_review(
    review: PeriodReview, *, actor: User, format: str = DocumentFormat.PDF, is_kept: bool = False
) -> Document:
    """Ask for the review as a paper; `saved` and `day` say of which state it is made."""
    return ask(
        actor=actor,
        locality=review.locality,
        kind=DocumentKind.REPORT,
        subject=review,
        format=format,
        state={"saved": review.version, "day": timezone.localdate().isoformat()},
        is_draft=not review.is_issued,
        is_kept=is_kept,
    )


def export_agency_report(subject: AgencyPeriod, *, actor: User, format: str = DocumentFormat.PDF) -> Document:
    """Ask for one agency's report of its own tasks in a period, as it has sent them by now."""
    return ask(
        actor=actor,
        locality=subject.locality,
        kind=DocumentKind.REPORT,
        subject=subject,
        format=format,
        state={"asked": timezone.now().isoformat(timespec="minutes")},
    )
