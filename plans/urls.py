"""Addresses of what is promised. The first part of each is the locality's code."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from plans.converters import (
    AmendmentMoveConverter,
    PlanMoveConverter,
    ReplyMoveConverter,
    SectionConverter,
)
from plans.views import (
    amendments,
    approval,
    bases,
    carrying,
    changes,
    consultation,
    corrections,
    directions,
    drafting,
    form_of_issue,
    moves,
    papers,
    plans,
    preview,
    replies,
    starting,
    structure,
    task_editing,
    tasks,
    versions,
)

app_name = "plans"
register_converter(PlanMoveConverter, "plan_move")
register_converter(AmendmentMoveConverter, "amendment_move")
register_converter(SectionConverter, "plan_section")
register_converter(ReplyMoveConverter, "reply_move")

# --- One round of comments: /<LOC>/ke-hoach/<PLAN>/gop-y/<ROUND>/… ---------------------------------------
round_patterns = [
    path("", consultation.consultation_desk, name="consultation_desk"),
    path("bang-tong-hop/", consultation.consultation_matrix, name="consultation_matrix"),
    path("han/", consultation.consultation_due, name="consultation_due"),
    path("xuat/", consultation.consultation_export, name="consultation_export"),
    path("y-kien/<int:body>/<int:comment>/", consultation.comment_answer, name="comment_answer"),
    path("tra-loi/", replies.reply_start, name="reply_start"),
    path("tra-loi/<int:body>/", replies.reply, name="reply"),
    path("tra-loi/<int:body>/them/", replies.comment_add, name="comment_add"),
    path("tra-loi/<int:body>/y-kien/<int:comment>/", replies.comment_edit, name="comment_edit"),
    path("tra-loi/<int:body>/chuyen/<reply_move:move>/", replies.reply_move, name="reply_move"),
    path("tra-loi/<int:body>/ghi-thay/", replies.reply_record, name="reply_record"),
]

# --- One amendment: …/dieu-chinh/<n>/… -----------------------------------------------------------------
amendment_patterns: list[URLPattern] = [
    path("", amendments.amendment_detail, name="amendment_detail"),
    path("sua/", amendments.amendment_edit, name="amendment_edit"),
    path("bo/", amendments.amendment_discard, name="amendment_discard"),
    path("chuyen/<amendment_move:move>/", amendments.amendment_move, name="amendment_move"),
    path("chon/", changes.amendment_pick, name="amendment_pick"),
    path("phan/<plan_section:section>/", changes.change_text, name="change_text"),
    path("noi-dung/them/", changes.change_add_group, name="change_add_group"),
    path("noi-dung/<int:number>/", changes.change_group, name="change_group"),
    path("noi-dung/them/<int:position>/", changes.change_add_group, name="change_added_group"),
    path("nhiem-vu/them/", changes.change_add_task, name="change_add_task"),
    path("nhiem-vu/them/<int:position>/", changes.change_add_task, name="change_added_task"),
    path("nhiem-vu/<str:code>/", changes.change_task, name="change_task"),
    path("nhiem-vu/<str:code>/rut/", changes.change_withdraw, name="change_withdraw"),
    path("bo/<int:position>/", changes.change_remove, name="change_remove"),
]

# --- One plan: /<LOC>/ke-hoach/<PLAN>/… ---------------------------------------------------------------
plan_patterns: list[URLPattern | URLResolver] = [
    path("", plans.plan_detail, name="plan_detail"),
    path("chuyen/<plan_move:move>/", moves.plan_move, name="plan_move"),
    path("ky-duyet/", approval.signing, name="signing"),
    path("ky-duyet/diem/them/", approval.point_add, name="point_add"),
    path("ky-duyet/diem/<int:number>/bo/", approval.point_remove, name="point_remove"),
    path("sua-theo-y-kien/", approval.return_points, name="return_points"),
    path("sua-theo-y-kien/<int:number>/", approval.point_answer, name="point_answer"),
    path("kiem-tra-the-thuc/", approval.form_check, name="form_check"),
    path("chuyen-viec/", carrying.carry, name="carry"),
    path("xuat/", papers.plan_export, name="plan_export"),
    path("bo-sung/", plans.plan_fill_blank, name="fill_blank"),
    path("ban-ky/them/", plans.signed_copy_add, name="signed_copy_add"),
    path("ban-ky/<int:number>/", plans.signed_copy, name="signed_copy"),
    path("dieu-chinh/", amendments.amendment_list, name="amendment_list"),
    path("dieu-chinh/lap/", amendments.amendment_add, name="amendment_add"),
    path("dieu-chinh/<int:ordinal>/", include(amendment_patterns)),
    path("dinh-chinh/lap/", corrections.correction_add, name="correction_add"),
    path("ban/<int:number>/", versions.version_detail, name="version_detail"),
    path("so-sanh/", versions.plan_compare, name="plan_compare"),
    path("soan/<plan_section:section>/", drafting.section_edit, name="section_edit"),
    path("soan/the-thuc/", form_of_issue.form_of_issue, name="form_of_issue"),
    path("soan/can-cu/", bases.basis_list, name="basis_list"),
    path("soan/can-cu/chon/", bases.basis_act, name="basis_act"),
    path("soan/can-cu/them/", bases.basis_add, name="basis_add"),
    path("soan/noi-dung/", structure.structure, name="structure"),
    path("soan/noi-dung/chuyen/", structure.structure_move, name="structure_move"),
    path("soan/noi-dung/them/", drafting.group_add, name="group_add"),
    path("soan/noi-dung/<int:number>/", drafting.group_edit, name="group_edit"),
    path("soan/noi-dung/<int:number>/chuyen/", structure.group_place, name="group_place"),
    path("soan/noi-dung/<int:number>/xoa/", structure.group_delete, name="group_delete"),
    path("soan/nhiem-vu/them/", task_editing.task_add, name="task_add"),
    path("soan/nhiem-vu/<str:code>/", task_editing.task_edit, name="task_edit"),
    path("soan/nhiem-vu/<str:code>/chuyen/", structure.task_place, name="task_place"),
    path("soan/nhiem-vu/<str:code>/xoa/", structure.task_delete, name="task_delete"),
    path("soan/chep/<slug:source>/", starting.plan_copy_tasks, name="copy_tasks"),
    path("luu-mau/", starting.template_save, name="template_save"),
    path("muc-tieu/", starting.objectives, name="objectives"),
    path("soan/xem-truoc/", preview.preview, name="preview"),
    path("soan/xem-truoc/trang/", preview.preview_page, name="preview_page"),
    path("gop-y/", consultation.consultation_list, name="consultation_list"),
    path("gop-y/gui/", consultation.consultation_send, name="consultation_send"),
    path("gop-y/<int:number>/", include(round_patterns)),
    path("y-kien-chi-dao/", directions.direction_list, name="direction_list"),
    path("y-kien-chi-dao/ghi/", directions.direction_add, name="direction_add"),
    path("y-kien-chi-dao/<int:number>/", directions.direction_detail, name="direction_detail"),
    path("y-kien-chi-dao/<int:number>/doi-han/", directions.direction_day, name="direction_day"),
    path("y-kien-chi-dao/<int:number>/rut/", directions.direction_withdraw, name="direction_withdraw"),
    path("nhiem-vu/", tasks.task_list, name="task_list"),
    path("nhiem-vu/<str:code>/danh-dau/", tasks.task_mark_secret, name="task_mark_secret"),
]

urlpatterns = [
    path("<slug:locality>/ke-hoach/", plans.plan_list, name="plan_list"),
    path("<slug:locality>/ke-hoach/lap-moi/", starting.plan_add, name="plan_add"),
    path("<slug:locality>/ke-hoach/mau/", starting.template_list, name="template_list"),
    path("<slug:locality>/ke-hoach/mau/<slug:code>/bo/", starting.template_drop, name="template_drop"),
    path("<slug:locality>/ke-hoach/<slug:plan>/", include(plan_patterns)),
]
