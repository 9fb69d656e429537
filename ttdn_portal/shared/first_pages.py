"""The text on the first pages of a file, as far as it can be read: pictures and scans have none."""

import html
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from typing import BinaryIO

import pikepdf
from pypdf import PdfReader

PAGES = 3
_LETTERS = 12_000  # about four printed pages
_PART_BYTES = 4 * 1024 * 1024
_PAGE_BYTES = 2 * 1024 * 1024
_WORD_HEADERS = re.compile(r"word/header\d*\.xml")
_SLIDES = re.compile(r"ppt/slides/slide([1-3])\.xml")
_WORD_PIECES = re.compile(
    r"<w:t(?:\s[^>]*)?>(?P<text>[^<]*)</w:t>|(?P<line></w:p>|<w:br\b|<w:cr\b)|(?P<cell></w:tc>|<w:tab/>)"
)
_SLIDE_PIECES = re.compile(r"<a:t>(?P<text>[^<]*)</a:t>|(?P<line></a:p>|<a:br\b)|(?P<cell></a:tc>)")
_STRINGS = re.compile(r"<si>(.*?)</si>", re.DOTALL)
_RUNS = re.compile(r"<t(?:\s[^>]*)?>([^<]*)</t>")


def pdf_text(file: BinaryIO) -> str:
    """The text layer of the first pages; a page too heavy to read in a moment counts as a picture."""
    file.seek(0)
    with pikepdf.open(file) as pdf:
        readable = [_is_light(page) for page in islice(pdf.pages, PAGES)]
    file.seek(0)
    pages = PdfReader(file).pages
    return "\n".join(
        page.extract_text()
        for page, is_light in zip(islice(pages, PAGES), readable, strict=False)
        if is_light
    )


def _is_light(page: pikepdf.Page) -> bool:
    contents = page.obj.get("/Contents")
    streams = (
        [] if contents is None else list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    )
    left = _PAGE_BYTES
    for stream in streams:
        left -= _unpacked_size(bytes(stream.read_raw_bytes()), left + 1)
    return left >= 0


def _unpacked_size(raw: bytes, most: int) -> int:
    """How long a stream is when unpacked, counted no further than `most`; one not packed is as long as it is."""
    try:
        return max(len(zlib.decompressobj().decompress(raw, most)), min(len(raw), most))
    except zlib.error:
        return min(len(raw), most)


def word_text(file: BinaryIO) -> str:
    """The page headers and the beginning of the text, a line for each paragraph, cells apart."""
    with zipfile.ZipFile(file) as package:
        headers = [name for name in package.namelist() if _WORD_HEADERS.fullmatch(name)]
        return "\n".join(
            _pieces(_part(package, name), _WORD_PIECES) for name in [*headers, "word/document.xml"]
        )


def slides_text(file: BinaryIO) -> str:
    with zipfile.ZipFile(file) as package:
        names = sorted(name for name in package.namelist() if _SLIDES.fullmatch(name))
        return "\n".join(_pieces(_part(package, name), _SLIDE_PIECES) for name in names)


def sheet_text(file: BinaryIO) -> str:
    """The texts of a workbook's cells, a line for each, and the words of its printed headers."""
    with zipfile.ZipFile(file) as package:
        names = package.namelist()
        shared = _part(package, "xl/sharedStrings.xml") if "xl/sharedStrings.xml" in names else ""
        sheets = [name for name in names if re.fullmatch(r"xl/worksheets/sheet[1-3]\.xml", name)]
        return "\n".join(_cells(shared, [_part(package, name) for name in sheets]))[:_LETTERS]


def _cells(shared: str, sheets: list[str]) -> Iterator[str]:
    for strings in _STRINGS.finditer(shared):
        yield html.unescape("".join(_RUNS.findall(strings[1])))
    for sheet in sheets:
        for inline in re.finditer(r"<is>(.*?)</is>", sheet, re.DOTALL):
            yield html.unescape("".join(_RUNS.findall(inline[1])))
        for header in re.finditer(r"<(?:odd|even|first)(?:Header|Footer)>([^<]*)<", sheet):
            yield re.sub(r"&(?:\"[^\"]*\"|[A-Z]|\d+)", "\n", html.unescape(header[1]))


def _part(package: zipfile.ZipFile, name: str) -> str:
    with package.open(name) as part:
        return part.read(_PART_BYTES).decode("utf-8", "ignore")


def _pieces(xml: str, pieces: re.Pattern[str]) -> str:
    found: list[str] = []
    letters = 0
    for piece in pieces.finditer(xml):
        text = piece["text"]
        found.append(html.unescape(text) if text is not None else "\n" if piece["line"] else "\t")
        letters += len(text or "")
        if letters > _LETTERS:
            break
    return "".join(found)


def text_of_first_pages(file: BinaryIO, read: Callable[[BinaryIO], str] | None) -> str:
    """The text by `read`; a file that cannot be read here has passed its own inspection and says nothing."""
    if read is None:
        return ""
    try:
        return read(file)
    except Exception:  # readers meet files in many states; what they can't read is not refused for that
        return ""
