import pytest

from core.problems import Faults
from core.wire import Snowflake
from domain.messages import mentions
from domain.messages.mentions import AllowedMentions, Mentions


@pytest.mark.parametrize(
    ("text", "users", "roles", "everyone"),
    [
        ("nobody at all", [], [], False),
        ("<@1> and <@!2> and <@1>", [1, 2], [], False),
        ("<@&3> then <@4>", [4], [3], False),
        ("@everyone", [], [], True),
        ("hi @here!", [], [], True),
        ("@everyones", [], [], False),
        ("`<@1>` <@2>", [2], [], False),
        ("``a ` <@1>`` <@2>", [2], [], False),
        ("```\n<@1> @everyone\n``` <@&2>", [], [2], False),
        ("a lone ` before <@1>", [1], [], False),
        ("<@99999999999999999999> <@9223372036854775808>", [], [], False),
        ("<@> <@x> <#5> <:a:6>", [], [], False),
    ],
)
def test_what_a_text_names(text: str, users: list[int], roles: list[int], everyone: bool) -> None:
    assert mentions.found_in(text) == Mentions(users, roles, everyone)


FOUND = Mentions([1, 2], [3, 4], True)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (None, FOUND),
        (AllowedMentions(), Mentions([], [])),
        (AllowedMentions(parse=[]), Mentions([], [])),
        (AllowedMentions(parse=["users", "roles", "everyone"]), FOUND),
        (AllowedMentions(parse=["everyone"], users=[Snowflake(2), Snowflake(9)]), Mentions([2], [], True)),
        (AllowedMentions(parse=["users"], users=[], roles=[Snowflake(4)]), Mentions([1, 2], [4])),
    ],
)
def test_whom_the_sender_lets_through(chosen: AllowedMentions | None, expected: Mentions) -> None:
    assert mentions.allowed(FOUND, chosen) == expected


def test_a_kind_and_its_ids_exclude_each_other() -> None:
    faults = Faults()
    mentions.check(AllowedMentions(parse=["users"], users=[], roles=[Snowflake(1)]), faults)
    assert not faults
    mentions.check(AllowedMentions(parse=["users"], users=[Snowflake(1)]), faults)
    assert [fault.path for fault in faults.problem().faults] == [("allowed_mentions",)]


def test_a_reply_mentions_unless_it_is_said_not_to() -> None:
    assert mentions.replied_user(None)
    assert not mentions.replied_user(AllowedMentions())
    assert mentions.replied_user(AllowedMentions(replied_user=True))
