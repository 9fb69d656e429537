"""A filed copy against the file that was issued: the same file with a signature, the same words, other words, or a picture.

The files are read by a process of its own (`ttdn_portal.shared.pdf_words`), inside the request that brings the copy: the clerk
has to see what differs before the copy is kept. The process has its own limits of time and memory, and a file that is
too heavy for them is said not to have been compared.
"""

import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from documents.choices import ComparisonState
from documents.models import Document
from documents.signatures import Original, begins_with_one
from ttdn_portal.shared import pdf_words

WAIT_SECONDS = 20
FILES_COMPARED = 4  # a plan has one issued file, or two with its decision; amendments add theirs
NO_ORIGINAL = "Cổng chưa có tệp PDF lập khi ban hành nên không đối chiếu được."
TOO_HEAVY = (
    "Cổng không đọc hết được tệp trong thời gian cho phép nên chưa đối chiếu nội dung; cần người xem lại."
)
SCAN = "Bản quét, không đối chiếu được chữ."
SAME_FILE = "Đúng là tệp đã ban hành, không thêm gì."
ONLY_SIGNED = "Đúng là bản đã ban hành, chỉ thêm chữ ký."
MATCHING = "Nội dung khớp với bản đã ban hành."
OTHER_PAGES = "Tệp này có {other} trang, bản đã ban hành có {issued} trang."
PLACE = "Nội dung khác bản đã ban hành ở trang {page}: bản đã ban hành ghi “{issued}”; tệp này ghi “{other}”."
MORE = "Còn {more} trang khác có chữ khác nhau."


@dataclass(frozen=True)
class Comparison:
    """What came of it, and the sentences that say it."""

    state: ComparisonState
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.sentences)


def compare_with_issued(file: Any, issued: Sequence[Document]) -> Comparison:
    """`file` is what the clerk brings; `issued` the PDF files that the portal made when the paper was issued."""
    if not issued:
        return Comparison(ComparisonState.UNCOMPARED, (NO_ORIGINAL,))
    originals = [Original(document.size, document.sha256) for document in issued]
    is_own = begins_with_one(file, originals)
    read = _read_apart(file, issued[:FILES_COMPARED])
    if read is None and not is_own:
        return Comparison(ComparisonState.UNCOMPARED, (TOO_HEAVY,))
    read = read or {}
    if read.get("is_scan") and not is_own:
        return Comparison(ComparisonState.SCAN, (SCAN,))
    if read.get("places"):
        return Comparison(ComparisonState.DIFFERENT, tuple(_differences(read)))
    if is_own:
        is_bare = any(file.size == original.size for original in originals)
        return Comparison(ComparisonState.IDENTICAL, (SAME_FILE if is_bare else ONLY_SIGNED,))
    return Comparison(ComparisonState.MATCHING, (MATCHING,))


def _differences(read: dict[str, Any]) -> list[str]:
    issued, other = read["pages"]
    told = [OTHER_PAGES.format(issued=issued, other=other)] if issued != other else []
    told += [PLACE.format(page=page, issued=a, other=b) for page, a, b in read["places"]]
    return told + ([MORE.format(more=read["more"])] if read["more"] else [])


def _read_apart(file: Any, issued: Sequence[Document]) -> dict[str, Any] | None:
    """What the reading process answers; None where it gave up, was stopped, or a file is gone."""
    with tempfile.TemporaryDirectory(prefix="ttdn-") as folder:
        try:
            paths = [_put(Path(folder) / "ban-ky.pdf", file)]
            for n, document in enumerate(issued):
                with document.file.open("rb") as stored:
                    paths.append(_put(Path(folder) / f"{n}.pdf", stored))
            done = subprocess.run(  # noqa: S603 - our own program, files under names of our own
                [sys.executable, "-I", str(Path(pdf_words.__file__)), *paths],
                capture_output=True,
                timeout=WAIT_SECONDS,
                check=True,
            )
            return dict(json.loads(done.stdout))
        except (OSError, subprocess.SubprocessError, ValueError):
            logging.getLogger(__name__).info("a signed copy was not compared", exc_info=True)
            return None


def _put(path: Path, file: Any) -> str:
    file.seek(0)
    with path.open("wb") as target:
        while chunk := file.read(1024 * 1024):
            target.write(chunk)
    return str(path)
