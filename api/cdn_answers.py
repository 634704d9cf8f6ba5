"""What the CDN answers with: known already, the whole, a part of it, gone, refused. Its headers keep browsers calm.

Docs: reference#cdn-formatting.
"""

from typing import Any

from litestar import Request
from litestar.response.base import ASGIResponse

from rest import byte_ranges
from rest.byte_ranges import ByteRange

AnyRequest = Request[Any, Any, Any]

SAFE = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "access-control-allow-origin": "*",
}
FOR_EVER = "public, max-age=31536000, immutable"


def lasting(etag: str) -> dict[str, str]:
    """The headers of what never changes under its name."""
    return SAFE | {"etag": f'"{etag}"', "cache-control": FOR_EVER, "accept-ranges": "bytes"}


def known(request: AnyRequest, headers: dict[str, str]) -> ASGIResponse | None:
    """304, if the client has it already."""
    if byte_ranges.knows(request.headers.get("if-none-match"), headers["etag"]):
        return ASGIResponse(status_code=304, headers=headers)
    return None


def part(request: AnyRequest, size: int, headers: dict[str, str]) -> tuple[int, ByteRange, dict[str, str]]:
    """The status, what of the bytes to send, and the headers with it. Raises byte_ranges.UnsatisfiableError."""
    wanted = None
    if request.headers.get("if-range", headers["etag"]) == headers["etag"]:
        wanted = byte_ranges.wanted(request.headers.get("range"), size)
    if wanted is None:
        return 200, ByteRange(0, size), headers | {"content-length": str(size)}
    about = {
        "content-range": f"bytes {wanted.start}-{wanted.end - 1}/{size}",
        "content-length": str(wanted.end - wanted.start),
    }
    return 206, wanted, headers | about


def content(request: AnyRequest, body: bytes, kind: str, headers: dict[str, str]) -> ASGIResponse:
    """The bytes, or those of them that were asked for."""
    try:
        status, wanted, headers = part(request, len(body), headers | {"content-type": kind})
    except byte_ranges.UnsatisfiableError:
        return beyond(len(body))
    if request.method == "HEAD":
        return ASGIResponse(headers=headers, status_code=status, is_head_response=True)
    return ASGIResponse(body=body[wanted.start : wanted.end], headers=headers, status_code=status)


def beyond(size: int) -> ASGIResponse:
    return ASGIResponse(status_code=416, headers=SAFE | {"content-range": f"bytes */{size}"})


def gone() -> ASGIResponse:
    return refused(404, "This content is no longer available.")


def refused(status: int, text: str) -> ASGIResponse:
    return ASGIResponse(body=text, status_code=status, media_type="text/plain", headers=SAFE)
