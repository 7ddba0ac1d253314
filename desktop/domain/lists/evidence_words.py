"""The evidence kept with the choice of an assessor, as a case's panel and its timeline say it.

What was checked at the selection is what paragraph 129 of Schedule A1 asks the council to be satisfied of; it
is told as it was found then, whatever the register says today.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.assessor_checks import STATUTE, Check, from_json
from desktop.domain.casebook import known
from desktop.domain.days import short
from desktop.domain.lists.timeline_parts import Lines, joined, worker_name
from desktop.domain.match_words import ordinal

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

_ROLES = {"bia": "BIA", "mha": "mental health assessor"}
_DECLARED = {1: "declared no interest", 0: "declared an interest", -1: "nothing declared yet"}
_ABOUT = {  # rule -> what it looks at, where no longer name is needed
    "register": "on the register",
    "entry": "register entry",
    "doctor": "a doctor",
    "qualified": "course",
    "refresher": "further training",
    "section_12": "section 12 or the other route",
    "dols_training": "training",
    "dbs": "DBS certificate",
    "dbs_age": "age of the DBS certificate",
    "same_person": "not the other assessor",
    "involved": "not involved in the care",
    "own_home": "the council's own home",
    "relative": "no relative with an interest",
    "interest": "no standing interest",
    "declared": "nothing declared of this person",
    "same_team": "another team",
    "away": "at work",
}


def line(desk: Desk, row: int) -> Lines:
    """The line of a timeline for one choice: who, why, what was declared and everything checked."""
    table = desk.book.assessor_choice
    role = _ROLES[table.word("role", row)]
    words = joined(f"Chosen as {role}: {worker_name(desk, int(table.worker[row]))}", *_said(desk, row))
    return [(int(table.on[row]), words)]


def chosen(desk: Desk, case: int, role: str) -> str:
    """The evidence of the choice that was made last for a request's role; blank for none."""
    table = desk.book.assessor_choice
    mine = (table.case == case) & (table.role == table.code("role", role)) & known(table, desk.known_at)
    rows = np.flatnonzero(mine)
    if not len(rows):
        return ""
    row = int(rows[np.argsort(table.on[rows], kind="stable")[-1]])
    who = f"{worker_name(desk, int(table.worker[row]))}, {short(int(table.on[row]))}"
    return joined(who, *_said(desk, row))


def _said(desk: Desk, row: int) -> list[str]:
    """Place among the suggestions, the reason, the declaration, and the checks."""
    table = desk.book.assessor_choice
    place, found = int(table.place[row]), from_json(table.checks[row])
    return [
        f"{ordinal(place)} of those suggested" if place else "no suggestion was asked for",
        f"why: {table.reason[row]}" if table.reason[row] else "",
        _DECLARED[int(table.declared[row])],
        checked(found),
    ]


def checked(found: list[Check]) -> str:
    """``Insurance not on record (SI 2008/1858 regulation 3(2)); in order: profession, course``."""
    told = [f"{one.words} ({_source(one)})" for one in found if one.result != "ok"]
    fine = [_about(one.rule) for one in found if one.result == "ok"]
    if not found:
        return "no checks were kept"
    return joined(*told, f"in order: {', '.join(fine)}" if fine else "")


def _source(one: Check) -> str:
    return one.citation if one.basis == STATUTE else f"{one.basis}: {one.citation}"


def _about(rule: str) -> str:
    return _ABOUT.get(rule, rule.replace("_", " "))
