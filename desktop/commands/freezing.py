"""Freezing a month: what is published is kept, down to the child, before anybody prints it."""

from __future__ import annotations

from collections.abc import Callable

from desktop.analysis.frozen import Content, frozen_rows, packed
from desktop.analysis.frozen_content import content
from desktop.commands.acts import Builder
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.months import last_day, spoken_month
from desktop.errors import Refused


def freeze(
    book: Casebook,
    month: int,
    *,
    author: str,
    today: int,
    reason: str = "",
    check: Callable[[], None] = lambda: None,
) -> Act | None:
    """Freeze a month that is over.

    Args:
        book: all data.
        month: see `desktop.domain.months`.
        author: who freezes it.
        today: the day on which the month has to be over.
        reason: why it is frozen again; needed when the data have changed since the last time.
        check: called between steps; raises to stop.

    Returns:
        The act; None when it is frozen already and nothing would differ.

    Raises:
        Refused: council rule; the month is not over, or another edition has no reason.
    """
    if last_day(month) >= today:
        raise Refused(
            f"{spoken_month(month)} is not over, so it was not frozen. Choose a month that is over.",
            "council rule",
        )
    build = Builder(book, "freezing.freeze", author)
    made = content(book, month, build.made_at, check)
    there = frozen_rows(book, month)
    if there and book.frozen_month.digest[there[0]] == made.digest:
        return None
    if there and not reason.strip():
        raise Refused(
            f"{spoken_month(month)} is frozen, and what is on record has changed since: what was published "
            "stays as it is. Build the packs from it, or say why another edition is to be published.",
            "council rule",
        )
    edition = int(book.frozen_month.edition[there[0]]) + 1 if there else 1
    _insert(build, made, edition, author, reason)
    return build.act(f"{spoken_month(month)} frozen, edition {edition}", reason.strip())


def _insert(build: Builder, made: Content, edition: int, author: str, reason: str) -> None:
    header = build.insert(
        "frozen_month",
        month=made.month,
        edition=edition,
        as_at=made.as_at,
        known_at=made.known_at,
        author=author,
        digest=made.digest,
        content=packed(made.header),
        reason=reason.strip(),
    )
    for indicator, measure, n, d, text in made.figures:
        build.insert(
            "frozen_figure",
            freeze=header,
            indicator=indicator,
            measure=measure,
            n=n,
            d=d,
            content=packed(text),
        )
