"""Searching and ranking many names at once gives what looking at each name would give."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.days import NO_DAY
from desktop.domain.lists.columns import order_of, order_packed, pack
from desktop.domain.lists.vocabulary import Vocabulary

NAMES = st.lists(st.text(st.sampled_from("aAbéÉßZ z'\n\x1f0"), max_size=6), max_size=12)


@settings(max_examples=150)
@given(NAMES, st.text(st.sampled_from("aAbéßz0"), min_size=1, max_size=3))
def test_find_is_contains(names: list[str], word: str) -> None:
    found = Vocabulary(names).find(word)
    assert found.tolist() == [word.casefold() in name.casefold() for name in names]


@given(NAMES)
def test_ranks_sort_like_the_names(names: list[str]) -> None:
    ranks = Vocabulary(names).ranks
    filled = [at for at, name in enumerate(names) if name]
    assert all(ranks[at] == NO_DAY for at, name in enumerate(names) if not name)
    by_rank = sorted(filled, key=lambda at: int(ranks[at]))
    assert [names[at].casefold() for at in by_rank] == sorted(names[at].casefold() for at in filled)


@given(st.lists(st.one_of(st.just(NO_DAY), st.integers(-(2**31) + 2, 2**31 - 2)), max_size=20), st.booleans())
def test_order_is_stable_with_empty_cells_last(keys: list[int], descending: bool) -> None:
    order = order_of(np.array(keys, np.int32), descending).tolist()
    known = sorted(
        (at for at, key in enumerate(keys) if key != NO_DAY),
        key=lambda at: (-keys[at] if descending else keys[at], at),
    )
    assert order == known + [at for at, key in enumerate(keys) if key == NO_DAY]


@given(st.lists(st.tuples(st.booleans(), st.one_of(st.just(NO_DAY), st.integers(0, 60_000))), max_size=20))
def test_packed_keys_sort_part_by_part(rows: list[tuple[bool, int]]) -> None:
    flags = np.array([row[0] for row in rows], bool)
    days = np.array([row[1] for row in rows], np.int32)
    order = order_packed(pack((flags, 1), (days, 16))).tolist()
    plain = [(flag, on == NO_DAY, on) for flag, on in rows]
    assert order == sorted(range(len(rows)), key=lambda at: (plain[at], at))
