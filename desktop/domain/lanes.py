"""The two lanes of a DoLS request, side by side: its best interests and its mental health assessor.

A lane goes from offered over accepted, visited and returned (and queried, and returned again) to final,
which is the request's sign-off. It is empty again when an offer is declined or withdrawn, and when the
work is handed back or cancelled. Nothing is stored of this: it is read from offers, allocations and events.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain import cases
from desktop.domain.days import NO_DAY, short
from desktop.domain.dols_facts import Bools, Ints
from desktop.domain.lists.facts import taken
from desktop.domain.lists.rows import PROPOSED

if TYPE_CHECKING:
    from desktop.domain.casebook import Casebook
    from desktop.domain.lists.desk import Desk

ROLES = ("bia", "mha")
STATES = (
    "none",
    "offered",
    "declined",
    "withdrawn",
    "accepted",
    "visited",
    "returned",
    "queried",
    "final",
    "handed_back",
    "cancelled",
)
(NONE, OFFERED, DECLINED, WITHDRAWN, ACCEPTED, VISITED, RETURNED, QUERIED, FINAL, HANDED_BACK, CANCELLED) = (
    range(len(STATES))
)
HELD = (ACCEPTED, VISITED, QUERIED)  # somebody works on it
WAITS = (NONE, DECLINED, WITHDRAWN, HANDED_BACK, CANCELLED)  # nobody does, and nobody is asked
WORDS = (
    "Not allocated",
    "Offered",
    "Declined",
    "Offer withdrawn",
    "Accepted",
    "Visited",
    "Returned",
    "Queried",
    "Signed off",
    "Handed back",
    "Cancelled",
)
_JOINED = {"offered": " to ", "withdrawn": ", to ", "cancelled": ", with ", "queried": ", with "}
FORM = {"bia": "form3_returned", "mha": "form4_returned"}
# `allocation.reason_code` of an assessor's allocation: why it ended before its report was final.
GIVEN_BACK = {"handed_back": HANDED_BACK, "cancelled": CANCELLED}


@dataclass(frozen=True)
class LaneColumns:
    """One role's lanes of some requests, one entry per request.

    Attributes:
        state: one of `STATES` by its place there.
        worker: whom it is offered to or held by, or who held it last; -1 nobody known.
        since: the day of the state.
        given, offer: the latest allocation and offer row, -1 none.
        offered_on, accepted_on, due_back_on, visited_on, returned_on, queried_on: `NO_DAY` when not.
    """

    state: Ints
    worker: Ints
    since: Ints
    given: Ints
    offer: Ints
    offered_on: Ints
    accepted_on: Ints
    due_back_on: Ints
    visited_on: Ints
    returned_on: Ints
    queried_on: Ints

    def __len__(self) -> int:
        return len(self.state)

    def among(self, states: tuple[int, ...]) -> Bools:
        """Which lanes are in one of these states."""
        return np.isin(self.state, states)


@dataclass(frozen=True, slots=True)
class Lane:
    """One role's lane of one request; days are `NO_DAY` when they have not come.

    Attributes:
        state: a word of `STATES`.
        worker: worker row, -1 nobody (or a name that matches nobody, see `who`).
        who: the assessor's name, as it is on record.
        since: the day of the state.
        allocation, offer: their rows, -1 none.
        reason: why it was declined, withdrawn, handed back or cancelled.
        declared: whether the assessor declared no relation, interest or involvement: 1, 0, -1 not asked.
        proposed: the shared database does not have it yet.
    """

    role: str
    state: str
    worker: int
    who: str
    since: int
    allocation: int = -1
    offer: int = -1
    offered_on: int = NO_DAY
    accepted_on: int = NO_DAY
    due_back_on: int = NO_DAY
    visited_on: int = NO_DAY
    returned_on: int = NO_DAY
    queried_on: int = NO_DAY
    reason: str = ""
    declared: int = -1
    proposed: bool = False

    @property
    def held(self) -> bool:
        """Somebody works on it."""
        return STATES.index(self.state) in HELD

    @property
    def waits(self) -> bool:
        """Nobody has it and nobody has been asked."""
        return STATES.index(self.state) in WAITS

    @property
    def words(self) -> str:
        """The state in words with its name and day: ``Offered to Ann Lee 17/11/2026``."""
        word = WORDS[STATES.index(self.state)]
        if self.state == "none":
            return word
        joined = _JOINED.get(self.state, " by ")
        named = f"{joined}{self.who}" if self.who and self.state != "final" else ""
        told = f"{word}{named} {short(self.since)}".rstrip()
        return f"{told} ({PROPOSED})" if self.proposed else told


@dataclass(frozen=True, slots=True)
class Lanes:
    """Both lanes of one request."""

    bia: Lane
    mha: Lane

    def of(self, role: str) -> Lane:
        """The lane of a role."""
        return self.bia if role == "bia" else self.mha


def lanes(desk: Desk, case: int) -> Lanes:
    """Both lanes of a request as at the desk's day, as known at the desk's instant."""
    return Lanes(*(_one(desk.book, role, columns(desk, role), case, case) for role in ROLES))


def columns(desk: Desk, role: str) -> LaneColumns:
    """The lanes of a role for every case, one entry per case row; kept until the data change."""

    def make() -> LaneColumns:
        book = desk.book
        names = ("given", "offer", "visited", "back", "queried")
        rows = {name: desk.fact(f"{name}_{role}") for name in names}
        signed = np.full(len(book.case), NO_DAY, np.int32)
        signed[desk.flags.case] = desk.flags.signed_off
        return _columns(book, rows, signed, desk.as_at)

    found: LaneColumns = desk.memo(("lanes", role), make)
    return found


def lanes_in(book: Casebook, case: int, as_at: int) -> Lanes:
    """Both lanes of one request from the facts that stand now, for a verb that has no desk."""
    made = []
    for role in ROLES:
        about = {
            "visited": ("assessor_visited", role),
            "back": (FORM[role], ""),
            "queried": ("report_queried", role),
        }
        rows = {
            "given": _last(cases.allocations(book, case, role), book.allocation.on, as_at),
            "offer": _last(offers_of(book, case, role), book.offer.on, as_at),
            **{
                name: _last(_about(book, case, *which), book.event.on, as_at) for name, which in about.items()
            },
        }
        signed = cases.last_day(book, case, "signed_off")
        cells = {name: np.array([row], np.int32) for name, row in rows.items()}
        day = np.array([signed if signed <= as_at else NO_DAY], np.int32)
        made.append(_one(book, role, _columns(book, cells, day, as_at), 0, case))
    return Lanes(*made)


def offers_of(book: Casebook, case: int, role: str) -> list[int]:
    """Standing offers of a request in a role, earliest first."""
    table, wanted = book.offer, book.offer.code("role", role)
    rows = [row for row in cases.facts(table, case) if int(table.role[row]) == wanted]
    return sorted(rows, key=lambda row: int(table.on[row]))


def choice_of(book: Casebook, case: int, role: str, worker: int) -> int:
    """The row that keeps why this assessor was selected (the latest), or -1."""
    table, wanted = book.assessor_choice, book.assessor_choice.code("role", role)
    rows = [row for row in cases.facts(table, case) if table.role[row] == wanted]
    mine = [row for row in rows if table.worker[row] == worker]
    return max(mine, key=lambda row: (int(table.on[row]), row), default=-1)


def _about(book: Casebook, case: int, kind: str, role: str) -> list[int]:
    rows = cases.events(book, case, kind)
    return [row for row in rows if not role or book.event.outcome[row] == role]


def _last(rows: list[int], on: Ints, as_at: int) -> int:
    come = [row for row in rows if on[row] <= as_at]
    return max(come, key=lambda row: (int(on[row]), row), default=-1)


def _columns(book: Casebook, rows: dict[str, Ints], signed: Ints, as_at: int) -> LaneColumns:
    given, offer = rows["given"], rows["offer"]
    allocation, offers = book.allocation, book.offer
    on, ended = taken(allocation.on, given), taken(allocation.ended_on, given)
    event_on = {name: taken(book.event.on, rows[name]) for name in ("visited", "back", "queried")}
    started = given >= 0
    running = started & ((ended == NO_DAY) | (ended > as_at))
    back = (event_on["back"] != NO_DAY) & (~started | _not_before(book, rows["back"], given, on))
    asked_again = (event_on["queried"] != NO_DAY) & (event_on["queried"] >= on)
    asked_again &= _later(rows["queried"], event_on["queried"], rows["back"], event_on["back"])
    visited = (event_on["visited"] != NO_DAY) & (event_on["visited"] >= on)
    code = _codes(allocation.reason_code, given, started & ~running & (signed == NO_DAY))
    answer = taken(offers.answer, offer, 0)
    fresh = (offer >= 0) & ~running & (taken(offers.on, offer) >= np.where(ended == NO_DAY, on, ended))
    words = [offers.shape.field("answer").codes.index(word) for word in ("", "declined", "withdrawn")]
    state = np.select(
        [
            signed != NO_DAY,
            running & asked_again,
            running & back,
            running & visited,
            running,
            fresh & (answer == words[0]),
            fresh & (answer == words[1]),
            fresh & (answer == words[2]),
            code == HANDED_BACK,
            code == CANCELLED,
            back,
        ],
        [
            *(FINAL, QUERIED, RETURNED, VISITED, ACCEPTED),
            *(OFFERED, DECLINED, WITHDRAWN, HANDED_BACK, CANCELLED, RETURNED),
        ],
        NONE,
    ).astype(np.int8)
    of_offer = np.isin(state, (OFFERED, DECLINED, WITHDRAWN))
    worker = np.where(of_offer, taken(offers.worker, offer, -1), taken(allocation.worker, given, -1))
    worker = np.where((state == RETURNED) & ~started, taken(book.event.worker, rows["back"], -1), worker)
    answered = taken(offers.answered_on, offer)
    since = np.select(
        [state == code_ for code_ in range(1, len(STATES))],
        [
            *(taken(offers.on, offer), answered, answered, on, event_on["visited"], event_on["back"]),
            *(event_on["queried"], signed, ended, ended),
        ],
        NO_DAY,
    ).astype(np.int32)
    held_due = np.where(running, taken(allocation.due_back_on, given), NO_DAY)
    return LaneColumns(
        state=state,
        worker=np.where(state == NONE, -1, worker).astype(np.int32),
        since=since,
        given=given,
        offer=offer,
        offered_on=taken(offers.on, offer),
        accepted_on=np.where(running | back, on, NO_DAY),
        due_back_on=np.where(state == OFFERED, taken(offers.due_back_on, offer), held_due),
        visited_on=np.where(visited, event_on["visited"], NO_DAY),
        returned_on=np.where(back, event_on["back"], NO_DAY),
        queried_on=np.where(asked_again, event_on["queried"], NO_DAY),
    )


def _not_before(book: Casebook, event: Ints, given: Ints, on: Ints) -> Bools:
    """A form that came back since the allocation; of one day, the one recorded later."""
    came = taken(book.event.on, event)
    same = (came == on) & (
        taken(book.event.recorded_at, event, 0) >= taken(book.allocation.recorded_at, given, 0)
    )
    made: Bools = (came > on) | same
    return made


def _later(row: Ints, on: Ints, other: Ints, other_on: Ints) -> Bools:
    """Which events came after others; of one day, those recorded later."""
    made: Bools = (on > other_on) | ((on == other_on) & (row > other))
    return made


def _codes(words: list[str], rows: Ints, ended: Bools) -> Ints:
    """Per lane, the state that the reason code of an ended allocation stands for, 0 for none."""
    found = np.zeros(len(rows), np.int8)
    for at in np.flatnonzero(ended).tolist():
        found[at] = GIVEN_BACK.get(words[rows[at]], NONE)
    return found


def _one(book: Casebook, role: str, found: LaneColumns, at: int, case: int) -> Lane:
    worker, given, offer = int(found.worker[at]), int(found.given[at]), int(found.offer[at])
    state = STATES[int(found.state[at])]
    who = book.worker.name[worker] if worker >= 0 else ""
    if not who and given >= 0 and state not in ("none", "offered", "declined", "withdrawn"):
        who = book.allocation.named[given]
    reasons = {
        **dict.fromkeys(("declined", "withdrawn"), book.offer.reason[offer] if offer >= 0 else ""),
        **dict.fromkeys(("handed_back", "cancelled"), book.allocation.reason[given] if given >= 0 else ""),
    }
    kept = choice_of(book, case, role, worker) if worker >= 0 else -1
    return Lane(
        role=role,
        state=state,
        worker=worker,
        who=who,
        since=int(found.since[at]),
        allocation=given,
        offer=offer,
        offered_on=int(found.offered_on[at]),
        accepted_on=int(found.accepted_on[at]),
        due_back_on=int(found.due_back_on[at]),
        visited_on=int(found.visited_on[at]),
        returned_on=int(found.returned_on[at]),
        queried_on=int(found.queried_on[at]),
        reason=reasons.get(state, ""),
        declared=int(book.assessor_choice.declared[kept]) if kept >= 0 else -1,
        proposed=bool(book.proposed) and _proposed(book, given, offer),
    )


def _proposed(book: Casebook, given: int, offer: int) -> bool:
    """Whether the allocation or the offer that a lane stands on is on this machine alone."""
    ids = (book.allocation.ids[given] if given >= 0 else "", book.offer.ids[offer] if offer >= 0 else "")
    return any(one in book.proposed for one in ids)
