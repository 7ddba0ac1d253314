"""The outbox: every edit of this laptop in order, and where each stands.

It is the only copy of work that has not been sent: every commit is on the disk before anybody is told
(``synchronous=FULL``), it is never made again from anything, and an edit leaves `pending` only after
the server has answered. What was acknowledged is kept, so that it can be offered again to a server
that was restored from a backup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop.domain.changes import Act, new_id
from desktop.domain.days import now_ms
from desktop.errors import KnownError
from desktop.store import fast
from desktop.store.engine import remove_files
from desktop.store.faults import plain_sentences
from desktop.store.keys import Key
from desktop.sync import holding
from desktop.sync.files import connection
from desktop.sync.ops import FORM, HOW, REFERS, Op, encode, references

VERSION = 1  # of this file's own tables
KEEP_MS = 60 * 86_400_000  # acknowledged edits are kept for as long as a council keeps backups
NOT_SAVED = "This was NOT saved: the disk of this computer is full. Free some space and do it again."

_OPEN = "('pending', 'reoffer')"  # will be sent
_SCHEMA = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT",
    "CREATE TABLE op (seq INTEGER PRIMARY KEY AUTOINCREMENT, place REAL NOT NULL,"
    " set_id BLOB NOT NULL UNIQUE, act_id BLOB NOT NULL, at INTEGER NOT NULL, verb TEXT NOT NULL,"
    " summary TEXT NOT NULL, author TEXT NOT NULL, made_at INTEGER NOT NULL, noted_at INTEGER NOT NULL,"
    " reason TEXT NOT NULL, undoes TEXT NOT NULL, form INTEGER NOT NULL, base_epoch TEXT NOT NULL,"
    " state TEXT NOT NULL, waits INTEGER NOT NULL DEFAULT 0, revision INTEGER NOT NULL DEFAULT 0,"
    " epoch TEXT NOT NULL DEFAULT '', answer TEXT NOT NULL DEFAULT '', text TEXT NOT NULL,"
    " settled_at INTEGER NOT NULL DEFAULT 0) STRICT",
    "CREATE INDEX op_state ON op (state)",
    f"CREATE INDEX op_next ON op (place, seq) WHERE state IN {_OPEN} AND waits = 0",
    "CREATE INDEX op_waits ON op (waits) WHERE waits <> 0",
    "CREATE INDEX op_act ON op (act_id)",
    "CREATE INDEX op_revision ON op (revision)",
    "CREATE TABLE touch (row_id BLOB NOT NULL, tbl TEXT NOT NULL, seq INTEGER NOT NULL,"
    " how INTEGER NOT NULL, PRIMARY KEY (row_id, tbl, seq, how)) STRICT, WITHOUT ROWID",
    "CREATE INDEX touch_seq ON touch (seq)",
    # what is told to the server besides edits: records opened, exports made
    "CREATE TABLE told (seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, content TEXT NOT NULL)"
    " STRICT",
)
_COLUMNS = (
    "seq, place, lower(hex(set_id)), lower(hex(act_id)), at, verb, summary, author, made_at, noted_at,"
    " reason, undoes, form, base_epoch, state, waits, revision, epoch, answer, text"
)
_STUCK = "('conflict', 'rejected')"  # somebody has to look
_UNSETTLED = "('pending', 'reoffer', 'conflict', 'rejected')"


class Outbox:
    """An open outbox; one thread at a time uses it (the shared store's guard sees to that)."""

    def __init__(self, path: Path | None, db: Any) -> None:
        self.path = path or Path("memory")
        self.holds = True  # see `Safeguards.hold`
        self.db = db

    @classmethod
    def create(cls, path: Path | None, key: Key | None) -> Outbox:
        """Make a new outbox; without a path it is in memory alone.

        It gets its name only when it is whole: one that was cut short would look like lost work for ever.

        Raises:
            KnownError: when the folder cannot take it.
        """
        if path is None:
            db = connection(None, None)
            cls._fill(db, "memory")
            return cls(None, db)
        fresh = Path(f"{path}.new")
        remove_files(fresh)
        db = connection(fresh, key)
        try:
            cls._fill(db, path)
        finally:
            db.close()
        with plain_sentences(path):
            fresh.replace(path)
        return cls(path, fast.connect(path, key))

    @staticmethod
    def _fill(db: Any, path: Path | str) -> None:
        with plain_sentences(path):
            db.execute("BEGIN IMMEDIATE")
            for statement in _SCHEMA:
                db.execute(statement)
            entries = {"version": str(VERSION), "device": new_id()}
            db.executemany("INSERT INTO meta VALUES (?, ?)", entries.items())
            db.execute("COMMIT")

    @classmethod
    def open(cls, path: Path, key: Key | None) -> Outbox:
        """Open an outbox.

        Raises:
            KnownError: wrong key, damaged, or from a newer version.
        """
        fast.check_path(path)
        outbox = cls(path, fast.connect(path, key))
        if int(outbox.meta("version") or 0) > VERSION:
            outbox.close()
            raise KnownError(
                "The unsent edits on this computer were kept by a newer Caseclock, so this one does not "
                "touch them. They are safe; start the newer Caseclock."
            )
        return outbox

    def close(self) -> None:
        """Close the file; safe to call twice."""
        if self.db is not None:
            self.db.close()
            self.db = None

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """One transaction, on the disk when it ends.

        Raises:
            KnownError: disk full and the like; nothing was written.
        """
        try:
            with plain_sentences(self.path):
                self.db.execute("BEGIN IMMEDIATE")
                try:
                    yield self.db
                    self.db.execute("COMMIT")
                except BaseException:
                    if self.db.in_transaction:
                        self.db.execute("ROLLBACK")
                    raise
        except KnownError as error:
            raise KnownError(NOT_SAVED, error.details) if "full" in error.message else error from error

    def meta(self, key: str) -> str:
        """One note of this laptop (``device``, when the server was last heard ...), "" when absent."""
        with plain_sentences(self.path):
            return fast.meta_value(self.db, key)

    def set_meta(self, **notes: str) -> None:
        """Keep notes of this laptop."""
        with self.writing() as db:
            db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", notes.items())

    @property
    def device(self) -> str:
        """This laptop's own id."""
        return self.meta("device")

    # edits

    def append(self, act: Act, epoch: str, noted_at: int, place: float | None = None) -> None:
        """Write the change sets of an act behind all others; when this returns they survive a crash.

        Args:
            act: what to send.
            epoch: the server history that its author was looking at.
            noted_at: instant at which it was written here.
            place: send it as if it stood here in the order, not at the end.

        Raises:
            KnownError: when the disk is full (it says that nothing was saved) and the like.
        """
        with self.writing() as db:
            said = (act.verb, act.summary, act.author, act.made_at, noted_at, act.reason, act.undoes)
            numbers = {}
            for at, change in enumerate(act.sets):
                (seq,) = db.execute(
                    "INSERT INTO op (place, set_id, act_id, at, verb, summary, author, made_at, noted_at,"
                    " reason, undoes, form, base_epoch, state, text)"
                    " VALUES (?, unhex(?), unhex(?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?)"
                    " RETURNING seq",
                    (place or 0, change.id, act.id, at, *said, FORM, epoch, encode(change)),
                ).fetchone()
                numbers[change.id] = seq
            if place is None:
                db.execute("UPDATE op SET place = seq WHERE act_id = unhex(?)", (act.id,))
            touches, refers = holding.touches(act, numbers)
            holding.note(db, touches, refers)
            holding.hold(db, self.holds)

    def take_in(self, ops: Iterable[Op]) -> int:
        """Add edits of another laptop by their own ids; those that are here already stay as they are."""
        taken = 0
        with self.writing() as db:
            for op in ops:
                found = db.execute(
                    "INSERT OR IGNORE INTO op (place, set_id, act_id, at, verb, summary, author, made_at,"
                    " noted_at, reason, undoes, form, base_epoch, state, text)"
                    " VALUES (0, unhex(?), unhex(?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?)"
                    " RETURNING seq",
                    (op.set_id, op.act_id, op.at, op.verb, op.summary, op.author, op.made_at, op.noted_at)
                    + (op.reason, op.undoes, op.form, op.base_epoch, op.text),
                ).fetchone()
                if found is None:
                    continue
                taken += 1
                db.execute("UPDATE op SET place = seq WHERE seq = ?", found)
                touches = [(one.row, one.table, found[0], HOW[one.op]) for one in op.patches]
                refers = [
                    (row, table, found[0], REFERS) for one in op.patches for table, row in references(one)
                ]
                holding.note(db, touches, refers)
            holding.hold(db, self.holds)
        return taken

    def settle(self, answers: Sequence[tuple[int, str, int, str, str]]) -> None:
        """Note what the server answered: number, state, revision, epoch and the answer as JSON, of each."""
        now = now_ms()
        with self.writing() as db:
            db.executemany(
                "UPDATE op SET state = ?2, revision = ?3, epoch = ?4, answer = ?5, settled_at = ?6"
                " WHERE seq = ?1 AND state <> 'given_up'",
                [(*answer, now) for answer in answers],
            )
            holding.hold(db, self.holds)

    def give_up(self, numbers: Iterable[int]) -> None:
        """A person decided against these edits, or put others in their place."""
        with self.writing() as db:
            db.executemany(
                "UPDATE op SET state = 'given_up', settled_at = ? WHERE seq = ?",
                [(now_ms(), number) for number in numbers],
            )
            holding.hold(db, self.holds)

    def offer_again(self, epoch: str) -> int:
        """The server's history is another one: all that was acknowledged under any other is sent again."""
        with self.writing() as db:
            return int(
                db.execute(
                    "UPDATE op SET state = 'reoffer' WHERE state = 'acked' AND epoch <> ?", (epoch,)
                ).rowcount
            )

    def other_epochs(self, epoch: str) -> bool:
        """Whether anything was acknowledged in another history of the server than this."""
        with plain_sentences(self.path):
            query = "SELECT 1 FROM op WHERE state = 'acked' AND epoch <> ? LIMIT 1"
            return self.db.execute(query, (epoch,)).fetchone() is not None

    def forget_old(self, now: int, acked_to: int) -> None:
        """Drop what was settled longer ago than backups are kept, and the pull has passed."""
        with self.writing() as db:
            query = (
                "SELECT seq FROM op WHERE settled_at > 0 AND settled_at < ?"
                " AND (state = 'given_up' OR state = 'acked' AND revision <= ?)"
            )
            old = db.execute(query, (now - KEEP_MS, acked_to)).fetchall()
            db.executemany("DELETE FROM touch WHERE seq = ?", old)
            db.executemany("DELETE FROM op WHERE seq = ?", old)

    # questions

    def ops(self, where: str = "1", values: Sequence[Any] = (), limit: int = -1) -> list[Op]:
        """Edits in the order of sending."""
        with plain_sentences(self.path):
            query = f"SELECT {_COLUMNS} FROM op WHERE {where} ORDER BY place, seq LIMIT {limit}"
            return [Op(*row) for row in self.db.execute(query, values)]

    def to_send(self, limit: int = -1) -> list[Op]:
        """What the server has not answered yet and nothing holds, in order."""
        return self.ops(f"state IN {_OPEN} AND waits = 0", limit=limit)

    def stuck(self) -> list[Op]:
        """Edits in conflict or refused."""
        return self.ops(f"state IN {_STUCK}")

    def unsettled(self) -> list[Op]:
        """Every edit that is not on the server for good."""
        return self.ops(f"state IN {_UNSETTLED}")

    def op(self, set_id: str) -> Op:
        """One edit by the id of its change set.

        Raises:
            KnownError: when it is not here.
        """
        found = self.ops("set_id = unhex(?)", (set_id,))
        if not found:
            raise KnownError("That edit is not on this computer any more; nothing was changed.")
        return found[0]

    def of_act(self, act_id: str) -> list[Op]:
        """The edits of one act, in its order."""
        return sorted(self.ops("act_id = unhex(?)", (act_id,)), key=lambda op: op.at)

    def act_ids(self) -> set[str]:
        """The acts of which edits are here."""
        with plain_sentences(self.path):
            query = "SELECT DISTINCT lower(hex(act_id)) FROM op"
            return {act for (act,) in self.db.execute(query)}

    def counts(self) -> dict[str, int]:
        """How many edits stand in each state."""
        with plain_sentences(self.path):
            return dict(self.db.execute("SELECT state, count(*) FROM op GROUP BY state"))

    def dependents(self, seq: int) -> list[Op]:
        """Edits that wait for one to be decided, directly or through another."""
        return self.ops(
            "seq IN (WITH RECURSIVE w(seq) AS (SELECT seq FROM op WHERE waits = ? UNION"
            " SELECT op.seq FROM op JOIN w ON op.waits = w.seq) SELECT seq FROM w)",
            (seq,),
        )

    def folding(self, rows: Iterable[tuple[str, str]], epoch: str, passed: int) -> dict[tuple[str, str], Any]:
        """For rows (table, id): the edits that show on top of what the server sent, in order.

        Args:
            rows: which.
            epoch: the server history that the replica holds.
            passed: the revision that the replica has reached.
        """
        query = (
            "SELECT t.seq FROM touch t JOIN op ON op.seq = t.seq WHERE t.row_id = unhex(?) AND t.tbl = ?"
            f" AND t.how < {REFERS} AND (op.state IN {_OPEN} AND op.waits = 0"
            " OR op.state = 'acked' AND op.epoch = ? AND op.revision > ?) ORDER BY op.place, op.seq"
        )
        wanted: dict[tuple[str, str], list[int]] = {}
        with plain_sentences(self.path):
            for table, row in rows:
                found = self.db.execute(query, (row, table, epoch, passed)).fetchall()
                wanted[table, row] = [seq for (seq,) in dict.fromkeys(found)]
        return wanted

    def rows_folded(self, epoch: str, passed: int) -> list[tuple[str, str]]:
        """Every row (table, id) that some edit shows on."""
        query = (
            "SELECT DISTINCT t.tbl, lower(hex(t.row_id)) FROM op JOIN touch t ON t.seq = op.seq"
            f" WHERE t.how < {REFERS} AND (op.state IN {_OPEN} AND op.waits = 0"
            " OR op.state = 'acked' AND op.epoch = ? AND op.revision > ?)"
        )
        with plain_sentences(self.path):
            return list(self.db.execute(query, (epoch, passed)))

    def rows_of(self, numbers: Sequence[int]) -> list[tuple[str, str]]:
        """The rows (table, id) that edits change."""
        marks = ", ".join(map(str, map(int, numbers)))
        query = (
            f"SELECT DISTINCT tbl, lower(hex(row_id)) FROM touch WHERE seq IN ({marks}) AND how < {REFERS}"
        )
        with plain_sentences(self.path):
            return list(self.db.execute(query))

    def unsettled_rows(self) -> list[tuple[str, str]]:
        """The rows (table, id) of every edit that is not on the server for good."""
        query = (
            "SELECT DISTINCT t.tbl, lower(hex(t.row_id)) FROM op JOIN touch t ON t.seq = op.seq"
            f" WHERE op.state IN {_UNSETTLED} AND t.how < {REFERS}"
        )
        with plain_sentences(self.path):
            return list(self.db.execute(query))

    def is_touched(self, table: str, row: str) -> bool:
        """Whether an edit of this row is under way."""
        query = (
            "SELECT 1 FROM touch t JOIN op ON op.seq = t.seq WHERE t.row_id = unhex(?) AND t.tbl = ?"
            f" AND t.how < {REFERS} AND op.state IN {_UNSETTLED} LIMIT 1"
        )
        return self.db.execute(query, (row, table)).fetchone() is not None

    # what is told besides edits

    def tell(self, kind: str, content: str) -> None:
        """Keep something to tell the server: that a record was opened, that an export was made."""
        with self.writing() as db:
            db.execute("INSERT INTO told (kind, content) VALUES (?, ?)", (kind, content))

    def to_tell(self) -> list[tuple[int, str, str]]:
        """What has not been told yet: number, kind and content."""
        with plain_sentences(self.path):
            return list(self.db.execute("SELECT seq, kind, content FROM told ORDER BY seq LIMIT 500"))

    def told(self, last: int) -> None:
        """The server has heard everything up to this number."""
        with self.writing() as db:
            db.execute("DELETE FROM told WHERE seq <= ?", (last,))
