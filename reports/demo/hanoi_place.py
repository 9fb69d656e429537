"""Thành phố Hà Nội: agencies, posts and wordings."""

from datetime import date

from agencies.choices import AgencyKind, CommitteeRole
from documents.choices import Layout
from reports.demo.facts import AgencyFact, PlaceFact, SeatFact, WordingFact

A = AgencyFact
DEPARTMENT, MEDIA, MASS, COMMUNE, FORCES, PARTY = (
    AgencyKind.DEPARTMENT, AgencyKind.MEDIA, AgencyKind.MASS_ORGANIZATION, AgencyKind.COMMUNE, AgencyKind.ARMED_FORCES, AgencyKind.PARTY_BODY,
)  # fmt: skip
COMMUNES_SINCE = date(2025, 7, 1)

AGENCIES = (
    A("ubnd", "Ủy ban nhân dân thành phố Hà Nội", "UBND Thành phố", AgencyKind.PEOPLES_COMMITTEE, "UBND", stated=True),
    A("thanh-uy", "Thành ủy Hà Nội", "Thành ủy", PARTY, "TU", stated=True),
    A("bcd", "Ban Chỉ đạo công tác thông tin đối ngoại Thành ủy Hà Nội", "BCĐ TTĐN", AgencyKind.STEERING_COMMITTEE, "BCĐ", "thanh-uy", stated=True),
    A("btgdv", "Ban Tuyên giáo và Dân vận Thành ủy", "Ban TGDV Thành ủy", PARTY, "BTGDVTU", "thanh-uy"),
    A("vp-ubnd", "Văn phòng Ủy ban nhân dân Thành phố", "VP UBND Thành phố", DEPARTMENT, "VP", "ubnd"),
    A("so-vhtt", "Sở Văn hóa và Thể thao", "Sở VHTT", DEPARTMENT, "SVHTT", "ubnd", is_standing=True),
    A("so-tttt", "Sở Thông tin và Truyền thông", "Sở TT&TT", DEPARTMENT, "STTTT", "ubnd", valid_to=date(2025, 2, 28), successor="so-vhtt"),
    A("so-du-lich", "Sở Du lịch", "Sở Du lịch", DEPARTMENT, "SDL", "ubnd"),
    A("so-ngoai-vu", "Sở Ngoại vụ", "Sở Ngoại vụ", DEPARTMENT, "SNgV", "ubnd"),
    A("so-cong-thuong", "Sở Công Thương", "Sở Công Thương", DEPARTMENT, "SCT", "ubnd"),
    A("so-gddt", "Sở Giáo dục và Đào tạo", "Sở GD&ĐT", DEPARTMENT, "SGDĐT", "ubnd"),
    A("so-tai-chinh", "Sở Tài chính", "Sở Tài chính", DEPARTMENT, "STC", "ubnd"),
    A("cong-an", "Công an Thành phố", "Công an Thành phố", FORCES, "CATP"),
    A("bao-dai", "Báo và Đài Phát thanh, Truyền hình Hà Nội", "Báo và Đài PTTH", MEDIA, "BĐPTTH", "thanh-uy"),
    A("lien-hiep-huu-nghi", "Liên hiệp các tổ chức hữu nghị Thành phố", "Liên hiệp Hữu nghị", MASS, "LHHN"),
    A("hoi-nha-bao", "Hội Nhà báo Thành phố", "Hội Nhà báo", MASS, "HNB"),
    A("phuong-hoan-kiem", "Ủy ban nhân dân phường Hoàn Kiếm", "UBND phường Hoàn Kiếm", COMMUNE, "UBND", valid_from=COMMUNES_SINCE),
)  # fmt: skip

POSTS = {
    "chuyenvien": ("so-du-lich",),
    "phoihop": ("so-cong-thuong",),
    "lanhdao": ("so-du-lich",),
    "thuongtruc": ("so-vhtt",),
    "kyduyet": ("ubnd",),
    "vanthu": ("vp-ubnd",),
    "bcd": ("bcd",),
    "quantri": ("so-vhtt",),
}

SEATS = (
    SeatFact("Trưởng ban (minh họa)", "Phó Bí thư Thành ủy", CommitteeRole.CHAIR),
    SeatFact("Phó Trưởng ban (minh họa)", "Phó Chủ tịch Ủy ban nhân dân Thành phố", CommitteeRole.VICE_CHAIR),
    SeatFact(
        "Ủy viên thường trực (minh họa)",
        "Lãnh đạo Ban Tuyên giáo và Dân vận Thành ủy",
        CommitteeRole.STANDING_MEMBER,
    ),
    SeatFact("Ủy viên Ban Chỉ đạo (minh họa)", "Lãnh đạo Sở Ngoại vụ", CommitteeRole.MEMBER, "hanoi-bcd"),
)

WORDINGS = (
    WordingFact(
        "ubnd", Layout.STATE, "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI", "Hà Nội", signing_authority="TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
        recipients="Bộ Văn hóa, Thể thao và Du lịch;\nThường trực Thành ủy;\nChủ tịch, các Phó Chủ tịch Ủy ban nhân dân Thành phố;\nCác sở, ban, ngành Thành phố;\nỦy ban nhân dân các phường, xã;\nLưu: VT, KGVX.",
    ),
    WordingFact(
        "bcd", Layout.PARTY, "BAN CHỈ ĐẠO\nCÔNG TÁC THÔNG TIN ĐỐI NGOẠI", "Hà Nội", "THÀNH ỦY HÀ NỘI", "TRƯỞNG BAN",
        "Thường trực Thành ủy;\nCác thành viên Ban Chỉ đạo;\nLưu: Ban Chỉ đạo.",
    ),
)  # fmt: skip

PLACE = PlaceFact("hanoi", AGENCIES, POSTS, SEATS, WORDINGS)
