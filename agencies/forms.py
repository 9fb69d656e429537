"""Forms of accounts, people, calendar and log."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone

from agencies.choices import DayKind, MailingStatus, Role
from agencies.labels import object_types
from agencies.models import Agency, CalendarDay, Locality, Membership, User
from agencies.passwords import MAX_LENGTH, check_password_choice
from agencies.services.login import is_locked, register_failure
from ttdn_portal.shared.fields import DayField
from ttdn_portal.shared.forms import RowForm

NOT_THERE = "Cơ quan này không tồn tại trong địa phương."


def date_field(label: str, **options: Any) -> DayField:
    """A day without a line of help: the box shows the form."""
    return DayField(label=label, **{"help_text": "", **options})


def in_words(choices: Any) -> list[tuple[str, str]]:
    """Choices as a list shows them, each with a capital."""
    return [(value, label[:1].upper() + label[1:]) for value, label in choices]


class LoginForm(AuthenticationForm):
    """One sentence and one duration for every way to fail, so that nobody learns which accounts exist."""

    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autofocus": True,
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )
    password = forms.CharField(
        label="Mật khẩu",
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: Any = None, *args: Any, address: str | None = None, **kwargs: Any):
        super().__init__(request, *args, **kwargs)
        self.address = address

    def clean(self) -> dict[str, Any]:
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if username is None or not password:
            return self.cleaned_data
        locked = is_locked(username, self.address)
        user = authenticate(
            self.request, username=username, password=password
        )  # asked in any case: it takes the same time
        if locked or user is None:
            if not locked:
                register_failure(username, self.address)
            raise ValidationError(
                "Tên đăng nhập hoặc mật khẩu không đúng. Sai %(times)d lần liền thì phải chờ %(minutes)d phút mới thử lại được.",
                params={"times": settings.LOGIN_MAX_FAILURES, "minutes": settings.LOGIN_LOCK_MINUTES},
            )
        self.user_cache = user
        return self.cleaned_data


class NewPasswordForm(forms.Form):
    """A password chosen by the person, typed twice; pasting is welcome."""

    new_password1 = forms.CharField(
        label="Mật khẩu mới",
        max_length=MAX_LENGTH,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    new_password2 = forms.CharField(
        label="Gõ lại mật khẩu mới",
        max_length=MAX_LENGTH,
        strip=False,
        error_messages={"required": "Chưa gõ lại mật khẩu mới."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields[
            "new_password1"
        ].help_text = f"Ít nhất {minimum_length()} ký tự. Một câu ngắn dễ nhớ là tốt nhất; không bắt buộc chữ hoa hay ký hiệu."

    def clean_new_password1(self) -> str:
        password: str = self.cleaned_data["new_password1"]
        check_password_choice(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        """Told beside the second box whatever is wrong with the first: both were typed once, so both are mended at once."""
        password, again = (self[name].data for name in ("new_password1", "new_password2"))
        if password and again and password != again and "new_password2" not in self.errors:
            self.add_error("new_password2", "Hai lần gõ không giống nhau.")
        return self.cleaned_data


def minimum_length() -> int:
    validators: Any = settings.AUTH_PASSWORD_VALIDATORS
    options = [entry["OPTIONS"] for entry in validators if "MinimumLength" in entry["NAME"]]
    return int(options[0]["min_length"])


class PasswordChangeForm(NewPasswordForm):
    """Whoever changes a password knows the one in use."""

    old_password = forms.CharField(
        label="Mật khẩu đang dùng",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("old_password", "new_password1", "new_password2")

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if not self.user.check_password(old):
            raise ValidationError("Mật khẩu đang dùng không đúng.")
        return old

    def clean_new_password1(self) -> str:
        password = super().clean_new_password1()
        if self.user.check_password(password):
            raise ValidationError("Mật khẩu mới phải khác mật khẩu đang dùng.")
        return password


class ForgottenPasswordForm(forms.Form):
    name = forms.CharField(
        label="Tên đăng nhập hoặc thư điện tử",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )


class ProfileForm(RowForm):
    """One's own data. A new address for letters asks for the password: links to set a password go there."""

    current_password = forms.CharField(
        label="Mật khẩu đang dùng",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    field_order = ("full_name", "email", "current_password", "phone", "wants_digest")
    needed_when = {"current_password": "cần khi đổi thư điện tử"}

    class Meta:
        model = User
        fields = ("full_name", "email", "phone", "wants_digest")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "email" in self.changed_data and not self.instance.check_password(
            cleaned.get("current_password") or ""
        ):
            self.add_error("current_password", "Ghi đúng mật khẩu đang dùng để đổi thư điện tử.")
        return cleaned


class PersonForm(RowForm):
    """A person of the locality, as its administrator enters them."""

    class Meta:
        model = User
        fields = ("full_name", "username", "position_title", "email", "phone", "wants_digest")
        help_texts = {
            "username": "Chữ thường không dấu, số, dấu chấm, gạch nối; ví dụ nguyen.van.a.",
            "email": "Không có thì trao liên kết đặt mật khẩu tận tay.",
        }

    def clean_username(self) -> str:
        return self.cleaned_data["username"].lower()


class MembershipForm(RowForm):
    """A post for somebody: only agencies of the locality, only roles that a locality gives."""

    class Meta:
        model = Membership
        fields = ("agency", "role", "valid_from", "valid_to")

    valid_from = date_field("Từ ngày")
    valid_to = date_field("Đến hết ngày", required=False, help_text="Để trống nếu chưa biết ngày kết thúc.")

    def __init__(self, *args: Any, user: User, locality: Locality, person: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.instance.user = person
        self.fields["valid_from"].initial = timezone.localdate()
        agency = self.fields["agency"]
        agency.queryset = (
            Agency.objects.visible_to(user).filter(locality=locality).effective_on(timezone.localdate())
        )
        agency.empty_label = "Chọn cơ quan"
        agency.error_messages["invalid_choice"] = NOT_THERE
        self.fields["role"].choices = [
            ("", "Chọn vai trò"),
            *in_words(choice for choice in Role.choices if choice[0] != Role.MINISTRY_VIEWER),
        ]
        self.fields["role"].error_messages["invalid_choice"] = "Vai trò này không giao được ở địa phương."


class EndMembershipForm(forms.Form):
    last_day = date_field("Giữ vai trò đến hết ngày")


class ReasonForm(forms.Form):
    note = forms.CharField(
        label="Lý do", max_length=300, help_text="Ghi vào nhật ký, ví dụ: chuyển công tác từ 01/7."
    )


class CalendarDayForm(RowForm):
    """A day off or a worked Saturday of one locality."""

    day = date_field("Ngày")

    class Meta:
        model = CalendarDay
        fields = ("day", "kind", "name")

    def __init__(self, *args: Any, locality: Locality, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.instance.locality = locality
        self.fields["kind"].choices = in_words(DayKind.choices)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day, kind = cleaned.get("day"), cleaned.get("kind")
        if day and kind == DayKind.WORKING and day.weekday() < 5 and not _is_national_day_off(day):
            self.add_error("day", "Ngày này vốn là ngày làm việc, không cần ghi làm bù.")
        if day and kind == DayKind.DAY_OFF and day.weekday() >= 5:
            self.add_error("day", "Thứ Bảy, Chủ nhật vốn là ngày nghỉ.")
        return cleaned


def _is_national_day_off(day: Any) -> bool:
    return CalendarDay.objects.filter(locality__isnull=True, day=day, kind=DayKind.DAY_OFF).exists()


class AgencyForm(RowForm):
    class Meta:
        model = Agency
        fields = ("requires_sign_off", "requires_form_check")
        labels = {
            "requires_sign_off": "Lãnh đạo đơn vị duyệt báo cáo trước khi gửi",
            "requires_form_check": "Kiểm tra thể thức văn bản của cơ quan này trước khi ký",
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not self.instance.issues_plans:
            del self.fields["requires_form_check"]


class FilterForm(forms.Form):
    """A list's filter: what is not understood is left out, never an error page."""

    @property
    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {
            name: value
            for name, value in getattr(self, "cleaned_data", {}).items()
            if value not in (None, "")
        }


class PeopleFilter(FilterForm):
    STATES = (
        ("", "Mọi trạng thái"),
        ("active", "Đang dùng"),
        ("blocked", "Đã khóa"),
        ("unset", "Chưa đặt mật khẩu"),
    )

    q = forms.CharField(
        label="Tìm",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Họ tên, tên đăng nhập, chức vụ"}),
    )
    co_quan = forms.ModelChoiceField(
        label="Cơ quan",
        required=False,
        queryset=Agency.objects.none(),
        empty_label="Mọi cơ quan",
        to_field_name="code",
    )
    vai_tro = forms.ChoiceField(
        label="Vai trò", required=False, choices=[("", "Mọi vai trò"), *in_words(Role.choices)]
    )
    trang_thai = forms.ChoiceField(label="Trạng thái", required=False, choices=STATES)

    def __init__(self, *args: Any, user: User, locality: Locality, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["co_quan"].queryset = Agency.objects.visible_to(user).filter(locality=locality)

    def apply(self, people: Any) -> Any:
        chosen = self.chosen
        people = people.search(chosen.get("q", ""))
        if "co_quan" in chosen or "vai_tro" in chosen:
            people = people.holding(
                timezone.localdate(), role=chosen.get("vai_tro"), agency=chosen.get("co_quan")
            )
        return people.in_state(chosen["trang_thai"]) if "trang_thai" in chosen else people


class LogFilter(FilterForm):
    loai = forms.ChoiceField(label="Loại", required=False)
    nguoi = forms.CharField(
        label="Người thực hiện",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Họ tên"}),
    )
    ngay = date_field("Ngày", required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        types = sorted(object_types().items(), key=lambda pair: pair[1])
        self.fields["loai"].choices = [("", "Mọi loại"), *in_words(types)]

    def apply(self, entries: Any) -> Any:
        chosen = self.chosen
        if "loai" in chosen:
            entries = entries.filter(object_type=chosen["loai"])
        if "nguoi" in chosen:
            entries = entries.by_people_named(chosen["nguoi"])
        return entries.on_day(chosen["ngay"]) if "ngay" in chosen else entries


class MailingFilter(FilterForm):
    q = forms.CharField(
        label="Người nhận",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Họ tên, địa chỉ thư"}),
    )
    trang_thai = forms.ChoiceField(
        label="Trạng thái", required=False, choices=[("", "Mọi trạng thái"), *in_words(MailingStatus.choices)]
    )
    ngay = date_field("Ngày", required=False)

    def apply(self, mailings: Any) -> Any:
        chosen = self.chosen
        if "q" in chosen:
            mailings = mailings.to_people_named(chosen["q"])
        if "trang_thai" in chosen:
            mailings = mailings.filter(status=chosen["trang_thai"])
        return mailings.filter(day=chosen["ngay"]) if "ngay" in chosen else mailings


class AgencyFilter(FilterForm):
    q = forms.CharField(
        label="Tìm",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Tên, chữ viết tắt"}),
    )
