"""Addresses of accounts, people, notices, log, calendar and agencies."""

from django.contrib.auth.views import LogoutView
from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from agencies.choices import RESERVED_CODES
from agencies.views import accounts, kept, notices, people, places


class LocalityConverter(SlugConverter):
    """A locality's code; never a word that the portal's own addresses begin with."""

    regex = rf"(?!(?:{'|'.join(sorted(RESERVED_CODES))})/)[-a-zA-Z0-9_]+"


register_converter(LocalityConverter, "locality")

app_name = "agencies"
urlpatterns = [
    path("dang-nhap/", accounts.Login.as_view(), name="login"),
    path("dang-nhap/bai-da-giu/<uuid:pk>/", kept.kept_form, name="kept_form"),
    path("dang-nhap/bai-da-giu/<uuid:pk>/bo/", kept.kept_form_drop, name="kept_form_drop"),
    path("dang-xuat/", LogoutView.as_view(), name="logout"),
    path("mat-khau/doi/", accounts.password_change, name="password_change"),
    path("mat-khau/quen/", accounts.password_forgotten, name="password_forgotten"),
    path("mat-khau/dat/<uidb64>/<token>/", accounts.PasswordSet.as_view(), name="password_set"),
    path("tai-khoan/", accounts.profile, name="profile"),
    path("thong-bao/", notices.notice_list, name="notices"),
    path("thong-bao/da-doc/", notices.notices_read, name="notices_read"),
    path("thong-bao/<int:pk>/mo/", notices.notice_open, name="notice_open"),
    path("<locality:locality>/", places.locality_home, name="locality_home"),
    path("<locality:locality>/nhan-su/", people.person_list, name="people"),
    path("<locality:locality>/nhan-su/them/", people.person_create, name="person_create"),
    path("<locality:locality>/nhan-su/nguoi/<str:username>/", people.person_detail, name="person_detail"),
    path("<locality:locality>/nhan-su/nguoi/<str:username>/sua/", people.person_update, name="person_update"),
    path(
        "<locality:locality>/nhan-su/nguoi/<str:username>/lien-ket/", people.person_link, name="person_link"
    ),
    path(
        "<locality:locality>/nhan-su/nguoi/<str:username>/mo-dang-nhap/",
        people.person_unlock,
        name="person_unlock",
    ),
    path("<locality:locality>/nhan-su/nguoi/<str:username>/khoa/", people.person_block, name="person_block"),
    path(
        "<locality:locality>/nhan-su/nguoi/<str:username>/mo-lai/",
        people.person_unblock,
        name="person_unblock",
    ),
    path(
        "<locality:locality>/nhan-su/nguoi/<str:username>/ngung/",
        people.person_deactivate,
        name="person_deactivate",
    ),
    path(
        "<locality:locality>/nhan-su/nguoi/<str:username>/vai-tro/them/",
        people.membership_create,
        name="membership_create",
    ),
    path(
        "<locality:locality>/nhan-su/nguoi/<str:username>/vai-tro/<int:pk>/ket-thuc/",
        people.membership_end,
        name="membership_end",
    ),
    path("<locality:locality>/thu-da-gui/", notices.mailing_list, name="mailings"),
    path("<locality:locality>/thu-da-gui/<int:pk>/", notices.mailing_detail, name="mailing_detail"),
    path("<locality:locality>/thu-da-gui/<int:pk>/gui-lai/", notices.mailing_retry, name="mailing_retry"),
    path("<locality:locality>/nhat-ky/", notices.activity_log, name="activity"),
    path("<locality:locality>/lich-nghi/", places.calendar, name="calendar"),
    path("<locality:locality>/lich-nghi/<int:year>/", places.calendar, name="calendar_year"),
    path(
        "<locality:locality>/lich-nghi/<str:day>/xoa/", places.calendar_day_remove, name="calendar_day_remove"
    ),
    path("<locality:locality>/co-quan/", places.agency_list, name="agencies"),
    path("<locality:locality>/co-quan/<slug:code>/", places.agency_detail, name="agency_detail"),
]
