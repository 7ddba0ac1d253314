"""Telling a person that the visit they type may be on record already, and by whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from desktop.commands import visits
from desktop.commands.visits import Visit
from desktop.domain.days import short
from desktop.domain.lists.desk import Desk

ANSWERS = (
    ("", "Choose"),
    ("join", "The same visit: add what is new"),
    ("second", "A second visit that day: keep both"),
)


def words(desk: Desk, store: Any, entry: Visit) -> str:
    """Which visit on record the entry may repeat, who made and who recorded it; empty for none.

    Args:
        desk: the snapshot.
        store: the open database, on whose lane this runs; None leaves out who recorded it.
        entry: the visit as it is typed.
    """
    found = visits.same_visit(desk.book, entry)
    if not found:
        return ""
    book, twin = desk.book, found[0]
    ref = book.person.ref[book.case.person[twin.case]]
    visitor = f" by {book.worker.name[twin.worker]}" if twin.worker >= 0 else ""
    when = dt.datetime.fromtimestamp(twin.recorded_at / 1000)
    author = _author(store, book.case.ids[twin.case], book.event.ids[twin.row])
    told = f"a visit to {ref} on {short(entry.on)}{visitor} is recorded already"
    return f"{told} ({f'by {author}, ' if author else ''}{when:%d/%m/%Y at %H:%M})."


def _author(store: Any, case_id: str, row_id: str) -> str:
    if store is None:
        return ""
    lines = [line for line in store.history(case_id) if line.row == row_id]
    return lines[0].author if lines else ""


def decided(entry: Visit) -> Visit:
    """The entry with an answer, so that a preview can be made before the person has given one."""
    return entry if entry.again else replace(entry, again="second")
