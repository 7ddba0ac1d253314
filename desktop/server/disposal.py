"""Erasing a person for good, by whoever answers for the council's information."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.errors import Refused

if TYPE_CHECKING:
    import psycopg


@dataclass(frozen=True)
class Disposed:
    """What a disposal did.

    Attributes:
        rows: how many rows were erased.
        revision: the line of the history that says so.
    """

    rows: int
    revision: int


def dispose(db: psycopg.Connection[Any], ref: str, reason: str) -> Disposed:
    """Erase all rows about a person, their history and what was sent about them; laptops follow.

    The history keeps its digests and says who did it and why, so that it can still be verified.

    Args:
        db: an auditor's connection.
        ref: the person's reference in the council's case system.
        reason: the line of the retention schedule; no name.

    Raises:
        Refused: not an auditor, nobody of that reference, no reason, a legal hold or an open case.
    """
    row = db.execute("SELECT caseclock.dispose(%s, %s)", (ref, reason)).fetchone()
    answer = row[0] if row else {}
    if answer.get("outcome") != "disposed":
        raise Refused(str(answer.get("sentence", "")))
    return Disposed(int(answer["rows"]), int(answer["revision"]))
