"""The words of an office: written with a preview, each change kept, an issued paper never moved."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from documents.choices import Layout
from documents.models import OfficeWording, WordingVersion
from documents.papers import office_of
from documents.services import wording as service
from plans.models import Plan
from plans.papers import build_plan
from tests import factories as f
from tests.plans.test_admin import form_of

TYPED = {
    "version": "1",
    "issuer_name": "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ",
    "place_name": "Thành phố Hồ Chí Minh",
    "signing_authority": "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    "recipients": "Các sở, ban, ngành\nLưu: VT, VX",
}


@pytest.fixture
def words(world):
    return OfficeWording.objects.create(
        locality=world.locality,
        agency=world.issuer,
        issuer_name="ỦY BAN NHÂN DÂN THÀNH PHỐ",
        place_name="Thành phố Hồ Chí Minh",
        signing_authority="TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    )


def url_of(words, name="wording_edit"):
    return reverse(f"documents:{name}", args=["hcm", words.agency.code, words.layout])


def test_clerk_changes_the_words_and_papers_made_from_now_on_use_them(client, world, clerk, words):
    client.force_login(clerk)

    client.post(url_of(words), TYPED | {"place_name": "TP. Hồ Chí Minh", "drafter_code": "NVA.(10)"})

    office = office_of(world.issuer, Layout.STATE)
    assert (office.place, office.drafter_code) == ("TP. Hồ Chí Minh", "NVA.(10)")
    words.refresh_from_db()
    assert words.version == 2
    assert [v.words["place_name"] for v in words.versions.all()] == [
        "Thành phố Hồ Chí Minh",
        "TP. Hồ Chí Minh",
    ]


@pytest.mark.parametrize("role", ["officer", "standing", "signer", "committee"])
def test_others_of_the_locality_do_not_write_them(client, world, words, role):
    client.force_login(world.people[role])

    assert client.post(url_of(words), TYPED).status_code == 403
    assert not WordingVersion.objects.exists()


def test_issued_paper_keeps_the_words_of_its_issue(world, clerk, words):
    issued_at = timezone.now()
    Plan.objects.filter(pk=world.plan.pk).update(issued_at=issued_at)
    draft = f.make_plan(world.locality, status="DRAFT", issuer=world.issuer, year=2027)
    OfficeWording.objects.filter(pk=words.pk).update(created_at=issued_at - timedelta(days=30))
    words.refresh_from_db()
    words.issuer_name = "TÊN MỚI"

    service.change_wording(words, actor=clerk, read_version=1)

    issued = build_plan(Plan.objects.with_names().get(pk=world.plan.pk))
    assert issued.letterhead.issuer_name == "ỦY BAN NHÂN DÂN THÀNH PHỐ"
    assert build_plan(Plan.objects.with_names().get(pk=draft.pk)).letterhead.issuer_name == "TÊN MỚI"


def test_second_writer_is_told_and_what_was_typed_stays(client, clerk, words):
    OfficeWording.objects.filter(pk=words.pk).update(version=4, place_name="Của người kia")
    client.force_login(clerk)

    page = client.post(url_of(words), TYPED | {"place_name": "Của tôi"}).content.decode()

    assert "Người khác vừa sửa mẫu chữ này." in page
    assert "Của tôi" in page
    words.refresh_from_db()
    assert words.place_name == "Của người kia"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("issuer_name", " ", "Chưa nhập tên cơ quan ban hành."),
        ("recipients", "Các sở, ban, ngành", "Dòng cuối phải là “Lưu: …”."),
        ("letter_recipients", "Các sở\nLưu: VT", "Dòng đầu phải là “Như trên”."),
        ("recipients", "\n".join(["Sở"] * 41 + ["Lưu: VT"]), "Nhiều nhất 40 nơi nhận"),
    ],
)
def test_error_stands_at_its_field(client, clerk, words, field, value, sentence):
    client.force_login(clerk)

    form = client.post(url_of(words), TYPED | {field: value}).context["form"]

    assert list(form.errors) == [field]
    assert form.errors[field][0].startswith(sentence)


@pytest.mark.parametrize(
    ("sample", "shown"),
    [("ke-hoach", "KẾ HOẠCH"), ("cong-van", "V/v đôn đốc")],
)
def test_preview_draws_the_words_as_typed_and_saves_nothing(client, clerk, words, sample, shown):
    client.force_login(clerk)
    typed = TYPED | {
        "issuer_name": "<b>CƠ QUAN ĐANG GÕ</b>",
        "contact_line": "Số 86 Lê Thánh Tôn",
        "sample": sample,
    }

    answer = client.post(url_of(words, "wording_preview"), typed)

    page = answer.content.decode()
    assert shown in page
    assert "&lt;B&gt;CƠ QUAN ĐANG GÕ&lt;/B&gt;" in page
    assert ("Số 86 Lê Thánh Tôn" in page) is (sample == "cong-van")
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    words.refresh_from_db()
    assert words.issuer_name == "ỦY BAN NHÂN DÂN THÀNH PHỐ"


def test_preview_of_wrong_words_says_what_is_wrong(client, clerk, words):
    client.force_login(clerk)

    page = client.post(url_of(words, "wording_preview"), TYPED | {"recipients": "Các sở"}).content.decode()

    assert "Nơi nhận: Dòng cuối phải là “Lưu: …”." in page


def test_new_words_begin_with_what_papers_have_printed_so_far(client, world, administrator):
    client.force_login(administrator)

    client.post(
        reverse("documents:wording_add", args=["hcm"]), {"agency": world.standing.pk, "layout": "STATE"}
    )

    made = OfficeWording.objects.get()
    assert (made.agency, made.issuer_name, made.signing_authority) == (
        world.standing,
        world.standing.name,
        "GIÁM ĐỐC",
    )


def test_second_words_of_one_office_and_layout_are_refused(world, clerk, words):
    with pytest.raises(ValidationError, match="đã có mẫu chữ"):
        service.add_wording(OfficeWording(agency=world.issuer, issuer_name="X", place_name="Y"), actor=clerk)


def test_list_asks_as_often_for_one_as_for_three(client, world, clerk, words, django_assert_num_queries):
    url = reverse("documents:wording_list", args=["hcm"])
    client.force_login(clerk)
    with django_assert_num_queries(4):
        client.get(url)
    for agency in (world.standing, world.lead):
        OfficeWording.objects.create(
            locality=world.locality, agency=agency, issuer_name=agency.name, place_name="X"
        )

    with django_assert_num_queries(4):
        client.get(url)


def test_words_changed_in_the_admin_site_are_kept_too(client, clerk, words):
    client.force_login(clerk)
    url = reverse("admin:documents_officewording_change", args=[words.pk])
    data = form_of(client, url) | {"place_name": "TP. Hồ Chí Minh"}

    answer = client.post(url, data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors

    assert [v.words["place_name"] for v in words.versions.all()] == [
        "Thành phố Hồ Chí Minh",
        "TP. Hồ Chí Minh",
    ]


def test_line_break_of_a_name_survives_the_form(client, clerk, words):
    OfficeWording.objects.filter(pk=words.pk).update(issuer_name="BAN CHỈ ĐẠO\nCÔNG TÁC THÔNG TIN ĐỐI NGOẠI")
    client.force_login(clerk)
    page = client.get(url_of(words)).content.decode()
    assert "BAN CHỈ ĐẠO\nCÔNG TÁC THÔNG TIN ĐỐI NGOẠI</textarea>" in page, (
        "no input field: a browser drops the break there"
    )

    client.post(
        url_of(words),
        TYPED | {"issuer_name": "BAN CHỈ ĐẠO\r\nCÔNG TÁC THÔNG TIN ĐỐI NGOẠI", "place_name": "X"},
    )

    words.refresh_from_db()
    assert (words.issuer_name, words.place_name) == ("BAN CHỈ ĐẠO\nCÔNG TÁC THÔNG TIN ĐỐI NGOẠI", "X")


@pytest.mark.parametrize(
    ("kind", "name", "place", "authority"),
    [
        ("COMMUNE", "Ủy ban nhân dân xã Cần Giờ", "Cần Giờ", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("COMMUNE", "Ủy ban nhân dân phường 12", "Phường 12", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("DEPARTMENT", "Sở Du lịch", "", ("GIÁM ĐỐC",)),
        ("DEPARTMENT", "Văn phòng Ủy ban nhân dân Thành phố", "", ("CHÁNH VĂN PHÒNG",)),
        ("MEDIA", "Báo Sài Gòn Giải Phóng", "", ("TỔNG BIÊN TẬP",)),
        ("MASS_ORGANIZATION", "Hội Nhà báo Thành phố", "", ("CHỦ TỊCH",)),
        ("ARMED_FORCES", "Ban Chỉ huy Bộ đội Biên phòng", "", ("CHỈ HUY TRƯỞNG",)),
        ("PARTY_BODY", "Ban Tuyên giáo và Dân vận Thành ủy", "", ("TRƯỞNG BAN",)),
        ("OTHER", "Câu lạc bộ Thông tin", "", ("THỦ TRƯỞNG CƠ QUAN",)),
    ],
)
def test_office_without_words_of_its_own_is_signed_by_its_head_at_its_place(
    world, kind, name, place, authority
):
    office = office_of(f.make_agency(world.locality, name=name, kind=kind), Layout.STATE)

    assert (office.place, office.authority) == (place or world.locality.seat, authority)
