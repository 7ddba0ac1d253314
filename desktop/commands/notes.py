"""Dated notes and chases: what was said, and when to ask again. They move no clock."""

from __future__ import annotations

from desktop.commands import checks
from desktop.commands.acts import Builder
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.errors import Refused


def add(
    book: Casebook,
    chosen: list[int],
    text: str,
    *,
    author: str,
    today: int,
    on: int = NO_DAY,
    kind: str = "note",
    chase_next_on: int = NO_DAY,
) -> Act:
    """Write a note on each case; a chase says whom we asked, and may say when to ask again.

    Args:
        book: the casebook.
        chosen: case rows.
        text: the note.
        author: who writes it.
        today: the day it is dated, unless `on` is given.
        on: the day it speaks of.
        kind: ``note`` or ``chase``.
        chase_next_on: when to chase next; giving it makes a note a chase.

    Raises:
        Refused: no case, no words, a note dated in the future, or a next chase that has passed.
    """
    if not chosen:
        raise Refused("Choose at least one case.")
    if not text.strip():
        raise Refused("Write the note first.")
    dated = today if on == NO_DAY else on
    checks.happened(dated, today, "note")
    if chase_next_on != NO_DAY and chase_next_on < dated:
        raise Refused(f"The next chase on {short(chase_next_on)} is before the note itself. Check the date.")
    kind = "chase" if chase_next_on != NO_DAY else kind
    build = Builder(book, "notes.add", author)
    for case in chosen:
        build.insert("note", case=case, kind=kind, on=dated, chase_next_on=chase_next_on, text=text.strip())
        build.cut()
    return build.act(f"{kind.capitalize()} on {checks.count_of(len(chosen), 'case')}")
