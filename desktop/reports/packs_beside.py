"""What stands beside the figures of a pack: typed rows, figures of others, comments, and what changed."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.analysis.beside import OTHERS, printed
from desktop.analysis.frozen_beside import FrozenNote
from desktop.analysis.verdicts import Verdict, verdict
from desktop.domain.days import NO_DAY, short
from desktop.domain.figures import NOT_APPLICABLE, TO_COME, WHOSE_WORDS, Entered, Value
from desktop.domain.indicators import Indicator, indicators
from desktop.domain.months import spoken_month
from desktop.reports.packs_figures import Figures, Scope
from desktop.reports.paper import Cell, Grid, Head, Part, Row, Sentences
from desktop.reports.suppress import SHOWN_AS, SMALL

CHANGED = {"step": "Step change declared", "definition": "Definition changed"}


def typed_rows() -> list[Indicator]:
    """The rows of the children's table that our data cannot serve, in the order of print."""
    return [one for one in indicators("children").values() if one.kind == "import"]


def typed_value(figures: Figures, one: Indicator, month: int) -> Entered:
    """What was typed for a row and month; ``TBC`` where nothing was. See `typed_text` for print."""
    found = figures.frozen.beside.typed.get((one.id, month))
    return found or Entered(Value(None, TO_COME), one.unit, "", "")


def typed_text(figures: Figures, one: Indicator, month: int) -> str:
    """A typed figure as it may be printed: a panel sees no number of children from one to five."""
    found = typed_value(figures, one, month)
    number = found.value.number
    counts = one.unit != "%" and not one.unit.startswith("per ")
    if figures.is_panel and counts and number is not None and 0 < number < SMALL.stop:
        return SHOWN_AS
    return found.value.text("%" if one.is_share else "")


def typed_verdict(figures: Figures, one: Indicator, months: list[int]) -> Verdict:
    """A typed row against its target, by runs of months."""
    wanted = figures.frozen.beside.wanted.get(one.id, Value()).number
    return verdict(one, wanted, [typed_value(figures, one, month).value.number for month in months])


def others_text(figures: Figures, one: Indicator, whose: str) -> str:
    """Somebody else's figure with unit and year; ``N/A`` or ``TBC`` where there is none."""
    found = figures.frozen.beside.others.get((one.id, whose))
    return NOT_APPLICABLE if found is None else printed(found)


def target_text(figures: Figures, one: Indicator) -> str:
    """The council's own target as it is printed."""
    wanted = figures.frozen.beside.wanted.get(one.id)
    if wanted is None:
        number = figures.frozen.targets.get(one.id)
        wanted = Value(number, "" if number is not None else NOT_APPLICABLE)
    return wanted.text("%" if one.is_share else "")


def others_parts(figures: Figures, now: dict[str, str]) -> Iterator[Part]:
    """Each row beside the figures of others; those of whom nobody published any are named below.

    Args:
        figures: the frozen month.
        now: by indicator id our own figure as it is printed.
    """
    rows, nobody = [], []
    for one in indicators("children").values():
        if one.id not in now:
            continue
        texts = [others_text(figures, one, whose) for whose in OTHERS]
        if all(text == NOT_APPLICABLE for text in texts):
            nobody.append(one.name)
            continue
        cells = (one.name, now[one.id], target_text(figures, one), *texts)
        rows.append(Row(tuple(Cell(text) for text in cells)))
    heads = (
        Head("Indicator", 26),
        Head("Ours", 8, right=True),
        Head("Target", 8, right=True),
        *(Head(WHOSE_WORDS[whose], 14.5) for whose in OTHERS),
    )
    if rows:
        yield Grid(heads, tuple(rows), "Beside the figures of others, each with its unit and year")
    if nobody:
        yield Sentences("No figure of others is on record (N/A) for", (f"{'; '.join(nobody)}.",))


# comments and actions


def notes_parts(figures: Figures, table: str) -> Iterator[Part]:
    """The comments and actions on one table's rows, carried ones too; nothing where there are none."""
    known = indicators(table)
    found = [one for one in figures.frozen.beside.notes if one.indicator in known]
    if not found:
        return
    heads = [Head("Indicator", 20), Head("What", 13), Head("Comment or action", 33 + 14 * figures.is_panel)]
    heads += [] if figures.is_panel else [Head("Who", 14)]
    heads += [Head("By", 8), Head("Since", 12)]
    rows = []
    for one in found:
        words = note_words(figures, one)
        rows.append(Row(tuple(Cell(text) for text in (known[one.indicator].name, *words))))
    yield Grid(tuple(heads), tuple(rows), "Comments and actions")


def note_words(figures: Figures, one: FrozenNote) -> list[str]:
    """Kind and state, text, owner (for managers), day, and since when."""
    kind = one.kind.capitalize()
    if not one.is_open:
        kind += f", closed {short(one.closed_on)}"
    elif one.kind == "action":
        kind += ", late" if one.late else ", open"
    since = spoken_month(one.month) + (", carried" if one.month < figures.frozen.month else "")
    owner = [] if figures.is_panel else [one.owner]
    due = "" if one.due == NO_DAY else short(one.due)
    return [kind, figures.withheld.get(one.text, one.text), *owner, due, since]


# what changed


def changes_of(figures: Figures, one: Indicator, months: list[int]) -> list[tuple[str, int, str]]:
    """What became another thing after the first of some months: kind, the month's place, and the words."""
    found = figures.frozen.beside.changes.get(one.id, ())
    return [
        (kind, months.index(month), words)
        for kind, month, words in found
        if month in months and month != months[0]
    ]


def changes_part(figures: Figures, wanted: list[Indicator], months: list[int]) -> Iterator[Grid]:
    """The step changes and changed definitions of the months on show, in words."""
    rows = [
        Row(tuple(Cell(text) for text in (one.name, spoken_month(months[at]), CHANGED[kind], words)))
        for one in wanted
        for kind, at, words in changes_of(figures, one, months)
    ]
    if rows:
        heads = (Head("Indicator", 28), Head("From", 10), Head("What", 18), Head("Why", 44))
        yield Grid(heads, tuple(rows), "What changed: limits are computed anew from a step change")


def is_council(scope: Scope) -> bool:
    """Whether what is said of the whole council belongs into a pack."""
    return scope.kind == "whole"
