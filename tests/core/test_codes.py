import re
from collections import Counter
from types import ModuleType

import pytest

from core import close_codes, codes, form_codes
from core.close_codes import CloseCode
from core.codes import Code
from core.form_codes import FormCode


def constants(module: ModuleType, kind: type) -> dict[str, object]:
    return {name: value for name, value in vars(module).items() if isinstance(value, kind)}


def test_numbers_are_unique_but_for_the_general_one():
    found = [code for code in constants(codes, Code).values() if isinstance(code, Code)]
    counts = Counter(code.number for code in found)
    assert [number for number, count in counts.items() if count > 1] == [0]
    general = [code.status for code in found if code.number == 0]
    assert len(set(general)) == len(general)


def test_every_code_can_be_sent():
    for name, code in constants(codes, Code).items():
        assert isinstance(code, Code)
        assert re.fullmatch(r"[A-Z][A-Z0-9_]+", name)
        assert code.message.strip() == code.message != ""
        assert 400 <= code.status < 600 or code.status == 202


def test_codes_stand_in_order_of_their_numbers():
    numbers = [code.number for code in constants(codes, Code).values() if isinstance(code, Code)]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize(
    ("code", "number", "status"),
    [
        (codes.NOT_FOUND, 0, 404),
        (codes.UNAUTHORIZED, 0, 401),
        (codes.UNKNOWN_CHANNEL, 10003, 404),
        (codes.UNKNOWN_GUILD, 10004, 404),
        (codes.UNKNOWN_MEMBER, 10007, 404),
        (codes.UNKNOWN_MESSAGE, 10008, 404),
        (codes.UNKNOWN_ROLE, 10011, 404),
        (codes.UNKNOWN_USER, 10013, 404),
        (codes.UNKNOWN_EMOJI, 10014, 404),
        (codes.UNKNOWN_WEBHOOK, 10015, 404),
        (codes.UNKNOWN_INTERACTION, 10062, 404),
        (codes.UNKNOWN_APPLICATION_COMMAND, 10063, 404),
        (codes.BOTS_NOT_ALLOWED, 20001, 403),
        (codes.ONLY_BOTS_ALLOWED, 20002, 403),
        (codes.SLOWMODE_RATE_LIMITED, 20016, 429),
        (codes.MAXIMUM_ROLES, 30005, 400),
        (codes.REQUEST_ENTITY_TOO_LARGE, 40005, 413),
        (codes.INTERACTION_ALREADY_ACKNOWLEDGED, 40060, 400),
        (codes.MISSING_ACCESS, 50001, 403),
        (codes.MISSING_PERMISSIONS, 50013, 403),
        (codes.INVALID_WEBHOOK_TOKEN, 50027, 401),
        (codes.INVALID_FORM_BODY, 50035, 400),
        (codes.INVALID_JSON, 50109, 400),
    ],
)
def test_codes_that_libraries_switch_on(code: Code, number: int, status: int):
    assert (code.number, code.status) == (number, status)


def test_form_codes_bear_the_names_of_their_constants():
    variants = {
        "NUMBER_TYPE_BELOW": "NUMBER_TYPE_MAX",
        "NUMBER_TYPE_ABOVE": "NUMBER_TYPE_MIN",
    }
    for name, code in constants(form_codes, FormCode).items():
        assert isinstance(code, FormCode)
        assert code.name == variants.get(name, name)


def test_close_codes_are_unique_in_their_gateway():
    found = constants(close_codes, CloseCode)
    for is_voice in (False, True):
        numbers = [
            code.number
            for name, code in found.items()
            if isinstance(code, CloseCode) and name.startswith("VOICE_") is is_voice
        ]
        assert len(numbers) == len(set(numbers))
        assert all(4000 <= number < 5000 for number in numbers)


def test_the_close_codes_that_end_a_bot():
    fatal = {
        code.number
        for name, code in constants(close_codes, CloseCode).items()
        if isinstance(code, CloseCode) and not name.startswith("VOICE_") and not code.reconnect
    }
    assert fatal == {4004, 4010, 4011, 4012, 4013, 4014}
