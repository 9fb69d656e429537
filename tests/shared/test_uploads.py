"""What is taken as evidence, and the sentence for what is not."""

import io
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.shared import files as made
from ttdn_portal.shared import file_kinds as k
from ttdn_portal.shared.filenames import clean_filename
from ttdn_portal.shared.uploads import CappedUploadHandler, check_upload

KINDS = (k.PDF, k.DOCX, k.XLSX, k.PPTX, k.JPEG, k.PNG, k.WEBP)

GOOD = {
    "bao-cao.pdf": made.pdf(),
    "chi-khong-cho-in.pdf": made.pdf(owner="chu"),
    "phu-luc.docx": made.office(),
    "so-lieu.xlsx": made.office("xl/workbook.xml"),
    "trinh-chieu.pptx": made.office("ppt/presentation.xml"),
    "anh.jpg": made.picture("JPEG"),
    "anh.JPEG": made.picture("JPEG"),
    "anh.png": made.picture("PNG"),
    "anh.webp": made.picture("WEBP"),
    "mật độ bao phủ.pdf": made.pdf(),
    "anh-kem-zip.jpg": made.picture("JPEG") + made.office(),
}

# What hangs behind the end of a picture is not kept.
STORED = {"anh-kem-zip.jpg": made.picture("JPEG")}

NOT_TAKEN = "không thuộc loại được nhận"
BAD = {
    "trong.pdf": (b"", "là tệp rỗng"),
    "chuong-trinh.exe": (made.PROGRAM, NOT_TAKEN),
    "doi-ten.pdf": (made.PROGRAM, "nội dung không phải PDF"),
    "bao-cao.pdf.exe": (made.pdf(), NOT_TAKEN),
    "bao-cao": (made.pdf(), NOT_TAKEN),
    ".pdf": (made.HTML, "nội dung không phải PDF"),
    "trang.html": (made.HTML, NOT_TAKEN),
    "trang.pdf": (made.HTML, "nội dung không phải PDF"),
    "trang.docx": (made.HTML, "nội dung không phải tệp Office"),
    "hinh.svg": (made.SVG, NOT_TAKEN),
    "hinh.png": (made.SVG, "nội dung không phải ảnh"),
    "anh-khac-loai.png": (made.picture("JPEG"), "nội dung không phải ảnh"),
    "gif-va-pdf.pdf": (b"GIF89a" + made.pdf(), "nội dung không phải PDF"),
    "pdf-trong-word.docx": (made.pdf(), "nội dung không phải tệp Office"),
    "word-trong-excel.xlsx": (made.office(), "nội dung không đúng loại"),
    "zip-thuong.docx": (
        made.office(types="<Types/>").replace(b"word/document.xml", b"word/documant.xml"),
        "nội dung không đúng loại",
    ),
    "khoa.pdf": (made.pdf(password="bi-mat"), "được đặt mật khẩu"),
    "khoa.docx": (made.LOCKED_OFFICE, "được đặt mật khẩu"),
    "khoa-zip.xlsx": (made.zip_with_password_flag(), "được đặt mật khẩu"),
    "cu.docx": (made.OLD_WORD, "Office kiểu cũ"),
    "cu.doc": (made.OLD_WORD, NOT_TAKEN),
    "macro.docm": (made.office(extra={"word/vbaProject.bin": b"x"}), NOT_TAKEN),
    "macro.docx": (made.office(extra={"word/vbaProject.bin": b"x"}), "có mã lệnh (macro)"),
    "macro-khai-bao.docx": (
        made.office(types='<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'),
        "có mã lệnh (macro)",
    ),
    "xxe.docx": (made.office(body=made.XXE), "khai báo không an toàn"),
    "xxe-utf16.docx": (made.office(body=made.XXE.decode().encode("utf-16")), "khai báo không an toàn"),
    "xxe-quan-he.xlsx": (
        made.office("xl/workbook.xml", extra={"_rels/.rels": made.XXE}),
        "khai báo không an toàn",
    ),
    "bom.docx": (made.office_bomb(), "bung ra quá lớn"),
    "bom.pdf": (made.pdf_bomb(), "bung ra quá lớn"),
    "lu-diem-anh.png": (made.png_flood(), "là ảnh quá lớn"),
    "hong.pdf": (b"%PDF-1.7\n" + b"rac" * 50, "bị hỏng"),
    "cut.pdf": (made.pdf()[:60], "bị hỏng"),
    "khong-trang.pdf": (made.pdf(pages=0), "không có trang nào"),
    "hong.docx": (made.office()[:-40], "bị hỏng"),
    "hong.png": (made.picture("PNG")[:40], "bị hỏng"),
    "hong.webp": (b"RIFF\x00\x00\x00\x00WAVE", "bị hỏng"),
    "ma-lenh.pdf": (
        made.pdf(action={"/S": made.pikepdf.Name("/JavaScript"), "/JS": "app.alert(1)"}),
        "có mã lệnh chạy bên trong",
    ),
    "mo-chuong-trinh.pdf": (
        made.pdf(action={"/S": made.pikepdf.Name("/Launch"), "/F": "cmd.exe"}),
        "có mã lệnh chạy bên trong",
    ),
    "qua-nang.pdf": (made.pdf() + b"\0" * (20 * 1024 * 1024), "nặng quá 20 MB"),
}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    sent = SimpleUploadedFile("x", content)
    sent._name = name
    return sent


@pytest.mark.parametrize("name", GOOD)
def test_good_file_is_taken(name):
    checked = check_upload(upload(name, GOOD[name]), KINDS)

    assert checked.name == name
    assert checked.upload.read() == STORED.get(name, GOOD[name])


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_refused_with_its_own_sentence(name):
    content, sentence = BAD[name]

    with pytest.raises(ValidationError) as refused:
        check_upload(upload(name, content), KINDS)

    (message,) = refused.value.messages
    assert sentence in message
    assert message.startswith(f"“{clean_filename(name)}” ")
    assert message.endswith(".")


LONG = "ả" * 90 + ".pdf"

NAMES = {
    "báo cáo quý II.pdf": "báo cáo quý II.pdf",
    "../../etc/passwd": "passwd",
    "..\\..\\windows\\system32\\cmd.pdf": "cmd.pdf",
    "C:\\Users\\Lan\\Desktop\\bao cao.docx": "bao cao.docx",
    "/etc/passwd.pdf": "passwd.pdf",
    "..": "tep",
    ".": "tep",
    "": "tep",
    "   .pdf": "tep.pdf",
    ".pdf": "tep.pdf",
    "a\x00.pdf": "a.pdf",
    "a\r\nSet-Cookie: x.pdf": "aSet-Cookie_ x.pdf",
    "anh\u202egpj.exe": "anhgpj.exe",
    "bao\u200bcao\ufeff.pdf": "baocao.pdf",
    "CON.pdf": "_CON.pdf",
    "con": "_con",
    "NUL.tar.pdf": "_NUL.tar.pdf",
    "LPT1.docx": "_LPT1.docx",
    "CONG-VAN.pdf": "CONG-VAN.pdf",
    '<img src=x onerror="a">.png': "_img src=x onerror=_a__.png",
    "=cmd|' /C calc'!A0.xlsx": "C calc'!A0.xlsx",
    "bao cao .pdf": "bao cao.pdf",
    "bao cao.pdf. ": "bao cao.pdf",
    "a" * 300 + ".pdf": "a" * 251 + ".pdf",
    LONG: "ả" * 83 + ".pdf",
    unicodedata.normalize("NFD", "báo cáo tổng kết.pdf"): "báo cáo tổng kết.pdf",
    unicodedata.normalize("NFD", "ệ" * 80 + ".pdf"): "ệ" * 80 + ".pdf",
    "😀" * 80 + ".pdf": "😀" * 62 + ".pdf",
    "ten." + "x" * 300: "ten." + "x" * 251,
    "hồ sơ: 1/2?.pdf": "2_.pdf",
}


@pytest.mark.parametrize(("sent", "kept"), NAMES.items())
def test_name_is_kept_readable_and_made_harmless(sent, kept):
    name = clean_filename(sent)

    assert name == kept
    assert 0 < len(name.encode()) <= 255
    assert clean_filename(name) == name


class FullDisk(io.BytesIO):
    """A temporary file on a disk without room."""

    name = "/nonexistent/upload"

    def write(self, data):
        raise OSError(28, "No space left on device")


def test_upload_to_a_full_disk_is_a_sentence(monkeypatch):
    handler = CappedUploadHandler()
    handler.new_file("files", "anh.pdf", "application/pdf", None)
    handler.file.file.close()
    monkeypatch.setattr(handler.file, "file", FullDisk())

    handler.receive_data_chunk(b"%PDF-1.7", 0)
    sent = handler.file_complete(8)

    with pytest.raises(ValidationError, match="kho lưu trữ tạm đầy"):
        check_upload(sent, KINDS)


def test_upload_beyond_the_limit_keeps_nothing_of_it(settings):
    settings.UPLOAD_MAX_MB = 1
    handler = CappedUploadHandler()
    handler.new_file("files", "anh.pdf", "application/pdf", None)

    for _ in range(3):
        handler.receive_data_chunk(b"x" * 600_000, 0)
    sent = handler.file_complete(1_800_000)

    assert sent.size == 1_800_000
    with open(sent.temporary_file_path(), "rb") as kept:
        assert len(kept.read()) <= 600_000
    with pytest.raises(ValidationError, match="nặng quá 1 MB"):
        check_upload(sent, KINDS)
    sent.close()
