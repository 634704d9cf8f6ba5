"""The X-Audit-Log-Reason header: percent-encoded UTF-8 of at most 512 characters. Docs: resources/audit-log."""

from urllib.parse import unquote

from core import form_codes
from core.problems import Problem

_LONGEST = 512


def audit_reason(header: str | None) -> str | None:
    """The decoded reason, or None. Raises 50035 when it is too long, or no text that can be kept."""
    if not header:
        return None
    reason = unquote(header).strip()
    if len(reason) > _LONGEST:
        raise Problem.invalid("reason", form_codes.BASE_TYPE_MAX_LENGTH, max=_LONGEST)
    if "\0" in reason:
        raise Problem.invalid("reason", form_codes.BASE_TYPE_INVALID, reason="Must not contain the NUL character.")
    return reason or None
