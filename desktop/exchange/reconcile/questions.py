"""The questions that an import leaves for a person, each with both values and what a yes would do."""

from __future__ import annotations

from typing import Any

from desktop.domain.casebook import Casebook
from desktop.domain.changes import new_id
from desktop.domain.days import short
from desktop.exchange.reconcile.cases import Cases
from desktop.exchange.reconcile.facts import COLUMNS, Layout, Row
from desktop.exchange.reconcile.findings import Finding, Proposal
from desktop.exchange.reconcile.lineage import Lineage
from desktop.exchange.reconcile.people import Person
from desktop.exchange.reconcile.saying import difference, plan_name, say
from desktop.exchange.reconcile.staff import Staff
from desktop.exchange.reconcile.standing import HERE, Case
from desktop.exchange.records import ParsedTable
from desktop.exchange.text import as_typed

NO_PLAN = "there is no plan or status that is known, so nothing can be counted for this child"


class Questions:
    """Collects findings about the rows of one table after another.

    Attributes:
        found: the findings so far.
    """

    def __init__(self, book: Casebook, layout: str, file_day: int, staff: Staff, cases: Cases) -> None:
        self._book = book
        self._layout = layout
        self._day = file_day
        self._staff = staff
        self._cases = cases
        self._lineage = Lineage(book)
        self.found: list[Finding] = []
        self._first = 0

    def turn_to(self, table: ParsedTable, layout: Layout, first: int) -> None:
        """Ask about the rows of this table from now on."""
        self._table, self._fields, self._first = table, layout.columns, first

    def source_of(self, rec: int) -> str:
        """Where a record stands, ``sheet!row``."""
        return f"{self._table.sheet}!{self._table.rows[rec - self._first]}"

    def ask(
        self,
        rec: int,
        level: str,
        cell: tuple[str, str, str],
        reason: str,
        case: Case,
        proposal: Proposal | None,
        value: str = "",
    ) -> None:
        """List a finding about one cell.

        Args:
            rec: the record.
            level: of the finding.
            cell: table, slot word and column of the value; a key of `Layout.columns`.
            reason: both values, in words.
            case: what it is about.
            proposal: what a yes would do.
            value: to show where the sheet has no such cell (a team that is the sheet's name).
        """
        finding = self._finding(rec, level, self._fields.get(cell, cell[2]), reason)
        finding.value = finding.value or value
        finding.case, finding.person, finding.proposal = case.id, case.person, proposal
        self.found.append(finding)

    def reject(self, rec: int) -> None:
        """List a row that names no plan."""
        field = self._fields.get(("case", "", "kind"), "plan")
        self.found.append(self._finding(rec, "rejected", field, NO_PLAN))

    def _finding(self, rec: int, level: str, field: str, reason: str) -> Finding:
        table, at = self._table, rec - self._first
        typed = as_typed(table.raw[field][at]).strip() if field in table.raw else ""
        column = table.headers.get(field, field.replace("_", " "))
        return Finding(level, table.sheet, table.rows[at], column, typed, reason)

    def person_differs(self, rec: int, person: Person, case: Case, name: str, value: Any) -> None:
        """A name, date of birth or flag of a person that the record holds otherwise."""
        source = HERE
        if person.row >= 0:
            table = self._book.person
            source = self._lineage.layout(table.set_id[person.row], table.source[person.row])
        ours, theirs = (say(self._staff, "person", name, each) for each in (getattr(person.who, name), value))
        step = {"do": "update", "table": "person", "row": person.id, "values": {name: value}}
        self._differs(rec, source, ("person", "", name), ours, theirs, case, [step])

    def team_differs(self, rec: int, case: Case, team: str) -> None:
        """Another team than the one that has the case."""
        ours, theirs = self._staff.team_name(case.team), self._staff.team_name(team)
        step = {"do": "update", "table": "case", "row": case.id, "values": {"team": team}}
        self._differs(rec, self._source(case), ("case", "", "team"), ours, theirs, case, [step])

    def plan_differs(self, row: Row, case: Case) -> None:
        """Another plan than the child's open one: the whole change is one proposal."""
        ours, theirs = plan_name(case.kind), plan_name(row.kind)
        opened = new_id()
        values = {"person": case.person, "kind": row.kind, "team": row.team or case.team, "ref": row.ref}
        over = self._day if row.start is None else row.start
        steps: Proposal = [
            {"do": "end", "case": case.id, "on": over, "outcome": f"now {theirs}"},
            {
                "do": "open",
                "case": opened,
                "values": {name: value for name, value in values.items() if value},
            },
        ]
        steps += [
            {"do": "add", "table": table, "case": opened, "values": given(table, stated)}
            for _, table, stated in row.facts
            if table != "note"
        ]
        self._differs(row.rec, self._source(case), ("case", "", "kind"), ours, theirs, case, steps)

    def closed(self, row: Row, case: Case) -> None:
        """A case that is over on record and that the file still shows."""
        ended = max(held.values[1] for held in case.standing()["event", "ended"])
        reason = f"closed on record since {short(ended)}, but this file still shows it; it stays closed"
        self.ask(row.rec, "conflict", ("case", "", "kind"), reason, case, None)

    def _differs(
        self,
        rec: int,
        source: str,
        cell: tuple[str, str, str],
        ours: str,
        theirs: str,
        case: Case,
        steps: Proposal,
    ) -> None:
        level = "changed" if source == self._layout else "conflict"
        sentence = difference(source, self._layout, False, ours, theirs)
        self.ask(rec, level, cell, sentence, case, steps, theirs)

    def _source(self, case: Case) -> str:
        return HERE if case.row < 0 else self._cases.layout_of(case)


def given(table: str, values: tuple[Any, ...]) -> dict[str, Any]:
    """What a fact says, by column, without its blanks."""
    pairs = zip(COLUMNS[table], values, strict=True)
    return {name: value for name, value in pairs if value is not None and value != ""}
