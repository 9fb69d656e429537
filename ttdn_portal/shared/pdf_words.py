"""Whether two PDF files say the same, word by word, and where they first do not.

Run as a script, in a process of its own: it reads files of strangers, so its memory and its time are bounded by the system and
whatever a file does to the reader stays with the script. It knows nothing of the portal and prints JSON.
"""

import json
import re
import resource
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain

MEMORY = 1536 * 1024 * 1024
SECONDS = 15
PAGES = 1000
SHOWN = 5
AROUND, LONGEST = 4, 30
SCANNED_PIXELS = 800_000  # a page of A4 at 100 dots an inch
LETTERS = 40  # fewer on all pages together: there is no text to read
# What signing software writes beside a signature: no part of the paper.
_OF_SIGNATURE = re.compile(
    r"(ký bởi|người ký:|ngày ký|thời gian ký|ký số bởi|digitally signed by|signed by|signing time|date:)",
    re.IGNORECASE,
)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\ufeff]")
_PAGE_NUMBER = re.compile(r"\d{1,3}")

Words = list[str]


def words_of(text: str, page: int) -> Words:
    """The words of a page: one form of each letter, any space alike, without its number and what stands by a signature."""
    clean = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    lines = [line.strip() for line in clean.splitlines()]
    lines = [line for line in lines if line and not _OF_SIGNATURE.match(line)]
    for place in (0, -1):
        if lines and _PAGE_NUMBER.fullmatch(lines[place]) and int(lines[place]) <= page:
            del lines[place]
            break
    return " ".join(lines).split()


def compared(issued: list[Words], other: list[Words]) -> list[tuple[int, str, str]]:
    """Where `other` says something else: page of the issued file, what stands there, what stands in the other.

    Page by page where both have as many; otherwise as one text, and the first place only.
    """
    if len(issued) == len(other):
        pairs = enumerate(zip(issued, other, strict=True), 1)
        return [(page, *pieces) for page, (a, b) in pairs if (pieces := _pieces(a, b))]
    pieces = _pieces(list(chain(*issued)), list(chain(*other)))
    return [(_page_of(issued, other), *pieces)] if pieces else []


def _pieces(issued: Words, other: Words) -> tuple[str, str] | None:
    """The differing stretch of both with some words around; None where they say the same. Spaces do not count."""
    a, b = "".join(issued), "".join(other)
    if a == b:
        return None
    start = _alike(a, b)
    end = _alike(a[start:][::-1], b[start:][::-1])
    return _stretch(issued, start, len(a) - end), _stretch(other, start, len(b) - end)


def _alike(a: str, b: str) -> int:
    """How far both go the same way."""
    differing = (n for n, (one, other) in enumerate(zip(a, b, strict=False)) if one != other)
    return next(differing, min(len(a), len(b)))


def _stretch(words: Words, start: int, end: int) -> str:
    ends = list(accumulate(map(len, words)))
    first = max(0, bisect_right(ends, start) - AROUND)
    last = bisect_right(ends, max(start, end - 1)) + AROUND + 1
    shown = words[first:last]
    if len(shown) > LONGEST:
        shown = [*shown[: LONGEST - 10], "…", *shown[-8:]]
    text = " ".join(word[:60] for word in shown)
    return f"{'… ' if first and shown else ''}{text}{' …' if last < len(words) else ''}"


def _page_of(issued: list[Words], other: list[Words]) -> int:
    start = _alike("".join(chain(*issued)), "".join(chain(*other)))
    ends = accumulate(sum(map(len, words)) for words in issued)
    return min(bisect_right(list(ends), start) + 1, max(1, len(issued)))


def _read(path: str) -> tuple[list[Words], bool]:
    """The words of each page; whether every page is a picture, whatever a recognizer has laid over it."""
    from pypdf import PdfReader

    pages = PdfReader(path).pages
    if len(pages) > PAGES:
        raise ValueError("too many pages")
    words = [words_of(page.extract_text(), number) for number, page in enumerate(pages, 1)]
    return words, all(any(_pictures(page)) for page in pages)


def _pictures(page: object) -> Iterator[bool]:
    resources = page.get("/Resources")  # type: ignore[attr-defined]
    objects = resources.get_object().get("/XObject") if resources else None
    for found in objects.get_object().values() if objects else ():
        drawn = found.get_object()
        if drawn.get("/Subtype") == "/Image":
            yield int(drawn.get("/Width", 0)) * int(drawn.get("/Height", 0)) >= SCANNED_PIXELS


def answer(other_path: str, issued_paths: Iterable[str]) -> dict[str, object]:
    """Against the issued file that it comes nearest to."""
    other, is_picture = _read(other_path)
    letters = sum(len(word) for page in other for word in page)
    if letters < LETTERS:
        return {"is_scan": True}
    best: dict[str, object] = {}
    fewest = None
    for path in issued_paths:
        issued, _ = _read(path)
        found = compared(issued, other)
        distance = sum(len(a) + len(b) for _, a, b in found) + 1000 * abs(len(issued) - len(other))
        if fewest is None or not found or distance < fewest:
            fewest = distance
            best = {
                "pages": [len(issued), len(other)],
                "places": found[:SHOWN],
                "more": max(0, len(found) - SHOWN),
            }
        if not found:
            break
    return best | {"is_scan": is_picture and bool(best.get("places"))}


def main(arguments: list[str]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.write(json.dumps(answer(arguments[0], arguments[1:])))


if __name__ == "__main__":
    main(sys.argv[1:])
