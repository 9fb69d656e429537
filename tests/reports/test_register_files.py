"""The registers as files: out as filtered, in by a preview, and once more the same file changes nothing."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from reports.choices import ReportStatus
from reports.models import Output
from tests import factories as f
from ttdn_portal.shared.exchange.writing import as_xlsx

LIST = "/hcm/san-pham/"
HEADS = [
    "Số trong sổ",
    "Nhiệm vụ",
    "Loại sản phẩm",
    "Tên sản phẩm",
    "Ngày thực hiện",
    "Kênh",
    "Ngôn ngữ",
    "Lượt xem, tiếp cận",
    "Số lượng khác",
    "Đơn vị tính",
    "Cơ quan thực hiện",
]
DAY = timezone.localdate() - timedelta(days=2)


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    backend = {"BACKEND": "ttdn_portal.shared.storage.PrivateStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": backend}


def row(**changes):
    cells = {
        "Số trong sổ": "", "Nhiệm vụ": "1.1", "Loại sản phẩm": "video, phóng sự", "Tên sản phẩm": "Phóng sự biển đảo", "Ngày thực hiện": f"{DAY:%d/%m/%Y}",
        "Kênh": "báo chí nước ngoài", "Ngôn ngữ": "tiếng Việt; Anh", "Lượt xem, tiếp cận": "1.250", "Số lượng khác": "", "Đơn vị tính": "", "Cơ quan thực hiện": "chu-tri; phoi-hop",
    }  # fmt: skip
    return [(cells | changes)[name] for name in HEADS]


def book(*rows, name="so.xlsx"):
    return SimpleUploadedFile(name, as_xlsx("Sổ", HEADS, rows))


def preview(client, plan, *rows):
    return client.post(f"{LIST}nhap/", {"plan": plan.pk, "file": book(*rows)})


def test_nothing_is_written_before_the_confirmation(client, world, lead_officer):
    client.force_login(lead_officer)

    answer = preview(client, world.plan, row(), row(**{"Tên sản phẩm": "Phóng sự thứ hai"}))
    assert answer.context["report"].added == 2
    assert not Output.objects.exists()

    client.post(f"{LIST}nhap/", {"token": answer.context["token"]})
    output = Output.objects.order_by("number").first()
    assert (output.number, output.agency, output.views, output.languages) == (1, world.lead, 1250, ",vi,en,")
    assert {maker.agency for maker in output.makers.all()} == {world.lead, world.support}

    again = preview(client, world.plan, row(), row(**{"Tên sản phẩm": "Phóng sự thứ hai"}))
    assert (again.context["report"].added, again.context["report"].changed, again.context["token"]) == (
        0,
        0,
        "",
    )


def test_what_is_exported_comes_back_without_a_change(client, world, lead_officer):
    f.make_output(
        world.task, lead_officer, amount=500, unit="bản", views=10, makers=[world.lead, world.support]
    )
    f.make_output(world.task, lead_officer, title="=1+1", kind="NEWS")
    client.force_login(lead_officer)

    sheet = client.post(f"{LIST}xuat/?loai=VIDEO")
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.content)).active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][0] == "SP-0001"

    whole = SimpleUploadedFile("so.xlsx", client.post(f"{LIST}xuat/").content)
    report = client.post(f"{LIST}nhap/", {"plan": world.plan.pk, "file": whole}).context["report"]
    assert (report.problems, report.added, report.changed) == ((), 0, 0)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"Nhiệm vụ": "1.2"}, "không do cơ quan anh/chị chủ trì, phối hợp"),
        ({"Số trong sổ": "SP-0099"}, "Số này không có trong phần sổ"),
        ({"Kênh": "bồ câu"}, "không có trong danh sách"),
        ({"Ngôn ngữ": "tiếng Sao Hỏa"}, "Ngôn ngữ “tieng sao hoa” không có trong danh sách"),
        ({"Lượt xem, tiếp cận": "1,5"}, "Ghi số nguyên"),
        ({"Số lượng khác": "5", "Đơn vị tính": "người"}, "“Lượt” và “người” có ô riêng"),
        ({"Ngày thực hiện": f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}"}, "Ngày này chưa đến."),
        ({"Tên sản phẩm": "TỐI MẬT"}, "mật"),
        ({"Cơ quan thực hiện": "khong-co"}, "không tồn tại"),
    ],
)
def test_one_bad_row_stops_the_file_and_is_named(client, world, lead_officer, changes, sentence):
    client.force_login(lead_officer)

    report = preview(client, world.plan, row(**{"Tên sản phẩm": "Dòng tốt"}), row(**changes)).context[
        "report"
    ]

    assert sentence in " ".join(str(problem) for problem in report.problems)
    assert not Output.objects.exists()


def test_sent_period_takes_no_row(client, world, lead_officer):
    f.make_report(world.task, world.period, lead_officer, status=ReportStatus.SUBMITTED)
    client.force_login(lead_officer)

    report = preview(client, world.plan, row()).context["report"]

    assert "đã gửi nên sản phẩm trong kỳ không ghi thêm" in " ".join(
        str(problem) for problem in report.problems
    )


def test_row_of_another_agency_is_not_changed_by_a_file(client, world, lead_officer, other_officer):
    f.make_support(f.make_task(world.group, world.lead, number=9), world.other)
    f.make_output(world.task, lead_officer, makers=[world.lead, world.other])
    client.force_login(other_officer)

    report = preview(client, world.plan, row(**{"Số trong sổ": "SP-0001", "Nhiệm vụ": "1.9"})).context[
        "report"
    ]

    assert "Số này không có trong phần sổ" in " ".join(str(problem) for problem in report.problems)


def test_token_of_another_person_writes_nothing(client, world, lead_officer, agency_leader):
    client.force_login(lead_officer)
    token = preview(client, world.plan, row()).context["token"]
    client.force_login(agency_leader)

    client.post(f"{LIST}nhap/", {"token": token})

    assert not Output.objects.exists()


def test_press_leaves_as_filtered(client, world, standing_officer):
    f.make_press(world.locality, standing_officer, tone="PRAISE")
    f.make_press(world.locality, standing_officer)
    client.force_login(standing_officer)

    sheet = client.post("/hcm/bao-chi/xuat/?loai=PRAISE")

    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.content)).active.iter_rows(values_only=True))
    assert [line[0] for line in rows] == ["Số", "BC-0001"]


def test_plan_that_ended_since_the_preview_gives_no_bare_refusal(client, world, lead_officer):
    client.force_login(lead_officer)
    token = preview(client, world.plan, row()).context["token"]
    type(world.plan).objects.filter(pk=world.plan.pk).update(status="CLOSED", closed_at=timezone.now())

    page = client.post(f"{LIST}nhap/", {"token": token})

    assert page.status_code == 200 and "Nơi đã chọn không còn nhận tệp nhập nữa" in page.text
    assert page.context["kept"] and not Output.objects.exists()


def test_row_changed_since_the_preview_is_shown_before_it_is_written(client, world, lead_officer):
    output = f.make_output(world.task, lead_officer, title="Phóng sự biển đảo")
    client.force_login(lead_officer)
    in_file = row(**{"Số trong sổ": output.code, "Tên sản phẩm": "Tên trong tệp"})
    seen = preview(client, world.plan, in_file)
    assert [str(p) for p in seen.context["report"].problems] == []
    Output.objects.update(title="Tên vừa sửa trên cổng")

    page = client.post(f"{LIST}nhap/", {"token": seen.context["token"]})

    assert "Nội dung trên cổng vừa thay đổi nên chưa ghi gì." in page.text
    output.refresh_from_db()
    assert output.title == "Tên vừa sửa trên cổng"
    client.post(f"{LIST}nhap/", {"token": page.context["token"]})
    output.refresh_from_db()
    assert output.title == "Tên trong tệp"
