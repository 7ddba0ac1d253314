"""What is still to be done about each DoLS request beside its clocks, as yes-or-no columns per case.

Before a decision: what its form left out, when to look at its priority again, whether the home has been
asked, whether its assessment used the test of before 2 June 2026. After it: copies, representative,
conditions, court, payment. None of it moves a clock.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from desktop.domain import dols_priority
from desktop.domain.casebook import codes_of
from desktop.domain.days import NO_DAY
from desktop.domain.lists.columns import DUE_SOON, Bools, Ints
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.facts import Scope
from desktop.domain.lists.listdata import Chip

NAMES = (
    "missing",
    "look_again",
    "home_asked",
    "older_test",
    "copies",
    "no_representative",
    "conditions",
    "court",
    "unpaid",
)
# To whom a copy always goes; the others where there is one (Schedule A1 paragraphs 57 and 58).
_ALWAYS = ("person", "managing_authority", "consulted")


def follow_up(desk: Desk, name: str) -> Ints:
    """One of `NAMES` per case.

    ``missing`` counts facts that the form left out; ``look_again`` and ``home_asked`` are days, `NO_DAY`
    for none; the others are 1 where something is to be done.
    """
    found: Ints = desk.by_case("dols follow up", _make)[NAMES.index(name)]
    return found


def chips(desk: Desk, case: Ints) -> tuple[Chip, ...]:
    """What is still to be done after the decision, as counts above a list of authorisations."""
    said = (
        ("copies", "Copies to send", "Somebody who must have a copy has not been sent one (paragraph 57)."),
        ("no_representative", "No representative", "Nobody is appointed as the person's representative."),
        ("conditions", "Conditions due", "A condition has not been followed up."),
        ("court", "At court", "An application under section 21A is running."),
        ("unpaid", "Fee to pay", "An assessor's invoice has not been paid."),
        (
            "older_test",
            "Older legal test",
            "Assessed by the test of before 2 June 2026 ([2026] UKSC 16): to be looked at. Nothing lapses.",
        ),
    )
    return tuple(Chip(name, title, is_due(desk, name)[case], DUE_SOON, means) for name, title, means in said)


def is_due(desk: Desk, name: str) -> Bools:
    """Per case whether a column of `follow_up` asks for something on the desk's day."""
    column = follow_up(desk, name)
    if name == "look_again":
        return np.asarray((column != NO_DAY) & (column <= desk.as_at))
    return np.asarray((column != NO_DAY) & (column > 0))


def _make(desk: Desk, cases: Ints) -> Ints:
    scope = Scope(desk, None if len(cases) == len(desk.book.case) else cases)
    columns: tuple[Callable[[Scope], Ints], ...] = (
        _missing,
        _look_again,
        _home_asked,
        _older_test,
        _copies,
        _no_representative,
        _conditions,
        _court,
        _unpaid,
    )
    return np.array([make(scope) for make in columns], np.int64)


@lru_cache(maxsize=4096)
def _left_out(present: str) -> int:
    return len(dols_priority.missing(present.split(",")))


def _missing(scope: Scope) -> Ints:
    rows = scope.rows("request_detail")
    found = np.zeros(scope.size, np.int64)
    present = scope.book.request_detail.present
    found[scope.slot("request_detail", rows)] = [_left_out(present[row]) for row in rows.tolist()]
    return found


def _look_again(scope: Scope) -> Ints:
    table, rows = scope.book.triage, scope.rows("triage")
    last = scope.latest("triage", rows[table.on[rows] <= scope.as_at], "on")
    return np.where(last >= 0, table.rescreen_on[last] if len(table) else NO_DAY, NO_DAY)


def _home_asked(scope: Scope) -> Ints:
    table, rows = scope.book.rescreen, scope.rows("rescreen")
    answered = (table.answered_on[rows] != NO_DAY) & (table.answered_on[rows] <= scope.as_at)
    rows = rows[(table.asked_on[rows] <= scope.as_at) & ~answered]
    found = np.full(scope.size, NO_DAY, np.int64)
    found[scope.slot("rescreen", rows)] = table.asked_on[rows]
    return found


def _older_test(scope: Scope) -> Ints:
    """The best interests assessment, own or used again, asked the test of before 2 June 2026."""
    found = np.zeros(scope.size, np.int64)
    table, rows = scope.book.best_interests, scope.rows("best_interests")
    old = codes_of("best_interests", "legal_test", ["cheshire_west"])[0]
    found[scope.slot("best_interests", rows[table.legal_test[rows] == old])] = 1
    again, rows = scope.book.equivalent_assessment, scope.rows("equivalent_assessment")
    rows = rows[again.carried_out_on[rows] < dols_priority.AGNI_ON]
    rows = rows[[again.assessment[row] == "best_interests" for row in rows.tolist()]] if len(rows) else rows
    found[scope.slot("equivalent_assessment", rows)] = 1
    return found


def _granted(scope: Scope) -> Bools:
    """Granted by a decision recorded here: what came from a spreadsheet says nothing of what followed."""
    table, rows = scope.book.decision, scope.rows("decision")
    rows = rows[(table.kind[rows] == codes_of("decision", "kind", ["granted"])[0])]
    found = np.zeros(scope.size, bool)
    found[scope.slot("decision", rows[table.on[rows] <= scope.as_at])] = True
    return found


def _copies(scope: Scope) -> Ints:
    table, rows = scope.book.copy_sent, scope.rows("copy_sent")
    rows = rows[table.on[rows] <= scope.as_at]
    sent = np.zeros((len(table.shape.field("to").codes), scope.size), bool)
    sent[table.column("to")[rows], scope.slot("copy_sent", rows)] = True
    missing = ~sent[codes_of("copy_sent", "to", _ALWAYS)].all(axis=0)
    for to, other in (("rpr", "representative"), ("imca", "advocate")):
        rows = scope.rows(other)
        if other == "representative":
            rows = rows[scope.book.representative.kind[rows] != _nobody()]
        there = np.zeros(scope.size, bool)
        there[scope.slot(other, rows)] = True
        missing |= there & ~sent[codes_of("copy_sent", "to", [to])[0]]
    return (missing & _granted(scope)).astype(np.int64)


def _nobody() -> int:
    return codes_of("representative", "kind", ["none"])[0]


def _no_representative(scope: Scope) -> Ints:
    table, rows = scope.book.representative, scope.rows("representative")
    ended = (table.ended_on[rows] != NO_DAY) & (table.ended_on[rows] <= scope.as_at)
    rows = rows[~ended & (table.kind[rows] != _nobody())]
    there = np.zeros(scope.size, bool)
    there[scope.slot("representative", rows)] = True
    return (_granted(scope) & ~there).astype(np.int64)


def _conditions(scope: Scope) -> Ints:
    table, rows = scope.book.condition, scope.rows("condition")
    found = np.zeros(scope.size, np.int64)
    found[scope.slot("condition", rows[table.followed_up_on[rows] == NO_DAY])] = 1
    return found


def _court(scope: Scope) -> Ints:
    table, rows = scope.book.court_challenge, scope.rows("court_challenge")
    ended = (table.ended_on[rows] != NO_DAY) & (table.ended_on[rows] <= scope.as_at)
    found = np.zeros(scope.size, np.int64)
    found[scope.slot("court_challenge", rows[~ended & (table.on[rows] <= scope.as_at)])] = 1
    return found


def _unpaid(scope: Scope) -> Ints:
    table, rows = scope.book.payment, scope.rows("payment")
    rows = rows[(table.invoiced_on[rows] != NO_DAY) & (table.paid_on[rows] == NO_DAY)]
    found = np.zeros(scope.size, np.int64)
    found[scope.slot("payment", rows)] = 1
    return found
