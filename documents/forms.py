"""What an office writes about itself on its papers."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from agencies.choices import AgencyKind
from agencies.models import Agency, Locality
from documents.choices import Layout
from documents.models import WORDS, OfficeWording
from documents.papers import lines_of
from ttdn_portal.shared.fields import LongTextField, PlainTextField
from ttdn_portal.shared.forms import RowForm

# Who issues papers through the portal.
ISSUING_KINDS = (
    AgencyKind.PEOPLES_COMMITTEE,
    AgencyKind.STEERING_COMMITTEE,
    AgencyKind.PARTY_BODY,
    AgencyKind.DEPARTMENT,
)
KEPT_LAST = "Dòng cuối phải là “Lưu: …”."
MOST_LINES, LONGEST_LINE = 40, 200


class WordingForm(RowForm):
    """Letterhead, place, signers, recipients, the words of a công văn."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    parent_name = LongTextField(
        label="Cơ quan chủ quản",
        rows=2,
        max_length=160,
        required=False,
        help_text="Dòng trên, chữ đứng. UBND cấp tỉnh không ghi. Xuống dòng ở đâu thì in xuống dòng ở đó.",
    )
    issuer_name = LongTextField(
        label="Tên cơ quan ban hành",
        rows=2,
        max_length=200,
        help_text="In hoa khi ra văn bản. Xuống dòng ở đâu thì in xuống dòng ở đó; tên dài không xuống dòng thì cổng ngắt theo nghĩa.",
    )
    place_name = PlainTextField(
        label="Địa danh", max_length=80, help_text="Ví dụ: Thành phố Hồ Chí Minh; Hà Nội."
    )
    signing_authority = LongTextField(
        label="Thẩm quyền ký",
        required=False,
        rows=3,
        max_length=400,
        help_text="Mỗi dòng một cấp: TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH. Để trống thì in chức vụ người đứng đầu.",
    )
    recipients = LongTextField(
        label="Nơi nhận",
        required=False,
        rows=6,
        max_length=4000,
        help_text="Mỗi dòng một nơi, dòng cuối là “Lưu: …”. Không cần gạch đầu dòng và dấu chấm phẩy.",
    )
    letter_symbol = PlainTextField(
        label="Ký hiệu công văn",
        max_length=40,
        required=False,
        help_text="Ví dụ: UBND-VX; theo thể thức Đảng: CV/BCĐ.",
    )
    letter_authority = LongTextField(label="Thẩm quyền ký công văn", required=False, rows=3, max_length=400)
    letter_recipients = LongTextField(
        label="Nơi nhận công văn",
        required=False,
        rows=4,
        max_length=4000,
        help_text="Dòng đầu là “Như trên”, dòng cuối là “Lưu: …”.",
    )
    contact_line = PlainTextField(
        label="Dòng liên hệ của công văn",
        max_length=300,
        required=False,
        help_text="In ở chân trang thứ nhất của công văn: địa chỉ, thư điện tử, trang thông tin, điện thoại.",
    )
    drafter_code = PlainTextField(
        label="Ký hiệu người soạn thảo, số bản",
        max_length=30,
        required=False,
        help_text="In sau dòng “Lưu: …”, ví dụ: NVA.(10).",
    )

    class Meta:
        model = OfficeWording
        fields = WORDS

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def clean_recipients(self) -> str:
        return self._listed("recipients")

    def clean_letter_recipients(self) -> str:
        text = self._listed("letter_recipients")
        lines = lines_of(text)
        if lines and not lines[0].lower().startswith("như trên"):
            raise forms.ValidationError("Dòng đầu phải là “Như trên”.")
        return text

    def _listed(self, name: str) -> str:
        """A list of recipients ends with where the copy is kept (NĐ 30/2020, Phụ lục I, box 9b)."""
        text: str = self.cleaned_data[name]
        lines = lines_of(text)
        if lines and not lines[-1].lower().startswith("lưu"):
            raise forms.ValidationError(KEPT_LAST)
        if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
            raise forms.ValidationError(
                f"Nhiều nhất {MOST_LINES} nơi nhận, mỗi nơi không quá {LONGEST_LINE} ký tự."
            )
        return text


class WordingStartForm(forms.Form):
    """Whose words, in which layout."""

    agency = forms.ModelChoiceField(
        label="Cơ quan", queryset=Agency.objects.none(), empty_label="Chọn cơ quan"
    )
    layout = forms.ChoiceField(label="Thể thức", choices=Layout, widget=forms.RadioSelect)

    def __init__(self, *args: Any, locality: Locality, **kwargs: Any):
        super().__init__(*args, **kwargs)
        today = Agency.objects.filter(locality=locality, kind__in=ISSUING_KINDS).effective_on(
            timezone.localdate()
        )
        field = self.fields["agency"]
        field.queryset = today.order_by("sort_key")
        field.label_from_instance = lambda agency: agency.name

    def clean(self) -> dict[str, Any]:
        chosen = {name: self.cleaned_data.get(name) for name in ("agency", "layout")}
        if all(chosen.values()) and OfficeWording.objects.filter(Q(**chosen)).exists():
            self.add_error("agency", "Cơ quan này đã có mẫu chữ cho thể thức ấy; mở mẫu đó để sửa.")
        return self.cleaned_data
