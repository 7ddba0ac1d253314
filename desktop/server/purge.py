"""Taking away what was removed long ago, and the lines of the feed that told laptops to forget it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.domain.days import date_of, short
from desktop.errors import KnownError
from desktop.server.connect import SCHEMA

if TYPE_CHECKING:
    import psycopg

KEPT_DAYS = 60  # laptops keep what they sent as long, to undo it or to offer it again after a restore
USUAL_DAYS = 180


@dataclass(frozen=True)
class Purged:
    """What a purge did, or would do.

    Attributes:
        rows: how many rows were taken away, by table.
        lines: how many lines of the feed.
        horizon: a laptop that last came at an earlier revision compares everything once.
        revision: the line of the history that says so.
        laptops: how many were last in contact before that day; those compare everything.
    """

    rows: Mapping[str, int]
    lines: int
    horizon: int
    revision: int
    laptops: int


def purge(raw: psycopg.Connection[Any], before: int, *, today: int, dry_run: bool = False) -> Purged:
    """Take away for good what was removed before a day, and is neither referred to nor held.

    The history keeps what these rows were and gains a line that says who did this and how much went.

    Args:
        raw: a connection of whoever installs.
        before: day number; what was removed on that day or later stays.
        today: day number.
        dry_run: do it all, and take it back.

    Raises:
        KnownError: when laptops may still need what would go; nothing was changed.
    """
    if before > today - KEPT_DAYS:
        raise KnownError(
            f"What was removed in the last {KEPT_DAYS} days stays, because laptops may still undo it or "
            "offer it again after a restore; nothing was changed. "
            f"Choose {short(today - KEPT_DAYS)} or an earlier day."
        )
    with raw.transaction(force_rollback=dry_run):
        raw.execute("SET LOCAL ROLE caseclock_owner")
        raw.execute(f"SET LOCAL search_path = {SCHEMA}, pg_temp")
        query = "SELECT purge(revision_before(d), d) FROM (SELECT %s::date::timestamptz AS d) x"
        done = _one(raw, query, date_of(before))
        away = "SELECT count(*) FROM device WHERE last_seen < %s::date AND NOT wipe"
        laptops = _one(raw, away, date_of(before))
    return Purged(done["rows"], int(done["lines"]), int(done["horizon"]), int(done["revision"]), int(laptops))


def _one(raw: psycopg.Connection[Any], query: str, value: object) -> Any:
    row = raw.execute(query, (value,)).fetchone()
    assert row is not None  # each of these gives one row
    return row[0]
