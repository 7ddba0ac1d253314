"""The server's answer about one edit, read; and an edit in words, for a note."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from desktop.domain import days
from desktop.domain.schema import SHAPES, Field, Kind
from desktop.sync import replica
from desktop.sync.ops import Op

Kinds = Literal["changed", "once", "gone"]


@dataclass(frozen=True)
class Said:
    """What the server said of an edit that it did not take.

    Attributes:
        kind: why, see `desktop.sync.ledger.Disagreement`.
        table, row: the row that it is about.
        fields: the server's values, by the schema's names and in the form that patches use.
        who, when: who made them so and the instant; "" and 0 when that may not be known.
        sentence: it in one sentence.
    """

    kind: Kinds = "changed"
    table: str = ""
    row: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    who: str = ""
    when: int = 0
    sentence: str = ""

    @classmethod
    def of(cls, op: Op) -> Said:
        """The answer that an edit had."""
        said = op.said
        return cls(
            kind=cast(Kinds, said.get("kind") or "changed"),
            table=str(said.get("table") or ""),
            row=str(said.get("row") or "").replace("-", ""),
            fields=said.get("fields") or {},
            who=str(said.get("who") or ""),
            when=int(said.get("when") or 0),
            sentence=str(said.get("sentence") or ""),
        )


def note_text(db: Any, op: Op) -> str:
    """What an edit said, as the text of a note."""
    parts = [f"{op.summary}, {_moment(op.made_at)}; somebody else had changed the same, and theirs stands."]
    for patch in op.patches:
        said = [
            f"{_words(one.name)}: {_value(db, one, patch.values[one.name])}"
            for one in SHAPES[patch.table].fields
            if one.name != "case" and patch.values.get(one.name) not in (None, "")
        ]
        if said:
            parts.append(f"{_words(patch.table)}: {'; '.join(said)}.")
    return "\n".join(parts)


def _moment(instant: int) -> str:
    return dt.datetime.fromtimestamp(instant / 1000).strftime("%d/%m/%Y %H:%M")


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _value(db: Any, one: Field, value: Any) -> str:
    if one.kind is Kind.DAY:
        return days.date_of(int(value)).strftime("%d/%m/%Y")
    if one.kind is Kind.INSTANT:
        return _moment(int(value))
    if one.kind is Kind.FLAG:
        return "yes" if value else "no"
    if one.kind is Kind.REF:
        row = replica.read(db, one.to, str(value)) or {}
        return str(row.get("name") or row.get("ref") or "another record")
    return str(value).replace("_", " ") if one.kind is Kind.CODE else str(value)
