import json

import pytest

from core import codes, form_codes
from core.problems import MOST_FAULTS, Faults, Problem


def test_a_plain_problem_has_no_tree():
    problem = Problem(codes.UNKNOWN_CHANNEL)
    assert problem.status == 404
    assert json.loads(problem.body()) == {"message": "Unknown Channel", "code": 10003}


def test_a_message_of_its_own():
    problem = Problem(codes.GENERAL, message="The name is reserved.")
    assert json.loads(problem.body()) == {"message": "The name is reserved.", "code": 0}


def test_one_field():
    problem = Problem.invalid("embeds[0].title", form_codes.BASE_TYPE_MAX_LENGTH, max=256)
    assert problem.status == 400
    assert json.loads(problem.body()) == {
        "message": "Invalid Form Body",
        "code": 50035,
        "errors": {
            "embeds": {
                "0": {
                    "title": {
                        "_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 256 or fewer in length."}]
                    }
                }
            }
        },
    }


def test_the_request_as_a_whole():
    problem = Problem.invalid("", form_codes.MAX_EMBED_SIZE_EXCEEDED, max=6000)
    assert json.loads(problem.body())["errors"] == {
        "_errors": [{"code": "MAX_EMBED_SIZE_EXCEEDED", "message": "Embed size exceeds maximum size of 6000"}]
    }


def test_paths_as_text_and_as_steps_are_the_same():
    text = Problem.invalid("[1][2].a.b", form_codes.BASE_TYPE_REQUIRED)
    steps = Problem.invalid((1, 2, "a", "b"), form_codes.BASE_TYPE_REQUIRED)
    assert text.faults == steps.faults


def test_faults_are_told_at_once():
    faults = Faults()
    faults.raise_if_any()
    faults.add("name", form_codes.BASE_TYPE_REQUIRED)
    faults.add("name", form_codes.STRING_TYPE_REGEX)
    faults.add("roles[3]", form_codes.NUMBER_TYPE_COERCE, value="x", kind="snowflake")
    with pytest.raises(Problem) as raised:
        faults.raise_if_any()
    errors = json.loads(raised.value.body())["errors"]
    assert [leaf["code"] for leaf in errors["name"]["_errors"]] == ["BASE_TYPE_REQUIRED", "STRING_TYPE_REGEX"]
    assert errors["roles"]["3"]["_errors"][0]["message"] == 'Value "x" is not snowflake.'


@pytest.mark.parametrize("order", [["embeds", "embeds[0].title"], ["embeds[0].title", "embeds"]])
def test_the_whole_hides_its_parts(order: list[str]):
    faults = Faults()
    for path in order:
        faults.add(path, form_codes.BASE_TYPE_REQUIRED)
    errors = json.loads(faults.problem().body())["errors"]
    assert list(errors["embeds"]) == ["_errors"]


def test_a_key_of_the_client_cannot_pass_for_a_leaf():
    problem = Problem.invalid(("names", "_errors", "x"), form_codes.BASE_TYPE_REQUIRED)
    errors = json.loads(problem.body())["errors"]
    assert errors["names"]["_errors"][0]["code"] == "BASE_TYPE_REQUIRED"


def test_an_answer_stays_small():
    faults = Faults()
    for position in range(10 * MOST_FAULTS):
        faults.add(("ids", position), form_codes.BASE_TYPE_REQUIRED)
    assert faults.is_full
    assert len(faults.problem().faults) == MOST_FAULTS


def test_text_that_utf8_cannot_carry_is_replaced():
    problem = Problem.invalid(("\ud800",), form_codes.STRING_TYPE_CONVERT, value="\udfff")
    assert "?" in json.loads(problem.body())["errors"]


def test_rate_limits_say_when_to_try_again():
    problem = Problem(codes.RATE_LIMITED, retry_after_s=1.5, is_global=True, headers={"Retry-After": "2"})
    assert json.loads(problem.body()) == {
        "message": "You are being rate limited.",
        "code": 0,
        "retry_after": 1.5,
        "global": True,
    }
    assert problem.headers == {"Retry-After": "2"}
