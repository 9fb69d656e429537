"""Forms of a signed copy: the file, and the word of the clerk where the file says something else than what was issued."""

from typing import Any

from django import forms
from django.conf import settings

from documents.models import SignedCopy
from ttdn_portal.shared.fields import UNREADABLE, LongTextField
from ttdn_portal.shared.file_kinds import PDF
from ttdn_portal.shared.uploads import CheckedFile, accept_of, check_upload

OTHER_FILE = "Tệp chờ xác nhận đã được thay bằng tệp khác. Xem lại điểm khác nhau của tệp mới rồi xác nhận."


class SignedCopyForm(forms.Form):
    """The scan, or the digitally signed file, of an issued plan."""

    file = forms.FileField(
        label="Bản đã ký",
        widget=forms.FileInput(attrs={"accept": accept_of((PDF,))}),
        error_messages={"empty": "Tệp rỗng. Mở tệp kiểm tra rồi chọn lại."},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields[
            "file"
        ].help_text = f"Tệp PDF, không quá {settings.UPLOAD_MAX_MB} MB: bản ký số (cổng kiểm tra chữ ký) hoặc bản quét. {UNREADABLE}"
        self.fields["file"].widget.attrs["data-ttdn-max-mb"] = settings.UPLOAD_MAX_MB

    def clean_file(self) -> CheckedFile:
        return check_upload(self.cleaned_data["file"], (PDF,))


class KeepAnywayForm(forms.Form):
    """The clerk has seen what differs, and says why this is the signed copy all the same."""

    # Which file was before the clerk's eyes.
    copy = forms.IntegerField(widget=forms.HiddenInput)
    is_seen = forms.BooleanField(
        label="Tôi đã xem điểm khác nhau; vẫn lưu tệp này làm bản đã ký",
        error_messages={"required": "Đánh dấu vào ô này nếu vẫn lưu, hoặc chọn tệp khác ở dưới."},
    )
    reason = LongTextField(
        label="Lý do vẫn lưu",
        rows=3,
        max_length=1000,
        error_messages={"required": "Ghi lý do vẫn lưu, hoặc chọn tệp khác ở dưới."},
        help_text="Ví dụ: bản giấy ký ngày khác, đã đính chính bằng công văn. Ghi vào nhật ký.",
    )

    def __init__(self, *args: Any, held: SignedCopy, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.held = held
        self.fields["copy"].initial = held.pk

    def clean(self) -> dict[str, Any]:
        if "copy" not in self.errors and self.cleaned_data["copy"] != self.held.pk:
            kept = {name: value for name, value in self.data.items() if name != "is_seen"}
            self.data = kept | {"copy": str(self.held.pk)}
            raise forms.ValidationError(OTHER_FILE)
        return self.cleaned_data
