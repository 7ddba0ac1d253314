"""A parallel run: the tracker that is still kept against the database, row by row, cell by cell.

Nothing is changed. Every difference comes with what explains it (recorded here since, taken back, closed,
from another file, a cell that says nothing) or with the plain word that nothing does; a council stops
keeping its spreadsheet when no difference is left that nobody can explain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desktop.domain.days import day, short
from desktop.domain.names import name_key
from desktop.errors import KnownError
from desktop.exchange.export_rows import tracker
from desktop.exchange.parallel_why import Reasons
from desktop.exchange.records import FIELDS, ParsedFile, ParsedTable, Problem, Spec

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk
    from desktop.store.history import HistoryLine

LAYOUTS = ("dols_tracker", "visits_tracker", "supervision_tracker")
_SKIPPED = ("outcome",)  # compared as typed, in `outcome_text`
_APP_FIELD = {"outcome_text": "outcome"}
_PLANS = {"cp": "cp", "cla": "cla", "cin": "cin", "care leaver": "care_leaver"}
_INTERVALS = {"6 weeks": "6w", "3 months": "3m", "6 months": "6m"}
_FORMS = {"form 1": "form1", "form 2": "form2", "third party": "third_party", "court": "court"}
_WORDS = {"plan": _PLANS, "agreed": _INTERVALS, "form": _FORMS}
History = Callable[[str], "list[HistoryLine]"]


@dataclass(frozen=True)
class Difference:
    """One cell, or one whole row, that is not the same on both sides.

    Attributes:
        sheet, row: where in the file; row 0 for a case that the file does not hold.
        ref: the child's id or the request's reference.
        column: the header as printed, ``row`` for a whole row.
        in_sheet, in_app: both values in words, blank for none.
        explained: whether `why` accounts for it.
    """

    sheet: str
    row: int
    ref: str
    column: str
    in_sheet: str
    in_app: str
    explained: bool
    why: str


@dataclass
class ParallelRun:
    """The answer: how many rows were compared, how many agree in every cell, and what differs."""

    rows: int = 0
    same: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def unexplained(self) -> list[Difference]:
        """What somebody has to look into."""
        return [one for one in self.differences if not one.explained]


def parallel_run(desk: Desk, parsed: ParsedFile, history: History) -> ParallelRun:
    """Compare a tracker, as read, with the desk.

    Args:
        desk: the database as at the day that the sheet speaks of.
        parsed: the file, as `read_file` read it.
        history: gives everything recorded about a case, by the case's id.

    Raises:
        KnownError: when the file is none of the three trackers.
    """
    if parsed.layout not in LAYOUTS:
        raise KnownError(
            f"{parsed.name} is not a DoLS, visits or supervision tracker, so there is nothing to compare "
            "it with. Nothing was changed."
        )
    return _Comparison(desk, parsed, history).run()


class _Comparison:
    """One run."""

    def __init__(self, desk: Desk, parsed: ParsedFile, history: History) -> None:
        self.desk, self.parsed = desk, parsed
        self.reasons = Reasons(desk, parsed, history)
        self.specs = [spec for spec in FIELDS[parsed.layout] if spec.name not in _SKIPPED]
        self.id = "ref" if parsed.layout == "dols_tracker" else "child_id"
        self.answer = ParallelRun()
        self.ours = tracker(desk, parsed.layout).rows
        self.by_key: dict[tuple[str, str], dict[str, Any]] = {}
        self.by_ref: dict[str, dict[str, Any]] = {}
        for row in self.ours:
            ref = name_key(row[self.id])
            self.by_key[ref, _word("plan", row.get("plan"))] = row
            self.by_ref[ref] = row
        self.met: set[int] = set()

    def run(self) -> ParallelRun:
        """Every row of the file, then the rows that cannot be read, then what only the database has."""
        for table in self.parsed.tables:
            for at in range(len(table)):
                self._row(table, at)
        for problem in self.parsed.rejected:
            self._rejected(problem)
        for row in self.ours:
            if row["case"] not in self.met and row[self.id]:
                why = self.reasons.not_in_sheet(row["case"])
                self._add("", 0, row[self.id], "row", "", "on record", why)
        return self.answer

    def _row(self, table: ParsedTable, at: int) -> None:
        self.answer.rows += 1
        ref = str(table.columns[self.id][at])
        plan = table.columns["plan"][at] if "plan" in table.columns else ""
        found = self.by_key.get((name_key(ref), plan)) or self.by_ref.get(name_key(ref))
        if found is None:
            why = self.reasons.not_in_app(ref, plan)
            self._add(table.sheet, table.rows[at], ref, "row", "in the sheet", "", why)
            return
        self.met.add(found["case"])
        cells = list(self._cells(table, at, found))
        for spec, theirs, ours in cells:
            header = table.headers.get(spec.name, spec.name.replace("_", " "))
            why = self.reasons.of_cell(found["case"], spec.name, header, theirs, ours)
            words = _in_words(spec, theirs), _in_words(spec, ours)
            self._add(table.sheet, table.rows[at], ref, header, *words, why)
        self.answer.same += not cells

    def _cells(self, table: ParsedTable, at: int, found: dict[str, Any]) -> Iterator[tuple[Spec, Any, Any]]:
        """The cells of a row that differ, both sides in the reader's own form."""
        for spec in self.specs:
            if spec.name not in table.headers and not (spec.name == "team" and table.team):
                continue
            name = _APP_FIELD.get(spec.name, spec.name)
            if name not in found:
                continue
            theirs, ours = table.columns[spec.name][at], _as_read(spec, found[name])
            if spec.name == "team" and not theirs:
                theirs = table.team
            if spec.kind == "note" and (not theirs or self.reasons.has_note(found["case"], theirs)):
                continue  # a comment is one of many, and the last need not be the sheet's
            if _comparable(spec, theirs) != _comparable(spec, ours):
                yield spec, theirs, ours

    def _rejected(self, problem: Problem) -> None:
        self.answer.rows += 1
        why = True, f"the sheet's row cannot be read: {problem.reason}"
        where = problem.column or "row"
        self._add(problem.sheet, problem.row, "", where, problem.value, "", why)

    def _add(
        self, sheet: str, row: int, ref: str, column: str, theirs: str, ours: str, why: tuple[bool, str]
    ) -> None:
        self.answer.differences.append(Difference(sheet, row, ref, column, theirs, ours, *why))


def _as_read(spec: Spec, value: Any) -> Any:
    """A value of the export in the form in which the reader gives it."""
    if value is None or value == "":
        return () if spec.kind == "names" else None if spec.kind in ("day", "flag", "int") else ""
    if spec.kind == "day":
        return day(value)
    if spec.kind == "flag":
        return "NY".index(value)
    if spec.kind == "names":
        return (str(value),)
    return _word(spec.name, value) if spec.kind == "code" else value


def _word(name: str, value: Any) -> str:
    text = str(value or "").casefold()
    return _WORDS.get(name, {}).get(text, text)


def _comparable(spec: Spec, value: Any) -> Any:
    """What must be equal for two cells to say the same."""
    if spec.kind == "names":
        return sorted(part for name in value for part in name_key(name).replace("/", " ").split())
    if isinstance(value, str):
        return name_key(value)
    return value if value is not None else ""


def _in_words(spec: Spec, value: Any) -> str:
    if value is None or value in ("", ()):
        return ""
    if spec.kind == "day":
        return short(value)
    if spec.kind == "flag":
        return ("no", "yes")[value]
    return " / ".join(value) if spec.kind == "names" else str(value)


def day_of(parsed: ParsedFile, asked: int | None, today: int) -> int:
    """The day that a sheet speaks of: as asked, as it says itself, else today."""
    return next(one for one in (asked, parsed.as_at, parsed.likely_as_at, today) if one is not None)
