"""Words that point to a secrecy marking: the portal holds no state secret, so they stop a save, an upload, a paper.

The Law on the protection of state secrets 117/2025/QH15, Điều 5: nothing secret is drafted or kept on a machine with a
network. A marking is a line of its own (also in brackets) or a capitalised word standing alone; “bí mật”, “bảo mật”,
“chế độ mật”, “mật độ”, “mật thiết” are syllables of everyday words and pass.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

CODE = "secrecy"
# Everyday words around the syllable, which keep their meaning in capitals too ("CÔNG TÁC BẢO MẬT", "MẬT ĐỘ").
_BEFORE = frozenset("bí bảo cơ thân đường ong lấy túi rỉ".split())
_AFTER = frozenset(
    "độ thiết khẩu mã ong vụ thám thư nghị ước truyền danh tông báo tịch đàm phái đạo mía hoa gấu ngọt lệnh ngữ".split()
)
# In a heading set in capitals these make a phrase with it: "QUẢN LÝ TÀI LIỆU MẬT".
_NOUNS = frozenset("liệu bản tin sơ dung vụ việc khoản".split())
# Words after which a capital "Mật" is a level and no name of a person: "dấu Mật", "độ Mật".
_LEVEL_NOUNS = frozenset("dấu độ loại mức".split())
_NO_LEVEL = re.compile(r"\s*:\s*(?:không|thường)\b", re.IGNORECASE)
_JOINED = {"tốimật": "tối mật", "tuyệtmật": "tuyệt mật", "độmật": "độ mật"}
# A text without one of these letters has no “mật” in it, in whatever way it is written.
_MAY_HOLD_ONE = re.compile("[ậẬ\u0323\u0302\u0308ËëäÄ]")
_SPACED = re.compile(r"(?<!\w)[^\W\d_](?:[ .·-][^\W\d_]){2,}(?!\w)")
_WORD = re.compile(r"[^\W\d_]+")
_CELLS = re.compile(r"[\t|¦│]")
_BRACKETS = {"(": ")", "[": "]", "{": "}", "“": "”", '"': '"', "‘": "’", "'": "'", "«": "»"}
# The letters of the markings and of the everyday words around them in the fonts of before Unicode (TCVN3, VNI).
_TCVN3 = str.maketrans("ËëèÖé§®Ý¶Õ", "ậậốệộĐđíảế")
_VNI = {"aä": "ậ", "AÄ": "Ậ", "oá": "ố", "OÁ": "Ố", "eä": "ệ", "EÄ": "Ệ", "oä": "ộ", "OÄ": "Ộ", "ñ": "đ", "Ñ": "Đ"}  # fmt: skip
_VNI |= {"aû": "ả", "AÛ": "Ả", "eá": "ế", "EÁ": "Ế"}


@dataclass(frozen=True)
class Marking:
    """What was found and in which line."""

    words: str
    line: int


@dataclass(frozen=True)
class _Token:
    """A word, and whether only spaces part it from the word before (or the line's end before that)."""

    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        return self.text.lower()

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def is_all_capitals(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


@dataclass(frozen=True)
class _Spot:
    """One “mật” in a line with the words that only spaces part from it."""

    line: str
    token: _Token
    before: tuple[_Token, ...]
    after: _Token | None
    is_tail: bool  # the line goes on from the one before, without a stop between them


def markings(text: str) -> list[Marking]:
    """Every marking in `text`.

    >>> [found.words for found in markings("Số: 12/BC-UBND\\n(MẬT)\\nGiữ bí mật, đúng chế độ mật; mật độ dày.")]
    ['MẬT']
    """
    if not _MAY_HOLD_ONE.search(text):
        return []
    plain = _plain(text)
    found: list[Marking] = []
    last = ""
    for number, line in enumerate(plain.split("\n"), 1):
        for cell in _CELLS.split(line):
            found += [Marking(words, number) for words in _in_cell(cell.strip(), last)]
            last = cell.strip() or last if cell.strip() else ""
    return found


def _plain(text: str) -> str:
    """`text` with each letter as one sign, spaced-out words joined, nothing invisible, the old fonts read."""
    text = unicodedata.normalize("NFKC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    text = re.sub(r"[^\S\n\t]+", lambda spaces: " " * min(len(spaces[0]), 2), text)
    if re.search(r"m[Ëë]t", text, re.IGNORECASE):
        text = text.translate(_TCVN3)
    if re.search(r"maät", text, re.IGNORECASE):
        for old, new in _VNI.items():
            text = text.replace(old, new)
    return _SPACED.sub(_joined, text)


def _joined(spaced: re.Match[str]) -> str:
    word = re.sub(r"[ .·-]", "", spaced[0])
    parted = _JOINED.get(word.lower(), "")
    cut = parted.find(" ")
    return f"{word[:cut]} {word[cut:]}" if parted else word


def _in_cell(cell: str, last: str) -> list[str]:
    """The words of the markings in one line, or one cell of a line, of a table."""
    tokens = [_Token(found[0], found.start(), found.end()) for found in _WORD.finditer(cell)]
    found = []
    for n, token in enumerate(tokens):
        if token.word == "mật":
            spot = _spot(cell, tokens, n, last)
            if words := _marking_at(spot):
                found.append(words)
    return found


def _spot(cell: str, tokens: list[_Token], n: int, last: str) -> _Spot:
    before: list[_Token] = []
    at = n
    while at > 0 and len(before) < 2 and not cell[tokens[at - 1].end : tokens[at].start].strip():
        at -= 1
        before.insert(0, tokens[at])
    is_tail = not cell[: tokens[0].start].strip() and bool(last) and last[-1] not in ".:;!?"
    if at == 0 and is_tail and len(before) < 2:
        tail = [_Token(found[0], found.start(), found.end()) for found in _WORD.finditer(last)]
        if tail and tail[-1].end == len(last):
            before = (tail[-2:] + before)[-2:] if not before else [tail[-1], *before]
    after = None
    if n + 1 < len(tokens) and not cell[tokens[n].end : tokens[n + 1].start].strip():
        after = tokens[n + 1]
    return _Spot(cell, tokens[n], tuple(before), after, is_tail and n <= 1)


def _marking_at(spot: _Spot) -> str:
    """The marking that stands here, in its own letters; empty where the syllable is part of an everyday word."""
    words = [token.word for token in spot.before]
    if words[-2:] == ["chế", "độ"] or (words and words[-1] in _BEFORE):
        return ""
    if _is_everyday_beginning(spot):
        return ""
    if words and words[-1] in ("tối", "tuyệt"):
        return _level(spot)
    if words and words[-1] == "độ":
        return _heading(spot)
    return spot.token.text if _stands_alone(spot) else ""


def _is_everyday_beginning(spot: _Spot) -> bool:
    """“mật độ”, “MẬT ĐỘ”, “Mật khẩu”; a stamp followed by a word of other letters is none."""
    after, token = spot.after, spot.token
    if after is None or after.word not in _AFTER:
        return False
    return not after.is_capital or after.is_all_capitals == token.is_all_capitals


def _phrase(spot: _Spot) -> str:
    return f"{spot.before[-1].text} {spot.token.text}"


def _level(spot: _Spot) -> str:
    """“Tối mật”, “TUYỆT MẬT” anywhere; in small letters only where nothing else stands in its line."""
    is_capital = spot.before[-1].is_capital or spot.token.is_capital
    return _phrase(spot) if is_capital or _is_whole(spot, _phrase(spot)) else ""


def _heading(spot: _Spot) -> str:
    """“Độ mật: …” at the head of a line, “ĐỘ MẬT” by itself; “xác định độ mật của tài liệu” is running text."""
    rest = spot.line[spot.token.end :]
    if _NO_LEVEL.match(rest):
        return ""
    if _is_whole(spot, _phrase(spot)):
        return _phrase(spot)
    is_first = len(spot.before) == 1 or (spot.before[-1].is_capital and not spot.before[-2].is_all_capitals)
    says_level = rest.lstrip()[:1] in (":", "…", ".") and bool(rest.strip(" .;"))
    if is_first and (says_level or (spot.token.is_all_capitals and spot.after is None)):
        return _phrase(spot)
    is_level = spot.token.is_capital and not spot.before[-1].is_capital
    return _phrase(spot) if is_level else ""


def _is_whole(spot: _Spot, phrase: str) -> bool:
    """Nothing but signs beside it in its line, or in its brackets; a wrapped line in small letters is no line of its own."""
    begin = spot.line.find(phrase)
    head, tail = spot.line[:begin].rstrip(), spot.line[begin + len(phrase) :].lstrip()
    if _BRACKETS.get(head[-1:], " ") == tail[:1] or head[-1:] == tail[:1] == "*":
        return True
    has_more = _WORD.search(head) or _WORD.search(tail) or re.search(r"\d", tail)
    return begin >= 0 and not has_more and (phrase[0].isupper() or not spot.is_tail)


def _stands_alone(spot: _Spot) -> bool:
    """A line of its own, or a capitalised word that is neither part of a name nor the start of a sentence."""
    token, after, last = spot.token, spot.after, spot.before[-1] if spot.before else None
    if _is_whole(spot, token.text):
        return True
    if token.is_all_capitals:
        among_capitals = (last and last.is_all_capitals) or (after and after.is_all_capitals)
        return not (among_capitals and last and last.word in _NOUNS)
    if not token.is_capital:
        return False
    if last and last.word in _LEVEL_NOUNS:
        return True
    is_name = (last and last.is_capital) or (after and after.is_capital)
    return not is_name and (last is not None or after is None)


# --- What is said about it ------------------------------------------------------------------------------

HOW_ELSE = (
    "Cổng kết nối mạng nên không được lưu bí mật nhà nước (Luật số 117/2025/QH15, Điều 5): bỏ nội dung này khỏi cổng, "
    "làm theo văn bản riêng, và chỉ ghi một nhiệm vụ “quản lý theo chế độ mật” (số thứ tự, cơ quan chủ trì, thời hạn, "
    "đã xong hay chưa). Nếu chỉ là lời thường thì viết chữ thường, ví dụ “chế độ mật”."
)


def sentence_for(found: Marking, *, where: str = "") -> str:
    """One sentence with what was found and where, and the neutral way."""
    place = where or (f"dòng {found.line}" if found.line > 1 else "")
    at = f" ({place})" if place else ""
    return f"Có chữ chỉ độ mật “{found.words}”{at}. {HOW_ELSE}"


def refuse_marked(text: str) -> None:
    """ValidationError where `text` bears a marking."""
    for found in markings(text):
        raise ValidationError(sentence_for(found), code=CODE)


def marked_places(texts: Iterable[tuple[str, str]]) -> list[str]:
    """A sentence for each of the (place, text) that bears a marking: what was stored before is stopped on its way out."""
    return [
        sentence_for(found[0], where=place) for place, text in texts if text and (found := markings(text))
    ]


def row_texts(row: Any, place: str = "") -> list[tuple[str, str]]:
    """The texts that a row holds, each with its name, those inside its JSON too; what others said of it is left out."""
    found: list[tuple[str, str]] = []
    for field in row._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
        if field.name.endswith("_note") or not (is_text or isinstance(field, models.JSONField)):
            continue
        name = f"{place}, {field.verbose_name}" if place else str(field.verbose_name)
        found += [(name, text) for text in strings_of(getattr(row, field.attname))]
    return found


def strings_of(value: Any) -> Iterator[str]:
    """Every string inside lists, dicts and dataclasses."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings_of(getattr(value, field.name))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings_of(inner)
