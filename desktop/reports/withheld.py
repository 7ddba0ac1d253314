"""Comments that name somebody are not for a panel: they are looked through before they are printed."""

from __future__ import annotations

import re

from desktop.analysis.frozen import Mentions
from desktop.domain.casebook import Casebook

WITHHELD = "(not for the panel: it names somebody)"
_SHORTEST = 4  # letters of a surname that is looked for by itself


def withheld(said: Mentions, book: Casebook) -> dict[str, str]:
    """The comments that name a worker or a child, and what a panel reads in their place."""
    if not said.comments:
        return {}
    cases = [book.case.index[case] for case in said.cases if case in book.case.index]
    people = [int(book.case.person[row]) for row in cases]
    names = {book.person.name[one] for one in people if one >= 0} | set(book.worker.name)
    refs = {book.person.ref[one] for one in people if one >= 0}
    words = {part for name in names for part in (name, name.split()[-1] if name.split() else "")}
    wanted = {one for one in words | refs if len(one) >= _SHORTEST}
    return {text: WITHHELD for text in said.comments if _names(text, wanted)}


def _names(text: str, wanted: set[str]) -> bool:
    """Whether a text holds one of some names as words of its own; a surname alone with its capital."""
    tokens, folded = re.findall(r"[\w'-]+", text), text.casefold()
    single = {one for one in wanted if " " not in one}
    return any(token.removesuffix("'s") in single for token in tokens) or any(
        one.casefold() in folded and re.search(rf"\b{re.escape(one)}\b", text, re.IGNORECASE)
        for one in wanted - single
    )
