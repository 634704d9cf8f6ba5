"""No compression: JSON in TEXT frames."""

from gateway import frames
from gateway.compression.shared import SPLICE, SharedPart


class Plain:
    binary = False

    def event(self, sequence: int, shared: SharedPart) -> bytes:
        return SPLICE % (shared.plain, sequence, shared.tail)

    def payload(self, data: bytes) -> bytes:
        return frames.frame(frames.TEXT, data)
