"""Whatever goes wrong is said in Vietnamese, with a way on, and without what may be broken."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client
from django.urls import path

from ttdn_portal import urls as portal_urls
from ttdn_portal.views import is_database_away


def refuse(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("thu/503-noi/", refuse(OperationalError("connection to server failed: Connection refused"))),
    path("thu/503-dut/", refuse(InterfaceError("the connection is closed"))),
    path("thu/503-khoa/", refuse(OperationalError("database is locked"))),
    path("thu/500-bang/", refuse(OperationalError("no such table: plans_plan"))),
    path("thu/500/", refuse(ProgrammingError("syntax error"))),
    path("thu/403/", refuse(PermissionDenied)),
    path("thu/403-ly-do/", refuse(PermissionDenied("Kế hoạch đã ban hành, không sửa được nữa."))),
    *portal_urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = (
    portal_urls.handler400,
    portal_urls.handler403,
    portal_urls.handler404,
    portal_urls.handler500,
)


@pytest.fixture
def visitor(world) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.people["officer"])
    return client


@pytest.mark.urls("tests.agencies.test_error_pages")
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/thu/503-noi/", 503, "Hệ thống đang tạm dừng"),
        ("/thu/503-dut/", 503, "Hệ thống đang tạm dừng"),
        ("/thu/503-khoa/", 503, "Hệ thống đang tạm dừng"),
        ("/thu/500-bang/", 500, "Hệ thống gặp lỗi"),
        ("/thu/500/", 500, "Hệ thống gặp lỗi"),
        ("/thu/403/", 403, "vai trò hiện tại của anh/chị không được làm việc vừa chọn"),
        ("/thu/403-ly-do/", 403, "Kế hoạch đã ban hành, không sửa được nữa."),
        ("/thu/khong-co/", 404, "Không tìm thấy trang này"),
        ("/hcm/co-quan/?q=%00", 400, "Yêu cầu không hợp lệ"),
    ],
)
def test_error_is_told_with_a_way_on_and_asks_the_database_nothing(
    visitor, address, status, words, django_assert_max_num_queries
):
    with django_assert_max_num_queries(2):  # session and account, read before the view
        response = visitor.get(address)

    assert response.status_code == status
    assert words in response.text
    assert 'href="/"' in response.text
    assert response["Cache-Control"] == "no-store, private"
    assert "Content-Security-Policy" in response
    assert response.get("Retry-After") == ("30" if status == 503 else None)


def test_expired_form_is_told_in_vietnamese(world):
    visitor = Client(enforce_csrf_checks=True)

    response = visitor.post("/dang-nhap/", {"username": "a", "password": "b"})

    assert response.status_code == 403
    assert "Trang đã mở quá lâu" in response.text


def test_too_large_a_form_is_413(visitor, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    response = visitor.post("/tai-khoan/", {"full_name": "ă" * 2000})

    assert response.status_code == 413
    assert "quá lớn" in response.text


def test_too_many_fields_are_413(visitor, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10

    assert visitor.post("/tai-khoan/", {f"o{n}": "x" for n in range(20)}).status_code == 413


def test_method_that_a_page_does_not_know_is_405(visitor):
    assert visitor.post("/thong-bao/").status_code == 405


def test_address_that_takes_a_form_tells_so_when_opened_by_itself(visitor):
    response = visitor.get("/dang-xuat/")

    assert response.status_code == 405
    assert response["Allow"] == "POST, OPTIONS"
    assert "chỉ nhận nội dung gửi bằng nút trên một trang của cổng" in response.text
    assert 'href="/"' in response.text


@pytest.mark.parametrize(
    ("error", "is_away"),
    [
        (OperationalError("terminating connection due to administrator command"), True), (OperationalError("canceling statement due to statement timeout"), True),
        (InterfaceError("connection already closed"), True), (OperationalError("no such column: x"), False), (ValueError("x"), False), (None, False),
    ],
)  # fmt: skip
def test_which_errors_mean_that_the_database_is_away(error, is_away):
    assert is_database_away(error) is is_away


def test_database_that_is_away_is_503_before_any_view(transactional_db, visitor):
    """A real failure: no connection is made while the session is read."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a database in memory is never away")
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(
        {"NAME": "/khong/co/ttdn.sqlite3"}
        if connection.vendor == "sqlite"
        else {"HOST": "127.0.0.1", "PORT": "1"}
    )
    try:
        response = visitor.get("/tai-khoan/")
    finally:
        connection.close()
        connection.settings_dict.update(before)

    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store, private"
    assert "Content-Security-Policy" in response
    assert visitor.get("/tai-khoan/").status_code == 200
