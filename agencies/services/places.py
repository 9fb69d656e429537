"""Writing agencies."""

from django.db import transaction

from agencies.models import Agency, User
from agencies.services.activity import record

SWITCHES = {
    "requires_sign_off": "Lãnh đạo đơn vị duyệt báo cáo trước khi gửi",
    "requires_form_check": "Kiểm tra thể thức trước khi ký",
}


@transaction.atomic
def update_agency(agency: Agency, *, actor: User) -> Agency:
    """Save what the locality's administrator changes at an agency."""
    stored = Agency.objects.get(pk=agency.pk)
    agency.full_clean()
    agency.save()
    changed = [name for name in SWITCHES if getattr(stored, name) != getattr(agency, name)]
    if changed:
        words = (f"{SWITCHES[name]}: {'có' if getattr(agency, name) else 'không'}" for name in changed)
        record(
            actor=actor,
            action="update_agency",
            obj=agency,
            note="; ".join(words),
            before={name: getattr(stored, name) for name in changed},
            after={name: getattr(agency, name) for name in changed},
        )
    return agency
