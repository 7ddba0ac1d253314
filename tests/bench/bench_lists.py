"""Lists without a window: sorting, one filter keystroke, and what one recorded visit costs.

Run as ``python tests/bench/bench_lists.py``. Peers are what the same answers cost in plain Python
over the same texts and keys (sorted, ``in``), and opening the desk afresh after the edit. Answers are
asserted equal before timing. The same through Qt, repaint included, is in ``bench_window.py``.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np
from council import AS_AT, council
from ratio import Result, compare

from desktop.domain.days import NO_DAY
from desktop.domain.lists import Selection, build, counts
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.listdata import ListData
from desktop.domain.timescales import Timescales

QUEUE = Selection("queue", AS_AT)
VISITS = Selection("visits", AS_AT)


def sort_results(data: ListData) -> list[Result]:
    """One click on a column of 100,000 rows: a text column and a number column."""
    return [_sort(data, key) for key in ("person", "elapsed")]


def _sort(data: ListData, key: str) -> Result:
    keys = data.sort_keys(key).tolist()

    def plain() -> list[int]:
        filled = [row for row, value in enumerate(keys) if value != NO_DAY]
        empty = [row for row, value in enumerate(keys) if value == NO_DAY]
        return sorted(filled, key=keys.__getitem__) + empty

    assert data.order_by(key).tolist() == plain()
    name = f"sort {len(data):,} rows by {key} v sorted()"
    return compare(name, lambda: data.order_by(key), plain, most=0.25)


def filter_results(desk: Desk) -> list[Result]:
    """One keystroke over 100,000 rows, against ``in`` over the same texts made ready."""
    everyone = np.arange(len(build(desk, QUEUE)))
    data = build(desk, QUEUE)
    texts = [text.casefold() for text in data.text("person", everyone)]
    found = []
    for words in ("p1", "p123", "nobody"):
        rows = build(desk, QUEUE.but(text=words))
        assert len(rows) == sum(words in text for text in texts)

        def ours(words: str = words) -> object:
            return build(desk, QUEUE.but(text=words))

        def plain(words: str = words) -> object:
            return [row for row, text in enumerate(texts) if words in text]

        found.append(compare(f"filter {len(data):,} rows by {words!r} v in", ours, plain, most=1.0))
    return found


def edit_result() -> Result:
    """One visit among 50,000 cases: clocks patched, list built, counts made; against starting again."""
    book = council(50_000, 200_000)
    desk = Desk.open(book, Timescales.shipped(), AS_AT)
    case = build(desk, VISITS).case
    counts(desk, "visits", VISITS)
    number = itertools.count()

    def record() -> int:
        at = next(number)
        row = int(case[at * 701 % len(case)])
        visit = {"case": book.case.ids[row], "kind": "visit", "on": AS_AT, "seen": 1, "recorded_at": 5}
        book.apply("event", [{"id": f"edit-{at}", **visit}])
        return row

    def ours() -> float:
        row = record()
        return _seconds(lambda: desk.refresh_cases(np.array([row])), desk)

    def afresh() -> float:
        record()
        made: list[Desk] = []
        return _seconds(lambda: made.append(Desk.open(book, Timescales.shipped(), AS_AT)), None, made)

    ours()
    fresh = Desk.open(book, Timescales.shipped(), AS_AT)
    same = [(count.key, count.n) for count in counts(fresh, "visits", VISITS)]
    assert same == [(count.key, count.n) for count in counts(desk, "visits", VISITS)]
    return compare("one visit, 50,000 cases: list and counts v opening afresh", ours, afresh, most=0.15)


def _seconds(change: Callable[[], object], desk: Desk | None, made: Sequence[Desk] = ()) -> float:
    start = time.perf_counter()
    change()
    at = desk if desk is not None else made[0]
    build(at, VISITS)
    counts(at, "visits", VISITS)
    return time.perf_counter() - start


def main() -> int:
    """Every comparison; 1 when one is over its limit."""
    desk = Desk.open(council(100_000, 400_000), Timescales.shipped(), AS_AT)
    data = build(desk, QUEUE)
    results = [*sort_results(data), *filter_results(desk), edit_result()]
    return int(any(result.ratio > result.most for result in results))


if __name__ == "__main__":
    sys.exit(main())
