"""What is on record, as the rows of a tracker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from desktop.domain.casebook import Columns, known
from desktop.domain.days import NO_DAY, date_of
from desktop.domain.schema import Kind

if TYPE_CHECKING:
    from desktop.domain.casebook import Casebook
    from desktop.domain.lists.desk import Desk

Ints = npt.NDArray[np.int64]
_PLANS = {"cp": "CP", "cla": "CLA", "cin": "CIN", "care_leaver": "Care leaver"}
_FORMS = {"form1": "Form 1", "form2": "Form 2", "third_party": "Third party", "court": "Court"}
_INTERVALS = {"6w": "6 weeks", "3m": "3 months", "6m": "6 months"}


@dataclass(frozen=True)
class Column:
    """One column: its header, the field that fills it, its group, and whether it is left out when empty."""

    title: str
    field: str
    group: str = ""
    optional: bool = False


@dataclass
class Tracker:
    """The rows of a tracker: field -> value, dates as dates; `sheet` is the one most of them came from.

    Each row names its ``case``, too, which no column shows.
    """

    columns: tuple[Column, ...]
    rows: list[dict[str, Any]]
    sheet: str = ""

    def cells(self, columns: Sequence[Column], rows: list[dict[str, Any]] | None = None) -> list[list[Any]]:
        """The rows as lists, in the order of some columns."""
        names = [column.field for column in columns]
        return [[row.get(name) for name in names] for row in (self.rows if rows is None else rows)]

    def by_team(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """The rows of each team, teams by name; children without a team last."""
        teams: dict[str, list[dict[str, Any]]] = {}
        for row in self.rows:
            teams.setdefault(row["team"], []).append(row)
        for team in sorted(teams, key=lambda name: (name == "", name.casefold())):
            yield team, teams[team]


DOLS_COLUMNS = (
    Column("Ref", "ref", "Person"),
    Column("Person ID", "person_id", "Person"),
    Column("Name", "name", "Person"),
    Column("DOB", "born_on", "Person"),
    Column("Managing Authority", "home", "Person"),
    Column("CQC location", "cqc_location", "Person"),
    Column("Form", "form", "Request"),
    Column("Date rec'd", "received_on", "Request"),
    Column("Urgent Y/N", "urgent", "Request"),
    Column("Urgent from", "urgent_from", "Request"),
    Column("Urgent ends", "urgent_ends", "Request"),
    Column("Extension requested", "extension_requested_on", "Request", optional=True),
    Column("Extension granted", "extension_decided_on", "Request", optional=True),
    Column("Extension days", "extension_days", "Request", optional=True),
    Column("Priority", "priority", "Request"),
    Column("Objecting", "objecting", "Request", optional=True),
    Column("BIA", "bia", "BIA"),
    Column("BIA team", "bia_team", "BIA"),
    Column("Date alloc to BIA", "bia_allocated_on", "BIA"),
    Column("BIA due back", "bia_due_on", "BIA"),
    Column("Form 3 rec'd", "form3_on", "BIA"),
    Column("MHA", "mha", "Outcome"),
    Column("Date alloc to MHA", "mha_allocated_on", "Outcome", optional=True),
    Column("Form 4 rec'd", "form4_on", "Outcome"),
    Column("Sent to signatory", "sent_to_signatory_on", "Outcome", optional=True),
    Column("Date signed off", "signed_off_on", "Outcome"),
    Column("Outcome", "outcome", "Outcome"),
    Column("Authorisation start", "authorisation_from", "Outcome", optional=True),
    Column("Authorisation end", "authorisation_to", "Outcome", optional=True),
    Column("Comments", "comment", "Outcome"),
)
VISITS_COLUMNS = (
    Column("Child ID", "child_id"),
    Column("Initials", "initials"),
    Column("Status", "plan"),
    Column("Worker", "worker"),
    Column("Plan/care start", "plan_start"),
    Column("Last visit", "last_visit"),
    Column("Seen?", "seen"),
    Column("Seen alone", "seen_alone"),
    Column("Agreed freq", "agreed"),
    Column("Notes", "comment"),
)
SUPERVISION_COLUMNS = (
    Column("Child ID", "child_id"),
    Column("Initials", "initials"),
    Column("Plan", "plan"),
    Column("Worker", "worker"),
    Column("Last supervision", "last_supervision"),
    Column("Comments", "comment"),
)


def tracker(desk: Desk, layout: str) -> Tracker:
    """The rows of one tracker as at the desk's day.

    The DoLS tracker holds every request that had come by then, the children's trackers every plan that
    was open; a case whose start is not known is in both.
    """
    facts = _Facts(desk)
    if layout == "dols_tracker":
        cases = facts.cases(("dols",), with_ended=True)
        rows = [_dols_row(facts, case) for case in cases]
        used = {name for row in rows for name, value in row.items() if value is not None and value != ""}
        columns = tuple(column for column in DOLS_COLUMNS if not column.optional or column.field in used)
        sheets = Counter(desk.book.case.source[case].rpartition("!")[0] for case in cases)
        return Tracker(columns, rows, max(sheets, key=sheets.__getitem__, default=""))
    make: Callable[[_Facts, int], dict[str, Any]]
    make = _visits_row if layout == "visits_tracker" else _supervision_row
    columns = VISITS_COLUMNS if layout == "visits_tracker" else SUPERVISION_COLUMNS
    return Tracker(columns, [make(facts, case) for case in facts.cases(tuple(_PLANS), with_ended=False)])


class _Facts:
    """The facts on record for each case, each kind looked up once for all cases."""

    def __init__(self, desk: Desk) -> None:
        self.book: Casebook = desk.book
        self._as_at, self._known_at = desk.as_at, desk.known_at
        self._last: dict[tuple[str, str], Ints] = {}
        self._values: dict[tuple[str, str, str], list[Any]] = {}

    def cases(self, kinds: tuple[str, ...], *, with_ended: bool) -> list[int]:
        """The case rows of some kinds, in the order in which they came."""
        case = self.book.case
        mask = case.live & np.isin(case.kind, [case.code("kind", kind) for kind in kinds])
        started = self.last("event", "started")
        day = self.book.event.on[started] if len(self.book.event) else np.zeros(len(case), np.int32)
        mask &= (started < 0) | (day <= self._as_at)
        if not with_ended:
            mask &= self.last("event", "ended") < 0
        return [int(row) for row in np.flatnonzero(mask)]

    def last(self, table: str, kind: str = "") -> Ints:
        """For each case the row of its last fact of a kind, -1 for none."""
        key = (table, kind)
        if key not in self._last:
            columns = self.book.tables[table]
            mask = columns.live & known(columns, self._known_at) & (columns.case >= 0)
            day = np.full(len(columns), NO_DAY, np.int64)
            if table == "event":
                mask &= columns.kind == columns.code("kind", kind)
                day = columns.on.astype(np.int64)
            elif table == "allocation":
                mask &= (columns.role == columns.code("role", kind)) & ~self._over(columns)
                mask &= columns.on <= self._as_at  # NO_DAY, not known, is before every day
            elif table == "agreed_frequency":
                mask &= ~self._over(columns)
            elif table == "note":
                day = columns.recorded_at
            if table == "event" and kind != "started":
                mask &= day <= self._as_at
            rows = np.flatnonzero(mask)
            rows = rows[np.argsort(day[rows], kind="stable")]
            found = np.full(len(self.book.case), -1, np.int64)
            found[columns.case[rows]] = rows  # of several rows of a case the last one stays
            self._last[key] = found
        return self._last[key]

    def _over(self, columns: Columns) -> npt.NDArray[np.bool_]:
        ended: npt.NDArray[np.bool_] = (columns.ended_on != NO_DAY) & (columns.ended_on <= self._as_at)
        return ended

    def get(self, case: int, table: str, name: str, kind: str = "") -> Any:
        """One field of a case's last fact of a kind, as a cell: a date, a word, text; None for none."""
        key = (table, name, kind)
        if key not in self._values:
            self._values[key] = self._cells(table, name, self.last(table, kind))
        return self._values[key][case]

    def _cells(self, table: str, name: str, rows: Ints) -> list[Any]:
        columns = self.book.tables[table]
        field, column = columns.shape.field(name), columns.column(name)
        if field.kind is Kind.TEXT:
            return [column[row] if row >= 0 else "" for row in rows.tolist()]
        if not len(columns):
            return [None] * len(rows)
        taken = column[rows].tolist()  # row -1 takes the last one, and is put right below
        absent = {Kind.DAY: NO_DAY, Kind.FLAG: -1, Kind.REF: -1}.get(field.kind, 0)
        reads: dict[Kind, Callable[[int], Any]] = {
            Kind.DAY: date_of,
            Kind.CODE: field.codes.__getitem__,
            Kind.FLAG: "NY".__getitem__,
        }
        read = reads.get(field.kind, int)
        pairs = zip(rows.tolist(), taken, strict=True)
        return [None if row < 0 or value == absent else read(value) for row, value in pairs]

    def name_of(self, table: str, row: int | None) -> str:
        """The name of a team, worker or home by row; "" for none."""
        return "" if row is None else str(self.book.tables[table].name[row])

    def holder(self, case: int, role: str) -> str:
        """Who holds a case in a role: the worker's name, or the words that name nobody we know."""
        worker = self.get(case, "allocation", "worker", role)
        if worker is not None:
            return self.name_of("worker", worker)
        return str(self.get(case, "allocation", "named", role) or "")


def _child_row(facts: _Facts, case: int) -> dict[str, Any]:
    book = facts.book
    person, team = int(book.case.person[case]), int(book.case.team[case])
    return {
        "case": case,
        "child_id": book.person.ref[person],
        "initials": book.person.initials[person],
        "plan": _PLANS[book.case.word("kind", case)],
        "worker": facts.holder(case, "worker"),
        "team": facts.name_of("team", team if team >= 0 else None),
        "comment": facts.get(case, "note", "text"),
    }


def _visits_row(facts: _Facts, case: int) -> dict[str, Any]:
    return {
        **_child_row(facts, case),
        "plan_start": facts.get(case, "event", "on", "started"),
        "last_visit": facts.get(case, "event", "on", "visit"),
        "seen": facts.get(case, "event", "seen", "visit"),
        "seen_alone": facts.get(case, "event", "alone", "visit"),
        "agreed": _INTERVALS.get(facts.get(case, "agreed_frequency", "interval")),
    }


def _supervision_row(facts: _Facts, case: int) -> dict[str, Any]:
    return {
        **_child_row(facts, case),
        "last_supervision": facts.get(case, "event", "on", "supervision"),
    }


def _dols_row(facts: _Facts, case: int) -> dict[str, Any]:
    book = facts.book
    person = int(book.case.person[case])
    born = int(book.person.born_on[person])
    return {
        "case": case,
        "ref": book.case.ref[case],
        "person_id": book.person.ref[person],
        "name": book.person.name[person],
        "born_on": None if born == NO_DAY else date_of(born),
        "received_on": facts.get(case, "event", "on", "started"),
        **_asked(facts, case),
        **_assessed(facts, case),
        **_decided(facts, case),
        "comment": facts.get(case, "note", "text"),
    }


def _asked(facts: _Facts, case: int) -> dict[str, Any]:
    home = facts.get(case, "dols_request", "managing_authority")
    cqc = "" if home is None else facts.book.managing_authority.cqc_location[home]
    urgent = {
        "urgent_from": "given_on",
        "urgent_ends": "stated_end",
        "extension_requested_on": "extension_requested_on",
        "extension_decided_on": "extension_decided_on",
        "extension_days": "extension_days",
    }
    return {
        "home": facts.name_of("managing_authority", home),
        "cqc_location": cqc,
        "form": _FORMS.get(facts.get(case, "dols_request", "form")),
        "urgent": facts.get(case, "dols_request", "urgent"),
        "priority": (facts.get(case, "dols_request", "priority") or "").capitalize(),
        "objecting": facts.get(case, "dols_request", "objecting"),
        **{name: facts.get(case, "urgent_authorisation", field) for name, field in urgent.items()},
    }


def _assessed(facts: _Facts, case: int) -> dict[str, Any]:
    return {
        "bia": facts.holder(case, "bia"),
        "bia_team": facts.name_of("team", facts.get(case, "allocation", "team", "bia")),
        "bia_allocated_on": facts.get(case, "allocation", "on", "bia"),
        "bia_due_on": facts.get(case, "allocation", "due_back_on", "bia"),
        "form3_on": facts.get(case, "event", "on", "form3_returned"),
        "mha": facts.holder(case, "mha"),
        "mha_allocated_on": facts.get(case, "allocation", "on", "mha"),
        "form4_on": facts.get(case, "event", "on", "form4_returned"),
    }


def _decided(facts: _Facts, case: int) -> dict[str, Any]:
    outcome = facts.get(case, "event", "outcome", "signed_off") or ""
    return {
        "sent_to_signatory_on": facts.get(case, "event", "on", "sent_to_signatory"),
        "signed_off_on": facts.get(case, "event", "on", "signed_off"),
        "outcome": facts.get(case, "event", "detail", "signed_off") or outcome[:1].upper() + outcome[1:],
        "authorisation_from": facts.get(case, "authorisation", "starts_on"),
        "authorisation_to": facts.get(case, "authorisation", "ends_on"),
    }
