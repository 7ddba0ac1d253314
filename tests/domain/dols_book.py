"""A small casebook of DoLS requests, built in the words of the worked examples."""

from __future__ import annotations

import datetime as dt
from typing import Any

from desktop.domain import dols
from desktop.domain.calendar import Calendar
from desktop.domain.casebook import Casebook
from desktop.domain.context import Context
from desktop.domain.days import NO_DAY, day
from desktop.domain.dols import DolsFlags
from desktop.domain.series import CURRENT
from desktop.domain.timescales import Timescales

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def d(text: str) -> int:
    """``4 Dec 2026`` as a day number."""
    date, month, year = text.split()
    return day(dt.date(int(year), MONTHS.index(month) + 1, int(date)))


class DolsBook:
    """Requests are known by the id that `request` returns."""

    def __init__(self) -> None:
        self.book = Casebook()
        self._made = 0
        self.recorded_at = 0
        for place in ("home", "ward"):
            self._put("managing_authority", id=place, name=place, name_key=place)

    def _put(self, table: str, **values: Any) -> str:
        self._made += 1
        row_id = values.pop("id", f"{table}-{self._made}")
        values = {"recorded_at": self.recorded_at, **values}
        self.book.apply(table, [{"id": row_id, **values}])
        return row_id

    def person(self, **values: Any) -> str:
        return self._put("person", ref=f"P{self._made}", **values)

    def plan(self, kind: str, start: str = "", **person: Any) -> str:
        """A child's plan."""
        case = self._put("case", kind=kind, person=self.person(**person))
        if start:
            self.event(case, "started", start)
        return case

    def request(self, received: str = "", *, person: str = "", place: str = "home", **said: Any) -> str:
        case = self._put("case", kind="dols", person=person or self.person(), ref=f"D{self._made}")
        if received:
            self.event(case, "started", received)
        self._put("dols_request", case=case, form=said.pop("form", "form1"), managing_authority=place, **said)
        return case

    def event(self, case: str, kind: str, on: str, **values: Any) -> str:
        return self._put("event", case=case, kind=kind, on=d(on), **values)

    def returned(self, case: str, on: str, **values: Any) -> None:
        self.event(case, "form3_returned", on, **values)
        self.event(case, "form4_returned", on, **values)

    def urgent(self, case: str, given: str = "", end: str = "", **values: Any) -> str:
        dated = {key: d(text) for key, text in (("given_on", given), ("stated_end", end)) if text}
        for key in ("extension_decided_on", "extension_requested_on", "ended_on"):
            if key in values:
                dated[key] = d(values.pop(key))
        return self._put("urgent_authorisation", case=case, **dated, **values)

    def authorisation(self, case: str, start: str = "", end: str = "", ended: str = "", **values: Any) -> str:
        dates = {"starts_on": start, "ends_on": end, "ended_on": ended}
        dated = {key: d(text) for key, text in dates.items() if text}
        return self._put("authorisation", case=case, **dated, **values)

    def suspension(self, case: str, notice: str, resumed: str = "") -> str:
        more = {"resumed_on": d(resumed)} if resumed else {}
        return self._put("suspension", case=case, notice_on=d(notice), **more)

    def equivalent(self, case: str, carried_out: str) -> str:
        return self._put("equivalent_assessment", case=case, carried_out_on=d(carried_out))

    def context(self, as_at: str, known_at: int = CURRENT, **settings: str) -> Context:
        shipped = Timescales.shipped()
        scales = Timescales(shipped.by_id, {**shipped.settings, **settings})
        return Context(self.book, scales, Calendar.england(), d(as_at), known_at)

    def flags(self, as_at: str, known_at: int = CURRENT, **settings: str) -> DolsFlags:
        return dols.flags(self.context(as_at, known_at, **settings))

    def flag(self, case: str, name: str, as_at: str) -> Any:
        """One field of one request's flags, as a plain value."""
        found = self.flags(as_at)
        at = found.case.tolist().index(self.book.case.row(case))
        return getattr(found, name)[at].item()

    def clocks(self, case: str, as_at: str) -> dict[str, tuple[int, int, int]]:
        """Rule -> (start, due, stop) of one request."""
        row = self.book.case.row(case)
        return {
            part.rule: (int(part.start[at]), int(part.due[at]), int(part.stop[at]))
            for part in dols.parts(self.context(as_at))
            for at, found in enumerate(part.case)
            if found == row
        }

    def due(self, case: str, rule: str, as_at: str) -> int:
        return self.clocks(case, as_at).get(rule, (NO_DAY, NO_DAY, NO_DAY))[1]
