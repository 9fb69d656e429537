"""How a task of the running year is written down; its days are counted from the day the demo is loaded for."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plans.choices import FundingSource, Rhythm
from reports.demo.facts import (
    MIXED,
    PRIVATE,
    STATE,
    IndicatorFact,
    SupportFact,
    TaskFact,
)

# What each supporting agency gives; the task's own words follow.
GIVES = {
    "so-vhtt": "Hướng dẫn nghiệp vụ, giới thiệu báo cáo viên và phổ biến qua hệ thống thông tin cơ sở.",
    "so-du-lich": "Cung cấp tư liệu điểm đến, vận động doanh nghiệp lữ hành tham gia.",
    "so-cong-thuong": "Giới thiệu doanh nghiệp, sản phẩm tiêu biểu; cung cấp số liệu xuất khẩu.",
    "so-ngoai-vu": "Làm đầu mối với cơ quan đại diện nước ngoài, hiệu đính bản dịch.",
    "so-gddt": "Phổ biến trong trường học, huy động giáo viên và học sinh tham gia.",
    "so-khcn": "Hỗ trợ hạ tầng số, bảo đảm an toàn thông tin.",
    "so-tai-chinh": "Cung cấp số liệu kinh tế - xã hội, thẩm định dự toán.",
    "so-tu-phap": "Góp ý nội dung pháp luật của tài liệu.",
    "vp-ubnd": "Góp ý văn bản, sắp xếp lịch làm việc của lãnh đạo Ủy ban nhân dân Thành phố.",
    "itpc": "Cung cấp tài liệu xúc tiến đầu tư bằng tiếng nước ngoài.",
    "cong-an": "Bảo đảm an ninh, trật tự; hướng dẫn thủ tục cho người nước ngoài.",
    "bien-phong": "Cung cấp ảnh tư liệu về biển, đảo và tuyến biên giới biển.",
    "dai-truyen-hinh": "Ghi hình, phát sóng và lưu trữ tư liệu.",
    "bao-sggp": "Đăng tin, bài trên báo in và bản điện tử tiếng Anh.",
    "lien-hiep-huu-nghi": "Mời bạn bè quốc tế, tổ chức phi chính phủ nước ngoài.",
    "hoi-nha-bao": "Mời phóng viên, hội viên tham gia đưa tin.",
    "hoi-nvnonn": "Thông tin tới cộng đồng người Việt Nam ở nước ngoài.",
    "btgdv": "Định hướng nội dung tuyên truyền.",
    "phuong-sai-gon": "Bố trí địa điểm, thông báo đến cư dân và du khách.",
    "phuong-ben-thanh": "Bố trí địa điểm, thông báo đến cư dân và du khách.",
    "xa-can-gio": "Bố trí địa điểm, giới thiệu điểm đến sinh thái.",
    "dac-khu-con-dao": "Bố trí địa điểm, cung cấp tư liệu di tích.",
}


@dataclass(frozen=True)
class Row:
    """`start` and `due` are days from the loading day; a rhythm runs through the year. `budget` in million đồng."""

    title: str
    lead: str
    script: str
    start: int
    due: int
    output: str
    indicator: tuple[str, str, int] | None = None
    supports: tuple[str, ...] = ()
    budget: int = 0
    funding: str = STATE
    rhythm: str = Rhythm.ONCE

    def task(self, as_of: date) -> TaskFact:
        first, last = date(as_of.year, 1, 2), date(as_of.year, 12, 31)
        is_rhythm = self.rhythm != Rhythm.ONCE
        due = last if is_rhythm else min(max(as_of + timedelta(self.due), first), last)
        starts = first if is_rhythm else min(max(as_of + timedelta(self.start), first), due)
        help_due = max(starts, due - timedelta(10))
        return TaskFact(
            title=self.title,
            lead=self.lead,
            starts_on=starts,
            due_on=due,
            rhythm=self.rhythm,
            expected_output=self.output,
            supports=tuple(SupportFact(code, GIVES[code], help_due) for code in self.supports),
            indicators=(IndicatorFact(self.indicator[0], self.indicator[1], Decimal(self.indicator[2])),)
            if self.indicator
            else (),
            budget_vnd=self.budget * 1_000_000 or None,
            funding_source=self.funding if self.budget else "",
            script=self.script,
        )


REGULAR, MONTHLY, QUARTERLY, HALF_YEARLY = (
    Rhythm.REGULAR,
    Rhythm.MONTHLY,
    Rhythm.QUARTERLY,
    Rhythm.HALF_YEARLY,
)
OTHER = FundingSource.OTHER
__all__ = [
    "GIVES",
    "HALF_YEARLY",
    "MIXED",
    "MONTHLY",
    "OTHER",
    "PRIVATE",
    "QUARTERLY",
    "REGULAR",
    "STATE",
    "Row",
]
