"""Stored values and their Vietnamese words."""

from django.db import models


class BasisState(models.TextChoices):
    IN_FORCE = "IN_FORCE", "còn hiệu lực"
    AMENDED = "AMENDED", "đã sửa đổi, bổ sung"
    REPLACED = "REPLACED", "hết hiệu lực, bị thay thế"


class Layout(models.TextChoices):
    """Which rules of form a paper follows; chosen per document, never guessed."""

    STATE = "STATE", "Nhà nước (Nghị định 30/2020/NĐ-CP)"
    PARTY = "PARTY", "Đảng (Hướng dẫn 36-HD/VPTW)"


class DocumentStatus(models.TextChoices):
    PENDING = "PENDING", "đang chờ"
    BUILDING = "BUILDING", "đang dựng"
    READY = "READY", "đã xong"
    FAILED = "FAILED", "không dựng được"
    CANCELLED = "CANCELLED", "đã hủy"


class DocumentFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"


class SignatureState(models.TextChoices):
    """What a filed copy's digital signatures say when it is filed."""

    NONE = "NONE", "không ký số"
    VALID = "VALID", "chữ ký số hợp lệ"
    SOUND = "SOUND", "chữ ký số nguyên vẹn"
    UNTRUSTED = "UNTRUSTED", "chưa rõ tổ chức cấp chứng thư"
    CHANGED = "CHANGED", "tệp bị sửa sau khi ký số"
    BROKEN = "BROKEN", "chữ ký số không còn giá trị"
    UNREADABLE = "UNREADABLE", "chưa đọc được chữ ký số"


class ComparisonState(models.TextChoices):
    """What a filed copy says beside the file that was issued."""

    UNCOMPARED = "UNCOMPARED", "chưa đối chiếu được"
    IDENTICAL = "IDENTICAL", "đúng tệp đã ban hành"
    MATCHING = "MATCHING", "nội dung khớp"
    DIFFERENT = "DIFFERENT", "nội dung khác bản đã ban hành"
    SCAN = "SCAN", "bản quét, không đối chiếu được chữ"


class DocumentKind(models.TextChoices):
    """Kinds of paper; the stored value is the word used in addresses and on the command line."""

    PLAN = "ke-hoach", "kế hoạch"
    DECISION = "quyet-dinh", "quyết định ban hành"
    ANNEX = "phu-luc", "phụ lục phân công nhiệm vụ"
    COMMENTS = "gop-y", "bảng tiếp thu, giải trình"
    AMENDMENT = "dieu-chinh", "kế hoạch điều chỉnh"
    REPORT = "bao-cao", "báo cáo"
    REMINDER = "don-doc", "công văn đôn đốc"
    SUBMISSION = "to-trinh", "tờ trình"
    CONCLUSION = "thong-bao", "thông báo kết luận"
    OVERVIEW = "tong-quan", "trang tổng quan"


# How the log words the acts on papers.
ACTION_LABELS = {
    "add_basis": "Thêm căn cứ vào thư viện",
    "export": "Xuất văn bản",
    "cancel_export": "Hủy việc xuất",
    "retry_export": "Dựng lại văn bản",
    "discard_export": "Bỏ văn bản đã xuất",
}
