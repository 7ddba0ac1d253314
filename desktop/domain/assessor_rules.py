"""The rules behind `assessor_checks`: what each reads, and its sentence.

Those about the assessor alone are worked out once for everybody; those about a request and an assessor are
matrices of one row per request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain import lanes
from desktop.domain.assessor_checks import ASK, HARD, OK, SOFT, Finding
from desktop.domain.assessors import NO_LIMIT, Load, load, posting_on
from desktop.domain.calendar import add_months, add_months_to
from desktop.domain.casebook import Columns, codes_of, known
from desktop.domain.days import NO_DAY, short
from desktop.domain.dols_facts import Bools, Ints
from desktop.domain.lists.facts import taken

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

INVOLVED_DAYS = 365  # how far back being allocated to the person counts as involved in their care
EXPERIENCE_MONTHS = 24
INVOLVED_ROLES = ("worker", "secondary", "pa", "iro")


@dataclass
class _Asked:
    """What every rule is given: the assessors with their register entries, and the requests."""

    desk: Desk
    case: Ints
    worker: Ints
    role: str
    on: int
    load: Load

    def __post_init__(self) -> None:
        self.entry = self.load.entry[self.worker]
        self.has_entry = self.entry >= 0
        request = self.desk.fact("request")[self.case]
        self.home = taken(self.desk.book.dols_request.managing_authority, request, -1)

    @property
    def register(self) -> Columns:
        """The table of register entries."""
        return self.desk.book.assessor

    def fact(self, name: str, absent: int = NO_DAY) -> Ints:
        """A field of each assessor's entry."""
        return taken(getattr(self.register, name), self.entry, absent)

    def months(self, name: str) -> int:
        """A setting that is a number of months."""
        return int(self.desk.timescales.settings[name])


def findings(desk: Desk, case: Ints, worker: Ints, role: str, on: int) -> Iterator[Finding]:
    """What each rule finds; see `assessor_checks.checks`."""
    asked = _Asked(desk, case, worker, role, on, load(desk, role))
    yield _listed(asked)
    yield _entry(asked)
    yield from _registered(asked)
    yield from (_trained(asked) if role == "bia" else _doctor(asked))
    yield from _safe(asked)
    yield from _pairs(asked)
    yield _away(asked)
    yield _room(asked)


def _listed(asked: _Asked) -> Finding:
    code = np.where(asked.load.listed[asked.worker], OK, HARD)
    word = {"bia": "BIA", "mha": "mental health assessor"}[asked.role]
    left = asked.desk.book.worker.left_on[asked.worker]

    def words(_: int, at: int) -> str:
        if left[at] != NO_DAY and left[at] <= asked.on:
            return f"Left on {short(int(left[at]))}"
        return f"Not on the register as a {word}"

    return Finding("register", code, words)


def _entry(asked: _Asked) -> Finding:
    code = np.where(asked.has_entry, OK, SOFT)
    return Finding("entry", code, lambda _, at: "No register entry: nothing is known of what the law asks")


def _dated(
    asked: _Asked,
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


def _registered(asked: _Asked) -> Iterator[Finding]:
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


def _trained(asked: _Asked) -> Iterator[Finding]:
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


def _refresher(asked: _Asked, course: Ints) -> Finding:
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


def _doctor(asked: _Asked) -> Iterator[Finding]:
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


def _safe(asked: _Asked) -> Iterator[Finding]:
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


def _pairs(asked: _Asked) -> Iterator[Finding]:
    yield _same_person(asked)
    if asked.role == "bia":
        yield _involved(asked)
        yield _own_home(asked)
    yield from _interests(asked)
    if asked.role == "bia":
        yield _same_team(asked)


def _matrix(asked: _Asked, mask: Bools, code: int = HARD) -> Ints:
    return np.where(mask, np.int8(code), np.int8(OK))


def _same_person(asked: _Asked) -> Finding:
    other = "mha" if asked.role == "bia" else "bia"
    found = lanes.columns(asked.desk, other)
    busy = ~np.isin(found.state[asked.case], lanes.WAITS)
    theirs = np.where(busy, found.worker[asked.case], -1)
    word = {"bia": "best interests", "mha": "mental health"}[other]
    return Finding(
        "same_person",
        _matrix(asked, (theirs[:, None] == asked.worker) & (theirs[:, None] >= 0)),
        lambda _, at: f"Has the {word} assessment of this request; one person may not do both",
    )


def _involved(asked: _Asked) -> Finding:
    """Allocated to the person in the last twelve months, in whatever case, other than as an assessor."""
    book, table = asked.desk.book, asked.desk.book.allocation
    recent = (table.ended_on == NO_DAY) | (table.ended_on >= asked.on - INVOLVED_DAYS)
    mine = known(table, asked.desk.known_at) & recent & (table.case >= 0) & (table.worker >= 0)
    cares = np.zeros(len(table.shape.field("role").codes), bool)
    cares[codes_of("allocation", "role", INVOLVED_ROLES)] = True
    mine &= cares[table.role]
    chosen = np.zeros(len(book.worker), bool)
    chosen[asked.worker] = True
    rows = np.flatnonzero(mine)
    rows = rows[chosen[table.worker[rows]]]
    whose, worker = book.case.person[table.case[rows]], table.worker[rows]
    person = book.case.person[asked.case]
    mask = np.zeros((len(asked.case), len(asked.worker)), bool)
    for who, by in zip(whose.tolist(), worker.tolist(), strict=True) if len(rows) else ():
        mask |= (person == who)[:, None] & (asked.worker == by)
    return Finding(
        "involved",
        _matrix(asked, mask),
        lambda _, at: "Involved in this person's care now or in the last 12 months",
    )


def _own_home(asked: _Asked) -> Finding:
    """The council's own home: nobody employed by the council; for anybody else the law is not clear."""
    book, home = asked.desk.book, asked.home
    ours = taken(book.managing_authority.run_by_council, home, -1) == 1
    kinds = book.worker.shape.field("engagement").codes
    in_house = np.array([kind.startswith("in_house") for kind in kinds])[book.worker.engagement[asked.worker]]
    unsaid = book.worker.engagement[asked.worker] == 0
    elsewhere = np.array(
        [bool(asked.register.employer[row].strip()) if row >= 0 else False for row in asked.entry.tolist()]
    )
    employed = in_house & ~elsewhere
    code = np.where(employed, HARD, np.where(unsaid & ~elsewhere, ASK, SOFT)) * ours[:, None]

    def words(_: int, at: int) -> str:
        if employed[at]:
            return "The council runs this home and employs this assessor"
        if unsaid[at] and not elsewhere[at]:
            return "The council runs this home, and who employs this assessor is not on record"
        return "The council runs this home; a paid assessor may be providing services to it: ask legal"

    return Finding("own_home", code.astype(np.int8), words)


_INTERESTS = {  # kind of interest -> (rule, how bad, words)
    "financial": ("financial_interest", HARD, "Has a financial interest in this home or its provider"),
    "relative": ("relative", HARD, "Related to somebody with a financial interest in this home"),
    "employment": ("interest", HARD, "Works, or a relative works, for this home or its provider"),
    "other": ("interest", ASK, "Has an interest on record in this home or its provider"),
    "": ("interest", ASK, "Has an interest on record in this home or its provider"),
}


def _interests(asked: _Asked) -> Iterator[Finding]:
    """Standing interests on record, by home or by the company that runs it."""
    found: dict[str, dict[tuple[int, int], tuple[int, str]]] = {
        rule: {} for rule in ("relative", "financial_interest", "interest")
    }
    place = {worker: at for at, worker in enumerate(asked.worker.tolist())}
    for row in _interest_rows(asked):
        at = place.get(int(asked.desk.book.interest.worker[row]))
        if at is None:
            continue
        rule, code, words = _INTERESTS[asked.desk.book.interest.word("kind", row)]
        detail = asked.desk.book.interest.detail[row].strip()
        for request in _touched(asked, row).tolist():
            found[rule][request, at] = (code, f"{words}: {detail}" if detail else words)
    for rule, pairs in found.items():
        code_of = np.zeros((len(asked.case), len(asked.worker)), np.int8)
        for (request, at), (code, _) in pairs.items():
            code_of[request, at] = max(code, code_of[request, at])
        yield Finding(rule, code_of, _told(pairs))


def _told(pairs: dict[tuple[int, int], tuple[int, str]]) -> Callable[[int, int], str]:
    return lambda request, at: pairs[request, at][1] if (request, at) in pairs else "None on record"


def _interest_rows(asked: _Asked) -> list[int]:
    table = asked.desk.book.interest
    rows = np.flatnonzero(known(table, asked.desk.known_at))
    begun = (table.starts_on[rows] == NO_DAY) | (table.starts_on[rows] <= asked.on)
    lasts = (table.ends_on[rows] == NO_DAY) | (table.ends_on[rows] >= asked.on)
    return [int(row) for row in rows[begun & lasts]]


def _touched(asked: _Asked, row: int) -> Ints:
    """The requests whose home an interest is about."""
    book, home = asked.desk.book, asked.home
    table = book.interest
    about = home == table.managing_authority[row] if table.managing_authority[row] >= 0 else home < -1
    provider = table.provider[row].strip().casefold()
    if provider:
        run_by = book.managing_authority.provider
        about = about | np.array(
            [at >= 0 and run_by[at].strip().casefold() == provider for at in home.tolist()], bool
        )
    return np.flatnonzero(about)


def _same_team(asked: _Asked) -> Finding:
    """The assessor's team is the one that plans this person's care."""
    book, desk = asked.desk.book, asked.desk
    table = book.allocation
    worker_role = codes_of("allocation", "role", ["worker"])[0]
    now = known(table, desk.known_at) & (table.role == worker_role) & (table.worker >= 0) & (table.case >= 0)
    now &= (table.on <= asked.on) & ((table.ended_on == NO_DAY) | (table.ended_on > asked.on))
    people = book.case.person[asked.case]
    rows = np.flatnonzero(now)
    chosen = np.zeros(len(book.person) + 1, bool)
    chosen[people] = True
    rows = rows[chosen[book.case.person[table.case[rows]]]]
    theirs = _team_of(desk, asked.worker, asked.on)
    mask = np.zeros((len(asked.case), len(asked.worker)), bool)
    teams = _team_of(desk, table.worker[rows], asked.on)
    for who, team in zip(book.case.person[table.case[rows]].tolist(), teams.tolist(), strict=True):
        mask |= (people == who)[:, None] & (theirs == team) & (team >= 0)
    return Finding(
        "same_team", _matrix(asked, mask, ASK), lambda _, at: "Same team as this person's social worker"
    )


def _team_of(desk: Desk, worker: Ints, on: int) -> Ints:
    posting = posting_on(desk, worker, np.full(len(worker), on, np.int32))
    team = taken(desk.book.posting.team, posting, -1)
    made: Ints = np.where(team >= 0, team, taken(desk.book.worker.team, worker, -1))
    return made


def _away(asked: _Asked) -> Finding:
    away, until = asked.load.away[asked.worker], asked.load.away_until[asked.worker]

    def words(_: int, at: int) -> str:
        return f"Away until {short(int(until[at]))}" if until[at] != NO_DAY else "Away with no return date"

    return Finding("away", np.where(away, ASK, OK), words)


def _room(asked: _Asked) -> Finding:
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
