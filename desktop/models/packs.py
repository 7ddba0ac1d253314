"""What the Packs page shows: whether a month is frozen, what to look at first, and whose packs there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.domain.days import day_end_ms, now_ms, short
from desktop.domain.lists.columns import DUE_SOON, IN_TIME, OVERDUE, UNKNOWN, Column
from desktop.domain.months import first_day, last_day, spoken_month
from desktop.models.rows_list import RowsList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desktop.analysis.frozen import Frozen
    from desktop.domain.lists.desk import Desk
    from desktop.reports.packs_figures import Scope

CHECK_COLUMNS = (
    Column("state", "Check", "rag", 16),
    Column("what", "What", width=70),
)
MOVED_COLUMNS = (
    Column("indicator", "Indicator", width=30),
    Column("initials", "Initials", width=9, names=True),
    Column("person", "Person ID", width=11),
    Column("was", "As published", width=30),
    Column("now", "As now known", width=30),
    Column("why", "What was recorded since", width=44),
)
Line = tuple[int, str, str, str]


@dataclass(frozen=True)
class PacksAnswer:
    """One month's whole answer.

    Attributes:
        edition: of the newest freeze, 0 for none.
        words: what stands over the page.
        checks: the list of checks; each tag is a page to open, blank for none.
        scopes: whose packs can be built.
    """

    month: int
    edition: int
    words: str
    checks: RowsList
    scopes: tuple[Scope, ...]


@dataclass(frozen=True)
class Since:
    """What became of a frozen month: a sentence, and the rows that differ (tags are case ids)."""

    words: str
    rows: RowsList


def packs_answer(desk: Desk, month: int) -> PacksAnswer:
    """Ask what a month is ready for; not on the GUI thread."""
    frozen = newest(desk, month)
    lines = list(_checks(desk, month, frozen))
    checks = RowsList(
        CHECK_COLUMNS,
        [[word, what] for _, word, what, _ in lines],
        [page for *_, page in lines],
        [state for state, *_ in lines],
    )
    return PacksAnswer(
        month, frozen.edition if frozen else 0, _words(month, frozen), checks, tuple(_scopes(desk, month))
    )


def newest(desk: Desk, month: int) -> Frozen | None:
    """The newest edition of a month, None where it is not frozen."""
    from desktop.analysis.frozen import frozen_rows, read_frozen

    there = frozen_rows(desk.book, month)
    return read_frozen(desk.book, there[0]) if there else None


def since(desk: Desk, month: int, check: Callable[[], None] = lambda: None) -> Since | None:
    """What is known now and was not when a month was frozen; None where it is not frozen."""
    from desktop.analysis.frozen_changes import changed

    frozen = newest(desk, month)
    if frozen is None:
        return None
    found = changed(desk.book, frozen, max(now_ms(), day_end_ms(desk.as_at)), check)
    book, rows = desk.book, []
    for one in found.moved:
        case = book.case.index.get(one.case, -1)
        person = int(book.case.person[case]) if case >= 0 else -1
        who = (book.person.initials[person], book.person.ref[person]) if person >= 0 else ("", "")
        rows.append([one.indicator.name, *who, one.was, one.now, one.why])
    figures = sum(one.published != one.now for one in found.figures)
    cases = len({one.case for one in found.moved})
    words = "Nothing that was recorded since changes a figure of this month."
    if rows:
        of = f"{figures} of {len(found.figures)} figures"
        differ = "1 case differs" if cases == 1 else f"{cases:,} cases differ"
        words = f"{of} would come out otherwise today; {differ}."
    return Since(words, RowsList(MOVED_COLUMNS, rows, [one.case for one in found.moved]))


def _words(month: int, frozen: Frozen | None) -> str:
    name = spoken_month(month)
    if frozen is None:
        return f"{name} is not frozen yet. Building freezes it first, so that what is sent stays readable."
    again = f" ({frozen.reason})" if frozen.reason else ""
    return (
        f"{name} was frozen by {frozen.author}, edition {frozen.edition}{again}; "
        f"SHA-256 {frozen.digest[:12]}. Building again gives the same packs."
    )


def _checks(desk: Desk, month: int, frozen: Frozen | None) -> Iterator[Line]:
    if last_day(month) >= desk.as_at:
        yield OVERDUE, "Not over", f"{spoken_month(month)} is not over, and cannot be frozen yet.", ""
    if frozen is not None and not frozen.whole:
        yield OVERDUE, "Changed", "What is stored is not what was frozen: no pack can be built from it.", ""
    yield _issues(desk)
    yield from _definitions(desk, month)
    yield _comments(desk, month)


def _issues(desk: Desk) -> Line:
    from desktop.models.imports import open_issues

    count = sum(map(len, open_issues(desk).values()))
    if not count:
        return IN_TIME, "Settled", "Imports left nothing open.", ""
    noun = "finding of imports waits" if count == 1 else "findings of imports wait"
    return DUE_SOON, "Open", f"{count:,} {noun} for somebody to decide. Enter opens them.", "data"


def _definitions(desk: Desk, month: int) -> Iterator[Line]:
    """Definitions and timescales that became others in the month, or since the month before."""
    from desktop.analysis.frozen import countable

    begins, ends = first_day(month), last_day(month)
    found = [
        f"{one.name} is counted by a new definition since {short(version.begins)}: {version.note}."
        for one in countable()
        for version in one.versions[1:]
        if begins <= version.begins <= ends
    ]
    found += [
        f"The timescale {change.rule} was changed ({change.field}: {change.value}) from "
        f"{short(change.valid_from)}."
        for change in desk.timescales.overrides
        if begins <= change.valid_from <= ends
    ]
    for words in found:
        yield DUE_SOON, "Changed", words, ""
    if not found:
        yield IN_TIME, "Same", "No definition and no timescale changed in the month.", ""


def _comments(desk: Desk, month: int) -> Line:
    from desktop.analysis.children_table import children_table
    from desktop.analysis.figure_notes import notes

    said = {note.indicator for note in notes(desk, month) if note.kind != "step"}
    figures = children_table(desk, month) if first_day(month) <= desk.as_at else []
    missed = [
        one.indicator
        for one in figures
        if one.indicator.target is not None
        and (share := one.percent()) is not None
        and one.indicator.direction == "higher"
        and share < one.indicator.target
    ]
    silent = [one.name for one in missed if one.id not in said]
    if not silent:
        return IN_TIME, "Told", "Every figure below its target has a comment or an action.", ""
    words = f"{len(silent)} of {len(missed)} figures below their target have no comment: {'; '.join(silent)}."
    return UNKNOWN, "Untold", words, "indicators"


def _scopes(desk: Desk, month: int) -> list[Scope]:
    """Whose packs there would be: everybody with anybody counted."""
    from desktop.analysis.children_table import children_table
    from desktop.analysis.dols_table import dols_table
    from desktop.reports.packs_figures import DOLS_SCOPE, scopes_of

    if first_day(month) > desk.as_at:
        return []
    requests = any(cell.count for row in dols_table(desk, month).rows for cell in row.cells)
    there = {one.key.partition(":")[2] for one in children_table(desk, month, "pack", "team") if one.key}
    table = desk.book.team
    teams = {
        key: (table.name[at], table.ids[table.parent[at]] if table.parent[at] >= 0 else "", "", "")
        for at, key in enumerate(table.ids)
    }
    return [*scopes_of(there, teams), *([DOLS_SCOPE] if requests else [])]
