"""Text of clients as it is kept: without what no store or reader can take, and without blanks around it."""


def cleaned(text: str | None) -> str:
    """Without the NUL character, which PostgreSQL cannot hold, and without surrounding blanks."""
    return (text or "").replace("\0", "").strip()
