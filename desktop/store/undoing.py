"""Taking an act back by a new act: nothing is erased, history shows both.

Rows the act added become tombstones; fields it changed return to what they were, so a superseded fact
comes back. Undoing an undo brings the act back. The whole act goes or none of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from desktop.domain.changes import Act, ChangeSet, Patch, new_id
from desktop.domain.days import now_ms
from desktop.domain.schema import SHAPES, Kind, Table
from desktop.errors import Refused
from desktop.store import layout, once
from desktop.store.fitting import updatable
from desktop.store.history import undone
from desktop.store.layout import quoted
from desktop.store.writing import Writer

_CHANGED = (
    "Something in this has been changed since, so it cannot be undone as a whole; "
    "undo the later change first, or correct it by hand."
)
# What a row that comes back may not share with one recorded meanwhile: a person's id, an imported file.
_ONCE = {"person": "ref", "import_batch": "sha256"}


def undo_act(db: Any, act_id: str, author: str) -> tuple[Act, dict[str, list[int]]]:
    """Take an act back in one transaction; returns the compensating act and what it touched.

    Raises:
        Refused: when it is undone already, changed since, or something recorded later depends on it.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        writer = _Undo(db, _compensating(db, act_id, author))
        writer.begin()
        writer.write(False)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return writer.act, writer.touched


def _compensating(db: Any, act_id: str, author: str) -> Act:
    found = db.execute("SELECT summary, touched FROM act WHERE id = unhex(?)", (act_id,)).fetchone()
    if found is None:
        raise Refused("There is no such act to undo.")
    if act_id in undone(db):
        raise Refused("This has been undone already.")
    query = "SELECT lower(hex(id)) FROM change_set WHERE act_id = unhex(?) ORDER BY seq"
    sets = db.execute(query, (act_id,)).fetchall()
    fresh = tuple(ChangeSet(new_id(), ()) for _ in sets)
    _clear(db)
    pairs = [(old, change.id) for (old,), change in zip(sets, fresh, strict=True)]
    db.executemany("INSERT INTO undo_set (old, new) VALUES (unhex(?), unhex(?))", pairs)
    summary = f"Undo: {found[0]}"
    return Act(new_id(), "undo", summary, author, now_ms(), fresh, undoes=act_id)


def refuse_unless_fit(db: Any, goes: Mapping[str, Sequence[str]], comes: Mapping[str, Sequence[str]]) -> None:
    """Refuse what would leave something hanging: rows (table -> ids) that go, rows that come back.

    Raises:
        Refused: something recorded later depends on one that goes; what one that comes back belongs to has
            gone; or it has been recorded again since.
    """
    _clear(db)
    for gone, rows in ((1, goes), (0, comes)):
        listed = [(table, row, gone) for table, ids in rows.items() for row in ids]
        db.executemany("INSERT OR IGNORE INTO undo_row VALUES (?, unhex(?), NULL, ?)", listed)
    check = _Undo(db, Act("", "undo", "", "", 0, ()))
    for name in goes.keys() | comes.keys():
        check.refuse_unless_fit(SHAPES[name])


def _clear(db: Any) -> None:
    db.execute("CREATE TEMP TABLE IF NOT EXISTS undo_set (old BLOB PRIMARY KEY, new BLOB NOT NULL)")
    db.execute(
        "CREATE TEMP TABLE IF NOT EXISTS undo_row "
        "(tab TEXT, id BLOB, new_set BLOB, gone INTEGER, PRIMARY KEY (tab, id))"
    )
    db.execute("DELETE FROM undo_set")
    db.execute("DELETE FROM undo_row")


class _Undo(Writer):
    """Writes a compensating act; what it takes back is read from the database, not from patches."""

    def _apply(self, bulk: bool) -> None:
        (revision, touched) = self.db.execute(
            "SELECT revision, touched FROM act WHERE id = unhex(?)", (self.act.undoes,)
        ).fetchone()
        counts: dict[str, list[int]] = json.loads(touched)
        tables = [SHAPES[name] for name in counts]
        self.serial = 0
        for table in tables:
            self._check_unchanged(table, revision, counts[table.name][0])
            self._remove_added(table, revision)
        for table in tables:
            if any(counts[table.name][1:]):
                self._turn_back(table)
        for table in tables:
            self.refuse_unless_fit(table)

    def refuse_unless_fit(self, table: Table) -> None:
        """The rows of a table that go or come back leave nothing hanging."""
        self._check_nothing_depends(table)
        self._check_still_belongs(table)
        self._check_not_twice(table)

    def _next_seq(self, set_id: str) -> int:
        self.serial += 1
        return self.serial

    def _check_unchanged(self, table: Table, revision: int, added: int) -> None:
        """Rows added by the act must be as they were added (or removed by a person since)."""
        if not added:
            return
        name = quoted(table.name)
        same = f"SELECT count(*) FROM {name} WHERE revision = ? AND set_id IN (SELECT old FROM undo_set)"
        if self.db.execute(same, (revision,)).fetchone()[0] == added:
            return
        rows = self.db.execute(
            f"SELECT DISTINCT lower(hex(t.id)) FROM field_change f JOIN {name} t ON t.id = f.row_id"
            " WHERE f.on_table = ? AND f.field <> 'deleted' AND t.deleted = 0"
            " AND t.set_id IN (SELECT old FROM undo_set) AND f.set_id NOT IN (SELECT old FROM undo_set)",
            (table.name,),
        ).fetchall()
        for (row,) in rows:
            if self._changed_since(table, row):
                raise Refused(_CHANGED)

    def _changed_since(self, table: Table, row: str) -> bool:
        first: dict[str, Any] = {}
        lines = self.db.execute(
            "SELECT f.field, f.old FROM field_change f JOIN change_set s ON s.id = f.set_id"
            " WHERE f.row_id = unhex(?) AND f.set_id NOT IN (SELECT old FROM undo_set)"
            " ORDER BY s.revision, f.seq",
            (row,),
        )
        for name, old in lines:
            first.setdefault(name, json.loads(old))
        now = self._row_now(table, row)
        return any(now[name] != old for name, old in first.items() if name != "deleted")

    def _row_now(self, table: Table, row: str) -> dict[str, Any]:
        values = self.db.execute(layout.select_sql(table, "id = unhex(?)"), (row,)).fetchone()
        return dict(zip(layout.names_of(table), values, strict=True))

    def _remove_added(self, table: Table, revision: int) -> None:
        self.db.execute(
            f"INSERT INTO undo_row SELECT ?, t.id, u.new, 1 FROM {quoted(table.name)} t"
            f" INDEXED BY ix_{table.name}_revision CROSS JOIN undo_set u ON u.old = t.set_id"
            " WHERE t.deleted = 0 AND t.revision >= ?",
            (table.name, revision),
        )
        self._flip(table, 0, 1)

    def _turn_back(self, table: Table) -> None:
        """Undo what the act changed: first what ends rows again, to make room for those that come back."""
        closing = once.closing_names(table)
        changes = self._field_changes(table)
        ending = [any(changed[name][0] for name in closing & changed.keys()) for _, _, changed in changes]
        self._turn_back_removals(table, 1, 0)
        for again in (True, False):
            for (set_id, row, changed), ends in zip(changes, ending, strict=True):
                if ends is again:
                    self._revert(table, set_id, row, changed)
            if again:
                self._turn_back_removals(table, 0, 1)

    def _turn_back_removals(self, table: Table, old: int, new: int) -> None:
        """Rows whose tombstone the act set from `old` to `new` return to `old`, where that still stands."""
        self.db.execute(
            "INSERT OR IGNORE INTO undo_row SELECT ?, f.row_id, max(u.new), ? FROM undo_set u"
            f" JOIN field_change f ON f.set_id = u.old JOIN {quoted(table.name)} t ON t.id = f.row_id"
            " WHERE f.on_table = ? AND f.field = 'deleted' AND f.old = ? AND f.new = ? AND t.deleted = ?"
            " AND t.set_id NOT IN (SELECT old FROM undo_set) GROUP BY f.row_id",
            (table.name, old, table.name, str(old), str(new), new),
        )
        self._flip(table, new, old)

    def _flip(self, table: Table, old: int, new: int) -> None:
        """Make tombstones of the chosen rows, or rows of tombstones, in two statements."""
        case = layout.case_column(table.name)
        name = quoted(table.name)
        self.db.execute(
            "INSERT INTO field_change (set_id, seq, on_table, row_id, case_id, field, old, new)"
            f" SELECT u.new_set, ? + row_number() OVER (), ?, t.id, {f't.{case}' if case else 'NULL'},"
            f" 'deleted', ?, ? FROM undo_row u JOIN {name} t ON t.id = u.id"
            " WHERE u.tab = ? AND u.gone = ? AND t.deleted = ?",
            (self.serial, table.name, str(old), str(new), table.name, new, old),
        )
        changed = self.db.execute(
            f"UPDATE {name} SET deleted = ?, version = version + 1, revision = ?, changed_at = ?,"
            " changed_by = ? WHERE deleted = ?"
            " AND id IN (SELECT id FROM undo_row WHERE tab = ? AND gone = ?)",
            (new, self.revision, self.now, self.act.author, old, table.name, new),
        ).rowcount
        self.serial += changed
        if changed:
            self._count(table.name, 2, changed)

    def _check_nothing_depends(self, table: Table) -> None:
        """No row that stays may refer to one that goes."""
        for other in SHAPES.values():
            for field in other.fields:
                if field.kind is Kind.REF and field.to == table.name:
                    self._refuse_if(
                        f"SELECT 1 FROM {quoted(other.name)} o WHERE o.deleted = 0 AND"
                        f" o.{quoted(layout.column_of(field))} IN"
                        " (SELECT id FROM undo_row WHERE tab = ? AND gone = 1)"
                        " AND o.id NOT IN (SELECT id FROM undo_row WHERE gone = 1) LIMIT 1",
                        table,
                        f"Something recorded later depends on this ({other.name.replace('_', ' ')}), "
                        "so it cannot be undone; undo that first.",
                    )

    def _check_still_belongs(self, table: Table) -> None:
        """No row that comes back may refer to one that has gone meanwhile."""
        for field in table.fields:
            if field.kind is Kind.REF:
                self._refuse_if(
                    f"SELECT 1 FROM undo_row u JOIN {quoted(table.name)} t ON t.id = u.id"
                    f" JOIN {quoted(field.to)} p ON p.id = t.{quoted(layout.column_of(field))}"
                    " WHERE u.tab = ? AND u.gone = 0 AND p.deleted = 1"
                    " AND p.id NOT IN (SELECT id FROM undo_row WHERE gone = 0) LIMIT 1",
                    table,
                    f"What this belongs to ({field.to.replace('_', ' ')}) has been removed since, "
                    "so it cannot be brought back; bring that back first.",
                )

    def _check_not_twice(self, table: Table) -> None:
        """Nothing comes back that has been recorded again meanwhile."""
        name = _ONCE.get(table.name)
        if name:
            self._refuse_if(
                f"SELECT 1 FROM undo_row u JOIN {quoted(table.name)} t ON t.id = u.id"
                f" JOIN {quoted(table.name)} o ON o.{name} = t.{name} AND o.deleted = 0"
                " LEFT JOIN undo_row v ON v.tab = u.tab AND v.id = o.id"
                f" WHERE u.tab = ? AND u.gone = 0 AND t.{name} <> '' AND v.id IS NULL LIMIT 1",
                table,
                "This has been recorded again since, so bringing it back would count it twice; "
                "undo the later one first.",
            )

    def _refuse_if(self, query: str, table: Table, sentence: str) -> None:
        if self.db.execute(query, (table.name,)).fetchone():
            raise Refused(sentence)

    def _field_changes(self, table: Table) -> list[tuple[str, str, dict[str, tuple[Any, Any]]]]:
        """Per row not added by the act itself: field -> value before the act, value after it."""
        lines = self.db.execute(
            "SELECT lower(hex(u.new)), lower(hex(f.row_id)), f.field, f.old, f.new FROM field_change f"
            " JOIN undo_set u ON u.old = f.set_id JOIN change_set s ON s.id = f.set_id"
            f" JOIN {quoted(table.name)} t ON t.id = f.row_id WHERE f.on_table = ? AND f.field <> 'deleted'"
            " AND t.set_id NOT IN (SELECT old FROM undo_set) ORDER BY s.seq, f.seq",
            (table.name,),
        )
        rows: dict[str, tuple[str, dict[str, tuple[Any, Any]]]] = {}
        for set_id, row, name, old, new in lines:
            _, changed = rows.setdefault(row, (set_id, {}))
            first = changed[name][0] if name in changed else json.loads(old)
            changed[name] = (first, json.loads(new))
        return [(set_id, row, changed) for row, (set_id, changed) in rows.items()]

    def _revert(self, table: Table, set_id: str, row: str, changed: dict[str, tuple[Any, Any]]) -> None:
        now = self._row_now(table, row)
        back: dict[str, Any] = {}
        for name, (old, new) in changed.items():
            if now[name] not in (old, new):
                raise Refused(_CHANGED)
            if now[name] != old and name in updatable(table):
                back[name] = old
        if back:
            self._update(table, Patch(table.name, row, "update", back), set_id, now)


def touched_ids(db: Any, revision_act: Act, tables: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Ids of the rows whose latest change is this act's, by table."""
    query = "SELECT lower(hex(id)) FROM {} WHERE revision = (SELECT revision FROM act WHERE id = unhex(?))"
    found = {
        table: tuple(row for (row,) in db.execute(query.format(quoted(table)), (revision_act.id,)))
        for table in tables
    }
    return {table: rows for table, rows in found.items() if rows}
