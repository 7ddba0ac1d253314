"""Why a date is what it is: any clock replayed in plain English, step by step.

The count is made again here day by day from the calendar, so an explanation that ends on another day
than the clock it explains would show a fault rather than hide it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.domain.calendar import DAY_AFTER, FIRST, LAST, SAME_DAY, Calendar
from desktop.domain.context import REASONS
from desktop.domain.day_by_day import count_lines, first_day_words, plain_due
from desktop.domain.days import NO_DAY, date_of, spoken
from desktop.domain.explain_dols import RENEWALS, dols_lines
from desktop.domain.explain_words import BASIS, any_start, day_noun, satisfied_by, start_of
from desktop.domain.timescales import Timescale, Timescales
from desktop.errors import KnownError

if TYPE_CHECKING:
    from desktop.domain.casebook import Casebook
    from desktop.domain.clocks import Clocks

IN_TIME, DUE_TODAY, OVERDUE = "in_time", "due_today", "overdue"


@dataclass(frozen=True)
class Explanation:
    """One clock in words.

    Attributes:
        title: the rule's name.
        rule: its id. ``basis`` is ``statutory``, ``guidance`` or ``local``; ``source`` the paragraph.
        start, due: ISO dates, empty when not known.
        state: a word of `clocks.STATES`.
        lines: the explanation, one sentence or one counted day a line.
        satisfied_by: what would satisfy it.
    """

    title: str
    rule: str
    source: str
    basis: str
    start: str
    due: str
    state: str
    lines: tuple[str, ...]
    satisfied_by: str


def due_answer(
    rule: str,
    start: int,
    as_at: int | None = None,
    first_day: str | None = None,
    closed: Iterable[int] = (),
) -> dict[str, Any]:
    """When a rule falls due from a start, as plain values for printing.

    Args:
        rule: a timescale's id.
        start: the day it is counted from.
        as_at: the day to judge it on; today when left out.
        first_day: ``same_day`` or ``day_after`` instead of the rule's own convention.
        closed: further days that are not to count as working days.

    Returns:
        ``rule, start, due, elapsed, state, first_day, explain``; dates are ISO, ``elapsed`` is in the
        rule's own days, ``state`` is ``in_time``, ``due_today`` or ``overdue``.

    Raises:
        KnownError: for an unknown rule or convention, or a day outside 2000 to 2040.
    """
    scale, calendar, read_at = _asked(rule, start, as_at, first_day, closed)
    due = _due(scale, start, calendar)
    told = explain_due(rule, start, read_at, first_day, closed)
    return {
        "rule": rule,
        "start": told.start,
        "due": told.due,
        "elapsed": _elapsed(scale, start, read_at, calendar),
        "state": _state(scale, due, read_at, calendar),
        "first_day": scale.count_from,
        "explain": list(told.lines),
    }


def explain_due(
    rule: str,
    start: int,
    as_at: int | None = None,
    first_day: str | None = None,
    closed: Iterable[int] = (),
) -> Explanation:
    """The words for `due_answer`; the arguments and errors are the same."""
    scale, calendar, read_at = _asked(rule, start, as_at, first_day, closed)
    due = _due(scale, start, calendar)
    lines = [
        _rule_line(scale),
        f"Counted from {spoken(start)} ({any_start(scale)}).",
        *_count(scale, start, due, calendar),
        _due_line(scale, due, calendar),
        _open_line(scale, start, due, read_at, calendar),
        f"It would be satisfied by {satisfied_by(scale)}.",
    ]
    return _told(scale, start, due, _state(scale, due, read_at, calendar), lines)


def explain_clock(book: Casebook, timescales: Timescales, clocks: Clocks, index: int) -> Explanation:
    """Any clock of `clocks`, with this council's own rules, closure days and recorded facts."""
    rule_id = clocks.rules[int(clocks.rule[index])]
    timescales = timescales.with_overrides(book, clocks.known_at)
    rules = timescales.at(clocks.as_at).by_id
    scale = rules.get(rule_id) or timescales.by_id[rule_id]
    calendar = Calendar.england(timescales.closures, timescales.extra_holidays)
    case, start, due = int(clocks.case[index]), int(clocks.start[index]), int(clocks.due[index])
    state = clocks_state(clocks, index)
    why = REASONS[int(clocks.why[index])]
    if due == NO_DAY:
        lines = _unknown_lines(scale, why)
    else:
        lines = [_rule_line(scale)]
        if rule_id not in RENEWALS:  # those are counted back from the end; their own lines say so
            lines.append(_start_line(book, scale, clocks, case, start))
        special = dols_lines(book, timescales, calendar, clocks, case, rule_id)
        lines += special or _plain_or_moved(scale, start, due, calendar, why)
        lines += [_due_line(scale, due, calendar), *_state_lines(scale, clocks, index, state)]
    if state not in ("met", "met_late"):
        lines.append(f"It would be satisfied by {satisfied_by(scale)}.")
    return _told(scale, start, due, state, lines)


def clocks_state(clocks: Clocks, index: int) -> str:
    """The state of one clock as a word."""
    from desktop.domain.kernel import STATES

    return STATES[int(clocks.state[index])]


def _asked(
    rule: str, start: int, as_at: int | None, first_day: str | None, closed: Iterable[int]
) -> tuple[Timescale, Calendar, int]:
    import datetime as dt
    from dataclasses import replace

    from desktop.domain.days import day

    shipped = Timescales.shipped()
    if rule not in shipped.by_id:
        raise KnownError(
            f"There is no rule called {rule}. One of them is cp_visit_10wd; see resources/timescales."
        )
    read_at = day(dt.date.today()) if as_at is None else as_at
    for number in (start, read_at):
        if not FIRST <= number <= LAST:
            raise KnownError("Dates must lie between 1 January 2000 and 31 December 2040.")
    scale = shipped.by_id[rule]
    if first_day is not None:
        if first_day not in (SAME_DAY, DAY_AFTER):
            raise KnownError(f"The first day is counted as {SAME_DAY} or {DAY_AFTER}, not {first_day}.")
        scale = replace(scale, count_from=first_day)  # type: ignore[arg-type]
    return scale, Calendar.england(closures=tuple(closed)), read_at


def _due(scale: Timescale, start: int, calendar: Calendar) -> int:
    return start - scale.n if scale.id in RENEWALS else plain_due(scale, start, calendar)


def _told(scale: Timescale, start: int, due: int, state: str, lines: list[str]) -> Explanation:
    return Explanation(
        title=scale.name,
        rule=scale.id,
        source=scale.source,
        basis=scale.basis,
        start=_iso(start),
        due=_iso(due),
        state=state,
        lines=tuple(lines),
        satisfied_by=satisfied_by(scale),
    )


def _iso(number: int) -> str:
    return "" if number == NO_DAY else date_of(number).isoformat()


def _rule_line(scale: Timescale) -> str:
    return f"{scale.name}: {BASIS[scale.basis]} ({scale.source})."


def _unknown_lines(scale: Timescale, why: str) -> list[str]:
    missing = why or "needs a date that is not on record"
    return [
        _rule_line(scale),
        f"It cannot be calculated: it {missing}.",
        "Until that is recorded it is listed under no date and never counted as in time.",
    ]


def _start_line(book: Casebook, scale: Timescale, clocks: Clocks, case: int, start: int) -> str:
    if start == NO_DAY:
        return "The day it runs from is not on record."
    kind = book.case.word("kind", case)
    return (
        f"Counted from {spoken(start)}, {start_of(scale, kind, _event_on(book, scale, clocks, case, start))}."
    )


def _event_on(book: Casebook, scale: Timescale, clocks: Clocks, case: int, start: int) -> str:
    """The kind of the recorded event that the clock starts from, empty when it is no event."""
    if scale.group == "dols":
        return ""
    event = book.event
    wanted = [scale.start_event, scale.start_else, *scale.satisfied_by, "started"]
    rows = (event.case == case) & (event.on == start) & (event.recorded_at <= clocks.known_at)
    found = {
        event.word("kind", row) for row in rows.nonzero()[0] if event.superseded_at[row] > clocks.known_at
    }
    if "visit" in found and scale.seen_required and not (rows & (event.seen == 1)).any():
        found.discard("visit")
    if scale.recurring:
        wanted = [*scale.satisfied_by, *wanted]
    return next((kind for kind in wanted if kind in found), "")


def _plain_or_moved(scale: Timescale, start: int, due: int, calendar: Calendar, why: str) -> list[str]:
    """The count; where something else than the rule's length decided the date, that is said too."""
    lines = _count(scale, start, due, calendar)
    usual = {plain_due(scale, start, calendar), plain_due(scale, start, calendar, first=True)}
    if due not in usual:
        by_rule = plain_due(scale, start, calendar)
        lines.append(f"By its length alone it would fall on {spoken(by_rule)}; facts on record moved it.")
    if why:
        lines.append(f"Note: {why}.")
    return lines


def _count(scale: Timescale, start: int, due: int, calendar: Calendar) -> list[str]:
    if scale.id in RENEWALS:
        return [f"Counted back {scale.n} days from the day on which the authorisation ends."]
    unit = scale.unit
    if due != plain_due(scale, start, calendar) and due == plain_due(scale, start, calendar, first=True):
        unit = scale.first_unit
    return [
        first_day_words(unit, scale.count_from, start, calendar),
        *count_lines(unit, scale.count_from, start, due, calendar),
    ]


def _due_line(scale: Timescale, due: int, calendar: Calendar) -> str:
    line = f"Due on {spoken(due)}."
    if not FIRST <= due <= LAST or calendar.is_working(due) or scale.in_working_days:
        return line
    name = calendar.holiday_name(due) or "weekend"
    before = spoken(calendar.last_working_on_or_before(due))
    return (
        f"{line} That is no working day ({name}), but nothing moves it; the last one before it is {before}."
    )


def _state(scale: Timescale, due: int, as_at: int, calendar: Calendar) -> str:
    late = _days_between(scale, due, as_at, calendar) > 0
    return OVERDUE if late else DUE_TODAY if due == as_at else IN_TIME


def _days_between(scale: Timescale, earlier: int, later: int, calendar: Calendar) -> int:
    return calendar.working_between(earlier, later) if scale.in_working_days else later - earlier


def _elapsed(scale: Timescale, start: int, as_at: int, calendar: Calendar) -> int:
    """The rule's own days that have passed, the start day among them where it counts as day 1."""
    if scale.id in RENEWALS:
        return max(as_at - _due(scale, start, calendar), 0)
    own = scale.count_from == SAME_DAY and (not scale.in_working_days or calendar.is_working(start))
    return max(_days_between(scale, start, as_at, calendar) + own, 0)


def _open_line(scale: Timescale, start: int, due: int, as_at: int, calendar: Calendar) -> str:
    passed = day_noun(scale, _elapsed(scale, start, as_at, calendar))
    over = _days_between(scale, due, as_at, calendar)
    return _open_words(scale, as_at, passed, over, due == as_at)


def _open_words(scale: Timescale, as_at: int, passed: str, over: int, today: bool) -> str:
    told = f"As at {spoken(as_at)}"
    counted = "" if scale.id in RENEWALS else f" (counted so far: {passed})"
    if over > 0:
        return f"{told} it is overdue by {day_noun(scale, over)}{counted}."
    if today:
        return f"{told} it is due today{counted}."
    return f"{told} it is in time: {day_noun(scale, -over)} left{counted}."


def _state_lines(scale: Timescale, clocks: Clocks, index: int, state: str) -> list[str]:
    if state in ("met", "met_late"):
        stop, due = int(clocks.stop[index]), int(clocks.due[index])
        over = int(clocks.overdue_by[index])
        late = f", {day_noun(scale, over)} late" if state == "met_late" else ", in time"
        return [f"It stopped on {spoken(stop)}{late if stop > due or state == 'met' else ''}."]
    passed = day_noun(scale, int(clocks.elapsed[index]))
    over = int(clocks.overdue_by[index]) if state == "overdue" else -int(clocks.left[index])
    return [_open_words(scale, clocks.as_at, passed, over, state == "due_today")]
