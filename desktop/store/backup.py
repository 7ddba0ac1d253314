"""Copies of the database: every day to a folder, before an upgrade, and back again.

A copy keeps the key and the salt of its original, so the same keychain entry, passphrase and recovery
key open it. It is made and verified beside the database and only then moved to its folder, which may be
on a network: SQLite itself never works there.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from pathlib import Path
from typing import Any

from desktop.domain import days
from desktop.domain.changes import new_id
from desktop.domain.schema import SHAPES
from desktop.errors import KnownError
from desktop.paths import private
from desktop.store import fast, keys, layout, migrate, places
from desktop.store.engine import remove_files
from desktop.store.faults import plain_sentences
from desktop.store.keys import Key
from desktop.store.lock import Lock

KEEP = 14
_COUNTED = (*SHAPES, "act", "change_set", "field_change")


def daily(path: str | Path, folder: str | Path, key: Key | None = None, *, today: int) -> Path | None:
    """Make today's backup if it is not there yet and keep the last 14; returns it, or None if it was.

    Safe while the database is in use. Call it off the GUI thread: it reads the whole file.

    Raises:
        KnownError: when the folder is missing or full, or the copy does not agree with the original.
    """
    path, folder = Path(path), Path(folder)
    goal = folder / f"{path.stem}-{days.date_of(today).isoformat()}{path.suffix}"
    if goal.exists():
        return None
    if not folder.is_dir():
        raise KnownError(
            "The backup folder is not there, so no backup was made today; choose another folder."
        )
    made = _verified_copy(path, key or keys.find(path))
    try:
        _move(made, goal)
    finally:
        remove_files(made)
    for old in backups(path, folder)[:-KEEP]:
        old.unlink()
    return goal


def backups(path: str | Path, folder: str | Path) -> list[Path]:
    """The daily backups of a database in a folder, oldest first.

    Raises:
        KnownError: when the folder is not there.
    """
    path, folder = Path(path), Path(folder)
    if not folder.is_dir():
        raise KnownError("The backup folder is not there. Nothing has been changed; name another folder.")
    name = re.compile(re.escape(path.stem) + r"-\d{4}-\d\d-\d\d" + re.escape(path.suffix))
    return sorted(each for each in folder.iterdir() if name.fullmatch(each.name))


def copy_aside(path: Path, key: Key | None, label: str) -> Path:
    """A verified copy in the same folder, ``name-label-20261122-1650``.

    Raises:
        KnownError: when it cannot be made; nothing is changed.
    """
    goal = _aside(path, label)
    made = _verified_copy(path, key)
    os.replace(made, goal)
    return goal


def restore(backup: str | Path, path: str | Path, key: Key | None = None, *, author: str = "") -> Path | None:
    """Put a backup in the place of a database; returns where the replaced file was kept, if any.

    Args:
        backup: a copy made by Caseclock.
        path: the database to bring back; it need not exist.
        key: the backup's key, looked for as usual when not given.
        author: who restores, for the lock.

    Raises:
        KnownError: when the backup does not open or is damaged, or someone has the database open. Nothing
            has been changed then.
    """
    backup, path = Path(backup), Path(path)
    places.refuse_network(path)
    fast.check_content(backup)
    key = key or keys.find(backup)
    lock = Lock(path, author or "caseclock restore")
    fresh = path.with_name(f"{path.name}.copying")
    try:
        _fetch(backup, fresh)
        with plain_sentences(backup):
            _make_ready(fresh, key)
        _close_for_all(path, key)
        kept = _put_aside(path)
        os.replace(fresh, path)
        _sync_folder(path.parent)
    finally:
        remove_files(fresh)
        lock.release()
    return kept


def _fetch(backup: Path, fresh: Path) -> None:
    """Bring the backup's bytes here first: it may lie on a network or on a read-only disk."""
    remove_files(fresh)
    try:
        for suffix in ("", "-wal"):
            part = Path(f"{backup}{suffix}")
            if part.exists():
                _copy_bytes(part, Path(f"{fresh}{suffix}"))
    except OSError as error:
        raise KnownError(
            "The backup could not be copied here (unreadable, or no space left). Nothing has been changed.",
            details=str(error.strerror or error),
        ) from error


def _make_ready(fresh: Path, key: Key | None) -> None:
    """Check a fetched backup and make it a file of its own history.

    The epoch is new, so that a shared database notices that edits may be missing from it.
    """
    db = fast.connect(fresh, key)
    try:
        migrate.is_older(db, migrate.Target())  # not ours, or newer than we know: refused here
        verdict = db.execute("PRAGMA quick_check").fetchone()[0]
        if verdict != "ok":
            raise KnownError(
                "That backup is damaged and was not used. Nothing has been changed; choose an earlier one.",
                details=str(verdict),
            )
        db.execute("UPDATE meta SET value = ? WHERE key = 'epoch'", (new_id(),))
        db.execute("PRAGMA journal_mode = DELETE").fetchone()
    finally:
        db.close()
    with open(fresh, "rb+") as file:
        os.fsync(file.fileno())


def _verified_copy(path: Path, key: Key | None) -> Path:
    """A whole, checked copy in one file without a write-ahead log."""
    made = path.with_name(f"{path.name}.copying")
    remove_files(made)
    try:
        with plain_sentences(path):
            counts = _copy(path, made, key)
            _check(made, key, counts)
    except BaseException:
        remove_files(made)
        raise
    return made


def _copy(path: Path, made: Path, key: Key | None) -> dict[str, int]:
    source = fast.connect(path, key)
    try:
        source.execute("BEGIN")  # counts and copy are of one moment, whoever writes meanwhile
        migrate.is_older(source, migrate.Target())  # not ours, or newer than we know: refused here
        counts = _row_counts(source)
        goal = fast.connect(made, key)
        try:
            source.backup(goal)
            goal.execute("PRAGMA journal_mode = DELETE").fetchone()
        finally:
            goal.close()
    finally:
        source.close()
    return counts


def _check(made: Path, key: Key | None, counts: dict[str, int]) -> None:
    copy = fast.connect(made, key)
    try:
        verdict = copy.execute("PRAGMA quick_check").fetchone()[0]
        if verdict != "ok" or _row_counts(copy) != counts:
            raise KnownError(
                "The copy does not agree with the database it was made from, so it was thrown away; "
                "the database itself is untouched. Try again, and have the disk checked.",
                details=str(verdict),
            )
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()
    finally:
        copy.close()


def _row_counts(db: Any) -> dict[str, int]:
    there = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    wanted = [table for table in _COUNTED if table in there]
    return {
        table: int(db.execute(f"SELECT count(*) FROM {layout.quoted(table)}").fetchone()[0])
        for table in wanted
    }


def _close_for_all(path: Path, key: Key | None) -> None:
    """Fold the log into the file that is replaced, which only its last user can.

    Raises:
        KnownError: when another command is at work in it, whose saved work would go with the old file.
    """
    if not path.exists():
        return
    try:
        db = fast.connect(path, key)
    except KnownError:
        return  # damaged, or another database: it is put aside as it is
    try:
        with plain_sentences(path):
            db.execute("PRAGMA busy_timeout = 500").fetchone()
            db.execute("PRAGMA journal_mode = DELETE").fetchone()
    except KnownError as error:
        if "busy" in error.message:
            raise KnownError(
                "Another Caseclock is at work in that database. Nothing has been changed; "
                "wait until it has ended and restore again.",
                details=error.details,
            ) from error
    finally:
        db.close()


def _put_aside(path: Path) -> Path | None:
    """Keep what is there under another name; the database itself stays until the new one replaces it."""
    kept = _aside(path, "replaced")
    was_there = path.exists()
    for suffix in ("-wal", "-shm"):  # of no use to the new file, and harmful to it
        part = Path(f"{path}{suffix}")
        if part.exists():
            os.replace(part, f"{kept}{suffix}")
    if was_there:
        try:
            os.link(path, kept)
        except OSError:  # a disk without hard links
            os.replace(path, kept)
    return kept if was_there else None


def _aside(path: Path, label: str) -> Path:
    stamp = dt.datetime.now().strftime("%Y%m%d-%H%M%S")
    goal = path.with_name(f"{path.stem}-{label}-{stamp}{path.suffix}")
    number = 2
    while goal.exists():
        goal = path.with_name(f"{path.stem}-{label}-{stamp}-{number}{path.suffix}")
        number += 1
    return goal


def _move(made: Path, goal: Path) -> None:
    """Copy to the backup folder (perhaps another disk) and only then give it its name."""
    part = goal.with_name(f"{goal.name}.part")
    try:
        part.unlink(missing_ok=True)
        _copy_bytes(made, part)
        if os.path.getsize(part) != os.path.getsize(made):
            raise OSError("the copy is shorter than the original")
        os.replace(part, goal)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise KnownError(
            "Today's backup could not be written to the backup folder (full, read only or not there); "
            "the database is safe. Free some space or choose another folder.",
            details=str(error.strerror or error),
        ) from error


def _copy_bytes(source: Path, goal: Path) -> None:
    """Copy to a new file that only its owner may read, down to the disk."""
    with source.open("rb") as read, open(goal, "xb", opener=private) as write:
        shutil.copyfileobj(read, write, 1 << 20)
        write.flush()
        os.fsync(write.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a rename itself durable where the system lets a folder be synced."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
