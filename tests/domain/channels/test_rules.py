import pytest

from core.problems import Problem
from core.wire import Snowflake
from domain.channels import rules
from domain.channels.records import Channel, ChannelType, CreateChannel, EditChannel


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("general", "general"),
        ("Hello  World", "hello-world"),
        ("ticket-Ann#1234", "ticket-ann1234"),
        ("--a - b--", "a-b"),
        ("under_score", "under_score"),
        ("ÄRGER 🎉", "ärger-🎉"),
        ("!?", ""),
    ],
)
def test_names_of_text_channels(given: str, name: str) -> None:
    assert rules.name_of(ChannelType.GUILD_TEXT, given) == name


def test_other_channels_keep_their_names() -> None:
    assert rules.name_of(ChannelType.GUILD_VOICE, " Talk! Now ") == "Talk! Now"


def channel(kind: ChannelType) -> Channel:
    return rules.fresh(Channel(id=Snowflake(1), type=kind, guild_id=Snowflake(2)))


def test_a_type_takes_its_own_fields_alone() -> None:
    body = CreateChannel(name="a", topic="t", bitrate=8000, user_limit=3, rate_limit_per_user=4, nsfw=True)
    text, voice, category = (
        channel(kind) for kind in (ChannelType.GUILD_TEXT, ChannelType.GUILD_VOICE, ChannelType.GUILD_CATEGORY)
    )
    for each in (text, voice, category):
        rules.apply(each, body)
    assert (text.topic, text.rate_limit_per_user, bool(text.bitrate)) == ("t", 4, False)
    assert (voice.bitrate, voice.user_limit, bool(voice.topic)) == (8000, 3, False)
    assert not category.nsfw and not category.rate_limit_per_user


def test_null_is_the_default() -> None:
    voice = channel(ChannelType.GUILD_VOICE)
    rules.apply(voice, EditChannel(bitrate=8000, user_limit=3, nsfw=True))
    rules.apply(voice, EditChannel(bitrate=None, user_limit=None, nsfw=None))
    assert (voice.bitrate, voice.user_limit, voice.nsfw) == (64000, 0, False)


def test_all_faults_are_told_and_a_name_cannot_go() -> None:
    with pytest.raises(Problem) as caught:
        rules.apply(channel(ChannelType.GUILD_TEXT), EditChannel(name=None, topic="x" * 1025))
    assert [fault.path for fault in caught.value.faults] == [("name",), ("topic",)]
