"""A printed pack against itself: which percentages follow from the fractions beside them, and how."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

from desktop.domain.indicators import percentage, rounded
from desktop.errors import KnownError

VERDICTS = {
    "both": "cut or rounded, the same",
    "cut": "only when cut",
    "rounded": "only when rounded",
    "disagrees": "does not follow from its fraction",
    "unreadable": "no fraction can be read",
}
_NEEDED = ("indicator", "month", "numerator", "denominator", "printed_pct")


@dataclass(frozen=True)
class Printed:
    """One cell of a pack: the fraction where it can be read, and the whole per cent that is printed."""

    indicator: str
    month: str
    n: int | None
    d: int | None
    percent: int
    page: str = ""

    @property
    def verdict(self) -> str:
        """One of `VERDICTS`."""
        if self.n is None or not self.d:
            return "unreadable"
        exact = Fraction(100 * self.n, self.d)
        cut, near = floor(exact) == self.percent, rounded(exact) == self.percent
        if cut and near:
            return "both"
        return "cut" if cut else "rounded" if near else "disagrees"

    @property
    def as_option(self) -> float | None:
        """What ``--as-printed`` makes of the fraction."""
        return None if self.n is None or not self.d else percentage(self.n, self.d, as_printed=True)

    def record(self) -> dict[str, Any]:
        """For printing."""
        shown = "" if self.n is None or not self.d else f"{rounded(Fraction(100 * self.n, self.d), 2):.2f}"
        return {
            "indicator": self.indicator,
            "month": self.month,
            "fraction": "" if self.n is None else f"{self.n}/{self.d}",
            "exact": shown,
            "printed": self.percent,
            "verdict": VERDICTS[self.verdict],
            "page": self.page,
        }


def read_printed(path: Path) -> list[Printed]:
    """The cells of a CSV file with the columns indicator, month, numerator, denominator, printed_pct.

    Raises:
        KnownError: when it cannot be read or lacks one of them.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            lines: Sequence[Mapping[str, str]] = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise KnownError(f"{path.name} could not be read as a CSV file. Nothing was changed.") from error
    missing = [name for name in _NEEDED if not lines or name not in lines[0]]
    if missing:
        raise KnownError(f"{path.name} has no column {missing[0]}. It needs {', '.join(_NEEDED)}.")
    try:
        return [_cell(line) for line in lines]
    except ValueError:
        raise KnownError(f"{path.name} holds something else than whole numbers in its fractions.") from None


def _cell(line: Mapping[str, str]) -> Printed:
    n, d = (int(line[name]) if line[name].strip() else None for name in ("numerator", "denominator"))
    return Printed(
        line["indicator"], line["month"], n, d, int(line["printed_pct"]), line.get("page", "") or ""
    )


def checked(cells: Iterable[Printed]) -> list[Printed]:
    """The cells with those that the option does not reproduce first, worst first."""
    rank = {"disagrees": 0, "rounded": 1, "unreadable": 2}
    return sorted(cells, key=lambda cell: rank.get(cell.verdict, 3))
