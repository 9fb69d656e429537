"""Thành phố Hồ Chí Minh, 2024: transcribed from the news of the Văn phòng UBND's site, early 2024.

The thirteen items, the issuer and Kết luận số 57-KL/TW are the source's; the task below each item is illustration.
"""

from datetime import date
from decimal import Decimal

from plans.choices import Rhythm
from reports.demo.facts import (
    MIXED,
    PRIVATE,
    STATE,
    GroupFact,
    IndicatorFact,
    PlanFact,
    SupportFact,
    TaskFact,
)

ITEMS = (
    "Triển khai thực hiện văn bản quy phạm pháp luật, văn bản quản lý, chỉ đạo, hướng dẫn về thông tin đối ngoại",
    "Tập huấn, đào tạo bồi dưỡng nghiệp vụ về thông tin đối ngoại",
    "Công tác truyền thông, giới thiệu, quảng bá hình ảnh Thành phố",
    "Tuyên truyền các sự kiện hội nhập quốc tế nổi bật",
    "Triển khai Đề án truyền thông về quyền con người",
    "Công tác tuyên truyền biển đảo; phân giới, cắm mốc và quản lý biên giới",
    "Tổ chức biên soạn và xuất bản các ấn phẩm phục vụ công tác thông tin đối ngoại",
    "Đẩy mạnh ứng dụng các nền tảng mạng xã hội trong công tác truyền thông về hoạt động thông tin đối ngoại của Thành phố",
    "Cung cấp thông tin báo chí về tình hình phát triển kinh tế - xã hội của Thành phố",
    "Tổng hợp thông tin báo chí phản ánh và tổ chức họp báo cung cấp thông tin cho báo chí",
    "“Xây dựng chuyên mục thông tin các hoạt động đối ngoại nổi bật của Thành phố” trên Đài Truyền hình và Phát thanh TPHCM",
    "Chương trình “Đối thoại quốc tế cùng chuyên gia”",
    "Tổ chức cuộc thi ảnh và bài viết với chủ đề “Thành phố Hồ Chí Minh với hành trình 50 năm hội nhập quốc tế” dành cho cộng đồng người nước ngoài đang sinh sống, học tập, làm việc tại Thành phố",
)  # fmt: skip

PURPOSES = """\
Tổ chức thực hiện Kết luận số 57-KL/TW ngày 15 tháng 6 năm 2023 của Bộ Chính trị trên địa bàn Thành phố.
Thông tin đến người dân Thành phố về tình hình thế giới và tình hình trong nước.
Đa dạng hóa hình thức thông tin đối ngoại qua báo chí, du lịch, văn hóa, thể thao và truyền thông để hình ảnh Thành phố, đất nước và con người Việt Nam lan tỏa rộng hơn.
Góp phần đấu tranh với những thông tin xuyên tạc."""

REQUIREMENTS = """\
Chấp hành quy định về bảo vệ bí mật nhà nước và chế độ báo cáo.
Cung cấp thông tin kịp thời, định hướng được dư luận.
Triển khai chủ động, toàn diện, thường xuyên, có trọng tâm, có đổi mới và sáng tạo; thông tin chính xác, kịp thời, hiệu quả.
Gắn hoạt động thông tin đối ngoại với việc xây dựng đô thị thông minh."""

ORGANISATION = """\
Kế hoạch được thực hiện dưới sự lãnh đạo của Thành ủy, sự chỉ đạo và giám sát của Ủy ban nhân dân Thành phố.
Các bộ, ngành Trung ương hỗ trợ Thành phố trong quá trình thực hiện."""


def _d(month: int, day: int) -> date:
    return date(2024, month, day)


def _n(name: str, unit: str, target: int) -> tuple[IndicatorFact, ...]:
    return (IndicatorFact(name, unit, Decimal(target)),)


def _s(*pairs: tuple[str, str]) -> tuple[SupportFact, ...]:
    return tuple(SupportFact(agency, contribution, _d(11, 15)) for agency, contribution in pairs)


# One illustrative task for each item, in the items' order.
TASKS = (
    TaskFact("Ban hành văn bản hướng dẫn sở, ngành và địa phương thực hiện công tác thông tin đối ngoại năm 2024", "so-vhtt", _d(2, 1), _d(4, 30), expected_output="01 văn bản hướng dẫn", supports=_s(("vp-ubnd", "Góp ý dự thảo văn bản.")), indicators=_n("Văn bản hướng dẫn", "văn bản", 1), script="done"),
    TaskFact("Tổ chức lớp bồi dưỡng nghiệp vụ thông tin đối ngoại cho cán bộ phụ trách của sở, ngành và địa phương", "so-ngoai-vu", _d(4, 1), _d(9, 30), expected_output="02 lớp bồi dưỡng", supports=_s(("so-vhtt", "Mời báo cáo viên.")), indicators=_n("Lớp bồi dưỡng", "lớp", 2), budget_vnd=180_000_000, funding_source=STATE, script="done"),
    TaskFact("Sản xuất phim ngắn giới thiệu điểm đến Thành phố bằng tiếng Anh", "so-du-lich", _d(3, 1), _d(11, 30), expected_output="03 phim ngắn", supports=_s(("dai-truyen-hinh", "Phát sóng trên kênh của Đài."), ("so-cong-thuong", "Giới thiệu làng nghề, sản phẩm tiêu biểu.")), indicators=_n("Phim ngắn", "phim", 3), budget_vnd=900_000_000, funding_source=MIXED, script="open"),
    TaskFact("Thông tin về các hội nghị, diễn đàn quốc tế tổ chức tại Thành phố", "so-ngoai-vu", _d(1, 15), _d(12, 15), Rhythm.QUARTERLY, "Tin, bài theo từng sự kiện", supports=_s(("bao-sggp", "Đăng tin, bài.")), indicators=_n("Tin, bài", "tin, bài", 120), script="done"),
    TaskFact("Truyền thông về quyền con người trên hệ thống thông tin cơ sở", "so-tu-phap", _d(3, 1), _d(11, 30), expected_output="Tài liệu truyền thông", supports=_s(("so-vhtt", "Phổ biến qua hệ thống thông tin cơ sở.")), indicators=_n("Đợt truyền thông", "đợt", 4), script="done"),
    TaskFact("Tổ chức triển lãm ảnh về biển, đảo tại trường học", "so-gddt", _d(3, 1), _d(10, 31), expected_output="05 cuộc triển lãm", supports=_s(("bien-phong", "Cung cấp ảnh tư liệu.")), indicators=_n("Cuộc triển lãm", "cuộc", 5), budget_vnd=150_000_000, funding_source=STATE, script="done_late"),
    TaskFact("Biên soạn sách ảnh song ngữ giới thiệu Thành phố", "so-vhtt", _d(3, 1), _d(11, 30), expected_output="01 ấn phẩm song ngữ", supports=_s(("so-ngoai-vu", "Hiệu đính bản tiếng Anh.")), indicators=_n("Bản in", "bản", 2_000), budget_vnd=600_000_000, funding_source=STATE, script="done"),
    TaskFact("Duy trì trang mạng xã hội tiếng Anh giới thiệu Thành phố", "so-du-lich", _d(1, 15), _d(12, 20), Rhythm.MONTHLY, "Bài đăng hằng tuần", supports=_s(("dai-truyen-hinh", "Chia sẻ tư liệu hình ảnh.")), indicators=_n("Bài đăng", "bài", 150), script="done"),
    TaskFact("Cung cấp thông tin kinh tế - xã hội định kỳ cho báo chí", "vp-ubnd", _d(1, 15), _d(12, 20), Rhythm.MONTHLY, "Thông cáo báo chí hằng tháng", supports=_s(("so-tai-chinh", "Cung cấp số liệu.")), indicators=_n("Thông cáo báo chí", "thông cáo", 12), script="done"),
    TaskFact("Điểm báo nước ngoài viết về Thành phố và tổ chức họp báo", "so-vhtt", _d(1, 15), _d(12, 20), Rhythm.QUARTERLY, "Bản điểm báo, cuộc họp báo", supports=_s(("hoi-nha-bao", "Mời phóng viên dự họp báo.")), indicators=_n("Cuộc họp báo", "cuộc", 4), script="done"),
    TaskFact("Mở chuyên mục về hoạt động đối ngoại của Thành phố trên truyền hình", "dai-truyen-hinh", _d(2, 1), _d(12, 20), Rhythm.MONTHLY, "Chuyên mục hằng tháng", supports=_s(("so-ngoai-vu", "Cung cấp lịch hoạt động đối ngoại.")), indicators=_n("Chuyên mục", "số", 11), budget_vnd=420_000_000, funding_source=STATE, script="done"),
    TaskFact("Tổ chức các buổi đối thoại với chuyên gia quốc tế", "lien-hiep-huu-nghi", _d(4, 1), _d(11, 30), expected_output="03 buổi đối thoại", supports=_s(("so-ngoai-vu", "Giới thiệu chuyên gia.")), indicators=_n("Buổi đối thoại", "buổi", 3), budget_vnd=240_000_000, funding_source=PRIVATE, script="late"),
    TaskFact("Phát động, chấm và trao giải cuộc thi ảnh và bài viết dành cho người nước ngoài", "hoi-nha-bao", _d(3, 1), _d(12, 10), expected_output="01 cuộc thi, 01 lễ trao giải", supports=_s(("so-du-lich", "Phổ biến thể lệ tới doanh nghiệp lữ hành.")), indicators=_n("Tác phẩm dự thi", "tác phẩm", 500), budget_vnd=350_000_000, funding_source=MIXED, script="done"),
)  # fmt: skip

PLAN = PlanFact(
    locality="hcm",
    slug="2024",
    year_from=2024,
    year_to=2024,
    issuer="ubnd",
    standing="so-vhtt",
    place_name="Thành phố Hồ Chí Minh",
    title="Kế hoạch hoạt động thông tin đối ngoại trên địa bàn Thành phố năm 2024",
    purposes=PURPOSES,
    requirements=REQUIREMENTS,
    organisation=ORGANISATION,
    signing_authority="TM. ỦY BAN NHÂN DÂN",
    groups=tuple(GroupFact(title, (task,)) for title, task in zip(ITEMS, TASKS, strict=True)),
    source_note="Tin trên trang của Văn phòng Ủy ban nhân dân Thành phố, đầu năm 2024. Nguồn không nêu số, ngày ban hành, người ký, căn cứ, nơi nhận, cơ quan chủ trì từng nội dung; các nhiệm vụ dưới mỗi nội dung là minh họa.",
)
