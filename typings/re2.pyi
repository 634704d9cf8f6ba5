"""What we use of google-re2, which comes without types."""

from collections.abc import Iterator

class Options:
    max_mem: int
    log_errors: bool

class error(Exception): ...  # noqa: N801, N818 - its own name

class Match:
    lastindex: int | None
    def group(self, group: int = ...) -> str | None: ...
    def span(self, group: int = ...) -> tuple[int, int]: ...

class Regexp:
    def search(self, text: str) -> Match | None: ...
    def finditer(self, text: str) -> Iterator[Match]: ...

def compile(pattern: str, options: Options | None = None) -> Regexp: ...
def escape(pattern: str) -> str: ...
