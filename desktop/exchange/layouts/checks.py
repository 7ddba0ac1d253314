"""What is odd in rows that can be read: kept, flagged and listed, never dropped.

Each check yields (position, field, reason code). They read whole columns, since a tracker may have
50,000 rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from desktop.exchange.records import ParsedTable

Found = Iterator[tuple[int, str, str]]
_YEAR = 365.2425
URGENT_DAYS = 7  # Sch A1 para 78(2) MCA 2005: an urgent authorisation lasts at most 7 days ...
EXTENDED_DAYS = 14  # ... and paras 84-85: one extension of at most 7 further days

# Dates that say what has happened, so they cannot lie after the day of the file.
_PAST = {
    "dols_tracker": (
        "received_on",
        "urgent_from",
        "bia_allocated_on",
        "form3_on",
        "form4_on",
        "signed_off_on",
    ),
    "visits_tracker": ("plan_start", "last_visit"),
    "supervision_tracker": ("last_supervision",),
    "annex_a_3": ("referred_on",),
    "annex_a_4": ("started_on", "authorised_on"),
    "annex_a_5": ("strategy_on",),
    "annex_a_6": ("plan_start", "last_seen_on", "plan_end"),
    "annex_a_7": ("plan_start", "last_visit", "last_review", "plan_end"),
    "annex_a_8": ("plan_start", "last_review", "last_visit", "placement_start", "plan_end", "last_iro_visit"),
    "annex_a_9": ("last_pathway_review", "last_contact"),
}
# (earlier field, later field, reason): the later lies before the earlier.
_ORDER = {
    "dols_tracker": (
        ("received_on", "form3_on", "before_received"),
        ("received_on", "form4_on", "before_received"),
        ("received_on", "signed_off_on", "before_received"),
        ("received_on", "bia_allocated_on", "before_received"),
        ("bia_allocated_on", "form3_on", "returned_before_allocated"),
        ("bia_allocated_on", "bia_due_on", "due_before_allocated"),
        ("form3_on", "signed_off_on", "signed_before_returned"),
        ("urgent_from", "urgent_ends", "urgent_backwards"),
        ("authorisation_from", "authorisation_to", "authorisation_backwards"),
    ),
    "visits_tracker": (("plan_start", "last_visit", "before_start"),),
    "supervision_tracker": (),
    "annex_a_3": (),
    "annex_a_4": (("started_on", "authorised_on", "authorised_before_start"),),
    "annex_a_5": (("strategy_on", "icpc_on", "icpc_before_strategy"),),
    "annex_a_6": (
        ("plan_start", "plan_end", "end_before_start"),
        ("plan_start", "last_seen_on", "before_start"),
    ),
    "annex_a_7": (
        ("plan_start", "plan_end", "end_before_start"),
        ("plan_start", "last_visit", "before_start"),
        ("plan_start", "last_review", "before_start"),
    ),
    "annex_a_8": (
        ("born_on", "plan_start", "before_birth"),
        ("plan_start", "plan_end", "end_before_start"),
        ("plan_start", "last_visit", "before_start"),
        ("plan_start", "last_review", "before_start"),
        ("plan_start", "placement_start", "placement_before_care"),
    ),
    "annex_a_9": (),
}
# A last visit or review after the plan's own end: kept, and it counts for nothing.
_AFTER_END = {
    "annex_a_6": ("last_seen_on",),
    "annex_a_7": ("last_visit", "last_review"),
    "annex_a_8": ("last_visit", "last_review"),
}


def check(table: ParsedTable, today: int) -> Found:
    """Everything odd in a table, as at a day."""
    for name in _PAST[table.layout]:
        days = table.columns[name]
        yield from ((at, name, "in_future") for at, day in enumerate(days) if day is not None and day > today)
    for first, second, code in _ORDER[table.layout]:
        yield from _backwards(table, first, second, code)
    for name in _AFTER_END.get(table.layout, ()):
        yield from _backwards(table, name, "plan_end", "after_end", name)
    yield from _births(table, today)
    if table.layout == "visits_tracker":
        yield from _agreed_early(table.columns, today)
    own = _OWN.get(table.layout)
    if own:
        yield from own(table.columns)


def _backwards(table: ParsedTable, first: str, second: str, code: str, blame: str = "") -> Found:
    if second not in table.raw or first not in table.raw:
        return
    pairs = zip(table.columns[first], table.columns[second], strict=True)
    for at, (early, late) in enumerate(pairs):
        if early is not None and late is not None and late < early:
            yield at, blame or second, code


def _births(table: ParsedTable, today: int) -> Found:
    if "born_on" not in table.raw:
        return
    oldest, grown = today - 110 * _YEAR, today - 18 * _YEAR
    adults = table.layout == "dols_tracker"
    for at, born in enumerate(table.columns["born_on"]):
        if born is None:
            continue
        if born > today and adults:
            yield at, "born_on", "born_in_future"
        elif born < oldest:
            yield at, "born_on", "over_110"
        elif adults and born > grown:
            yield at, "born_on", "under_18"
    if table.layout in ("annex_a_6", "annex_a_8"):
        yield from _grown_up(table, today)


def _grown_up(table: ParsedTable, today: int) -> Found:
    """Young people past the age at which the plan can run, where it has not ended."""
    limit, code = (18, "over_18_in_care") if table.layout == "annex_a_8" else (25, "over_25")
    latest = today - limit * _YEAR
    pairs = zip(table.columns["born_on"], table.columns["plan_end"], strict=True)
    for at, (born, ended) in enumerate(pairs):
        if born is not None and ended is None and born <= latest:
            yield at, "born_on", code


def _dols(columns: dict[str, list[Any]]) -> Found:
    yield from _urgent(columns)
    bia, mha, allocated = columns["bia"], columns["mha"], columns["bia_allocated_on"]
    signed, outcome, words = columns["signed_off_on"], columns["outcome"], columns["outcome_text"]
    for at, received in enumerate(columns["received_on"]):
        if received is None:
            yield at, "received_on", "no_received"
        if allocated[at] is not None and not bia[at]:
            yield at, "bia", "nobody_allocated"
        if bia[at] and bia[at] == mha[at]:
            yield at, "mha", "one_for_both"
        if signed[at] is not None and not outcome[at] and not words[at]:
            yield at, "outcome", "signed_no_outcome"
        if signed[at] is None and outcome[at]:
            yield at, "signed_off_on", "outcome_not_signed"


def _urgent(columns: dict[str, list[Any]]) -> Found:
    urgent, starts, ends = columns["urgent"], columns["urgent_from"], columns["urgent_ends"]
    extended, received = columns["extension_decided_on"], columns["received_on"]
    more = columns["extension_days"]
    for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start is None and end is None:
            if urgent[at] == 1:
                yield at, "urgent_from", "urgent_no_dates"
            continue
        if urgent[at] != 1:
            yield at, "urgent", "urgent_not_said"
        if start is not None and end is not None:
            length = end - start + 1
            if length > EXTENDED_DAYS:
                yield at, "urgent_ends", "urgent_over_14"
            elif length > URGENT_DAYS and extended[at] is None and not more[at]:
                yield at, "urgent_ends", "urgent_over_7"
        if end is not None and received[at] is not None and end < received[at]:
            yield at, "urgent_ends", "urgent_after_end"


def _visits(columns: dict[str, list[Any]]) -> Found:
    seen, alone, visit = columns["seen"], columns["seen_alone"], columns["last_visit"]
    plan, start, agreed = columns["plan"], columns["plan_start"], columns["agreed"]
    for at, on in enumerate(visit):
        if alone[at] == 1 and seen[at] == 0:
            yield at, "seen_alone", "alone_not_seen"
        if on is None and (seen[at] == 1 or alone[at] == 1):
            yield at, "last_visit", "seen_no_date"
        if agreed[at] and plan[at] not in ("cla", ""):
            yield at, "agreed", "agreed_not_cla"
        if start[at] is None and plan[at] in ("cp", "cla", "cin"):
            yield at, "plan_start", "no_start"


def _agreed_early(columns: dict[str, list[Any]], today: int) -> Found:
    """A child looked after for less than a year is in the first year of any placement (reg 28(2))."""
    rows = zip(columns["plan"], columns["plan_start"], columns["agreed"], strict=True)
    for at, (plan, start, agreed) in enumerate(rows):
        if plan == "cla" and agreed in ("3m", "6m") and start is not None and start > today - _YEAR:
            yield at, "agreed", "agreed_first_year"


def _plans(columns: dict[str, list[Any]]) -> Found:
    for at, start in enumerate(columns["plan_start"]):
        if start is None:
            yield at, "plan_start", "no_start"


_OWN: dict[str, Callable[[dict[str, list[Any]]], Found]] = {
    "dols_tracker": _dols,
    "visits_tracker": _visits,
    "annex_a_6": _plans,
    "annex_a_7": _plans,
    "annex_a_8": _plans,
}
