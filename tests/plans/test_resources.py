"""Tasks in and out: the same file changes nothing, a bad row stops all, nothing foreign gets in."""

import io
import json
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from agencies.models import ActivityEntry
from plans.choices import PlanStatus
from plans.models import Task, TaskGroup
from plans.resources import TaskResource
from tests import factories as f
from tests.shared import tables
from ttdn_portal.shared.exchange import writing
from ttdn_portal.shared.exchange.reading import read_table
from ttdn_portal.shared.exchange.table import TableRefused

ANNEX = [
    "Số", "Nhóm", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Đồng chủ trì", "Cơ quan phối hợp", "Nhịp", "Bắt đầu", "Hạn hoàn thành",
    "Sản phẩm kết quả", "Kinh phí", "Nguồn", "Ghi chú",
]  # fmt: skip


@pytest.fixture
def plan(world):
    """A plan being drafted, with a task of every sort."""
    plan = f.make_plan(
        world.locality,
        status=PlanStatus.DRAFT,
        year=2027,
        issuer=world.issuer,
        standing_agency=world.standing,
        allows_joint_lead=True,
    )
    group = f.make_group(plan, 1, title="Truyền thông, quảng bá")
    whole = f.make_task(
        group, world.lead, joint_lead_agency=world.other, expected_output="- 12 phóng sự;\r\n- 3 ấn phẩm.", budget_vnd=1_250_000_000,
        funding_source="STATE_BUDGET", note="=1+1",
    )  # fmt: skip
    f.make_support(whole, world.support)
    f.make_task(group, None, number=10, title="=HYPERLINK(1)", starts_on=None, due_on=None)
    f.make_task(group, world.lead, number=2, title="Hoà nhạc", rhythm="QUARTERLY", due_on=None)
    f.make_task(f.make_group(plan, 7, title="Đấu tranh với thông tin sai lệch"), world.lead, is_secret=True)
    return plan


def exported(plan, kind="xlsx"):
    headings, rows = TaskResource(scope=plan).rows_out(Task.objects.filter(plan=plan))
    return (
        (writing.as_xlsx("Nhiệm vụ", headings, rows), "a.xlsx")
        if kind == "xlsx"
        else (writing.as_csv(headings, rows), "a.csv")
    )


def take(plan, content, name="a.xlsx", *, dry_run=False, actor=None):
    return TaskResource(scope=plan, actor=actor).read(read_table(io.BytesIO(content), name), dry_run=dry_run)


def sheet_of(plan):
    book = openpyxl.load_workbook(io.BytesIO(exported(plan)[0]))
    return book, book.active


def bytes_of(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def whole_plan(plan):
    return list(Task.objects.filter(plan=plan).values()), list(TaskGroup.objects.filter(plan=plan).values())


def test_columns_are_those_of_the_annex(plan):
    assert TaskResource(scope=plan).rows_out(Task.objects.filter(plan=plan))[0] == ANNEX


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_export_taken_back_changes_nothing(plan, kind, standing_officer):
    before, entries = whole_plan(plan), ActivityEntry.objects.count()

    report = take(plan, *exported(plan, kind), actor=standing_officer)

    assert (report.added, report.changed, report.unchanged, report.problems) == (0, 0, 4, ())
    assert whole_plan(plan) == before
    assert ActivityEntry.objects.count() == entries


def test_new_and_changed_rows_are_written_and_recorded(plan, world, standing_officer):
    book, sheet = sheet_of(plan)
    sheet["C2"] = "Sản xuất 24 phóng sự song ngữ"
    sheet["F2"] = "khac; Sở Ngoại vụ"
    sheet["E2"] = None
    sheet.append(
        [
            "9.1",
            "9. Nội dung mới",
            "Tập huấn nghiệp vụ",
            "phoi-hop",
            None,
            None,
            "hằng tháng",
            "5/3/2027",
            None,
            None,
            "1.250.000",
            "xã hội hóa",
        ]
    )

    report = take(plan, bytes_of(book), actor=standing_officer)

    changed, new = Task.objects.get(plan=plan, code="1.1"), Task.objects.get(plan=plan, code="9.1")
    assert (report.added, report.changed, report.unchanged, report.is_written) == (1, 1, 3, True)
    assert (changed.title, changed.joint_lead_agency) == ("Sản xuất 24 phóng sự song ngữ", None)
    assert {support.agency.code for support in changed.supports.all()} == {"khac", "phoi-hop"}
    assert changed.supports.get(agency=world.support).contribution == "Cung cấp tư liệu hình ảnh."
    assert (new.lead_agency, new.starts_on, new.due_on, new.budget_vnd, new.funding_source) == (
        world.support,
        date(2027, 3, 5),
        date(2027, 12, 31),
        1250000,
        "PRIVATE_FUNDING",
    )
    assert new.group.title == "Nội dung mới" and new.locality == world.locality
    entry = ActivityEntry.objects.about(changed).get(action="import")
    assert entry.actor == standing_officer and entry.locality == world.locality
    assert entry.before["title"] == "Sản xuất 12 phóng sự song ngữ giới thiệu Thành phố"
    assert entry.after["cơ quan phối hợp"] == "Sở Ngoại vụ; Sở Tài chính"


def test_preview_writes_nothing(plan):
    before = whole_plan(plan)
    report = take(plan, tables.workbook(("9.1", "9. Mới", "Việc mới")), dry_run=True)

    assert (report.added, report.is_written) == (1, False)
    assert whole_plan(plan) == before
    assert not ActivityEntry.objects.filter(action="import").exists()


BAD_ROWS = [
    (("1.x", "1", "Việc"), "A3", "không phải số nhiệm vụ"),
    (("", "1", "Việc"), "A3", "Thiếu “Số”"),
    (("1.20", "2", "Việc"), "B3", "thuộc nhóm 1, ở đây ghi nhóm 2"),
    (("1.20", "1. Tên khác", "Việc"), "B3", "Đổi tên ở trang Nội dung, nhiệm vụ, không qua tệp"),
    (("5.1", "5", "Việc"), "B3", "Kế hoạch chưa có nhóm 5"),
    (("1.20", "1", ""), "C3", "Ghi nội dung nhiệm vụ"),
    (("7.1", "7", "Nội dung thật của việc mật"), "C3", "không ghi nội dung trên cổng"),
    (("1.1", "1", "Nhiệm vụ quản lý theo chế độ mật"), "C3", "không qua tệp"),
    (("1.20", "1", "Việc", "Sở Không Có"), "D3", "không tồn tại"),
    (("1.20", "1", "Việc", "chu-tri", "chu-tri"), "dòng 3", "phải khác cơ quan chủ trì"),
    (("1.20", "1", "Việc", "chu-tri", None, "chu-tri"), "F3", "không đồng thời là cơ quan phối hợp"),
    (("1.20", "1", "Việc", None, None, None, "mỗi tuần"), "G3", "không có trong danh sách"),
    (("1.20", "1", "Việc", None, None, None, None, "31/02/2027"), "H3", "không phải ngày"),
    (("1.20", "1", "Việc", None, None, None, None, "05/03/2027", "04/03/2027"), "dòng 3", "Hạn hoàn thành phải sau ngày bắt đầu"),
    (("1.20", "1", "Việc", None, None, None, None, None, None, None, "1,5"), "K3", "số nguyên đồng"),
    (("1.20", "1", "Việc", None, None, None, None, None, None, None, "=1+1"), "K3", "công thức"),
    (("1.20", "1", "Việc", None, None, None, None, None, None, None, None, "túi riêng"), "L3", "không có trong danh sách"),
    (("1.20", "1", "x" * 501), "C3", "500"),
    (("1.99", "1", "Việc trùng dòng trên"), "A3", "đã có ở dòng 2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "cell", "sentence"), BAD_ROWS, ids=[row[1] + " " + row[2][:30] for row in BAD_ROWS]
)
def test_bad_row_is_named_by_its_cell_and_nothing_is_written(plan, row, cell, sentence):
    before = whole_plan(plan)
    good = ("1.99", "1", "Việc tốt")

    report = take(plan, tables.workbook(good, row, headings=tuple(ANNEX)))

    assert [
        problem for problem in report.problems if sentence in problem.sentence and cell in problem.where
    ], [str(p) for p in report.problems]
    assert not report.is_written
    assert whole_plan(plan) == before


def test_agency_of_another_locality_does_not_exist(plan, other_world):
    for name in (other_world.lead.name, "Ủy ban nhân dân Thành phố Haiphong CANARY-HP-000017"):
        report = take(plan, tables.workbook(("1.99", "1", "Việc", name), headings=tuple(ANNEX)))
        assert [p.sentence for p in report.problems] == [
            f"Cơ quan chủ trì: Cơ quan “{name}” không tồn tại. Ghi mã hoặc tên đầy đủ như trong danh mục."
        ]
    report = take(plan, tables.workbook(("1.99", "1", "Việc", "chu-tri"), headings=tuple(ANNEX)))
    assert (
        Task.objects.get(plan=plan, code="1.99").lead_agency.locality == plan.locality and not report.problems
    )


@pytest.mark.parametrize(
    "column", ["progress_percent", "plan", "locality", "Trạng thái", "is_secret", "id", "completed_on"]
)
def test_column_that_is_not_of_the_annex_is_refused(plan, column):
    with pytest.raises(TableRefused, match="không nhập được"):
        take(
            plan,
            tables.workbook(
                ("1.99", "1", "Việc", "100"), headings=("Số", "Nhóm", "Nội dung nhiệm vụ", column)
            ),
        )


@pytest.mark.parametrize("heading", ["STT", "Stt", "TT", "số"])
def test_number_of_a_task_stands_under_the_word_that_annexes_use(plan, heading):
    content = tables.workbook(("1.99", "1", "Việc mới"), headings=(heading, "Nhóm", "Nội dung nhiệm vụ"))

    assert take(plan, content).added == 1
    assert Task.objects.get(plan=plan, code="1.99").title == "Việc mới"


def test_number_under_both_words_is_refused_by_name(plan):
    content = tables.workbook(("1", "1.99", "Việc mới"), headings=("STT", "Số", "Nội dung nhiệm vụ"))
    other = tables.workbook(("1.99", "1", "Việc mới"), headings=("Số", "STT", "Nội dung nhiệm vụ"))

    with pytest.raises(TableRefused, match=r"Cột “Số” có hai lần \(.*ô B1\)"):
        take(plan, content)
    with pytest.raises(TableRefused, match=r"Cột “Số”, ở đây ghi “STT”, có hai lần \(.*ô B1\)"):
        take(plan, other)


def test_decomposed_text_and_column_left_out_change_nothing(plan):
    import unicodedata

    rows = [
        (code, unicodedata.normalize("NFD", title))
        for code, title in Task.objects.filter(plan=plan, number__lt=10, is_secret=False).values_list(
            "code", "title"
        )
    ]
    report = take(plan, tables.workbook(*rows, headings=("Số", "Nội dung nhiệm vụ")))

    assert (report.changed, report.unchanged) == (0, 2)


def test_two_agencies_of_one_name_are_told_apart_by_their_codes(plan, world):
    f.make_agency(world.locality, "du-lich-moi", name=world.lead.name)

    assert take(plan, *exported(plan)).unchanged == 4
    assert take(plan, tables.workbook(("1.99", "1", "Việc", world.lead.name), headings=tuple(ANNEX))).problems


# --- the command ---------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path):
    def make(content, name="a.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        return str(path)

    return make


def test_command_imports_and_says_so(plan, file, capsys):
    path = file(tables.workbook(("1.99", "1", "Việc mới")))

    call_command("import_tasks", "hcm", "2027", path, "--dry-run")
    assert not Task.objects.filter(plan=plan, code="1.99").exists()
    call_command("import_tasks", "hcm", "2027", path)

    assert Task.objects.filter(plan=plan, code="1.99").exists()
    assert capsys.readouterr().out.splitlines() == [
        "Sẽ nhập: 1 thêm mới, 0 thay đổi, 0 giữ nguyên.",
        "Đã nhập: 1 thêm mới, 0 thay đổi, 0 giữ nguyên.",
    ]


def test_command_names_sheet_and_cell_and_ends_with_one_line(plan, file, capsys):
    with pytest.raises(CommandError, match="Chưa ghi gì: có 1 lỗi trong tệp"):
        call_command(
            "import_tasks",
            "hcm",
            "2027",
            file(tables.workbook(("1.99", "1", "Việc", "Không có"), headings=tuple(ANNEX))),
            "--json",
        )

    told = json.loads(capsys.readouterr().out)
    assert told["written"] is False
    assert told["problems"][0]["where"] == "trang tính “Nhiệm vụ”, ô D2"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("hcm", "1999"), "Không có kế hoạch 1999 ở địa phương hcm."), (("khong-co", "2027"), "Không có kế hoạch 2027 ở địa phương khong-co."),
        (("hcm", "2026"), "Kế hoạch đang ở trạng thái “đã ban hành”: chỉ nhập vào kế hoạch còn sửa được."),
    ],
)  # fmt: skip
def test_command_refuses_a_plan_that_is_not_there_or_not_open(plan, file, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("import_tasks", *arguments, file(tables.workbook(("1.99", "1", "Việc"))))


@pytest.mark.parametrize("name", tables.HOSTILE)
def test_command_refuses_hostile_files_by_one_line(plan, file, name):
    file_name, make = tables.HOSTILE[name]
    before = whole_plan(plan)
    with pytest.raises(CommandError) as refusal:
        call_command("import_tasks", "hcm", "2027", file(make(), file_name))
    assert "\n" not in str(refusal.value)
    assert whole_plan(plan) == before


def test_command_without_a_file_says_so(plan):
    with pytest.raises(CommandError, match="Không mở được tệp"):
        call_command("import_tasks", "hcm", "2027", "/khong/co.xlsx")
