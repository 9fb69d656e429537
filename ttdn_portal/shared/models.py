"""Abstract models that every app builds on."""

from typing import Any, ClassVar

from django.db import models

from ttdn_portal.shared.text import fold, vi_sort_key

SORT_KEY_SOURCE_LENGTH = 120


class TimeStampedModel(models.Model):
    """When a row was made and last saved."""

    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    class Meta:
        abstract = True


class SearchableModel(models.Model):
    """A row found without diacritics and sorted by the Vietnamese alphabet.

    Both are plain columns, the same on SQLite and PostgreSQL. A bulk path that passes
    `save()` by calls `fill_search()` itself.
    """

    SEARCH_FIELDS: ClassVar[tuple[str, ...]] = ()
    SORT_FIELD: ClassVar[str] = "name"

    search_text = models.TextField("văn bản tìm kiếm", editable=False, default="")
    sort_key = models.CharField("khóa sắp xếp", max_length=600, editable=False, default="", db_index=True)

    class Meta:
        abstract = True

    def fill_search(self) -> None:
        self.search_text = fold(" ".join(str(getattr(self, name) or "") for name in self.SEARCH_FIELDS))
        self.sort_key = vi_sort_key(str(getattr(self, self.SORT_FIELD))[:SORT_KEY_SOURCE_LENGTH])[:600]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_search()
        update_fields = kwargs.get("update_fields")
        if update_fields is not None:
            kwargs["update_fields"] = {*update_fields, "search_text", "sort_key"}
        super().save(*args, **kwargs)


class SearchableQuerySet(models.QuerySet):
    def search(self, words: str) -> "SearchableQuerySet":
        """Rows that contain every word typed, with or without its marks."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found
