"""People, homes and workers: finding them before making them, and who is away or has left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from desktop.commands import checks
from desktop.commands.acts import Builder
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.domain.names import name_key, tidy
from desktop.errors import Refused


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person who is not in the database yet.

    Attributes:
        ref: their id in the council's case system.
        family: what ties brothers and sisters together, empty when not known.
    """

    ref: str
    name: str = ""
    initials: str = ""
    born_on: int = NO_DAY
    expected_on: int = NO_DAY
    family: str = ""
    disabled: bool | None = None


def initials_of(name: str) -> str:
    """The initials that lists show: ``Ann Marie Lee`` is ``AML``, and so is ``Lee, Ann Marie``."""
    family, comma, given = name.partition(",")
    words = f"{given} {family}".split() if comma else name.split()
    return "".join(word[0] for word in words if word[0].isalpha()).upper()


def put_person(build: Builder, book: Casebook, who: int | NewPerson) -> str:
    """The id of a person: of the row given, or of one that the act adds.

    Raises:
        Refused: a new person without an id, or with one that is in use.
    """
    if isinstance(who, int):
        return str(book.person.ids[who])
    ref = who.ref.strip()
    if not ref:
        raise Refused("Give the person's id in the case system.")
    _refuse_taken(book, ref)
    return build.insert(
        "person",
        ref=ref,
        name=tidy(who.name),
        name_key=name_key(who.name),
        initials=who.initials.strip() or initials_of(who.name),
        born_on=who.born_on,
        expected_on=who.expected_on,
        family=who.family.strip(),
        disabled=who.disabled,
    )


def put_home(build: Builder, book: Casebook, home: int | str) -> str | None:
    """The id of a care home or ward: of the row given, or of a new one by name; None for an empty name."""
    if isinstance(home, int):
        return str(book.managing_authority.ids[home]) if home >= 0 else None
    key = name_key(home)
    if not key:
        return None
    for row, other in enumerate(book.managing_authority.name_key):
        if other == key and book.managing_authority.live[row]:
            return str(book.managing_authority.ids[row])
    return build.insert("managing_authority", name=tidy(home), name_key=key)


def add_worker(
    book: Casebook,
    name: str,
    *,
    author: str,
    team: int = -1,
    staff_ref: str = "",
    is_bia: bool = False,
    is_mha: bool = False,
    engagement: str = "",
) -> Act:
    """Add a worker or an assessor.

    Raises:
        Refused: no name, or a worker of that name who has not left.
    """
    key, table = name_key(name), book.worker
    if not key:
        raise Refused("Give the worker's name.")
    same = [row for row, other in enumerate(table.name_key) if other == key and table.live[row]]
    if any(table.left_on[row] == NO_DAY for row in same):
        raise Refused("A worker of that name is already here. Add a staff number to tell them apart.")
    build = Builder(book, "people.add_worker", author)
    build.insert(
        "worker",
        name=tidy(name),
        name_key=key,
        staff_ref=staff_ref.strip(),
        team=team,
        is_bia=int(is_bia),
        is_mha=int(is_mha),
        engagement=engagement,
    )
    return build.act("Worker added")


def change_worker(book: Casebook, worker: int, *, author: str, reason: str = "", **changes: Any) -> Act:
    """Change what is on record of a worker: team, register entry, leaving date.

    A worker who leaves keeps their cases until somebody reallocates them; the lists show those as held
    by someone who has left.

    Raises:
        Refused: nothing to change, or an empty name.
    """
    if not changes:
        raise Refused("Nothing was changed.")
    if "name" in changes:
        changes["name_key"] = name_key(changes["name"])
        if not changes["name_key"]:
            raise Refused("Give the worker's name.")
    build = Builder(book, "people.change_worker", author)
    build.update("worker", worker, **changes)
    return build.act("Worker changed", reason)


def leave(book: Casebook, worker: int, left_on: int, *, author: str) -> Act:
    """Record that a worker has left, or will leave, on a day. Their cases wait to be reallocated.

    Raises:
        Refused: no day.
    """
    checks.need_day(left_on, "last day at work")
    build = Builder(book, "people.leave", author)
    build.update("worker", worker, left_on=left_on)
    return build.act(f"Worker left {short(left_on)}")


def lead_team(book: Casebook, team: int, worker: int, *, author: str) -> Act:
    """Record who manages a team: children of the team are brought to them, and figures named by them.

    Raises:
        Refused: no team, nobody named, or the one who manages it already.
    """
    if team < 0 or worker < 0:
        raise Refused("Choose the team and who manages it.")
    if book.team.manager[team] == worker:
        raise Refused("They are on record as this team's manager already, so nothing needs saving.")
    build = Builder(book, "people.lead_team", author)
    build.update("team", team, manager=worker)
    return build.act("Team's manager recorded")


def change_person(book: Casebook, person: int, *, author: str, reason: str = "", **changes: Any) -> Act:
    """Correct a person's own details; a date of birth or death needs a reason, because clocks read it.

    Raises:
        Refused: nothing to change, an id in use, or a legal date without a reason.
    """
    if not changes:
        raise Refused("Nothing was changed.")
    if {"born_on", "expected_on", "died_on"} & set(changes):
        checks.need_reason(reason, "a date of birth or death decides which clocks run.")
    if "ref" in changes:
        _refuse_taken(book, changes["ref"].strip(), person)
    if "name" in changes:
        changes.setdefault("initials", initials_of(changes["name"]))
        changes["name_key"] = name_key(changes["name"])
    build = Builder(book, "people.change_person", author)
    build.update("person", person, **changes)
    return build.act("Person's details changed", reason)


def _refuse_taken(book: Casebook, ref: str, person: int = -1) -> None:
    wanted = ref.casefold()
    for row, other in enumerate(book.person.ref):
        if row != person and other.casefold() == wanted and book.person.live[row]:
            raise Refused("Somebody with that id is already here. Choose them from the list instead.")


def set_absence(
    book: Casebook,
    worker: int,
    starts_on: int,
    ends_on: int,
    *,
    author: str,
    reason: str = "",
    cover: int = -1,
) -> Act:
    """Record that a worker is away, and who covers; an absence that runs then is replaced.

    Raises:
        Refused: no first day, an end before it, cover by the same person or by one who will have left.
    """
    checks.need_day(starts_on, "first day away")
    if ends_on != NO_DAY and ends_on < starts_on:
        raise Refused("The last day away is before the first. Check the two dates.")
    if cover == worker:
        raise Refused("A worker cannot cover for themselves. Choose someone else.")
    checks.still_here(book, cover, starts_on, "cannot cover")
    build = Builder(book, "people.set_absence", author)
    running = cases.absence_on(book, worker, starts_on)
    values = {"starts_on": starts_on, "ends_on": ends_on, "reason": reason.strip(), "cover": cover}
    if running >= 0:
        build.replace("absence", running, **values)
    else:
        build.insert("absence", worker=worker, **values)
    until = f" to {short(ends_on)}" if ends_on != NO_DAY else ""
    return build.act(f"Absence from {short(starts_on)}{until}")


def absence_warnings(book: Casebook, cover: int, starts_on: int, ends_on: int) -> list[str]:
    """What is odd about an absence as typed: whoever covers is away in it too. It stops nobody."""
    if cover < 0 or starts_on == NO_DAY:
        return []
    table = book.absence
    last = ends_on if ends_on != NO_DAY else starts_on
    rows = np.flatnonzero(cases.standing(table) & (table.worker == cover) & (table.starts_on <= last))
    also = [row for row in rows.tolist() if table.ends_on[row] == NO_DAY or table.ends_on[row] >= starts_on]
    if not also:
        return []
    first, end = int(table.starts_on[also[0]]), int(table.ends_on[also[0]])
    until = f" to {short(end)}" if end != NO_DAY else ", with no return date"
    name = book.worker.name[cover]
    return [f"{name} is away too, from {short(first)}{until}: for those days nobody has the work."]


def end_absence(book: Casebook, worker: int, back_on: int, *, author: str) -> Act:
    """Record that a worker is back: the absence that covers that day ends the day before.

    Raises:
        Refused: when the worker is not recorded as away that day.
    """
    running = cases.absence_on(book, worker, back_on)
    if running < 0:
        raise Refused(f"That worker is not recorded as away on {short(back_on)}.")
    build = Builder(book, "people.end_absence", author)
    if book.absence.starts_on[running] >= back_on:
        build.supersede("absence", running)
    else:
        build.replace("absence", running, ends_on=back_on - 1)
    return build.act(f"Back at work on {short(back_on)}")
