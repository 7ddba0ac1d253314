"""One edit of this laptop: a change set on its way to the server, and the form in which it waits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Any

from desktop.domain.changes import Act, ChangeSet, Patch
from desktop.domain.schema import SHAPES, Kind
from desktop.errors import KnownError
from desktop.store import layout

FORM = 1  # of the patches in an outbox; an older form is brought up to date when it is read
INSERT, UPDATE, DELETE, REFERS = range(4)  # how an edit touches a row
HOW = {"insert": INSERT, "update": UPDATE, "delete": DELETE}


@dataclass(frozen=True)
class Op:
    """A change set in the outbox; `desktop.sync.ledger.State` says what its states mean.

    Attributes:
        seq: its number in this outbox.
        place: its place in the order of sending; that of `seq` unless it was made in another's place.
        at: its place in its act.
        noted_at: instant at which it was written here.
        waits: number of the edit that it is held by, 0 when it is free to go.
        revision, epoch: where in the server's history it was acknowledged, 0 and "" before.
        answer: the server's last answer as JSON.
        text: its patches as `encode` made them.
    """

    seq: int
    place: float
    set_id: str
    act_id: str
    at: int
    verb: str
    summary: str
    author: str
    made_at: int
    noted_at: int
    reason: str
    undoes: str
    form: int
    base_epoch: str
    state: str
    waits: int
    revision: int
    epoch: str
    answer: str
    text: str

    @cached_property
    def patches(self) -> tuple[Patch, ...]:
        """What it changes, row by row."""
        return decode(self.text, self.form)

    @cached_property
    def said(self) -> dict[str, Any]:
        """The server's last answer."""
        return dict(json.loads(self.answer)) if self.answer else {}


def encode(change: ChangeSet) -> str:
    """A change set's patches as JSON."""
    content: dict[str, Any] = {}
    if change.patches:
        content["patches"] = [
            [one.table, one.row, one.op, dict(one.values), dict(one.old), one.version, one.source]
            for one in change.patches
        ]
    if change.rows:
        content["rows"] = [
            [one.table, list(one.ids), {name: list(column) for name, column in one.columns.items()}]
            + [list(one.source)]
            for one in change.rows
        ]
    return json.dumps(content, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    """Numpy's numbers as plain ones."""
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot be sent")


def decode(text: str, form: int = FORM) -> tuple[Patch, ...]:
    """The patches that `encode` wrote, rows first.

    Raises:
        KnownError: when a newer Caseclock wrote them.
    """
    if form > FORM:
        raise KnownError(
            "The unsent edits on this computer were made by a newer Caseclock, so this one does not touch "
            "them. They are safe; start the newer Caseclock to send them."
        )
    content = json.loads(text)
    patches = [patch for each in content.get("rows", ()) for patch in _of_rows(*each)]
    patches += [Patch(*each) for each in content.get("patches", ())]
    return tuple(patches)


def _of_rows(table: str, ids: list[str], columns: dict[str, list[Any]], source: list[str]) -> Iterator[Patch]:
    shape = {field.name: field for field in SHAPES[table].fields}
    blanks = {name: layout.stand_in(shape[name]) for name in columns if name in shape}
    for at, (row, place) in enumerate(zip(ids, source or repeat(""), strict=False)):
        values = {name: column[at] for name, column in columns.items()}
        kept = {name: value for name, value in values.items() if not _is_blank(name, value, blanks)}
        yield Patch(table, row, "insert", kept, source=place)


def _is_blank(name: str, value: Any, blanks: dict[str, Any]) -> bool:
    """Whether a column's value stands for none; 0 is a number's stand-in where the schema says so."""
    return value is None or value == "" or (name in blanks and value == blanks[name])


def expanded(act: Act) -> Iterator[tuple[ChangeSet, Patch]]:
    """Every patch of an act with its change set; rows that come by column as one insert each."""
    for change in act.sets:
        for patch in decode(encode(change)) if change.rows else change.patches:
            yield change, patch


def references(patch: Patch) -> Iterator[tuple[str, str]]:
    """The rows that a patch points at: table and id."""
    for field in SHAPES[patch.table].fields:
        if field.kind is Kind.REF and patch.values.get(field.name):
            yield field.to, str(patch.values[field.name])
