"""Signatures and passwords."""

from core import tokens


def test_signatures():
    tokens.use_key(b"one")
    signature = tokens.sign("text")
    assert tokens.verify("text", signature)
    assert not tokens.verify("texts", signature)
    tokens.use_key(b"two")
    assert not tokens.verify("text", signature)


async def test_passwords():
    hash_ = await tokens.hash_password("correct horse")
    assert "correct" not in hash_
    assert hash_ != await tokens.hash_password("correct horse")
    assert await tokens.password_fits("correct horse", hash_)
    assert not await tokens.password_fits("wrong horse", hash_)
    assert not await tokens.password_fits("correct horse", None)
