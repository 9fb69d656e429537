"""A long annex made by two processes: the file says and shows what the one of a single process does, and nothing is left behind."""

import os
import signal
import time
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from documents.choices import SignatureState
from documents.official import forecast, halves
from documents.official.fields import AGENCY, PERSON
from documents.official.html import page_count, render_pdf
from documents.official.model import Align, Annex, Column, Marks, Orientation, RowGroup, Table
from documents.official.rest import Elsewhere
from documents.signatures import check_signatures
from tests.documents.official_samples import COLUMNS, HAU_GIANG, HCM, annex_table, task_row, text
from tests.documents.pdf_measure import Measured
from tests.documents.signing import certified, signed

FEW = 30  # rows that are many in these tests
LONG = replace(
    HCM,
    annexes=(
        Annex("Danh mục văn bản", table=annex_table(4)),
        Annex("Phân công nhiệm vụ", table=annex_table(75, 7)),
        Annex("Danh mục ấn phẩm", table=annex_table(12, 5)),
        Annex("Danh mục sự kiện", table=annex_table(4), orientation=Orientation.PORTRAIT),
    ),
)
ISSUED = replace(LONG, marks=Marks(), number="12", issued_on=date(2024, 2, 5))
PAPERS = {
    "draft with annexes before and after": LONG,
    "annex filed apart": replace(ISSUED, is_annex_alone=True, annexes=LONG.annexes[1:2]),
    "compact sheet": replace(
        ISSUED,
        annexes=(Annex("Tiến độ", table=annex_table(75), is_compact=True, opening=text("Số liệu đến ngày 30/9/2024. " * 9)),),
    ),
    "upright, of the Party": replace(
        HAU_GIANG,
        annexes=(Annex("Phân công", table=annex_table(40, 3), orientation=Orientation.PORTRAIT),),
    ),
}  # fmt: skip


def rendered(document, many):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(halves, "MANY_ROWS", many)
        return render_pdf(document)


@cache
def whole(document):
    return rendered(document, many=10_000)


@cache
def shared(document):
    """The same paper made by two processes."""
    content = rendered(document, many=FEW)
    assert content != whole(document), "made in one piece"
    return content


@cache
def measured(document, make):
    return Measured(make(document))


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(halves, "MANY_ROWS", FEW)


def assert_same_pages(one, two):
    assert len(one.pages) == len(two.pages)
    for number, (page, other) in enumerate(zip(one.pages, two.pages, strict=True)):
        assert (page.width, page.height) == (other.width, other.height)
        assert page.runs == other.runs, f"page {number}"
        assert page.rules == other.rules, f"page {number}"


def structure(element):
    if isinstance(element, pikepdf.Array):
        return [structure(child) for child in element]
    if isinstance(element, pikepdf.Dictionary):
        return str(element.S), structure(element.get("/K", pikepdf.Array()))
    return int(element)


def elements(element):
    """All elements below, in reading order."""
    for child in element.K:
        if isinstance(child, pikepdf.Dictionary):
            yield child
            yield from elements(child)


def program_pids():
    """Processes of ours that make the rest of a paper."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [
        int(pid)
        for pid in children
        if b"documents.official.rest" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


# --- The same paper -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAPERS)
def test_every_page_shows_the_same_at_the_same_place(name):
    assert_same_pages(measured(PAPERS[name], whole), measured(PAPERS[name], shared))


def test_annexes_count_their_own_pages_on_both_sides_of_the_seam():
    numbers = [
        next((run.text for run in page.text_runs if run.y < 15), "") for page in measured(LONG, shared).pages
    ]
    parts = " ".join(number or "|" for number in numbers).split("|")[1:]

    assert numbers[0] == ""
    assert len(parts) == 5
    for part in parts:
        found = [int(number) for number in part.split()]
        assert found == list(range(2, len(found) + 2))
    assert len(parts[2].split()) > 8


@pytest.mark.parametrize("name", PAPERS)
def test_bookmarks_are_the_same_and_lead_to_the_same_pages(name):
    def bookmarks(file):
        pages = [page.objgen for page in file.pdf.pages]
        with file.pdf.open_outline() as outline:
            pending, found = list(outline.root), []
            while pending:
                item = pending.pop(0)
                found.append(
                    (
                        item.title,
                        pages.index(item.destination[0].objgen),
                        [float(n) for n in item.destination[2:]],
                    )
                )
                pending += item.children
        return found, int(file.pdf.Root.Outlines.Count)  # fmt: skip

    assert bookmarks(measured(PAPERS[name], shared)) == bookmarks(measured(PAPERS[name], whole))


@pytest.mark.parametrize("document", [LONG, ISSUED])
def test_file_says_the_same_of_itself(document):
    one, two = measured(document, whole).pdf, measured(document, shared).pdf

    with one.open_metadata() as mine, two.open_metadata() as theirs:
        assert dict(mine) == dict(theirs)
    assert {key: str(value) for key, value in one.docinfo.items()} == {
        key: str(value) for key, value in two.docinfo.items()
    }
    assert one.Root.keys() == two.Root.keys()
    for key in ("/Lang", "/MarkInfo", "/ViewerPreferences"):
        assert one.Root[key] == two.Root[key]
    assert [intent.S for intent in two.Root.OutputIntents] == ["/GTS_PDFA1"]
    assert [str(name) for name in two.Root.Names.Dests.Names][::2] == ["cho-ky"]
    assert two.pdf_version == one.pdf_version
    assert two.trailer.ID[0]


@pytest.mark.parametrize("name", PAPERS)
def test_every_letter_is_of_the_one_family_and_embedded(name):
    fonts = measured(PAPERS[name], shared).fonts

    assert all(font.name.startswith("TTDN-Paper") and len(font.file) > 1000 for font in fonts)


@pytest.mark.parametrize("name", PAPERS)
def test_structure_is_one_tree_in_reading_order(name):
    one, two = measured(PAPERS[name], whole).pdf, measured(PAPERS[name], shared).pdf

    assert structure(two.Root.StructTreeRoot.K) == structure(one.Root.StructTreeRoot.K)


def test_every_marked_content_is_reached_through_the_tree_of_parents():
    pdf = measured(LONG, shared).pdf
    root = pdf.Root.StructTreeRoot
    numbers = list(root.ParentTree.Nums)

    assert numbers[::2] == list(range(len(pdf.pages))), "sorted, each page once"
    for number, page in enumerate(pdf.pages):
        assert page.StructParents == number
        parents = numbers[2 * number + 1]
        marked = [
            int(operands[1].MCID)
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC"
        ]
        assert sorted(marked) == list(range(len(parents)))
        for content, element in enumerate(parents):
            assert element.Pg.objgen == page.objgen
            assert content in list(element.K)
            while element.S != "/Document":
                element = element.P
            assert element.objgen == root.K[0].objgen


def test_every_cell_names_a_header_of_its_own_page():
    pages_of, headers = {}, 0
    for element in elements(measured(LONG, shared).pdf.Root.StructTreeRoot.K[0]):
        if element.S == "/TH":
            assert str(element.ID) not in pages_of, "a name twice"
            pages_of[str(element.ID)] = element.Pg.objgen
        if element.S == "/TD":
            headers += len(element.A.Headers)
            assert {pages_of[str(name)] for name in element.A.Headers} == {element.Pg.objgen}

    assert headers > 8 * 75


def test_signature_fields_stand_where_they_did_and_can_be_signed():
    def fields(content):
        with pikepdf.open(BytesIO(content)) as pdf:
            pages = [page.objgen for page in pdf.pages]
            return [
                (str(one.T), pages.index(one.P.objgen), [float(side) for side in one.Rect])
                for one in pdf.Root.AcroForm.Fields
            ]

    content = shared(ISSUED)
    by_both = signed(
        signed(content, certified("Nguyễn Văn Ký"), PERSON), certified("Văn phòng Ủy ban"), AGENCY
    )

    assert fields(content) == fields(whole(ISSUED))
    assert len(fields(content)) == 2
    assert by_both.startswith(content)
    assert check_signatures(BytesIO(by_both)).state == SignatureState.SOUND


def test_same_paper_gives_the_same_bytes(few):
    assert render_pdf(LONG) == shared(LONG)


def test_file_is_sound_and_hardly_larger():
    with pikepdf.open(BytesIO(shared(LONG))) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len({page.Resources.ColorSpace.objgen for page in pdf.pages}) == 1
    assert len(shared(LONG)) < len(whole(LONG)) + 60_000, "the typeface of the second part"


# --- Where the parts meet -----------------------------------------------------------------------------


def varied(per_group, rows=45):
    """Rows of many heights, headings of some lines among them."""
    groups = [
        RowGroup(
            tuple(task_row(n, "Nhiệm vụ minh họa " * (1 + 7 * n % 11)) for n in range(begin, begin + per_group)),
            heading="Nhóm nhiệm vụ thông tin đối ngoại " * (1 + begin % 4),
            number=str(begin),
        )
        for begin in range(1, rows, per_group)
    ]  # fmt: skip
    groups.insert(len(groups) // 2, RowGroup((("", "Cộng", "", "", "", "", "900", ""),), is_total=True))
    return replace(LONG, annexes=(Annex("Phân công", table=Table(COLUMNS, tuple(groups))),), sections=())


@pytest.mark.parametrize("per_group", [2, 5])
def test_heading_at_the_seam_stays_with_its_first_row(per_group):
    assert_same_pages(measured(varied(per_group), whole), measured(varied(per_group), shared))


@pytest.fixture
def asked(monkeypatch):
    """Pages of HTML that the other process was asked to lay out."""
    found, real = [], Elsewhere.lay_out
    monkeypatch.setattr(Elsewhere, "lay_out", lambda self, html: found.append(html) or real(self, html))
    return found


@pytest.mark.parametrize("document", [LONG, PAPERS["compact sheet"], varied(3)])
def test_forecast_is_right_so_the_rest_is_laid_out_once(document, few, asked):
    render_pdf(document)

    assert len(asked) == 1


@pytest.mark.parametrize(("wrong", "times"), [(-2, 2), (1, 1)])
def test_wrong_forecast_costs_time_and_no_page(wrong, times, few, asked, monkeypatch):
    real = forecast.openers
    monkeypatch.setattr(
        forecast,
        "openers",
        lambda annex, style: [
            min(row + wrong, len(annex["table"]["rows"]) - 1) for row in real(annex, style)
        ],
    )

    assert_same_pages(measured(varied(5), whole), Measured(render_pdf(varied(5))))
    assert len(asked) == times, "1: both parts come to open a page with the same row"


def test_rows_taller_than_a_page_are_broken_as_in_one_piece(few):
    rows = tuple(task_row(n, "Một nhiệm vụ dài. " * (260 if n % 3 else 4)) for n in range(FEW))
    tall = replace(LONG, sections=(), annexes=(Annex("Phân công", table=Table(COLUMNS, (RowGroup(rows),))),))

    assert len(measured(tall, whole).pages) > 40
    assert_same_pages(measured(tall, whole), Measured(render_pdf(tall)))


def test_rows_that_all_stand_on_one_page_are_not_shared(monkeypatch):
    monkeypatch.setattr(halves, "MANY_ROWS", 3)
    short = replace(LONG, annexes=(Annex("Phân công", table=annex_table(3)),))

    assert render_pdf(short) == whole(short)


def test_600_rows_are_shared_and_599_are_not(monkeypatch):
    started = []
    monkeypatch.setattr(
        Elsewhere, "__enter__", lambda self, real=Elsewhere.__enter__: started.append(1) or real(self)
    )

    def paper(count):
        rows = tuple((str(n), "Tin, bài") for n in range(count))
        table = Table((Column("STT", 1, Align.CENTER), Column("Sản phẩm", 6)), (RowGroup(rows),))
        return replace(HCM, sections=(), annexes=(Annex("Sản phẩm", table=table),))

    files = [Measured(render_pdf(paper(count))) for count in (599, 600)]

    assert started == [1]
    assert_same_pages(Measured(files[0].content), files[0])
    assert [page.text for page in files[0].pages[:-1]] == [page.text for page in files[1].pages[:-1]]


# --- The other process ----------------------------------------------------------------------------------


def test_killed_process_changes_no_byte(few):
    def kill(step, percent):
        if step == "Dàn trang":
            for pid in program_pids():
                os.kill(pid, signal.SIGKILL)

    assert render_pdf(LONG, progress=kill) == shared(LONG)


def test_program_that_does_not_start_changes_no_byte(few, monkeypatch):
    monkeypatch.setattr("sys.executable", "/nonexistent/python")

    assert render_pdf(LONG) == shared(LONG)


@pytest.mark.parametrize("last", ["Dàn trang", "Dàn trang 5", "Ghi tệp"])
def test_stopped_work_leaves_no_process(last, few):
    class Stopped(Exception):
        pass

    seen = []

    def stop(step, percent):
        seen.extend(program_pids())
        if step == last:
            raise Stopped

    with pytest.raises(Stopped):
        render_pdf(LONG, progress=stop)

    assert seen
    assert program_pids() == []


def test_progress_goes_on_while_the_other_process_works(few):
    steps = []

    def slow(step, percent):
        steps.append((step, percent))
        if step == "Dàn trang 1":
            for pid in program_pids():
                os.kill(pid, signal.SIGSTOP)
        if steps.count((step, percent)) == 2:
            for pid in program_pids():
                os.kill(pid, signal.SIGCONT)

    content = render_pdf(LONG, progress=slow)

    assert content == shared(LONG)
    assert len(steps) > len(set(steps)), "the last step is told again each second"
    assert [percent for _, percent in steps] == sorted(percent for _, percent in steps)
    assert steps[0] == ("Soạn nội dung", 5) and steps[-1] == ("Xong", 100)


def test_other_process_reads_nothing_but_our_files(tmp_path):
    secret = tmp_path / "bi-mat.txt"
    secret.write_text("bí mật")
    page = (
        f"<html lang=vi><link rel=attachment href='file://{secret}'><img src='file://{secret}' alt=x>"
        "<img src='http://169.254.169.254/' alt=y><h1>Văn bản</h1></html>"
    )

    with Elsewhere() as rest:
        rest.lay_out(page)
        rest.anchors(lambda: None)
        rest.write(0)
        content = rest.content(lambda: None)

    with pikepdf.open(BytesIO(content)) as pdf:
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
        assert len(pdf.pages[0].Resources.XObject) == 0
    assert page_count(content) == 1


def test_orphan_ends_by_itself():
    """A worker killed outright can't stop its process: that one finds nobody to answer."""
    rest = Elsewhere().__enter__()
    rest.lay_out("<html lang=vi><p>Văn bản</html>")
    rest.anchors(lambda: None)

    rest.process.stdin.close()

    begun = time.monotonic()
    assert rest.process.wait(timeout=20) == 0
    assert time.monotonic() - begun < 20
    rest.process.stdout.close()
