"""People, places, calendar and log in the admin site."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.choices import Role
from agencies.models import ActivityEntry, Agency, CalendarDay, Membership, User
from tests import factories as f
from tests.test_admin_site import form_of


def url(model, page, *args):
    return reverse(f"admin:agencies_{model}_{page}", args=args)


@pytest.fixture
def as_admin(client, administrator):
    client.force_login(administrator)
    return client


def with_post(client, person, **post):
    address = url("user", "change", person.pk)
    data = form_of(client, address)
    prefix = client.get(address).context["inline_admin_formsets"][0].formset.prefix
    held = client.get(address).context["inline_admin_formsets"][0].formset.initial_form_count()
    rows = {f"{prefix}-{held}-{name}": value for name, value in post.items()}
    for index, membership in enumerate(person.memberships.order_by("user", "agency", "role", "valid_from")):
        rows |= {
            f"{prefix}-{index}-id": membership.pk,
            f"{prefix}-{index}-user": person.pk,
            f"{prefix}-{index}-valid_to": "",
        }
    return client.post(
        address,
        data
        | {
            f"{prefix}-TOTAL_FORMS": held + 1,
            f"{prefix}-INITIAL_FORMS": held,
            f"{prefix}-{held}-user": person.pk,
        }
        | rows,
        follow=True,
    )


# --- people ------------------------------------------------------------------------------------------------


def test_new_person_gets_a_link_that_is_shown_once(as_admin, world):
    data = {
        "locality": world.locality.pk,
        "username": "le.thi.moi",
        "full_name": "Lê Thị Mới",
        "email": "",
        "position_title": "",
        "phone": "",
    }
    page = as_admin.post(url("user", "add"), data, follow=True).content.decode()

    person = User.objects.get(username="le.thi.moi")
    link = page.split('id="lien-ket">')[1].split("<")[0].strip()
    assert not person.has_usable_password() and person.locality == world.locality
    assert link not in as_admin.get(url("user", "change", person.pk)).content.decode()
    path = link.split("://", 1)[-1].partition("/")[2]
    assert as_admin.get(f"/{path}", follow=True).status_code == 200
    assert ActivityEntry.objects.about(person).filter(action="create_person").exists()


def test_new_link_is_asked_by_post_and_never_for_oneself(as_admin, administrator, lead_officer):
    as_admin.get(url("user", "link", lead_officer.pk))
    assert User.objects.get(pk=lead_officer.pk).has_usable_password()

    page = as_admin.post(url("user", "link", lead_officer.pk), follow=True).content.decode()

    assert "chỉ hiện một lần" in page and not User.objects.get(pk=lead_officer.pk).has_usable_password()
    assert as_admin.post(url("user", "link", administrator.pk)).status_code == 403


def test_person_of_another_locality_cannot_be_made(as_admin, other_world):
    data = {"locality": other_world.locality.pk, "username": "la", "full_name": "Người lạ"}
    assert as_admin.post(url("user", "add"), data).status_code == 200
    assert not User.objects.filter(username="la").exists()


def test_password_and_hidden_rights_are_not_on_the_page_nor_taken(as_admin, lead_officer):
    address = url("user", "change", lead_officer.pk)
    page = as_admin.get(address).content.decode()
    assert "md5$" not in page and 'name="password"' not in page

    as_admin.post(
        address,
        form_of(as_admin, address)
        | {
            "full_name": "Tên Mới",
            "is_superuser": "on",
            "password": "x",
            "username": "khac",
            "is_active": "",
            "must_change_password": "on",
        },
    )

    stored = User.objects.get(pk=lead_officer.pk)
    assert (stored.full_name, stored.is_superuser, stored.username, stored.is_active, stored.password) == (
        "Tên Mới",
        False,
        lead_officer.username,
        True,
        lead_officer.password,
    )


def test_post_is_given_and_recorded(as_admin, administrator, lead_officer, world):
    with_post(
        as_admin,
        lead_officer,
        agency=world.support.pk,
        role=Role.OFFICER,
        valid_from="01/01/2026",
        valid_to="",
    )

    assert lead_officer.memberships.filter(agency=world.support, role=Role.OFFICER).exists()
    assert ActivityEntry.objects.about(lead_officer).get(action="add_membership").actor == administrator


def test_nobody_gives_a_role_to_oneself(as_admin, administrator, world):
    page = as_admin.get(url("user", "change", administrator.pk)).content.decode()
    assert "add_membership" not in page and 'name="memberships-0-role"' not in page

    with_post(
        as_admin,
        administrator,
        agency=world.issuer.pk,
        role=Role.SIGNER,
        valid_from="01/01/2026",
        valid_to="",
    )

    assert set(administrator.memberships.values_list("role", flat=True)) == {Role.LOCALITY_ADMIN}


def test_signer_elsewhere_is_refused_at_the_role(as_admin, lead_officer, world):
    response = with_post(
        as_admin,
        lead_officer,
        agency=world.support.pk,
        role=Role.SIGNER,
        valid_from="01/01/2026",
        valid_to="",
    )

    assert "chỉ giao tại UBND cấp tỉnh" in response.content.decode()
    assert not lead_officer.memberships.filter(role=Role.SIGNER).exists()


@pytest.mark.parametrize("role", [Role.MINISTRY_VIEWER, "SUPERUSER", ""])
def test_role_that_a_locality_does_not_give(as_admin, lead_officer, world, role):
    with_post(
        as_admin, lead_officer, agency=world.support.pk, role=role, valid_from="01/01/2026", valid_to=""
    )
    assert lead_officer.memberships.count() == 1


def test_post_in_another_locality_is_not_given(as_admin, lead_officer, other_world):
    page = with_post(
        as_admin,
        lead_officer,
        agency=other_world.support.pk,
        role=Role.OFFICER,
        valid_from="01/01/2026",
        valid_to="",
    ).content.decode()
    assert lead_officer.memberships.count() == 1 and "CANARY" not in page


def test_posts_of_another_locality_stay_unseen(as_admin, lead_officer, other_world):
    f.make_membership(lead_officer, other_world.support, Role.OFFICER)
    assert "CANARY" not in as_admin.get(url("user", "change", lead_officer.pk)).content.decode()


def test_post_ends_by_its_last_day_and_is_never_rewritten(as_admin, lead_officer, world):
    membership, address = lead_officer.memberships.get(), url("user", "change", lead_officer.pk)
    prefix = as_admin.get(address).context["inline_admin_formsets"][0].formset.prefix
    row = {
        "id": membership.pk,
        "user": lead_officer.pk,
        "agency": world.other.pk,
        "role": Role.SIGNER,
        "valid_from": "01/01/1999",
        "valid_to": "30/06/2027",
        "DELETE": "on",
    }
    data = (
        form_of(as_admin, address)
        | {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 1}
        | {f"{prefix}-0-{name}": value for name, value in row.items()}
    )

    as_admin.post(address, data)

    stored = Membership.objects.get(pk=membership.pk)
    assert (stored.agency, stored.role, stored.valid_from, stored.valid_to) == (
        world.lead,
        Role.OFFICER,
        date(2020, 1, 1),
        date(2027, 6, 30),
    )


# --- places, calendar, log ---------------------------------------------------------------------------------


def test_agency_is_written_for_ones_own_locality_only(as_admin, world, other_world):
    data = {"code": "so-moi", "name": "Sở Mới", "kind": "DEPARTMENT", "valid_from": "01/01/2026"}
    as_admin.post(url("agency", "add"), data | {"locality": other_world.locality.pk})
    as_admin.post(url("agency", "add"), data | {"locality": ""})
    assert not Agency.objects.filter(code="so-moi").exists()

    as_admin.post(url("agency", "add"), data | {"locality": world.locality.pk})
    assert Agency.objects.get(code="so-moi").locality == world.locality


def test_code_taken_in_the_locality_is_told_beside_nothing_lost(as_admin, world):
    data = {
        "locality": world.locality.pk,
        "code": "chu-tri",
        "name": "Sở Trùng Mã",
        "kind": "DEPARTMENT",
        "valid_from": "01/01/2026",
    }
    page = as_admin.post(url("agency", "add"), data).content.decode()
    assert "Mã này đã có trong địa phương." in page and "Sở Trùng Mã" in page


def test_national_day_is_the_system_administrators(client, as_admin, system_administrator):
    national = CalendarDay.objects.create(day=date(2026, 1, 1), kind="DAY_OFF", name="Tết Dương lịch")
    assert 'name="_save"' not in as_admin.get(url("calendarday", "change", national.pk)).content.decode()
    assert as_admin.post(url("calendarday", "delete", national.pk), {"post": "yes"}).status_code == 403

    client.force_login(system_administrator)
    assert client.post(url("calendarday", "delete", national.pk), {"post": "yes"}).status_code == 302


@pytest.mark.parametrize("model", ["activityentry", "notification", "mailing"])
def test_log_and_notices_cannot_be_touched(client, system_administrator, world, administrator, model):
    from tests.admin_rows import fill

    row = fill(world)[f"agencies.{model}"]
    for person in (administrator, system_administrator):
        client.force_login(person)
        assert client.post(url(model, "add"), {}).status_code == 403
        assert client.post(url(model, "change", row.pk), {"note": "x", "text": "x"}).status_code == 403
        assert client.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403
        client.post(
            url(model, "changelist"),
            {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"},
        )
    assert type(row).objects.filter(pk=row.pk).exists()


def test_log_is_read_in_words(as_admin, world, administrator):
    from agencies.services.activity import record

    record(
        actor=administrator,
        action="change",
        obj=world.lead,
        before={"is_standing": False, "valid_to": None},
        after={"is_standing": True, "valid_to": "2027-06-30"},
    )
    entry = ActivityEntry.objects.about(world.lead).get()
    page = as_admin.get(url("activityentry", "change", entry.pk)).content.decode()

    assert "là cơ quan thường trực: không → có" in page and "đến hết ngày: – → 30/06/2027" in page
    assert timezone.localtime(entry.at).strftime("%H:%M %d/%m/%Y") in page
