"""The chain of history: verifying it, keeping its head with a backup, beginning anew after a restore."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.server.connect import SCHEMA

if TYPE_CHECKING:
    import psycopg

FIRST_LINK = hashlib.sha256(b"caseclock").digest()


@dataclass(frozen=True)
class Verified:
    """What `verify` found.

    Attributes:
        lines: of the chain.
        revision: of its end.
        chain: its end, in hex: to be kept where whoever looks after the server cannot write.
        wrong: (revision or None, what is wrong with it), empty when nothing was altered.
        witnesses: laptops whose memory of the chain agrees with it.
    """

    lines: int
    revision: int
    chain: str
    wrong: tuple[tuple[int | None, str], ...]
    witnesses: int


def verify(raw: psycopg.Connection[Any]) -> Verified:
    """Go through the whole chain, every change set and field line, and what laptops remember of it."""
    lines, link, wrong, links = _walk(raw)
    revision, kept = _one(raw, "SELECT revision, chain FROM clock_meta")
    if link != kept:
        wrong.append((revision, "the chain does not lead to where the database says it ends"))
    altered = raw.execute("SELECT at_revision, what FROM altered() LIMIT 1000").fetchall()
    wrong += [(at, what) for at, what in altered]
    agree, disagree = _witnesses(raw, links)
    wrong += [(at, "a laptop remembers another history up to here") for at in disagree]
    return Verified(lines, int(revision), bytes(kept).hex(), tuple(wrong), agree)


def _walk(
    raw: psycopg.Connection[Any],
) -> tuple[int, bytes, list[tuple[int | None, str]], dict[int, bytes]]:
    link, lines = FIRST_LINK, 0
    wrong: list[tuple[int | None, str]] = []
    links: dict[int, bytes] = {}
    with raw.transaction(), raw.cursor(name="chain") as rows:
        rows.itersize = 20_000
        rows.execute(f"SELECT revision, digest, chain FROM {SCHEMA}.history ORDER BY revision")
        for revision, digest, kept in rows:
            link = hashlib.sha256(link + bytes(digest) + int(revision).to_bytes(8, "big")).digest()
            if link != kept:
                wrong.append((revision, "the chain of history is broken here"))
                link = bytes(kept)  # go on from what is there, so that each break is named once
            links[revision] = link
            lines += 1
    return lines, link, wrong, links


def _witnesses(raw: psycopg.Connection[Any], links: dict[int, bytes]) -> tuple[int, list[int]]:
    query = (
        "SELECT d.cursor, d.chain, d.disagrees_at IS NOT NULL FROM device d "
        "JOIN clock_meta m ON m.epoch = d.epoch WHERE length(d.chain) > 0"
    )
    agree, disagree = 0, []
    for cursor, chain, said in raw.execute(query):
        if said or links.get(cursor) != bytes(chain):
            disagree.append(int(cursor))
        else:
            agree += 1
    return agree, disagree


@dataclass(frozen=True)
class Note:
    """Where a database stands: kept with a backup, and compared after a restore."""

    epoch: str
    revision: int
    chain: str
    fork: str

    @property
    def line(self) -> str:
        """As one line of text."""
        return f"epoch {self.epoch} revision {self.revision} chain {self.chain}"


def note(raw: psycopg.Connection[Any], *, restored: bool = False) -> Note:
    """Record where the database stands.

    Args:
        raw: an administrator's connection.
        restored: the database has just been restored: begin a new epoch, so that laptops offer again what the
            backup does not have, and skip a million revisions, so that none means two things.
    """
    with raw.transaction():
        raw.execute("SET LOCAL ROLE caseclock_owner")
        raw.execute(f"SET LOCAL search_path = {SCHEMA}, pg_temp")
        if restored:
            raw.execute("SELECT begin_epoch(true)")
        raw.execute(
            "INSERT INTO backup_note (epoch, revision, chain, fork, noted_at, noted_by, restored) "
            "SELECT epoch, revision, chain, fork, now(), session_user, %s FROM clock_meta",
            (restored,),
        )
        epoch, revision, chain, fork = _one(raw, "SELECT epoch, revision, chain, fork FROM clock_meta")
    return Note(str(epoch), int(revision), bytes(chain).hex(), str(fork))


def _one(raw: psycopg.Connection[Any], query: str) -> tuple[Any, ...]:
    row = raw.execute(query).fetchone()
    assert row is not None  # clock_meta has exactly one row
    return tuple(row)
