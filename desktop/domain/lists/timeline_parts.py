"""Small pieces that every line of a case's timeline is put together from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.domain.days import NO_DAY, short

if TYPE_CHECKING:
    from desktop.domain.casebook import Columns
    from desktop.domain.lists.desk import Desk

Lines = list[tuple[int, str]]  # (day, words)


def ended_line(table: Columns, row: int, words: str, reason: str) -> Lines:
    """The line for the day something ended; none while it has not."""
    ended = int(table.ended_on[row])
    return [(ended, joined(words, reason))] if ended != NO_DAY else []


def to_words(day: int) -> str:
    """``to 14/01/2027``, empty when no day is known."""
    return f"to {short(day)}" if day != NO_DAY else ""


def worker_name(desk: Desk, row: int) -> str:
    """A worker's name, empty for none."""
    return str(desk.book.worker.name[row]) if row >= 0 else ""


def joined(*parts: str) -> str:
    """What is said, in one line."""
    return "; ".join(part for part in parts if part)
