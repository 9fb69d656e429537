"""What a form answers to `data-ttdn-autosave` (static/js/site.js): saved, somebody was faster, or what is wrong."""

from datetime import datetime

from django.forms import BaseForm
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from ttdn_portal.shared.secrecy import CODE as SECRECY


def is_autosave(request: HttpRequest) -> bool:
    """The script saves while the person writes on; a button's request is answered with a page."""
    return request.headers.get("X-Requested-With") == "fetch"


def saved(version: str) -> JsonResponse:
    return JsonResponse({"version": version, "saved_at": f"{timezone.localtime():%H:%M}"})


def where_saved(at: datetime) -> str:
    """The line at the foot of a form: the hour, and the day where it is not today."""
    then = timezone.localtime(at)
    day = "" if then.date() == timezone.localdate() else f" {then:%d/%m/%Y}"
    return f"Đã lưu trên máy chủ {then:%H:%M}{day}"


def who_was_faster(
    saved_by: object, reader: object, at: datetime | None, *, what: str = "đã lưu bản mới hơn"
) -> str:
    """“Phạm Thị Chuyên đã lưu bản mới hơn lúc …”; of the reader's own save, that it was in another window."""
    when = f" lúc {timezone.localtime(at):%H:%M %d/%m/%Y}" if at else ""
    if saved_by == reader:
        return f"Anh/chị {what} ở một cửa sổ khác{when}"
    return f"{saved_by or 'Người khác'} {what}{when}"


def refused(message: str) -> JsonResponse:
    """409: a newer text stands on the server; the page offers both."""
    return JsonResponse({"message": message}, status=409)


def invalid(*forms: BaseForm, whole: str = "") -> JsonResponse:
    """422 with the first thing that is wrong; the text stays on the person's machine until it is right.

    A secrecy marking comes first and is kept nowhere, not even on the machine: the page alone still holds the text.
    """
    told = [
        (name, form, error)
        for form in forms
        for name, data in form.errors.as_data().items()
        for error in data
    ]
    told.sort(key=lambda one: one[2].code != SECRECY)
    for name, form, error in told[:1]:
        label = form.fields[name].label if name in form.fields else whole
        where = f"{label}: " if label else ""
        answer = {"message": f"Chưa lưu được lên máy chủ. {where}{error.messages[0]}"}
        return JsonResponse(answer | ({"forget": True} if error.code == SECRECY else {}), status=422)
    return JsonResponse({"message": "Chưa lưu được lên máy chủ: còn chỗ cần sửa."}, status=422)
