"""The choice of a month above a table or a chart."""

from __future__ import annotations

from desktop.domain.months import last_day, month_of, spoken_month
from desktop.views.controls import Choice


class MonthChoice(Choice):
    """The months up to the day looked at; the last whole one is chosen at first, as a clinic wants it.

    Args:
        back: how many months can be chosen.
        whole_only: leave out a month that is not over.
    """

    def __init__(self, back: int, *, whole_only: bool = False) -> None:
        super().__init__(name="Month")
        self._back, self._whole_only = back, whole_only
        self._as_at: int | None = None

    @property
    def month(self) -> int:
        """The month chosen."""
        return int(self.currentData())

    def offer_until(self, as_at: int) -> None:
        """Offer the months up to a day; the one that was chosen stays chosen, and nothing is emitted."""
        if as_at == self._as_at:
            return
        self._as_at, here = as_at, month_of(as_at)
        whole = here if last_day(here) <= as_at else here - 1
        first = whole if self._whole_only else here
        months = range(first, first - self._back, -1)
        self.offer([(at, spoken_month(at) + (", so far" if at > whole else "")) for at in months], whole)
