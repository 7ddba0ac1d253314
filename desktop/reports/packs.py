"""An assurance pack on paper: the monthly table, months, teams and, for managers, the children behind it.

Everything comes from a frozen month (`desktop.analysis.frozen`), so the same pack comes out whenever it is
built. A panel's pack names nobody and hides small numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from desktop.analysis.funnel import SMALLEST
from desktop.analysis.verdicts import HISTORY, verdict
from desktop.analysis.xmr import ENOUGH
from desktop.domain.days import short, spoken
from desktop.domain.figures import NOT_APPLICABLE
from desktop.domain.indicators import Indicator
from desktop.domain.lists.columns import DUE_SOON, IN_TIME, NONE, OVERDUE
from desktop.domain.months import spoken_month
from desktop.reports.drawing import Drawing, Drawings
from desktop.reports.packs_beside import (
    changes_of,
    changes_part,
    notes_parts,
    others_parts,
    target_text,
    typed_rows,
    typed_text,
    typed_verdict,
)
from desktop.reports.packs_charts import months_drawing
from desktop.reports.packs_dols import DolsFigures, dols_parts
from desktop.reports.packs_figures import Figures, Scope
from desktop.reports.packs_lists import lists
from desktop.reports.packs_teams import beside_others, cells, mark_of, percent, teams_parts
from desktop.reports.paper import Cell, Facts, Grid, Head, Paper, Part, Row, Sentences, state
from desktop.reports.suppress import SHOWN_AS

TABLE_MONTHS = 6
_STATES = {"": NONE, "good": IN_TIME, "watch": DUE_SOON, "act": OVERDUE}
_CHART_NOTE = (
    "Grey line: mean; dashes: limits of ordinary months, dotted while they rest on fewer than 12 months and "
    "are provisional; heavy dots: target; diamond: a month out of the ordinary. An upright line begins a "
    "declared step change or another definition."
)
_HIDDEN = (
    f"{SHOWN_AS}: hidden, because it is a number from one to five, or would tell one: beside a total, or "
    "beside another figure of the same children. Where a number is hidden, so are its share, its verdict and "
    "its place on a chart; limits are those of what is shown."
)
_AS_BEFORE = (
    "Months that a panel's pack printed before are printed as they were then; what was recorded since is in "
    "no pack of the panel."
)
_NET = (
    "One month less another is no number of children: some came and some left in between, and how many is "
    "not printed."
)


def pack(figures: Figures, scope: Scope) -> Paper:
    """The pack of one scope: children's figures, the DoLS table, or for the whole council both.

    Args:
        figures: the frozen month for one audience.
        scope: whose.
    """
    frozen = figures.frozen
    return Paper(
        title=title_of(figures, scope),
        about=f"Assurance pack for {'the panel' if figures.is_panel else 'managers'}; "
        f"{'counts only, small numbers hidden' if figures.is_panel else 'names people'}.",
        as_at=f"As at {spoken(frozen.as_at)}; {frozen.label}",
        filters="",
        parts=tuple(_parts(figures, scope)),
        landscape=True,
    )


def title_of(figures: Figures, scope: Scope) -> str:
    """``Locality 1, Oct 2026``."""
    return f"{scope.title}, {spoken_month(figures.frozen.month)}"


def _parts(figures: Figures, scope: Scope) -> Iterator[Part]:
    yield _facts(figures, scope)
    if scope.kind == "dols":
        yield from _dols(figures, scope)
        return
    wanted = [one for one in figures.indicators if figures.shown(one, scope) is not None]
    months = [figures.frozen.month] if scope.kind == "manager" else figures.months[-TABLE_MONTHS:]
    yield _table(figures, scope, wanted, months)
    if scope.kind == "whole":
        yield from notes_parts(figures, "children")
        yield from others_parts(figures, _now(figures, scope, wanted))
        yield from _dols(figures, scope)
    yield from _charts(figures, scope, wanted)
    if len(scope.teams) > 1:
        yield from teams_parts(figures, scope, wanted)
    elif scope.kind == "team":
        yield beside_others(figures, scope, wanted)
    if not figures.is_panel and scope.kind in ("team", "manager"):
        yield from lists(figures, scope, wanted)
    yield from _foot(figures, scope, wanted)


def _dols(figures: Figures, scope: Scope) -> Iterator[Part]:
    """The DoLS table with its comments; in its own pack the requests and what the rows mean too."""
    dols = DolsFigures(figures)
    if dols.is_empty:
        return
    own = scope.kind == "dols"
    yield from dols_parts(dols, rows=own)
    yield from notes_parts(figures, "dols")
    if own:
        yield _definitions(figures, [one.indicator for one in dols.table.values()])
        yield _notes(figures, scope)


def _charts(figures: Figures, scope: Scope, wanted: list[Indicator]) -> Iterator[Part]:
    drawn = [made for one in wanted if (made := _months(figures, scope, one)) is not None]
    if drawn:
        mark = mark_of(figures, scope.key) if scope.kind == "team" else ""
        said = f" {scope.title}: {mark}." if mark else ""
        yield Drawings("Month by month", tuple(drawn), _CHART_NOTE + said)
        yield from changes_part(figures, wanted, figures.months)


def _facts(figures: Figures, scope: Scope) -> Facts:
    frozen = figures.frozen
    mark = mark_of(figures, scope.key) if scope.kind == "team" else ""
    known = dt.datetime.fromtimestamp(frozen.known_at / 1000, dt.UTC)
    author = () if figures.is_panel else (("Frozen by", frozen.author),)
    return Facts(
        (
            ("Month", spoken_month(frozen.month)),
            ("As at", spoken(frozen.as_at)),
            ("Frozen", f"{known:%d/%m/%Y %H:%M} UTC, edition {frozen.edition}"),
            ("Freeze", f"{frozen.id}, SHA-256 {frozen.digest[:16]}"),
            *((("Why again", frozen.reason),) if frozen.reason and not figures.is_panel else ()),
            *author,
            *((("Of note", mark.capitalize()),) if mark else ()),
        )
    )


def _table(figures: Figures, scope: Scope, wanted: list[Indicator], months: list[int]) -> Grid:
    heads = (
        Head("Indicator", 26),
        *(Head(spoken_month(month), 8, right=True) for month in months),
        Head("Target", 6, right=True),
        Head("Verdict", 20),
    )
    rows = [_row(figures, scope, one, months) for one in wanted]
    if scope.kind == "whole":
        rows += [_typed(figures, one, months) for one in typed_rows()]
    return Grid(heads, tuple(rows), "The month's figures", empty="Nobody was counted in this month.")


def _row(figures: Figures, scope: Scope, one: Indicator, months: list[int]) -> Row:
    cells = []
    for month in months:
        found = figures.shown(one, scope, month)
        if found is None:
            cells.append(Cell("N/A" if one.is_share else "0"))
        elif one.is_share:
            cells.append(Cell(percent(found.percent(one)) or SHOWN_AS, found.words(one)))
        else:
            cells.append(Cell(found.words(one)))
    key, words = verdict_of(figures, scope, one)
    return Row(
        (
            Cell(one.name),
            *cells,
            Cell(target_of(figures, scope, one)),
            Cell(state(_STATES[key], words), strong=key == "act"),
        )
    )


def _typed(figures: Figures, one: Indicator, months: list[int]) -> Row:
    """A row that our data cannot serve: what was typed, TBC where nothing was."""
    cells = [Cell(typed_text(figures, one, month)) for month in months]
    said = typed_verdict(figures, one, months)
    return Row(
        (
            Cell(one.name, "from another system"),
            *cells,
            Cell(target_text(figures, one)),
            Cell(state(_STATES[said.key], said.words), strong=said.key == "act"),
        )
    )


def _now(figures: Figures, scope: Scope, wanted: list[Indicator]) -> dict[str, str]:
    """Each row's own figure of the month in one word, counted or typed."""
    month = figures.frozen.month
    made = {one.id: typed_text(figures, one, month) for one in typed_rows()}
    for one in wanted:
        found = figures.shown(one, scope)
        if found is not None:
            made[one.id] = (percent(found.percent(one)) or SHOWN_AS) if one.is_share else found.words(one)
    return made


def target_of(figures: Figures, scope: Scope, one: Indicator) -> str:
    """A share's target holds for every team, a number's for the whole council only."""
    if not (one.is_share or scope.kind == "whole"):
        return NOT_APPLICABLE
    return target_text(figures, one)


def verdict_of(figures: Figures, scope: Scope, one: Indicator) -> tuple[str, str]:
    """The verdict on the frozen month: its key and its words, blank where there is no target."""
    if not one.is_share:
        return "", ""
    months = [figures.frozen.month] if scope.kind == "manager" else figures.months[-HISTORY:]
    values = [
        found.percent(one) if (found := figures.shown(one, scope, month)) is not None else None
        for month in months
    ]
    if values[-1] is None and figures.is_panel:
        return "", "Hidden"
    steps = [at for kind, at, _ in changes_of(figures, one, months) if kind == "step"]
    made = verdict(one, figures.frozen.targets.get(one.id), values, steps)
    return made.key, made.words


def _months(figures: Figures, scope: Scope, one: Indicator) -> Drawing | None:
    """A share's months; None where fewer than three can be drawn, or of so few that one child is a jump."""
    if not one.is_share or scope.kind == "manager":
        return None
    now = figures.shown(one, scope)
    if now is None or (now.d is not None and now.d < SMALLEST):
        return None
    found = [figures.shown(one, scope, month) for month in figures.months]
    values = [None if shown is None else shown.percent(one) for shown in found]
    first = next((at for at, value in enumerate(values) if value is not None), len(values))
    if sum(value is not None for value in values) < 3:
        return None
    names = [spoken_month(month) for month in figures.months[first:]]
    changes = [(kind, at - first) for kind, at, _ in changes_of(figures, one, figures.months) if at > first]
    since = max((at for kind, at in changes if kind == "step"), default=0)
    few = (
        " (limits provisional)" if sum(value is not None for value in values[first:][since:]) < ENOUGH else ""
    )
    target = figures.frozen.targets.get(one.id)
    return months_drawing(one.name + few, names, values[first:], target, changes)


def _foot(figures: Figures, scope: Scope, wanted: list[Indicator]) -> Iterator[Part]:
    typed = typed_rows() if scope.kind == "whole" else []
    yield _definitions(figures, [*wanted, *typed])
    timescales = tuple(cells(*line.split(": ", 1)) for line in figures.frozen.rules.values())
    yield Grid((Head("Timescale", 40), Head("Length and where it comes from", 60)), timescales, "Timescales")
    yield _notes(figures, scope)


def _definitions(figures: Figures, wanted: list[Indicator]) -> Grid:
    said = figures.frozen.definitions
    rows = tuple(cells(one.name, said.get(one.id, one.definition)) for one in wanted)
    return Grid((Head("Indicator", 28), Head("Definition, target and version", 72)), rows, "Definitions")


def _notes(figures: Figures, scope: Scope) -> Sentences:
    lines = [
        f"Counted as at {short(figures.frozen.as_at)} from what was on record when the month was frozen; "
        "earlier months as they were known then.",
        "Halves are rounded up to one decimal. N/A: nobody to count, or no figure to be had. TBC: still to "
        "come. Neither is 0.",
    ]
    if figures.is_panel:
        lines += [_HIDDEN, _NET]
        lines += [_AS_BEFORE] if figures.published else []
    return Sentences("Notes", tuple(lines))
