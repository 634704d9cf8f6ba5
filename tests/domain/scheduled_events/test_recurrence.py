"""Recurrence rules: which are allowed, and when what they say happens."""

import datetime as dt
from typing import Any

import pytest

from core import wire
from core.problems import Problem
from core.wire import Timestamp
from domain.scheduled_events import recurrence
from domain.scheduled_events.records import RecurrenceRule, SetRecurrenceRule

NOW = Timestamp.of(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
START = "2026-01-05T18:00:00+00:00"  # a Monday


def made(**fields: Any) -> RecurrenceRule:
    return recurrence.made(wire.convert({"start": START, **fields}, SetRecurrenceRule), NOW)


def at(text: str) -> Timestamp:
    return Timestamp.of(dt.datetime.fromisoformat(text).astimezone(dt.UTC))


def following(count: int = 3, after: str = START, **fields: Any) -> list[str]:
    rule, moment, found = made(**fields), at(after), list[str]()
    for _ in range(count):
        moment = recurrence.next_after(rule, moment)
        assert moment is not None
        found.append(moment.datetime().strftime("%a %Y-%m-%d"))
    return found


@pytest.mark.parametrize(
    ("fields", "dates"),
    [
        ({"frequency": 3}, ["Tue 2026-01-06", "Wed 2026-01-07", "Thu 2026-01-08"]),
        ({"frequency": 3, "by_weekday": [4, 5]}, ["Fri 2026-01-09", "Sat 2026-01-10", "Fri 2026-01-16"]),
        ({"frequency": 3, "by_weekday": [3, 2, 1, 0, 6]}, ["Tue 2026-01-06", "Wed 2026-01-07", "Thu 2026-01-08"]),
        ({"frequency": 2}, ["Mon 2026-01-12", "Mon 2026-01-19", "Mon 2026-01-26"]),
        ({"frequency": 2, "interval": 2, "by_weekday": [2]}, ["Wed 2026-01-07", "Wed 2026-01-21", "Wed 2026-02-04"]),
        (
            {"frequency": 1, "by_n_weekday": [{"n": 4, "day": 2}]},
            ["Wed 2026-01-28", "Wed 2026-02-25", "Wed 2026-03-25"],
        ),
        (
            {"frequency": 1, "by_n_weekday": [{"n": 5, "day": 0}]},
            ["Mon 2026-01-26", "Mon 2026-02-23", "Mon 2026-03-30"],
        ),
        (
            {"frequency": 0, "by_month": [7], "by_month_day": [24]},
            ["Fri 2026-07-24", "Sat 2027-07-24", "Mon 2028-07-24"],
        ),
        (
            {"frequency": 0, "by_month": [2], "by_month_day": [29]},
            ["Tue 2028-02-29", "Sun 2032-02-29", "Fri 2036-02-29"],
        ),
        (
            {"frequency": 0, "by_month": [2], "by_month_day": [-1]},
            ["Sat 2026-02-28", "Sun 2027-02-28", "Tue 2028-02-29"],
        ),
    ],
)
def test_when_it_happens_again(fields: dict[str, Any], dates: list[str]) -> None:
    assert following(**fields) == dates


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("interval", {"frequency": 3, "interval": 2}),
        ("interval", {"frequency": 2, "interval": 3}),
        ("interval", {"frequency": 2, "interval": 0}),
        ("by_weekday", {"frequency": 3, "by_weekday": [0, 2]}),
        ("by_weekday", {"frequency": 3, "by_weekday": [5, 5, 4]}),
        ("by_weekday", {"frequency": 3, "by_weekday": []}),
        ("by_weekday", {"frequency": 2, "by_weekday": [0, 1]}),
        ("by_weekday", {"frequency": 1, "by_weekday": [0]}),
        ("by_n_weekday", {"frequency": 2, "by_n_weekday": [{"n": 1, "day": 0}]}),
        ("by_n_weekday", {"frequency": 1, "by_n_weekday": [{"n": 1, "day": 0}, {"n": 2, "day": 0}]}),
        ("by_month_day", {"frequency": 1, "by_month": [1], "by_month_day": [1]}),
        ("by_month_day", {"frequency": 0, "by_month": [1]}),
        ("by_month_day", {"frequency": 0, "by_month_day": [1]}),
        ("by_month_day", {"frequency": 0, "by_month": [2], "by_month_day": [30]}),
        ("by_month_day", {"frequency": 0, "by_month": [2], "by_month_day": [0]}),
        ("count", {"frequency": 3, "count": 3}),
        ("end", {"frequency": 3, "end": START}),
        ("by_year_day", {"frequency": 0, "by_year_day": [3]}),
        ("start", {"frequency": 3, "start": "0001-01-03T00:00:00Z"}),
    ],
)
def test_what_is_not_allowed(field: str, fields: dict[str, Any]) -> None:
    with pytest.raises(Problem) as raised:
        made(**fields)
    assert [fault.path for fault in raised.value.faults] == [("recurrence_rule", field)]


def test_ways_to_name_days_exclude_each_other() -> None:
    with pytest.raises(Problem) as raised:
        made(frequency=2, by_weekday=[0], by_month=[1], by_month_day=[1])
    assert ("recurrence_rule",) in [fault.path for fault in raised.value.faults]


def test_occurrences_have_ids() -> None:
    rule = made(frequency=2, start="2026-01-05T18:00:00.123456Z")
    second = recurrence.next_after(rule, rule.start)
    assert second == rule.start + 7 * 24 * 3600 * 1_000_000
    named = recurrence.id_of(second)
    assert recurrence.began_at(named) == second // 1000 * 1000
    assert recurrence.is_occurrence(rule, named, NOW)
    assert not recurrence.is_occurrence(rule, recurrence.id_of(Timestamp(second + 1_000_000)), NOW)


def test_nobody_asks_for_what_is_too_far_ahead() -> None:
    rule = made(frequency=3)
    assert not recurrence.is_occurrence(rule, recurrence.id_of(at("2036-01-05T18:00:00+00:00")), NOW)
    assert not recurrence.is_occurrence(rule, 2**63 - 1, NOW)
