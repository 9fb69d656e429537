"""Stored values and their Vietnamese words."""

from django.db import models


class LocalityKind(models.TextChoices):
    PROVINCE = "PROVINCE", "tỉnh"
    CITY = "CITY", "thành phố trực thuộc trung ương"


class AgencyKind(models.TextChoices):
    PEOPLES_COMMITTEE = "PEOPLES_COMMITTEE", "UBND cấp tỉnh"
    STEERING_COMMITTEE = "STEERING_COMMITTEE", "Ban Chỉ đạo"
    PARTY_BODY = "PARTY_BODY", "cơ quan Đảng"
    DEPARTMENT = "DEPARTMENT", "sở, ban, ngành"
    COMMUNE = "COMMUNE", "UBND cấp xã"
    DISTRICT = "DISTRICT", "UBND cấp huyện (đến 30/6/2025)"
    MEDIA = "MEDIA", "cơ quan báo chí"
    MASS_ORGANIZATION = "MASS_ORGANIZATION", "đoàn thể, hội"
    ARMED_FORCES = "ARMED_FORCES", "lực lượng vũ trang"
    CENTRAL = "CENTRAL", "cơ quan Trung ương"
    OTHER = "OTHER", "cơ quan khác"


class ReorganisationKind(models.TextChoices):
    RENAME = "RENAME", "đổi tên"
    MERGE = "MERGE", "sáp nhập, hợp nhất"
    SPLIT = "SPLIT", "chia, tách"


class Role(models.TextChoices):
    """What a person may do, through a membership in an agency."""

    OFFICER = "OFFICER", "chuyên viên"
    AGENCY_LEADER = "AGENCY_LEADER", "lãnh đạo đơn vị"
    STANDING_OFFICER = "STANDING_OFFICER", "chuyên viên cơ quan thường trực"
    SIGNER = "SIGNER", "người ký"
    CLERK = "CLERK", "văn thư"
    COMMITTEE_MEMBER = "COMMITTEE_MEMBER", "thành viên Ban Chỉ đạo"
    LOCALITY_ADMIN = "LOCALITY_ADMIN", "quản trị địa phương"
    MINISTRY_VIEWER = "MINISTRY_VIEWER", "người xem của Bộ"


class CommitteeRole(models.TextChoices):
    CHAIR = "CHAIR", "Trưởng ban"
    VICE_CHAIR = "VICE_CHAIR", "Phó Trưởng ban"
    STANDING_MEMBER = "STANDING_MEMBER", "Ủy viên thường trực"
    MEMBER = "MEMBER", "Ủy viên"
    SECRETARIAT = "SECRETARIAT", "Tổ giúp việc"


class DayKind(models.TextChoices):
    DAY_OFF = "DAY_OFF", "ngày nghỉ"
    WORKING = "WORKING", "ngày làm bù"


class NoticeKind(models.TextChoices):
    REPORT_DUE = "REPORT_DUE", "báo cáo đến hạn"
    TASK_DUE = "TASK_DUE", "nhiệm vụ đến hạn"
    REPORT_RETURNED = "REPORT_RETURNED", "báo cáo bị trả lại"
    REPORT_ACCEPTED = "REPORT_ACCEPTED", "báo cáo được tiếp nhận"
    EXTENSION_ASKED = "EXTENSION_ASKED", "đề nghị gia hạn"
    EXTENSION_ANSWERED = "EXTENSION_ANSWERED", "trả lời đề nghị gia hạn"
    REPORT_SUBMITTED = "REPORT_SUBMITTED", "báo cáo mới gửi"
    CONTRIBUTION_ASKED = "CONTRIBUTION_ASKED", "được xin phối hợp"
    CONTRIBUTION_DUE = "CONTRIBUTION_DUE", "trả lời phối hợp đến hạn"
    CONTRIBUTION_SENT = "CONTRIBUTION_SENT", "trả lời phối hợp mới"
    HANDED_OVER = "HANDED_OVER", "nhận bàn giao"
    DOCUMENT_READY = "DOCUMENT_READY", "văn bản đã xuất xong"
    PLAN_MOVED = "PLAN_MOVED", "kế hoạch chuyển bước"
    PLAN_ISSUED = "PLAN_ISSUED", "kế hoạch được ban hành"
    COMMENT_ASKED = "COMMENT_ASKED", "được lấy ý kiến"
    COMMENT_DUE = "COMMENT_DUE", "góp ý đến hạn"
    COMMENT_SENT = "COMMENT_SENT", "góp ý mới"
    COMMENT_ANSWERED = "COMMENT_ANSWERED", "góp ý được trả lời"
    MEETING_MOVED = "MEETING_MOVED", "thông báo kết luận chuyển bước"
    DIRECTION_GIVEN = "DIRECTION_GIVEN", "ý kiến chỉ đạo mới"
    DIRECTION_CHANGED = "DIRECTION_CHANGED", "ý kiến chỉ đạo thay đổi"
    DIRECTION_DUE = "DIRECTION_DUE", "ý kiến chỉ đạo đến hạn"
    DIRECTION_ANSWERED = "DIRECTION_ANSWERED", "ý kiến chỉ đạo được trả lời"
    PRESS_ASSIGNED = "PRESS_ASSIGNED", "được giao phản hồi báo chí"
    PRESS_DUE = "PRESS_DUE", "phản hồi báo chí đến hạn"
    PRESS_ANSWERED = "PRESS_ANSWERED", "đã phản hồi báo chí"


class MailingStatus(models.TextChoices):
    PENDING = "PENDING", "chờ gửi"
    SENDING = "SENDING", "đang gửi"
    SENT = "SENT", "đã gửi"
    FAILED = "FAILED", "gửi không được"
    NO_ADDRESS = "NO_ADDRESS", "không có địa chỉ thư"


class MailingPurpose(models.TextChoices):
    DIGEST = "DIGEST", "nhắc việc buổi sáng"
    IMMEDIATE = "IMMEDIATE", "báo ngay"
    INVITATION = "INVITATION", "liên kết đặt mật khẩu"
    RESET = "RESET", "quên mật khẩu"


# Words an address already uses at the place where a locality's code stands.
RESERVED_CODES = frozenset(
    "dang-nhap dang-xuat quan-tri mat-khau tai-khoan bo livez healthz static thong-bao tim tai-lieu ho-tro".split()
)
