"""National texts that plans of foreign information cite.

Only what a public source states: an abstract that was not seen stays out of the citation until an administrator adds it.
"""

from dataclasses import dataclass
from datetime import date

from documents.choices import BasisState
from ttdn_portal.shared.dates import long_date

GOVERNMENT = "Chính phủ"
PRIME_MINISTER = "Thủ tướng Chính phủ"


@dataclass(frozen=True)
class BasisFact:
    """One text; `abstract` follows the issuer in its full citation (NĐ 30/2020: type, number, date, issuer, abstract)."""

    code: str
    type_name: str
    symbol: str
    issued_on: date
    issuer_name: str
    abstract: str = ""
    state: str = BasisState.IN_FORCE
    note: str = ""

    @property
    def title(self) -> str:
        return f"{self.type_name} {self.abstract}".strip()

    @property
    def short_citation(self) -> str:
        return f"{self.type_name} số {self.symbol}"

    @property
    def full_citation(self) -> str:
        return f"{self.short_citation} {long_date(self.issued_on)} của {self.issuer_name} {self.abstract}".strip()


@dataclass(frozen=True)
class LawFact(BasisFact):
    """A law is cited by its name; since 2025 texts add its number."""

    @property
    def title(self) -> str:
        return self.type_name

    @property
    def short_citation(self) -> str:
        return f"{self.type_name} số {self.symbol}"

    @property
    def full_citation(self) -> str:
        return self.short_citation


BASES: tuple[BasisFact, ...] = (
    LawFact(
        "luat-117-2025", "Luật Bảo vệ bí mật nhà nước", "117/2025/QH15", date(2025, 12, 10), "Quốc hội",
        note="Có hiệu lực từ 01/3/2026, thay Luật số 29/2018/QH14.",
    ),
    BasisFact(
        "nd-72-2015", "Nghị định", "72/2015/NĐ-CP", date(2015, 9, 7), GOVERNMENT, "về quản lý hoạt động thông tin đối ngoại",
        BasisState.AMENDED, "Có hiệu lực từ 22/10/2015. Được Nghị định số 148/2026/NĐ-CP sửa đổi, bổ sung từ 01/7/2026.",
    ),
    BasisFact(
        "nd-148-2026", "Nghị định", "148/2026/NĐ-CP", date(2026, 5, 12), GOVERNMENT,
        "sửa đổi, bổ sung một số điều của Nghị định số 72/2015/NĐ-CP về quản lý hoạt động thông tin đối ngoại",
        note="Có hiệu lực từ 01/7/2026.",
    ),
    BasisFact("nd-09-2019", "Nghị định", "09/2019/NĐ-CP", date(2019, 1, 24), GOVERNMENT, "quy định về chế độ báo cáo của cơ quan hành chính nhà nước", note="Có hiệu lực từ 12/3/2019."),
    BasisFact("nd-30-2020", "Nghị định", "30/2020/NĐ-CP", date(2020, 3, 5), GOVERNMENT, "về công tác văn thư"),
    BasisFact(
        "tt-22-2016", "Thông tư", "22/2016/TT-BTTTT", date(2016, 10, 19), "Bộ Thông tin và Truyền thông",
        "hướng dẫn quản lý hoạt động thông tin đối ngoại của các tỉnh, thành phố trực thuộc Trung ương",
        note="Chức năng quản lý nhà nước về thông tin đối ngoại chuyển sang Bộ Văn hóa, Thể thao và Du lịch từ 01/3/2025.",
    ),
    BasisFact(
        "kl-57-2023", "Kết luận", "57-KL/TW", date(2023, 6, 15), "Bộ Chính trị",
        "về tiếp tục nâng cao chất lượng, hiệu quả công tác thông tin đối ngoại trong tình hình mới",
    ),
    BasisFact(
        "nq-47-2024", "Nghị quyết", "47/NQ-CP", date(2024, 4, 15), GOVERNMENT,
        "ban hành Chương trình hành động của Chính phủ đến năm 2030 thực hiện Kết luận số 57-KL/TW ngày 15 tháng 6 năm 2023 của Bộ Chính trị",
    ),
    BasisFact("qd-1079-2022", "Quyết định", "1079/QĐ-TTg", date(2022, 9, 14), PRIME_MINISTER, "phê duyệt Đề án truyền thông về quyền con người ở Việt Nam"),
    BasisFact("qd-1191-2020", "Quyết định", "1191/QĐ-TTg", date(2020, 8, 5), PRIME_MINISTER, note="Về thông tin, tuyên truyền biên giới; trích yếu chưa nhập."),
    BasisFact("qd-1486-2018", "Quyết định", "1486/QĐ-TTg", date(2018, 11, 6), PRIME_MINISTER, "", BasisState.REPLACED, "Cho giai đoạn 2018–2020; trích yếu chưa nhập."),
    BasisFact("qd-837-2022", "Quyết định", "837/QĐ-TTg", date(2022, 7, 14), PRIME_MINISTER, note="Trích yếu chưa nhập."),
    BasisFact(
        "qd-173-2026", "Quyết định", "173/QĐ-TTg", date(2026, 1, 27), PRIME_MINISTER,
        "về Chiến lược truyền thông quảng bá hình ảnh Việt Nam ra nước ngoài giai đoạn 2026–2030, tầm nhìn đến năm 2045",
    ),
)  # fmt: skip
