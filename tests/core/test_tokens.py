"""Signatures and passwords."""

from core import tokens


def test_signatures():
    tokens.use_key(b"one")
    signature = tokens.sign("text")
    assert tokens.verify("text", signature)
    assert not tokens.verify("texts", signature)
    tokens.use_key(b"two")
    assert not tokens.verify("text", signature)


def test_what_is_sealed_is_read_here_alone():
    tokens.use_key(b"one")
    sealed = tokens.seal("a text")
    assert sealed == tokens.seal("a text") != tokens.seal("another text")
    assert "text" not in sealed and tokens.unseal(sealed) == "a text"
    for forged in ("", "x", "é", sealed[:-1], sealed + "AAAA", "A" + sealed[1:], "A" * len(sealed)):
        assert tokens.unseal(forged) is None
    tokens.use_key(b"two")
    assert tokens.unseal(sealed) is None


async def test_passwords():
    hash_ = await tokens.hash_password("correct horse")
    assert "correct" not in hash_
    assert hash_ != await tokens.hash_password("correct horse")
    assert await tokens.password_fits("correct horse", hash_)
    assert not await tokens.password_fits("wrong horse", hash_)
    assert not await tokens.password_fits("correct horse", None)
