"""Webhook tokens: who has one may post by that webhook, and change it.

A token is the instance's signature of the webhook's id. So none is kept anywhere, and a forged one costs no look at
the database.
"""

from core import tokens


def make(webhook_id: int) -> str:
    return tokens.sign(_text(webhook_id))


def fits(webhook_id: int, token: str) -> bool:
    """Whether the token is that webhook's, should there be one. Takes as long for a wrong one as for the right one."""
    return tokens.verify(_text(webhook_id), token)


def url(public_url: str, webhook_id: int) -> str:
    """Where whoever has it posts."""
    return f"{public_url}/api/webhooks/{int(webhook_id)}/{make(webhook_id)}"


def _text(webhook_id: int) -> str:
    return f"webhook:{int(webhook_id)}"
