"""A month that was published: frozen a week after its end, so that what was written up since can be seen."""

from __future__ import annotations

from typing import Any

from desktop.analysis.frozen import Content, packed
from desktop.analysis.frozen_content import content
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Rows
from desktop.domain.months import first_day, month_of

_DAY_MS, _HOUR_MS = 86_400_000, 3_600_000
_DAYS_AFTER, _HOUR = 6, 10  # frozen on the seventh of the month after, at ten
_BACK = 2  # the month before the last whole one, which is left for the reader to freeze


def published(book: Casebook, today: int, author: str) -> tuple[Rows, Rows]:
    """The rows of a frozen month.

    Args:
        book: the whole council.
        today: the demo's own date.
        author: who froze it.
    """
    month = month_of(today) - _BACK
    known_at = (first_day(month + 1) + _DAYS_AFTER) * _DAY_MS + _HOUR * _HOUR_MS
    made = content(book, month, known_at)
    own = f"{known_at:012x}7ffd8001{0:012x}"
    return _header(made, own, author), _figures(made, own)


def _header(made: Content, own: str, author: str) -> Rows:
    columns: dict[str, list[Any]] = {
        "month": [made.month],
        "edition": [1],
        "as_at": [made.as_at],
        "known_at": [made.known_at],
        "author": [author],
        "digest": [made.digest],
        "content": [packed(made.header)],
        "recorded_at": [made.known_at],
    }
    return Rows("frozen_month", [own], columns)


def _figures(made: Content, own: str) -> Rows:
    names = ("indicator", "measure", "n", "d")
    columns: dict[str, list[Any]] = {
        name: [figure[at] for figure in made.figures] for at, name in enumerate(names)
    }
    columns["content"] = [packed(figure[-1]) for figure in made.figures]
    columns["freeze"] = [own] * len(made.figures)
    columns["recorded_at"] = [made.known_at] * len(made.figures)
    ids = [f"{own[:20]}{at + 1:012x}" for at in range(len(made.figures))]
    return Rows("frozen_figure", ids, columns)
