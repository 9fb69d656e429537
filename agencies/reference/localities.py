"""The 34 localities of today and the 29 that ended into them.

Today's: Nghị quyết 202/2025/QH15 with the codes of Quyết định 19/2025/QĐ-TTg, in force since 01/7/2025; Đồng Nai
is a centrally run city since 30/4/2026 (Nghị quyết 30/2026/QH16).
"""

from dataclasses import dataclass
from datetime import date

MERGED_LAST_DAY = date(2025, 6, 30)


@dataclass(frozen=True)
class LocalityFact:
    """One locality; `merged` names those that ended into it."""

    code: str
    official_code: str
    short_name: str
    is_city: bool = False
    merged: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return full_name(self.short_name, is_city=self.is_city)

    @property
    def place_name(self) -> str:
        """Địa danh (NĐ 30/2020, Phụ lục I): written in full only where named after a person."""
        return self.name if self.code == "hcm" else self.short_name


def full_name(short_name: str, *, is_city: bool) -> str:
    return f"{'Thành phố' if is_city else 'tỉnh'} {short_name}"


def _city(code: str, official_code: str, short_name: str, *merged: str) -> LocalityFact:
    return LocalityFact(code, official_code, short_name, True, merged)


def _province(code: str, official_code: str, short_name: str, *merged: str) -> LocalityFact:
    return LocalityFact(code, official_code, short_name, False, merged)


TODAY = (
    _city("hanoi", "01", "Hà Nội"),
    _province("caobang", "04", "Cao Bằng"),
    _province("tuyenquang", "08", "Tuyên Quang", "hagiang"),
    _province("dienbien", "11", "Điện Biên"),
    _province("laichau", "12", "Lai Châu"),
    _province("sonla", "14", "Sơn La"),
    _province("laocai", "15", "Lào Cai", "yenbai"),
    _province("thainguyen", "19", "Thái Nguyên", "backan"),
    _province("langson", "20", "Lạng Sơn"),
    _province("quangninh", "22", "Quảng Ninh"),
    _province("bacninh", "24", "Bắc Ninh", "bacgiang"),
    _province("phutho", "25", "Phú Thọ", "vinhphuc", "hoabinh"),
    _city("haiphong", "31", "Hải Phòng", "haiduong"),
    _province("hungyen", "33", "Hưng Yên", "thaibinh"),
    _province("ninhbinh", "37", "Ninh Bình", "hanam", "namdinh"),
    _province("thanhhoa", "38", "Thanh Hóa"),
    _province("nghean", "40", "Nghệ An"),
    _province("hatinh", "42", "Hà Tĩnh"),
    _province("quangtri", "44", "Quảng Trị", "quangbinh"),
    _city("hue", "46", "Huế"),
    _city("danang", "48", "Đà Nẵng", "quangnam"),
    _province("quangngai", "51", "Quảng Ngãi", "kontum"),
    _province("gialai", "52", "Gia Lai", "binhdinh"),
    _province("khanhhoa", "56", "Khánh Hòa", "ninhthuan"),
    _province("daklak", "66", "Đắk Lắk", "phuyen"),
    _province("lamdong", "68", "Lâm Đồng", "daknong", "binhthuan"),
    _city("dongnai", "75", "Đồng Nai", "binhphuoc"),
    _city("hcm", "79", "Hồ Chí Minh", "binhduong", "bariavungtau"),
    _province("tayninh", "80", "Tây Ninh", "longan"),
    _province("dongthap", "82", "Đồng Tháp", "tiengiang"),
    _province("vinhlong", "86", "Vĩnh Long", "bentre", "travinh"),
    _province("angiang", "91", "An Giang", "kiengiang"),
    _city("cantho", "92", "Cần Thơ", "soctrang", "haugiang"),
    _province("camau", "96", "Cà Mau", "baclieu"),
)

# All were provinces. Their old codes are not repeated in the texts of 2025, so they stay blank.
ENDED = {
    "hagiang": "Hà Giang", "yenbai": "Yên Bái", "backan": "Bắc Kạn", "bacgiang": "Bắc Giang", "vinhphuc": "Vĩnh Phúc",
    "hoabinh": "Hòa Bình", "haiduong": "Hải Dương", "thaibinh": "Thái Bình", "hanam": "Hà Nam", "namdinh": "Nam Định",
    "quangbinh": "Quảng Bình", "quangnam": "Quảng Nam", "kontum": "Kon Tum", "binhdinh": "Bình Định", "ninhthuan": "Ninh Thuận",
    "phuyen": "Phú Yên", "daknong": "Đắk Nông", "binhthuan": "Bình Thuận", "binhphuoc": "Bình Phước", "binhduong": "Bình Dương",
    "bariavungtau": "Bà Rịa - Vũng Tàu", "longan": "Long An", "tiengiang": "Tiền Giang", "bentre": "Bến Tre", "travinh": "Trà Vinh",
    "kiengiang": "Kiên Giang", "soctrang": "Sóc Trăng", "haugiang": "Hậu Giang", "baclieu": "Bạc Liêu",
}  # fmt: skip
