"""Whether a change fits: the shape of the data, and what stands now in the row that it changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from desktop.domain.changes import Patch
from desktop.domain.schema import Field, Kind, Table
from desktop.errors import BugError
from desktop.store import layout
from desktop.store.layout import absent


def updatable(table: Table) -> dict[str, Field | None]:
    """The names an update may touch: a table's fields, its tombstone and, for a fact, superseding."""
    names: dict[str, Field | None] = {field.name: field for field in table.fields}
    names["deleted"] = None
    if table.fact:
        names["superseded_at"] = None
    return names


def sql_column(field: Field | None, name: str) -> str:
    """The SQL column of one of `updatable`."""
    return layout.column_of(field) if field else name


def first_field(table: Table) -> int:
    """Where the fields begin in a row of parameters: after id, author, set, source and a fact's instants."""
    return 6 if table.fact else 4


def check_words(table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Every code word is one that its field knows.

    Raises:
        BugError: when it is not.
    """
    for at, field in enumerate(table.fields, first_field(table)):
        if field.kind is Kind.CODE:
            strange = set(map(itemgetter(at), rows)) - {None, *field.codes}
            if strange:
                raise unfit(table, {field.name})


def check_ids(table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
    """Every reference is a whole id: anything else would become NULL on its way into the file.

    Raises:
        BugError: when it is not.
    """
    for field in table.fields:
        if field.kind is Kind.REF and field.name in columns:
            given = set(columns[field.name]) - {"", None}
            if not all(map(layout.is_whole_id, given)):
                raise unfit(table, {field.name})


def unfit(table: Table, names: set[str]) -> BugError:
    """What to raise when a change gives these fields what they cannot hold."""
    return BugError(
        "A change does not fit the shape of the data; nothing was saved.",
        ", ".join(f"{table.name}.{name}" for name in sorted(names)),
    )


def disagreements(table: Table, patch: Patch, now: Mapping[str, Any]) -> dict[str, Any]:
    """Fields whose value is neither the one seen nor the one wanted, in the groups a patch touches."""
    if patch.op == "delete" and not patch.old:
        return {"version": now["version"]}  # nothing to compare: any edit since is a conflict
    seen = {**dict.fromkeys(patch.values), **patch.old}
    columns = updatable(table)
    theirs: dict[str, Any] = {}
    for name, old in seen.items():
        kind = field.kind if (field := columns.get(name)) else Kind.INSTANT
        value = comparable(kind, now[name])
        stated = name in patch.old and comparable(kind, old) == value
        wanted = name in patch.values and comparable(kind, patch.values[name]) == value
        if not stated and not wanted:
            theirs[name] = now[name]
    if now["deleted"] and patch.op == "update" and patch.values.get("deleted") != 0:
        theirs["deleted"] = 1
    return theirs


def comparable(kind: Kind, value: Any) -> Any:
    """A value with "absent" in one form: patches, casebook and SQL each say it their own way."""
    value = absent(value)
    if value is None and kind in (Kind.INT, Kind.INSTANT):
        return 0
    return value
