"""The register of outputs: what is written down once, who may change it and until when."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from reports.choices import Channel, OutputKind, ReportStatus
from reports.models import Output
from reports.services.outputs import add_output, change_output, delete_output
from tests import factories as f
from tests.shared import files as made
from ttdn_portal.shared.transitions import StaleState

LIST = "/hcm/san-pham/"


def typed(world, **changes):
    day = timezone.localdate() - timedelta(days=2)
    return {
        "task": str(world.task.pk),
        "kind": OutputKind.BROADCAST,
        "title": "Đối thoại quốc tế cùng chuyên gia, số 12",
        "done_on": f"{day:%d/%m/%Y}",
        "channel": Channel.DOMESTIC_PRESS,
        "languages": ["en", "vi"],
        "url": "www.dulich.example/doi-thoai-12",
        "views": "1.250",
        "attendees": "60",
    } | changes


def test_officer_writes_one_down_from_the_own_page(client, world, lead_officer):
    client.force_login(lead_officer)

    answer = client.post(f"{LIST}them/", typed(world), follow=True)

    output = Output.objects.get()
    assert (output.number, output.agency, output.maker_names) == (1, world.lead, world.lead.label)
    assert (output.languages, output.language_names) == (",vi,en,", "tiếng Việt, tiếng Anh")
    assert (output.views, output.attendees, output.amount) == (1250, 60, None)
    assert output.url == "https://www.dulich.example/doi-thoai-12"
    assert "1.250 lượt xem, tiếp cận · 60 người tham dự" in answer.content.decode()


def test_from_the_report_the_text_is_kept_and_the_way_leads_back(client, world, lead_officer):
    address = f"/hcm/bao-cao/2026/{world.period.slug}/{world.task.code}/"
    client.force_login(lead_officer)

    to_form = client.post(f"{address}viet/", {"version": "0", "results": "Đã phát số 12.", "outputs": "1"})
    assert world.task.reports.get().results == "Đã phát số 12."
    assert client.get(to_form.url).context["form"].initial["task"] == world.task.pk

    back = client.post(to_form.url, typed(world))
    assert back.url == f"{address}viet/#san-pham"
    again = client.post(to_form.url, typed(world, title="Số 13", again="1"))
    assert again.url == to_form.url
    page = client.get(f"{address}viet/").content.decode()
    assert "Các sản phẩm trong kỳ (2)" in page


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"done_on": f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}"},
            "done_on",
            "Ngày này chưa đến.",
        ),
        ({"done_on": "05/03/2024"}, "done_on", "Ngày này trước kế hoạch năm 2026."),
        ({"started_on": f"{timezone.localdate():%d/%m/%Y}"}, "started_on", "Ngày bắt đầu phải trước"),
        ({"amount": "500"}, "unit", "Ghi đơn vị tính của số lượng này."),
        ({"unit": "bản"}, "amount", "Ghi số lượng."),
        ({"amount": "500", "unit": "Lượt"}, "unit", "“Lượt” và “người” có ô riêng"),
        ({"amount": "500", "unit": "người"}, "unit", "“Lượt” và “người” có ô riêng"),
        ({"views": "12,5"}, "views", "Ghi số nguyên"),
        ({"title": ""}, "title", ""),
        ({"channel": ""}, "channel", ""),
    ],
)
def test_wrong_field_is_told_at_its_place(client, world, lead_officer, changes, field, sentence):
    client.force_login(lead_officer)

    answer = client.post(f"{LIST}them/", typed(world, **changes))

    assert not Output.objects.exists()
    assert sentence in " ".join(answer.context["form"].errors[field])
    assert "dulich.example/doi-thoai-12" in answer.content.decode()  # nothing typed is lost


def test_only_tasks_of_ones_own_agencies_can_be_chosen(client, world, lead_officer, supporter, other_officer):
    secret = f.make_task(world.group, world.lead, is_secret=True)
    for person, task, may in (
        (lead_officer, world.task, True),
        (supporter, world.task, True),
        (lead_officer, secret, False),
        (other_officer, world.task, False),
    ):
        Output.objects.all().delete()
        client.force_login(person)
        client.post(f"{LIST}them/", typed(world, task=str(task.pk)))
        assert Output.objects.exists() is may, (person, task)


def test_file_is_looked_at_kept_privately_and_sent_to_whoever_sees_the_output(
    client, world, lead_officer, other_officer, settings, tmp_path
):
    backend = {"BACKEND": "ttdn_portal.shared.storage.PrivateStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    content = made.pdf()  # no two are alike
    client.force_login(lead_officer)
    bad = SimpleUploadedFile("trang.html", b"<script>", "text/html")
    assert "file" in client.post(f"{LIST}them/", typed(world, file=bad)).context["form"].errors

    client.post(f"{LIST}them/", typed(world, file=SimpleUploadedFile("bia.pdf", content, "application/pdf")))
    answer = client.get(f"{LIST}1/tep/")
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"] == 'attachment; filename="bia.pdf"'
    (path,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert path.parent == tmp_path / "hcm" / "san-pham"
    client.force_login(other_officer)
    assert client.get(f"{LIST}1/tep/").status_code == 404


@pytest.mark.parametrize("status", ReportStatus.values)
def test_what_a_sent_report_counted_stands_still(world, lead_officer, status):
    f.make_report(world.task, world.period, lead_officer, status=status)
    output = f.make_output(world.task, lead_officer)
    is_open = status in (ReportStatus.DRAFT, ReportStatus.RETURNED)

    def change():
        output.title = "Phóng sự khác"
        change_output(output, actor=lead_officer, read_version=output.version)

    def move():
        """Away from the period: its count would change as well."""
        output.done_on = timezone.localdate()
        change_output(output, actor=lead_officer, read_version=output.version)

    def add():
        new = Output(task=world.task, agency=world.lead, kind="NEWS", title="Tin", channel="INTERNET")
        new.done_on = timezone.localdate() - timedelta(days=1)
        add_output(new, actor=lead_officer)

    def delete():
        delete_output(output, actor=lead_officer, read_version=output.version)

    for act in (change, add, move, delete):
        output.refresh_from_db()
        if is_open:
            act()
        else:
            with pytest.raises(ValidationError, match="đã gửi nên sản phẩm trong kỳ"):
                act()
    output.refresh_from_db()
    assert (output.title == "Phóng sự khác", output.deleted_at is not None) == (is_open, is_open)


def test_later_day_stays_open_though_the_period_was_sent(world, lead_officer):
    f.make_report(world.task, world.period, lead_officer, status=ReportStatus.ACCEPTED)
    new = Output(task=world.task, agency=world.lead, kind="NEWS", title="Tin", channel="INTERNET")
    new.done_on = timezone.localdate()

    assert add_output(new, actor=lead_officer).number == 1


def test_whoever_comes_second_is_told_and_loses_nothing(client, world, lead_officer):
    output = f.make_output(world.task, lead_officer)
    client.force_login(lead_officer)
    client.post(f"{LIST}1/sua/", typed(world, version="1", title="Bản của tôi"))

    answer = client.post(f"{LIST}1/sua/", typed(world, version="1", title="Bản đến sau"))

    output.refresh_from_db()
    assert output.title == "Bản của tôi"
    assert "Người khác vừa sửa sản phẩm này." in answer.content.decode()
    assert "Bản đến sau" in answer.content.decode()
    with pytest.raises(StaleState):
        delete_output(output, actor=lead_officer, read_version=1)


def test_deleted_one_leaves_lists_keeps_its_history_and_comes_back(client, world, lead_officer, supporter):
    f.make_output(world.task, lead_officer)
    client.force_login(supporter)
    assert client.post(f"{LIST}1/xoa/").status_code == 404
    client.force_login(lead_officer)

    client.post(f"{LIST}1/xoa/", {"version": "1"})
    assert client.get(LIST).context["rows"] == []
    assert len(client.get(f"{LIST}?xem=da-xoa").context["rows"]) == 1
    page = client.get(f"{LIST}1/")
    assert page.context["history"][0].what == "Xóa sản phẩm"

    client.post(f"{LIST}1/khoi-phuc/")
    assert len(client.get(LIST).context["rows"]) == 1


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("tim=phong su", ["Phóng sự biển đảo"]),
        ("loai=TRAINING", ["Lớp tập huấn tiếng Nhật"]),
        ("ngon-ngu=&ngon_ngu=ja", ["Lớp tập huấn tiếng Nhật"]),
        ("kenh=BORDER_GATE", ["Lớp tập huấn tiếng Nhật"]),
        ("quoc_gia=Nhật Bản", ["Lớp tập huấn tiếng Nhật"]),
        ("co_quan=phoi-hop", ["Phóng sự biển đảo"]),
        ("nhiem_vu=1.2", ["Lớp tập huấn tiếng Nhật"]),
        ("ky=2026/2026-6-thang", ["Phóng sự biển đảo"]),
        ("ky=sai&loai=sai", ["Lớp tập huấn tiếng Nhật", "Phóng sự biển đảo"]),
    ],
)
def test_list_is_narrowed(client, world, lead_officer, query, titles):
    world.other_task.lead_agency = world.lead
    world.other_task.save()
    f.make_output(world.task, lead_officer, title="Phóng sự biển đảo", makers=[world.lead, world.support])
    f.make_output(
        world.other_task,
        lead_officer,
        title="Lớp tập huấn tiếng Nhật",
        kind="TRAINING",
        languages=",ja,",
        channel="BORDER_GATE",
        country="Nhật Bản",
        done_on=timezone.localdate(),
    )
    client.force_login(lead_officer)

    rows = client.get(f"{LIST}?{query}").context["rows"]

    assert [output.title for output, _, _ in rows] == titles


def test_list_costs_the_same_for_one_and_for_three(client, world, lead_officer, django_assert_num_queries):
    client.force_login(lead_officer)
    f.make_output(world.task, lead_officer)
    with django_assert_num_queries(9):
        client.get(LIST)
    for _ in range(2):
        f.make_output(world.task, lead_officer, makers=[world.lead, world.support])
    with django_assert_num_queries(9):
        assert len(client.get(LIST).context["rows"]) == 3


def test_name_stays_as_it_was_written_down(world, lead_officer):
    output = f.make_output(world.task, lead_officer)
    old = world.lead.label
    world.lead.name = world.lead.short_name = "Sở Du lịch và Thể thao"
    world.lead.save()

    output.country = "Lào"
    change_output(output, actor=lead_officer, read_version=1, makers=[world.lead])

    assert Output.objects.get().maker_names == old


def test_number_is_of_the_locality(world, other_world, lead_officer):
    day = date(2026, 3, 5)
    for place, person in (
        (world, lead_officer),
        (other_world, other_world.people["officer"]),
        (world, lead_officer),
    ):
        new = Output(
            task=place.task, agency=place.lead, kind="NEWS", title="Tin", channel="INTERNET", done_on=day
        )
        add_output(new, actor=person)

    assert sorted(Output.objects.values_list("locality__code", "number")) == [
        ("haiphong", 1),
        ("hcm", 1),
        ("hcm", 2),
    ]
