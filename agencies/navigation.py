"""The parts of the portal that a person's posts open, and the first of them.

Addresses are asked by name: the apps that stand above this one are never imported.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from agencies.choices import Role
from agencies.models import Post, User
from agencies.models.people import ADMIN_SITE_ROLES
from agencies.querysets import SENIOR_ROLES

WRITERS = frozenset({Role.OFFICER, Role.AGENCY_LEADER})
MEMBERS = frozenset(Role) - {Role.MINISTRY_VIEWER}
# Whoever may see something in the registers of outputs and of the press; the clerk and the administrator have no work in them.
READERS = WRITERS | {Role.STANDING_OFFICER, Role.SIGNER, Role.COMMITTEE_MEMBER}
SYSTEM = "SYSTEM"  # beside the roles: the administrator of the installation
HEIR = "HEIR"  # and whoever reads an ended locality for its successor


@lru_cache(maxsize=2048)
def address(url_name: str, *words: str) -> str:
    """The address of a page of the whole portal, of one locality, or of one plan; asked many times for every page."""
    return reverse(url_name, args=[word for word in words if word])


@dataclass(frozen=True)
class Section:
    """One entry of the menu: its words, its address by name, and who has it."""

    label: str
    url_name: str
    roles: frozenset[str]
    is_local: bool = True
    tabs: tuple[str, ...] = ()  # addresses of pages that stand as tabs beside it

    def url_in(self, code: str) -> str:
        return address(self.url_name, code if self.is_local else "")

    def roots_in(self, code: str) -> list[str]:
        """Where the pages of this part begin."""
        return [self.url_in(code), *(address(name, code) for name in self.tabs)]


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    is_current: bool = False


PEOPLE_TABS = (
    "reports:handover_list",
    "agencies:agencies",
    "agencies:calendar",
    "agencies:mailings",
    "agencies:activity",
)
SECTIONS = (
    Section("Việc của tôi", "reports:my_work", WRITERS | {Role.COMMITTEE_MEMBER, Role.STANDING_OFFICER}),
    Section("Chờ xem xét", "reports:review_queue", frozenset({Role.STANDING_OFFICER})),
    Section("Văn thư", "reports:clerk_desk", frozenset({Role.CLERK})),
    Section("Các địa phương", "reports:ministry", frozenset({Role.MINISTRY_VIEWER}), is_local=False),
    Section("Tổng quan", "reports:overview", MEMBERS | {HEIR}),
    Section("Kế hoạch", "plans:plan_list", MEMBERS | {Role.MINISTRY_VIEWER, SYSTEM, HEIR}),
    Section("Sổ sản phẩm", "reports:output_list", READERS),
    Section("Báo chí", "reports:press_list", READERS),
    Section("Kỳ báo cáo", "reports:period_list", frozenset({Role.STANDING_OFFICER, Role.LOCALITY_ADMIN})),
    Section("Nhắc việc", "reports:notices_sent", frozenset({Role.STANDING_OFFICER, Role.LOCALITY_ADMIN})),
    Section("Nhân sự", "agencies:people", frozenset({Role.LOCALITY_ADMIN, SYSTEM}), tabs=PEOPLE_TABS),
    Section("Quản trị", "admin:index", frozenset({*ADMIN_SITE_ROLES, SYSTEM}), is_local=False),
)

# Whoever has several posts starts where the most waits for them.
FIRST_PAGES = (
    (WRITERS, "reports:my_work"),
    (frozenset({Role.STANDING_OFFICER}), "reports:review_queue"),
    (frozenset({Role.CLERK}), "reports:clerk_desk"),
    (frozenset({Role.SIGNER, Role.COMMITTEE_MEMBER}), "reports:overview"),
    (frozenset({Role.LOCALITY_ADMIN}), "agencies:people"),
)


def first_page_of(user: User, locality_code: str = "") -> str:
    """Where a person's work is: in the locality named, else in their own."""
    code = locality_code or home_code(user)
    roles = {post.role for post in user.posts if post.locality_code == code}
    for wanted, url_name in FIRST_PAGES:
        if roles & wanted:
            return reverse(url_name, args=[code])
    if locality_code and not roles:  # one who looks in from outside: the ministry, the successor's seniors
        return reverse("plans:plan_list", args=[locality_code])
    if user.is_superuser:
        return reverse("admin:index")
    if user.is_ministry_viewer:
        return reverse("reports:ministry")
    return reverse("agencies:profile")


def home_code(user: User) -> str:
    """The locality of the account where a post is held there, else that of the first post."""
    posts = [post for post in user.posts if post.locality_code]
    own = [post for post in posts if post.locality_id == user.locality_id]
    return (own or posts)[0].locality_code if posts else ""


def nav_items(user: User, code: str, successor_id: int | None, path: str) -> list[NavItem]:
    """The menu in one locality, the entry of this page marked."""
    held = roles_in(user, code, successor_id)
    wanted = [section for section in SECTIONS if section.roles & held and (code or not section.is_local)]
    roots = {root: section for section in wanted for root in section.roots_in(code)}
    here = roots.get(max((root for root in roots if path.startswith(root)), key=len, default=""))
    items = [NavItem(section.label, section.url_in(code), section is here) for section in wanted]
    return items + [NavItem(label, url) for label, url in _other_places(user, code)]


def roles_in(user: User, code: str, successor_id: int | None) -> set[str]:
    """Roles as the menu of one locality sees them; the successor's seniors read an ended locality as their own."""
    roles = {post.role for post in user.posts if post.locality_code == code or not post.locality_code}
    if successor_id and any(
        post.locality_id == successor_id and post.role in SENIOR_ROLES for post in user.posts
    ):
        roles.add(HEIR)
    return roles | ({SYSTEM} if user.is_superuser else set())


def places_of(posts: Iterable[Post]) -> dict[str, str]:
    """Code and name of every locality in which posts are held."""
    return {post.locality_code: post.locality_label for post in posts if post.locality_code}


def _other_places(user: User, code: str) -> Iterable[tuple[str, str]]:
    places = places_of(user.posts)
    if code in places or not code:
        for other, label in places.items():
            if other != code and len(places) > 1:
                yield f"Sang {label}", reverse("agencies:locality_home", args=[other])
