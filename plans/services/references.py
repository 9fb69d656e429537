"""“nhiệm vụ 3.2” in a text keeps naming the same task when numbers move."""

import re
from collections.abc import Mapping

GONE = "[đã bỏ: {code}]"
_CODE = r"\d{1,3}\.\d{1,4}(?![\d.,]*\d)"
# “nhiệm vụ 1.2”, “nhiệm vụ số 1.2”, “các nhiệm vụ 1.2, 1.3 và 2.1”; a bare “1.2” may be anything and is left alone.
_NAMED = re.compile(
    rf"((?:nhiệm vụ|NHIỆM VỤ|Nhiệm vụ)(?:\s+số)?\s+)({_CODE}(?:(?:\s*[,;]\s*|\s+và\s+|\s+và\s+số\s+){_CODE})*)"
)
_EACH = re.compile(_CODE)


def renumbered(text: str, codes: Mapping[str, str]) -> str:
    """`text` with the codes it names as they are now; `codes` maps old to new, to nothing where a task is gone.

    >>> renumbered("Tiếp nối nhiệm vụ 3.2 và 3.3; tăng 3.2%", {"3.2": "3.1", "3.3": ""})
    'Tiếp nối nhiệm vụ 3.1 và [đã bỏ: 3.3]; tăng 3.2%'
    """

    def one(match: re.Match[str]) -> str:
        code = match.group()
        return (codes[code] or GONE.format(code=code)) if code in codes else code

    return _NAMED.sub(lambda found: found.group(1) + _EACH.sub(one, found.group(2)), text)
