"""Stored values and their Vietnamese words."""

from django.db import models


class PlanKind(models.TextChoices):
    ANNUAL = "ANNUAL", "kế hoạch năm"
    MULTI_YEAR = "MULTI_YEAR", "kế hoạch giai đoạn"


class PlanStatus(models.TextChoices):
    DRAFT = "DRAFT", "dự thảo"
    CONSULTING = "CONSULTING", "đang lấy ý kiến"
    SUBMITTED = "SUBMITTED", "đã trình"
    RETURNED = "RETURNED", "bị trả lại"
    APPROVED = "APPROVED", "đã phê duyệt"
    ISSUED = "ISSUED", "đã ban hành"
    CLOSED = "CLOSED", "đã tổng kết"
    REPLACED = "REPLACED", "bị thay thế"
    REVOKED = "REVOKED", "bị bãi bỏ"


# Issued once: seen by the whole locality, frozen, and reported on.
PUBLIC_STATUSES = (PlanStatus.ISSUED, PlanStatus.CLOSED, PlanStatus.REPLACED, PlanStatus.REVOKED)
EDITABLE_STATUSES = (PlanStatus.DRAFT, PlanStatus.CONSULTING, PlanStatus.RETURNED)


class DraftPart(models.TextChoices):
    """A part of a plan's text that a remark can be about; the value is the plan's column where it is one."""

    WHOLE = "whole", "Toàn bộ dự thảo"
    BASES = "bases", "Căn cứ"
    OPENING = "opening", "Câu mở đầu"
    PURPOSES = "purposes", "Mục đích"
    REQUIREMENTS = "requirements", "Yêu cầu"
    BUDGET = "budget_text", "Kinh phí thực hiện"
    ORGANISATION = "organisation", "Tổ chức thực hiện"
    RECIPIENTS = "recipients", "Nơi nhận"


# The word of each part in addresses, as its anchor on the plan's page.
PART_WORDS = {
    DraftPart.BASES: "can-cu",
    DraftPart.OPENING: "mo-dau",
    DraftPart.PURPOSES: "muc-dich",
    DraftPart.REQUIREMENTS: "yeu-cau",
    DraftPart.BUDGET: "kinh-phi",
    DraftPart.ORGANISATION: "to-chuc-thuc-hien",
    DraftPart.RECIPIENTS: "noi-nhan",
}


class ReplyStatus(models.TextChoices):
    """Where the reply of one body asked for comments stands."""

    WAITING = "WAITING", "chưa trả lời"
    AGENCY_REVIEW = "AGENCY_REVIEW", "chờ lãnh đạo đơn vị"
    REPLIED = "REPLIED", "đã trả lời"


class Verdict(models.TextChoices):
    """What a body says of the draft."""

    AGREED = "AGREED", "thống nhất"
    COMMENTED = "COMMENTED", "có ý kiến"


class CommentAnswer(models.TextChoices):
    """What the drafter makes of a comment."""

    ACCEPTED = "ACCEPTED", "tiếp thu"
    EXPLAINED = "EXPLAINED", "giải trình"


class IssueForm(models.TextChoices):
    PLAN = "PLAN", "kế hoạch (KH-UBND)"
    DECISION = "DECISION", "quyết định kèm kế hoạch (QĐ-UBND)"
    COMMITTEE_PLAN = "COMMITTEE_PLAN", "kế hoạch của Ban Chỉ đạo"


# How each form's symbol begins (NĐ 30/2020, Phụ lục III).
TYPE_WORDS = {IssueForm.PLAN: "KH", IssueForm.DECISION: "QĐ", IssueForm.COMMITTEE_PLAN: "KH"}


class PointAnswer(models.TextChoices):
    """What the drafter did about a point of the signer."""

    FIXED = "FIXED", "đã sửa"
    KEPT = "KEPT", "giữ nguyên"


class AmendmentStatus(models.TextChoices):
    DRAFT = "DRAFT", "dự thảo"
    SUBMITTED = "SUBMITTED", "đã trình"
    RETURNED = "RETURNED", "bị trả lại"
    APPROVED = "APPROVED", "đã phê duyệt"
    ISSUED = "ISSUED", "đã ban hành"


# A drafter writes an amendment in these.
OPEN_AMENDMENT = (AmendmentStatus.DRAFT, AmendmentStatus.RETURNED)


class AmendmentPaper(models.TextChoices):
    """What an amendment is issued as."""

    DECISION = "DECISION", "quyết định điều chỉnh, bổ sung kế hoạch"
    PLAN = "PLAN", "kế hoạch điều chỉnh, bổ sung"


class ChangeKind(models.TextChoices):
    EDIT_TASK = "EDIT_TASK", "điều chỉnh nhiệm vụ"
    ADD_TASK = "ADD_TASK", "bổ sung nhiệm vụ"
    WITHDRAW_TASK = "WITHDRAW_TASK", "rút nhiệm vụ"
    EDIT_TEXT = "EDIT_TEXT", "điều chỉnh phần lời"
    EDIT_GROUP = "EDIT_GROUP", "điều chỉnh tên nội dung"
    ADD_GROUP = "ADD_GROUP", "bổ sung nội dung"


class Rhythm(models.TextChoices):
    ONCE = "ONCE", "theo thời hạn"
    REGULAR = "REGULAR", "thường xuyên"
    MONTHLY = "MONTHLY", "hằng tháng"
    QUARTERLY = "QUARTERLY", "hằng quý"
    HALF_YEARLY = "HALF_YEARLY", "6 tháng một lần"


class FundingSource(models.TextChoices):
    STATE_BUDGET = "STATE_BUDGET", "ngân sách nhà nước"
    PRIVATE_FUNDING = "PRIVATE_FUNDING", "xã hội hóa"
    MIXED = "MIXED", "ngân sách nhà nước và xã hội hóa"
    OTHER = "OTHER", "nguồn hợp pháp khác"


class TaskState(models.TextChoices):
    """The five states, computed from dates and results, never stored.

    BC 1270/BC-TCTTTg (2017) counts done on time, done late, in term, overdue; *chưa bắt đầu* is the
    part of those in term that has not begun.
    """

    DONE = "done", "hoàn thành đúng hạn"
    DONE_LATE = "late_done", "hoàn thành quá hạn"
    GOING = "going", "đang thực hiện, trong hạn"
    LATE = "late", "chưa hoàn thành, quá hạn"
    IDLE = "idle", "chưa bắt đầu"


class DirectionState(models.TextChoices):
    """How a direction stands on a day, by the words in the address of the list; what is late waits too."""

    WAITING = "cho", "chờ trả lời"
    LATE = "qua-han", "quá hạn trả lời"
    ANSWERED = "xong", "đã trả lời"
    WITHDRAWN = "rut", "đã rút"


class LastReport(models.TextChoices):
    """Where the latest report of a task stands, pushed down by `reports`."""

    NONE = "", "chưa có báo cáo"
    DRAFT = "DRAFT", "đang viết"
    AGENCY_REVIEW = "AGENCY_REVIEW", "chờ lãnh đạo đơn vị"
    SUBMITTED = "SUBMITTED", "chờ xem xét"
    RETURNED = "RETURNED", "bị trả lại"
    ACCEPTED = "ACCEPTED", "đã tiếp nhận"


# What stands wherever a task managed under the secrecy regime would show its content.
SECRET_TASK_TITLE = "Nhiệm vụ quản lý theo chế độ mật"  # noqa: S105 - a title, not a password


# How the log words the acts on plans, groups and tasks; acts of one name on other rows have words of their own.
ACTION_LABELS = {
    "give_to_heir": "Cơ quan kế thừa thực hiện tiếp",
    "direction.give": "Giao ý kiến chỉ đạo",
    "direction.answer": "Trả lời ý kiến chỉ đạo",
    "direction.move_day": "Đổi hạn ý kiến chỉ đạo",
    "direction.withdraw": "Rút ý kiến chỉ đạo",
    "plan.create": "Lập kế hoạch",
    "plan.transcribe": "Chép lại từ nguồn công khai",
    "plan.edit": "Sửa nội dung",
    "add_group": "Thêm nội dung",
    "edit_group": "Sửa nội dung",
    "add_task": "Thêm nhiệm vụ",
    "edit_task": "Sửa nhiệm vụ",
    "move_group": "Chuyển thứ tự nội dung",
    "move_task": "Chuyển thứ tự nhiệm vụ",
    "delete_group": "Xóa nội dung",
    "delete_task": "Xóa nhiệm vụ",
    "save_template": "Lưu thành mẫu",
    "drop_template": "Bỏ mẫu",
    "cite_basis": "Dẫn căn cứ",
    "drop_basis": "Bỏ căn cứ",
    "copy_tasks": "Chép nội dung, nhiệm vụ từ kế hoạch khác",
    "plan.consult": "Gửi lấy ý kiến",
    "plan.end_consultation": "Kết thúc lấy ý kiến",
    "consultation.move_reply_date": "Đổi hạn trả lời góp ý",
    "plan.submit": "Trình ký",
    "carry_over": "Chuyển nhiệm vụ chưa xong sang kế hoạch sau",
    "check_form": "Kiểm tra thể thức",
    "answer_point": "Trả lời điểm cần sửa",
    "plan.approve": "Phê duyệt",
    "plan.send_back": "Trả lại kế hoạch",
    "plan.issue": "Ban hành",
    "plan.close": "Ghi nhận tổng kết",
    "plan.close_by_review": "Tổng kết theo báo cáo năm",
    "plan.replace": "Ghi nhận bị thay thế",
    "plan.revoke": "Ghi nhận bị bãi bỏ",
    "amendment.create": "Lập dự thảo điều chỉnh",
    "amendment.edit": "Sửa phần chung của dự thảo điều chỉnh",
    "discard_amendment": "Bỏ dự thảo điều chỉnh",
    "amendment.submit": "Trình ký văn bản điều chỉnh",
    "amendment.approve": "Phê duyệt văn bản điều chỉnh",
    "amendment.send_back": "Trả lại dự thảo điều chỉnh",
    "amendment.issue": "Ban hành văn bản điều chỉnh",
    "save_change": "Ghi phần điều chỉnh",
    "remove_change": "Bỏ phần điều chỉnh",
    "issue_amendment": "Ban hành văn bản điều chỉnh",
    "apply_amendment": "Điều chỉnh có hiệu lực",
    "correct": "Đính chính",
    "add_comment": "Thêm ý kiến góp ý",
    "edit_comment": "Sửa ý kiến góp ý",
    "remove_comment": "Xóa ý kiến góp ý",
    "answer_comment": "Trả lời ý kiến góp ý",
    "consultedbody.ask_sign_off": "Trình lãnh đạo đơn vị ý kiến góp ý",
    "consultedbody.take_back": "Lấy ý kiến góp ý về sửa",
    "consultedbody.give_back": "Chuyển lại người viết góp ý",
    "consultedbody.sign_off": "Duyệt và gửi ý kiến góp ý",
    "consultedbody.reply": "Gửi ý kiến góp ý",
    "consultedbody.withdraw": "Rút ý kiến góp ý",
    "consultedbody.reopen": "Mở lại để bổ sung góp ý",
    "consultedbody.record": "Ghi thay ý kiến nhận bằng văn bản",
    "fill_blank": "Bổ sung chỗ nguồn không nêu",
    "file_signed_copy": "Lưu bản đã ký",
    "mark_secret_done": "Ghi nhận tình trạng nhiệm vụ mật",
}
