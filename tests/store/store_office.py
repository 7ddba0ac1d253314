"""Acts as a person would make them, without the command layer, and a casebook in a form to compare."""

from __future__ import annotations

import itertools

from desktop.domain.changes import Act, ChangeSet, Patch, new_id
from desktop.domain.days import now_ms


class Office:
    def __init__(self) -> None:
        self.numbers = itertools.count(1)

    def act(self, *patches, verb="test.act", author="Ann", reason="", sets=None) -> Act:
        sets = sets or (ChangeSet(new_id(), patches),)
        return Act(new_id(), verb, verb.replace(".", " "), author, now_ms(), sets, reason=reason)

    def child(self, kind="cp") -> tuple[str, str, list[Patch]]:
        """A person with one case: their ids and the patches that make them."""
        person, case = new_id(), new_id()
        made = [
            Patch("person", person, "insert", {"ref": f"C{next(self.numbers)}", "initials": "AB"}),
            Patch("case", case, "insert", {"person": person, "kind": kind}),
            Patch("event", new_id(), "insert", {"case": case, "kind": "started", "on": 20_000}),
        ]
        return person, case, made

    def visit(self, case: str, on: int, **values) -> Patch:
        return Patch(
            "event", new_id(), "insert", {"case": case, "kind": "visit", "on": on, "seen": 1, **values}
        )


def columns(book):
    """A casebook as plain lists, for comparing two of them."""
    return {
        name: {column: list(map(str, values)) for column, values in table._data.items()}
        for name, table in book.tables.items()
    }
