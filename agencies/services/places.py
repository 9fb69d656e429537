"""Writing agencies."""

from django.db import transaction

from agencies.models import Agency, User
from agencies.services.activity import record


@transaction.atomic
def update_agency(agency: Agency, *, actor: User) -> Agency:
    """Save what the locality's administrator changes at an agency."""
    before = Agency.objects.get(pk=agency.pk).requires_sign_off
    agency.full_clean()
    agency.save()
    if before != agency.requires_sign_off:
        note = "Lãnh đạo đơn vị duyệt báo cáo trước khi gửi: " + (
            "có" if agency.requires_sign_off else "không"
        )
        record(
            actor=actor,
            action="update_agency",
            obj=agency,
            note=note,
            before={"requires_sign_off": before},
            after={"requires_sign_off": agency.requires_sign_off},
        )
    return agency
