"""One address in one writing, so that two agencies that paste the same page are found."""

from urllib.parse import parse_qsl, urlencode, urlsplit

# What a social network or a letter hangs on to an address; it leads to the same page without them.
_TRACKING = frozenset({"fbclid", "gclid", "zarsrc", "mc_cid", "mc_eid", "igshid", "si"})
KEY_LENGTH = 600


def link_key(url: str) -> str:
    """`url` without what does not choose the page: scheme, www and m, closing slash, anchor, tracking; parameters in order.

    >>> link_key("https://www.bao.example/tin/1.html?utm_source=zalo#top")
    'bao.example/tin/1.html'
    >>> link_key("http://BAO.example/xem?b=2&a=1") == link_key("https://m.bao.example/xem/?a=1&b=2")
    True
    """
    if not url:
        return ""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return url.strip().lower()[:KEY_LENGTH]
    for prefix in ("www.", "m."):
        host = host.removeprefix(prefix)
    asked = [(name, value) for name, value in parse_qsl(parts.query) if not _is_tracking(name.lower())]
    query = f"?{urlencode(sorted(asked))}" if asked else ""
    return f"{host}{parts.path.rstrip('/')}{query}"[:KEY_LENGTH]


def _is_tracking(name: str) -> bool:
    return name in _TRACKING or name.startswith("utm_")
