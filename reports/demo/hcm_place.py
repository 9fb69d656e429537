"""Thành phố Hồ Chí Minh: agencies, posts and wordings. Leads and supports of the plans are illustration."""

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
    A("ubnd", "Ủy ban nhân dân Thành phố Hồ Chí Minh", "UBND Thành phố", AgencyKind.PEOPLES_COMMITTEE, "UBND", stated=True),
    A("thanh-uy", "Thành ủy Thành phố Hồ Chí Minh", "Thành ủy", PARTY, "TU", stated=True),
    A("vp-ubnd", "Văn phòng Ủy ban nhân dân Thành phố", "VP UBND Thành phố", DEPARTMENT, "VP", "ubnd", stated=True),
    A("bcd", "Ban Chỉ đạo công tác thông tin đối ngoại Thành phố", "BCĐ TTĐN", AgencyKind.STEERING_COMMITTEE, "BCĐ", "thanh-uy"),
    A("btgdv", "Ban Tuyên giáo và Dân vận Thành ủy", "Ban TGDV Thành ủy", PARTY, "BTGDVTU", "thanh-uy"),
    A("so-vhtt", "Sở Văn hóa và Thể thao", "Sở VHTT", DEPARTMENT, "SVHTT", "ubnd", is_standing=True, stated=True),
    A("so-tttt", "Sở Thông tin và Truyền thông", "Sở TT&TT", DEPARTMENT, "STTTT", "ubnd", valid_to=date(2025, 2, 28), successor="so-vhtt"),
    A("so-du-lich", "Sở Du lịch", "Sở Du lịch", DEPARTMENT, "SDL", "ubnd"),
    A("ttxt-du-lich", "Trung tâm Xúc tiến Du lịch", "TT Xúc tiến Du lịch", DEPARTMENT, "TTXTDL", "so-du-lich", requires_sign_off=True),
    A("so-ngoai-vu", "Sở Ngoại vụ", "Sở Ngoại vụ", DEPARTMENT, "SNgV", "ubnd"),
    A("so-cong-thuong", "Sở Công Thương", "Sở Công Thương", DEPARTMENT, "SCT", "ubnd"),
    A("so-gddt", "Sở Giáo dục và Đào tạo", "Sở GD&ĐT", DEPARTMENT, "SGDĐT", "ubnd"),
    A("so-khcn", "Sở Khoa học và Công nghệ", "Sở KH&CN", DEPARTMENT, "SKHCN", "ubnd"),
    A("so-tai-chinh", "Sở Tài chính", "Sở Tài chính", DEPARTMENT, "STC", "ubnd"),
    A("so-tu-phap", "Sở Tư pháp", "Sở Tư pháp", DEPARTMENT, "STP", "ubnd"),
    A("itpc", "Trung tâm Xúc tiến Thương mại và Đầu tư Thành phố", "ITPC", DEPARTMENT, "TTXTTMĐT", "ubnd"),
    A("cong-an", "Công an Thành phố", "Công an Thành phố", FORCES, "CATP"),
    A("bien-phong", "Ban Chỉ huy Bộ đội Biên phòng Thành phố", "BĐBP Thành phố", FORCES, "BĐBP"),
    A("dai-truyen-hinh", "Đài Truyền hình và Phát thanh TPHCM", "Đài TH-PT", MEDIA, "ĐTH", "ubnd", stated=True),
    A("bao-sggp", "Báo Sài Gòn Giải Phóng", "Báo SGGP", MEDIA, "SGGP"),
    A("lien-hiep-huu-nghi", "Liên hiệp các tổ chức hữu nghị Thành phố", "Liên hiệp Hữu nghị", MASS, "LHHN"),
    A("hoi-nha-bao", "Hội Nhà báo Thành phố", "Hội Nhà báo", MASS, "HNB"),
    A("hoi-nvnonn", "Hội Liên lạc với người Việt Nam ở nước ngoài Thành phố", "Hội Liên lạc NVNONN", MASS, "HLL"),
    A("phuong-sai-gon", "Ủy ban nhân dân phường Sài Gòn", "UBND phường Sài Gòn", COMMUNE, "UBND", valid_from=COMMUNES_SINCE),
    A("phuong-ben-thanh", "Ủy ban nhân dân phường Bến Thành", "UBND phường Bến Thành", COMMUNE, "UBND", valid_from=COMMUNES_SINCE),
    A("xa-can-gio", "Ủy ban nhân dân xã Cần Giờ", "UBND xã Cần Giờ", COMMUNE, "UBND", valid_from=COMMUNES_SINCE),
    A("dac-khu-con-dao", "Ủy ban nhân dân đặc khu Côn Đảo", "UBND đặc khu Côn Đảo", COMMUNE, "UBND", valid_from=COMMUNES_SINCE),
)  # fmt: skip

POSTS = {
    "chuyenvien": ("so-du-lich",),
    "phoihop": ("so-cong-thuong",),
    "lanhdao": ("so-du-lich", "ttxt-du-lich"),
    "thuongtruc": ("so-vhtt",),
    "kyduyet": ("ubnd",),
    "vanthu": ("vp-ubnd",),
    "bcd": ("bcd",),
    "quantri": ("so-vhtt",),
}

SEATS = (
    SeatFact("Trưởng ban (minh họa)", "Phó Bí thư Thành ủy", CommitteeRole.CHAIR),
    SeatFact(
        "Phó Trưởng ban thứ nhất (minh họa)",
        "Trưởng Ban Tuyên giáo và Dân vận Thành ủy",
        CommitteeRole.VICE_CHAIR,
    ),
    SeatFact(
        "Phó Trưởng ban thứ hai (minh họa)",
        "Phó Chủ tịch Ủy ban nhân dân Thành phố",
        CommitteeRole.VICE_CHAIR,
    ),
    SeatFact(
        "Ủy viên thường trực (minh họa)", "Giám đốc Sở Văn hóa và Thể thao", CommitteeRole.STANDING_MEMBER
    ),
    SeatFact("Ủy viên Ban Chỉ đạo (minh họa)", "Giám đốc Sở Ngoại vụ", CommitteeRole.MEMBER, "hcm-bcd"),
    SeatFact(
        "Tổ trưởng Tổ giúp việc (minh họa)", "Trưởng phòng, Sở Văn hóa và Thể thao", CommitteeRole.SECRETARIAT
    ),
)

RECIPIENTS = "\n".join((
    "Bộ Văn hóa, Thể thao và Du lịch;", "Thường trực Thành ủy;", "Thường trực Hội đồng nhân dân Thành phố;", "Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân Thành phố;",
    "Ban Tuyên giáo và Dân vận Thành ủy;", "Các sở, ban, ngành Thành phố;", "Ủy ban nhân dân các phường, xã, đặc khu;", "Lưu: VT, VX.",
))  # fmt: skip

WORDINGS = (
    WordingFact("ubnd", Layout.STATE, "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH", "Thành phố Hồ Chí Minh", signing_authority="TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", recipients=RECIPIENTS, letter_symbol="UBND-VX", letter_authority="TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG", letter_recipients="Như trên;\nChủ tịch Ủy ban nhân dân Thành phố (để báo cáo);\nSở Văn hóa và Thể thao;\nLưu: VT, VX."),
    WordingFact("so-vhtt", Layout.STATE, "SỞ VĂN HÓA VÀ THỂ THAO", "Thành phố Hồ Chí Minh", "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "Như trên;\nGiám đốc Sở;\nLưu: VT, BC."),
    WordingFact("bcd", Layout.PARTY, "BAN CHỈ ĐẠO\nCÔNG TÁC THÔNG TIN ĐỐI NGOẠI", "Thành phố Hồ Chí Minh", "THÀNH ỦY THÀNH PHỐ HỒ CHÍ MINH", "TRƯỞNG BAN", "Thường trực Thành ủy;\nCác thành viên Ban Chỉ đạo;\nLưu: Ban Chỉ đạo."),
)  # fmt: skip

PLACE = PlaceFact("hcm", AGENCIES, POSTS, SEATS, WORDINGS, committee_term="2025–2030")
