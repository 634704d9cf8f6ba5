"""Which links of a text are to be shown with an embed. Pure.

Not those in code, nor those that their author has put in `<>` for that very reason.
"""

import re
from typing import Final

from core.outbound import OutboundError, check_url

MOST_LINKS: Final = 5
"""Of a message; further ones stay links."""

_CODE: Final = re.compile(r"```.*?```|``.*?``|`[^`]*`", re.DOTALL)
_LINK: Final = re.compile(r"<https?://[^\s<>]*>|(https?://[^\s<>`|]+)", re.IGNORECASE)
_PUNCTUATION: Final = ".,:;!?'\"*_~]}"


def links_in(content: str) -> list[str]:
    """Each once, in their order."""
    if "://" not in content:
        return []
    found: dict[str, None] = {}
    for match in _LINK.finditer(_CODE.sub(" ", content)):
        url = _trimmed(match[1] or "")
        if url and url not in found and _is_address(url):
            found[url] = None
            if len(found) == MOST_LINKS:
                break
    return list(found)


def _trimmed(url: str) -> str:
    """Without what belongs to the sentence: its stop, or the bracket that the link stands in."""
    while url and (url[-1] in _PUNCTUATION or (url[-1] == ")" and url.count(")") > url.count("("))):
        url = url[:-1]
    return url


def _is_address(url: str) -> bool:
    try:
        check_url(url)
    except OutboundError:
        return False
    return True
