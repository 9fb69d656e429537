from django.urls import path, register_converter

from documents.converters import LayoutConverter
from documents.views import papers, wording

app_name = "documents"
register_converter(LayoutConverter, "layout")

urlpatterns = [
    path("<slug:locality>/van-ban/", papers.document_list, name="document_list"),
    path("<slug:locality>/van-ban/mau-chu/", wording.wording_list, name="wording_list"),
    path("<slug:locality>/van-ban/mau-chu/lap/", wording.wording_add, name="wording_add"),
    path(
        "<slug:locality>/van-ban/mau-chu/<slug:code>/<layout:layout>/",
        wording.wording_edit,
        name="wording_edit",
    ),
    path(
        "<slug:locality>/van-ban/mau-chu/<slug:code>/<layout:layout>/xem-truoc/",
        wording.wording_preview,
        name="wording_preview",
    ),
    path("<slug:locality>/van-ban/<uuid:pk>/", papers.document_detail, name="document_detail"),
    path("<slug:locality>/van-ban/<uuid:pk>/trang-thai/", papers.document_state, name="document_state"),
    path("<slug:locality>/van-ban/<uuid:pk>/tep/", papers.document_file, name="document_file"),
    path("<slug:locality>/van-ban/<uuid:pk>/huy/", papers.document_cancel, name="document_cancel"),
    path("<slug:locality>/van-ban/<uuid:pk>/lam-lai/", papers.document_retry, name="document_retry"),
    path("<slug:locality>/van-ban/<uuid:pk>/bo/", papers.document_discard, name="document_discard"),
]
