"""Comments that name somebody are not for a panel: they are looked through before they are printed."""

from __future__ import annotations

import re

from desktop.analysis.frozen import Frozen
from desktop.domain.casebook import Casebook

WITHHELD = "(not for the panel: it names somebody)"
_SHORTEST = 4  # letters of a surname that is looked for by itself


def withheld(frozen: Frozen, book: Casebook) -> dict[str, str]:
    """The comments that name a worker or a child, and what a panel reads in their place."""
    texts = {one.text for one in frozen.beside.notes}
    if not texts:
        return {}
    people = [
        int(book.case.person[book.case.index[case]]) for case in frozen.people if case in book.case.index
    ]
    names = {book.person.name[one] for one in people if one >= 0} | set(book.worker.name)
    refs = {book.person.ref[one] for one in people if one >= 0}
    words = {part for name in names for part in (name, name.split()[-1] if name.split() else "")}
    wanted = {one for one in words | refs if len(one) >= _SHORTEST}
    return {text: WITHHELD for text in texts if _names(text, wanted)}


def _names(text: str, wanted: set[str]) -> bool:
    """Whether a text holds one of some names as words of its own; names are written with a capital."""
    tokens = re.findall(r"[\w'-]+", text)
    single = {one for one in wanted if " " not in one}
    return any(token.removesuffix("'s") in single for token in tokens) or any(
        re.search(rf"\b{re.escape(one)}\b", text, re.IGNORECASE) for one in wanted - single if one in text
    )
