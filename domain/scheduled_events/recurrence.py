"""When an event that recurs happens again. Pure.

A rule is a part of what iCalendar knows, and of that only what clients can show. Everything is reckoned in UTC. An
occurrence is named by the moment when the rule has it begin, as a snowflake: so a change of one occurrence, or of who
comes to it, needs nothing to be stored of the others.
Docs: resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object.
"""

import calendar
from collections.abc import Sequence
from typing import Final, Literal

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday

from core import form_codes, snowflakes
from core.problems import Faults
from core.wire import Snowflake, Timestamp
from domain.scheduled_events.records import Frequency, RecurrenceRule, SetRecurrenceRule

FURTHEST_US: Final = 5 * 366 * 24 * 3600 * 1_000_000
"""No event begins later than so far ahead; no rule begins earlier, for its occurrences are counted from there."""

_LAST: Final = 5
_LEAP_YEAR: Final = 2028
_SECOND_US: Final = 1_000_000
_FREQUENCIES: Final[dict[Frequency, Literal[0, 1, 2, 3]]] = {
    Frequency.YEARLY: YEARLY,
    Frequency.MONTHLY: MONTHLY,
    Frequency.WEEKLY: WEEKLY,
    Frequency.DAILY: DAILY,
}
_DAILY_SETS: Final = (
    {0, 1, 2, 3, 4},
    {1, 2, 3, 4, 5},
    {6, 0, 1, 2, 3},
    {4, 5},
    {5, 6},
    {6, 0},
)


def made(body: SetRecurrenceRule, now: Timestamp) -> RecurrenceRule:
    """The rule. Raises 50035 within `recurrence_rule` for one that is not allowed."""
    faults = Faults()
    for field in ("end", "count", "by_year_day"):
        if getattr(body, field) is not None:
            _refuse(faults, field, "This field cannot be set.")
    if abs(body.start - now) > FURTHEST_US:
        _refuse(faults, "start", "The rule must start within five years of now.")
    interval = 1 if body.interval is None else body.interval
    if interval != 1 and not (interval == 2 and body.frequency is Frequency.WEEKLY):
        _refuse(faults, "interval", "Only 1 is possible, or 2 for weekly events.")
    _check_days(faults, body)
    if faults:
        raise faults.problem().within("recurrence_rule")
    return RecurrenceRule(
        start=body.start,
        frequency=body.frequency,
        interval=interval,
        by_weekday=body.by_weekday,
        by_n_weekday=body.by_n_weekday,
        by_month=body.by_month,
        by_month_day=body.by_month_day,
    )


def _check_days(faults: Faults, body: SetRecurrenceRule) -> None:
    given = [body.by_weekday is not None, body.by_n_weekday is not None, body.by_month is not None]
    if sum(given) > 1:
        _refuse(faults, "", "Only one of by_weekday, by_n_weekday, and by_month with by_month_day is possible.")
    if body.by_weekday is not None:
        if body.frequency is Frequency.DAILY:
            if set(body.by_weekday) not in _DAILY_SETS or len(set(body.by_weekday)) != len(body.by_weekday):
                _refuse(faults, "by_weekday", "These days are no set that daily events can have.")
        elif body.frequency is not Frequency.WEEKLY:
            _refuse(faults, "by_weekday", "Only daily and weekly events can have it.")
        elif len(body.by_weekday) != 1:
            _refuse(faults, "by_weekday", "A weekly event can have one day.")
    if body.by_n_weekday is not None:
        if body.frequency is not Frequency.MONTHLY:
            _refuse(faults, "by_n_weekday", "Only monthly events can have it.")
        elif len(body.by_n_weekday) != 1:
            _refuse(faults, "by_n_weekday", "A monthly event can have one day.")
    if body.by_month is not None or body.by_month_day is not None:
        _check_date(faults, body.frequency, body.by_month or [], body.by_month_day or [])


def _check_date(faults: Faults, frequency: Frequency, months: Sequence[int], days: Sequence[int]) -> None:
    if frequency is not Frequency.YEARLY:
        _refuse(faults, "by_month_day", "Only annual events can have it.")
    elif len(months) != 1 or len(days) != 1:
        _refuse(faults, "by_month_day", "An annual event can have one month and one day, both together.")
    elif days[0] == 0 or days[0] > calendar.monthrange(_LEAP_YEAR, months[0])[1]:
        _refuse(faults, "by_month_day", "There is no such day in that month.")


def _refuse(faults: Faults, field: str, reason: str) -> None:
    faults.add(field, form_codes.RECURRENCE_RULE_INVALID, reason=reason)


def next_after(rule: RecurrenceRule, moment: Timestamp) -> Timestamp | None:
    """The first occurrence after the moment; None when there is none any more."""
    fraction = rule.start % _SECOND_US  # which the library drops
    days = [weekday(one.day, -1 if one.n == _LAST else one.n) for one in rule.by_n_weekday or ()]
    occurrences = rrule(
        _FREQUENCIES[rule.frequency],
        dtstart=rule.start.datetime(),
        interval=rule.interval,
        byweekday=days or rule.by_weekday,
        bymonth=rule.by_month,
        bymonthday=rule.by_month_day,
    )
    found = occurrences.after(Timestamp(moment - fraction).datetime())
    return Timestamp(Timestamp.of(found) + fraction) if found is not None else None


def is_occurrence(rule: RecurrenceRule, occurrence_id: int, now: Timestamp) -> bool:
    """Whether the rule has an occurrence of that id, and not too far ahead."""
    moment = began_at(occurrence_id)
    if moment - now > FURTHEST_US:
        return False
    found = next_after(rule, Timestamp(moment - 1000))
    return found is not None and id_of(found) == occurrence_id


def id_of(start: Timestamp) -> Snowflake:
    """Of the occurrence that begins then by its rule."""
    return Snowflake(snowflakes.at_ms(start // 1000))


def began_at(occurrence_id: int) -> Timestamp:
    return Timestamp(snowflakes.created_ms(occurrence_id) * 1000)
