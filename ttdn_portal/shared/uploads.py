"""Files that people send: what is taken, and the sentence for what is not.

A file is taken by extension and by content alike; it is stored under a name of the portal's own and
sent back only as an attachment.
"""

import contextlib
import io
import os
import struct
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import FileResponse, Http404

from ttdn_portal.shared.file_kinds import FileKind, Refused
from ttdn_portal.shared.filenames import clean_filename, extension_of
from ttdn_portal.shared.first_pages import text_of_first_pages
from ttdn_portal.shared.secrecy import markings, sentence_for

SAFE_TO_SEND = "default-src 'none'; sandbox"


@dataclass(frozen=True)
class CheckedFile:
    """An upload that was looked at: its harmless name and the type it will be sent back with."""

    upload: UploadedFile
    name: str
    content_type: str


def check_upload(upload: UploadedFile, kinds: tuple[FileKind, ...]) -> CheckedFile:
    """`upload` as it may be stored, or ValidationError with the one sentence that says why not."""
    name = clean_filename(upload.name or "")
    try:
        kind = _kind_of(upload, name, kinds)
        kind.inspect(upload.file or upload)  # type: ignore[arg-type]
        _refuse_marked(upload, name, kind)
        upload = _bare(upload, kind)
    except Refused as refusal:
        raise ValidationError(f"“{name}” {refusal}") from refusal
    finally:
        with contextlib.suppress(OSError, ValueError):
            upload.seek(0)
    return CheckedFile(upload=upload, name=name, content_type=kind.content_type)


def _kind_of(upload: UploadedFile, name: str, kinds: tuple[FileKind, ...]) -> FileKind:
    """The kind that extension and size allow it to be."""
    kind = next((kind for kind in kinds if extension_of(name) in kind.extensions), None)
    if kind is None:
        raise Refused(f"không thuộc loại được nhận. Chỉ nhận: {labels_of(kinds)}.")
    if getattr(upload, "storage_failed", False):
        raise Refused("chưa nhận được vì kho lưu trữ tạm đầy. Thử lại sau.")
    if not upload.size:
        raise Refused("là tệp rỗng. Mở tệp kiểm tra rồi chọn lại.")
    if upload.size > settings.UPLOAD_MAX_MB * 1024 * 1024:
        raise Refused(f"nặng quá {settings.UPLOAD_MAX_MB} MB. Giảm dung lượng rồi chọn lại.")
    return kind


def _refuse_marked(upload: UploadedFile, name: str, kind: FileKind) -> None:
    """No file whose name or first pages bear a secrecy marking."""
    stem = name.rpartition(".")[0].replace("_", " ").replace("-", " ")
    text = text_of_first_pages(upload.file or upload, kind.text)  # type: ignore[arg-type]
    found = [*markings(text), *markings(f"({stem})" if " " not in stem else stem)]
    if found:
        raise Refused(f"không được nhận. {sentence_for(found[0])}")


def _bare(upload: UploadedFile, kind: FileKind) -> UploadedFile:
    """The upload as it is stored: a photograph loses its position, anything else stays as it came."""
    if kind.bare is None:
        return upload
    upload.seek(0)
    try:
        content = kind.bare(upload.read())
    except (ValueError, IndexError, struct.error) as error:
        raise Refused("bị hỏng, không mở được. Lưu lại rồi chọn lại.") from error
    return SimpleUploadedFile(upload.name or "", content, kind.content_type)


def labels_of(kinds: tuple[FileKind, ...]) -> str:
    return ", ".join(kind.label for kind in kinds)


def accept_of(kinds: tuple[FileKind, ...]) -> str:
    """The value of an input's `accept`."""
    return ",".join(extension for kind in kinds for extension in kind.extensions)


def send_file(file: Any, *, name: str, content_type: str) -> FileResponse:
    """A stored file as an attachment that no browser runs; 404 where the store has lost it."""
    try:
        opened = file.open("rb")
    except OSError as error:
        raise Http404("the file is not in the store") from error
    response = FileResponse(
        opened, as_attachment=True, filename=name, content_type=content_type or "application/octet-stream"
    )
    response["Content-Security-Policy"] = SAFE_TO_SEND
    response["X-Content-Type-Options"] = "nosniff"
    return response


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Streams to a temporary file; keeps nothing beyond the limit, and a full disk is a sentence, not an error."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.received, self.failed = 0, False
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            self.failed = True
            self.file = UploadedFile(  # type: ignore[assignment]
                io.BytesIO(), self.file_name, self.content_type, 0, self.charset
            )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.failed:
            return
        if self.received > settings.UPLOAD_MAX_MB * 1024 * 1024:
            self._drop()
            return
        try:
            self.file.write(raw_data)
        except OSError:
            self.failed = True
            self._drop()

    def file_complete(self, file_size: int) -> UploadedFile:
        try:
            self.file.seek(0)
        except OSError:
            self.failed = True
            self._drop()
        self.file.size = file_size
        self.file.storage_failed = self.failed  # type: ignore[attr-defined]
        return self.file

    def upload_interrupted(self) -> None:
        if isinstance(getattr(self, "file", None), TemporaryUploadedFile):
            super().upload_interrupted()

    def _drop(self) -> None:
        """Give the room back at once; the size is still counted."""
        if isinstance(self.file, TemporaryUploadedFile):
            with contextlib.suppress(OSError):
                os.truncate(self.file.temporary_file_path(), 0)
