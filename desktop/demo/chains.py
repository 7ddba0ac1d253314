"""Dates that repeat: how long ago the last one was is chosen, and the earlier ones follow backwards.

Choosing the last gap by a quota gives the council's printed rates on the demo's own date, whatever date
that is; the earlier gaps are drawn so that the same rates hold roughly at every earlier month end.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.demo.sheet import Sheet


@dataclass(frozen=True)
class Band:
    """One class of gap: what share of cases, and from how many to how many days."""

    share: float
    least: int
    most: int


class Quota:
    """Deals classes out so that their shares come out exactly, in an unpredictable order."""

    def __init__(self, bands: Sequence[Band], total: int, source: random.Random) -> None:
        self._left = [round(band.share * total) for band in bands]
        self._left[0] += total - sum(self._left)
        self._bands = bands
        self._source = source

    def deal(self, count: int = 1) -> Band:
        """A class for a family of `count` children, who share their visits."""
        weights = [max(left, 0) for left in self._left]
        weights = weights if any(weights) else [1] * len(weights)
        (at,) = self._source.choices(range(len(weights)), weights)
        if self._left[at] < count:
            at = max(range(len(self._left)), key=self._left.__getitem__)
        self._left[at] -= count
        return self._bands[at]


def working_days_ago(sheet: Sheet, band: Band) -> int:
    """A working day whose count of working days to today lies in the band; never today itself."""
    back = sheet.source.randint(band.least, band.most)
    on = int(sheet.calendar.add_working(sheet.today, -back))
    return on if on < sheet.today else sheet.workday(sheet.today - 1)


def days_ago(sheet: Sheet, band: Band) -> int:
    """A working day so many calendar days ago, moved back from a weekend but not out of the band."""
    back = sheet.source.randint(band.least, band.most)
    on = sheet.workday(sheet.today - max(back, 1))
    if sheet.today - on > band.most:
        on = sheet.today - max(back, 1)
    return on


def backwards(sheet: Sheet, last: int, first: int, bands: Sequence[Band], working: bool = False) -> list[int]:
    """Earlier days before `last` down to `first`, latest first, each a drawn gap before the next."""
    source = sheet.source
    days: list[int] = []
    shares = [band.share for band in bands]
    on = last
    while True:
        (band,) = source.choices(bands, shares)
        gap = source.randint(band.least, band.most)
        on = int(sheet.calendar.add_working(on, -gap)) if working else sheet.workday(on - gap)
        if on < first:
            return days
        days.append(on)
