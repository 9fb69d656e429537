"""Who: people and the posts that give them rights."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from agencies.choices import AgencyKind, Role
from agencies.models.places import Agency, Locality
from agencies.querysets import MembershipQuerySet, UserManager
from ttdn_portal.shared.models import SearchableModel, TimeStampedModel
from ttdn_portal.shared.phones import clean_phone
from ttdn_portal.shared.prepared import prepared

SIGNING_KINDS = (AgencyKind.PEOPLES_COMMITTEE, AgencyKind.STEERING_COMMITTEE, AgencyKind.PARTY_BODY)
SIGNS_ELSEWHERE = (
    "Người ký duyệt văn bản chung của địa phương nên chỉ giao tại UBND cấp tỉnh, Ban Chỉ đạo, cơ quan Đảng hoặc "
    "cơ quan thường trực. Người ký báo cáo của đơn vị là lãnh đạo đơn vị."
)
WORKS_ELSEWHERE = (
    "Chuyên viên cơ quan thường trực soạn kế hoạch, xem xét báo cáo của cả địa phương nên chỉ giao tại cơ quan "
    "thường trực. Nếu đây là cơ quan thường trực, đánh dấu “Là cơ quan thường trực” ở cơ quan này trong trang Quản trị."
)
ADMIN_SITE_ROLES = (Role.STANDING_OFFICER, Role.SIGNER, Role.CLERK, Role.LOCALITY_ADMIN)


@dataclass(frozen=True)
class Post:
    """One effective membership, as rights are asked of it."""

    role: str
    agency_id: int
    locality_id: int | None
    locality_code: str = ""
    locality_name: str = ""
    locality_label: str = ""
    agency_name: str = ""
    agency_short_name: str = ""
    inherited: tuple[int, ...] = ()  # agencies that ended and that this one stands for today

    @property
    def agency_ids(self) -> tuple[int, ...]:
        return (self.agency_id, *self.inherited)

    def standing_for(self, inherited: Iterable[int]) -> "Post":
        return replace(self, inherited=tuple(inherited))

    @property
    def agency_label(self) -> str:
        return self.agency_short_name or self.agency_name


class HoldsPosts:
    """What follows from posts alone; each `visible_to(user)` asks nothing else of a person."""

    pk: Any
    posts: Any
    is_superuser: Any

    def locality_ids(self, *roles: str) -> set[int]:
        """Localities where the person holds one of `roles` (any role if none is named)."""
        return {
            post.locality_id for post in self.posts if post.locality_id and (not roles or post.role in roles)
        }

    def agency_ids(self, *roles: str) -> set[int]:
        """Agencies for which the person acts: those of the posts, and those that these took over."""
        return {pk for post in self.posts if not roles or post.role in roles for pk in post.agency_ids}

    def agency_for(self, wanted: set[int]) -> int | None:
        """The person's own agency of today that is one of these, or stands for one of them."""
        fit = (post.agency_id for post in self.posts if wanted.intersection(post.agency_ids))
        return next(fit, None)

    def has_role(self, locality_id: int | None, *roles: str) -> bool:
        return any(post.locality_id == locality_id and post.role in roles for post in self.posts)

    @property
    def is_ministry_viewer(self) -> bool:
        return any(post.role == Role.MINISTRY_VIEWER for post in self.posts)

    @property
    def sees_every_locality(self) -> bool:
        return self.is_superuser or self.is_ministry_viewer


@dataclass(frozen=True)
class Rights(HoldsPosts):
    """A person as a query sees them: posts and nothing more, so that a query is built once for all who hold the like."""

    pk: int
    is_superuser: bool
    posts: tuple[Post, ...]

    def shape(self) -> tuple[Any, ...]:
        """Which posts there are, and which of them are in the same agency or locality."""
        agencies, localities = self._agencies(), self._localities()
        held = tuple(
            (
                post.role,
                tuple(agencies.index(pk) for pk in post.agency_ids),
                localities.index(post.locality_id) if post.locality_id else None,
            )
            for post in self.posts
        )
        return (Rights, self.is_superuser, held)

    def values(self) -> tuple[int, ...]:
        return (self.pk, *self._agencies(), *self._localities())

    def holding(self, values: tuple[int, ...]) -> "Rights":
        pk, *rest = values
        agency = dict(zip(self._agencies(), rest, strict=False))
        locality = dict(zip(self._localities(), rest[len(agency) :], strict=True))
        posts = tuple(
            Post(
                post.role,
                agency[post.agency_id],
                post.locality_id and locality[post.locality_id],
                inherited=tuple(agency[pk] for pk in post.inherited),
            )
            for post in self.posts
        )
        return Rights(pk, self.is_superuser, posts)

    def _agencies(self) -> list[int]:
        return list(dict.fromkeys(pk for post in self.posts for pk in post.agency_ids))

    def _localities(self) -> list[int]:
        return list(dict.fromkeys(post.locality_id for post in self.posts if post.locality_id))


class User(HoldsPosts, SearchableModel, TimeStampedModel, AbstractBaseUser, PermissionsMixin):
    """Người dùng: one person, one account; rights come from memberships alone."""

    SEARCH_FIELDS = ("username", "full_name", "email", "position_title")
    SORT_FIELD = "full_name"
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    username = models.CharField(
        "tên đăng nhập",
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9._-]*\Z", "Chỉ dùng chữ thường không dấu, số, dấu chấm, gạch nối."
            )
        ],
        error_messages={"unique": "Tên đăng nhập này đã có người dùng."},
    )
    full_name = models.CharField("họ và tên", max_length=120)
    email = models.EmailField("thư điện tử", blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    position_title = models.CharField("chức vụ", max_length=120, blank=True)
    locality = models.ForeignKey(
        Locality,
        verbose_name="địa phương",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
    )
    is_active = models.BooleanField("được đăng nhập", default=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    wants_digest = models.BooleanField("nhận thư nhắc việc buổi sáng", default=True)
    is_illustration = models.BooleanField("minh họa", default=False)

    unread_notices: int | None = None  # read with the account (agencies.backends)

    objects = UserManager()

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"
        ordering = ["sort_key", "username"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                condition=~Q(email=""),
                violation_error_message="Địa chỉ thư này đã có người dùng.",
            ),
            models.UniqueConstraint(
                Lower("username"),
                name="user_name_once_any_case",
                violation_error_message="Tên đăng nhập này đã có người dùng.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def clean(self) -> None:
        super().clean()
        try:
            self.phone = clean_phone(self.phone)
        except ValidationError as error:
            raise ValidationError({"phone": error}) from error

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """A name that is taken is told once, by its field; small letters are all that a name may have."""
        super().validate_constraints(exclude={*(exclude or ()), "username"})

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[-1] if self.full_name else self.username

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """Memberships that hold today. Read once a request: a right taken away is gone at the next one."""
        if not self.is_active or self.pk is None:
            return ()
        return posts_from(_held_by(user=self.pk, day=timezone.localdate()))

    @cached_property
    def rights(self) -> "Rights":
        """What a query about visible rows needs to know of the person."""
        return Rights(self.pk or 0, self.is_superuser, self.posts)

    @property
    def is_staff(self) -> bool:
        """May enter the admin site; what is seen there is decided row by row."""
        return self.is_active and (
            self.is_superuser or any(post.role in ADMIN_SITE_ROLES for post in self.posts)
        )

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """A superuser runs the installation, but has no right in a workflow."""
        if self.is_superuser and self.is_active and obj is None:
            return True
        return self.is_active and _asked_of_rules(self, perm, obj)

    def has_perms(self, perm_list: Iterable[str], obj: Any = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


def _asked_of_rules(user: User, perm: str, obj: Any) -> bool:
    import rules

    return rules.perm_exists(perm) and bool(rules.has_perm(perm, user, obj))


# The columns of `Post`, then an agency taken over by the post's own.
POST_COLUMNS = (
    "role",
    "agency_id",
    "agency__locality_id",
    "agency__locality__code",
    "agency__locality__name",
    "agency__locality__short_name",
    "agency__name",
    "agency__short_name",
    "taken__predecessor_id",
)


def posts_from(rows: Iterable[Sequence[Any]]) -> tuple[Post, ...]:
    """Posts from rows in `POST_COLUMNS`, of which a post has one for each agency that was taken over."""
    held: dict[tuple[Any, ...], list[int]] = {}
    for *post, inherited in rows:
        held.setdefault(tuple(post), []).extend([inherited] if inherited else [])
    return tuple(
        Post(*row[:3], *(text or "" for text in row[3:])).standing_for(inherited)
        for row, inherited in held.items()
    )


@prepared
def _held_by(*, user: int, day: date) -> models.QuerySet["Membership"]:
    """Memberships of a person that hold on a day, once for each agency taken over by theirs."""
    return Membership.objects.held_by(user, day).values_list(*POST_COLUMNS)


class Membership(TimeStampedModel):
    """Vai trò: a person's role in an agency, from a date to a date."""

    user = models.ForeignKey(
        User, verbose_name="người dùng", on_delete=models.PROTECT, related_name="memberships"
    )
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField("vai trò", max_length=20, choices=Role)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "vai trò"
        verbose_name_plural = "vai trò"
        ordering = ["user", "agency", "role", "valid_from"]
        indexes = [models.Index(fields=["user", "valid_from"], name="membership_of_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency", "role", "valid_from"],
                name="membership_once",
                violation_error_message="Người này đã có vai trò ấy từ ngày ấy.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_ends_after_start",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}, {self.agency.label}"

    def clean(self) -> None:
        """A post that acts for the whole locality is only given where it belongs.

        A signer signs in a body that issues; the standing agency's officer works in the standing agency.
        """
        if not self._state.adding or self.agency_id is None or self.agency.is_standing:
            return
        if self.role == Role.STANDING_OFFICER:
            raise ValidationError({"role": WORKS_ELSEWHERE})
        if self.role == Role.SIGNER and self.agency.kind not in SIGNING_KINDS:
            raise ValidationError({"role": SIGNS_ELSEWHERE})


class LoginFailure(models.Model):
    """A wrong password: enough of them for one account and address lock that pair for a while."""

    username = models.CharField("tên đăng nhập đã gõ", max_length=60)
    address = models.GenericIPAddressField("địa chỉ máy", null=True, blank=True)
    failed_at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "lần đăng nhập sai"
        verbose_name_plural = "lần đăng nhập sai"
        indexes = [models.Index(fields=["username", "failed_at"], name="login_failure_recent")]

    def __str__(self) -> str:
        return f"{self.username} {self.failed_at:%d/%m/%Y %H:%M}"
