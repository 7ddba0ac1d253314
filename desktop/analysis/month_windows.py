"""Who had the event in the window at many month ends, from the days themselves: no month is read by itself.

An event counts for the month ends from its own day to the last that its window reaches, or to the next event
of the case. So each event is one look-up in two tables of days, whatever the number of months. That holds
for a plan with one beginning and one end, of a child with no other plan that could count instead: *plain*
here. The others are counted month by month, by `measures`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.analysis.month_ends import MonthEnds
from desktop.analysis.month_plans import PLANS, kind_of, lane_of, plans_of, with_others
from desktop.domain.calendar import FIRST, LAST, Days
from desktop.domain.context import Context
from desktop.domain.days import NO_DAY
from desktop.domain.indicators import Indicator
from desktop.domain.lists.columns import Bools, Ints
from desktop.domain.lists.requests import context_of
from desktop.domain.measures import all_good, every_plan, in_window, stock, window
from desktop.domain.timescales import Timescale

_FAR = 2**31 - 1
_EVERY = np.arange(FIRST, LAST + 1, dtype=np.int32)


@dataclass(frozen=True)
class _Part:
    """One population at the month ends.

    Attributes:
        case: per plan its case.
        first, over: per plan its months in the population, [first, over); none for one that is not plain.
        whole: how many there are, by month and group.
        odd: per case of all, whether it is of the population's kind and not plain.
    """

    name: str
    case: Ints
    first: Ints
    over: Ints
    whole: Ints
    odd: Bools


@dataclass(frozen=True)
class _Spans:
    """The months [first, until) for which events keep plans in time; never two for one plan and month."""

    plan: Ints
    first: Ints
    until: Ints


class Windows:
    """Counts for some months and one way of grouping.

    Args:
        ends: the months' readings.
        months: see `desktop.domain.months`.
        group: the group of every case, by month and case.
        size: how many groups there are.
    """

    def __init__(self, ends: MonthEnds, months: Sequence[int], group: Ints, size: int) -> None:
        self._ends, self._months, self._group, self._size = ends, months, group, size
        self._ctx = context_of(ends.desk)
        self._stays = (group == group[0]).all(axis=0)  # cases that are of one group throughout
        self._days = np.array([ends.day(month) for month in months], np.int32)
        self._turn = np.searchsorted(self._days, _EVERY).astype(np.int8)  # by day: the month end that follows
        self._parts: dict[str, _Part] = {}
        self._spans: dict[tuple[str, str], _Spans | None] = {}

    def count(self, one: Indicator) -> tuple[Ints, Ints]:
        """N and d of an indicator of kind ``window`` by month and group, as the pack counts."""
        every = one.population == "all"
        parts = [self._part(name, every) for name in (PLANS if every else (one.population,))]
        spans = [self._of_rules(one, part) for part in parts]
        n, d = np.zeros((2, len(self._months), self._size), np.int64)
        for part, found in zip(parts, spans, strict=True):
            if found is None:  # what one month's window holds does not follow from another's
                everyone = np.ones(len(self._ctx.book.case), bool)
                return self._with_odd(one, everyone, np.zeros_like(n), np.zeros_like(d))
            d += part.whole
            for each in found:
                n += self._tally(part.case, each)
        return self._with_odd(one, np.logical_or.reduce([part.odd for part in parts]), n, d)

    def _tally(self, case: Ints, spans: _Spans) -> Ints:
        """How many plans there are by month and group, each counted for its months; `case` is per plan."""
        size, months = self._size, len(self._months)
        own, plan, first, until = self._group[0][case].astype(np.intp)[spans.plan], *vars(spans).values()
        stays = self._stays[case]
        if not stays.all():
            own, first, until = (column[stays[plan]] for column in (own, first, until))
        made = np.bincount(first * size + own, minlength=(months + 1) * size)
        made -= np.bincount(until * size + own, minlength=(months + 1) * size)
        made = np.cumsum(made.reshape(-1, size), axis=0)[:-1]
        return made if stays.all() else made + self._moving(case, spans, ~stays[plan])

    def _moving(self, case: Ints, spans: _Spans, moves: Bools) -> Ints:
        """The same for plans that are not of one group throughout: month by month of each span."""
        made = np.zeros((len(self._months), self._size), np.int64)
        moves &= spans.first < spans.until
        of, at, left = case[spans.plan[moves]], spans.first[moves], (spans.until - spans.first)[moves]
        while len(of):
            on = at * self._size + self._group[at, of]
            made += np.bincount(on, minlength=made.size).reshape(made.shape)
            more = left > 1
            of, at, left = of[more], at[more] + 1, left[more] - 1
        return made

    def _part(self, name: str, every: bool) -> _Part:
        """A population's plain plans; of all populations together, only those of children with no other."""
        key = f"{name} of all" if every else name
        if key not in self._parts:
            plans = plans_of(self._ctx, name)
            plain = plans.plain & ~with_others(self._ctx)[plans.case] if every else plans.plain
            odd = np.zeros(len(self._ctx.book.case), bool)
            odd[plans.case[~plain]] = True
            first, over = self._months_of(plans.begin), self._months_of(plans.end, after=True)
            over = np.where(plain, np.maximum(first, over), first)
            whole = self._tally(plans.case, _Spans(np.arange(len(first)), first, over))
            self._parts[key] = _Part(name, plans.case, first, over, whole, odd)
        return self._parts[key]

    def _months_of(self, days: Days, after: bool = False) -> Ints:
        """The place of the first month end on each day or later; or later than it."""
        place = np.clip(days, FIRST, LAST - 1) - FIRST + after
        return self._turn.take(place).astype(np.intp)

    def _with_odd(self, one: Indicator, odd: Bools, n: Ints, d: Ints) -> tuple[Ints, Ints]:
        """The counts with those of some cases added, month by month."""
        if odd.any():
            for at, month in enumerate(self._months):
                rows, good = _read_singly(self._ends.context(month), one, odd)
                d[at] += np.bincount(self._group[at][rows], minlength=self._size)
                n[at] += np.bincount(self._group[at][rows[good]], minlength=self._size)
        return n, d

    # windows over the events

    def _of_rules(self, one: Indicator, part: _Part) -> list[_Spans] | None:
        """For each rule the months for which events keep plans in time, inside the population."""
        kind = kind_of(part.name)
        rules = [self._ends.rules(rule_id) for rule_id in one.rules]
        mine = [each for each in rules if any(kind in rule.plan_kinds for rule in each)]
        if not mine or _overlap([each[0] for each in mine]):
            return None
        found = []
        for each in mine:
            spans = self._of_rule(each, kind)
            if spans is None:
                return None
            found.append(self._inside(spans, part, each[0]))
        return found

    def _inside(self, spans: _Spans, part: _Part, rule: Timescale) -> _Spans:
        begin, over = part.first, part.over
        if rule.min_age > 0 or rule.max_age >= 0:
            entered, past = _ages(self._ctx, rule, part.case)
            begin = np.maximum(begin, self._months_of(entered))
            over = np.minimum(over, self._months_of(past))
        first, until = np.maximum(spans.first, begin[spans.plan]), np.minimum(spans.until, over[spans.plan])
        some = np.flatnonzero(first < until)
        return _Spans(spans.plan[some], first[some], until[some])

    def _of_rule(self, rules: Sequence[Timescale], kind: str) -> _Spans | None:
        key = (rules[0].id, kind)
        if key not in self._spans:
            opens = self._opens(rules)
            self._spans[key] = None if opens is None else self._of_events(rules[0], kind, opens)
        return self._spans[key]

    def _opens(self, rules: Sequence[Timescale]) -> Days | None:
        """Per month the first day of the window; None where months have to be read singly.

        That is so where a rule became a longer one, or one that other events satisfy.
        """
        if len({_what(rule) for rule in rules}) > 1:
            return None
        calendars, days = self._ends.calendars(), self._days.tolist()
        spans = [window(*asked) for asked in zip(calendars, rules, days, strict=True)]
        first, last = np.array(spans, np.int32).T
        rising = bool((first[1:] >= first[:-1]).all() and (last == self._days).all())
        return first if rising else None

    def _of_events(self, rule: Timescale, kind: str, opens: Days) -> _Spans:
        """Each event's months: from its own day to the last that its window reaches, or to the next event."""
        lane = lane_of(self._ctx, rule, kind)
        first = self._turn.take(lane.on)
        until = np.searchsorted(opens, _EVERY, "right").astype(np.int8).take(lane.on)
        following = np.empty_like(first)
        following[:-1] = first[1:]
        following[lane.last] = len(self._months)
        np.minimum(until, following, out=until)
        some = np.flatnonzero(first < until)
        return _Spans(lane.plan[some], first[some].astype(np.intp), until[some].astype(np.intp))


def _what(rule: Timescale) -> tuple[object, ...]:
    """Whom a rule is about and what satisfies it."""
    return rule.satisfied_by, rule.seen_required, rule.plan_kinds, rule.min_age, rule.max_age


def _overlap(rules: Sequence[Timescale]) -> bool:
    """Whether two rules of one kind of plan may speak of the same child."""
    spans = sorted((rule.min_age, rule.max_age if rule.max_age >= 0 else _FAR) for rule in rules)
    return any(one[1] >= other[0] for one, other in zip(spans, spans[1:], strict=False))


def _ages(ctx: Context, rule: Timescale, case: Ints) -> tuple[Days, Days]:
    """The first day at which each child is of a rule's ages, and the first at which no more; see `of_age`."""
    entered = np.full(len(case), NO_DAY, np.int32)
    past = np.full(len(case), _FAR, np.int32)
    if rule.min_age > 0:
        birthday = ctx.age_day(rule.min_age, case)
        entered = np.where(birthday == NO_DAY, np.int32(_FAR), birthday)
    if rule.max_age >= 0:
        birthday = ctx.age_day(rule.max_age + 1, case)
        past = np.where(birthday == NO_DAY, np.int32(_FAR), birthday)
    return entered, past


def _read_singly(ctx: Context, one: Indicator, among: Bools) -> tuple[Ints, Bools]:
    """Those of some cases in the population on the day, and who of them had the event in the window.

    Where children are counted once under all their plans, `among` has all of a child's plans or none.
    """
    rows = stock(ctx, one.population).case
    rows = rows[among[rows]]
    if one.population != "all":
        return rows, in_window(ctx, one, rows)
    every = every_plan(ctx)
    every = every[among[every]]
    good = in_window(ctx, one, every)
    of_case = np.zeros(len(among), bool)
    of_case[every] = good
    return rows, of_case[rows] & all_good(ctx, every, good)[ctx.person()[rows]]
