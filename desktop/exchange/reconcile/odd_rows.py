"""What is odd in a row of a children's tracker beside the other rows and the record: kept, and flagged."""

from __future__ import annotations

from desktop.domain.days import short
from desktop.exchange.reconcile.facts import Row
from desktop.exchange.reconcile.findings import Finding
from desktop.exchange.reconcile.questions import Questions
from desktop.exchange.reconcile.staff import Staff
from desktop.exchange.reconcile.standing import Case
from desktop.exchange.records import ParsedFile

WATCHED = ("visit", "supervision")
TWICE = "another row of this file has a {kind} of this child on that day; both rows are read, it counts once"
LEFT = "the worker of this row left on {left}, before this {kind}; it is kept, and who made it is not known"


class OddRows:
    """Flags a visit or supervision that a file states twice, and one by a worker who had left by then."""

    def __init__(self, staff: Staff, questions: Questions) -> None:
        self._staff = staff
        self._questions = questions
        self._stated: set[tuple[str, str, int]] = set()

    def look(self, row: Row, case: Case) -> None:
        """Look at one row, in the order of the file."""
        for _, table, values in row.facts:
            if table != "event" or values[0] not in WATCHED:
                continue
            kind, on = values[:2]
            if (case.id, kind, on) in self._stated:
                self._flag(row, case, kind, TWICE.format(kind=kind))
            self._stated.add((case.id, kind, on))
            left = self._left_on(row)
            if left is not None and left <= on:
                self._flag(row, case, kind, LEFT.format(kind=kind, left=short(left)))

    def _left_on(self, row: Row) -> int | None:
        holders = (values[1] for _, table, values in row.facts if table == "allocation")
        return next((self._staff.leavers[each] for each in holders if each in self._staff.leavers), None)

    def _flag(self, row: Row, case: Case, kind: str, reason: str) -> None:
        self._questions.ask(row.rec, "exception", ("event", kind, "on"), reason, case, None)


def whole_repeats(parsed: ParsedFile) -> list[Finding]:
    """Rows of a children's tracker that repeat another one cell by cell."""
    return [
        Finding("exception", one.sheet, one.row, "", "", f"this row {one.why}; it is read once")
        for one in parsed.skipped
        if one.kind == "repeated"
    ]
