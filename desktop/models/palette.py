"""What the search over everything finds: workers, open cases and homes by name, reference or id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.lists.columns import Bools, Ints
from desktop.domain.lists.home_words import kind_words
from desktop.domain.lists.rows import PLAN_WORDS, worker_words
from desktop.domain.lists.staff import staff

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

_WORKERS, _CASES, _HOMES = 6, 12, 4  # found of each; more words find the rest


@dataclass(frozen=True)
class Hit:
    """One thing found.

    Attributes:
        kind: what was found; one of `FINDERS`.
        row: its row in its table.
        row_id: its id there; the page about one of its kind is opened with it.
        title, detail: what to print.
    """

    kind: str
    row: int
    row_id: str
    title: str
    detail: str


def find(desk: Desk, text: str) -> list[Hit]:
    """Of each kind what holds every word; those whose name begins so come first."""
    words = text.casefold().split()
    if not words:
        return []
    return [hit for finder in FINDERS.values() for hit in finder(desk, words)]


def _workers(desk: Desk, words: list[str]) -> list[Hit]:
    book, names = desk.book, desk.words("worker")
    mask = book.worker.live & ~staff(desk).left
    for word in words:
        mask = mask & names.find(word)
    rows, ids = _best(np.flatnonzero(mask), names.texts, words[0], _WORKERS), book.worker.ids
    return [
        Hit("worker", row, ids[row], names.texts[row], _team(desk, int(book.worker.team[row])))
        for row in rows
    ]


def _team(desk: Desk, team: int) -> str:
    return f"Worker, {desk.book.team.name[team]}" if team >= 0 else "Worker"


def _cases(desk: Desk, words: list[str]) -> list[Hit]:
    person = desk.book.case.person
    mask: Bools = desk.is_open.copy()
    for word in words:
        of_person = np.append(desk.words("person").find(word), False)
        mask &= of_person[person] | desk.words("case.ref").find(word)
    rows = np.flatnonzero(mask)
    names = desk.words("person").texts
    shown = {row: names[person[row]] if person[row] >= 0 else "" for row in rows[:2000].tolist()}
    return [_case_hit(desk, row, shown[row]) for row in _best(rows[:2000], shown, words[0], _CASES)]


def _case_hit(desk: Desk, row: int, name: str) -> Hit:
    book = desk.book
    person = int(book.case.person[row])
    refs = {book.case.ref[row], book.person.ref[person] if person >= 0 else ""} - {""}
    worker = worker_words(desk, int(desk.fact("holder")[row]), int(desk.fact("worker")[row]))
    plan = PLAN_WORDS[int(book.case.kind[row])]
    return Hit("case", row, book.case.ids[row], name or "No name", ", ".join((plan, *sorted(refs), worker)))


def _homes(desk: Desk, words: list[str]) -> list[Hit]:
    homes, names = desk.book.managing_authority, desk.words("managing_authority")
    mask = homes.live.copy()
    for word in words:
        mask &= names.find(word)
    rows = _best(np.flatnonzero(mask), names.texts, words[0], _HOMES)
    return [
        Hit("home", row, homes.ids[row], names.texts[row], kind_words(desk, row) or "Home or ward")
        for row in rows
    ]


def _best(rows: Ints, names: dict[int, str] | list[str] | object, word: str, most: int) -> list[int]:
    """The first rows: those in whose name a word begins so, then by name."""

    def rank(row: int) -> tuple[bool, str]:
        name = names[row].casefold()  # type: ignore[index]
        return not any(part.startswith(word) for part in name.split()), name

    return sorted(rows.tolist(), key=rank)[:most]


# What is looked for, by kind of hit, in the order of the answer; `views.palette` says what each opens.
FINDERS: dict[str, Callable[[Desk, list[str]], list[Hit]]] = {
    "worker": _workers,
    "case": _cases,
    "home": _homes,
}
