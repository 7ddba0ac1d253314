"""A made-up council of 100,000 open cases and 2,000,000 events, as a loaded casebook."""

from __future__ import annotations

import datetime as dt

import numpy as np

from desktop.domain.casebook import Casebook
from desktop.domain.days import NO_DAY, day
from desktop.domain.schema import SHAPES

AS_AT = day(dt.date(2026, 11, 20))
BEGIN = day(dt.date(2024, 11, 1))
MIX = {"cp": 0.2, "cla": 0.2, "cin": 0.3, "care_leaver": 0.15, "dols": 0.15}
EVENTS = {
    "cp": (("visit", 10), ("supervision", 5), ("core_group", 4), ("review", 2)),
    "cla": (("visit", 9), ("supervision", 6), ("review", 4), ("health_assessment", 2)),
    "cin": (("visit", 10), ("supervision", 7), ("review", 2)),
    "care_leaver": (("contact", 12), ("supervision", 6), ("pathway_review", 3)),
    "dols": (("form3_returned", 1),),
}


def code(table: str, field: str, word: str) -> int:
    return SHAPES[table].field(field).codes.index(word)


def council(cases: int = 100_000, events: int = 2_000_000, seed: int = 1) -> Casebook:
    """The casebook; every case is open, about one visit in ten is an attempt."""
    dice = np.random.default_rng(seed)
    book = Casebook()
    kinds = dice.choice(len(MIX), cases, p=list(MIX.values()))
    kind_codes = np.array([code("case", "kind", kind) for kind in MIX], np.int16)
    started = dice.integers(BEGIN - 200, AS_AT - 10, cases).astype(np.int32)
    people = [f"p{at}" for at in range(cases)]
    born = (AS_AT - dice.integers(365, 15 * 365, cases)).astype(np.int32)
    book.person.set_columns(cases, {"ids": people, "ref": people, "born_on": born})
    own = np.arange(cases, dtype=np.int32)
    ids = [f"c{at}" for at in range(cases)]
    book.case.set_columns(cases, {"ids": ids, "person": own, "kind": kind_codes[kinds]})
    _events(book, dice, kinds, started, events)
    _requests(book, np.flatnonzero(kinds == list(MIX).index("dols")).astype(np.int32))
    _placements(book, dice, np.flatnonzero(kinds == list(MIX).index("cla")).astype(np.int32), started)
    book.revision += 1
    return book


def _events(
    book: Casebook, dice: np.random.Generator, kinds: np.ndarray, started: np.ndarray, total: int
) -> None:
    spare = total - len(kinds)
    share = np.array([sum(count for _, count in EVENTS[kind]) for kind in MIX])[kinds]
    case = np.repeat(np.arange(len(kinds)), dice.multinomial(spare, share / share.sum())).astype(np.int32)
    kind = np.zeros(spare, np.int16)
    for number, name in enumerate(MIX):
        at = np.flatnonzero(kinds[case] == number)
        words = np.array([code("event", "kind", word) for word, _ in EVENTS[name]], np.int16)
        weight = np.array([count for _, count in EVENTS[name]], float)
        kind[at] = dice.choice(words, len(at), p=weight / weight.sum())
    on = (started[case] + dice.random(spare) * (AS_AT - started[case])).astype(np.int32)
    seen = np.where(dice.random(spare) < 0.9, 1, 0).astype(np.int8)
    began = np.full(len(kinds), code("event", "kind", "started"), np.int16)
    shuffled = dice.permutation(total)
    columns = {
        "case": np.concatenate((np.arange(len(kinds), dtype=np.int32), case))[shuffled],
        "kind": np.concatenate((began, kind))[shuffled],
        "on": np.concatenate((started, on))[shuffled],
        "seen": np.concatenate((np.full(len(kinds), -1, np.int8), seen))[shuffled],
        "recorded_at": np.full(total, 1, np.int64),
    }
    book.event.set_columns(total, columns)


def _requests(book: Casebook, cases: np.ndarray) -> None:
    form = np.full(len(cases), code("dols_request", "form", "form1"), np.int16)
    columns = {"ids": [f"d{at}" for at in cases], "case": cases, "form": form}
    book.dols_request.set_columns(len(cases), columns)


def _placements(book: Casebook, dice: np.random.Generator, cases: np.ndarray, started: np.ndarray) -> None:
    starts = started[cases]
    to_18 = (dice.random(len(cases)) < 0.3).astype(np.int8)
    columns = {"ids": [f"l{at}" for at in cases], "case": cases, "starts_on": starts, "to_18": to_18}
    columns["code"] = ["U1" if at % 3 == 0 else "U4" for at in cases]
    columns["legal_status"] = ["C2"] * len(cases)
    book.placement.set_columns(len(cases), columns)
    few = cases[::20]
    interval = np.full(len(few), code("agreed_frequency", "interval", "3m"), np.int16)
    effective = np.where(started[few] + 400 < AS_AT, started[few] + 400, NO_DAY).astype(np.int32)
    agreed = {"ids": [f"a{at}" for at in few], "case": few, "interval": interval, "effective_from": effective}
    book.agreed_frequency.set_columns(len(few), agreed)
