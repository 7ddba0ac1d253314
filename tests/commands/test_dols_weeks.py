"""Weeks of a DoLS desk at random: whatever is done in whatever order, nothing is lost, paused or doubled."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scene import TODAY

from desktop.commands import (
    allocations,
    assessments,
    authorisations,
    decisions,
    handover,
    homes,
    people,
    requests,
    triage,
)
from desktop.commands.allocations import Choice
from desktop.commands.decisions import SignOff
from desktop.commands.people import NewPerson
from desktop.domain import cases, dols_states, dols_steps
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.dols_authority import latest_end
from desktop.domain.dols_stages import stages
from desktop.domain.dols_states import STATES
from desktop.domain.lists.build import build, counts
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.selection import Selection
from desktop.domain.schema import SHAPES
from desktop.domain.timescales import Timescales
from desktop.errors import Refused

REQUESTS = 4
DOLS_LISTS = (
    "dols",
    "board",
    "homes",
    "home",
    "renewals",
    "mine",
    "requests",
    "assessors",
    "staff_bia",
    "today",
)
BIA, OTHER_BIA, MHA, BOTH, SIGNATORY = range(5)
Verb = Callable[["Weeks", int], Act]


class Weeks:
    """A casebook in memory, a day that moves on, and verbs that are tried on it."""

    def __init__(self) -> None:
        self.book, self.today, self._instant = Casebook(), TODAY, 1
        for name, more in (
            ("Bea", {"is_bia": True, "engagement": "independent"}),
            ("Bob", {"is_bia": True, "engagement": "independent"}),
            ("Max", {"is_mha": True, "engagement": "independent"}),
            ("Bo", {"is_bia": True, "is_mha": True, "engagement": "independent"}),
            ("Sig", {}),
        ):
            self.do(people.add_worker(self.book, name, author="m", **more))
        for number in range(REQUESTS):
            given = TODAY if number % 2 else -(2**31)
            request = requests.Request(
                NewPerson(f"P{number}"), TODAY, home="Elm House", urgent_given_on=given
            )
            self.do(requests.receive(self.book, request, **self.by))

    @property
    def by(self) -> dict[str, object]:
        return {"author": "m", "today": self.today}

    def do(self, act: Act) -> None:
        """Lay an act's rows into the casebook, each act an instant after the one before."""
        self._instant += 1
        for change in act.sets:
            for patch in change.patches:
                values = dict(patch.values)
                if SHAPES[patch.table].fact and patch.op == "insert":
                    values["recorded_at"] = self._instant
                if patch.op == "update" and SHAPES[patch.table].fact:
                    columns = self.book.tables[patch.table]
                    values["recorded_at"] = int(columns.recorded_at[columns.row(patch.row)])
                    values["superseded_at"] = self._instant
                self.book.apply(patch.table, [{"id": patch.row, **values}])

    def desk(self) -> Desk:
        return Desk.open(self.book, Timescales.shipped(), self.today)

    def state(self, case: int) -> int:
        return dols_steps.state_of(self.book, case, self.today)[0]

    def size(self) -> dict[str, int]:
        return {name: len(columns) for name, columns in self.book.tables.items()}


def give(role: str, worker: int) -> Verb:
    return lambda w, case: allocations.allocate(w.book, [Choice(case, worker, role, w.today)], **w.by)


def sign(outcome: str, reason: str = "") -> Verb:
    def make(w: Weeks, case: int) -> Act:
        ends = latest_end(w.today) if outcome == "granted" else -(2**31)
        starts = w.today if outcome == "granted" else -(2**31)
        decision = SignOff(w.today, outcome, reason, starts, ends, signatory=SIGNATORY)
        return decisions.sign_off(w.book, case, decision, **w.by)

    return make


def back(role: str, met: bool = True) -> Verb:
    return lambda w, case: assessments.returned(w.book, [case], role, w.today, met=met, **w.by)


def said(answer: str) -> Verb:
    return lambda w, case: homes.confirm(w.book, [case], answer, w.today, "nurse", **w.by)


VERBS: tuple[Verb, ...] = (
    lambda w, case: triage.set_priority(w.book, [case], "high", **w.by),
    lambda w, case: triage.screen(w.book, [case], triage.Screening(("settled",)), **w.by),
    give("bia", BIA),
    give("bia", OTHER_BIA),
    give("mha", MHA),
    give("mha", BOTH),
    give("bia", BOTH),
    lambda w, case: allocations.end(w.book, [case], "bia", w.today, reason="ill", **w.by),
    back("bia"),
    back("mha"),
    back("bia", met=False),
    lambda w, case: assessments.queried(w.book, [case], "bia", w.today, **w.by),
    lambda w, case: assessments.queried(w.book, [case], "mha", w.today, **w.by),
    lambda w, case: assessments.to_signatory(w.book, [case], w.today, signatory=SIGNATORY, **w.by),
    sign("granted"),
    sign("not granted", "has_capacity"),
    sign("closed", "duplicate"),
    said("there"),
    said("died"),
    said("moved"),
    said("withdrawn"),
    lambda w, case: triage.ask_home(w.book, [case], w.today, **w.by),
    lambda w, case: triage.home_answered(w.book, [case], "still_wanted", w.today, "nurse", **w.by),
    lambda w, case: authorisations.suspend(w.book, case, w.today, reason="detained", **w.by),
    lambda w, case: authorisations.resume(w.book, case, w.today, **w.by),
    lambda w, case: authorisations.review(w.book, case, w.today, "rpr", **w.by),
    lambda w, case: authorisations.end_authorisation(w.book, case, w.today, reason="moved", **w.by),
    lambda w, case: handover.transfer(w.book, case, "Hampshire", w.today, **w.by),
    lambda w, case: people.change_person(w.book, case, author="m", reason="registrar", died_on=w.today),
    lambda w, case: handover.reopen(w.book, case, author="m", reason="in error"),
)
REOPEN = len(VERBS) - 1
# A way that most requests go, so that random steps reach every state.
COMMON = (0, 2, 4, 8, 9, 13, 14)
steps = st.tuples(
    st.integers(0, REQUESTS - 1),
    st.one_of(st.sampled_from(COMMON), st.integers(0, len(VERBS) - 1)),
    st.sampled_from((0, 0, 0, 1, 2, 9)),
)


def reachable(state: int) -> set[int]:
    """The states that one act may lead to: one step, or one through another."""
    near = dols_steps.NEXT[state]
    return {state, *near, *(two for one in near for two in dols_steps.NEXT[one])}


def dues(weeks: Weeks) -> dict[int, int]:
    flags = weeks.desk().flags
    return {int(case): int(due) for case, due in zip(flags.case, flags.assess_due, strict=True)}


@settings(max_examples=6, deadline=None)
@given(st.lists(steps, min_size=20, max_size=60))
def test_weeks_at_random(done: list[tuple[int, int, int]]) -> None:
    weeks = Weeks()
    due = dues(weeks)
    for case, verb, days in done:
        before, size, revision = weeks.state(case), weeks.size(), weeks.book.revision
        try:
            act = VERBS[verb](weeks, case)
        except Refused:
            act = None
        assert (weeks.size(), weeks.book.revision) == (size, revision)  # nothing is written by being asked
        if act is not None:
            weeks.do(act)
            after = weeks.state(case)
            assert verb == REOPEN or after in reachable(before), (STATES[before], STATES[after], verb)
        _nobody_on_both_lanes(weeks.book)
        weeks.today += days
    assert dues(weeks) == due  # no clock was paused and no date moved
    _in_a_list_and_a_state(weeks)
    _every_number_is_its_list(weeks)
    _segments_are_the_whole(weeks)


def _nobody_on_both_lanes(book: Casebook) -> None:
    for case in range(REQUESTS):
        held = [
            [row for row in cases.allocations(book, case, role) if book.allocation.ended_on[row] < 0]
            for role in ("bia", "mha")
        ]
        assert all(len(rows) <= 1 for rows in held)
        workers = [int(book.allocation.worker[row]) for rows in held for row in rows]
        assert len(set(workers)) == len(workers)


def _in_a_list_and_a_state(weeks: Weeks) -> None:
    desk = weeks.desk()
    listed = set()
    for name in ("dols", "renewals"):
        listed |= {int(case) for case in build(desk, Selection(name, weeks.today)).case}
    state = desk.fact("dols_state")
    for case in range(REQUESTS):
        assert state[case] != dols_states.NONE
        open_ones = (*dols_states.OPEN, dols_states.IN_FORCE, dols_states.SUSPENDED, dols_states.GRANTED)
        nobody_decided = not cases.events(weeks.book, case, "signed_off", "ended")
        if int(state[case]) in open_ones or nobody_decided:
            assert case in listed, STATES[int(state[case])]
    at = np.flatnonzero(desk.flags.open)
    assert set(state[desk.flags.case[at]].tolist()) <= set(dols_states.OPEN)


def _every_number_is_its_list(weeks: Weeks) -> None:
    desk = weeks.desk()
    for name in DOLS_LISTS:
        for count in counts(desk, name, Selection(name, weeks.today)):
            assert len(build(desk, count.selection)) == count.n, count


def _segments_are_the_whole(weeks: Weeks) -> None:
    found = stages(weeks.desk().context(weeks.book))
    assert (found.before + found.offered + found.bia + found.after == found.total).all()


def test_the_common_way_is_open_from_end_to_end() -> None:
    """Each step of it is allowed, so the random weeks do not merely refuse everything."""
    weeks, seen = Weeks(), []
    for verb in COMMON:
        weeks.do(VERBS[verb](weeks, 0))
        seen.append(STATES[weeks.state(0)])
        weeks.today += 1
    assert seen == [
        "AWAITING_ALLOC",
        "ALLOCATED",
        "ALLOCATED",
        "ALLOCATED",
        "ASSESSED",
        "SCRUTINY",
        "IN_FORCE",
    ]
    assert all(one != two or one == "ALLOCATED" for one, two in pairwise(seen))
