"""Sơ kết, tổng kết in the demo: Hà Nội's half-year of 2017 as its source states it; the rest illustration, one in every state."""

from datetime import date

from agencies.models import Agency, User
from agencies.services.activity import record
from agencies.services.calendar import WorkCalendar
from documents.choices import Layout
from plans.models import Plan
from reports.choices import ReviewKind, ReviewPart, ReviewStatus
from reports.dashboards.review_figures import digest_of, period_figures
from reports.demo import clock
from reports.demo.clerk import issue
from reports.demo.days import Periods
from reports.demo.life_2024 import HALF, WHOLE
from reports.models import PeriodReview, ReportingPeriod
from reports.services import period_reviews as service
from reports.workflow import period_review as workflow

# Facts of public news of the meeting of 28/7/2017, in words of our own; what the source does not state stays blank.
HANOI_2017_TEXTS = {
    str(ReviewPart.OVERVIEW): """\
Công tác thông tin đối ngoại 6 tháng đầu năm được triển khai theo tinh thần chỉ đạo của Ban Chỉ đạo Trung ương và theo Kế hoạch số 49 của Thành phố.
- Hoạt động chủ động, sáng tạo, linh hoạt hơn.
- Sự phối hợp giữa các cấp, các ngành rõ hơn.
- Góp phần định hướng dư luận, giữ ổn định chính trị và thu hút đầu tư.
Sự kiện trong kỳ: hội nghị Hà Nội 2017 hợp tác đầu tư và phát triển.""",
}
HANOI_2017_SOURCE = (
    "Tin về cuộc họp ngày 28/7/2017 của Ban Chỉ đạo công tác thông tin đối ngoại Thành ủy Hà Nội, sơ kết 6 tháng đầu năm và triển khai"
    " công tác 6 tháng cuối năm 2017. Nguồn nêu các đánh giá ghi ở phần tình hình chung; không nêu số, ngày báo cáo, người ký, số liệu, tồn tại,"
    " phương hướng, kiến nghị. Cơ quan ban hành và thể thức ghi theo cuộc họp."
)
OVERVIEW = """\
Các cơ quan chủ trì bám sát phân công, chủ động phối hợp; thông tin về địa phương được cung cấp kịp thời, đúng định hướng trên báo chí và các nền tảng số.
Hoạt động thông tin đối ngoại gắn với các sự kiện hội nhập quốc tế và xúc tiến đầu tư, thương mại, du lịch."""
CAUSES = """\
- Khâu chuẩn bị dự toán và lựa chọn đơn vị thực hiện còn kéo dài.
- Lực lượng biên dịch, hiệu đính tiếng nước ngoài còn thiếu."""
NEXT = """\
- Hoàn thành các nhiệm vụ quá hạn; rà soát nhiệm vụ đến hạn trong quý tới.
- Tăng cường sản phẩm song ngữ trên nền tảng số, ưu tiên địa bàn trọng điểm."""
RETURN_NOTE = "Phần nguyên nhân chưa nói rõ trách nhiệm của cơ quan nào; đề nghị bổ sung giải pháp cho các nhiệm vụ quá hạn."
NUMBER = 256


def half_year_2017(period: ReportingPeriod, *, author: User) -> PeriodReview:
    """The first case: the committee's half-year review of 2017, transcribed; its blanks stay blank."""
    issuer = Agency.objects.get(locality=period.locality, code="bcd")
    figures = period_figures(period, as_of=period.data_to)
    review = PeriodReview(
        locality=period.locality,
        plan=period.plan,
        period=period,
        kind=ReviewKind.INTERIM,
        issuer=issuer,
        layout=Layout.PARTY,
        title="Sơ kết công tác thông tin đối ngoại 6 tháng đầu năm 2017, triển khai công tác 6 tháng cuối năm 2017",
        symbol=service.symbol_of(issuer, Layout.PARTY),
        place_name="Hà Nội",
        signing_authority="TRƯỞNG BAN",
        texts=HANOI_2017_TEXTS,
        figures=figures,
        figures_as_of=period.data_to,
        figures_sha256=digest_of(figures),
        content_sha256=digest_of({"texts": HANOI_2017_TEXTS, "figures": figures}),
        status=ReviewStatus.ISSUED,
        is_transcribed=True,
        source_note=HANOI_2017_SOURCE,
    )
    review.full_clean()
    review.save()
    record(actor=author, action="load", obj=review)
    return review


def of_running_year(plan: Plan, periods: Periods, as_of: date, calendar: WorkCalendar) -> None:
    """The half-year is issued and has gone up; the period after it is a draft, the one before it was returned."""
    past = [*periods.closed, *([periods.late] if periods.late else [])]
    half = next((period for period in past if period.slug.endswith("6-thang")), None)
    for period in past:
        desk = ReviewDesk(period, as_of, calendar)
        if period == half:
            desk.pass_up(desk.issue(NUMBER))
        elif half is None or period.report_due_on > half.report_due_on:
            desk.write()
        else:
            desk.send_back()


def of_2024(plan: Plan, calendar: WorkCalendar) -> None:
    """The half-year lies with the signer; the tổng kết waits for its number, so that the plan stays as its source leaves it: issued."""
    by_slug = {period.slug: period for period in plan.periods.select_related("plan", "plan__locality")}
    last = date(2025, 3, 31)
    ReviewDesk(by_slug[HALF], last, calendar).submit()
    ReviewDesk(by_slug[WHOLE], last, calendar).approve(ReviewKind.FINAL)


def of_haugiang_2021(period: ReportingPeriod, calendar: WorkCalendar) -> None:
    """The committee's tổng kết, itself a task of its plan, is approved and waits for its number: the plan is not closed yet."""
    ReviewDesk(period, date(2022, 3, 31), calendar).approve(ReviewKind.FINAL)


class ReviewDesk:
    """One period's review as the standing agency, the signer and the clerk of the demo carry it."""

    def __init__(self, period: ReportingPeriod, as_of: date, calendar: WorkCalendar):
        self.period, self.as_of, self.calendar = period, as_of, calendar
        code = period.locality.code
        self.writer, self.signer, self.clerk = (
            User.objects.get(username=f"{code}-{tail}") for tail in ("thuongtruc", "kyduyet", "vanthu")
        )

    def day(self, working_days: int) -> date:
        """So many working days after the period's deadline, never after the loading day."""
        return min(self.calendar.add_working_days(self.period.report_due_on, working_days), self.as_of)

    def write(self, kind: str = ReviewKind.INTERIM) -> PeriodReview:
        with clock.at(self.day(3), 8):
            review = service.create_review(
                self.period,
                actor=self.writer,
                kind=kind,
                issuer=self.period.plan.issuer,
                layout=self.period.plan.layout,
            )
            PeriodReview.objects.filter(pk=review.pk).update(is_illustration=True)
            review.is_illustration = True
        return review

    def submit(self, kind: str = ReviewKind.INTERIM) -> PeriodReview:
        review = self.write(kind)
        next_steps = review.texts.get(ReviewPart.NEXT_STEPS, "")
        words = {
            str(ReviewPart.OVERVIEW): OVERVIEW,
            str(ReviewPart.CAUSES): CAUSES,
            str(ReviewPart.NEXT_STEPS): f"{NEXT}\n{next_steps}".strip(),
        }
        with clock.at(self.day(5), 15):
            service.save_texts(review, review.texts | words, actor=self.writer, read_version=review.version)
            service.freeze_figures(review, actor=self.writer, read_version=review.version)
        with clock.at(self.day(6), 9):
            workflow.run(review, "submit", actor=self.writer)
        return review

    def send_back(self) -> None:
        review = self.submit()
        with clock.at(self.day(8), 10):
            workflow.run(review, "send_back", actor=self.signer, note=RETURN_NOTE)

    def approve(self, kind: str = ReviewKind.INTERIM) -> PeriodReview:
        review = self.submit(kind)
        with clock.at(self.day(9), 16):
            workflow.run(review, "approve", actor=self.signer)
        return review

    def issue(self, number: int, kind: str = ReviewKind.INTERIM) -> PeriodReview:
        review = self.approve(kind)
        with clock.at(self.day(10), 11) as moment:
            issue(
                workflow.run,
                review,
                actor=self.clerk,
                number=number,
                issued_on=moment.date(),
                signer_name="Người ký (minh họa)",
            )
        return review

    def pass_up(self, review: PeriodReview) -> None:
        """The report to the ministry, made from the issued one and still in the standing agency's hands."""
        with clock.at(self.day(12), 9):
            service.pass_up(review, actor=self.writer)
