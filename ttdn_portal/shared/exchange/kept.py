"""The file of an import between its preview and its confirmation: in the private store, known by a token of its owner."""

import hashlib
import io
import uuid
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from ttdn_portal.shared.exchange.reading import read_table
from ttdn_portal.shared.exchange.resource import ImportReport, PortalResource
from ttdn_portal.shared.exchange.table import TableRefused
from ttdn_portal.shared.storage import StorageFull

FOLDER = "nhap-tep"
KEPT_FOR = timedelta(hours=2)
SALT = "ttdn_portal.shared.exchange.kept"
# Why nothing was written yet, each with its way on.
GONE = "Tệp này đã được nhập rồi hoặc để quá lâu. Tải lên lại để xem trước."
OLD = "Bản xem trước để quá lâu nên chưa ghi gì. Dưới đây là bản xem trước mới của cùng tệp; đúng thì ghi."
CHANGED = "Nội dung trên cổng vừa thay đổi nên chưa ghi gì. Dưới đây là bản xem trước mới của cùng tệp; đúng thì ghi."
NO_PLACE = "Nơi đã chọn không còn nhận tệp nhập nữa nên chưa ghi gì. Tệp “{name}” còn trên cổng: chọn nơi khác rồi xem trước lại, không phải tải lên lần nữa."


@dataclass(frozen=True)
class KeptFile:
    """Whose file it is and what for (`owner`), where it was to go (`scope`), what its preview said (`digest`)."""

    owner: str
    name: str
    path: str
    scope: Any = None
    digest: str = ""

    def read(self) -> bytes | None:
        """The content; None where it was written already or thrown away."""
        try:
            with default_storage.open(self.path, "rb") as file:
                content: bytes = file.read()
        except OSError:
            return None
        return content

    def drop(self) -> None:
        default_storage.delete(self.path)

    def token(self) -> str:
        return signing.dumps(asdict(self), salt=SALT)

    def token_for(self, report: ImportReport, scope: Any) -> str:
        """What confirms this very preview; nothing where it holds a problem or no change."""
        if report.problems or not (report.added or report.changed):
            return ""
        return replace(self, scope=scope.pk if scope else None, digest=digest_of(report)).token()


def keep(content: bytes, *, owner: str, name: str) -> KeptFile:
    """Store `content` for its preview; StorageFull where there is no room."""
    forget_old_files()
    stored = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}", ContentFile(content))
    return KeptFile(owner, name, stored)


def kept_by(token: str, *, owner: str) -> KeptFile | None:
    """The file behind a token, however old; None where the token is not its owner's."""
    try:
        found = KeptFile(**signing.loads(token, salt=SALT))
    except (signing.BadSignature, TypeError):
        return None
    return found if found.owner == owner else None


def from_before(form: forms.Form, request: HttpRequest, *, owner: str) -> KeptFile | None:
    """The file that stands here from an earlier preview, where no other was chosen: the form then asks for none."""
    found = None if request.FILES else kept_by(request.POST.get("kept", ""), owner=owner)
    found = found if found and found.read() is not None else None
    form.fields["file"].required = found is None
    return found


def keep_chosen(form: forms.Form, *, owner: str) -> KeptFile | None:
    """The file just chosen stands in the private store until it is confirmed; None, told at its field, without room."""
    upload = form.cleaned_data["file"]
    try:
        return keep(upload.read(), owner=owner, name=upload.name)
    except StorageFull as full:
        form.add_error("file", str(full))
    return None


def preview(form: forms.Form, file: KeptFile, resource: PortalResource) -> tuple[ImportReport | None, str]:
    """What the file would do; or None where it can't be read, told at its field, or in words where no form was sent."""
    try:
        return resource.read(read_table(io.BytesIO(file.read() or b""), file.name), dry_run=True), ""
    except TableRefused as refusal:
        file.drop()
        if not form.is_bound:
            return None, str(refusal)
        form.add_error("file", str(refusal))
    return None, ""


def is_old(token: str) -> bool:
    """Whether the preview was made too long ago to be confirmed unseen."""
    try:
        signing.loads(token, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return True
    return False


def write(resource: PortalResource, kept: KeptFile, content: bytes) -> tuple[ImportReport, bool]:
    """Import the file and drop it where that does exactly what its preview said; else write nothing and say so."""
    table = read_table(io.BytesIO(content), kept.name)
    with transaction.atomic():
        report = resource.read(table, dry_run=False)
        is_as_seen = not report.problems and digest_of(report) == kept.digest
        if not is_as_seen:
            transaction.set_rollback(True)
    if is_as_seen:
        kept.drop()
    return report, is_as_seen


def digest_of(report: ImportReport) -> str:
    """What a preview says, as one short mark: another mark, another outcome."""
    said = repr([(row.line, row.kind, row.label, row.changes) for row in report.rows])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def forget_old_files() -> None:
    """Previews that nobody confirmed, once their time is over twice."""
    try:
        names = default_storage.listdir(FOLDER)[1]
        for name in names:
            if timezone.now() - default_storage.get_modified_time(f"{FOLDER}/{name}") > 2 * KEPT_FOR:
                default_storage.delete(f"{FOLDER}/{name}")
    except OSError:
        return
