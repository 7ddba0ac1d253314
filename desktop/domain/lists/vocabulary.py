"""Names searched all at once: every text of a table in one byte array, so that a keystroke is cheap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop.domain.casebook import Casebook
from desktop.domain.lists.columns import Bools, Ints, text_ranks

_GAP = 0x1F  # between texts; not on a keyboard, so no search can run across two of them


class Vocabulary:
    """Texts that can be searched and ranked.

    Attributes:
        texts: as given, to print.
    """

    def __init__(self, texts: Sequence[str], also: Sequence[Sequence[str]] = ()) -> None:
        """`also` holds further texts of the same rows that are searched but not printed."""
        self.texts = texts
        self._searched = [texts, *also]
        self._bytes: Ints | None = None
        self._starts: Ints | None = None
        self._ranks: Ints | None = None

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def ranks(self) -> Ints:
        """Each text's place in casefold order, `NO_DAY` for an empty one."""
        if self._ranks is None:
            self._ranks = text_ranks(self.texts)
        return self._ranks

    def find(self, word: str) -> Bools:
        """Which rows hold a word anywhere, whatever its case."""
        found = np.zeros(len(self.texts), bool)
        pattern = word.casefold().encode()
        if not pattern or not len(self.texts):
            return found | (not pattern)
        haystack, starts = self._packed()
        hits = _occurrences(haystack, pattern)
        found[np.searchsorted(starts, hits, side="right") - 1] = True
        return found

    def _packed(self) -> tuple[Ints, Ints]:
        if self._bytes is None or self._starts is None:
            gap = chr(_GAP)
            joined = [gap.join(row) for row in zip(*self._searched, strict=True)]
            folded = "\n".join(text.replace("\n", " ") for text in joined).casefold().encode()
            self._bytes = np.frombuffer(folded, np.uint8)
            self._starts = np.r_[0, np.flatnonzero(self._bytes == 0x0A) + 1]
        return self._bytes, self._starts


def _occurrences(haystack: Ints, pattern: bytes) -> Ints:
    """Where a pattern stands in a byte array: the first byte everywhere, the others only there."""
    room = len(haystack) - len(pattern) + 1
    if room <= 0:
        return np.zeros(0, np.int64)
    hits = np.flatnonzero(haystack[:room] == pattern[0])
    for offset, byte in enumerate(pattern[1:], 1):
        hits = hits[haystack[hits + offset] == byte]
    return hits


def vocabulary(book: Casebook, name: str) -> Vocabulary:
    """The words of a table: ``person`` (printed: name or initials), ``person.ref``, ``worker`` ...

    A name with a dot is one text column; ``person`` and ``case`` search everything that names a row.
    """
    if name == "person":
        person = book.person
        shown = [full or short for full, short in zip(person.name, person.initials, strict=True)]
        return Vocabulary(shown, (person.initials, person.ref, person.nhs_number))
    table, _, column = name.partition(".")
    return Vocabulary(getattr(book.tables[table], column or "name"))
