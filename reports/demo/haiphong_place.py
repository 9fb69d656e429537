"""Thành phố Hải Phòng: agencies, posts and wordings; quận, huyện stand under their names until 30/6/2025."""

from datetime import date

from agencies.choices import AgencyKind, CommitteeRole
from documents.choices import Layout
from reports.demo.facts import AgencyFact, PlaceFact, SeatFact, WordingFact

A = AgencyFact
DEPARTMENT, MEDIA, MASS, COMMUNE, DISTRICT, FORCES, PARTY = (
    AgencyKind.DEPARTMENT, AgencyKind.MEDIA, AgencyKind.MASS_ORGANIZATION, AgencyKind.COMMUNE, AgencyKind.DISTRICT, AgencyKind.ARMED_FORCES, AgencyKind.PARTY_BODY,
)  # fmt: skip
COMMUNES_SINCE, DISTRICTS_UNTIL, OFFICES_UNTIL = date(2025, 7, 1), date(2025, 6, 30), date(2025, 2, 28)

AGENCIES = (
    A("ubnd", "Ủy ban nhân dân thành phố Hải Phòng", "UBND thành phố", AgencyKind.PEOPLES_COMMITTEE, "UBND", stated=True),
    A("thanh-uy", "Thành ủy Hải Phòng", "Thành ủy", PARTY, "TU"),
    A("bcd", "Ban Chỉ đạo công tác thông tin đối ngoại thành phố", "BCĐ TTĐN", AgencyKind.STEERING_COMMITTEE, "BCĐ", "thanh-uy"),
    A("btgdv", "Ban Tuyên giáo và Dân vận Thành ủy", "Ban TGDV Thành ủy", PARTY, "BTGDVTU", "thanh-uy"),
    A("vp-ubnd", "Văn phòng Ủy ban nhân dân thành phố", "VP UBND thành phố", DEPARTMENT, "VP", "ubnd"),
    A("so-vhttdl", "Sở Văn hóa, Thể thao và Du lịch", "Sở VHTTDL", DEPARTMENT, "SVHTTDL", "ubnd", is_standing=True),
    A("so-tttt", "Sở Thông tin và Truyền thông", "Sở TT&TT", DEPARTMENT, "STTTT", "ubnd", valid_to=OFFICES_UNTIL, successor="so-vhttdl"),
    A("so-ngoai-vu", "Sở Ngoại vụ", "Sở Ngoại vụ", DEPARTMENT, "SNgV", "ubnd"),
    A("so-cong-thuong", "Sở Công Thương", "Sở Công Thương", DEPARTMENT, "SCT", "ubnd"),
    A("so-tai-chinh", "Sở Tài chính", "Sở Tài chính", DEPARTMENT, "STC", "ubnd"),
    A("so-gddt", "Sở Giáo dục và Đào tạo", "Sở GD&ĐT", DEPARTMENT, "SGDĐT", "ubnd"),
    A("cong-an", "Công an thành phố", "Công an thành phố", FORCES, "CATP"),
    A("bao-dai", "Báo và Phát thanh, Truyền hình Hải Phòng", "Báo và PTTH", MEDIA, "BPTTH", "thanh-uy"),
    A("hoi-nha-bao", "Hội Nhà báo thành phố", "Hội Nhà báo", MASS, "HNB"),
    A("quan-hong-bang", "Ủy ban nhân dân quận Hồng Bàng", "UBND quận Hồng Bàng", DISTRICT, "UBND", valid_to=DISTRICTS_UNTIL),
    A("quan-ngo-quyen", "Ủy ban nhân dân quận Ngô Quyền", "UBND quận Ngô Quyền", DISTRICT, "UBND", valid_to=DISTRICTS_UNTIL),
    A("huyen-cat-hai", "Ủy ban nhân dân huyện Cát Hải", "UBND huyện Cát Hải", DISTRICT, "UBND", valid_to=DISTRICTS_UNTIL, successor="dac-khu-cat-hai"),
    A("phuong-hong-bang", "Ủy ban nhân dân phường Hồng Bàng", "UBND phường Hồng Bàng", COMMUNE, "UBND", valid_from=COMMUNES_SINCE),
    A("dac-khu-cat-hai", "Ủy ban nhân dân đặc khu Cát Hải", "UBND đặc khu Cát Hải", COMMUNE, "UBND", valid_from=COMMUNES_SINCE),
)  # fmt: skip

POSTS = {
    "chuyenvien": ("so-ngoai-vu",),
    "phoihop": ("so-cong-thuong",),
    "lanhdao": ("so-ngoai-vu",),
    "thuongtruc": ("so-vhttdl",),
    "kyduyet": ("ubnd",),
    "vanthu": ("vp-ubnd",),
    "bcd": ("bcd",),
    "quantri": ("so-vhttdl",),
}

SEATS = (
    SeatFact("Trưởng ban (minh họa)", "Phó Bí thư Thường trực Thành ủy", CommitteeRole.CHAIR),
    SeatFact("Phó Trưởng ban (minh họa)", "Phó Chủ tịch Ủy ban nhân dân thành phố", CommitteeRole.VICE_CHAIR),
    SeatFact("Ủy viên Ban Chỉ đạo (minh họa)", "Giám đốc Sở Ngoại vụ", CommitteeRole.MEMBER, "haiphong-bcd"),
)

WORDINGS = (
    WordingFact(
        "ubnd", Layout.STATE, "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG", "Hải Phòng", signing_authority="TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
        recipients="Bộ Văn hóa, Thể thao và Du lịch;\nThường trực Thành ủy;\nChủ tịch, các Phó Chủ tịch Ủy ban nhân dân thành phố;\nCác sở, ban, ngành, đoàn thể thành phố;\nỦy ban nhân dân các phường, xã, đặc khu;\nLưu: VT, VX.",
    ),
)  # fmt: skip

PLACE = PlaceFact("haiphong", AGENCIES, POSTS, SEATS, WORDINGS)
