"""Agencies and calendar of a locality."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from agencies.access import locality_or_404, member_locality_or_404
from agencies.forms import AgencyFilter, AgencyForm, CalendarDayForm
from agencies.history import history_of
from agencies.models import Agency, CalendarDay
from agencies.navigation import first_page_of
from agencies.services.calendar import add_calendar_day, deadlines_on_days_off, remove_calendar_day
from agencies.services.places import update_agency
from agencies.trees import tree_of
from ttdn_portal.shared.access import allow_or_403
from ttdn_portal.shared.forms import add_errors


@require_safe
def locality_home(request, locality):
    return redirect(first_page_of(request.user, locality_or_404(request, locality).code))


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request, locality, year=None):
    locality = member_locality_or_404(request, locality)
    year = year or timezone.localdate().year
    if not 1975 <= year <= 2200:
        raise Http404
    form = CalendarDayForm(request.POST or None, locality=locality)
    if request.method == "POST":
        allow_or_403(request.user, "agencies.manage_calendar", locality)
        day = _added_day(request, form, locality)
        if day:
            messages.success(request, f"Đã thêm ngày {day.day:%d/%m/%Y} vào lịch.")
            return redirect("agencies:calendar_year", locality.code, day.day.year)
    may_change = request.user.has_perm("agencies.manage_calendar", locality)
    days = CalendarDay.objects.visible_to(request.user).of_locality(locality).filter(day__year=year)
    context = {
        "locality": locality,
        "year": year,
        "years": range(year - 1, year + 3),
        "days": days,
        "form": form,
        "off": deadlines_on_days_off(locality.pk, as_of=timezone.localdate()) if may_change else [],
    }
    return render(request, "agencies/calendar.html", context)


def _added_day(request, form, locality):
    """The day as kept, or nothing, with the reasons in the form: a day entered twice is found with the locality."""
    if not form.is_valid():
        return None
    try:
        return add_calendar_day(form.save(commit=False), locality=locality, actor=request.user)
    except ValidationError as error:
        add_errors(form, error)
        return None


@require_POST
def calendar_day_remove(request, locality, day):
    locality = member_locality_or_404(request, locality)
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    row = get_object_or_404(CalendarDay.objects.filter(locality=locality), day=wanted)
    allow_or_403(request.user, "agencies.manage_calendar", locality)
    remove_calendar_day(row, actor=request.user)
    messages.success(request, f"Đã xóa ngày {wanted:%d/%m/%Y} khỏi lịch của địa phương.")
    return redirect("agencies:calendar_year", locality.code, wanted.year)


@require_safe
def agency_list(request, locality):
    locality = member_locality_or_404(request, locality)
    form = AgencyFilter(request.GET)
    words = form.chosen.get("q", "")
    agencies = (
        Agency.objects.visible_to(request.user)
        .filter(locality=locality)
        .select_related("successor")
        .search(words)
    )
    today = timezone.localdate()
    nodes = tree_of(list(agencies))
    context = {
        "locality": locality,
        "form": form,
        "words": words,
        "current": [node for node in nodes if node.agency.exists_on(today)],
        "past": [node for node in nodes if not node.agency.exists_on(today)],
    }
    return render(request, "agencies/agency_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def agency_detail(request, locality, code):
    locality = member_locality_or_404(request, locality)
    found = (
        Agency.objects.visible_to(request.user)
        .filter(locality=locality)
        .select_related("parent__locality", "successor__locality", "locality")
    )
    agency = get_object_or_404(found, code=code)
    form = AgencyForm(request.POST or None, instance=agency)
    if request.method == "POST":
        allow_or_403(request.user, "agencies.change_agency", agency)
        if form.is_valid():
            update_agency(form.save(commit=False), actor=request.user)
            messages.success(request, "Đã lưu thông tin cơ quan.")
            return redirect(agency)
    context = {
        "locality": locality,
        "agency": agency,
        "form": form,
        "history": history_of(agency),
        "crumbs": [("Cơ quan, đơn vị", reverse("agencies:agencies", args=[locality.code]))],
        "children": agency.children.filter(locality=locality),
        "predecessors": agency.predecessors.select_related("locality"),
    }
    return render(request, "agencies/agency_detail.html", context)
