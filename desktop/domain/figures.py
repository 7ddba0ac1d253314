"""A printed figure: a number, or one of the two words that say why there is none. Neither is ever 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop.domain.casebook import Casebook, codes_of, known

NOT_APPLICABLE, TO_COME = "N/A", "TBC"
BACKLOG_TARGET = "dols_backlog_target"  # the setting: by which day no request is older than 21 days
WHOSE = ("own", "target", "local", "neighbours", "region", "england")
WHOSE_WORDS = {
    "own": "Our own figure",
    "target": "Target",
    "local": "Our last year",
    "neighbours": "Statistical neighbours",
    "region": "Region",
    "england": "England",
}


@dataclass(frozen=True)
class Value:
    """A figure as it is printed.

    Attributes:
        number: None where there is none.
        word: `NOT_APPLICABLE` when there is none to have, `TO_COME` when it is still to come.
    """

    number: float | None = None
    word: str = NOT_APPLICABLE

    def text(self, unit: str = "") -> str:
        """``95%``, ``1,540 referrals`` or the word."""
        if self.number is None:
            return self.word
        number = f"{self.number:,.10g}"
        return f"{number}%" if unit == "%" else f"{number} {unit}".strip()


@dataclass(frozen=True)
class Entered:
    """One figure that somebody typed, with what it has no meaning without."""

    value: Value
    unit: str
    year: str
    origin: str


def read_value(text: str) -> Value:
    """A number, with or without %, or one of the two words.

    Raises:
        ValueError: for anything else; an empty field is no figure.
    """
    plain = text.strip().upper().replace(" ", "")
    if plain in ("N/A", "NA", "N.A."):
        return Value()
    if plain == TO_COME:
        return Value(None, TO_COME)
    try:
        number = float(plain.removesuffix("%").replace(",", ""))
    except ValueError:
        raise ValueError("a figure is a number, N/A or TBC") from None
    if not np.isfinite(number):
        raise ValueError("a figure is a number, N/A or TBC")
    return Value(number, "")


def entered(book: Casebook, known_at: int, indicator: str, whose: str, month: int) -> Entered | None:
    """The figure on record: our own of exactly that month, another's the last one given up to it.

    Args:
        book: the casebook.
        known_at: instant; what was recorded later does not count.
        indicator: its id.
        whose: one of `WHOSE`.
        month: see `desktop.domain.months`.
    """
    table = book.indicator_figure
    (code,) = codes_of("indicator_figure", "whose", [whose])
    fits = (table.month == month) if whose == "own" else (table.month <= month)
    rows = np.flatnonzero(table.live & known(table, known_at) & (table.whose == code) & fits)
    mine = [row for row in rows.tolist() if table.indicator[row] == indicator]
    if not mine:
        return None
    last = max(mine, key=lambda row: (int(table.month[row]), int(table.recorded_at[row]), row))
    return Entered(read_value(table.value[last]), table.unit[last], table.year[last], table.origin[last])
