"""Requests made so that the council's printed table comes out: only dates, one by one, no totals."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dols_book import DolsBook

from desktop.domain.months import april_before, first_day, month_of, read_month

PRINTED = Path(__file__).parents[1] / "data" / "dols_monthly.csv"
BEFORE = (90, 99)  # signed off in each of the six months before the first printed one, their mean days


def printed() -> list[dict[str, str]]:
    """The nine months as the paper prints them."""
    with PRINTED.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if not row["month"].startswith("england")]


def nine_months() -> DolsBook:
    """A casebook in which every request of the nine months stands with its own two dates."""
    book = DolsBook()
    room = Counter({read_month(row["month"]): int(row["received"]) for row in printed()})
    first = min(room)
    for month, signed, days in _signings():
        on = first_day(month) + 14
        for took in _lengths(on, signed, days, room, first):
            if (there := month_of(on - took)) in room:
                room[there] -= 1
            _request(book, on - took, on)
    for month, left in room.items():
        for number in range(left):
            _request(book, first_day(month) + number % 28)
    return book


def _request(book: DolsBook, received: int, signed: int | None = None) -> None:
    case = book.request()
    book._put("event", case=case, kind="started", on=received)
    if signed is not None:
        book._put("event", case=case, kind="signed_off", on=signed, outcome="granted")


def _signings() -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Month, how many were signed off, and (their days together, how many took over a year)."""
    rows = printed()
    first = read_month(rows[0]["month"])
    done, together = 0, 0
    for month in range(april_before(first), first):
        done, together = done + BEFORE[0], together + BEFORE[0] * BEFORE[1]
        yield month, BEFORE[0], (BEFORE[0] * BEFORE[1], 0)
    for row in rows:
        month, signed = read_month(row["month"]), int(row["signed_off"])
        if month == april_before(month):
            done, together = 0, 0
        done += signed
        days = int(row["cumulative_average_days"]) * done - together
        together += days
        yield month, signed, (days, int(row["over_one_year"]))


def _lengths(on: int, signed: int, days: tuple[int, int], room: Counter[int], first: int) -> list[int]:
    """So many lengths with that sum, of which so many are over 365 days, in months that have room."""
    whole, over = days
    rest = signed - over
    base, spare = divmod(whole - 400 * over, rest)
    lengths = [base + (at < spare) for at in range(rest)]
    taken: Counter[int] = Counter()

    def fits(*candidates: int) -> bool:
        wanted = Counter(month_of(on - one) for one in candidates)
        return all(there < first or taken[there] + more <= room[there] for there, more in wanted.items())

    made = [400] * over
    for one, other in zip(lengths[::2], lengths[1::2], strict=False):
        shift = next(by for by in range(150) if one > by and other + by <= 365 and fits(one - by, other + by))
        for length in (one - shift, other + shift):
            taken[month_of(on - length)] += 1
            made.append(length)
    return made + lengths[len(lengths) // 2 * 2 :]
