"""Private files: kept outside the web root, sent only by views that asked who may see them."""

import contextlib
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class StorageFull(OSError):
    """The file was not stored; nothing of it is left."""


class PrivateStorage(FileSystemStorage):
    """File storage that has no address and leaves no half-written file behind."""

    def url(self, name: str | None) -> str:
        raise ValueError("private files have no address")

    def _save(self, name: str, content: Any) -> str:
        known = set(self._siblings(name))
        try:
            return super()._save(name, content)  # type: ignore[misc]
        except OSError as error:
            for path in set(self._siblings(name)) - known:
                with contextlib.suppress(OSError):
                    path.unlink()
            raise StorageFull("Kho lưu trữ đầy hoặc không ghi được; tệp chưa được lưu.") from error

    def _siblings(self, name: str) -> list[Path]:
        """What stands under this very name: own names carry a random part, so no other save shares it."""
        path = Path(self.path(name))
        return list(path.parent.glob(f"{path.stem}*")) if path.parent.is_dir() else []
