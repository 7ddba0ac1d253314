"""What the Teams page shows: a chart's data and the table that says the same, from one question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.domain.indicators import rounded
from desktop.domain.lists.columns import DUE_SOON, IN_TIME, NONE, OVERDUE, Column
from desktop.domain.months import first_day, month_of, spoken_month
from desktop.models.month_changes import month_changes, words_of
from desktop.models.times import KeyedRows

if TYPE_CHECKING:
    from desktop.analysis.teams import Between, Monthly
    from desktop.analysis.variability import Point
    from desktop.domain.lists.desk import Desk

TEAM_COLUMNS = (
    Column("team", "Team", width=20),
    Column("counted", "Counted", width=9, align="right"),
    Column("share", "%", width=7, align="right"),
    Column("verdict", "Against its size", "rag", 40),
    Column("limits95", "95% limits", width=13, align="right"),
    Column("limits998", "99.8% limits", width=13, align="right"),
    Column("interval", "Its own 95% interval", width=13, align="right"),
    Column("mark", "Of note", width=18),
)
MONTH_COLUMNS = (
    Column("month", "Month", width=10),
    Column("counted", "Counted", width=9, align="right"),
    Column("share", "%", width=7, align="right"),
    Column("special", "Out of the ordinary", "rag", 44),
    Column("limits", "Limits", width=15),
)
_STATES = {"in": NONE, "low": DUE_SOON, "high": DUE_SOON, "very_low": OVERDUE, "very_high": IN_TIME}


@dataclass(frozen=True)
class TeamsAnswer:
    """One month's teams: the chart's data, the table in the same order, and a sentence for both."""

    found: Between
    rows: KeyedRows
    words: str
    note: str

    @property
    def target(self) -> float | None:
        """In per cent."""
        return self.found.indicator.target


@dataclass(frozen=True)
class MonthsAnswer:
    """The months of one indicator: the chart's data, the table oldest first, and a sentence."""

    found: Monthly
    rows: KeyedRows
    names: tuple[str, ...]
    words: str
    note: str


def last_whole_month(as_at: int) -> int:
    """The month before the one that is running, which is what an assurance clinic looks at."""
    month = month_of(as_at)
    return month if first_day(month + 1) == as_at + 1 else month - 1


def teams_answer(desk: Desk, indicator: str, month: int, measure: str) -> TeamsAnswer:
    """Teams of one month; asked off the GUI thread."""
    from desktop.analysis.teams import between

    found = between(desk, indicator, month, measure)
    points = found.result.points
    rows = KeyedRows(
        TEAM_COLUMNS,
        [_team_row(found, point) for point in points],
        [point.team.opens for point in points],
        [_STATES[point.verdict] for point in points],
        keys={
            "share": [round(10_000 * point.share) for point in points],
            "counted": [point.team.of for point in points],
        },
    )
    return TeamsAnswer(found, rows, _spoken(found), found.result.footnote)


def months_answer(desk: Desk, indicator: str, last: int, measure: str, team: str = "") -> MonthsAnswer:
    """The months of one indicator, of one team or of the whole; asked off the GUI thread."""
    from desktop.analysis.teams import monthly

    found = monthly(desk, indicator, last, measure, team=team)
    special = found.chart.special if found.chart else ()
    rows = KeyedRows(
        MONTH_COLUMNS,
        [_month_row(found, at) for at in range(len(found.months))],
        list(found.figures),
        [OVERDUE if broken else NONE for broken in special],
        keys={
            "month": list(found.months),
            "counted": [figure.d or 0 for figure in found.figures],
            "share": [round(100 * value) for value in (found.chart.values if found.chart else ())],
        },
    )
    names = tuple(spoken_month(month) for month in found.months)
    return MonthsAnswer(found, rows, names, _spoken_months(found), _month_note(found))


def percent(share: float) -> str:
    """A share from 0 to 1 as per cent with one decimal, halves up."""
    return f"{rounded(100 * share, 1):.1f}"


def _team_row(found: Between, point: Point) -> list[str]:
    drawn = found.result.drawn(point.team.of)
    return [
        point.team.title,
        f"{point.team.met}/{point.team.of}",
        percent(point.share),
        point.words.capitalize(),
        f"{percent(drawn.low95)} to {percent(drawn.high95)}",
        f"{percent(drawn.low998)} to {percent(drawn.high998)}",
        " to ".join(map(percent, point.interval)),
        point.team.mark.capitalize(),
    ]


def _spoken(found: Between) -> str:
    result = found.result
    if found.whole.unknown:
        return f"{spoken_month(found.month)} is not known: {found.whole.unknown}."
    if not result.of:
        return f"Nobody was counted in {spoken_month(found.month)}."
    target = f", target {found.indicator.target:g}%" if found.indicator.target is not None else ""
    odd = sum(point.verdict != "in" for point in result.points)
    differ = (
        "No team differs from the others by more than chance explains."
        if not odd
        else f"{odd} of {len(result.points)} teams {'differs' if odd == 1 else 'differ'} by more than chance "
        "usually explains."
    )
    return f"{result.met} of {result.of} in all ({percent(result.expected)}%{target}). {differ}"


def _month_row(found: Monthly, at: int) -> list[str]:
    from desktop.analysis.xmr import RULES

    assert found.chart is not None
    figure = found.figures[at]
    stretch = next(one for one in reversed(found.chart.stretches) if one.first <= at)
    broken = "; ".join(RULES[rule] for rule in found.chart.special[at]) or "as expected"
    new = words_of(found, at)
    return [
        spoken_month(found.months[at]),
        f"{figure.n}/{figure.d}",
        f"{rounded(found.chart.values[at], 1):.1f}",
        f"{broken.capitalize()}. {new}" if new else broken.capitalize(),
        f"{max(stretch.low, 0):.1f} to {min(stretch.high, 100):.1f}",
    ]


def _spoken_months(found: Monthly) -> str:
    if found.chart is None:
        return "Nobody was counted in these months."
    stretch = found.chart.stretches[-1]
    words = f"Mean {stretch.mean:.1f}%, limits {max(stretch.low, 0):.1f} to {min(stretch.high, 100):.1f}%."
    target = found.indicator.target
    if target is not None:
        better = found.indicator.direction != "lower"
        verdict = found.chart.assurance(target, higher_is_better=better)
        words += f" {_ASSURANCE[verdict].format(target=f'{target:g}%')}"
    odd = sum(bool(broken) for broken in found.chart.special)
    return words + (f" {odd} months are out of the ordinary." if odd > 1 else "")


_ASSURANCE = {
    "hit": "As things run, the target of {target} will be met every month.",
    "miss": "As things run, the target of {target} will be missed every month: something must change.",
    "hit or miss": "As things run, the target of {target} will be met in some months and missed in others.",
}


def _month_note(found: Monthly) -> str:
    parts: list[str] = []
    if found.chart is not None and found.chart.stretches[-1].provisional:
        parts.append("Fewer than 12 months: the limits are provisional.")
    if found.partial:
        parts.append("The last month is not over yet.")
    return " ".join([*parts, *(one.words for one in month_changes(found))])
