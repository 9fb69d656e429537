"""The base of every page of the admin site: who may do what, which rows, what is written down."""

from ttdn_portal.shared.admin.access import SYSTEM, Access
from ttdn_portal.shared.admin.base import PortalInline, PortalModelAdmin, ReadOnlyInline
from ttdn_portal.shared.admin.forms import PortalModelForm

__all__ = ["SYSTEM", "Access", "PortalInline", "PortalModelAdmin", "PortalModelForm", "ReadOnlyInline"]
