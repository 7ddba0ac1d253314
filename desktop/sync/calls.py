"""What a laptop asks of the shared database: one method for each call, every failure one sentence."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from desktop import __version__
from desktop.domain.changes import Act, ChangeSet
from desktop.domain.schema import SHAPES
from desktop.server import trouble, wire
from desktop.server.connect import refuse_readers
from desktop.server.trouble import ServerTrouble
from desktop.store.layout import quoted
from desktop.sync.ops import Op

if TYPE_CHECKING:
    import psycopg

END = ("~", "ffffffff-ffff-ffff-ffff-ffffffffffff")  # after every line of a revision
Cursor = tuple[int, str, str]  # revision, table, id of the last feed line that was stored


class Calls:
    """The calls on one open connection."""

    def __init__(self, connection: psycopg.Connection[Any], device: str) -> None:
        self.connection = connection
        self.began = 0.0  # since when a call is under way (monotonic), 0 for none
        self.device = uuid.UUID(hex=device)
        self._readable: dict[str, frozenset[str]] | None = None

    @contextmanager
    def _plain(self) -> Iterator[None]:
        import psycopg

        self.began = time.monotonic()
        try:
            yield
        except psycopg.Error as error:
            raise trouble.of_statement(error) from error
        finally:
            self.began = 0.0

    def _one(self, query: str, *values: object) -> Any:
        with self._plain():
            row = self.connection.execute(query, values).fetchone()
        return row[0] if row else None

    def seen(self, cursor: int, epoch: str, chain: str, note: str = "") -> dict[str, Any]:
        """Tell how far this laptop is, and hear where the server stands.

        Raises:
            ServerTrouble: with its kind and one sentence, as every call here.
        """
        query = "SELECT caseclock.seen(%s, %s, %s, %s, %s)"
        values = (self.device, cursor, uuid.UUID(hex=epoch) if epoch else None, chain, note or __version__)
        try:
            return dict(self._one(query, *values))
        except trouble.ServerTrouble as error:
            if error.kind == "refused":
                with self._plain():
                    refuse_readers(self.connection)
            raise

    def pull(self, cursor: Cursor, size: int) -> dict[str, Any]:
        """The feed after a cursor with its rows, and where the server stands in the same snapshot."""
        query = "SELECT caseclock.pull(%s, %s, %s, %s, %s, %s)"
        return dict(self._one(query, *cursor, size, __version__, self.device))

    def cases(self, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        """Whole cases with their people: table -> rows in fast form."""
        found = self._one("SELECT caseclock.fetch_cases(%s::uuid[])", list(ids)) or {}
        return {table: rows for table, rows in found.items() if table in SHAPES}

    def manifest(self, table: str, after: str, size: int) -> list[tuple[str, int, int]]:
        """Id, version and revision of the next rows of a table that this person may see."""
        found = self._one("SELECT caseclock.manifest(%s, %s::uuid, %s)", table, wire.native_id(after), size)
        return [(str(row), int(version), int(revision)) for row, version, revision in found or ()]

    def page(self, table: str, after: str, size: int) -> list[tuple[Any, ...]]:
        """The next rows of a table by id, ready to be bound into SQLite in the order of its columns."""
        query = wire.page_sql(SHAPES[table], self.readable.get(table, frozenset()))
        return self._rows(query, (wire.native_id(after), size))

    def rows(self, table: str, ids: Sequence[str]) -> list[tuple[Any, ...]]:
        """Rows by id, in the form of `page`."""
        query = wire.page_sql(SHAPES[table], self.readable.get(table, frozenset()))
        head, _, _ = query.partition(" WHERE ")
        return self._rows(f"{head} WHERE id = ANY (%s::uuid[]) ORDER BY id", (list(ids),))

    def _rows(self, query: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        with self._plain():
            return self.connection.cursor(binary=True).execute(query, values).fetchall()

    @property
    def readable(self) -> dict[str, frozenset[str]]:
        """Table -> the columns that this login may read; asked once for a connection."""
        if self._readable is None:
            with self._plain():
                found = wire.readable(self.connection)
            self._readable = {table: columns for table, columns in found.items() if table in SHAPES}
        return self._readable

    def forget_rights(self) -> None:
        """Ask afresh which columns may be read: this person's role may have changed."""
        self._readable = None

    def own_cases(self, worker: str) -> list[str]:
        """The cases that a worker has at present."""
        query = (
            f"SELECT DISTINCT case_id FROM caseclock.{quoted('allocation')} WHERE worker_id = %s"
            " AND NOT deleted AND superseded_at IS NULL AND ended_on IS NULL LIMIT 5000"
        )
        with self._plain():
            found = self.connection.execute(query, (uuid.UUID(hex=worker),)).fetchall()
        return [row.hex for (row,) in found]

    def checksums(self) -> tuple[int, dict[str, tuple[int, int]]]:
        """Head revision, and count and checksum of every table as this person sees it, in one snapshot."""
        with self._plain():
            row = self.connection.execute(
                "SELECT head, caseclock.checksums() FROM"
                " (SELECT (caseclock.head(%s, %s)->>'head')::bigint AS head) h",
                (__version__, self.device),
            ).fetchone()
        head, sums = row or (0, {})
        return int(head), {table: (int(n), int(s)) for table, (n, s) in sums.items() if table in SHAPES}

    def history(self, case_id: str) -> list[dict[str, Any]]:
        """Every change of a field of a case, whoever made it, oldest first."""
        return list(self._one("SELECT caseclock.case_history(%s)", uuid.UUID(hex=case_id)) or ())

    def here(self, case_id: str | None) -> list[str]:
        """Say which case is looked at; the names of the others who look at it."""
        case = uuid.UUID(hex=case_id) if case_id else None
        found = self._one("SELECT caseclock.here(%s, %s)", case, self.device) or []
        return sorted(str(one["name"]) for one in found)

    def tell(self, kind: str, lines: list[dict[str, Any]]) -> None:
        """Hand over what was opened or exported."""
        from psycopg.types.json import Jsonb

        sent = [{**line, "device": str(self.device)} for line in lines]
        self._one(f"SELECT caseclock.log_{kind}(%s)", Jsonb(sent))

    def push(self, ops: Sequence[Op], *, fresh_ids: bool = False) -> list[dict[str, Any] | ServerTrouble]:
        """Send edits one after another without waiting between them; the server's answer to each.

        Each is a transaction of its own. After a broken connection the rest has no answer: the list is
        shorter then, and ends with what broke it.
        """
        self.began = time.monotonic()
        try:
            return self._push(ops, fresh_ids=fresh_ids)
        finally:
            self.began = 0.0

    def _push(self, ops: Sequence[Op], *, fresh_ids: bool) -> list[dict[str, Any] | ServerTrouble]:
        import psycopg
        from psycopg.types.json import Jsonb

        sets = [Jsonb(change_set_of(op, self.device.hex, fresh_ids=fresh_ids)) for op in ops]
        if len(sets) == 1:
            return [self._pushed(lambda: self.connection.execute(_PUSH, (sets[0],)).fetchone())]
        try:
            with self.connection.pipeline() as pipeline:
                # A sync after each makes it a transaction of its own. The public one waits for the answer as
                # well, which costs a round trip for each edit.
                separate = getattr(pipeline, "_enqueue_sync", pipeline.sync)
                cursors = []
                for each in sets:
                    cursors.append(self.connection.execute(_PUSH, (each,)))
                    separate()
            return [self._pushed(cursor.fetchone) for cursor in cursors]
        except psycopg.Error as error:
            if self.connection.broken or self.connection.closed:
                return [trouble.of_statement(error)]
            return self._one_by_one(sets)

    def _one_by_one(self, sets: Sequence[Any]) -> list[dict[str, Any] | ServerTrouble]:
        """After a failure that might be any one's: each by itself; those that were taken say so again."""
        answers: list[dict[str, Any] | ServerTrouble] = []
        for each in sets:
            answers.append(self._pushed(lambda each=each: self.connection.execute(_PUSH, (each,)).fetchone()))
            if self.connection.broken or self.connection.closed:
                break
        return answers

    def _pushed(self, fetch: Any) -> dict[str, Any] | ServerTrouble:
        import psycopg

        try:
            row = fetch()
        except psycopg.Error as error:
            return trouble.of_statement(error)
        return wire.answer_in(row[0])


_PUSH = "SELECT caseclock.push(%s)"


def change_set_of(op: Op, device: str, *, fresh_ids: bool = False) -> dict[str, Any]:
    """An edit as `push` takes it."""
    act = Act(op.act_id, op.verb, op.summary, op.author, op.made_at, (), op.reason, op.undoes)
    sent = wire.change_set(act, ChangeSet(op.set_id, op.patches), op.at, device=device, epoch=op.base_epoch)
    if fresh_ids:
        sent["id"] = str(uuid.uuid4())
    return sent
