"""Coming in, going out, passwords, one's own data."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import (
    INTERNAL_RESET_SESSION_TOKEN,
    LoginView,
    PasswordResetConfirmView,
)
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from agencies.access import client_address
from agencies.forms import (
    ForgottenPasswordForm,
    LoginForm,
    NewPasswordForm,
    PasswordChangeForm,
    ProfileForm,
)
from agencies.models import Membership, User
from agencies.navigation import first_page_of, places_of
from agencies.services.links import one_time_tokens
from agencies.services.login import register_success
from agencies.services.people import set_password, update_person
from agencies.tasks import send_password_reset
from ttdn_portal.shared.jobs import enqueue_on_commit


class Login(LoginView):
    template_name = "agencies/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"address": client_address(self.request)}

    def form_valid(self, form):
        response = super().form_valid(form)
        register_success(form.get_user(), client_address(self.request))
        return response


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request):
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_password(request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, "Đã đổi mật khẩu. Các phiên đăng nhập khác của anh/chị đã kết thúc.")
        return redirect("home")
    crumbs = [("Tài khoản của tôi", reverse("agencies:profile"))]
    context = {"form": form, "is_first": request.user.must_change_password, "crumbs": crumbs}
    return render(request, "agencies/password_change.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def password_forgotten(request):
    form = ForgottenPasswordForm(request.POST or None)
    is_asked = request.method == "POST" and form.is_valid()
    if is_asked:
        name = form.cleaned_data["name"].strip()
        person = User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name)).order_by("pk").first()
        # Nobody: the same work is sent, so that the answer takes the same time and says the same.
        enqueue_on_commit(send_password_reset, person.pk if person else 0)
    return render(request, "agencies/password_forgotten.html", {"form": form, "is_asked": is_asked})


class PasswordSet(PasswordResetConfirmView):
    """The page behind a one-time link; Django keeps the token out of the address once it was read."""

    template_name = "agencies/password_set.html"
    form_class = NewPasswordForm
    token_generator = one_time_tokens

    def form_valid(self, form):
        set_password(self.user, form.cleaned_data["new_password1"], action="set_password")
        del self.request.session[INTERNAL_RESET_SESSION_TOKEN]
        messages.success(self.request, f"Đã đặt mật khẩu. Đăng nhập bằng tên {self.user.username}.")
        return redirect("agencies:login")


@sensitive_post_parameters("current_password")
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    person = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        update_person(form.save(commit=False), actor=request.user)
        messages.success(request, "Đã lưu hồ sơ.")
        return redirect("agencies:profile")
    posts = (
        Membership.objects.filter(user=request.user)
        .select_related("agency__locality")
        .order_by("-valid_from")
    )
    places = [
        (label, first_page_of(request.user, code)) for code, label in places_of(request.user.posts).items()
    ]
    context = {"form": form, "posts": posts, "places": places if len(places) > 1 else []}
    return render(request, "agencies/profile.html", context)
