"""Sessions in the database, read by a query that is built once."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from ttdn_portal.shared.prepared import prepared


@prepared
def _living(*, key: str, now: datetime) -> QuerySet[Any]:
    """All of the session that `load` reads."""
    living = Session.objects.filter(session_key=key, expire_date__gt=now)
    return living.values_list("session_data", named=True)


class SessionStore(DatabaseStore):
    def _get_session_from_db(self) -> Any:
        found = _living(key=self.session_key, now=timezone.now()) if self.session_key else []
        if found:
            return found[0]
        self._session_key = None
        return None
