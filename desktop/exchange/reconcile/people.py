"""Whose row it is: one person by id; anything weaker is only a possible match for a person to decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from desktop.domain.casebook import Casebook
from desktop.domain.changes import new_ids
from desktop.domain.days import NO_DAY
from desktop.domain.names import name_key
from desktop.exchange.reconcile.facts import Who

INITIALS = "the same initials and date of birth"
Key = tuple[str, Any]  # what agrees, and on what


@dataclass(slots=True)
class Person:
    """A person the file speaks of.

    Attributes:
        id: the person's id.
        row: row of the casebook, -1 for a new person.
        rec: the first record that speaks of the person.
        seq: order of the first case of the person, so that both go into one change set.
        who: what is known, this file included.
        fills: field -> value that the record lacked, for a person on record.
    """

    id: str
    row: int
    rec: int
    seq: int
    who: Who
    fills: dict[str, Any]


class People:
    """Everyone on record by id, and whoever the file adds."""

    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._fresh = fresh_ids()
        self.met: dict[str, Person] = {}  # by ref
        table = book.person
        kept = _merged_into(book)
        self._rows = {
            id_key(ref): kept.get(row, row) for row, ref in enumerate(table.ref) if table.live[row] and ref
        }

    def rows_of(self, refs: Iterable[str]) -> set[int]:
        """The rows of those among some ids that are on record."""
        if not self._rows:
            return set()
        return {self._rows[key] for key in map(id_key, refs) if key in self._rows}

    def known_or_alike(self, refs: Iterable[str]) -> set[str]:
        """Of some ids those that are on record, and those that leading zeros can make another's."""
        zeroed = self._zeroed(refs)
        if not self._rows and not zeroed:
            return set()
        keys = {ref: id_key(ref) for ref in refs}
        return {ref for ref, key in keys.items() if key in self._rows or key.lstrip("0") in zeroed}

    def id_of(self, ref: str) -> str:
        """The id of a person on record or already met, "" for nobody."""
        if ref in self.met:
            return self.met[ref].id
        row = self._rows.get(id_key(ref), -1)
        return self._book.person.ids[row] if row >= 0 else ""

    def meet(self, who: Who, rec: int, seq: int) -> tuple[Person, bool]:
        """The person of a row, and whether the record or the file had spoken of them before."""
        person = self.met.get(who.ref)
        if person is not None:
            return person, True
        row = self._rows.get(id_key(who.ref), -1) if self._rows else -1
        if row < 0:
            person = Person(next(self._fresh), -1, rec, seq, who, {})
        else:
            person = Person(self._book.person.ids[row], row, rec, seq, self._on_record(row), {})
        self.met[who.ref] = person
        return person, row >= 0

    def _on_record(self, row: int) -> Who:
        table = self._book.person
        born, disabled = int(table.born_on[row]), int(table.disabled[row])
        return Who(
            table.ref[row],
            table.name[row],
            table.initials[row],
            None if born == NO_DAY else born,
            None if disabled < 0 else disabled,
        )

    def possible_matches(self) -> Iterator[tuple[Person, str, str]]:
        """New people who may be someone else: (new person, id of the other, why). Each pair once."""
        zeroed = self._zeroed(self.met)
        new = [one for one in self.met.values() if one.row < 0 and (zeroed or one.who.born_on is not None)]
        fresh = [(person, _keys(person.who, zeroed)) for person in new]
        fresh = [(person, keys) for person, keys in fresh if keys]
        if not fresh:
            return
        asked = _pairs_asked(self._book)
        index = self._index(fresh, zeroed)
        for person, keys in fresh:
            for key in keys:
                for other, name in index[key]:
                    pair = frozenset((person.id, other))
                    both_named = key[0] == INITIALS and person.who.name and name
                    if len(pair) == 2 and pair not in asked and not both_named:
                        asked.add(pair)
                        yield person, other, key[0]

    def _zeroed(self, new: Iterable[str]) -> set[str]:
        """The ids that begin with zeros somewhere, on record or new, without them."""
        begun = (id_key(ref) for ref in new if ref[:1] == "0" or ref[:1].isspace())  # few, of very many
        return {ref.lstrip("0") for ref in (*self._rows, *begun) if ref[:1] == "0"}

    def _index(
        self, fresh: list[tuple[Person, list[Key]]], zeroed: set[str]
    ) -> dict[Key, list[tuple[str, str]]]:
        """(id, name) of everyone, new and on record, by each weaker key that a new person has."""
        found: dict[Key, list[tuple[str, str]]] = {}
        for person, keys in fresh:
            for key in keys:
                found.setdefault(key, []).append((person.id, person.who.name))
        for row, person_id in enumerate(self._book.person.ids):
            if self._book.person.live[row]:
                who = self._on_record(row)
                for key in _keys(who, zeroed):
                    if key in found:
                        found[key].append((person_id, who.name))
        return found


def fresh_ids() -> Iterator[str]:
    """New ids without end, each later than the one before."""
    while True:
        yield from new_ids(1_000)


def id_key(ref: str) -> str:
    """The form in which ids are compared."""
    return ref.strip().casefold()


def _keys(who: Who, zeroed: set[str]) -> list[Key]:
    """The weaker keys of a person."""
    keys: list[Key] = []
    if zeroed:
        bare = id_key(who.ref).lstrip("0")
        if bare in zeroed:
            keys.append(("the same id but for leading zeros", bare))
    if who.born_on is None:
        return keys
    if who.name:
        keys.append(("the same name and date of birth", (name_key(who.name), who.born_on)))
    initials = who.initials or "".join(part[0] for part in who.name.split())
    if initials:
        keys.append((INITIALS, (initials.casefold(), who.born_on)))
    return keys


def _merged_into(book: Casebook) -> dict[int, int]:
    """For each person whom somebody has said to be another: the row that was kept."""
    match = book.person_match
    same = match.code("status", "same")
    direct = {
        int(match.other[row]): int(match.person[row])
        for row in range(len(match))
        if match.live[row] and match.status[row] == same
    }
    return {other: _last(direct, other) for other in direct}


def _last(direct: dict[int, int], row: int) -> int:
    seen = {row}
    while direct.get(row, row) not in seen:
        row = direct[row]
        seen.add(row)
    return row


def _pairs_asked(book: Casebook) -> set[frozenset[str]]:
    match, ids = book.person_match, book.person.ids
    return {
        frozenset((ids[int(match.person[row])], ids[int(match.other[row])]))
        for row in range(len(match))
        if match.live[row]
    }
