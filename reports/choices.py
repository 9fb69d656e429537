"""Stored values and their Vietnamese words."""

from django.db import models


class PeriodKind(models.TextChoices):
    MONTH = "MONTH", "tháng"
    QUARTER = "QUARTER", "quý"
    HALF_YEAR = "HALF_YEAR", "6 tháng"
    YEAR = "YEAR", "năm"
    LOCAL = "LOCAL", "kỳ của địa phương"
    AD_HOC = "AD_HOC", "đột xuất"


class DeadlineLevel(models.TextChoices):
    """Who sends to whom by a deadline of a period (NĐ 09/2019/NĐ-CP, Điều 8.5: one for each level)."""

    AGENCY = "AGENCY", "các cơ quan gửi cơ quan thường trực"
    STANDING = "STANDING", "cơ quan thường trực trình UBND"
    MINISTRY = "MINISTRY", "UBND gửi Bộ"


class ExtensionStatus(models.TextChoices):
    PENDING = "PENDING", "chờ trả lời"
    GRANTED = "GRANTED", "được gia hạn"
    REFUSED = "REFUSED", "không được gia hạn"
    WITHDRAWN = "WITHDRAWN", "đã rút đề nghị"


class ReportStatus(models.TextChoices):
    DRAFT = "DRAFT", "đang viết"
    AGENCY_REVIEW = "AGENCY_REVIEW", "chờ lãnh đạo đơn vị"
    SUBMITTED = "SUBMITTED", "đã gửi, chờ xem xét"
    RETURNED = "RETURNED", "bị trả lại"
    ACCEPTED = "ACCEPTED", "đã tiếp nhận"


WRITABLE_STATUSES = (ReportStatus.DRAFT, ReportStatus.RETURNED)
# Still in the agency: not sent, or back to be mended.
INSIDE_STATUSES = (*WRITABLE_STATUSES, ReportStatus.AGENCY_REVIEW)


class ReturnReason(models.TextChoices):
    MISSING_FIGURES = "MISSING_FIGURES", "thiếu số liệu"
    UNCLEAR_RESULTS = "UNCLEAR_RESULTS", "chưa rõ kết quả"
    MISSING_EVIDENCE = "MISSING_EVIDENCE", "thiếu minh chứng"
    WRONG_PERIOD = "WRONG_PERIOD", "sai kỳ"
    OTHER = "OTHER", "lý do khác"


class ReportField(models.TextChoices):
    """What a reviewer's comment can be pinned to; a figure is named `figure:<number>`."""

    RESULTS = "results", "Kết quả trong kỳ"
    FIGURES = "figures", "Số liệu"
    PERCENT = "percent", "Tiến độ"
    COMPLETED_ON = "completed_on", "Ngày hoàn thành"
    DIFFICULTIES = "difficulties", "Khó khăn, vướng mắc"
    RECOMMENDATIONS = "recommendations", "Kiến nghị, đề xuất"
    NEXT_STEPS = "next_steps", "Việc kỳ tới"
    EVIDENCE = "evidence", "Minh chứng"


class EvidenceKind(models.TextChoices):
    LINK = "LINK", "đường dẫn"
    FILE = "FILE", "tệp"


class ContributionStatus(models.TextChoices):
    ASKED = "ASKED", "chờ trả lời"
    DRAFT = "DRAFT", "đang viết"
    SENT = "SENT", "đã trả lời"
    DECLINED = "DECLINED", "không cung cấp được"
    WITHDRAWN = "WITHDRAWN", "đã rút đề nghị"


# The lead still waits; the lead has its answer, one way or the other.
WAITING_CONTRIBUTIONS = (ContributionStatus.ASKED, ContributionStatus.DRAFT)
ANSWERED_CONTRIBUTIONS = (ContributionStatus.SENT, ContributionStatus.DECLINED)


class DeclineReason(models.TextChoices):
    NO_DATA = "NO_DATA", "không có số liệu"
    NOT_OURS = "NOT_OURS", "không thuộc trách nhiệm"


class ReviewKind(models.TextChoices):
    INTERIM = "INTERIM", "sơ kết"
    FINAL = "FINAL", "tổng kết"


class ReviewLevel(models.TextChoices):
    """Whose report it is: the locality's own, or the one that goes up to the next level."""

    LOCALITY = "LOCALITY", "báo cáo của địa phương"
    UPWARD = "UPWARD", "báo cáo gửi cấp trên"


class ReviewStatus(models.TextChoices):
    DRAFT = "DRAFT", "dự thảo"
    SUBMITTED = "SUBMITTED", "đã trình"
    RETURNED = "RETURNED", "bị trả lại"
    APPROVED = "APPROVED", "đã phê duyệt"
    ISSUED = "ISSUED", "đã ban hành"


WRITABLE_REVIEW_STATUSES = (ReviewStatus.DRAFT, ReviewStatus.RETURNED)


class ReviewPart(models.TextChoices):
    """The written parts of a review beside one for each task group, which is named `group-<number>`."""

    OVERVIEW = "overview", "Tình hình chung"
    SHORTCOMINGS = "shortcomings", "Tồn tại, hạn chế"
    CAUSES = "causes", "Nguyên nhân"
    NEXT_STEPS = "next_steps", "Phương hướng, nhiệm vụ"
    RECOMMENDATIONS = "recommendations", "Kiến nghị, đề xuất"


class OutputKind(models.TextChoices):
    """Kinds of sản phẩm: those that plans and reports of the provinces count."""

    NEWS = "NEWS", "tin"
    ARTICLE = "ARTICLE", "bài viết"
    COLUMN = "COLUMN", "chuyên trang, chuyên mục"
    PUBLICATION = "PUBLICATION", "ấn phẩm"
    BROADCAST = "BROADCAST", "chương trình phát thanh, truyền hình"
    VIDEO = "VIDEO", "video, phóng sự"
    EVENT = "EVENT", "sự kiện, hội nghị, triển lãm"
    TRAINING = "TRAINING", "lớp tập huấn"
    PRESS_TRIP = "PRESS_TRIP", "đoàn phóng viên"
    DELEGATION = "DELEGATION", "đoàn khách quốc tế"
    PRESS_CONFERENCE = "PRESS_CONFERENCE", "họp báo"
    CAMPAIGN = "CAMPAIGN", "chiến dịch mạng xã hội"
    PANEL = "PANEL", "cụm pa nô, áp phích"
    CONTEST = "CONTEST", "cuộc thi"
    OTHER = "OTHER", "sản phẩm khác"


class Channel(models.TextChoices):
    """The eleven channels of TT 22/2016/TT-BTTTT, Điều 5."""

    EXTERNAL_ACTIVITY = "EXTERNAL_ACTIVITY", "hoạt động đối ngoại của Ủy ban nhân dân"
    PORTAL = "PORTAL", "cổng thông tin điện tử tiếng Việt, tiếng nước ngoài"
    DATA_SYSTEM = "DATA_SYSTEM", "hệ thống dữ liệu thông tin đối ngoại"
    PUBLICATION = "PUBLICATION", "ấn phẩm, xuất bản phẩm"
    BORDER_GATE = "BORDER_GATE", "hệ thống thông tin đối ngoại tại cửa khẩu quốc tế"
    DOMESTIC_PRESS = "DOMESTIC_PRESS", "báo chí trong nước"
    FOREIGN_PRESS = "FOREIGN_PRESS", "báo chí nước ngoài"
    INTERNET = "INTERNET", "sản phẩm trên Internet, mạng xã hội"
    PRESS_CONTACT = "PRESS_CONTACT", "tiếp xúc với báo chí nước ngoài"
    BIG_EVENT = "BIG_EVENT", "truyền thông sự kiện lớn"
    OTHER = "OTHER", "kênh khác"


class Language(models.TextChoices):
    VIETNAMESE = "vi", "tiếng Việt"
    ENGLISH = "en", "tiếng Anh"
    CHINESE = "zh", "tiếng Trung"
    JAPANESE = "ja", "tiếng Nhật"
    KOREAN = "ko", "tiếng Hàn"
    FRENCH = "fr", "tiếng Pháp"
    RUSSIAN = "ru", "tiếng Nga"
    SPANISH = "es", "tiếng Tây Ban Nha"
    GERMAN = "de", "tiếng Đức"
    LAO = "lo", "tiếng Lào"
    KHMER = "km", "tiếng Khmer"
    THAI = "th", "tiếng Thái"
    ARABIC = "ar", "tiếng Ả Rập"
    OTHER = "other", "tiếng khác"


class Measure(models.TextChoices):
    """How an indicator is counted from the register."""

    ENTRIES = "ENTRIES", "đếm số sản phẩm"
    QUANTITY = "QUANTITY", "cộng số lượng cùng đơn vị tính"


class PairStatus(models.TextChoices):
    OPEN = "OPEN", "chưa xem"
    SAME = "SAME", "là một, đã gộp"
    DIFFERENT = "DIFFERENT", "không phải trùng"


class PairReason(models.TextChoices):
    LINK = "LINK", "cùng đường dẫn"
    TITLE = "TITLE", "cùng tên, cùng loại, ngày gần nhau"


class PressTone(models.TextChoices):
    PRAISE = "PRAISE", "khen ngợi, tích cực"
    CONCERN = "CONCERN", "phản ánh, băn khoăn"
    WRONG = "WRONG", "thông tin sai lệch"


class PressStatus(models.TextChoices):
    RECORDED = "RECORDED", "đã ghi nhận"
    ASSIGNED = "ASSIGNED", "chờ phản hồi"
    ANSWERED = "ANSWERED", "đã phản hồi"
    CLOSED = "CLOSED", "đã đóng"
    NO_ANSWER = "NO_ANSWER", "không cần phản hồi"


# Whose answer is named, and until when, from the assignment on.
ASSIGNED_PRESS_STATUSES = (PressStatus.ASSIGNED, PressStatus.ANSWERED, PressStatus.CLOSED)


# How the log words the acts on reports, periods, contributions and reviews.
ACTION_LABELS = {
    "progressreport.start": "Bắt đầu viết báo cáo",
    "progressreport.save": "Lưu báo cáo",
    "progressreport.ask_sign_off": "Trình lãnh đạo đơn vị",
    "progressreport.take_back": "Lấy về sửa tiếp",
    "progressreport.give_back": "Chuyển lại người viết",
    "progressreport.sign_off": "Duyệt và gửi",
    "progressreport.submit": "Gửi báo cáo",
    "progressreport.withdraw": "Rút lại báo cáo",
    "progressreport.ask_recall": "Xin rút lại báo cáo",
    "progressreport.let_go": "Cho rút lại báo cáo",
    "progressreport.open": "Mở để xem xét",
    "progressreport.accept": "Tiếp nhận báo cáo",
    "progressreport.send_back": "Trả lại báo cáo",
    "progressreport.reopen": "Mở lại báo cáo",
    "progressreport.delete": "Xóa bản nháp",
    "progressreport.restore": "Khôi phục bản nháp",
    "add_evidence": "Thêm minh chứng",
    "remove_evidence": "Bỏ minh chứng",
    "add_period": "Thêm kỳ báo cáo",
    "change_period": "Sửa kỳ báo cáo",
    "ask_extension": "Đề nghị gia hạn",
    "extension.grant": "Đồng ý gia hạn",
    "extension.refuse": "Không đồng ý gia hạn",
    "extension.withdraw": "Rút đề nghị gia hạn",
    "open_period_ahead": "Mở trước kỳ báo cáo",
    "add_period_rule": "Thêm quy tắc mở kỳ",
    "change_period_rule": "Sửa quy tắc mở kỳ",
    "remove_period_rule": "Bỏ quy tắc mở kỳ",
    "move_deadlines": "Dời hạn khỏi ngày nghỉ",
    "close_period": "Đóng kỳ báo cáo",
    "reopen_period": "Mở lại kỳ báo cáo",
    "remind": "Nhắc cơ quan",
    "contribution.answer": "Trả lời phối hợp",
    "contribution.save": "Lưu nháp trả lời phối hợp",
    "save_contribution": "Lưu nháp trả lời phối hợp",
    "send_contribution": "Gửi trả lời phối hợp",
    "reopen_contribution": "Lấy lại trả lời phối hợp để sửa",
    "contribution.ask": "Xin phối hợp",
    "contribution.begin": "Bắt đầu viết trả lời phối hợp",
    "contribution.send": "Gửi trả lời phối hợp",
    "contribution.decline": "Trả lời không cung cấp được",
    "contribution.reopen": "Lấy lại trả lời phối hợp để sửa",
    "contribution.withdraw": "Rút đề nghị phối hợp",
    "contribution.ask_again": "Xin phối hợp lại",
    "contribution.remind": "Nhắc cơ quan phối hợp",
    "contribution.change_date": "Đổi hạn trả lời phối hợp",
    "contribution.add_file": "Thêm tệp vào trả lời phối hợp",
    "contribution.remove_file": "Bỏ tệp khỏi trả lời phối hợp",
    "progressreport.use_answer": "Đưa trả lời phối hợp vào báo cáo",
    "progressreport.drop_answer": "Bỏ dùng trả lời phối hợp",
    "output.add": "Ghi sản phẩm",
    "output.change": "Sửa sản phẩm",
    "output.delete": "Xóa sản phẩm",
    "output.restore": "Khôi phục sản phẩm",
    "output.import": "Nhập sản phẩm từ tệp",
    "output.add_file": "Gắn tệp vào sản phẩm",
    "output.remove_file": "Bỏ tệp của sản phẩm",
    "outputpair.merge": "Gộp hai sản phẩm trùng",
    "outputpair.keep_apart": "Ghi nhận không phải trùng",
    "outputpair.look_again": "Xem lại cặp sản phẩm",
    "countingrule.set": "Đặt cách tính chỉ tiêu",
    "countingrule.remove": "Chuyển chỉ tiêu về ghi tay",
    "pressitem.add": "Ghi tin, bài theo dõi",
    "pressitem.change": "Sửa tin, bài theo dõi",
    "pressitem.assign": "Giao cơ quan phản hồi",
    "pressitem.no_answer": "Ghi nhận không cần phản hồi",
    "pressitem.answer": "Ghi phản hồi",
    "pressitem.send_back": "Yêu cầu phản hồi lại",
    "pressitem.close": "Đóng tin, bài",
    "pressitem.look_again": "Xem xét lại",
    "periodreview.create": "Lập báo cáo, tổng hợp từ các báo cáo đã tiếp nhận",
    "periodreview.pass_up": "Lập báo cáo gửi cấp trên",
    "periodreview.save": "Lưu nội dung báo cáo",
    "periodreview.change": "Sửa thể thức báo cáo",
    "periodreview.assemble": "Tổng hợp lại",
    "periodreview.freeze": "Chốt số liệu",
    "periodreview.submit": "Trình ký báo cáo",
    "periodreview.approve": "Phê duyệt báo cáo",
    "periodreview.send_back": "Trả lại báo cáo",
    "periodreview.issue": "Ban hành báo cáo",
    "periodreview.load": "Chép vào cổng",
    "meeting.create": "Ghi nhận cuộc họp",
    "meeting.change": "Sửa nội dung cuộc họp",
    "meeting.change_form": "Sửa thể thức thông báo",
    "meeting.conclude": "Ghi kết luận",
    "meeting.freeze": "Chốt số liệu của cuộc họp",
    "meeting.submit": "Trình ký thông báo kết luận",
    "meeting.approve": "Phê duyệt thông báo kết luận",
    "meeting.send_back": "Trả lại thông báo kết luận",
    "meeting.issue": "Ban hành thông báo kết luận",
}
