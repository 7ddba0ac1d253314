"""The diary file: by the standard, the same ids after a refresh, and no child's name anywhere."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from desktop.domain.casebook import Casebook
from desktop.domain.clocks import clocks
from desktop.domain.days import day, short
from desktop.domain.lists.desk import Desk
from desktop.domain.timescales import Timescales
from desktop.exchange.diary import diary

AS_AT = day(dt.date(2026, 11, 20))
NOW = dt.datetime(2026, 11, 20, 8, 30, tzinfo=dt.UTC)
NAMES = ("Zebedee Quartermaine", "Élodie Żółć-Ünal; the, \\ Third", "X" * 90 + " Longname")


def council(seed: int, cases: int = 6) -> Casebook:
    chance, book = random.Random(seed), Casebook()
    for at in range(2):
        book.apply("worker", [{"id": f"w{at}", "name": f"Worker {at}", "name_key": f"worker {at}"}])
    for at in range(cases):
        name = NAMES[at % len(NAMES)]
        book.apply(
            "person",
            [
                {
                    "id": f"p{at}",
                    "ref": f"88{at:05}",
                    "name": name,
                    "initials": "ZQ",
                    "restricted": int(at == 1),
                }
            ],
        )
        kind = ("cp", "cla", "cin")[at % 3]
        book.apply("case", [{"id": f"c{at}", "kind": kind, "person": f"p{at}"}])
        began = AS_AT - chance.randrange(60, 300)
        events = [{"id": f"s{at}", "case": f"c{at}", "kind": "started", "on": began}]
        events += [
            {"id": f"v{at}-{n}", "case": f"c{at}", "kind": "visit", "on": AS_AT - n * 9 - 2, "seen": 1}
            for n in range(3)
        ]
        book.apply("event", [{"recorded_at": 1, **event} for event in events])
        held = {"case": f"c{at}", "role": "worker", "worker": f"w{at % 2}", "on": began}
        book.apply("allocation", [{"id": f"a{at}", "recorded_at": 1, **held}])
        plan = {"id": f"n{at}", "case": f"c{at}", "kind": "visit", "on": AS_AT + 3, "recorded_at": 1}
        book.apply("planned", [plan])
    return book


def made(book: Casebook, as_at: int = AS_AT, worker: int = 0) -> bytes:
    return diary(Desk.open(book, Timescales.shipped(), as_at), worker, NOW)


def entry_of(rule: str) -> str:
    """Rules that take over from one another share an entry."""
    shared = ("cla_visit", "cla_review", "rcpc", "core_group", "cin_visit", "pep", "rha")
    return next((what for what in shared if rule.replace("_first", "").startswith(what)), rule)


def events(content: bytes) -> dict[str, object]:
    found = list(Calendar.from_ical(content).walk("VEVENT"))
    by_uid = {str(event["UID"]): event for event in found}
    assert len(by_uid) == len(found)  # every id once
    return by_uid


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 1))
def test_it_parses_back_holds_every_due_date_and_names_nobody(seed: int, worker: int) -> None:
    book = council(seed)
    content = made(book, worker=worker)
    text = content.replace(b"\r\n ", b"").decode()  # unfolded
    for part in {word for name in NAMES for word in name.split() if len(word) > 1}:
        assert part not in text
    assert not any(ref in text for ref in book.person.ref)
    found, now = events(content), clocks(book, Timescales.shipped(), AS_AT)
    wanted = {
        f"c{case}.{entry_of(now.rules[int(now.rule[at])])}@caseclock"
        for at, case in enumerate(now.case.tolist())
        if case % 2 == worker and 0 < now.state[at] < 4
    }
    assert {uid for uid in found if "planned" not in uid} == wanted
    assert sum("planned" in uid for uid in found) == 3


def test_lines_are_folded_and_ended_by_the_standard() -> None:
    content = made(council(1))
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert lines[0] == b"BEGIN:VCALENDAR"
    for event in events(content).values():
        assert {"DTSTAMP", "SEQUENCE", "UID", "DTSTART", "SUMMARY"} <= set(event)


def test_a_visit_moves_its_entry_and_keeps_its_id() -> None:
    book = council(2)
    before = events(made(book))
    fresh = {"id": "v-new", "case": "c0", "kind": "visit", "on": AS_AT, "seen": 1, "recorded_at": 1}
    book.apply("event", [fresh])
    book.stored += 1
    after = events(made(book))
    assert set(before) == set(after)
    uid = "c0.cp_visit_10wd@caseclock"
    assert after[uid]["DTSTART"].dt > before[uid]["DTSTART"].dt
    assert int(after[uid]["SEQUENCE"]) > int(before[uid]["SEQUENCE"])


def test_another_interval_or_another_day_for_a_plan_takes_the_entrys_place() -> None:
    book = council(2)
    book.apply(
        "placement", [{"id": "pl", "case": "c1", "starts_on": AS_AT - 900, "to_18": 1, "recorded_at": 1}]
    )
    before = events(made(book, worker=1))
    agreed = {"id": "g", "case": "c1", "interval": "3m", "effective_from": AS_AT - 30, "recorded_at": 1}
    book.apply("agreed_frequency", [agreed])
    book.apply("planned", [{"id": "n1", "superseded_at": 2, "recorded_at": 1}])
    moved = {"id": "n9", "case": "c1", "kind": "visit", "on": AS_AT + 6, "recorded_at": 2}
    book.apply("planned", [moved])
    after = events(made(book, worker=1))
    assert set(before) == set(after)
    assert "3 months" in str(after["c1.cla_visit@caseclock"]["SUMMARY"])
    plan = "c1.planned_visit@caseclock"
    assert after[plan]["DTSTART"].dt - before[plan]["DTSTART"].dt == dt.timedelta(3)


def test_what_is_overdue_stands_on_the_day_itself_and_says_since_when() -> None:
    book = council(3)
    late = AS_AT + 40
    event = events(made(book, late))["c0.cp_visit_10wd@caseclock"]
    assert event["DTSTART"].dt == dt.date(2026, 12, 30)
    assert str(event["SUMMARY"]).startswith("OVERDUE: ZQ, CP:")
    assert f"Last day in time: {short(day(dt.date(2026, 12, 2)))}" in str(event["DESCRIPTION"])


def test_a_restricted_child_is_not_told_by_initials() -> None:
    event = events(made(council(4), worker=1))["c1.cla_visit@caseclock"]
    assert str(event["SUMMARY"]).startswith("Restricted, CLA:")


@pytest.mark.parametrize("worker", [0, 1])
def test_a_worker_without_children_has_an_empty_diary_that_still_parses(worker: int) -> None:
    book = Casebook()
    for at in range(2):
        book.apply("worker", [{"id": f"w{at}", "name": f"Worker {at}", "name_key": f"worker {at}"}])
    assert events(made(book, worker=worker)) == {}
