"""Tinos, the vendored typeface: weight and slant → file. Needs nothing else of ours, so that `rest` starts at once."""

from pathlib import Path

from django.conf import settings

FONT_FILES = {
    (False, False): "Tinos-Regular.ttf",
    (True, False): "Tinos-Bold.ttf",
    (False, True): "Tinos-Italic.ttf",
    (True, True): "Tinos-BoldItalic.ttf",
}


def font_folder() -> Path:
    """Where the vendored files lie."""
    return Path(settings.BASE_DIR) / "static" / "fonts" / "tinos"
