"""What an agency says it has done about a direction."""

from django import forms

from ttdn_portal.shared.fields import LongTextField

ANSWER_LIMIT = 4000


class AnswerForm(forms.Form):
    answer = LongTextField(
        label="Kết quả thực hiện",
        rows=6,
        max_length=ANSWER_LIMIT,
        help_text="Nói rõ đã làm gì, kết quả ra sao. Gửi rồi thì không sửa được.",
    )
