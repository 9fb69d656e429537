"""What the form of an official paper consists of, as the list of who checks it (NĐ 30/2020, Phụ lục I)."""

from dataclasses import dataclass

from django.utils.text import capfirst

from documents.choices import Layout
from plans.choices import IssueForm
from plans.models import Plan
from ttdn_portal.shared.text import squeeze


@dataclass(frozen=True)
class FormPoint:
    """One component of the form as the paper has it; `doubt` where it looks wrong."""

    label: str
    value: str
    doubt: str = ""


def form_points(plan: Plan) -> list[FormPoint]:
    """The components that the portal can't answer for alone; heading, margins and sizes are its own."""
    authority = " / ".join(line.strip() for line in plan.signing_authority.splitlines() if line.strip())
    recipients = plan.recipient_lines
    bases = plan.basis_rows.count()
    return [
        FormPoint("Thể thức", plan.get_layout_display(), _form_doubt(plan)),
        FormPoint("Hình thức ban hành", capfirst(plan.get_issue_form_display())),
        FormPoint("Cơ quan ban hành", plan.issuer.name),
        FormPoint("Ký hiệu", plan.symbol, _symbol_doubt(plan)),
        FormPoint("Địa danh", plan.place_name or plan.locality.seat),
        FormPoint("Trích yếu", plan.title, _title_doubt(plan)),
        FormPoint("Căn cứ", f"{bases} căn cứ" if bases else "", "" if bases else "Chưa dẫn căn cứ nào."),
        FormPoint("Thẩm quyền ký", authority, "" if authority else "Chưa ghi thẩm quyền ký."),
        FormPoint("Nơi nhận", " ".join(recipients), _recipients_doubt(recipients)),
    ]


def _form_doubt(plan: Plan) -> str:
    if plan.issue_form == IssueForm.DECISION and plan.layout == Layout.PARTY:
        return "Quyết định kèm kế hoạch theo mẫu của Nhà nước, không theo thể thức của Đảng."
    return ""


def _symbol_doubt(plan: Plan) -> str:
    usual = plan.usual_symbol
    return "" if plan.symbol == usual else f"Với hình thức này thường là {usual}."


def _title_doubt(plan: Plan) -> str:
    return "" if squeeze(plan.title).startswith("Kế hoạch ") else "Trích yếu thường bắt đầu bằng “Kế hoạch”."


def _recipients_doubt(lines: list[str]) -> str:
    if not lines:
        return "Chưa có nơi nhận."
    return "" if lines[-1].startswith("Lưu:") else "Dòng cuối của nơi nhận phải là “Lưu: …”."
