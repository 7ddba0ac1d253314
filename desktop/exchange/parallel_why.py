"""What explains that a tracker and the database differ: where the database's side came from, and when."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from desktop.domain.casebook import known
from desktop.domain.days import NEVER, NO_DAY, short
from desktop.domain.names import name_key
from desktop.exchange.reconcile.lineage import Lineage, batch_title
from desktop.exchange.records import ParsedFile

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk
    from desktop.store.history import HistoryLine

Why = tuple[bool, str]  # whether the difference is explained, and what is to be said of it
Slot = tuple[str, str]  # fact table, and for an event or an allocation which
_EVENTS = {
    "received_on": "started",
    "plan_start": "started",
    "last_visit": "visit",
    "seen": "visit",
    "seen_alone": "visit",
    "last_supervision": "supervision",
    "form3_on": "form3_returned",
    "form4_on": "form4_returned",
    "sent_to_signatory_on": "sent_to_signatory",
    "signed_off_on": "signed_off",
    "outcome_text": "signed_off",
}
_SLOTS: dict[str, Slot] = {
    **{name: ("event", kind) for name, kind in _EVENTS.items()},
    **dict.fromkeys(("worker",), ("allocation", "worker")),
    **dict.fromkeys(("bia", "bia_team", "bia_allocated_on", "bia_due_on"), ("allocation", "bia")),
    **dict.fromkeys(("mha", "mha_allocated_on"), ("allocation", "mha")),
    **dict.fromkeys(
        ("home", "cqc_location", "form", "urgent", "priority", "objecting"), ("dols_request", "")
    ),
    **dict.fromkeys(("urgent_from", "urgent_ends"), ("urgent_authorisation", "")),
    **dict.fromkeys(
        ("extension_requested_on", "extension_decided_on", "extension_days"), ("urgent_authorisation", "")
    ),
    **dict.fromkeys(("authorisation_from", "authorisation_to"), ("authorisation", "")),
    "agreed": ("agreed_frequency", ""),
    "comment": ("note", ""),
}
_OF_CASE = ("team", "plan")  # fields of a case; what else has no slot is of its person
_NOTHING = (False, "nothing here explains it")


class Reasons:
    """Finds why a difference is there."""

    def __init__(self, desk: Desk, parsed: ParsedFile, history: Callable[[str], list[HistoryLine]]) -> None:
        self._desk, self._book, self._history = desk, desk.book, history
        self._parsed = parsed
        self._lineage = Lineage(desk.book)
        self._asked = self._open_questions()

    def of_cell(self, case: int, name: str, header: str, theirs: Any, ours: Any) -> Why:
        """Why one cell of a case differs."""
        question = self._asked.get((case, header.casefold()))
        if question:
            return question
        slot = _SLOTS.get(name)
        why = self._of_fact(case, slot, bool(ours)) if slot else self._of_record(case, name)
        blank = theirs is None or theirs in ("", ())
        if not why[0] and blank and why[1] != _NOTHING[1]:
            return True, f"the sheet says nothing; {why[1]}"
        return why

    def has_note(self, case: int, text: str) -> bool:
        """Whether a case has that comment among its notes."""
        notes = [row for row in self._rows(case, ("note", "")) if self._stands("note", row)]
        return any(name_key(self._book.note.text[row]) == name_key(text) for row in notes)

    def not_in_app(self, ref: str, plan: str) -> Why:
        """Why a row of the sheet is not among the open cases."""
        ended = [case for case in self._cases_of(ref, plan) if self._ended(case)]
        if not ended:
            return False, "not on record"
        day, row = max((int(self._book.event.on[row]), row) for row in map(self._end_of, ended))
        when = short(day) or "a day that is not known"
        return True, f"closed on {when}; {self._who('event', row)}"

    def not_in_sheet(self, case: int) -> Why:
        """Why a case of the database is not in the sheet."""
        where = self._who("case", case)
        return (
            (True, where) if not self._book.case.source[case] else (False, f"{where}, and not in this sheet")
        )

    # private

    def _of_fact(self, case: int, slot: Slot, stands: bool) -> Why:
        rows = self._rows(case, slot)
        now = [row for row in rows if self._stands(slot[0], row)]
        if now:
            why = self._came(slot[0], max(now, key=lambda one: self._order(slot[0], one)))
            if stands or why[0]:
                return why
        gone = [row for row in rows if row not in now]
        if gone:
            row = max(gone, key=lambda one: int(self._book.tables[slot[0]].superseded_at[one]))
            at = int(self._book.tables[slot[0]].superseded_at[row])
            when = f" on {_day_of(at)}" if at != NEVER else ""
            return True, f"taken back or corrected in Caseclock{when}"
        return False, "not on record"

    def _came(self, table: str, row: int) -> Why:
        """Explained when a person recorded it here, or a file of a later day brought it."""
        columns = self._book.tables[table]
        if not columns.source[row]:
            return True, self._who(table, row)
        _, day = self._lineage.origin(columns.set_id[row], columns.source[row])
        later = day is not None and day > self._sheet_day
        return later, self._who(table, row)

    def _of_record(self, case: int, name: str) -> Why:
        """A field of the case or its person: explained by the last change that a person made to it."""
        table = self._book.case if name in _OF_CASE else self._book.person
        row = case if name in _OF_CASE else int(self._book.case.person[case])
        field = {"plan": "kind"}.get(name, name)
        changed = [
            line
            for line in self._history(str(self._book.case.ids[case]))
            if line.field == field and line.row == table.ids[row] and not line.verb.startswith("importing")
        ]
        if changed:
            return True, f"changed in Caseclock on {_day_of(changed[-1].when)} by {changed[-1].author}"
        source = table.source[row]
        return (False, f"Caseclock has it from {source}") if source else (True, "recorded in Caseclock")

    def _who(self, table: str, row: int) -> str:
        columns = self._book.tables[table]
        source, set_id = columns.source[row], columns.set_id[row]
        batch = self._lineage.batch(set_id) if source else -1
        if batch >= 0:
            return f"Caseclock has it from {batch_title(self._book, batch)}, {source.replace('!', ' row ')}"
        if source:
            return f"Caseclock has it from {source.replace('!', ' row ')}"
        when = f" on {_day_of(int(columns.recorded_at[row]))}" if columns.shape.fact else ""
        return f"recorded in Caseclock{when}"

    @property
    def _sheet_day(self) -> int:
        return self._desk.as_at

    def _rows(self, case: int, slot: Slot) -> list[int]:
        table, kind = slot
        columns = self._book.tables[table]
        mask = columns.case == case
        if table == "event":
            mask &= columns.kind == columns.code("kind", kind)
        elif table == "allocation":
            mask &= columns.role == columns.code("role", kind)
        return [int(row) for row in np.flatnonzero(mask)]

    def _stands(self, table: str, row: int) -> bool:
        columns = self._book.tables[table]
        return bool(columns.live[row] and known(columns, self._desk.known_at)[row])

    def _order(self, table: str, row: int) -> tuple[int, int]:
        columns = self._book.tables[table]
        return int(columns.on[row]) if table == "event" else 0, int(columns.recorded_at[row])

    def _cases_of(self, ref: str, plan: str) -> list[int]:
        book, wanted = self._book, name_key(ref)
        found = [row for row, one in enumerate(book.case.ref) if one and name_key(one) == wanted]
        people = [row for row, one in enumerate(book.person.ref) if one and name_key(one) == wanted]
        found += np.flatnonzero(np.isin(book.case.person, people)).tolist()
        return [row for row in found if book.case.live[row] and plan in ("", book.case.word("kind", row))]

    def _ended(self, case: int) -> bool:
        return any(self._stands("event", row) for row in self._rows(case, ("event", "ended")))

    def _end_of(self, case: int) -> int:
        rows = [row for row in self._rows(case, ("event", "ended")) if self._stands("event", row)]
        return max(rows, key=lambda row: int(self._book.event.on[row]))

    def _open_questions(self) -> dict[tuple[int, str], Why]:
        """(case, header) -> what an import listed of that cell, open or decided."""
        table, found = self._book.import_issue, dict[tuple[int, str], Why]()
        for row in range(len(table)):
            batch, case = int(table.batch[row]), int(table.case[row])
            if case < 0 or not table.live[row] or (batch >= 0 and not self._book.import_batch.live[batch]):
                continue
            state, reason = table.word("state", row), table.reason[row]
            if table.word("level", row) not in ("changed", "conflict") and state == "open":
                continue
            words = {
                "open": (False, f"waits for a decision under Data: {reason}"),
                "confirmed": (True, f"decided, the file's value was taken: {reason}"),
                "dismissed": (True, f"decided, ours was kept: {reason}"),
            }
            found[case, table.column("column")[row].casefold()] = words[state]
        return found


def _day_of(instant: int) -> str:
    return short(instant // 86_400_000) if instant != NO_DAY else ""
