"""Pages from templates: every value is escaped, but for what was rendered before.

A template is a file of oauth/pages with `$names` in it (string.Template). What a page may load is nothing: its style
stands in it, and its policy knows that style by its hash.
"""

import base64
import hashlib
import html
from pathlib import Path
from string import Template

_FOLDER = Path(__file__).parent / "pages"
_STYLE = (_FOLDER / "style.css").read_text()
_TEMPLATES = {file.stem: Template(file.read_text().rstrip("\n")) for file in _FOLDER.glob("*.html")}

STYLE_SOURCE = f"'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"


class Html(str):
    """Text that is safe as it stands in a page. Only this module makes it."""

    __slots__ = ()


NOTHING = Html()


def render(template: str, /, **values: str) -> Html:
    """The template with the values in it. Attributes are quoted in the templates, so one way of escaping does."""
    escaped = {
        key: value if isinstance(value, Html) else html.escape(value, quote=True) for key, value in values.items()
    }
    return Html(_TEMPLATES[template].substitute(escaped))


def join(parts: "list[Html]") -> Html:
    return Html("\n".join(parts))


def page(title: str, content: Html) -> bytes:
    """A whole page."""
    return render("layout", title=title, style=Html(_STYLE), content=content).encode("utf-8", "replace")
