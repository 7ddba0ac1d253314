"""Triage by checklist or key, what the form gave, and what the home was asked again."""

import pytest
from scene import TODAY, on

from desktop.commands import triage
from desktop.commands.triage import Screening
from desktop.domain import cases, dols_priority, dols_steps
from desktop.domain.clocks import clocks
from desktop.domain.days import NO_DAY
from desktop.domain.timescales import Timescales
from desktop.errors import Refused


def priority(council, case):
    row = cases.latest(council.book.dols_request, case, "recorded_at")
    return council.book.dols_request.word("priority", row)


def screened(council, case, **said):
    council.run(triage.screen(council.book, [case], Screening(**said), **council.by))
    return triage.latest(council.book, case)


def test_the_ticks_are_kept_and_the_highest_of_them_is_the_level(council):
    case = council.request("P1", priority="")
    row = screened(council, case, criteria=("asks", "settled"), rescreen_on=on("1 dec"))
    table = council.book.triage
    assert table.criteria[row] == "asks,settled"
    assert (table.word("computed", row), table.word("level", row)) == ("medium", "medium")
    assert (table.tool[row], table.word("legal_test", row)) == ("2026", "agni")
    assert int(table.rescreen_on[row]) == on("1 dec")
    assert priority(council, case) == "medium"


def test_another_level_needs_a_reason_and_keeps_both(council):
    case = council.request("P1", priority="")
    with pytest.raises(Refused, match="the ticks come to low priority, not high"):
        screened(council, case, criteria=("content",), level="high")
    assert triage.latest(council.book, case) == -1
    row = screened(council, case, criteria=("content",), level="high", reason="safeguarding concern")
    table = council.book.triage
    assert (table.word("computed", row), table.word("level", row)) == ("low", "high")
    assert priority(council, case) == "high"


def test_nothing_ticked_and_nothing_chosen_is_no_triage(council):
    case = council.request("P1", priority="")
    with pytest.raises(Refused, match="Tick what applies"):
        screened(council, case)
    with pytest.raises(Refused, match="Look at it again on a day after"):
        screened(council, case, criteria=("asks",), rescreen_on=TODAY)


def test_a_key_sets_the_level_of_many_and_says_that_it_was_a_key(council):
    rows = [council.request(f"P{number}", priority="") for number in range(3)]
    act = triage.set_priority(council.book, rows, "low", **council.by)
    assert len(act.sets) == 3
    council.run(act)
    assert [priority(council, case) for case in rows] == ["low"] * 3
    last = triage.latest(council.book, rows[0])
    assert council.book.triage.reason[last] == triage.SET_BY_KEY
    assert council.book.triage.word("computed", last) == ""
    council.space.undo()
    assert priority(council, rows[0]) == ""
    assert triage.latest(council.book, rows[0]) == -1


def test_the_old_tool_is_retired_and_can_still_be_read():
    old, new = dols_priority.tool("2014"), dols_priority.current()
    assert new.version == "2026"
    assert any(one.code == "some_acid_test" for one in old.criteria)
    assert not any("acid test" in one.words for one in new.criteria)
    assert {one.level for one in new.criteria} == {"high", "medium", "low"}
    with pytest.raises(KeyError):
        new.level(["some_acid_test"])


def test_a_low_level_moves_no_date_and_leaves_the_case_on_the_list(council):
    case = council.request("P1", "2 nov")

    def due():
        found = clocks(council.book, Timescales.shipped(), TODAY)
        return int(found.due[found.find(case, "dols_standard_21d")])

    before = due()
    screened(council, case, criteria=("end_of_life",))
    assert due() == before == on("22 nov")


def test_what_the_form_left_out_is_counted_and_stops_nothing(council):
    case = council.request("P1", priority="")
    council.run(triage.describe(council.book, case, ["name", "age"], author="manager"))
    council.run(triage.describe(council.book, case, ["name", "age", "gender"], author="manager"))
    (row,) = cases.facts(council.book.request_detail, case)
    left = dols_priority.missing(council.book.request_detail.present[row].split(","))
    assert {fact.code for fact in left} == {"address", "home", "contact", "purpose", "wanted_from", "urgent"}
    assert council.book.case.live[case]


def test_what_is_known_is_said_without_touching_the_priority(council):
    case = council.request("P1", priority="high")
    council.run(triage.say(council.book, [case], objecting=1, author="manager"))
    assert priority(council, case) == "high"
    with pytest.raises(Refused, match="set by triage"):
        triage.say(council.book, [case], priority="low", author="manager")


def test_homes_are_asked_in_bulk_and_a_withdrawal_closes_with_its_code(council):
    rows = [council.request(f"P{number}", priority="low") for number in range(2)]
    council.run(triage.ask_home(council.book, rows, on("18 nov"), **council.by))
    assert dols_steps.state_of(council.book, rows[0], TODAY)[0] == 2  # SCREENED
    with pytest.raises(Refused, match="asked about this request on 18/11/2026"):
        triage.ask_home(council.book, rows, TODAY, **council.by)
    answered = {"on": on("19 nov"), "informant": "deputy manager", **council.by}
    with pytest.raises(Refused, match="Say who answered"):
        triage.home_answered(council.book, rows, "withdrawn", **{**answered, "informant": " "})
    with pytest.raises(Refused, match="cannot have answered before"):
        triage.home_answered(council.book, rows, "withdrawn", **{**answered, "on": on("17 nov")})
    council.run(triage.home_answered(council.book, rows[:1], "withdrawn", **answered))
    council.run(triage.home_answered(council.book, rows[1:], "still_wanted", **answered))
    (decision,) = cases.facts(council.book.decision, rows[0])
    assert council.book.decision.column("code")[decision] == "withdrawn_rescreened"
    assert cases.ended_on(council.book, rows[0]) == TODAY
    assert cases.ended_on(council.book, rows[1]) == NO_DAY
    assert triage.asked(council.book, rows[1]) == -1


def test_a_decided_request_is_not_triaged_again(council):
    case = council.request("P1", priority="low")
    council.run(triage.ask_home(council.book, [case], TODAY, **council.by))
    council.run(
        triage.home_answered(council.book, [case], "withdrawn", TODAY, "deputy manager", **council.by)
    )
    with pytest.raises(Refused, match="signed off on 20/11/2026, so it needs no triage"):
        triage.set_priority(council.book, [case], "high", **council.by)
