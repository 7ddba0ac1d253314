"""Two years of DoLS requests day by day: what comes in, what is decided, and what waits.

Ninety requests a month come in; a few more are decided, so a backlog of 720 falls to 400. Which request
is decided next is steered so that the mean time of decisions since April stays near the printed 201
days on every date: old requests when the mean runs low, recent ones when it runs high.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from desktop.demo.chains import Band
from desktop.domain.calendar import Calendar
from desktop.domain.days import date_of

DAYS = 730
A_MONTH = 90
BACKLOG_THEN, BACKLOG_NOW = 720, 400
MEAN_DAYS = 201
# How old a request is when it is decided: while the mean runs high, and while it runs low.
_QUICK = (Band(0.55, 12, 60), Band(0.45, 61, 150))
_LONG = (Band(0.38, 170, 250), Band(0.57, 251, 364), Band(0.05, 365, 560))
_TOO_OLD = 330  # days after which a request may be brought forward
_BROUGHT_FORWARD = 0.4
_FIRST_DECISIONS = 12  # after 1 April, when one decision would still move the mean a long way


@dataclass
class Request:
    """One request and what became of it; a day of 0 has not come.

    Attributes:
        person, place: numbers of the relevant person and the home.
        ends: last day of the authorisation that it led to, 0 for none.
        further_of: the request whose authorisation it is to follow.
    """

    person: int
    place: int
    received: int
    form: str = "form1"
    priority: str = "medium"
    signed: int = 0
    outcome: str = ""
    starts: int = 0
    ends: int = 0
    further_of: Request | None = field(default=None, repr=False)


class Flow:
    """Plays the two years.

    Attributes:
        requests: every request that was open at some time in them, by day of receipt.
    """

    def __init__(self, source: random.Random, calendar: Calendar, today: int, places: int) -> None:
        self._source = source
        self._calendar = calendar
        self._today = today
        self._places = places
        self._people = 0
        self._open: list[Request] = []
        self._renewals: dict[int, list[Request]] = {}
        self._decided = 0
        self._days_taken = 0
        self._owed = 0.0
        self.requests: list[Request] = []

    def play(self) -> list[Request]:
        """All requests, in order of receipt."""
        first = self._today - DAYS
        for _ in range(BACKLOG_THEN):
            age = round(self._source.triangular(1, 365, 300))
            self._receive(first - age)
        for day in range(first, self._today):
            date = date_of(day)
            if (date.month, date.day) == (4, 1):
                self._decided = self._days_taken = 0
            self._take_in(day)
            self._decide(day, (day - first) / DAYS)
        return sorted(self.requests, key=lambda request: request.received)

    def _take_in(self, day: int) -> None:
        """Renewals that fall due for a further request, and fresh requests up to the daily rate."""
        weekend = date_of(day).weekday() >= 5
        rate = A_MONTH * 12 / 365.25
        self._owed += rate * (0.25 if weekend else 1.3)
        come = self._renewals.pop(day, [])
        self._owed -= len(come)
        for earlier in come:
            late = day > earlier.ends
            self._receive(day, earlier, "form1" if late else "form2")
        fresh = max(round(self._owed + self._source.uniform(-1.4, 1.4)), 0)
        self._owed -= fresh
        for _ in range(fresh):
            self._receive(day)

    def _receive(self, day: int, earlier: Request | None = None, form: str = "form1") -> None:
        source = self._source
        if earlier is None:
            self._people += 1
        request = Request(
            person=earlier.person if earlier else self._people,
            place=earlier.place if earlier else self._place(),
            received=day,
            form=form,
            priority=source.choices(("high", "medium", "low"), (31, 39, 30))[0],
            further_of=earlier,
        )
        self.requests.append(request)
        self._open.append(request)

    def _place(self) -> int:
        """A hospital for two in five, else a home."""
        hospitals = 5
        if self._source.random() < _BROUGHT_FORWARD:
            return self._places - 1 - self._source.randrange(hospitals)
        return self._source.randrange(self._places - hospitals)

    def _decide(self, day: int, through: float) -> None:
        if not self._calendar.is_working(day):
            return
        target = BACKLOG_THEN + (BACKLOG_NOW - BACKLOG_THEN) * through
        for _ in range(min(max(round(len(self._open) - target), 0), 12)):
            self._sign(self._next(day), day)

    def _next(self, day: int) -> Request:
        """The open request whose age comes closest to the one wanted, the more pressing first."""
        oldest = min(self._open, key=lambda one: one.received)
        if day - oldest.received > _TOO_OLD and self._runs_low() and self._source.random() < _BROUGHT_FORWARD:
            return oldest
        wanted = self._wanted_age()
        rank = {"high": 0, "medium": 8, "low": 16}
        return min(self._open, key=lambda one: abs(day - one.received - wanted) + rank[one.priority])

    def _wanted_age(self) -> int:
        source = self._source
        if self._decided < _FIRST_DECISIONS:
            return MEAN_DAYS + source.randint(-25, 25)
        bands = _LONG if self._runs_low() else _QUICK
        (band,) = source.choices(bands, [band.share for band in bands])
        return source.randint(band.least, band.most)

    def _runs_low(self) -> bool:
        return self._days_taken < MEAN_DAYS * self._decided and self._decided >= _FIRST_DECISIONS

    def _sign(self, request: Request, day: int) -> None:
        self._open.remove(request)
        self._decided += 1
        self._days_taken += day - request.received
        request.signed = day
        request.outcome = self._source.choices(
            ("Granted", "Not granted", "Withdrawn", "Discharged", "RIP"), (45, 8, 17, 18, 12)
        )[0]
        if request.outcome == "Granted":
            self._authorise(request, day)

    def _authorise(self, request: Request, day: int) -> None:
        source = self._source
        earlier = request.further_of
        follows = earlier is not None and earlier.ends >= day
        request.starts = earlier.ends + 1 if earlier and follows else day
        request.ends = request.starts + source.choices((365, 274, 182, 91), (68, 9, 17, 6))[0] - 1
        lot = source.random()
        if lot < 0.62:
            self._renewals.setdefault(request.ends - source.randint(18, 44), []).append(request)
        elif lot < 0.70:
            self._renewals.setdefault(request.ends + source.randint(1, 12), []).append(request)
