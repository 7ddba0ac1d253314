"""The database's own errors in one plain sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.errors import AppError, BugError, KnownError, Refused
from desktop.store import once

_SENTENCES = (
    ("disk is full", "The disk is full; this was not saved. Free some space and try again."),
    (
        "file is not a database",
        "This is not a Caseclock database, or that key does not open it. Nothing has been changed.",
    ),
    (
        "malformed",
        "The database file is damaged or cut short. Nothing has been changed; "
        "close Caseclock and run caseclock restore with the last backup.",
    ),
    (
        "readonly database",
        "The database cannot be written: the file or its folder is read only. Nothing has been changed.",
    ),
    (
        "unable to open",
        "The database cannot be opened: check that its folder exists and that you may write in it.",
    ),
    (
        "is locked",
        "The database is busy with another Caseclock; this was not saved. Try again in a moment.",
    ),
    ("disk i/o", "The disk reported an error; this was not saved. Check the disk and try again."),
)


class Conflict(AppError):
    """A row has changed since it was read, in the same group of fields.

    Attributes:
        table: where.
        row: the row's id.
        theirs: field -> value as it stands now.
        author: who made it so.
        changed_at: when (instant).
    """

    def __init__(
        self, table: str, row: str, theirs: dict[str, object], author: str = "", changed_at: int = 0
    ) -> None:
        fields = ", ".join(sorted(theirs))
        super().__init__(
            "This has been changed meanwhile, so it was not saved; look at the new values and decide.",
            details=f"{table} {row}: {fields}",
        )
        self.table = table
        self.row = row
        self.fields = tuple(sorted(theirs))
        self.theirs = theirs
        self.author = author
        self.changed_at = changed_at


@contextmanager
def plain_sentences(path: str | Path) -> Iterator[None]:
    """Turn what SQLite raises inside into one sentence.

    Raises:
        Refused: what may be there only once would have been there twice (`schema.Unique`).
        KnownError: a full disk, a wrong key and the like.
        BugError: anything else.
    """
    import sqlcipher3

    try:
        yield
    except sqlcipher3.Error as error:
        text = str(error).lower()
        twice = once.sentence(text)
        if twice:
            raise Refused(twice) from error
        for words, sentence in _SENTENCES:
            if words in text:
                raise KnownError(sentence, details=f"{Path(path).name}: {error}") from error
        raise BugError(
            "The database refused what Caseclock asked of it; nothing was saved.", str(error)
        ) from error
