"""People of a locality, as its administrator looks after them."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from agencies.access import locality_or_404
from agencies.forms import (
    EndMembershipForm,
    MembershipForm,
    PeopleFilter,
    PersonForm,
    ReasonForm,
)
from agencies.history import history_of
from agencies.models import Membership, User
from agencies.services import people
from agencies.services.links import one_time_link
from agencies.services.login import is_locked_everywhere, recent_failures, unlock
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_errors
from ttdn_portal.shared.lists import page_of, pager_of

LINK_IN_SESSION = "agencies.link_for"


def _person_or_404(request, locality, username):
    found = User.objects.visible_to(request.user).filter(locality=locality)
    return get_object_or_404(found.select_related("locality"), username=username)


def _managed(request, code, username, permission="agencies.change_person"):
    """Locality and person of an act, after asking who may do it."""
    locality = locality_or_404(request, code)
    person = _person_or_404(request, locality, username)
    allow_or_403(request.user, permission, person)
    return locality, person


def _crumbs(locality, person=None):
    """The way down to a page, and the address of the page above it."""
    crumbs = [("Nhân sự", reverse("agencies:people", args=[locality.code]))]
    if person is not None:
        crumbs.append(
            (person.username, reverse("agencies:person_detail", args=[locality.code, person.username]))
        )
    return {"locality": locality, "person": person, "crumbs": crumbs, "back": crumbs[-1][1]}


def _to(person):
    return redirect("agencies:person_detail", person.locality.code, person.username)


@require_safe
def person_list(request, locality):
    locality = locality_or_404(request, locality)
    allow_or_403(request.user, "agencies.manage_people", locality)
    form = PeopleFilter(request.GET, user=request.user, locality=locality)
    found = form.apply(User.objects.visible_to(request.user).filter(locality=locality))
    posts = (
        Membership.objects.visible_to(request.user)
        .filter(agency__locality=locality)
        .effective_on(timezone.localdate())
        .select_related("agency")
    )
    page = page_of(request, found.prefetch_related(Prefetch("memberships", posts, to_attr="current_posts")))
    context = {
        "locality": locality,
        "form": form,
        "pager": pager_of(request, page),
        "found": f"{page.paginator.count} người",
    }
    return render(request, "agencies/person_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_create(request, locality):
    locality = locality_or_404(request, locality)
    allow_or_403(request.user, "agencies.manage_people", locality)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = people.create_person(form.save(commit=False), locality=locality, actor=request.user)
        request.session[LINK_IN_SESSION] = person.pk
        messages.success(
            request, f"Đã tạo tài khoản {person.username}. Trao liên kết dưới đây rồi giao vai trò."
        )
        return _to(person)
    return render(
        request, "agencies/person_form.html", _crumbs(locality) | {"form": form, "crumb": "Thêm người"}
    )


@require_safe
def person_detail(request, locality, username):
    locality, person = _managed(request, locality, username)
    link = ""
    if request.session.get(LINK_IN_SESSION) == person.pk:
        del request.session[LINK_IN_SESSION]
        link = one_time_link(person)
    posts = (
        Membership.objects.visible_to(request.user)
        .filter(user=person, agency__locality=locality)
        .select_related("agency")
    )
    context = _crumbs(locality) | {
        "person": person,
        "link": link,
        "hours": settings.INVITATION_HOURS,
        "posts": posts.order_by("valid_to", "-valid_from"),
        "history": history_of(person),
        "today": timezone.localdate(),
        "is_oneself": person.pk == request.user.pk,
        "failures": recent_failures(person),
        "is_locked": is_locked_everywhere(person.username),
    }
    return render(request, "agencies/person_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_update(request, locality, username):
    locality, person = _managed(request, locality, username)
    form = PersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        people.update_person(form.save(commit=False), actor=request.user)
        messages.success(request, "Đã lưu thông tin tài khoản.")
        return _to(person)
    return render(
        request, "agencies/person_form.html", _crumbs(locality, person) | {"form": form, "crumb": "Sửa"}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def person_link(request, locality, username):
    locality, person = _managed(request, locality, username, "agencies.decide_on_person")
    if request.method == "POST":
        people.invite(person, actor=request.user)
        request.session[LINK_IN_SESSION] = person.pk
        return _to(person)
    context = _crumbs(locality, person) | {
        "form": None,
        "title": "Cấp liên kết đặt mật khẩu mới",
        "button": "Cấp liên kết mới",
        "is_danger": person.has_usable_password(),
        "text": "Mật khẩu đang dùng, các phiên đang mở và liên kết cấp trước đây hết hiệu lực ngay. Liên kết mới hiện ra một lần để trao cho người dùng.",
    }
    return render(request, "agencies/person_act.html", context)


@require_POST
def person_unlock(request, locality, username):
    _, person = _managed(request, locality, username)
    unlock(person, actor=request.user)
    messages.success(request, f"Đã mở khóa đăng nhập cho {person}.")
    return _to(person)


@require_http_methods(["GET", "HEAD", "POST"])
def person_block(request, locality, username):
    locality, person = _managed(request, locality, username, "agencies.decide_on_person")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.block(person, actor=request.user, note=form.cleaned_data["note"])
        messages.success(request, f"Đã khóa tài khoản {person.username}; các phiên đang mở kết thúc ngay.")
        return _to(person)
    context = _crumbs(locality, person) | {
        "form": form,
        "title": "Khóa tài khoản",
        "button": "Khóa tài khoản",
        "is_danger": True,
        "text": "Người này không đăng nhập được cho đến khi mở lại. Vai trò và lịch sử giữ nguyên.",
    }
    return render(request, "agencies/person_act.html", context)


@require_POST
def person_unblock(request, locality, username):
    _, person = _managed(request, locality, username, "agencies.decide_on_person")
    people.unblock(person, actor=request.user)
    messages.success(request, f"Đã mở lại tài khoản {person.username}.")
    return _to(person)


@require_http_methods(["GET", "HEAD", "POST"])
def person_deactivate(request, locality, username):
    locality, person = _managed(request, locality, username, "agencies.decide_on_person")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.deactivate(
            person, actor=request.user, note=form.cleaned_data["note"], as_of=timezone.localdate()
        )
        messages.success(request, f"Tài khoản {person.username} đã ngừng sử dụng, mọi vai trò đã kết thúc.")
        return _to(person)
    context = _crumbs(locality, person) | {
        "form": form,
        "title": "Ngừng sử dụng tài khoản",
        "button": "Ngừng sử dụng",
        "is_danger": True,
        "text": "Dùng khi người này nghỉ việc hoặc chuyển công tác: tài khoản bị khóa, mọi vai trò kết thúc ngay. Báo cáo đã viết và nhật ký giữ nguyên tên.",
    }
    return render(request, "agencies/person_act.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def membership_create(request, locality, username):
    locality, person = _managed(request, locality, username, "agencies.decide_on_person")
    form = MembershipForm(request.POST or None, user=request.user, locality=locality, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            people.add_membership(form.save(commit=False), actor=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"Đã giao vai trò cho {person}.")
            return _to(person)
    return render(request, "agencies/membership_form.html", _crumbs(locality, person) | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(request, locality, username, pk):
    locality, person = _managed(request, locality, username, "agencies.decide_on_person")
    posts = Membership.objects.visible_to(request.user).filter(user=person, agency__locality=locality)
    membership = get_object_or_404(posts.select_related("agency", "user"), pk=pk)
    today = timezone.localdate()
    is_at_once = "ngay" in request.POST
    form = EndMembershipForm(
        request.POST if request.POST and not is_at_once else None, initial={"last_day": today}
    )
    if request.method == "POST" and (is_at_once or form.is_valid()):
        last_day = today - timedelta(days=1) if is_at_once else form.cleaned_data["last_day"]
        people.end_membership(membership, last_day=last_day, actor=request.user)
        messages.success(
            request, "Đã kết thúc vai trò." if last_day < today else "Đã ghi ngày kết thúc vai trò."
        )
        return _to(person)
    return render(
        request,
        "agencies/membership_end.html",
        _crumbs(locality, person) | {"membership": membership, "form": form},
    )
