"""The plan document in one run: our PDF, WeasyPrint left plain, typst and LibreOffice where they are installed.

CPU seconds of a warm process on the same text with an annex of N rows, engines in turn, the least of some rounds; ratios are the
result (goals 13 and 16 of the performance notes). Run alone: `.venv/bin/python -m bench.papers 150 600`; `150 3000 --ours` shows
how our PDF grows, and the memory of a process of its own for each size.

`600 --halves` measures goal 15: one process against the two that share a long annex, in turn; wall is worth reading only
where a core is free.
"""

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ttdn_portal.settings")
os.environ.setdefault("TTDN_LOG_LEVEL", "WARNING")
ROUNDS = 4


def document(rows: int):
    """The sample plan of the tests with an annex of `rows` tasks."""
    from documents.official.model import Annex
    from tests.documents.official_samples import HCM, annex_table

    return replace(HCM, annexes=(Annex("Phân công nhiệm vụ", table=annex_table(rows, 12)),))


def ours(rows: int) -> Callable[[], bytes]:
    from documents.official.html import render_pdf

    paper = document(rows)
    return lambda: render_pdf(paper)


def plain(rows: int) -> Callable[[], bytes]:
    """The same page with the CSS that comes to mind first: automatic columns, collapsed borders, justified cells of 12 points."""
    from weasyprint import HTML

    from documents.official import fetcher, html, layout

    page = re.sub(r"<colgroup>.*?</colgroup>", "", html.render_html(document(rows)), flags=re.S)
    page = page.replace("</head>", f"<style>{PLAIN}</style></head>")
    return lambda: HTML(
        string=page, base_url=f"{fetcher.SCHEME}:", url_fetcher=fetcher.paper_fetcher()
    ).write_pdf(pdf_variant=layout.VARIANT)


PLAIN = """
table { table-layout: auto; border-collapse: collapse; text-align: justify; }
th, td, th:first-child, td:first-child { border: 0.5pt solid #000; }
.face-cell { font-size: 12pt; }
"""


def word(rows: int) -> Callable[[], bytes]:
    from documents.official.word import render_docx

    paper = document(rows)
    return lambda: render_docx(paper)


def workbook(rows: int) -> Callable[[], bytes]:
    from documents.official.xlsx import render_xlsx

    paper = document(rows)
    return lambda: render_xlsx(paper)


def libreoffice(rows: int) -> Callable[[], bytes] | None:
    """Our Word file made a PDF by LibreOffice, a start of the program each time, as a server would have to."""
    office = shutil.which("soffice")
    if not office:
        return None
    content = word(rows)()

    def convert() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "a.docx").write_bytes(content)
            subprocess.run(
                [office, f"-env:UserInstallation=file://{tempfile.gettempdir()}/ttdn-bench-office", "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/a.docx"],
                check=True, capture_output=True,
            )  # fmt: skip
            return Path(folder, "a.pdf").read_bytes()

    return convert


def typst(rows: int) -> Callable[[], bytes] | None:
    """Text and table of the document by typst, in Tinos too; without letterhead and marks, so a lower bound."""
    try:
        import typst as engine
    except ImportError:
        return None
    from documents.official.typeface import font_folder

    paper = document(rows)

    def quoted(text: str) -> str:
        return "[" + re.sub(r"([\\#\[\]*_`$<>@=\-+/~'\"])", r"\\\1", text) + "]"

    cells = [quoted(cell) for group in paper.annexes[0].table.groups for row in group.rows for cell in row]
    body = "\n\n".join(
        block.text for section in paper.sections for part in section.walk() for block in part.blocks
    )
    source = (
        '#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 15mm), numbering: "1")\n'
        '#set text(font: "Tinos", size: 14pt, lang: "vi")\n#set par(justify: true)\n'
        f"{re.sub(r'([#*_`$<>@])', lambda m: chr(92) + m[0], body)}\n\n"
        "#set page(flipped: true)\n#set text(size: 10.5pt)\n#set par(justify: false)\n"
        f"#table(columns: ({', '.join(f'{c.width}fr' for c in paper.annexes[0].table.columns)}), {', '.join(cells)})\n"
    ).encode()
    fonts = [str(font_folder())]
    return lambda: engine.compile(source, font_paths=fonts)


ENGINES: dict[str, Callable[[int], Callable[[], bytes] | None]] = {
    "ours": ours, "plain WeasyPrint": plain, "typst": typst, "LibreOffice": libreoffice, "ours, Word": word, "ours, Excel": workbook,
}  # fmt: skip


def cpu() -> float:
    """Processor seconds of this process and of the programs that it has started and waited for."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def peak_mb(rows: int) -> float:
    """Peak memory of a process that makes one PDF and nothing else, with the one that helps it; what they share counts once."""
    program = subprocess.Popen([sys.executable, "-m", "bench.papers", "--peak", str(rows)])
    peak = 0.0
    while program.poll() is None:
        peak = max(peak, memory_mb(program.pid))
        time.sleep(0.02)
    return peak


def memory_mb(pid: int) -> float:
    """Memory of a process and its children now."""
    try:
        helpers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        share = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
    except OSError:  # just gone
        return 0.0
    return (int(share[1]) / 1024 if share else 0.0) + sum(memory_mb(int(helper)) for helper in helpers)


def halves(rows: int) -> None:
    """Goal 15: least wall and processor seconds of one process and of two."""
    from documents.official import halves as shared
    from documents.official.html import page_count

    calls = {"one process": rows + 1, "two processes": 1}  # what counts as many rows
    paper, usual = ours(rows), shared.MANY_ROWS
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    pages = set()
    for turn in range(ROUNDS + 1):
        for name, shared.MANY_ROWS in calls.items():
            before, begun = cpu(), time.perf_counter()
            content = paper()
            spent[name] += [(time.perf_counter() - begun, cpu() - before)] if turn else []
            pages.add(page_count(content))
    shared.MANY_ROWS = usual
    best = {name: [min(column) for column in zip(*times, strict=True)] for name, times in spent.items()}
    print(
        f"\nAnnex of {rows} rows, {' or '.join(map(str, pages))} pages, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    for name, (wall, processor) in best.items():
        print(f"  {name:<18} {wall:8.2f} s  {processor:8.2f} CPU s")
    (wall, processor), (other, more) = best.values()
    print(f"  wall {other / wall:.2f}, CPU {more / processor:.2f} of one process")


def measure(rows: int, engines: Collection[str]) -> dict[str, float]:
    """Least processor seconds of each engine, in turn, after one warm call: the machine may be busy with others."""
    ready = {name: ENGINES[name](rows) for name in engines}
    calls = {name: call for name, call in ready.items() if call}
    sizes = {name: len(call()) for name, call in calls.items()}
    spent: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(ROUNDS):
        for name, call in calls.items():
            before = cpu()
            call()
            spent[name].append(cpu() - before)
    found = {name: min(times) for name, times in spent.items()}
    print(
        f"\nPlan document, annex of {rows} rows ({len(ready) - len(calls)} engines not installed: {', '.join(ready.keys() - calls.keys()) or 'none'})"
    )
    for name, seconds in found.items():
        print(
            f"  {name:<18} {seconds:8.2f} CPU s  {found['ours'] / seconds:7.2f} = ours / it   {sizes[name] // 1024:6} KB"
        )
    return found


def check_fonts() -> None:
    """Goal 16: every letter from the one embedded family."""
    from tests.documents.pdf_measure import Measured

    names = {font.name for font in Measured(ours(20)()).fonts}
    print(f"  typefaces embedded: {', '.join(sorted(names))}")


def main() -> int:
    import django

    django.setup()
    begun = time.perf_counter()
    if sys.argv[1:2] == ["--peak"]:
        ours(int(sys.argv[2]))()
        return 0
    sizes = [int(word) for word in sys.argv[1:] if word.isdigit()] or [150, 600]
    if "--halves" in sys.argv:
        for rows in sizes:
            halves(rows)
        return 0
    engines = ["ours"] if "--ours" in sys.argv else list(ENGINES)
    results = {rows: measure(rows, engines) for rows in sizes}
    check_fonts()
    first, last = sizes[0], sizes[-1]
    if last > first:
        growth = results[last]["ours"] / results[first]["ours"]
        memory = (peak_mb(last) - peak_mb(first)) / (last - first)
        print(
            f"  {last} rows cost {growth:.1f} times {first} rows, which are {last / first:.1f} times as many; {memory:.2f} MB a row"
        )
    print(f"  {time.perf_counter() - begun:.0f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
