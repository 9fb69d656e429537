"""Tỉnh Hậu Giang, ended into Cần Thơ on 01/7/2025: its agencies, and those that took over."""

from datetime import date

from agencies.choices import AgencyKind, CommitteeRole
from documents.choices import Layout
from reports.demo.facts import AgencyFact, PlaceFact, SeatFact, WordingFact

A = AgencyFact
DEPARTMENT, PARTY = AgencyKind.DEPARTMENT, AgencyKind.PARTY_BODY
ENDED, OFFICES_UNTIL = date(2025, 6, 30), date(2025, 2, 28)

AGENCIES = (
    A("tinh-uy", "Tỉnh ủy Hậu Giang", "Tỉnh ủy", PARTY, "TU", valid_to=ENDED),
    A("bcd", "Ban Chỉ đạo công tác thông tin đối ngoại tỉnh Hậu Giang", "BCĐ TTĐN tỉnh", AgencyKind.STEERING_COMMITTEE, "BCĐ", "tinh-uy", valid_to=ENDED, stated=True),
    A("ubnd", "Ủy ban nhân dân tỉnh Hậu Giang", "UBND tỉnh", AgencyKind.PEOPLES_COMMITTEE, "UBND", valid_to=ENDED, successor="cantho/ubnd"),
    A("ban-tuyen-giao", "Ban Tuyên giáo Tỉnh ủy", "Ban Tuyên giáo Tỉnh ủy", PARTY, "BTGTU", "tinh-uy", valid_to=ENDED, successor="cantho/btgdv", is_standing=True, stated=True),
    A("so-tttt", "Sở Thông tin và Truyền thông", "Sở TT&TT", DEPARTMENT, "STTTT", "ubnd", valid_to=OFFICES_UNTIL, successor="so-vhttdl", stated=True),
    A("so-vhttdl", "Sở Văn hóa, Thể thao và Du lịch", "Sở VHTTDL", DEPARTMENT, "SVHTTDL", "ubnd", valid_to=ENDED, successor="cantho/so-vhttdl"),
    A("so-cong-thuong", "Sở Công Thương", "Sở Công Thương", DEPARTMENT, "SCT", "ubnd", valid_to=ENDED),
    A("so-ban-nganh", "Các sở, ban, ngành và địa phương trong tỉnh", "Sở, ban, ngành, địa phương", AgencyKind.OTHER, "", valid_to=ENDED, stated=True),
)  # fmt: skip

POSTS = {
    "chuyenvien": ("so-tttt",),
    "phoihop": ("so-cong-thuong", "so-ban-nganh"),
    "lanhdao": ("so-tttt",),
    "thuongtruc": ("ban-tuyen-giao",),
    "kyduyet": ("bcd",),
    "vanthu": ("bcd",),
    "bcd": ("bcd",),
    "quantri": ("ban-tuyen-giao",),
}

SEATS = (
    SeatFact("Trưởng ban (minh họa)", "Phó Bí thư Tỉnh ủy", CommitteeRole.CHAIR),
    SeatFact("Phó Trưởng ban (minh họa)", "Trưởng Ban Tuyên giáo Tỉnh ủy", CommitteeRole.VICE_CHAIR),
    SeatFact(
        "Ủy viên Ban Chỉ đạo (minh họa)",
        "Giám đốc Sở Thông tin và Truyền thông",
        CommitteeRole.MEMBER,
        "haugiang-bcd",
    ),
)

WORDINGS = (
    WordingFact(
        "bcd", Layout.PARTY, "BAN CHỈ ĐẠO\nCÔNG TÁC THÔNG TIN ĐỐI NGOẠI", "Hậu Giang", "TỈNH ỦY HẬU GIANG", "TRƯỞNG BAN",
        "Thường trực Tỉnh ủy;\nCác thành viên Ban Chỉ đạo;\nCác sở, ban, ngành, địa phương;\nLưu: Ban Chỉ đạo.",
    ),
)  # fmt: skip

PLACE = PlaceFact("haugiang", AGENCIES, POSTS, SEATS, WORDINGS)

# Who took over in Cần Thơ; nobody of Cần Thơ has an account in the demo.
SUCCESSOR = PlaceFact(
    "cantho",
    (
        A("ubnd", "Ủy ban nhân dân thành phố Cần Thơ", "UBND thành phố", AgencyKind.PEOPLES_COMMITTEE, "UBND"),
        A("thanh-uy", "Thành ủy Cần Thơ", "Thành ủy", PARTY, "TU"),
        A("btgdv", "Ban Tuyên giáo và Dân vận Thành ủy", "Ban TGDV Thành ủy", PARTY, "BTGDVTU", "thanh-uy"),
        A("so-vhttdl", "Sở Văn hóa, Thể thao và Du lịch", "Sở VHTTDL", DEPARTMENT, "SVHTTDL", "ubnd"),
    ),
    {}, (), (),
)  # fmt: skip
