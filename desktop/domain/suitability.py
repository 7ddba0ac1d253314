"""How well an assessor fits a request: costs in whole points, and the words for each.

None of this is law; it only orders those who may. Fewer points fit better. Each part is kept, so that a
choice can be explained by the parts that decided it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from desktop.domain import lanes
from desktop.domain.assessors import NO_LIMIT, Load
from desktop.domain.calendar import add_months_to
from desktop.domain.casebook import codes_of, known
from desktop.domain.days import NO_DAY, short
from desktop.domain.dols_facts import Bools, Ints
from desktop.domain.lists.facts import taken

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

Sort = TypeVar("Sort", bound=Hashable)

# Points. A full desk weighs as much as living in the wrong place and lacking the skill together.
FULL, UNFAIR, LATE, PRESSED = 30, 30, 8, 6
FAR, AREA_UNKNOWN, NO_SKILL, SKILL_UNKNOWN, LANGUAGE = 20, 8, 14, 6, 40
AGAIN, NOT_AGAIN, THERE_ANYWAY, TOGETHER, LEAVE_SOON = 25, 60, 15, 12, 25
USUAL_DESK = 12  # open assessments that count as a full desk where nothing limits them
PREFER, AVOID_OBJECTS, AVOID_COURT, AVOID_TWICE = 1, 2, 3, 4
_SETTING_NEEDS = {"hospital": "hospital", "nursing_home": "nursing"}


class Previous(NamedTuple):
    """Who assessed the person last: worker row (-1 nobody), the day, and how that is looked at.

    `how` is one of `PREFER` to `AVOID_TWICE`, or 0 where it does not matter any more.
    """

    worker: int = -1
    on: int = NO_DAY
    how: int = 0


_NOBODY_BEFORE = Previous()


@dataclass(frozen=True)
class Fit:
    """The parts of the cost of every pair; arrays are int64, a row per request or one for all.

    Attributes:
        cost: their sum, int64[request, assessor].
        home: managing authority row per request, -1 unknown; `together` how many of the requests are there.
        needs, language: per request, the words of skills and of a language that it asks for.
        previous: per request, who assessed the person last.
        skills: per assessor, the skills on record.
    """

    load: Ints
    fair: Ints
    late: Ints
    pressed: Ints
    leave: Ints
    area: Ints
    skill: Ints
    language: Ints
    again: Ints
    there: Ints
    grouped: Ints
    cost: Ints
    home: Ints
    together: Ints
    district: list[str]
    needs: list[tuple[str, ...]]
    tongue: list[str]
    previous: list[Previous]


def fit(desk: Desk, case: Ints, worker: Ints, have: Load, due_back: Ints, barred: Bools) -> Fit:
    """Cost every assessor for every request.

    Args:
        desk: the snapshot.
        case, worker: rows.
        have: everybody's load.
        due_back: per request, the day on which its report would be wanted.
        barred: pairs that may not be, for choosing who could take several at one home.
    """
    home = taken(desk.book.dols_request.managing_authority, desk.fact("request")[case], -1)
    wide = (len(case), len(worker))
    running = np.zeros(len(desk.book.case), bool)
    running[desk.flags.case[desk.flags.ua_running]] = True
    urgent = running[case]
    districts = _districts(desk, home)
    needs, tongue, skill, language = _skills(desk, case, worker, home, have)
    previous, again = _previous(desk, case, worker, have.role)
    parts = {
        **_alone(worker, have, due_back),
        "pressed": urgent[:, None] * (PRESSED * np.minimum(have.due_soon[worker], 4)),
        "area": _area(desk, worker, have, districts),
        "skill": skill,
        "language": language,
        "again": again,
        "there": _there(desk, worker, have.role, home),
    }
    cost = np.zeros(wide, np.int64)
    for part in parts.values():
        cost += part
    grouped, together = _grouped(home, cost, barred, have.room[worker])
    return Fit(
        **parts,
        grouped=grouped,
        cost=cost + grouped,
        home=home,
        together=together,
        district=districts,
        needs=needs,
        tongue=tongue,
        previous=previous,
    )


def _alone(worker: Ints, have: Load, due_back: Ints) -> dict[str, Ints]:
    """What does not depend on the request, but for leave before its report is wanted."""
    most = np.where(have.at_once >= NO_LIMIT, USUAL_DESK, np.maximum(have.at_once, 1))[worker]
    busy = (have.open + have.offered)[worker]
    leave = have.next_away[worker]
    off = (leave != NO_DAY) & (leave <= due_back[:, None])
    return {
        "load": np.minimum(FULL * busy // most, 2 * FULL).astype(np.int64),
        "fair": np.minimum(UNFAIR * have.share[worker] // 100, 2 * UNFAIR).astype(np.int64),
        "late": (LATE * np.minimum(have.late[worker], 4)).astype(np.int64),
        "leave": np.where(off, LEAVE_SOON, 0),
    }


def _districts(desk: Desk, home: Ints) -> list[str]:
    """The postcode district of each request's home, ``SO14``; blank where none is on record."""
    postcode = desk.book.managing_authority.postcode
    return [postcode[row].strip().upper().partition(" ")[0] if row >= 0 else "" for row in home.tolist()]


def words_of(text: str) -> frozenset[str]:
    """The words or phrases of a list that a person typed with commas, folded."""
    return frozenset(part.strip().casefold() for part in text.split(",")) - {""}


def _reach(desk: Desk) -> list[tuple[frozenset[str], frozenset[str], frozenset[str]]]:
    """Per register entry, its skills, languages and areas; nothing for no entry, at the end."""

    def make() -> list[tuple[frozenset[str], frozenset[str], frozenset[str]]]:
        table = desk.book.assessor
        rows = zip(table.skills, table.languages, table.areas, strict=True)
        said = [(words_of(skills), words_of(tongues), words_of(areas)) for skills, tongues, areas in rows]
        return [*said, (frozenset(), frozenset(), frozenset())]

    found: list[tuple[frozenset[str], frozenset[str], frozenset[str]]]
    found = desk.steady("assessor reach", "assessor", make)
    return found


def _area(desk: Desk, worker: Ints, have: Load, districts: list[str]) -> Ints:
    reach = _reach(desk)
    areas = [reach[row][2] for row in have.entry[worker].tolist()]
    said = np.array([bool(one) for one in areas], bool)

    def of(district: str) -> Ints:
        if not district:
            return np.zeros(len(worker), np.int64)
        name = district.casefold()
        return np.where(said, np.array([0 if name in area else FAR for area in areas]), AREA_UNKNOWN)

    return _alike(districts, of, len(worker))


def _alike(sorts: Sequence[Sort], row_of: Callable[[Sort], Ints], width: int) -> Ints:
    """A row per request, made once for all that are of one sort."""
    number: dict[Sort, int] = {}
    at = np.array([number.setdefault(one, len(number)) for one in sorts], np.intp)
    made: Ints = np.array([row_of(one) for one in number], np.int64).reshape(len(number), width)[at]
    return made


def _skills(
    desk: Desk, case: Ints, worker: Ints, home: Ints, have: Load
) -> tuple[list[tuple[str, ...]], list[str], Ints, Ints]:
    """What each request asks for, by its setting, the person and the words of its purpose."""
    reach, entry = _reach(desk), have.entry[worker].tolist()
    skills, tongues = [reach[row][0] for row in entry], [reach[row][1] for row in entry]
    known_skills, known_tongues = frozenset().union(*skills), frozenset().union(*tongues) - {"english"}
    purposes = _purposes(desk, case)
    setting, kinds = desk.book.managing_authority.setting, desk.book.managing_authority.shape.field("setting")
    disabled = desk.book.person.disabled[desk.book.case.person[case]]
    by_kind = [_SETTING_NEEDS.get(kind, "") for kind in kinds.codes]
    plain = {
        (kind, off): tuple(sorted({by_kind[kind], "learning disability" if off else ""} - {""}))
        for kind in range(len(by_kind))
        for off in (False, True)
    }
    of_home = taken(setting, home, 0).tolist()
    needs = [plain[pair] for pair in zip(of_home, (disabled == 1).tolist(), strict=True)]
    tongue = [""] * len(needs)
    for at, said in purposes.items():
        needs[at] = tuple(sorted({*needs[at], *(skill for skill in known_skills if skill in said)}))
        tongue[at] = next((one for one in sorted(known_tongues) if one in said), "")
    width = len(worker)
    return (
        needs,
        tongue,
        _alike(needs, lambda wanted: _skill_row(wanted, skills), width),
        _alike(tongue, lambda one: np.array([-LANGUAGE if one in mine else 0 for mine in tongues]), width),
    )


def _skill_row(wanted: tuple[str, ...], skills: list[frozenset[str]]) -> Ints:
    if not wanted:
        return np.zeros(len(skills), np.int64)
    return np.array(
        [
            SKILL_UNKNOWN if not mine else sum(NO_SKILL for skill in wanted if skill not in mine)
            for mine in skills
        ]
    )


def _purposes(desk: Desk, case: Ints) -> dict[int, str]:
    """Place of the request -> what the form says it is for, folded; only where it says anything."""
    table = desk.book.request_detail
    rows = np.flatnonzero(known(table, desk.known_at) & np.isin(table.case, case))
    place = {row: at for at, row in enumerate(case.tolist())}
    return {place[int(table.case[row])]: table.purpose[row].casefold() for row in rows if table.purpose[row]}


def _there(desk: Desk, worker: Ints, role: str, home: Ints) -> Ints:
    """Points off for who has an unvisited request at the same home already."""
    found, flags = lanes.columns(desk, role), desk.flags
    case = flags.case[flags.open]
    case = case[found.state[case] == lanes.ACCEPTED]
    at = taken(desk.book.dols_request.managing_authority, desk.fact("request")[case], -1)
    going = np.zeros((len(desk.book.managing_authority) + 1, len(desk.book.worker) + 1), bool)
    going[at, found.worker[case]] = True
    going[-1] = False
    return np.where(going[home[:, None], worker], -THERE_ANYWAY, 0)


def _grouped(home: Ints, cost: Ints, barred: Bools, room: Ints) -> tuple[Ints, Ints]:
    """Points off where one assessor could take several requests at one home, and how many are there."""
    made = np.zeros(cost.shape, np.int64)
    places, group, size = np.unique(home, return_inverse=True, return_counts=True)
    size = np.where(places < 0, 1, size)
    if not len(home) or size.max() < 2 or not cost.shape[1]:
        return made, size[group]
    order = np.argsort(group, kind="stable")
    first = np.searchsorted(group[order], np.arange(len(places)))
    shown = np.where(barred | (room <= 1), 10_000, cost)
    total = np.add.reduceat(shown[order], first, axis=0)
    takes = np.minimum(size[:, None], room)
    anchor = (total // size[:, None] - TOGETHER * takes).argmin(axis=1)
    rows = np.flatnonzero(size[group] > 1)
    made[rows, anchor[group[rows]]] = -TOGETHER
    return made, size[group]


def _previous(desk: Desk, case: Ints, worker: Ints, role: str) -> tuple[list[Previous], Ints]:
    """Prefer who reported within the months set, but not where the person objects, or twice running."""
    found = list(_last_reports(desk, case, role)) if role == "bia" else [Previous()] * len(case)
    made = np.zeros((len(case), len(worker)), np.int64)
    place = {row: at for at, row in enumerate(worker.tolist())}
    for at, one in enumerate(found):
        if one.how and one.worker in place:
            made[at, place[one.worker]] = -AGAIN if one.how == PREFER else NOT_AGAIN
    return found, made


def _last_reports(desk: Desk, case: Ints, role: str) -> Iterator[Previous]:
    people = desk.book.case.person[case].tolist()
    reports = _reports(desk, case, role)
    objecting = taken(desk.book.dols_request.objecting, desk.fact("request")[case], -1) == 1
    in_court = _in_court(desk)
    since = add_months_to(desk.as_at, -int(desk.timescales.settings["dols_previous_bia_months"]))
    for at, person in enumerate(people):
        mine = [one for one in reports[person] if one[2] != case[at]] if person in reports else []
        if not mine:
            yield _NOBODY_BEFORE
            continue
        on, who, _ = mine[-1]
        if objecting[at]:
            how = AVOID_OBJECTS
        elif person in in_court:
            how = AVOID_COURT
        elif len(mine) > 1 and mine[-2][1] == who:
            how = AVOID_TWICE
        else:
            how = PREFER if on >= since else 0
        yield Previous(who, on, how)


def _reports(desk: Desk, case: Ints, role: str) -> dict[int, list[tuple[int, int, int]]]:
    """Person -> (day, worker, case) of every report by an assessor of the role, earliest first."""
    book, table = desk.book, desk.book.allocation
    mine = known(table, desk.known_at) & (table.role == codes_of("allocation", "role", [role])[0])
    rows = np.flatnonzero(mine & (table.worker >= 0) & (table.case >= 0))
    chosen = np.zeros(len(book.person) + 1, bool)
    chosen[book.case.person[case]] = True
    rows = rows[chosen[book.case.person[table.case[rows]]]]
    whose = table.case[rows]
    back = desk.fact("form3" if role == "bia" else "form4")[whose]
    rows, whose, back = (part[back != NO_DAY] for part in (rows, whose, back))
    found: dict[int, list[tuple[int, int, int]]] = {}
    people, workers = book.case.person[whose].tolist(), table.worker[rows].tolist()
    lines_of = zip(people, back.tolist(), workers, whose.tolist(), strict=True)
    lines = {(whose, person): (back, who) for person, back, who, whose in sorted(lines_of)}
    for (whose, person), (on, who) in lines.items():
        found.setdefault(person, []).append((on, who, whose))
    return {person: sorted(told) for person, told in found.items()}


def _in_court(desk: Desk) -> set[int]:
    """People about whom an application under section 21A has been made."""
    table = desk.book.court_challenge
    rows = np.flatnonzero(known(table, desk.known_at) & (table.case >= 0) & (table.on <= desk.as_at))
    return set(desk.book.case.person[table.case[rows]].tolist())


def previous_words(one: Previous) -> str:
    """What having assessed the person last means for the next choice."""
    last = f"did the last assessment ({short(one.on)})"
    return {
        PREFER: last,
        AVOID_OBJECTS: f"{last} and the person objects",
        AVOID_COURT: f"{last} and there is a court challenge",
        AVOID_TWICE: "did the last two assessments",
    }.get(one.how, "")
