"""Vietnamese text: folding for search, a key for the alphabet's order, blocks of plain paragraphs."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LETTERS = {letter: str(code) for code, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", start=20)}
# Order of the tones in the Vietnamese collation (CLDR vi): ngang, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
SORT_KEY_LENGTH = 512

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("“”„«»″", '"'),
        **dict.fromkeys("‘’‚′", "'"),
        "đ": "d",
        "Đ": "d",
        "ð": "d",
        "Ð": "d",
    }
)
_CITY = re.compile(r"\btp(?:\s*\.\s*|\s+|(?=hcm\b))")
_HCM = re.compile(r"\bhcm\b")
# Bullets as Word and other programs put them before a tab or a space, and the mark they mean.
_BULLETS = (
    (
        re.compile(
            r"^[ \t]*[\u2022\u00b7\u25aa\u25cf\u25a0\uf0b7\uf0a7\u2043\u27a2\u2756][ \t]*", re.MULTILINE
        ),
        "- ",
    ),
    (re.compile(r"^[ \t]*(?:o\t[ \t]*|[\u25e6\u25cb\uf06f][ \t]*)", re.MULTILINE), "+ "),
)
_LEVEL_MARKS = ((re.compile(r"^[-–—•]\s+"), 1), (re.compile(r"^\+\s+"), 2))


@dataclass(frozen=True, slots=True)
class Block:
    """One plain paragraph: level 0 is running text, 1 an item "- …", 2 an item "+ …"."""

    level: int
    text: str


def nfc(text: str) -> str:
    """`text` composed (TCVN 6909:2001 as NĐ 30/2020 asks: one code point per letter)."""
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """`text` composed, runs of any white space made one space, ends stripped."""
    return " ".join(nfc(text).split())


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """`text` as people type it in a search: no marks, đ as d, lower case, dashes and quotes alike.

    Both sides of a search are folded, so "TP.HCM", "TPHCM" and "Thành phố Hồ Chí Minh" meet.

    >>> fold("  Thông tin  ĐỐI NGOẠI – Hoà Bình ")
    'thong tin doi ngoai - hoa binh'
    >>> fold("TP.HCM") == fold("TPHCM") == fold("Tp. Hồ Chí Minh") == fold("Thành phố Hồ Chí Minh")
    True
    """
    decomposed = unicodedata.normalize("NFD", text.translate(_ALIKE))
    plain = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf"))
    words = " ".join(unicodedata.normalize("NFC", plain).lower().split())
    return _HCM.sub("ho chi minh", _CITY.sub("thanh pho ", words))


def _sort_codes(char: str) -> tuple[str, int, bool]:
    """Code of the letter, its tone, whether it is a capital."""
    parts = unicodedata.normalize("NFD", char)
    base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
    tone = next((_TONES[c] for c in parts if c in _TONES), 0)
    low = base.lower()
    if low in _LETTERS:
        return _LETTERS[low], tone, base != low
    if char.isspace():
        return "01", 0, False
    if "0" <= base <= "9":
        return f"1{base}", 0, False
    kind = "90" if base.isalpha() else "02"
    return f"{kind}{ord((low or char)[0]):07d}", tone, base != low


@lru_cache(maxsize=4096)
def vi_sort_key(text: str) -> str:
    """A key whose plain order is the order of the Vietnamese alphabet (CLDR vi).

    First the letters a ă â b c d đ e ê … y, then the tones ngang huyền hỏi ngã sắc nặng, then
    small before capital. Digits only, so every collation of SQLite and PostgreSQL orders it alike.

    >>> sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=vi_sort_key)
    ['ma', 'mà', 'mả', 'mã', 'má', 'mạ']
    >>> sorted(["Đà Nẵng", "Yên Bái", "Duy", "Cần Thơ", "Cà Mau"], key=vi_sort_key)
    ['Cà Mau', 'Cần Thơ', 'Duy', 'Đà Nẵng', 'Yên Bái']
    """
    codes = [_sort_codes(char) for char in squeeze(text)]
    letters = "".join(code for code, _, _ in codes)
    tones = "".join(str(tone + 1) for _, tone, _ in codes).rstrip("1")
    case = "".join("2" if capital else "1" for _, _, capital in codes).rstrip("1")
    return f"{letters}00{tones}0{case}"[:SORT_KEY_LENGTH]


def with_list_marks(text: str) -> str:
    """Pasted bullets as the marks that `blocks` reads; every other letter stays as it is.

    >>> with_list_marks("•\\tÝ một\\no\\tÝ nhỏ\\n  · Ý hai")
    '- Ý một\\n+ Ý nhỏ\\n- Ý hai'
    """
    for bullet, mark in _BULLETS:
        text = bullet.sub(mark, text)
    return text


def blocks(text: str) -> list[Block]:
    """`text` as plain paragraphs: one per line that is not empty, "- " and "+ " as list levels.

    >>> blocks("Mở đầu\\n\\n- Ý một\\n  + Ý nhỏ")
    [Block(level=0, text='Mở đầu'), Block(level=1, text='Ý một'), Block(level=2, text='Ý nhỏ')]
    """
    found = []
    for line in text.splitlines():
        words = squeeze(line)
        level = 0
        for mark, mark_level in _LEVEL_MARKS:
            if mark.match(words):
                level, words = mark_level, mark.sub("", words, count=1)
                break
        if words:
            found.append(Block(level, words))
    return found
