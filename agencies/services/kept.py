"""Forms that met an ended session: kept a day, one a page, for the same person at the same browser."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from agencies import kept
from agencies.models import KeptForm, User

KEPT_FOR = timedelta(days=1)
MOST_FORMS = 10


def keep_form(request: HttpRequest) -> KeptForm | None:
    """Keep what `request` sent, if it may be kept and is known to be somebody's; the last of a page stands."""
    browser = kept.browser_of(request)
    if browser is None or not kept.is_from_here(request):
        return None
    path = request.get_full_path()
    fields = kept.fields_to_keep(request)
    if fields is None or len(path) > 600:
        return None
    user = getattr(request, "user", None)
    person_id = user.pk if user is not None and user.is_authenticated else browser.person_id
    if not User.objects.filter(pk=person_id, is_active=True).exists():
        return None
    values = {"fields": fields, "page": kept.page_of(request), "had_files": bool(request.FILES)}
    return _keep(person_id, browser.digest, path, values)


@transaction.atomic
def _keep(person_id: int, browser: str, path: str, values: dict[str, Any]) -> KeptForm:
    delete_old_forms()
    form, _ = KeptForm.objects.update_or_create(
        person_id=person_id, browser=browser, path=path, defaults=values
    )
    own = KeptForm.objects.filter(person_id=person_id, browser=browser)
    KeptForm.objects.filter(pk__in=list(own.values_list("pk", flat=True)[MOST_FORMS:])).delete()
    return form


def forms_of(request: HttpRequest) -> QuerySet[KeptForm]:
    """What is kept for whoever is signed in here, at this browser, and not older than a day."""
    browser = kept.browser_of(request)
    user = request.user
    if browser is None or not user.is_authenticated:
        return KeptForm.objects.none()
    return KeptForm.objects.filter(
        person_id=user.pk, browser=browser.digest, updated_at__gte=timezone.now() - KEPT_FOR
    )


def drop_form(request: HttpRequest, pk: Any) -> None:
    """The person has sent it on, or does not want it any more."""
    forms_of(request).filter(pk=pk).delete()


def delete_old_forms() -> int:
    """Whatever is older than a day goes."""
    deleted, _ = KeptForm.objects.filter(updated_at__lt=timezone.now() - KEPT_FOR).delete()
    return deleted
