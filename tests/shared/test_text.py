import doctest
import random
import unicodedata

import pytest

from ttdn_portal.shared import text
from ttdn_portal.shared.text import (
    SORT_KEY_LENGTH,
    Block,
    blocks,
    fold,
    nfc,
    squeeze,
    vi_sort_key,
)

ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"


def test_docstring_examples_hold():
    assert doctest.testmod(text).failed == 0


@pytest.mark.parametrize(
    "written",
    [
        "Hoà Bình",
        "Hòa Bình",
        "HOÀ BÌNH",
        "hoa  binh",
        "Hòa\u00a0Bình",
        unicodedata.normalize("NFD", "Hòa Bình"),
    ],
)
def test_fold_makes_spellings_of_one_name_alike(written):
    assert fold(written) == "hoa binh"


@pytest.mark.parametrize(
    "written", ["TP.HCM", "TPHCM", "tp hcm", "Tp. HCM", "TP. Hồ Chí Minh", "Thành phố Hồ Chí Minh"]
)
def test_fold_makes_short_names_of_the_city_alike(written):
    assert fold(f"Sở Ngoại vụ {written}") == "so ngoai vu thanh pho ho chi minh"


def test_fold_keeps_a_short_search_inside_the_long_name():
    assert fold("hcm") in fold("TP.HCM")
    assert fold("hồ chí minh") in fold("TPHCM")


def test_fold_leaves_tp_inside_words_alone():
    assert fold("http") == "http"
    assert fold("ATP") == "atp"


def test_fold_makes_dashes_and_quotes_alike():
    assert fold("2018–2020") == fold("2018-2020")
    assert fold("“Đối thoại”") == '"doi thoai"'


def test_fold_drops_the_marks_of_every_vietnamese_letter():
    letters = "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ"

    assert set(fold(letters + letters.upper())) == set("adeiouy")


def test_sort_key_follows_the_alphabet():
    shuffled = random.Random(7).sample(ALPHABET, len(ALPHABET))

    assert "".join(sorted(shuffled, key=vi_sort_key)) == ALPHABET


def test_sort_key_orders_letters_before_tones_before_case():
    names = ["Hà Nội", "Hà Tĩnh", "Hải Phòng", "Hậu Giang", "hoa", "Hoa", "hoà", "hoá", "hoạ", "Huế"]
    shuffled = random.Random(3).sample(names, len(names))

    assert sorted(shuffled, key=vi_sort_key) == names


def test_sort_key_puts_a_shorter_name_first_and_space_before_letters():
    assert vi_sort_key("Lào") < vi_sort_key("Lào Cai") < vi_sort_key("Làoa")
    assert vi_sort_key("Kế hoạch 2") < vi_sort_key("Kế hoạch a")


def test_sort_key_is_digits_of_bounded_length():
    key = vi_sort_key("Ủy ban nhân dân “Thành phố” – №1 ✓ " * 80)

    assert key.isascii() and key.isdigit()
    assert len(key) == SORT_KEY_LENGTH


def test_sort_key_is_the_same_for_composed_and_decomposed_text():
    assert vi_sort_key(unicodedata.normalize("NFD", "Ủy ban Đà Nẵng")) == vi_sort_key("Ủy ban Đà Nẵng")


def test_sort_key_agrees_with_the_tuple_order_it_stands_for():
    letters = "aàáăắâầbcdđeéêếiíoóôốơớuúưứyý AĐÂ19-"
    rng = random.Random(11)
    words = ["".join(rng.choices(letters, k=rng.randint(0, 9))) for _ in range(1500)]

    assert sorted(words, key=lambda w: (vi_sort_key(w), w)) == sorted(
        words, key=lambda w: (_reference_key(w), w)
    )


def _reference_key(word):
    order = {c: i for i, c in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
    tones = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
    first, second, third = [], [], []
    for char in squeeze(word):
        parts = unicodedata.normalize("NFD", char)
        base = nfc("".join(c for c in parts if c not in tones))
        low = base.lower()
        first.append(
            (3, order[low])
            if low in order
            else (2, ord(base))
            if base.isdigit()
            else (0, 0)
            if base == " "
            else (1, ord(base))
        )
        second.append(next((tones[c] for c in parts if c in tones), 0))
        third.append(base != low)
    return first, second, third


def test_blocks_read_levels_and_skip_empty_lines():
    written = "Mở đầu.\r\n\r\n  - Ý một;\n+ Ý nhỏ;\n– Ý hai.\n-không phải gạch đầu dòng\n- \n"

    assert blocks(written) == [
        Block(0, "Mở đầu."),
        Block(1, "Ý một;"),
        Block(2, "Ý nhỏ;"),
        Block(1, "Ý hai."),
        Block(0, "-không phải gạch đầu dòng"),
        Block(0, "-"),
    ]


def test_blocks_are_composed():
    assert blocks(unicodedata.normalize("NFD", "Đối ngoại")) == [Block(0, "Đối ngoại")]
