"""The rest of a long paper, laid out and written in a process of its own: `python -m documents.official.rest FOLDER`.

The parent asks in lines of JSON: to lay out a page of HTML, answered by a line with the marks on each page; to write the pages from
one on, answered by the PDF and the end. Nothing is read but the vendored files, nothing written to the disk, no setting is known;
when the parent is gone there is nobody to answer, and the process ends.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING, Any, Self

from django.conf import settings

from documents.official.layout import anchors, lay_out, seldom_collected, write

if TYPE_CHECKING:
    from pydyf import PDF
    from weasyprint import Document

Waiting = Callable[[], None]
EVERY_SECONDS = 1.0
PREFIX = "2-"  # names of header cells are numbers of objects: those of two files would meet


class Died(Exception):
    """The process is gone, and its part of the paper with it."""


class Here:
    """The rest, made where it is called."""

    pages: "Document"
    made: bytes

    def lay_out(self, html: str) -> None:
        self.pages = lay_out(html)

    def anchors(self, waiting: Waiting | None = None) -> list[list[str]]:
        return anchors(self.pages)

    def write(self, first: int) -> None:
        self.made = write(self.pages.copy(self.pages.pages[first:]), _rename_headers, is_part=True)

    def content(self, waiting: Waiting | None = None) -> bytes:
        return self.made


class Elsewhere:
    """The rest, made by a process of its own. `waiting` is called each second; what it raises ends the process."""

    process: subprocess.Popen[bytes]
    sending: Thread | None = None

    def __enter__(self) -> Self:
        folder = Path(settings.BASE_DIR)
        program = [sys.executable, "-m", "documents.official.rest", str(folder)]
        try:
            self.process = subprocess.Popen(  # noqa: S603 - our own program, no word of a user
                program, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        except OSError as error:
            raise Died from error
        return self

    def __exit__(self, *exc: Any) -> None:
        self.process.kill()
        if self.sending:
            self.sending.join()
        self.process.communicate()

    def lay_out(self, html: str) -> None:
        self._ask(lay_out=html)

    def anchors(self, waiting: Waiting) -> list[list[str]]:
        line = self._answer(waiting).readline()
        if not line.endswith(b"\n"):
            raise Died
        marks: list[list[str]] = json.loads(line)
        return marks

    def write(self, first: int) -> None:
        self._ask(write=first)

    def content(self, waiting: Waiting) -> bytes:
        content = self._answer(waiting).read()
        if self.process.wait():
            raise Died
        return content

    def _ask(self, **question: Any) -> None:
        """Send without waiting: a pipe holds little, and the process reads when it has started."""
        line = json.dumps(question).encode() + b"\n"
        self.sending = Thread(target=_send, args=(self.process.stdin, line), daemon=True)
        self.sending.start()

    def _answer(self, waiting: Waiting) -> IO[bytes]:
        assert self.process.stdout
        while not wait([self.process.stdout.fileno()], EVERY_SECONDS):
            waiting()
        return self.process.stdout


def _send(pipe: IO[bytes], line: bytes) -> None:
    with suppress(BrokenPipeError):  # whoever waits for the answer learns that nobody is there
        pipe.write(line)
        pipe.flush()


def _rename_headers(made: "Document", pdf: "PDF") -> None:
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH":
            element["ID"].string = PREFIX + element["ID"].string


def main() -> None:
    settings.configure(BASE_DIR=Path(sys.argv[1]))
    part, out = Here(), sys.stdout.buffer
    with seldom_collected():
        for line in sys.stdin.buffer:
            question = json.loads(line)
            if "write" in question:
                if question["write"]:
                    part.write(question["write"])
                out.write(part.content())
                return
            part.lay_out(question["lay_out"])
            out.write(json.dumps(part.anchors()).encode() + b"\n")
            out.flush()
            part.write(0)  # as will be asked, unless the forecast was wrong


if __name__ == "__main__":
    main()
