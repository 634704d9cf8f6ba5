"""What users may be called. Docs: resources/user#usernames-and-nicknames."""

import re

from core import form_codes
from core.problems import Faults

_USERNAME = re.compile(r"[a-z0-9_.]{2,32}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_FORBIDDEN_IN_USERNAMES = ("@", "#", ":", "```", "discord")
_RESERVED = frozenset({"everyone", "here", "system message"})
# Zero-width and other signs that show nothing: with them one name would pass for another.
_INVISIBLE = re.compile("[\u0000-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_SPACES = re.compile(r"\s+")
_NOT_OF_A_USERNAME = re.compile(r"[^a-z0-9_.]+")
_DOTS = re.compile(r"\.\.+")


def clean(name: str) -> str:
    """The name without what shows nothing, and with single spaces only between words."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", name)).strip()


def check_username(faults: Faults, path: str, name: str) -> None:
    """A user's name: unique, in lower case, of few signs."""
    if not _USERNAME.fullmatch(name) or ".." in name:
        faults.add(path, form_codes.STRING_TYPE_REGEX)
    else:
        _check_words(faults, path, name)


def check_bot_name(faults: Faults, path: str, name: str) -> None:
    """A bot's name, already clean: any signs, and others may have it too."""
    if not 2 <= len(name) <= 32:
        faults.add(path, form_codes.BASE_TYPE_BAD_LENGTH, min=2, max=32)
    else:
        _check_words(faults, path, name.lower())


def check_global_name(faults: Faults, path: str, name: str) -> None:
    """A display name, already clean."""
    if not 1 <= len(name) <= 32:
        faults.add(path, form_codes.BASE_TYPE_BAD_LENGTH, min=1, max=32)
    elif name.lower() in _RESERVED or "discord" in name.lower():
        faults.add(path, form_codes.USERNAME_INVALID_RESERVED)


def check_email(faults: Faults, path: str, email: str) -> None:
    if not _EMAIL.fullmatch(email):
        faults.add(path, form_codes.EMAIL_TYPE_INVALID_EMAIL)


def username_from(global_name: str) -> str:
    """A first proposal for the username of someone who gave only a display name."""
    name = _DOTS.sub(".", _NOT_OF_A_USERNAME.sub("", global_name.lower()))[:24]
    proposal = name if len(name) >= 2 else f"{name}user"
    return proposal if proposal not in _RESERVED else f"{proposal}_"


def _check_words(faults: Faults, path: str, name: str) -> None:
    if name in _RESERVED:
        faults.add(path, form_codes.USERNAME_INVALID_RESERVED)
    for part in _FORBIDDEN_IN_USERNAMES:
        if part in name:
            faults.add(path, form_codes.USERNAME_INVALID_CONTAINS, part=part)
            return
