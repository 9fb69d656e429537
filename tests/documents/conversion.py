"""Word files turned into PDF by LibreOffice, and what is compared then."""

import re
import shutil
import subprocess
from functools import cache

from pypdf import PdfReader

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def convert(folder, names):
    """All of them by one start of the program, which takes longer than the converting."""
    subprocess.run(
        [
            OFFICE,
            f"-env:UserInstallation=file://{folder}/office",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            *(str(folder / f"{name}.docx") for name in names),
        ],
        check=True,
        timeout=300,
        capture_output=True,
    )


@cache
def pages_of(path):
    return [re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(path).pages]


def in_order(words, text):
    """The first piece of `words` that does not stand in `text` after the one before it; empty where all do."""
    place = 0
    for piece in (re.sub(r"\s+", "", word) for word in words):
        found = text.find(piece, place)
        if found < 0:
            return piece
        place = found + len(piece)
    return ""
