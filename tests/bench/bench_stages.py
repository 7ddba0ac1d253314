"""Whose days they were, for 100,000 finished requests, against one plain numpy pass over the columns.

Run as ``python tests/bench/bench_stages.py``. The pass reads each column that the split needs once:
which rows are on record, which are of the four kinds that pass the ball, and the day per request of
each by one ``bincount``. That is what knowing the days costs before anything is divided. The split
adds assessors, queries, hand-backs, offers and the mental health lane; its parts are asserted to sum.
What is kept between questions is the index of events by case (`Series`), as in every other bench; the
first reading, which makes it, is printed.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from council import AS_AT, code
from ratio import Result, compare

from desktop.domain.calendar import Calendar
from desktop.domain.casebook import Casebook
from desktop.domain.context import Context
from desktop.domain.days import NO_DAY
from desktop.domain.dols_stages import PARTS, stages
from desktop.domain.series import CURRENT
from desktop.domain.timescales import Timescales

REQUESTS = 100_000
KINDS = ("started", "form3_returned", "report_queried", "signed_off")


def finished(seed: int = 3) -> Casebook:
    """Finished requests: each accepted and returned, a fifth queried, a tenth handed back before."""
    dice, size, book = np.random.default_rng(seed), REQUESTS, Casebook()
    every = np.arange(size, dtype=np.int32)
    received = dice.integers(AS_AT - 900, AS_AT - 320, size).astype(np.int32)
    accepted = received + dice.integers(1, 120, size).astype(np.int32)
    returned = accepted + dice.integers(2, 60, size).astype(np.int32)
    queried = np.where(dice.random(size) < 0.2, returned + 3, NO_DAY).astype(np.int32)
    again = np.where(queried == NO_DAY, NO_DAY, queried + 4).astype(np.int32)
    signed = (np.maximum(returned, again) + dice.integers(0, 40, size)).astype(np.int32)
    case = np.full(size, code("case", "kind", "dols"), np.int16)
    person = np.full(size, -1, np.int32)
    book.case.set_columns(size, {"ids": [f"c{at}" for at in range(size)], "kind": case, "person": person})
    doctor = returned - 1
    marks = (
        ("started", received, every),
        ("form3_returned", returned, every),
        ("form4_returned", doctor, every),
        ("report_queried", queried, every),
        ("form3_returned", again, every),
        ("signed_off", signed, every),
    )
    _events(book, dice, marks)
    handed = every[dice.random(size) < 0.1]
    rows = (
        ("bia", every, accepted, np.full(size, NO_DAY, np.int32)),
        ("mha", every, accepted, np.full(size, NO_DAY, np.int32)),
        ("bia", handed, received[handed], received[handed] + 1),
    )
    _allocations(book, dice, rows)
    _offers(book, received, accepted)
    book.revision += 1
    return book


def _events(book: Casebook, dice: np.random.Generator, marks: tuple) -> None:
    there = [(kind, on[on != NO_DAY], case[on != NO_DAY]) for kind, on, case in marks]
    kind = np.concatenate([np.full(len(on), code("event", "kind", word), np.int16) for word, on, _ in there])
    on = np.concatenate([on for _, on, _ in there]).astype(np.int32)
    case = np.concatenate([case for _, _, case in there])
    mixed = dice.permutation(len(on))
    outcome = ["bia" if one == code("event", "kind", "report_queried") else "" for one in kind[mixed]]
    columns = {"kind": kind[mixed], "on": on[mixed], "case": case[mixed], "outcome": outcome}
    book.event.set_columns(len(on), {**columns, **_stamps(len(on))})


def _allocations(book: Casebook, dice: np.random.Generator, rows: tuple) -> None:
    role = np.concatenate(
        [np.full(len(on), code("allocation", "role", word), np.int16) for word, _, on, _ in rows]
    )
    case, on, ended = (np.concatenate([row[at] for row in rows]).astype(np.int32) for at in (1, 2, 3))
    mixed = dice.permutation(len(on))
    columns = {"role": role, "case": case, "on": on, "ended_on": ended}
    columns = {name: column[mixed] for name, column in columns.items()}
    nobody = np.full(len(on), -1, np.int32)
    book.allocation.set_columns(len(on), {**columns, "worker": nobody, "team": nobody, **_stamps(len(on))})


def _offers(book: Casebook, received: np.ndarray, accepted: np.ndarray) -> None:
    size = len(received)
    columns = {
        "case": np.arange(size, dtype=np.int32),
        "role": np.full(size, code("offer", "role", "bia"), np.int16),
        "worker": np.full(size, -1, np.int32),
        "on": ((received + accepted) // 2).astype(np.int32),
        "answered_on": accepted,
    }
    book.offer.set_columns(size, {**columns, **_stamps(size)})


def _stamps(size: int) -> dict[str, np.ndarray]:
    return {
        "recorded_at": np.ones(size, np.int64),
        "superseded_at": np.full(size, 2**63 - 1, np.int64),
        "live": np.ones(size, bool),
    }


def one_pass(book: Casebook) -> int:
    """Each column read once: on record, of the kind, and the day per request."""
    event, table, offer, size, total = book.event, book.allocation, book.offer, len(book.case), 0.0
    stands = (event.recorded_at <= CURRENT) & (event.superseded_at > CURRENT)
    for word in KINDS:
        rows = np.flatnonzero(stands & (event.kind == code("event", "kind", word)))
        total += float(np.bincount(event.case[rows], event.on[rows], size).sum())
    stands = (table.recorded_at <= CURRENT) & (table.superseded_at > CURRENT)
    for word in ("bia", "mha"):
        rows = np.flatnonzero(stands & (table.role == code("allocation", "role", word)))
        total += float(np.bincount(table.case[rows], table.on[rows], size).sum())
        total += float(np.bincount(table.case[rows], table.ended_on[rows], size).sum())
    stands = (offer.recorded_at <= CURRENT) & (offer.superseded_at > CURRENT)
    rows = np.flatnonzero(stands & (offer.role == code("offer", "role", "bia")))
    for column in (offer.on, offer.answered_on):
        total += float(np.bincount(offer.case[rows], column[rows], size).sum())
    return int(total)


def results() -> list[Result]:
    """The split of all, for a context of its own each time."""
    book, scales, calendar = finished(), Timescales.shipped(), Calendar.england()

    def split() -> object:
        return stages(Context(book, scales, calendar, AS_AT))

    begin = time.perf_counter()
    found = stages(Context(book, scales, calendar, AS_AT))
    print(f"     the first reading, which indexes the events, took {time.perf_counter() - begin:.3f} s")
    assert len(found) == REQUESTS
    assert found.finished.all()
    assert (sum(getattr(found, name) for name in PARTS) == found.total).all()
    return [
        compare(
            "stage split, 100k finished requests, v one numpy pass", split, lambda: one_pass(book), most=10
        )
    ]


def main() -> int:
    """Print the ratio; 1 when it is over its demand."""
    return int(any(result.ratio > result.most for result in results()))


if __name__ == "__main__":
    sys.exit(main())
