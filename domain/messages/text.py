"""Text of clients as it is kept."""


def cleaned(text: str | None) -> str:
    """Without surrounding blanks; empty when there is none."""
    return (text or "").strip()
