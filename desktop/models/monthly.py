"""A line of the monthly table: our figure, the target, the figures of others, and a verdict by runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.domain.days import NO_DAY, short
from desktop.domain.figures import WHOSE_WORDS
from desktop.domain.lists.columns import DUE_SOON, IN_TIME, NONE, OVERDUE, Column
from desktop.domain.months import spoken_month
from desktop.models.rows_list import RowsList

if TYPE_CHECKING:
    from desktop.analysis.children_table import Figure
    from desktop.analysis.figure_notes import Note
    from desktop.analysis.verdicts import Verdict
    from desktop.domain.lists.desk import Desk

Values = Mapping[tuple[str, str], float | None]  # by indicator and group, one month
NOT_KNOWN = "Not known"
_WHO = {"team": "Team", "manager": "Line manager", "worker": "Worker", "frequency": "Interval in force"}
_STATES = {"good": IN_TIME, "watch": DUE_SOON, "act": OVERDUE, "": NONE}
_KINDS = {"step": "Step change"}
NOTE_COLUMNS = (
    Column("kind", "What", "rag", 12),
    Column("text", "Comment or action", width=60),
    Column("owner", "Who", width=24),
    Column("due", "By", width=11),
    Column("since", "Since", width=17),
    Column("closed", "Closed", width=11),
)


@dataclass(frozen=True)
class Line:
    """One line's words by column, and its state as an index in `columns.RAGS`."""

    texts: dict[str, str]
    state: int


def columns(by: str) -> list[Column]:
    """The table's columns: for the whole council with the figures of others, for groups without."""
    first = Column("who", _WHO[by], width=34) if by else Column("name", "Indicator", width=36)
    made = [
        first,
        Column("n", "Counted", "int", 8, "right"),
        Column("d", "Of", "int", 7, "right"),
        Column("percent", "Per cent", width=8, align="right"),
        Column("target", "Target", width=10, align="right"),
        Column("state", "Against target", "rag", 36),
    ]
    if by:
        return made
    others = [
        Column(whose, WHOSE_WORDS[whose], width=17) for whose in ("local", "neighbours", "region", "england")
    ]
    return [*made, *others, Column("why_not", "Why there is no figure", width=40)]


def values(desk: Desk, months: Sequence[int], measure: str, by: str, only: str) -> list[Values]:
    """Each figure of some months as a number, for what rests on many of them; not on the GUI thread."""
    from desktop.analysis.children_table import months_table

    read = months_table(desk, months, measure, by, only if by else "")
    return [
        {(figure.indicator.id, figure.key): number(desk, figure, month) for figure in figures}
        for month, figures in zip(months, read, strict=True)
    ]


def before(desk: Desk, month: int, measure: str, by: str, only: str) -> list[Values]:
    """The months before one on which its verdicts rest, oldest first."""
    from desktop.analysis.verdicts import HISTORY

    return values(desk, range(month - HISTORY + 1, month), measure, by, only)


def number(desk: Desk, figure: Figure, month: int) -> float | None:
    """A figure in its own unit; what was typed where we have none."""
    from desktop.analysis.beside import own

    if figure.n is None:
        return own(desk, figure.indicator, month).number
    return figure.percent() if figure.indicator.is_share else float(figure.n)


def line(desk: Desk, figure: Figure, month: int, as_printed: bool, earlier: Sequence[Values] | None) -> Line:
    """One line of the table."""
    from desktop.analysis.beside import OTHERS, other, printed, target

    one = figure.indicator
    wanted = target(desk, one, month)
    said = said_of(desk, figure, month, earlier)
    texts = {
        "name": one.name,
        "who": figure.group or "Whole council",
        "n": "" if figure.n is None else f"{figure.n:,}",
        "d": "" if figure.d is None or not one.is_share else f"{figure.d:,}",
        "percent": percent(desk, figure, month, as_printed),
        "target": wanted.text("%" if one.is_share else ""),
        "state": said.words,
        "why_not": figure.why_none[:1].upper() + figure.why_none[1:],
    }
    texts |= {whose: printed(other(desk, one, whose, month)) for whose in OTHERS}
    return Line(texts, _STATES[said.key])


def said_of(desk: Desk, figure: Figure, month: int, earlier: Sequence[Values] | None) -> Verdict:
    """A figure's verdict; of its own month alone while the months before are not known."""
    from desktop.analysis.beside import target
    from desktop.analysis.figure_notes import places, steps
    from desktop.analysis.verdicts import verdict

    key = (figure.indicator.id, figure.key)
    before = [one.get(key) for one in earlier or ()]
    wanted = target(desk, figure.indicator, month).number
    begins = places(steps(desk, figure.indicator.id), range(month - len(before), month + 1))
    return verdict(figure.indicator, wanted, [*before, number(desk, figure, month)], begins)


def percent(desk: Desk, figure: Figure, month: int, as_printed: bool) -> str:
    """A share, ``N/A`` for nobody to count, ``TBC`` for what is still to be typed, `NOT_KNOWN`."""
    from desktop.analysis.beside import own

    one = figure.indicator
    if figure.n is None:
        typed = own(desk, one, month)
        if figure.unknown and typed.number is None:
            return NOT_KNOWN
        return typed.text("%" if one.is_share else "")
    if not one.is_share:
        return ""
    share = figure.percent(as_printed=as_printed)
    return "N/A" if share is None else f"{share:.{0 if as_printed else 1}f}%"


def note_rows(desk: Desk, month: int, indicator: str) -> RowsList:
    """The comments and actions of a month on one indicator; each tag is its `Note`."""
    from desktop.analysis.figure_notes import notes

    found = notes(desk, month, indicator)
    return RowsList(
        list(NOTE_COLUMNS), [_note_texts(one) for one in found], found, [_note_state(one) for one in found]
    )


def _note_texts(note: Note) -> list[str]:
    return [
        _KINDS.get(note.kind, note.kind.capitalize()) + (", late" if note.late else ""),
        note.text,
        note.owner,
        "" if note.due == NO_DAY else short(note.due),
        spoken_month(note.month) + (", carried" if note.carried and note.kind != "step" else ""),
        "" if note.closed_on == NO_DAY else short(note.closed_on),
    ]


def _note_state(note: Note) -> int:
    if note.closed_on != NO_DAY:
        return IN_TIME
    return OVERDUE if note.late else DUE_SOON if note.kind == "action" else NONE
