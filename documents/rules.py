"""Who may do what with the library of legal bases."""

import rules

from agencies.choices import Role
from agencies.models import Locality, User


@rules.predicate
def keeps_library(user: User, locality: Locality | None) -> bool:
    """The standing agency and the locality's administrator add to the locality's own bases."""
    return locality is not None and user.has_role(locality.pk, Role.STANDING_OFFICER, Role.LOCALITY_ADMIN)


rules.add_perm("documents.add_basis", keeps_library)


@rules.predicate
def keeps_words(user: User, locality: Locality | None) -> bool:
    """The clerk, who answers for form, and the locality's administrator write the words of its offices."""
    return locality is not None and user.has_role(locality.pk, Role.CLERK, Role.LOCALITY_ADMIN)


rules.add_perm("documents.keep_words", keeps_words)
