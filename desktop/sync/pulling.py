"""Storing what the server sent: a page of its feed, whole cases, and what this person may see no longer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from desktop.domain.schema import SHAPES
from desktop.server import wire
from desktop.store import fast, layout
from desktop.store.layout import quoted
from desktop.sync import fold, replica
from desktop.sync.calls import END, Cursor
from desktop.sync.outbox import Outbox
from desktop.sync.shared_store import SharedStore

WITH_CASE = tuple(name for name in SHAPES if name != "case" and layout.case_column(name) == "case_id")


def cursor_of(db: Any) -> Cursor:
    """How far the replica has come."""
    revision, table, row = json.loads(fast.meta_value(db, "cursor") or '[0, "", ""]')
    return int(revision), str(table), str(row) or wire.FIRST


def arrivals(db: Any, lines: Iterable[Sequence[Any]]) -> list[str]:
    """Cases that a page brings and that may have come into view whole: those that the replica does not hold.

    After everything was fetched page by page, all: one that came into view meanwhile may be held with
    what was fetched after it came, and without what was fetched before.
    """
    every = replica.number(db, "meanwhile")
    brought = [row for table, row, _, content in lines if table == "case" and content is not None]
    return [row for row in brought if every or replica.base(db, "case", row)[0] is None]


class Page:
    """One page on its way into the replica, inside one transaction."""

    def __init__(self, db: Any, outbox: Outbox) -> None:
        self.db = db
        self.outbox = outbox
        self.revision = 0
        self.lost = False  # whether anything is not for this person any more
        self.changed: dict[tuple[str, str], None] = {}  # rows that casebooks have to take in
        self.covered: dict[tuple[str, str], None] = {}  # rows that an edit shows on
        self.apart = set(replica.bases(db))
        self.rows: dict[
            str, list[dict[str, Any]]
        ] = {}  # as they were written, for a casebook in this process

    def take(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Take in rows in fast form: the server's versions."""
        plain = []
        for content in rows:
            row = replica.row_of(table, content)
            key = (table, row["id"])
            if key in self.apart:
                replica.keep_base(self.db, table, row["id"], row, row["revision"])
                self.covered[key] = None
            else:
                plain.append(row)
                self.changed[key] = None
        if plain:
            replica.put(self.db, table, plain)
            self.rows.setdefault(table, []).extend(plain)

    def forget(self, table: str, row: str, revision: int) -> None:
        """Take a row away that is no longer there for this person; with a case, all of it."""
        if table == "case":
            self._forget_case(row, revision)
        else:
            self.forget_row(table, row, revision)

    def forget_row(self, table: str, row: str, revision: int) -> None:
        """Take one row away."""
        if (table, row) in self.apart:
            replica.keep_base(self.db, table, row, None, revision)
            self.covered[table, row] = None
            return
        for key in replica.remove(self.db, table, [row]):
            self.changed[key] = None
            self.lost = True

    def _forget_case(self, case: str, revision: int) -> None:
        base, _, _ = replica.base(self.db, "case", case)
        for table in WITH_CASE:
            query = f"SELECT lower(hex(id)) FROM {quoted(table)} WHERE case_id = unhex(?)"
            for (row,) in self.db.execute(query, (case,)).fetchall():
                self.forget_row(table, row, revision)
        for table, row in [key for key in self.apart if key[0] in WITH_CASE]:
            kept, _, _ = replica.base(self.db, table, row)
            if kept and kept.get("case") == case:
                self.forget_row(table, row, revision)
        self.forget_row("case", case, revision)
        self.db.execute("DELETE FROM field_change WHERE case_id = unhex(?)", (case,))
        if base:
            query = 'SELECT 1 FROM "case" WHERE person_id = unhex(?) LIMIT 1'
            if self.db.execute(query, (base["person"],)).fetchone() is None:
                self.forget_row("person", base["person"], revision)

    def passed(self, head: int) -> None:
        """The replica holds everything up to a revision: edits acknowledged by then show no more."""
        before = replica.number(self.db, "passed")
        if head <= before:
            return
        replica.note(self.db, passed=head)
        settled = self.outbox.ops("state = 'acked' AND revision > ? AND revision <= ?", (before, head))
        if settled:
            self.covered |= dict.fromkeys(self.outbox.rows_of([op.seq for op in settled]))

    def finish(self) -> None:
        """Fold afresh what edits show on, and tell casebooks."""
        self.fold_only()
        if self.changed:
            self.revision = replica.next_revision(self.db)
            replica.announce(self.db, self.revision, self.changed)

    def fold_only(self) -> None:
        """Fold afresh what edits show on; the caller tells casebooks, or nobody does yet."""
        self.changed |= dict.fromkeys(fold.refold(self.db, self.outbox, self.covered))
        if self.lost:
            self.db.execute("DELETE FROM cache")  # the list that was painted last may name them


def store_page(
    store: SharedStore, answer: Mapping[str, Any], whole: Mapping[str, list[dict[str, Any]]], asked: Cursor
) -> bool:
    """Store a page of the feed and its cursor in one transaction; False when another process was first.

    Args:
        store: whose replica.
        answer: what `pull` gave.
        whole: rows of cases that came into view, by table.
        asked: the cursor that the page follows.
    """
    lines, more = answer["lines"], bool(answer["more"])
    reached = (*lines[-1][2:3], *lines[-1][:2]) if more else (int(answer["head"]), *END)
    if not lines and reached == asked:
        return True
    with store.transaction() as db:
        if cursor_of(db) != asked:
            return False
        if not store.safeguards.one_transaction:
            _note_cursor(db, reached, answer, more=more)
            db.execute("COMMIT")
            store.steps("cursor stored")
            db.execute("BEGIN IMMEDIATE")
        page = Page(db, store.outbox)
        _take_lines(page, lines, forget=store.safeguards.forget)
        for table in SHAPES:
            if table in whole:
                page.take(table, whole[table])
        store.steps("page stored")
        _note_cursor(db, reached, answer, more=more)
        if not more:
            page.passed(int(answer["head"]))
        page.finish()
        store.came = (page.revision, page.rows)
    store.steps("cursor stored")
    return True


def _take_lines(page: Page, lines: Iterable[Sequence[Any]], *, forget: bool) -> None:
    batches: dict[str, list[dict[str, Any]]] = {}
    gone = []
    for table, row, revision, content in lines:
        if table not in SHAPES:
            continue  # an administrator's table, which no laptop keeps
        if content is not None:
            batches.setdefault(table, []).append(content)
        elif forget:
            gone.append((table, row, revision))
    for table, rows in batches.items():
        page.take(table, rows)
    for table, row, revision in gone:
        page.forget(table, row, revision)


def _note_cursor(db: Any, reached: Sequence[Any], answer: Mapping[str, Any], *, more: bool) -> None:
    replica.note(db, cursor=json.dumps(reached))
    if not more:
        chain = answer["chain"]
        replica.note(db, chain=chain["hash"], chain_at=chain["revision"], meanwhile=0)
