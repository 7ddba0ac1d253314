"""The children's indicators of one month: n, d and % of each row, whole or by team, worker, manager."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from desktop.analysis.known_since import is_known, known_since
from desktop.analysis.many_months import ManyMonths, many_months
from desktop.domain.indicators import Indicator, indicators, percentage
from desktop.domain.lists import build
from desktop.domain.lists.counted import NOBODY, Question, has_frequency
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.selection import Selection
from desktop.domain.months import spoken_month
from desktop.errors import KnownError

_FREQUENCY = {"6w": "6 weeks", "3m": "3 months", "6m": "6 months", "special": "Special placements"}
_NOBODY = {"team": "No team", "worker": "Not allocated", "manager": "Manager not known"}


@dataclass(frozen=True)
class Figure:
    """One indicator, or one group's part of it.

    Attributes:
        group: the group's name, blank for the whole.
        n, d: numerator and denominator; None where there is no figure. Of a count, n is it.
        asked: what was counted; None where our data cannot serve the row.
        key: the group as a selection's `of` holds it.
        unknown: why the month's figure is not known, blank where it is; see `known_since`.
    """

    indicator: Indicator
    group: str
    n: int | None
    d: int | None
    asked: Question | None
    key: str = ""
    unknown: str = ""

    @property
    def why_none(self) -> str:
        """Why there is no figure, blank where there is one."""
        return self.unknown or self.indicator.why_not

    def percent(self, *, as_printed: bool = False) -> float | None:
        """The share, halves up to one decimal; cut to a whole number as the council's pack prints it."""
        if self.n is None or self.d is None or not self.indicator.is_share:
            return None
        return percentage(self.n, self.d, as_printed=as_printed)

    def selection(self, desk: Desk, part: str) -> Selection:
        """The list behind ``n``, ``d``, ``missed`` or ``out``."""
        assert self.asked is not None
        return self.asked.selection(desk, part, self.key)


def children_table(
    desk: Desk, month: int, measure: str = "pack", by: str = "", only: str = ""
) -> list[Figure]:
    """The figures of a month.

    Args:
        desk: the reading; what happened after the month counts for nothing.
        month: see `desktop.domain.months`.
        measure: ``pack``, ``not-overdue`` or ``period``.
        by: ``team``, ``worker``, ``manager`` or ``frequency``; blank for the whole only.
        only: one indicator's id; blank for all.

    Raises:
        KnownError: for a month to come, or an indicator that there is not.
    """
    return months_table(desk, [month], measure, by, only)[0]


def months_table(
    desk: Desk, months: Sequence[int], measure: str = "pack", by: str = "", only: str = ""
) -> list[list[Figure]]:
    """The figures of many months, counted together; see `children_table`."""
    wanted = [one for one in indicators("children").values() if only in ("", one.id)]
    if not wanted:
        raise KnownError(f"There is no indicator called {only}. All are listed by: indicators children")
    counted = [one for one in wanted if one.kind != "import"]
    if by == "frequency" and not any(map(has_frequency, counted)):
        raise KnownError("Only looked-after visits have an agreed frequency to be told apart by.")
    made = many_months(desk, months, counted, measure, by)
    ask = _Asking(measure, by, _names(desk, by))
    return [_month(desk, wanted, made, at, ask) for at in range(len(months))]


@dataclass(frozen=True)
class _Asking:
    """How it is counted, by which grouping, and what gives a group's name."""

    measure: str
    by: str
    name_of: Callable[[str], str]


def _month(desk: Desk, wanted: Sequence[Indicator], made: ManyMonths, at: int, ask: _Asking) -> list[Figure]:
    found: list[Figure] = []
    for one in wanted:
        if one.kind == "import":
            found += [] if ask.by else [Figure(one, "", None, None, None)]
        elif ask.by != "frequency" or has_frequency(one):
            found += _figures(desk, one, made, at, ask)
    return found


def _figures(desk: Desk, one: Indicator, made: ManyMonths, at: int, ask: _Asking) -> Iterator[Figure]:
    """The whole, and each group that has anybody in the denominator; only the whole where it is not known."""
    asked = Question(one, ask.measure, made.months[at])
    if not is_known(desk, one, asked.month):
        since = f"nothing of the sort was recorded before {spoken_month(known_since(desk, one))}"
        yield Figure(one, "", None, None, asked, unknown=since)
        return
    n, d = (counts[at].tolist() for counts in made.of(one.id))
    yield Figure(one, "", sum(n), sum(d), asked)
    if ask.by:
        there = [
            Figure(one, ask.name_of(key), n[group], d[group], asked, f"{ask.by}:{key}")
            for group, key in enumerate(made.keys)
            if d[group]
        ]
        if ask.by != "frequency":  # those are numbered by length
            there.sort(key=lambda one: (one.key.endswith(f":{NOBODY}"), one.group))
        yield from there


def _names(desk: Desk, by: str) -> Callable[[str], str]:
    if by == "frequency":
        return lambda key: _FREQUENCY[key]
    table = desk.book.team if by == "team" else desk.book.worker
    return lambda key: _NOBODY[by] if key == NOBODY else str(table.name[table.row(key)])


def rows(desk: Desk, indicator: str, month: int, part: str, measure: str = "pack") -> list[str]:
    """The ids of the cases behind a number, in the order of the list that it opens.

    Args:
        desk: the reading.
        indicator: its id.
        month: see `desktop.domain.months`.
        part: ``n``, ``missed``, ``d`` or ``out``.
        measure: as in `children_table`.

    Raises:
        KnownError: for an indicator that cannot be counted.
    """
    known = indicators("children").get(indicator)
    if known is None or known.kind == "import":
        raise KnownError(f"{indicator} cannot be counted.")
    listed = build(desk, Question(known, measure, month).selection(desk, part))
    ids = desk.book.case.ids
    return [ids[case] for case in listed.case.tolist()]
