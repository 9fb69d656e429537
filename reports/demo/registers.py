"""The registers of the running year: outputs of several agencies, and what the press said; everything is illustration."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from agencies.models import Agency, User
from agencies.services.calendar import WorkCalendar
from plans.models import Plan, Task
from reports.choices import Channel, Language, Measure, OutputKind, PressTone
from reports.demo import clock
from reports.demo.acts import workday
from reports.demo.days import Periods
from reports.models import Output, OutputMaker, OutputPair, PressItem
from reports.models.output import pack_languages
from reports.services.counting import set_counting
from reports.services.likeness import note_pairs
from reports.services.press import add_press_item
from reports.workflow import output_pair, press

K, C = OutputKind, Channel
SITE = "https://vi-du.example/"


@dataclass(frozen=True)
class Made:
    """One output: of which task, by whom, how many days before the last cut-off (or, `is_new`, before the loading day)."""

    task: str
    kind: str
    title: str
    days: int
    channel: str
    languages: tuple[str, ...] = ("vi",)
    makers: tuple[str, ...] = ()
    audience: str = ""
    country: str = ""
    page: str = ""
    views: int | None = None
    attendees: int | None = None
    amount: int | None = None
    unit: str = ""
    is_new: bool = False


OUTPUTS = (
    Made("3.1", K.VIDEO, "Phóng sự: Sông Sài Gòn về đêm", 3, C.INTERNET, ("vi", "en"), (), "khách du lịch quốc tế", "", "song-sai-gon", 18_400, is_new=True),
    Made("3.1", K.VIDEO, "Phóng sự: Chợ nổi và ẩm thực đường phố", 2, C.INTERNET, ("vi", "en", "ko"), ("so-du-lich", "dai-truyen-hinh"), "khách du lịch Hàn Quốc", "", "cho-noi", 9_150, is_new=True),
    Made("3.1", K.VIDEO, "Phóng sự: Một ngày ở Cần Giờ", 20, C.DOMESTIC_PRESS, ("vi", "en"), ("so-du-lich", "dai-truyen-hinh"), "", "", "can-gio", 25_300),
    Made("3.3", K.EVENT, "Gian hàng Thành phố tại hội chợ du lịch quốc tế", 32, C.BIG_EVENT, ("en",), ("so-du-lich", "itpc"), "doanh nghiệp lữ hành", "Nhật Bản", "", None, 5_200),
    Made("4.1", K.ARTICLE, "Diễn đàn hợp tác kinh tế mùa thu: tin và bài chính", 12, C.DOMESTIC_PRESS, ("vi", "en"), (), "doanh nghiệp, nhà đầu tư", "", "dien-dan", 6_700),
    Made("4.1", K.NEWS, "Tiếp đoàn địa phương kết nghĩa", 15, C.EXTERNAL_ACTIVITY, ("vi",), (), "", "Hàn Quốc", "ket-nghia"),
    Made("4.3", K.EVENT, "Tuần giao lưu văn hóa các địa phương kết nghĩa", 26, C.EXTERNAL_ACTIVITY, ("vi", "en"), ("lien-hiep-huu-nghi", "so-vhtt"), "người nước ngoài tại Thành phố", "Việt Nam", "tuan-giao-luu", None, 1_800),
    Made("3.3", K.EVENT, "Tuần giao lưu văn hóa các địa phương kết nghĩa", 25, C.BIG_EVENT, ("vi",), (), "", "Việt Nam", "tuan-giao-luu?utm_source=zalo", None, 2_000),
    Made("5.2", K.COLUMN, "Chuyên mục tiếng Anh: Quyền được học của trẻ em", 18, C.DOMESTIC_PRESS, ("en",), (), "độc giả nước ngoài", "", "quyen-tre-em", 3_900),
    Made("4.1", K.COLUMN, "Chuyên mục tiếng Anh: “Quyền được học của trẻ em”", 16, C.PORTAL, ("en",), (), "", "", "", 1_100),
    Made("7.2", K.PUBLICATION, "Bản tin đối ngoại song ngữ số mới nhất", 22, C.PUBLICATION, ("vi", "en"), ("so-ngoai-vu", "so-vhtt"), "cơ quan đại diện nước ngoài", "", "", None, None, 1_200, "bản"),
    Made("2.1", K.TRAINING, "Tập huấn thông tin đối ngoại cho cán bộ phường, xã, lớp 4", 30, C.OTHER, ("vi",), ("so-vhtt",), "cán bộ văn hóa cơ sở", "", "", None, 85),
)  # fmt: skip


def fill(plan: Plan, periods: Periods, as_of: date, calendar: WorkCalendar) -> None:
    """Outputs, one indicator counted from them, two entries of one thing merged and two that wait; the press."""
    keeper = User.objects.get(username="hcm-thuongtruc")
    agencies = {agency.code: agency for agency in Agency.objects.filter(locality=plan.locality)}
    cut_off = periods.late.data_to if periods.late else as_of
    tasks = {task.code: task for task in plan.tasks.select_related("lead_agency", "plan", "locality")}
    made = [_write(tasks[row.task], row, agencies, as_of if row.is_new else cut_off) for row in OUTPUTS]
    for output in made:
        note_pairs(output)
    joined = OutputPair.objects.filter(locality=plan.locality, reason="LINK").first()
    with clock.at(workday(calendar, as_of - timedelta(1)), 15):
        if joined:
            output_pair.run(joined, "merge", actor=keeper)
        indicator = tasks["3.1"].indicators.first()
        if indicator:
            set_counting(indicator, actor=keeper, measure=Measure.ENTRIES, kind=K.VIDEO)
    _press(plan, as_of, calendar, keeper, agencies)


def _write(task: Task, row: Made, agencies: dict[str, Agency], until: date) -> Output:
    lead = task.lead_agency
    assert lead is not None  # every task of the demo has one
    writer = User.objects.filter(memberships__agency=lead).order_by("pk")[0]
    output = Output(
        task=task,
        agency=lead,
        number=Output.objects.filter(locality=task.locality).count() + 1,
        kind=row.kind,
        title=row.title,
        done_on=until - timedelta(row.days),
        channel=row.channel,
        languages=pack_languages(row.languages),
        audience=row.audience,
        country=row.country,
        url=f"{SITE}{row.page}" if row.page else "",
        views=row.views,
        attendees=row.attendees,
        amount=row.amount,
        unit=row.unit,
        entered_by=writer,
        is_illustration=True,
    )
    output.settle()
    output.full_clean(exclude=["file"])
    output.save()
    makers = [agencies[code] for code in row.makers] or [lead]
    OutputMaker.objects.bulk_create(OutputMaker(output=output, agency=a, name=a.label) for a in makers)
    return output


# --- The press ---------------------------------------------------------------------------------------------


def _press(
    plan: Plan, as_of: date, calendar: WorkCalendar, keeper: User, agencies: dict[str, Agency]
) -> None:
    def note(days: int, tone: str, title: str, summary: str, country: str, language: str) -> PressItem:
        day = workday(calendar, as_of - timedelta(days))
        item = PressItem(locality=plan.locality, tone=tone, title=title, summary=summary, country=country)
        item.language, item.outlet, item.published_on = language, "Tờ báo ví dụ", day - timedelta(1)
        item.url, item.is_illustration = f"{SITE}bao-chi-{days}", True
        with clock.at(day, 9):
            return add_press_item(item, actor=keeper)

    def act(item: PressItem, days: int, name: str, actor: User = keeper, **data: Any) -> None:
        with clock.at(workday(calendar, as_of - timedelta(days)), 10):
            press.run(item, name, actor=actor, **data)

    travel, foreign = agencies["so-du-lich"], agencies["so-ngoai-vu"]
    praise = note(
        16,
        PressTone.PRAISE,
        "Phóng sự nước ngoài khen ẩm thực đường phố Thành phố",
        "Giới thiệu năm món ăn, đánh giá cao sự thân thiện của người dân.",
        "Hàn Quốc",
        Language.KOREAN,
    )
    act(praise, 15, "no_answer")
    wrong = note(
        14,
        PressTone.WRONG,
        "Bài viết nêu sai thủ tục thị thực cho khách quốc tế",
        "Nêu thời hạn miễn thị thực cũ, không còn hiệu lực.",
        "Pháp",
        Language.FRENCH,
    )
    act(
        wrong,
        13,
        "assign",
        agency=foreign,
        respond_by=as_of - timedelta(7),
        note="Đề nghị tòa soạn cập nhật.",
    )
    officer = User.objects.filter(memberships__agency=foreign, memberships__role="OFFICER").order_by("pk")[0]
    act(
        wrong,
        10,
        "answer",
        officer,
        answer="Đã gửi thư đề nghị tòa soạn cập nhật; bài đã được sửa.",
        answered_on=workday(calendar, as_of - timedelta(10)),
    )
    act(wrong, 8, "close")
    late = note(
        9,
        PressTone.WRONG,
        "Tin sai về giá dịch vụ tham quan trên sông",
        "Nêu mức giá cao gấp ba lần giá niêm yết.",
        "Nhật Bản",
        Language.JAPANESE,
    )
    act(
        late,
        8,
        "assign",
        agency=travel,
        respond_by=workday(calendar, as_of - timedelta(2)),
        note="Cung cấp giá niêm yết, đề nghị đính chính.",
    )
    soon = note(
        4,
        PressTone.CONCERN,
        "Khách quốc tế phản ánh biển chỉ dẫn tiếng Anh còn thiếu",
        "Phản ánh tại hai bến tàu và một bảo tàng.",
        "Úc",
        Language.ENGLISH,
    )
    act(soon, 3, "assign", agency=travel, respond_by=calendar.add_working_days(as_of, 4), note="")
    note(
        1,
        PressTone.CONCERN,
        "Hỏi về kế hoạch lễ hội cuối năm cho cộng đồng nước ngoài",
        "Đề nghị công bố lịch sớm bằng tiếng Anh.",
        "",
        Language.ENGLISH,
    )
