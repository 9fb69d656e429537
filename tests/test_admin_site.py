"""The admin site is no side door: who enters, which rows, which acts, and nothing of another locality."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin import site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.choices import Role
from agencies.models import User
from documents.models import LegalBasis
from plans.choices import PlanStatus
from plans.models import Task
from reports.choices import ReportStatus
from tests import factories as f
from tests.admin_rows import fill

CANARY = "CANARY-HP-000017"
LOCAL = ("standing", "signer", "clerk", "administrator")
STAFF = (*LOCAL, "superuser")
# Who may do what on each page, in the order of STAFF: v sees, a adds, c changes the row, d deletes it.
TABLE = {
    "agencies.locality": ("v", "v", "v", "v", "vac"),
    "agencies.agency": ("v", "v", "v", "vacd", "vacd"),
    "agencies.steeringcommittee": ("v", "v", "v", "vac", "vac"),
    "agencies.user": ("", "", "", "vac", "vac"),
    "agencies.calendarday": ("v", "v", "v", "vacd", "vacd"),
    "agencies.activityentry": ("", "", "", "v", "v"),
    "agencies.notification": ("", "", "", "v", "v"),
    "agencies.mailing": ("", "", "", "v", "v"),
    "documents.legalbasis": ("vacd", "v", "v", "vacd", "vacd"),
    "documents.numberseries": ("v", "v", "vac", "vac", "v"),
    "documents.signedcopy": ("v", "v", "v", "v", "v"),
    "documents.registerednumber": ("v", "v", "v", "v", "v"),
    "documents.officewording": ("v", "v", "vac", "vac", "v"),
    "plans.plan": ("vac", "v", "v", "v", "v"),
    "plans.amendment": ("v", "v", "v", "v", "v"),
    "plans.direction": ("v", "", "", "", "v"),
    "plans.planversion": ("v", "v", "v", "v", "v"),
    "plans.taskgroup": ("vacd", "v", "v", "v", "v"),
    "plans.task": ("vacd", "v", "v", "v", "v"),
    "reports.reportingperiod": ("vacd", "v", "v", "vacd", "v"),
    "reports.periodrule": ("vacd", "", "", "vacd", "v"),
    "reports.extension": ("v", "v", "", "", "v"),
    "reports.progressreport": ("v", "v", "", "", "v"),
    "reports.periodreview": ("v", "v", "v", "v", "v"),
    "reports.meeting": ("v", "v", "v", "", "v"),
    "reports.output": ("v", "v", "", "", "v"),
    "reports.outputpair": ("v", "", "", "", "v"),
    "reports.pressitem": ("vac", "v", "", "", "v"),
}
EXPORTED = {
    "agencies.agency",
    "agencies.user",
    "agencies.calendarday",
    "documents.legalbasis",
    "plans.plan",
    "plans.task",
    "reports.reportingperiod",
    "reports.progressreport",
    "reports.output",
    "reports.pressitem",
}
IMPORTED = {
    "agencies.agency",
    "agencies.calendarday",
    "documents.legalbasis",
    "plans.task",
    "reports.reportingperiod",
}


def names() -> list[str]:
    return [model._meta.label_lower for model in site._registry]


def of(who):
    """(page, what this role may do there) of every page."""
    return [(name, acts[STAFF.index(who)]) for name, acts in TABLE.items()]


def url(name, page, *args):
    return reverse(f"admin:{name.replace('.', '_')}_{page}", args=args)


@pytest.fixture
def rows(world):
    return fill(world)


@pytest.fixture
def foreign(other_world):
    return fill(other_world, CANARY)


@pytest.fixture
def people(world, system_administrator):
    return world.people | {"superuser": system_administrator}


@pytest.fixture
def enter(client, people):
    """Sign in as somebody: a fresh person, as every request has one."""

    def enter(who):
        client.force_login(people[who])
        return client

    return enter


def test_the_table_names_every_page():
    assert sorted(TABLE) == sorted(names())


@pytest.mark.parametrize("who", STAFF)
def test_each_role_on_each_page(enter, rows, who):
    client = enter(who)
    for name, may in of(who):
        pk = rows[name].pk
        page = client.get(url(name, "change", pk))

        assert client.get(url(name, "changelist")).status_code == (200 if "v" in may else 403), name
        assert client.get(url(name, "add")).status_code == (200 if "a" in may else 403), name
        assert (page.status_code == 200) == ("v" in may) and page.status_code in (200, 403, 404), name
        assert ('name="_save"' in page.content.decode()) == ("c" in may), name
        assert (client.get(url(name, "history", pk)).status_code == 200) == ("v" in may), name
        assert client.post(url(name, "change", pk), {}).status_code == (200 if "c" in may else 403), name
        assert client.get(url(name, "delete", pk)).status_code == (200 if "d" in may else 403), name


@pytest.mark.parametrize("who", STAFF)
def test_each_role_at_import_and_export(enter, rows, who):
    client = enter(who)
    for name, may in of(who):
        if name in EXPORTED:
            takes = "a" in may and name in IMPORTED
            assert client.get(url(name, "export")).status_code == (200 if "v" in may else 403), name
            assert client.get(url(name, "import")).status_code == (200 if takes else 403), name
            assert client.post(url(name, "process_import"), {}).status_code == (302 if takes else 403), name


@pytest.mark.parametrize("who", ["officer", "head", "supporter", "committee"])
def test_whoever_has_no_work_there_is_told_so(enter, who):
    client = enter(who)
    for address in (
        reverse("admin:index"),
        url("plans.plan", "changelist"),
        reverse("admin:jsi18n"),
        reverse("admin:autocomplete"),
    ):
        response = client.get(address, follow=True)
        assert response.status_code == 403


def test_ministry_viewer_has_no_work_there(client, world, ministry_viewer):
    client.force_login(ministry_viewer)
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_stranger_is_sent_to_the_one_door(client, db):
    for address in (reverse("admin:index"), url("plans.plan", "changelist"), reverse("admin:login")):
        assert client.get(address, follow=True).redirect_chain[-1][0].startswith(reverse("agencies:login"))


def test_right_taken_away_is_gone_at_the_next_request(enter, people):
    client = enter("standing")
    assert client.get(reverse("admin:index")).status_code == 200
    people["standing"].memberships.update(valid_to="2021-01-01")
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


# --- nothing of another locality ---------------------------------------------------------------------------


@pytest.mark.parametrize("who", LOCAL)
def test_row_of_another_locality_is_like_none(enter, rows, foreign, who):
    client = enter(who)
    for name, may in of(who):
        pages = [("change",), ("history",), ("delete",)] + (
            [("transition", "submit")] if name in ("plans.plan", "reports.progressreport") else []
        )
        for page, *rest in pages:
            there = client.get(url(name, page, foreign[name].pk, *rest))
            nowhere = client.get(url(name, page, 999_999, *rest))
            assert there.status_code == nowhere.status_code and there.status_code in (403, 404), (name, page)
            assert CANARY not in there.content.decode()
            assert there.status_code == 404 or "v" not in may or page == "delete", (name, page)


@pytest.mark.parametrize("who", LOCAL)
def test_no_page_names_another_locality(enter, rows, foreign, who):
    client = enter(who)
    for name, may in of(who):
        nothing_foreign(client, name, may, rows, foreign)


def nothing_foreign(client, name, may, rows, foreign):
    addresses = [
        reverse("admin:index"),
        url(name, "changelist"),
        url(name, "add"),
        url(name, "change", rows[name].pk),
        url(name, "history", rows[name].pk),
    ]
    addresses += [
        f"{url(name, 'changelist')}?q=CANARY",
        f"{url(name, 'changelist')}?_popup=1",
        f"{url(name, 'changelist')}?_facets=1",
    ]
    addresses += [url(name, page) for page in ("import", "export") if name in EXPORTED]
    for address in addresses:
        text = client.get(address).content.decode()
        # The word typed into the search box comes back to the person who typed it.
        assert CANARY not in text, address
        assert "Thành phố Haiphong" not in text, address
    if name in EXPORTED and "v" in may:
        content = b"".join(
            client.post(url(name, "export"), {"scope": scope_of(rows, name).pk, "format": "csv"})
        )
        assert content and CANARY.encode() not in content
        there = client.post(url(name, "export"), {"scope": scope_of(foreign, name).pk, "format": "csv"})
        assert (
            there.status_code == 200
            and "không tồn tại" in there.content.decode()
            and CANARY not in there.content.decode()
        )


def scope_of(rows, name):
    return (
        rows["plans.task"].plan
        if name == "plans.task"
        else rows["reports.reportingperiod"].plan
        if name == "reports.reportingperiod"
        else rows["agencies.locality"]
    )


@pytest.mark.parametrize("who", LOCAL)
def test_suggestions_name_visible_rows_only(enter, rows, foreign, who):
    """Django's autocomplete answers for any foreign key to a registered model."""
    client = enter(who)
    asked = 0
    for model in site._registry:
        for field in model._meta.fields:
            if field.is_relation and field.related_model in site._registry:
                response = client.get(
                    reverse("admin:autocomplete"),
                    {
                        "app_label": model._meta.app_label,
                        "model_name": model._meta.model_name,
                        "field_name": field.name,
                        "term": "",
                    },
                )
                assert response.status_code in (200, 403), field
                assert CANARY not in response.content.decode(), field
                assert "argon2" not in response.content.decode()
                asked += 1
    assert asked > 20


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("agencies.user", "password__startswith=md5"), ("agencies.user", "password__regex=."), ("agencies.user", "memberships__agency__locality__code=haiphong"),
        ("agencies.agency", "users__password__startswith=md5"), ("agencies.agency", "email__contains=a"), ("plans.plan", "approved_by__password__startswith=a"),
        ("plans.task", "plan__locality__code=haiphong"), ("plans.task", "last_result__contains=a"), ("reports.progressreport", "results__contains=a"),
        ("reports.progressreport", "author__username=a"), ("agencies.activityentry", "actor__password__startswith=m"), ("plans.plan", "_to_field=title"),
        ("agencies.user", "_to_field=password"),
    ],
)  # fmt: skip
def test_what_no_filter_offers_is_not_answered(enter, rows, name, query):
    assert (
        enter("administrator" if name.startswith("agencies") else "standing")
        .get(f"{url(name, 'changelist')}?{query}")
        .status_code
        == 400
    )


def test_choice_of_another_locality_is_refused(enter, rows, foreign, world, other_world):
    client = enter("standing")
    task = rows["plans.task"]
    data = form_of(client, url("plans.task", "change", task.pk)) | {
        "lead_agency": other_world.lead.pk,
        "group": other_world.group.pk,
    }

    response = client.post(url("plans.task", "change", task.pk), data)

    task.refresh_from_db()
    assert response.status_code == 200 and "data-ttdn-errors" in response.content.decode()
    assert task.lead_agency == world.lead


def form_of(client, address) -> dict[str, str]:
    """What a browser would send of the page's main form, untouched."""
    form = client.get(address).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    for inline in client.get(address).context["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return {name: "" if value is None else value for name, value in data.items() if value is not False}


def test_bulk_act_with_a_foreign_row_changes_nothing(enter, rows, foreign):
    client, own, other = enter("administrator"), rows["agencies.calendarday"], foreign["agencies.calendarday"]

    response = client.post(
        url("agencies.calendarday", "changelist"),
        {"action": "delete_selected", "_selected_action": [own.pk, other.pk], "post": "yes", "index": "0"},
        follow=True,
    )

    assert "Chưa thay đổi gì" in response.content.decode()
    own.refresh_from_db(), other.refresh_from_db()


# --- words ---------------------------------------------------------------------------------------------------

ENGLISH = re.compile(
    r"\b(Save|Add|Change|Delete|Remove|History|Search|Filter|Select|selected|None|True|False|Home|Log out|Error|Errors|Submit|Import|Export|Yes|No|All|Any|Today|date|"
    r"Django|View|Close|Show|Hide|Clear|By|Welcome|password|Action|Go|results?|total|Unknown|empty|field|required|This|the|and|or|of|is|are|Please|Cancel|Back)\b"
)  # fmt: skip
TAKEN = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
SHOWN = re.compile(r"""(?:alt|title|aria-label|placeholder|value)="([^"]*)"|>([^<]+)<""")
CODES = re.compile(
    r"[\w.-]+@[\w.-]+|/[\w/.-]+|\b(?:CSV|Excel|UTF|KH|UBND|Ctrl|Control|Command|Mac|SHA|Paste Special|Values|Text)\b"
)


def words_of(html: str) -> str:
    found = SHOWN.findall(TAKEN.sub("", html))
    return CODES.sub("", " | ".join(text for pair in found for text in pair if text.strip()))


@pytest.mark.parametrize("who", ["standing", "clerk", "administrator", "superuser"])
def test_every_page_speaks_vietnamese_alone(enter, rows, who):
    client = enter(who)
    found = {
        f"{name} {page}": ENGLISH.findall(words_of(html))
        for name in TABLE
        for page, html in shown(client, name, rows[name].pk).items()
    }
    assert {page: words for page, words in found.items() if words} == {}


def shown(client, name, pk) -> dict[str, str]:
    pages = {
        page: client.get(url(name, page, *args))
        for page, args in (
            ("changelist", ()),
            ("add", ()),
            ("change", (pk,)),
            ("history", (pk,)),
            ("delete", (pk,)),
        )
    }
    pages |= {page: client.get(url(name, page)) for page in ("import", "export") if name in EXPORTED}
    pages |= {"mistaken": client.post(url(name, "add"), {})}
    return {
        page: response.content.decode() for page, response in pages.items() if response.status_code == 200
    }


# --- lists -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "plans.plan",
        "plans.task",
        "reports.progressreport",
        "agencies.agency",
        "agencies.user",
        "reports.reportingperiod",
        "documents.legalbasis",
    ],
)
def test_list_costs_the_same_for_one_row_and_for_many(enter, rows, world, name):
    client = enter("administrator" if name == "agencies.user" else "standing")

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url(name, "changelist")).status_code == 200
        return len(seen)

    cost()
    few = cost()
    more(world)
    assert cost() == few


def more(world):
    for n in range(3):
        agency = f.make_agency(world.locality, name=f"Sở thứ {n}")
        f.make_user(agency, Role.OFFICER)
        plan = f.make_plan(world.locality, status=PlanStatus.DRAFT, year=2040 + n, issuer=world.issuer)
        f.make_task(f.make_group(plan), agency)
        task = f.make_task(world.group, agency)
        f.make_report(task, world.period, world.people["officer"], status=ReportStatus.SUBMITTED)
        f.make_period(world.plan, slug=f"ky-{n}")
        LegalBasis.objects.create(
            locality=world.locality,
            code=f"cc-{n}",
            title="Nghị định",
            full_citation="x",
            short_citation=f"NĐ {n}",
        )


@pytest.mark.parametrize("term", ["so du lich", "SỞ DU LỊCH", "Sở Du lịch", "du lịch", "chu-tri"])
def test_search_with_and_without_marks(enter, rows, term):
    page = enter("standing").get(url("agencies.agency", "changelist"), {"q": term}).content.decode()
    assert "Sở Du lịch</a>" in page and "Sở Tài chính</a>" not in page


def test_filter_by_the_state_of_today(enter, rows, world):
    Task.objects.update(due_on=timezone.localdate() + timedelta(30), starts_on="2026-01-02")
    Task.objects.filter(pk=world.task.pk).update(due_on="2026-01-10")
    page = enter("standing").get(url("plans.task", "changelist"), {"tinh-trang": "late"}).content.decode()
    assert "Sản xuất 12 phóng sự song ngữ</a>" in page and "Tập huấn nghiệp vụ" not in page


def test_empty_list_blames_a_filter_only_where_there_is_one(enter, world):
    Task.objects.all().delete()
    client = enter("standing")

    bare = client.get(url("plans.task", "changelist")).content.decode()
    filtered = client.get(url("plans.task", "changelist"), {"q": "lễ hội"}).content.decode()

    assert "Chưa có mục nào." in bare and "Bỏ bớt điều kiện lọc" not in bare
    assert "Bỏ bớt điều kiện lọc" in filtered


def test_what_was_done_is_said_first(enter, world):
    page = url("agencies.calendarday", "add")
    day = {
        "locality": world.locality.pk,
        "day": "05/03/2026",
        "kind": "DAY_OFF",
        "name": "Nghỉ bù",
        "_continue": "1",
    }

    said = enter("administrator").post(page, day, follow=True).content.decode()

    assert "Đã thêm ngày" in said and "Sửa tiếp ở dưới." in said and "Bạn có thể" not in said


def test_latest_acts_are_ones_own(enter, rows):
    assert "Ghi chú" not in enter("standing").get(reverse("admin:index")).content.decode()
    assert "Sở Du lịch" in enter("administrator").get(reverse("admin:index")).content.decode()


def test_superuser_cannot_be_seen_nor_made_by_a_locality(enter, rows, people, world):
    User.objects.filter(pk=people["superuser"].pk).update(locality=world.locality)
    client = enter("administrator")
    page = client.get(url("agencies.user", "change", people["superuser"].pk))

    assert 'name="_save"' not in page.content.decode()
    assert client.post(url("agencies.user", "change", people["superuser"].pk), {}).status_code == 403
    assert "is_superuser" not in client.get(url("agencies.user", "add")).content.decode()
