"""The rules behind `assessor_checks`: what each reads, and its sentence.

Those about the assessor alone are worked out once for everybody; those about a request and an assessor are
matrices of one row per request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.assessor_checks import ASK, HARD, OK, SOFT, Finding
from desktop.domain.assessor_pairs import Asked, pair_findings
from desktop.domain.assessors import NO_LIMIT, load
from desktop.domain.calendar import add_months, add_months_to
from desktop.domain.casebook import codes_of
from desktop.domain.days import NO_DAY, short
from desktop.domain.dols_facts import Bools, Ints

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

EXPERIENCE_MONTHS = 24


def findings(desk: Desk, case: Ints, worker: Ints, role: str, on: int) -> Iterator[Finding]:
    """What each rule finds; see `assessor_checks.checks`."""
    asked = Asked(desk, case, worker, role, on, load(desk, role))
    yield _listed(asked)
    yield _entry(asked)
    yield from _registered(asked)
    yield from (_trained(asked) if role == "bia" else _doctor(asked))
    yield from _safe(asked)
    yield from pair_findings(asked)
    yield _away(asked)
    yield _room(asked)


def _listed(asked: Asked) -> Finding:
    code = np.where(asked.load.listed[asked.worker], OK, HARD)
    word = {"bia": "BIA", "mha": "mental health assessor"}[asked.role]
    left = asked.desk.book.worker.left_on[asked.worker]

    def words(_: int, at: int) -> str:
        if left[at] != NO_DAY and left[at] <= asked.on:
            return f"Left on {short(int(left[at]))}"
        return f"Not on the register as a {word}"

    return Finding("register", code, words)


def _entry(asked: Asked) -> Finding:
    code = np.where(asked.has_entry, OK, SOFT)
    return Finding("entry", code, lambda _, at: "No register entry: nothing is known of what the law asks")


def _dated(
    asked: Asked,
    rule: str,
    day: Ints,
    lapsed: Bools,
    lapsed_words: Callable[[int], str],
    what: str,
    needed: Bools | None = None,
) -> Finding:
    """A fact with a date: lapsed bars, missing from an entry is said."""
    missing = asked.has_entry & (day == NO_DAY)
    if needed is not None:
        missing &= needed
    code = np.select([lapsed, missing], [HARD, SOFT], OK)

    def words(_: int, at: int) -> str:
        if code[at] == HARD:
            return lapsed_words(at)
        known_day = short(int(day[at]))
        return f"{what} not on record" if code[at] == SOFT else f"{what} {known_day}".strip()

    return Finding(rule, code, words)


def _registered(asked: Asked) -> Iterator[Finding]:
    profession, names = asked.fact("profession", 0), asked.register.shape.field("profession").codes
    doctor = codes_of("assessor", "profession", ["doctor"])[0]
    wrong = (profession != 0) & ((profession == doctor) != (asked.role == "mha"))
    unsaid = asked.has_entry & (profession == 0)
    needs = "a doctor" if asked.role == "mha" else "one of the five professions"

    def words(_: int, at: int) -> str:
        said = names[profession[at]].replace("_", " ")
        return f"Profession is {said}, not {needs}" if said else "Profession not on record"

    yield Finding(
        "doctor" if asked.role == "mha" else "profession", np.select([wrong, unsaid], [HARD, SOFT], OK), words
    )
    ends, suspended = asked.fact("registration_ends"), asked.fact("suspended", -1) == 1
    lapsed = suspended | ((ends != NO_DAY) & (ends < asked.on))
    yield _dated(
        asked,
        "registration",
        ends,
        lapsed,
        lambda at: (
            "Suspended from the register" if suspended[at] else f"Registration ended {short(int(ends[at]))}"
        ),
        "Registered to",
    )


def _trained(asked: Asked) -> Iterator[Finding]:
    """Regulation 5: two years' experience, the course, and further training once a year has passed."""
    first = asked.fact("first_registered_on")
    two_years = add_months(first, EXPERIENCE_MONTHS)
    short_of = (first != NO_DAY) & (two_years > asked.on)
    yield _dated(
        asked,
        "experience",
        first,
        short_of,
        lambda at: f"Registered only since {short(int(first[at]))}: two years are needed",
        "First registered",
    )
    course = asked.fact("qualified_on")
    yield _dated(
        asked,
        "qualified",
        course,
        (course != NO_DAY) & (course > asked.on),
        lambda at: f"Course is completed only on {short(int(course[at]))}",
        "Course completed",
    )
    yield _refresher(asked, course)


def _refresher(asked: Asked, course: Ints) -> Finding:
    """Regulation 5(3)(d): not asked for in the 12 months that begin with the day of the course."""
    months = asked.months("dols_refresher_months")
    last = asked.fact("refreshed_on")
    since = add_months_to(asked.on, -months)
    exempt = (course != NO_DAY) & (asked.on < add_months(course, 12))
    lapsed = (last != NO_DAY) & (last < since) & ~exempt
    only_course = (last == NO_DAY) & (course != NO_DAY) & ~exempt
    return _dated(
        asked,
        "refresher",
        np.where(exempt & (last == NO_DAY), course, last),
        lapsed,
        lambda at: f"Last further training {short(int(last[at]))}, more than {months} months ago",
        "Further training",
        needed=~exempt | only_course,
    )


def _doctor(asked: Asked) -> Iterator[Finding]:
    """Regulation 4: approved under section 12, or the other route; section 12 alone never bars."""
    ends, other = asked.fact("s12_ends"), asked.fact("three_years", -1)
    trained = asked.fact("dols_trained_on")
    approved = (ends != NO_DAY) & (ends >= asked.on)
    neither = ~approved & (ends != NO_DAY) & (other == 0)
    unclear = asked.has_entry & ~approved & (other != 1)
    code = np.select([neither, unclear], [HARD, SOFT], OK)

    def words(_: int, at: int) -> str:
        until = f"Section 12 approval ended {short(int(ends[at]))}" if ends[at] != NO_DAY else ""
        if code[at] == HARD:
            return f"{until}, and not three years' experience"
        if code[at] == SOFT:
            return f"{until or 'Section 12 approval not on record'}; the other route is not on record"
        return f"Section 12 approved to {short(int(ends[at]))}" if approved[at] else "Three years' experience"

    yield Finding("section_12", code, words)
    yield _dated(
        asked,
        "dols_training",
        trained,
        (trained != NO_DAY) & (trained > asked.on),
        lambda at: f"Training is completed only on {short(int(trained[at]))}",
        "Training for these assessments",
    )


def _safe(asked: Asked) -> Iterator[Finding]:
    """Regulation 3: insured, and an enhanced criminal record certificate."""
    until, by = asked.fact("insured_until"), asked.fact("insurance", 0)
    employer = codes_of("assessor", "insurance", ["employer"])[0]
    yield _dated(
        asked,
        "insurance",
        until,
        (until != NO_DAY) & (until < asked.on),
        lambda at: f"Insurance ended {short(int(until[at]))}",
        "Insurance to",
        needed=by != employer,
    )
    made = asked.fact("dbs_on")
    kinds = asked.register.dbs_kind
    said = [kinds[row].casefold() if row >= 0 else "" for row in asked.entry.tolist()]
    other = np.array([bool(kind) and "enhanced" not in kind for kind in said], bool)
    yield _dated(
        asked,
        "dbs",
        made,
        other,
        lambda at: f"DBS certificate is {said[at]}, not enhanced",
        "DBS certificate",
    )
    months = asked.months("dols_dbs_months")
    old = (made != NO_DAY) & (add_months(made, months) <= asked.on)
    yield Finding(
        "dbs_age",
        np.where(old, HARD, OK),
        lambda _, at: f"DBS certificate of {short(int(made[at]))} is more than {months} months old",
    )


def _away(asked: Asked) -> Finding:
    away, until = asked.load.away[asked.worker], asked.load.away_until[asked.worker]

    def words(_: int, at: int) -> str:
        return f"Away until {short(int(until[at]))}" if until[at] != NO_DAY else "Away with no return date"

    return Finding("away", np.where(away, ASK, OK), words)


def _room(asked: Asked) -> Finding:
    """What was agreed with the assessor wants a reason to pass; the council's usual number is only said."""
    mine, agreed = asked.load, asked.fact("at_once", 0) > 0
    held = (mine.open + mine.offered)[asked.worker]
    at_once, quota, used = (
        mine.at_once[asked.worker],
        mine.quota[asked.worker],
        mine.used[asked.worker],
    )
    full = (held >= at_once) & (at_once < NO_LIMIT)
    month = (quota > 0) & (used >= quota)
    code = np.select([full & agreed | month, full], [ASK, SOFT], OK)

    def words(_: int, at: int) -> str:
        if month[at]:
            return f"{used[at]} of {quota[at]} agreed for this month given"
        return f"Has {held[at]} of at most {at_once[at]} at once"

    return Finding("room", code, words)
