"""A photograph is stored without its position, and looks as it did."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageChops, ImageOps

from tests.shared import files as made
from ttdn_portal.shared import file_kinds as k
from ttdn_portal.shared.uploads import check_upload

KINDS = {"anh.jpg": ("JPEG", k.JPEG), "anh.png": ("PNG", k.PNG), "anh.webp": ("WEBP", k.WEBP)}
ORIENTATION, POSITION, MAKER = 0x0112, 0x8825, 0x010F


def kept(name: str, content: bytes) -> bytes:
    return check_upload(SimpleUploadedFile(name, content), (KINDS[name][1],)).upload.read()


@pytest.mark.parametrize("name", KINDS)
def test_position_maker_and_notes_of_a_photograph_are_not_stored(name):
    sent = made.photograph(KINDS[name][0])
    assert b"CANARY-VI-TRI" in sent and Image.open(io.BytesIO(sent)).getexif().get_ifd(POSITION)

    stored = kept(name, sent)

    exif = Image.open(io.BytesIO(stored)).getexif()
    assert b"CANARY-VI-TRI" not in stored
    assert not exif.get_ifd(POSITION) and MAKER not in exif


@pytest.mark.parametrize("turned", [1, 6])
@pytest.mark.parametrize("name", KINDS)
def test_photograph_looks_as_it_did(name, turned):
    """Point by point, with its colours, and the right way up."""
    sent = made.photograph(KINDS[name][0], turned)

    stored = kept(name, sent)

    before, after = Image.open(io.BytesIO(sent)), Image.open(io.BytesIO(stored))
    assert after.info["icc_profile"] == before.info["icc_profile"]
    assert after.getexif().get(ORIENTATION, 1) == turned
    upright = [ImageOps.exif_transpose(picture).convert("RGB") for picture in (before, after)]
    assert upright[0].size == upright[1].size
    assert ImageChops.difference(*upright).getbbox() is None


def test_progressive_photograph_of_several_scans_is_whole():
    out = io.BytesIO()
    Image.effect_noise((200, 200), 90).convert("RGB").save(out, "JPEG", progressive=True, comment=b"CANARY")

    stored = kept("anh.jpg", out.getvalue())

    before, after = (Image.open(io.BytesIO(content)).convert("RGB") for content in (out.getvalue(), stored))
    assert b"CANARY" not in stored
    assert ImageChops.difference(before, after).getbbox() is None


def test_what_hangs_behind_the_picture_is_not_stored():
    assert kept("anh.jpg", made.picture("JPEG") + made.photograph()) == made.picture("JPEG")
    assert kept("anh.png", made.picture("PNG") + made.office()) == made.picture("PNG")
    assert kept("anh.webp", made.picture("WEBP") + made.office()) == made.picture("WEBP")
