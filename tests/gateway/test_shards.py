"""Which shard has what."""

import pytest

from gateway.shards import Shard


@pytest.mark.parametrize(
    ("id_", "total", "valid"), [(0, 1, True), (3, 4, True), (1, 1, False), (-1, 1, False), (0, 0, False)]
)
def test_a_shard_is_one_of_its_total(id_: int, total: int, valid: bool):
    assert Shard(id_, total).is_valid is valid


def test_every_guild_has_one_shard():
    for guild_id in range(0, 100 << 22, 1 << 21):
        assert [Shard(id_, 7).has_guild(guild_id) for id_ in range(7)].count(True) == 1
        assert Shard((guild_id >> 22) % 7, 7).has_guild(guild_id)


def test_what_is_of_no_guild_comes_to_the_first():
    assert Shard(0, 2).has_direct(0)
    assert not Shard(1, 2).has_direct(0)


def test_what_is_the_users_own_but_of_a_guild_comes_to_the_guilds():
    assert [Shard(id_, 2).has_direct(3 << 22) for id_ in range(2)] == [False, True]
