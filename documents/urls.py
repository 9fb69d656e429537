from django.urls import path

from documents import views

app_name = "documents"

urlpatterns = [
    path("<slug:locality>/van-ban/", views.document_list, name="document_list"),
    path("<slug:locality>/van-ban/<uuid:pk>/", views.document_detail, name="document_detail"),
    path("<slug:locality>/van-ban/<uuid:pk>/trang-thai/", views.document_state, name="document_state"),
    path("<slug:locality>/van-ban/<uuid:pk>/tep/", views.document_file, name="document_file"),
    path("<slug:locality>/van-ban/<uuid:pk>/huy/", views.document_cancel, name="document_cancel"),
    path("<slug:locality>/van-ban/<uuid:pk>/lam-lai/", views.document_retry, name="document_retry"),
    path("<slug:locality>/van-ban/<uuid:pk>/bo/", views.document_discard, name="document_discard"),
]
