"""Every address of the portal, walked as a stranger, as each role, and as the same role of another locality.

An address without a row in TABLE fails the test: nobody forgets one.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from agencies.choices import DayKind
from agencies.models import CalendarDay, Mailing, Membership, Notification
from documents.models import Document, OfficeWording, SignedCopy
from documents.services import jobs
from plans.choices import AmendmentStatus
from plans.services.directions import Point, Source, give_directions
from reports.choices import EvidenceKind, PressStatus, ReportStatus, ReviewStatus
from reports.models import ContributionFile, Evidence, Extension, PeriodRule
from reports.services.extensions import ask_extension
from reports.services.likeness import note_pairs
from tests import factories as f
from tests.factories.meetings import make_meeting
from tests.fixtures import World
from tests.test_house import url_names

ROLES = (
    "officer",
    "head",
    "supporter",
    "other_officer",
    "standing",
    "signer",
    "clerk",
    "committee",
    "administrator",
    "ministry",
    "superuser",
)
CANARY = "CANARY-HP-000017"


@dataclass
class Things:
    """One row of every kind, in the world whose addresses are walked."""

    document: Document
    mailing: Mailing
    notice: Notification
    membership: Membership
    evidence: Evidence
    extension: Extension
    rule: PeriodRule
    copy: SignedCopy
    answer_file: ContributionFile


def furnish(world: World) -> Things:
    """Rows that every address can be asked for; the report is accepted, so that the most people may see it."""
    officer, clerk = world.people["officer"], world.people["clerk"]
    report = f.make_report(world.task, world.period, officer, status=ReportStatus.ACCEPTED)
    f.make_review(world.period, world.people["standing"], status=ReviewStatus.ISSUED, title=world.plan.title)
    CalendarDay.objects.create(
        locality=world.locality, day="2026-09-22", kind=DayKind.DAY_OFF, name="Nghỉ của địa phương"
    )
    f.make_change(f.make_amendment(world.plan, status=AmendmentStatus.ISSUED), world.task, note="Làm sớm")
    OfficeWording.objects.create(
        locality=world.locality,
        agency=world.lead,
        issuer_name=world.lead.name,
        place_name=world.locality.place_name,
    )
    meeting = make_meeting(world.plan, world.people["standing"], status=ReviewStatus.ISSUED)
    meeting.attending.set([world.lead])
    give_directions(
        world.plan,
        [Point(world.task.title, world.lead, None)],
        source=Source(meeting.subject_key, world.plan.title, timezone.localdate()),
        actor=clerk,
    )
    document = jobs.request_document(
        actor=clerk,
        locality=world.locality,
        kind="ke-hoach",
        subject_key=world.plan.subject_key,
        title=world.plan.title,
        is_draft=False,
        has_illustration=False,
    )
    found = f.make_round(world.plan, world.lead, ended_at=timezone.now())
    f.reply(found.bodies.get(), officer, "Bổ sung mục tiêu quảng bá du lịch.")
    found.bodies.get().comments.update(
        answer="EXPLAINED", answer_text="Đã nêu tại phần mục đích.", answered_at=timezone.now()
    )
    answer = f.make_contribution(
        world.task.supports.get(), world.period, officer, answered_by=world.people["supporter"]
    )
    note_pairs(
        f.make_output(world.task, officer, title=world.plan.title, url="https://dulich.example/phong-su")
    )
    f.make_press(
        world.locality, officer, status=PressStatus.ASSIGNED, agency=world.lead, title=world.plan.title
    )
    twin = f.make_output(world.task, officer, agency=world.support, url="https://dulich.example/phong-su")
    note_pairs(twin)
    return Things(
        document=document,
        answer_file=f.make_answer_file(answer),
        mailing=Mailing.objects.create(
            person=officer,
            locality=world.locality,
            day="2026-06-15",
            subject="Nhắc việc",
            body="Báo cáo đến hạn",
        ),
        notice=Notification.objects.create(
            person=officer,
            locality=world.locality,
            kind="REPORT_DUE",
            subject_key="report:1",
            step="0",
            text="Đến hạn",
            link="/",
        ),
        membership=officer.memberships.get(),
        evidence=Evidence.objects.create(
            report=report, kind=EvidenceKind.LINK, url="https://dulich.example/phong-su", added_by=officer
        ),
        extension=ask_extension(
            period=world.period,
            agency=world.lead,
            task=None,
            reason=world.plan.title,
            wished_on=world.period.report_due_on + timedelta(9),
            actor=officer,
        ),
        rule=PeriodRule.objects.create(plan=world.plan, locality=world.locality, kind="QUARTER"),
        copy=SignedCopy.objects.create(
            locality=world.locality,
            subject_key=world.plan.subject_key,
            file="x",
            name="ke-hoach.pdf",
            sha256="0" * 64,
            uploaded_by=clerk,
        ),
    )


# A move that the rows furnished may make.
MOVES = {
    "plans:plan_move": "close",
    "plans:amendment_move": "approve",
    "plans:reply_move": "withdraw",
    "reports:period_review_move": "submit",
    "reports:meeting_move": "submit",
    "reports:pair_move": "merge",
    "reports:extension_move": "grant",
    "reports:press_move": "close",
}


def _number(name: str, things: Things) -> int:
    if name.startswith("reports:extension_"):
        return things.extension.pk
    return things.rule.pk if name.startswith("reports:period_rule_") else 1


def arguments(name: str, world: World, things: Things) -> dict[str, object]:
    pks = {"agencies:notice_open": things.notice.pk, "agencies:membership_end": things.membership.pk}
    pk = (
        things.document.pk
        if name.startswith(("documents:", "agencies:kept_form"))
        else pks.get(name, things.mailing.pk)
    )
    code = "mau-chung" if name == "plans:template_drop" else world.task.code
    by_agency = name in (
        "agencies:agency_detail",
        "reports:agency_remind",
        "reports:agency_report_export",
        "reports:reorganise",
        "documents:wording_edit",
        "documents:wording_preview",
    )
    return {
        "locality": world.locality.code, "plan": world.plan.slug, "period": world.period.slug, "code": "chu-tri" if by_agency else code,
        "username": world.people["officer"].username, "pk": pk, "year": 2026, "day": "2026-09-22", "number": _number(name, things), "section": "purposes", "level": "LOCALITY",
        "move": MOVES.get(name, "reopen"), "ordinal": 1, "position": 1, "body": 1, "comment": 1, "copy": 1, "layout": "STATE", "uidb64": "MQ", "source": "2025", "token": "sai-ma",
    }  # fmt: skip


def address(name: str, world: World, things: Things) -> str:
    """The address of this name for `world`, by the names of the pattern's own parts."""
    known = arguments(name, world, things) | {"agency": "phoi-hop"}
    if name == "reports:contribution_file":
        known["number"] = things.answer_file.pk
    local = name.rpartition(":")[2]
    for possibility in _patterns(name):
        return reverse(name, kwargs={key: known[key] for key in possibility})
    raise NoReverseMatch(local)


def _patterns(name: str) -> list[list[str]]:
    namespace, _, local = name.rpartition(":")
    resolver = get_resolver()
    if namespace:
        resolver = resolver.namespace_dict[namespace][1]
    return [params for options in resolver.reverse_dict.getlist(local) for _, params in options[0]]


def status_of(client: Client, url: str) -> int:
    return client.get(url).status_code


# What a GET is answered, role by role in the order of ROLES: 200 the page, 302 on to where one belongs, 403 seen but not
# this person's act, 404 not there for this person, 405 an act that is only ever sent.
TABLE = """
home                         302 302 302 302 302 302 302 302 302 302 302
livez                        200 200 200 200 200 200 200 200 200 200 200
healthz                      200 200 200 200 200 200 200 200 200 200 200
agencies:login               302 302 302 302 302 302 302 302 302 302 302
agencies:kept_form           302 302 302 302 302 302 302 302 302 302 302
agencies:kept_form_drop      405 405 405 405 405 405 405 405 405 405 405
agencies:password_change     200 200 200 200 200 200 200 200 200 200 200
agencies:password_forgotten  200 200 200 200 200 200 200 200 200 200 200
agencies:password_set        200 200 200 200 200 200 200 200 200 200 200
agencies:profile             200 200 200 200 200 200 200 200 200 200 200
agencies:notices             200 200 200 200 200 200 200 200 200 200 200
agencies:notices_read        405 405 405 405 405 405 405 405 405 405 405
agencies:notice_open         405 405 405 405 405 405 405 405 405 405 405
agencies:locality_home       302 302 302 302 302 302 302 302 302 302 302
agencies:people              403 403 403 403 403 403 403 403 200 403 200
agencies:person_create       403 403 403 403 403 403 403 403 200 403 200
agencies:person_detail       403 404 404 404 404 404 404 404 200 404 200
agencies:person_update       403 404 404 404 404 404 404 404 200 404 200
agencies:person_link         403 404 404 404 404 404 404 404 200 404 200
agencies:person_unlock       405 405 405 405 405 405 405 405 405 405 405
agencies:person_block        403 404 404 404 404 404 404 404 200 404 200
agencies:person_unblock      405 405 405 405 405 405 405 405 405 405 405
agencies:person_deactivate   403 404 404 404 404 404 404 404 200 404 200
agencies:membership_create   403 404 404 404 404 404 404 404 200 404 200
agencies:membership_end      403 404 404 404 404 404 404 404 200 404 200
agencies:mailings            403 403 403 403 403 403 403 403 200 403 200
agencies:mailing_detail      403 403 403 403 403 403 403 403 200 403 200
agencies:mailing_retry       405 405 405 405 405 405 405 405 405 405 405
agencies:activity            403 403 403 403 403 403 403 403 200 403 200
agencies:calendar            200 200 200 200 200 200 200 200 200 404 200
agencies:calendar_year       200 200 200 200 200 200 200 200 200 404 200
agencies:calendar_day_remove 405 405 405 405 405 405 405 405 405 405 405
agencies:agencies            200 200 200 200 200 200 200 200 200 404 200
agencies:agency_detail       200 200 200 200 200 200 200 200 200 404 200
documents:document_list      200 200 200 200 200 200 200 200 200 200 200
documents:wording_list       403 403 403 403 403 403 200 403 200 404 403
documents:wording_add        403 403 403 403 403 403 200 403 200 404 403
documents:wording_edit       403 403 403 403 403 403 200 403 200 404 403
documents:wording_preview    405 405 405 405 405 405 405 405 405 405 405
documents:document_detail    200 200 200 200 200 200 200 200 200 200 200
documents:document_state     200 200 200 200 200 200 200 200 200 200 200
documents:document_file      404 404 404 404 404 404 404 404 404 404 404
documents:document_cancel    405 405 405 405 405 405 405 405 405 405 405
documents:document_retry     405 405 405 405 405 405 405 405 405 405 405
documents:document_discard   405 405 405 405 405 405 405 405 405 405 405
plans:plan_list              200 200 200 200 200 200 200 200 200 200 200
plans:plan_add               403 403 403 403 200 403 403 403 403 403 403
plans:plan_detail            200 200 200 200 200 200 200 200 200 200 200
plans:plan_move              403 403 403 403 200 403 403 403 403 403 403
plans:signing                403 403 403 403 403 302 403 403 403 403 403
plans:point_add              405 405 405 405 405 405 405 405 405 405 405
plans:point_remove           405 405 405 405 405 405 405 405 405 405 405
plans:return_points          403 403 403 403 403 403 403 403 403 403 403
plans:point_answer           405 405 405 405 405 405 405 405 405 405 405
plans:carry                  403 403 403 403 200 403 403 403 403 403 403
plans:form_check             403 403 403 403 200 200 200 403 200 403 403
plans:plan_export            200 200 200 200 200 200 200 200 200 200 403
plans:consultation_list      200 200 200 200 200 200 200 200 200 200 200
plans:consultation_send      403 403 403 403 302 403 403 403 403 403 403
plans:consultation_desk      302 302 404 404 200 200 404 404 404 404 200
plans:consultation_due       403 403 404 404 302 403 404 404 404 404 403
plans:consultation_matrix    200 200 404 404 200 200 404 404 404 404 200
plans:consultation_export    405 405 405 405 405 405 405 405 405 405 405
plans:comment_answer         403 403 404 404 403 403 404 404 404 404 403
plans:reply_start            302 302 404 404 302 302 404 404 404 404 302
plans:reply                  200 200 404 404 302 302 404 404 404 404 302
plans:comment_add            403 403 404 404 403 403 404 404 404 404 403
plans:comment_edit           403 403 404 404 403 403 404 404 404 404 403
plans:reply_move             302 302 404 404 403 403 404 404 404 404 403
plans:reply_record           403 403 404 404 302 403 404 404 404 404 403
plans:fill_blank             403 403 403 403 403 403 403 403 403 403 403
plans:signed_copy_add        403 403 403 403 403 403 200 403 403 403 403
plans:signed_copy            404 404 404 404 404 404 404 404 404 404 404
plans:amendment_list         200 200 200 200 200 200 200 200 200 200 200
plans:amendment_add          403 403 403 403 200 403 403 403 403 403 403
plans:amendment_detail       200 200 200 200 200 200 200 200 200 200 200
plans:amendment_edit         403 403 403 403 403 403 403 403 403 403 403
plans:amendment_discard      403 403 403 403 403 403 403 403 403 403 403
plans:amendment_move         403 403 403 403 403 302 403 403 403 403 403
plans:amendment_pick         403 403 403 403 403 403 403 403 403 403 403
plans:change_text            403 403 403 403 403 403 403 403 403 403 403
plans:change_group           403 403 403 403 403 403 403 403 403 403 403
plans:change_add_group       403 403 403 403 403 403 403 403 403 403 403
plans:change_added_group     403 403 403 403 403 403 403 403 403 403 403
plans:change_task            403 403 403 403 403 403 403 403 403 403 403
plans:change_add_task        403 403 403 403 403 403 403 403 403 403 403
plans:change_added_task      403 403 403 403 403 403 403 403 403 403 403
plans:change_withdraw        403 403 403 403 403 403 403 403 403 403 403
plans:change_remove          405 405 405 405 405 405 405 405 405 405 405
plans:correction_add         403 403 403 403 403 403 200 403 403 403 403
plans:version_detail         200 200 200 200 200 200 200 200 200 200 200
plans:plan_compare           200 200 200 200 200 200 200 200 200 200 200
plans:section_edit           403 403 403 403 403 403 403 403 403 403 403
plans:form_of_issue          403 403 403 403 403 403 403 403 403 403 403
plans:basis_list             403 403 403 403 403 403 403 403 403 403 403
plans:basis_act              405 405 405 405 405 405 405 405 405 405 405
plans:basis_add              403 403 403 403 403 403 403 403 403 403 403
plans:structure              403 403 403 403 403 403 403 403 403 403 403
plans:structure_move         405 405 405 405 405 405 405 405 405 405 405
plans:group_place            403 403 403 403 403 403 403 403 403 403 403
plans:group_delete           403 403 403 403 403 403 403 403 403 403 403
plans:task_place             403 403 403 403 403 403 403 403 403 403 403
plans:task_delete            403 403 403 403 403 403 403 403 403 403 403
plans:preview                403 403 403 403 403 403 403 403 403 403 403
plans:preview_page           403 403 403 403 403 403 403 403 403 403 403
plans:copy_tasks             403 403 403 403 403 403 403 403 403 403 403
plans:objectives             200 200 200 200 200 200 200 200 200 200 200
plans:template_save          403 403 403 403 200 403 403 403 403 403 403
plans:template_list          403 403 403 403 200 403 403 403 403 403 403
plans:template_drop          405 405 405 405 405 405 405 405 405 405 405
plans:group_add              403 403 403 403 403 403 403 403 403 403 403
plans:group_edit             403 403 403 403 403 403 403 403 403 403 403
plans:task_add               403 403 403 403 403 403 403 403 403 403 403
plans:task_edit              403 403 403 403 403 403 403 403 403 403 403
plans:task_list              200 200 200 200 200 200 200 200 200 200 200
plans:task_mark_secret       404 404 404 404 404 404 404 404 404 404 404
reports:my_work              200 200 200 200 200 200 200 200 200 200 200
reports:review_queue         200 200 200 200 200 200 200 200 200 200 200
reports:grid                 200 200 200 200 403 403 403 403 403 404 403
reports:grid_autosave        405 405 405 405 405 405 405 405 405 405 405
reports:grid_check           200 200 200 200 403 403 403 403 403 404 403
reports:grid_send            405 405 405 405 405 405 405 405 405 405 405
reports:accept_read          405 405 405 405 405 405 405 405 405 405 405
reports:report_detail        200 200 200 404 200 200 404 200 404 200 200
reports:report_start         302 302 403 403 403 403 403 403 403 404 403
reports:report_edit          302 302 403 403 403 403 403 403 403 404 403
reports:report_autosave      405 405 405 405 405 405 405 405 405 405 405
reports:report_compare       404 404 403 403 403 403 403 403 403 404 403
reports:report_check         302 302 403 404 403 403 404 403 404 403 403
reports:report_move          405 405 405 405 405 405 405 405 405 405 405
reports:report_sent          200 200 403 404 403 403 404 403 404 403 403
reports:report_export        405 405 405 405 405 405 405 405 405 405 405
reports:report_delete        405 405 405 405 405 405 405 405 405 405 405
reports:report_restore       405 405 405 405 405 405 405 405 405 405 405
reports:no_change            302 302 403 403 403 403 403 403 403 404 403
reports:evidence_add         405 405 405 405 405 405 405 405 405 405 405
reports:evidence_file        404 404 404 404 404 404 404 404 404 404 404
reports:evidence_remove      405 405 405 405 405 405 405 405 405 405 405
reports:review               403 403 403 404 200 403 404 403 404 403 403
reports:period_list          200 200 200 200 200 200 200 200 200 200 200
reports:period_add           403 403 403 403 200 403 403 403 200 403 403
reports:period_change        403 403 403 403 200 403 403 403 200 404 403
reports:period_close         405 405 405 405 405 405 405 405 405 405 405
reports:extension_list       200 200 200 200 200 200 200 200 200 200 200
reports:extension_detail     200 200 404 404 200 200 404 200 404 404 200
reports:extension_move       405 405 405 405 405 405 405 405 405 405 405
reports:extension_ask        200 200 200 200 403 403 403 403 403 404 403
reports:period_rules         403 403 403 403 200 403 403 403 200 403 403
reports:period_open_ahead    405 405 405 405 405 405 405 405 405 405 405
reports:period_rule_change   403 403 403 403 200 403 403 403 200 403 403
reports:period_rule_remove   405 405 405 405 405 405 405 405 405 405 405
reports:period_deadlines_move 405 405 405 405 405 405 405 405 405 405 405
reports:period_open          405 405 405 405 405 405 405 405 405 405 405
reports:period_review_list   200 200 200 200 200 200 200 200 200 200 200
reports:period_review_add    403 403 403 403 200 403 403 403 403 404 403
reports:period_review        200 200 200 200 200 200 200 200 200 200 200
reports:period_review_edit   403 403 403 403 302 403 403 403 403 403 403
reports:period_review_autosave 405 405 405 405 405 405 405 405 405 405 405
reports:period_review_compare 403 403 403 403 404 403 403 403 403 403 403
reports:period_review_assemble 403 403 403 403 403 403 403 403 403 403 403
reports:period_review_form   403 403 403 403 403 403 403 403 403 403 403
reports:period_review_freeze 405 405 405 405 405 405 405 405 405 405 405
reports:period_review_move   403 403 403 403 302 403 403 403 403 403 403
reports:period_review_pass_up 405 405 405 405 405 405 405 405 405 405 405
reports:period_review_copy_add 403 403 403 403 403 403 200 403 403 403 403
reports:period_review_copy   404 404 404 404 404 404 404 404 404 404 404
reports:agency_report_export 405 405 405 405 405 405 405 405 405 405 405
reports:period_review_export 405 405 405 405 405 405 405 405 405 405 405
reports:contribution_edit    404 404 200 404 404 404 404 404 404 404 404
reports:contribution_autosave 405 405 405 405 405 405 405 405 405 405 405
reports:contribution_ask     200 200 403 403 403 403 403 403 403 404 403
reports:contribution_detail  200 200 200 404 200 200 404 200 404 200 200
reports:contribution_file    200 200 200 404 200 200 404 200 404 200 200
reports:answer_use           405 405 405 405 405 405 405 405 405 405 405
reports:handover_list        403 200 403 403 403 403 403 403 200 403 200
reports:handover             403 200 404 404 404 404 404 404 200 404 200
reports:output_list          200 200 200 200 200 200 200 200 200 200 200
reports:output_add           200 200 200 200 403 403 403 403 403 403 403
reports:output_import        200 200 200 200 403 403 403 403 403 403 403
reports:output_export        405 405 405 405 405 405 405 405 405 405 405
reports:press_export         405 405 405 405 405 405 405 405 405 405 405
reports:output_detail        200 200 200 404 200 200 404 200 404 200 200
reports:output_edit          302 302 403 404 403 403 404 403 404 403 403
reports:output_delete        405 405 405 405 405 405 405 405 405 405 405
reports:output_restore       405 405 405 405 405 405 405 405 405 405 405
reports:output_file          404 404 404 404 404 404 404 404 404 404 404
reports:pair_list            403 403 403 403 200 403 403 403 403 403 403
reports:pair_detail          404 404 404 404 200 404 404 404 404 404 200
reports:pair_move            405 405 405 405 405 405 405 405 405 405 405
reports:counting_list        403 403 403 403 200 403 403 403 403 403 403
reports:counting_edit        403 403 403 403 200 403 403 403 403 403 403
reports:press_list           200 200 200 200 200 200 200 200 200 404 200
reports:press_add            403 403 403 403 200 403 403 403 403 404 403
reports:press_detail         200 200 404 404 200 200 404 200 404 404 200
reports:press_edit           403 403 404 404 200 403 404 403 404 404 403
reports:press_move           405 405 405 405 405 405 405 405 405 405 405
reports:reorganise           403 403 403 403 403 403 403 403 200 404 200
reports:notices_sent         403 403 403 403 200 403 403 403 200 403 403
reports:agency_remind        405 405 405 405 405 405 405 405 405 405 405
reports:task_detail          200 200 200 200 200 200 200 200 200 200 200
reports:meeting_list         200 200 200 200 200 200 200 200 200 200 200
reports:meeting_add          403 403 403 403 200 403 403 403 403 403 403
reports:meeting              200 200 404 404 200 200 200 200 404 404 200
reports:meeting_edit         403 403 404 404 403 403 403 403 404 404 403
reports:meeting_form         403 403 404 404 403 403 403 403 404 404 403
reports:meeting_conclusions  403 403 404 404 403 403 403 403 404 404 403
reports:meeting_freeze       405 405 405 405 405 405 405 405 405 405 405
reports:meeting_move         403 403 404 404 302 403 403 403 404 404 403
reports:meeting_export       405 405 405 405 405 405 405 405 405 405 405
reports:meeting_copy_add     403 403 404 404 403 403 200 403 404 404 403
reports:meeting_copy         404 404 404 404 404 404 404 404 404 404 404
plans:direction_list         200 200 200 200 200 200 200 200 200 200 200
plans:direction_add          403 403 403 403 200 403 403 200 403 403 403
plans:direction_detail       200 200 404 404 200 404 404 200 404 404 200
plans:direction_day          403 403 404 404 200 404 404 200 404 404 403
plans:direction_withdraw     403 403 404 404 200 404 404 200 404 404 403
reports:task_history         200 200 200 200 200 200 200 200 200 200 200
reports:overview             200 200 200 200 200 200 200 200 200 403 403
reports:plan_overview        200 200 200 200 200 200 200 200 200 403 403
reports:clerk_desk           403 403 403 403 403 403 200 403 403 403 403
reports:search               200 200 200 200 200 200 200 200 200 200 200
reports:ministry             403 403 403 403 403 403 403 403 403 200 200
"""
EXPECTED = {
    row.split()[0]: dict(zip(ROLES, map(int, row.split()[1:]), strict=True))
    for row in TABLE.strip().splitlines()
}
OPEN = {"livez", "healthz", "agencies:login", "agencies:password_forgotten", "agencies:password_set"}
# Not walked: it ends the session of whoever walks.
LEFT_OUT = {"agencies:logout"}
LOCAL = sorted(
    name
    for name in EXPECTED
    if name.partition(":")[0] in ("documents", "plans", "reports") and name != "reports:ministry"
) + sorted(name for name in EXPECTED if name.startswith("agencies:") and "locality" in str(_patterns(name)))


def signed_in(person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def test_no_address_is_forgotten():
    assert set(url_names()) - LEFT_OUT == set(EXPECTED)


def test_stranger_is_asked_to_sign_in_everywhere(world, client):
    things = furnish(world)

    for name in EXPECTED:
        answer = client.get(address(name, world, things))
        if name in OPEN:
            assert answer.status_code == 200, name
        else:
            assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/dang-nhap/"), name


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_answered_as_the_table_says(world, ministry_viewer, system_administrator, role):
    things = furnish(world)
    person = (world.people | {"ministry": ministry_viewer, "superuser": system_administrator})[role]
    client = signed_in(person)

    answers = {name: status_of(client, address(name, world, things)) for name in EXPECTED}

    assert answers == {name: row[role] for name, row in EXPECTED.items()}


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"ministry", "superuser"}))
def test_the_same_role_of_another_locality_finds_nothing_and_changes_nothing(world, other_world, role):
    """The other locality's every text holds a canary: it is in no answer, and no row of it moves."""
    things = furnish(other_world)
    client = signed_in(world.people[role])
    before = rows_of_everything()

    for name in LOCAL:
        url = address(name, other_world, things)
        for method in ("get", "post", "put", "patch", "delete"):
            answer = getattr(client, method)(url)
            assert answer.status_code in (404, 405), (method, name, answer.status_code)
            assert CANARY not in answer.content.decode(errors="replace"), (method, name)
        assert client.post(url).status_code in (404, 405), name

    assert rows_of_everything() == before


def rows_of_everything() -> dict[str, int]:
    """Rows of each of our tables, but for sessions."""
    counts = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith(("agencies_", "documents_", "plans_", "reports_")):
                cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of our own tables
                counts[table] = cursor.fetchone()[0]
    return counts


@pytest.mark.parametrize(
    "name",
    sorted(
        {
            "plans:plan_detail",
            "plans:task_list",
            "reports:task_detail",
            "reports:overview",
            "agencies:people",
            "reports:review_queue",
        }
    ),
)
def test_foreign_and_missing_locality_answer_alike(world, other_world, standing_officer, name):
    client = signed_in(standing_officer)
    url = address(name, other_world, furnish(other_world))

    foreign, missing = client.get(url), client.get(url.replace("/haiphong/", "/khongco/"))

    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content
