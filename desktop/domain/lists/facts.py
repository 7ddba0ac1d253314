"""One fact per case, for all cases at once or only for those that changed.

Every fact is a column over the case table, made by a function of a `Scope` that answers with one value
per case of the scope. A scope of all cases makes the column when it is first asked for; after an edit a
scope of the touched cases makes only theirs, so that recording one visit does not read two million
events again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.casebook import codes_of, known
from desktop.domain.cla import ThreeWay, three_way
from desktop.domain.context import Context
from desktop.domain.cut import among, cut
from desktop.domain.days import NO_DAY
from desktop.domain.dols_states import States, states
from desktop.domain.lists.columns import Ints
from desktop.domain.lists.planfacts import next_planned, plan_passed

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk


class Scope:
    """The facts on record at a desk, of every case or of some.

    Attributes:
        cases: the case rows that are asked about, ascending; None for all.
        size: how many there are; every fact has that length.
    """

    def __init__(self, desk: Desk, cases: Ints | None = None, read: Context | None = None) -> None:
        """`read` is the engine's reading of just these cases, where it has been made already."""
        self.desk, self.book, self.as_at, self.known_at = desk, desk.book, desk.as_at, desk.known_at
        self.size = len(desk.book.case) if cases is None else len(cases)
        self._unsaid_counts = desk.timescales.flag("visit_without_seen_counts")
        self.cases = cases
        self._rows: dict[str, Ints] = {}
        self._context = read
        self._three_way: ThreeWay | None = None
        self._states: States | None = None

    def rows(self, table: str) -> Ints:
        """Rows of a fact table that were on record, in rising order."""
        if table not in self._rows:
            self._rows[table] = self._on_record(table)
        return self._rows[table]

    def slot(self, table: str, rows: Ints) -> Ints:
        """Per row of a table, the place of its case among the cases asked about."""
        case: Ints = self.book.tables[table].case[rows]
        return case if self.cases is None else np.searchsorted(self.cases, case)

    def of_case(self, column: Ints) -> Ints:
        """A column of the case table, or a fact, for the cases asked about."""
        return column if self.cases is None else column[self.cases]

    def _on_record(self, table: str) -> Ints:
        columns = self.book.tables[table]
        if self.cases is None:
            return np.flatnonzero(known(columns, self.known_at) & (columns.case >= 0))
        rows = np.flatnonzero(among(columns.case, self.cases))
        stands = (columns.recorded_at[rows] <= self.known_at) & (columns.superseded_at[rows] > self.known_at)
        found: Ints = rows[stands]
        return found

    def three_way(self) -> ThreeWay:
        """Looked-after visits measured three ways; case rows are those of `context`."""
        if self._three_way is None:
            self._three_way = three_way(self.context())
        return self._three_way

    def states(self) -> States:
        """Where the DoLS requests stand; case rows are those of `context`."""
        if self._states is None:
            self._states = states(self.context())
        return self._states

    def context(self) -> Context:
        """The engine's reading of these cases; with some cases only, rows count within `cases`."""
        if self._context is None:
            book = self.book if self.cases is None else cut(self.book, self.cases)
            self._context = self.desk.context(book)
        return self._context

    def events(self, *kinds: str, seen: bool | None = None) -> Ints:
        """Event rows of some kinds that had happened by the desk's day.

        Args:
            kinds: event kinds.
            seen: True for those that count as seeing the person, False for the others.
        """
        event, rows = self.book.event, self.rows("event")
        wanted = np.zeros(len(event.shape.field("kind").codes), bool)
        wanted[codes_of("event", "kind", kinds)] = True
        mask = wanted[event.kind[rows]] & (event.on[rows] <= self.as_at)
        if seen is not None:
            counts = (event.seen[rows] == 1) | ((event.seen[rows] == -1) & self._unsaid_counts)
            mask &= counts == seen
        found: Ints = rows[mask]
        return found

    def latest(self, table: str, rows: Ints, day: str) -> Ints:
        """Per case the row with the latest day (of equal days the one recorded last), or -1."""
        case, on = self.slot(table, rows), getattr(self.book.tables[table], day)[rows]
        best = np.full(self.size, NO_DAY, np.int32)
        np.maximum.at(best, case, on)
        top = on == best[case]
        found = np.full(self.size, -1, np.int32)
        found[case[top]] = rows[top]
        return found


def _day_of(kind: str) -> Callable[[Scope], Ints]:
    def make(scope: Scope) -> Ints:
        rows = scope.latest("event", scope.events(kind), "on")
        return taken(scope.book.event.on, rows)

    return make


def _row_of(kind: str) -> Callable[[Scope], Ints]:
    return lambda scope: scope.latest("event", scope.events(kind), "on")


def _back(kind: str, role: str) -> Callable[[Scope], Ints]:
    """The day a form came back from its assessor; none while a query about it waits for its answer."""

    def make(scope: Scope) -> Ints:
        event, rows = scope.book.event, scope.events(kind)
        asked = [row for row in scope.events("report_queried").tolist() if event.outcome[row] == role]
        if not asked:
            return taken(event.on, scope.latest("event", rows, "on"))
        rows = np.concatenate((rows, np.array(asked, rows.dtype)))
        rows = rows[np.lexsort((rows, event.recorded_at[rows], event.on[rows]))]
        last = np.full(scope.size, -1, np.int32)
        last[scope.slot("event", rows)] = rows
        return np.where(np.isin(last, asked), np.int32(NO_DAY), taken(event.on, last))

    return make


def _state(name: str) -> Callable[[Scope], Ints]:
    """One column of `dols_states.states` per case; 0 or `NO_DAY` where a case is no request."""

    def make(scope: Scope) -> Ints:
        absent = NO_DAY if name == "on" else 0
        found = np.full(scope.size, absent, np.int32)
        answer = scope.states()
        found[answer.case] = getattr(answer, name)
        return found

    return make


def _visits(scope: Scope, seen: bool) -> Ints:
    """Visits since the case began: one from before it belongs to an earlier plan, as for the clocks."""
    rows = scope.events("visit", seen=seen)
    event = scope.book.event
    found: Ints = rows[event.on[rows] >= scope.desk.fact("started")[event.case[rows]]]
    return found


def _visit_row(seen: bool) -> Callable[[Scope], Ints]:
    return lambda scope: scope.latest("event", _visits(scope, seen), "on")


def _open(scope: Scope) -> Ints:
    """1 for the cases of our own that are under way (see `Context.is_open`)."""
    return scope.context().is_open().astype(np.int8)


def _three_way(name: str, absent: int) -> Callable[[Scope], Ints]:
    """One column of `cla.three_way` per case; `absent` where a case has none."""

    def make(scope: Scope) -> Ints:
        found = np.full(scope.size, absent, np.int32)
        if not (scope.of_case(scope.book.case.kind) == codes_of("case", "kind", ["cla"])[0]).any():
            return found
        answer = scope.three_way()
        found[answer.case] = getattr(answer, name)
        return found

    return make


def _agreed(scope: Scope) -> Ints:
    """The agreed visiting interval begun last, in force or not."""
    table, rows = scope.book.agreed_frequency, _dated(scope, "agreed_frequency", "effective_from")
    return scope.latest("agreed_frequency", rows[table.interval[rows] > 0], "effective_from")


def _attempts(scope: Scope) -> Ints:
    """How often a visit was tried since the person was last seen."""
    event = scope.book.event
    rows = _visits(scope, seen=False)
    last_seen = taken(event.on, scope.of_case(scope.desk.fact("seen")))
    slot = scope.slot("event", rows)
    later = slot[event.on[rows] > last_seen[slot]]
    return np.bincount(later, minlength=scope.size).astype(np.int32)


def _holder(*roles: str) -> Callable[[Scope], Ints]:
    """The allocation that is running in one of the roles; of several the one begun last."""

    def make(scope: Scope) -> Ints:
        table, rows = scope.book.allocation, scope.rows("allocation")
        mask = np.isin(table.role[rows], codes_of("allocation", "role", roles))
        ended = table.ended_on[rows]
        mask &= (table.on[rows] <= scope.as_at) & ((ended == NO_DAY) | (ended > scope.as_at))
        return scope.latest("allocation", rows[mask], "on")

    return make


def _given(role: str) -> Callable[[Scope], Ints]:
    """The latest allocation in a role, running or ended."""

    def make(scope: Scope) -> Ints:
        table, rows = scope.book.allocation, _dated(scope, "allocation", "on")
        return scope.latest(
            "allocation", rows[table.role[rows] == codes_of("allocation", "role", [role])[0]], "on"
        )

    return make


def _offered(role: str) -> Callable[[Scope], Ints]:
    """The latest offer of an assessment, answered or not."""

    def make(scope: Scope) -> Ints:
        table, rows = scope.book.offer, _dated(scope, "offer", "on")
        return scope.latest("offer", rows[table.role[rows] == codes_of("offer", "role", [role])[0]], "on")

    return make


def _row_about(kind: str, role: str) -> Callable[[Scope], Ints]:
    """The latest event of a kind that names the assessor's role in its outcome."""

    def make(scope: Scope) -> Ints:
        outcome, rows = scope.book.event.outcome, scope.events(kind)
        mine = [row for row in rows.tolist() if outcome[row] == role]
        return scope.latest("event", np.array(mine, np.int32), "on")

    return make


def _worker_allocation(scope: Scope) -> Ints:
    """Who works the case: the personal adviser of a care leaver, else the allocated worker."""
    made = _holder("worker")(scope)
    for role, kind in (("pa", "care_leaver"), ("bia", "dols")):
        held = _holder(role)(scope)
        theirs = (held >= 0) & (scope.of_case(scope.book.case.kind) == codes_of("case", "kind", [kind])[0])
        made[theirs] = held[theirs]
    return made


def _worker(scope: Scope) -> Ints:
    return taken(scope.book.allocation.worker, scope.of_case(scope.desk.fact("holder")), -1)


def _team(scope: Scope) -> Ints:
    """The case's own team, else the one its holder had then, else the one they have."""
    team = scope.of_case(scope.book.case.team)
    made: Ints = np.where(team >= 0, team, _holder_team(scope))
    return made


def _assessor_team(scope: Scope) -> Ints:
    dols = scope.of_case(scope.book.case.kind) == codes_of("case", "kind", ["dols"])[0]
    made: Ints = np.where(dols, _holder_team(scope), -1)
    return made


def _holder_team(scope: Scope) -> Ints:
    then = taken(scope.book.allocation.team, scope.of_case(scope.desk.fact("holder")), -1)
    now = taken(scope.book.worker.team, scope.of_case(scope.desk.fact("worker")), -1)
    made: Ints = np.where(then >= 0, then, now)
    return made


def _note(scope: Scope) -> Ints:
    return scope.latest("note", _dated(scope, "note", "on"), "on")


def _chase(scope: Scope) -> Ints:
    """The last note that is a chase or says when to chase next."""
    table, rows = scope.book.note, _dated(scope, "note", "on")
    chase = codes_of("note", "kind", ["chase"])[0]
    return scope.latest(
        "note", rows[(table.kind[rows] == chase) | (table.chase_next_on[rows] != NO_DAY)], "on"
    )


def _dated(scope: Scope, table: str, day: str) -> Ints:
    rows = scope.rows(table)
    found: Ints = rows[getattr(scope.book.tables[table], day)[rows] <= scope.as_at]
    return found


def _request(scope: Scope) -> Ints:
    rows = scope.rows("dols_request")
    found = np.full(scope.size, -1, np.int32)
    rows = rows[np.argsort(scope.book.dols_request.recorded_at[rows], kind="stable")]
    found[scope.slot("dols_request", rows)] = rows
    return found


FACTS: dict[str, Callable[[Scope], Ints]] = {
    "started": _day_of("started"),
    "ended": _day_of("ended"),
    "open": _open,  # 0 or 1
    "holder": _worker_allocation,  # allocation rows, -1 none
    "worker": _worker,  # worker rows, -1 none; after "holder", which it reads
    "team": _team,  # team rows, -1 none
    "assessor_team": _assessor_team,
    "bia": _holder("bia"),
    "mha": _holder("mha"),
    # The two assessors' lanes (see `desktop.domain.lanes`).
    "given_bia": _given("bia"),  # allocation rows, -1 none
    "given_mha": _given("mha"),
    "offer_bia": _offered("bia"),  # offer rows, -1 none
    "offer_mha": _offered("mha"),
    "visited_bia": _row_about("assessor_visited", "bia"),  # event rows, -1 none
    "visited_mha": _row_about("assessor_visited", "mha"),
    "queried_bia": _row_about("report_queried", "bia"),
    "queried_mha": _row_about("report_queried", "mha"),
    "back_bia": _row_of("form3_returned"),
    "back_mha": _row_of("form4_returned"),
    # Since the case began; these read "started" and one another, in this order.
    "seen": _visit_row(seen=True),  # event rows, -1 none
    "attempt": _visit_row(seen=False),
    "attempts": _attempts,
    "supervision": _row_of("supervision"),
    "form3": _back("form3_returned", "bia"),  # days, NO_DAY none or queried
    "form4": _back("form4_returned", "mha"),
    "sent": _day_of("sent_to_signatory"),
    "note": _note,  # note rows, -1 none
    "chase": _chase,
    "planned": partial(next_planned, kind="visit"),  # planned rows, -1 none
    "planned_supervision": partial(next_planned, kind="supervision"),
    "plan_passed": plan_passed,
    "agreed": _agreed,  # agreed_frequency rows, -1 none
    "six_state": _three_way("six_state", -1),  # indexes in clocks.STATES, -1 none
    "agreed_state": _three_way("agreed_state", -1),
    "legal_state": _three_way("legal_state", -1),
    "six_due": _three_way("six_due", NO_DAY),
    "agreed_due": _three_way("agreed_due", NO_DAY),
    "legal_due": _three_way("legal_due", NO_DAY),
    "interval_why": _three_way("why", 0),  # index in context.REASONS
    "request": _request,  # dols_request rows, -1 none
    "dols_state": _state("state"),  # indexes in dols_states.STATES, 0 none
    "dols_state_on": _state("on"),
}


def taken(column: Ints, rows: Ints, absent: int = NO_DAY) -> Ints:
    """A column's values at some rows; `absent` where the row is -1."""
    if not len(column):
        return np.full(len(rows), absent, column.dtype if column.dtype != np.int8 else np.int32)
    made: Ints = np.where(rows >= 0, column[rows], np.int32(absent))  # a flag's int8 cannot hold `NO_DAY`
    return made
