"""Small pictures, and the data URIs that carry them."""

import base64
import io

from PIL import Image


def png(side: int = 64, color: str = "red") -> bytes:
    return _bytes([Image.new("RGB", (side, side), color)], "PNG")


def gif(side: int = 80) -> bytes:
    """One that moves."""
    return _bytes([Image.new("RGB", (side, side), color) for color in ("red", "blue")], "GIF")


def uri(content: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def _bytes(frames: list[Image.Image], kind: str) -> bytes:
    out = io.BytesIO()
    frames[0].save(out, kind, **({"save_all": True, "append_images": frames[1:]} if len(frames) > 1 else {}))
    return out.getvalue()
