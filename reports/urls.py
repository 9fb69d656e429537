"""Addresses of what happened. The first part of each is the locality's code."""

from django.urls import include, path, register_converter

from reports.converters import (
    ExtensionMoveConverter,
    MoveConverter,
    PairMoveConverter,
    PressMoveConverter,
    ReviewLevelConverter,
    ReviewMoveConverter,
)
from reports.views import (
    asking,
    clerk,
    contributions,
    counting,
    evidence,
    extensions,
    grid,
    handovers,
    meetings,
    ministry,
    notices,
    output_pairs,
    outputs,
    overview,
    period_review_writing,
    period_reviews,
    period_rules,
    periods,
    press,
    register_files,
    reorganising,
    review,
    search,
    sending,
    task,
    work,
    writing,
)

app_name = "reports"
register_converter(MoveConverter, "move")
register_converter(ExtensionMoveConverter, "extension_move")
register_converter(ReviewMoveConverter, "review_move")
register_converter(PairMoveConverter, "pair_move")
register_converter(PressMoveConverter, "press_move")
register_converter(ReviewLevelConverter, "review_level")

# --- One report: /<LOC>/bao-cao/<PLAN>/<PERIOD>/<CODE>/… ---------------------------------------------
report_patterns = [
    path("", sending.report_detail, name="report_detail"),
    path("bat-dau/", writing.report_start, name="report_start"),
    path("viet/", writing.report_edit, name="report_edit"),
    path("tu-luu/", writing.report_autosave, name="report_autosave"),
    path("so-sanh/", writing.report_compare, name="report_compare"),
    path("xem-lai/", sending.report_check, name="report_check"),
    path("chuyen/<move:move>/", sending.report_move, name="report_move"),
    path("ban-in/", sending.report_export, name="report_export"),
    path("da-gui/", sending.report_sent, name="report_sent"),
    path("xoa/", sending.report_delete, name="report_delete"),
    path("khoi-phuc/", sending.report_restore, name="report_restore"),
    path("khong-thay-doi/", writing.no_change, name="no_change"),
    path("minh-chung/them/", evidence.evidence_add, name="evidence_add"),
    path("minh-chung/<int:number>/", evidence.evidence_file, name="evidence_file"),
    path("minh-chung/<int:number>/bo/", evidence.evidence_remove, name="evidence_remove"),
    path("dung-tra-loi/", asking.answer_use, name="answer_use"),
    path("xem-xet/", review.review, name="review"),
]

# --- Contributions: /<LOC>/phoi-hop/<PLAN>/<PERIOD>/<CODE>/… -----------------------------------------
contribution_patterns = [
    path("", contributions.contribution_edit, name="contribution_edit"),
    path("tu-luu/", contributions.contribution_autosave, name="contribution_autosave"),
    path("xin/", asking.contribution_ask, name="contribution_ask"),
    path("co-quan/<slug:agency>/", asking.contribution_detail, name="contribution_detail"),
    path(
        "co-quan/<slug:agency>/tep/<int:number>/", contributions.contribution_file, name="contribution_file"
    ),
]

# --- All reports of one period in a grid: /<LOC>/bao-cao/<PLAN>/<PERIOD>/luoi/… -----------------------
grid_patterns = [
    path("", grid.grid, name="grid"),
    path("tu-luu/", grid.grid_autosave, name="grid_autosave"),
    path("xem-lai/", grid.grid_check, name="grid_check"),
    path("gui/", grid.grid_send, name="grid_send"),
]

# --- Periods: /<LOC>/ky-bao-cao/… ----------------------------------------------------------------------
period_patterns = [
    path("", periods.period_list, name="period_list"),
    path("them/", periods.period_add, name="period_add"),
    path("mo-truoc/", period_rules.period_rules, name="period_rules"),
    path("mo-truoc/mo/", period_rules.period_open_ahead, name="period_open_ahead"),
    path("mo-truoc/<int:number>/sua/", period_rules.period_rule_change, name="period_rule_change"),
    path("mo-truoc/<int:number>/bo/", period_rules.period_rule_remove, name="period_rule_remove"),
    path("doi-han/", periods.period_deadlines_move, name="period_deadlines_move"),
    path("<slug:plan>/<slug:period>/sua/", periods.period_change, name="period_change"),
    path("<slug:plan>/<slug:period>/dong/", periods.period_close, name="period_close"),
    path("<slug:plan>/<slug:period>/mo-lai/", periods.period_open, name="period_open"),
]

# --- Sơ kết, tổng kết: /<LOC>/ke-hoach/<PLAN>/so-ket/<PERIOD>/<LEVEL>/… -----------------------------------
review_patterns = [
    path("", period_reviews.period_review, name="period_review"),
    path("viet/", period_review_writing.period_review_edit, name="period_review_edit"),
    path("tu-luu/", period_review_writing.period_review_autosave, name="period_review_autosave"),
    path("so-sanh/", period_review_writing.period_review_compare, name="period_review_compare"),
    path("tong-hop/", period_review_writing.period_review_assemble, name="period_review_assemble"),
    path("the-thuc/", period_reviews.period_review_form, name="period_review_form"),
    path("chot/", period_reviews.period_review_freeze, name="period_review_freeze"),
    path("chuyen/<review_move:move>/", period_reviews.period_review_move, name="period_review_move"),
    path("gui-cap-tren/", period_reviews.period_review_pass_up, name="period_review_pass_up"),
    path("xuat/", period_reviews.period_review_export, name="period_review_export"),
    path("ban-ky/them/", period_reviews.period_review_copy_add, name="period_review_copy_add"),
    path("ban-ky/<int:number>/", period_reviews.period_review_copy, name="period_review_copy"),
]

# --- Cuộc họp: /<LOC>/ke-hoach/<PLAN>/cuoc-hop/<N>/… -----------------------------------------------------
meeting_patterns = [
    path("", meetings.meeting, name="meeting"),
    path("sua/", meetings.meeting_edit, name="meeting_edit"),
    path("the-thuc/", meetings.meeting_form, name="meeting_form"),
    path("ket-luan/", meetings.meeting_conclusions, name="meeting_conclusions"),
    path("chot/", meetings.meeting_freeze, name="meeting_freeze"),
    path("chuyen/<review_move:move>/", meetings.meeting_move, name="meeting_move"),
    path("xuat/", meetings.meeting_export, name="meeting_export"),
    path("ban-ky/them/", meetings.meeting_copy_add, name="meeting_copy_add"),
    path("ban-ky/<int:copy>/", meetings.meeting_copy, name="meeting_copy"),
]

# --- Register of outputs: /<LOC>/san-pham/… ------------------------------------------------------------
output_patterns = [
    path("", outputs.output_list, name="output_list"),
    path("them/", outputs.output_add, name="output_add"),
    path("nhap/", register_files.output_import, name="output_import"),
    path("xuat/", register_files.output_export, name="output_export"),
    path("giong-nhau/", output_pairs.pair_list, name="pair_list"),
    path("giong-nhau/<int:number>/", output_pairs.pair_detail, name="pair_detail"),
    path("giong-nhau/<int:number>/<pair_move:move>/", output_pairs.pair_move, name="pair_move"),
    path("<int:number>/", outputs.output_detail, name="output_detail"),
    path("<int:number>/sua/", outputs.output_edit, name="output_edit"),
    path("<int:number>/xoa/", outputs.output_delete, name="output_delete"),
    path("<int:number>/khoi-phuc/", outputs.output_restore, name="output_restore"),
    path("<int:number>/tep/", outputs.output_file, name="output_file"),
]

# --- More time: /<LOC>/gia-han/… -------------------------------------------------------------------------
extension_patterns = [
    path("", extensions.extension_list, name="extension_list"),
    path("<int:number>/", extensions.extension_detail, name="extension_detail"),
    path("<int:number>/<extension_move:move>/", extensions.extension_move, name="extension_move"),
    path("<slug:plan>/<slug:period>/xin/", extensions.extension_ask, name="extension_ask"),
]

# --- Press monitoring: /<LOC>/bao-chi/… -----------------------------------------------------------------
press_patterns = [
    path("", press.press_list, name="press_list"),
    path("them/", press.press_add, name="press_add"),
    path("xuat/", register_files.press_export, name="press_export"),
    path("<int:number>/", press.press_detail, name="press_detail"),
    path("<int:number>/sua/", press.press_edit, name="press_edit"),
    path("<int:number>/chuyen/<press_move:move>/", press.press_move, name="press_move"),
]

urlpatterns = [
    path("<slug:locality>/gia-han/", include(extension_patterns)),
    # --- Work of one's own, the queue, contributions ---------------------------------------------------
    path("<slug:locality>/viec-cua-toi/", work.my_work, name="my_work"),
    path("<slug:locality>/bao-cao/", review.review_queue, name="review_queue"),
    path("<slug:locality>/bao-cao/tiep-nhan/", review.accept_read, name="accept_read"),
    path("<slug:locality>/bao-cao/<slug:plan>/<slug:period>/luoi/", include(grid_patterns)),
    path("<slug:locality>/bao-cao/<slug:plan>/<slug:period>/<str:code>/", include(report_patterns)),
    path("<slug:locality>/ky-bao-cao/", include(period_patterns)),
    # --- Sơ kết, tổng kết ----------------------------------------------------------------------------------
    path(
        "<slug:locality>/ke-hoach/<slug:plan>/so-ket/",
        period_reviews.period_review_list,
        name="period_review_list",
    ),
    path(
        "<slug:locality>/ke-hoach/<slug:plan>/so-ket/<slug:period>/lap/",
        period_reviews.period_review_add,
        name="period_review_add",
    ),
    path(
        "<slug:locality>/ke-hoach/<slug:plan>/so-ket/<slug:period>/co-quan/<slug:code>/xuat/",
        period_reviews.agency_report_export,
        name="agency_report_export",
    ),
    path(
        "<slug:locality>/ke-hoach/<slug:plan>/so-ket/<slug:period>/<review_level:level>/",
        include(review_patterns),
    ),
    # --- Meetings ----------------------------------------------------------------------------------------
    path("<slug:locality>/ke-hoach/<slug:plan>/cuoc-hop/", meetings.meeting_list, name="meeting_list"),
    path("<slug:locality>/ke-hoach/<slug:plan>/cuoc-hop/ghi/", meetings.meeting_add, name="meeting_add"),
    path("<slug:locality>/ke-hoach/<slug:plan>/cuoc-hop/<int:number>/", include(meeting_patterns)),
    path(
        "<slug:locality>/phoi-hop/<slug:plan>/<slug:period>/<str:code>/",
        include(contribution_patterns),
    ),
    # --- People change ------------------------------------------------------------------------------------
    path("<slug:locality>/ban-giao/", handovers.handover_list, name="handover_list"),
    path("<slug:locality>/ban-giao/nguoi/<str:username>/", handovers.handover, name="handover"),
    path("<slug:locality>/san-pham/", include(output_patterns)),
    path("<slug:locality>/bao-chi/", include(press_patterns)),
    path("<slug:locality>/ke-hoach/<slug:plan>/cach-tinh/", counting.counting_list, name="counting_list"),
    path(
        "<slug:locality>/ke-hoach/<slug:plan>/cach-tinh/<str:code>/<int:number>/",
        counting.counting_edit,
        name="counting_edit",
    ),
    path("<slug:locality>/co-quan/<slug:code>/sap-xep/", reorganising.reorganise, name="reorganise"),
    # --- Reminders ---------------------------------------------------------------------------------------
    path("<slug:locality>/nhac-viec/", notices.notices_sent, name="notices_sent"),
    path("<slug:locality>/nhac-viec/<slug:code>/nhac/", notices.agency_remind, name="agency_remind"),
    # --- Overview, clerk's desk, ministry, task page, search ---------------------------------------------
    path("<slug:locality>/ke-hoach/<slug:plan>/nhiem-vu/<str:code>/", task.task_detail, name="task_detail"),
    path(
        "<slug:locality>/ke-hoach/<slug:plan>/nhiem-vu/<str:code>/lich-su/", task.history, name="task_history"
    ),
    path("<slug:locality>/tong-quan/", overview.overview, name="overview"),
    path("<slug:locality>/tong-quan/<slug:plan>/", overview.plan_overview, name="plan_overview"),
    path("<slug:locality>/van-thu/", clerk.clerk_desk, name="clerk_desk"),
    path("<slug:locality>/tim/", search.search, name="search"),
    path("bo/", ministry.ministry, name="ministry"),
]
