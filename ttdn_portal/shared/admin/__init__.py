"""The base of every page of the admin site: who may do what, which rows, what is written down."""

from ttdn_portal.shared.admin.access import SYSTEM, Access
from ttdn_portal.shared.admin.base import PortalModelAdmin
from ttdn_portal.shared.admin.forms import PortalModelForm
from ttdn_portal.shared.admin.inlines import PortalInline, ReadOnlyInline

__all__ = ["SYSTEM", "Access", "PortalInline", "PortalModelAdmin", "PortalModelForm", "ReadOnlyInline"]
