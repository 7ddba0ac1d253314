"""Ringing through a home: what it says is recorded for each person whole, and closes what it closes."""

import pytest
from scene import TODAY, on

from desktop.commands import authorisations, decisions, homes, triage
from desktop.commands.acts import Builder
from desktop.commands.decisions import SignOff
from desktop.domain import cases, dols_steps
from desktop.domain.days import NO_DAY
from desktop.domain.dols_states import STATES
from desktop.domain.lists import Selection
from desktop.domain.lists import build as build_list
from desktop.errors import Refused


def state(council, case):
    return STATES[dols_steps.state_of(council.book, case, TODAY)[0]]


def authorised(council, ref):
    case = council.request(ref, "2 jan")
    build = Builder(council.book, "test.authorised", "manager")
    build.insert("event", case=case, kind="signed_off", on=on("15 jan"), outcome="granted")
    build.insert("authorisation", case=case, starts_on=on("15 jan"), ends_on=on("14 jan 2027"))
    council.run(build.act("authorised"))
    return case


def say(council, rows, answer, day=TODAY, informant="deputy manager"):
    council.run(homes.confirm(council.book, rows, answer, day, informant, **council.by))


def check(council, case):
    table = council.book.home_check
    (row,) = cases.facts(table, case)
    return table.word("answer", row), int(table.on[row]), table.informant[row]


def test_still_there_is_kept_with_its_informant_and_changes_nothing_else(council):
    waiting, held = council.request("P1", priority=""), authorised(council, "P2")
    say(council, [waiting, held], "there")
    assert check(council, waiting) == ("there", TODAY, "deputy manager")
    assert (state(council, waiting), state(council, held)) == ("RECEIVED", "IN_FORCE")


def test_a_death_closes_every_request_of_the_person_and_ends_the_authorisation(council):
    held = authorised(council, "P2")
    build = Builder(council.book, "test.further", "manager")
    person = int(council.book.case.person[held])
    further = build.insert("case", person=person, kind="dols")
    build.insert("event", case=further, kind="started", on=on("2 nov"))
    build.insert("dols_request", case=further, form="form2")
    council.run(build.act("further request"))
    other = council.book.case.row(further)
    say(council, [held], "died", on("10 nov"))
    assert int(council.book.person.died_on[person]) == on("10 nov")
    row = cases.facts(council.book.authorisation, held)[0]
    assert int(council.book.authorisation.ended_on[row]) == on("10 nov")
    assert state(council, held) == "CEASED"
    assert council.book.decision.column("code")[cases.facts(council.book.decision, other)[0]] == "died"
    assert cases.last_day(council.book, other, "signed_off") == TODAY


def test_a_move_ends_what_was_for_that_place(council):
    waiting, held = council.request("P1", priority="low"), authorised(council, "P2")
    say(council, [waiting, held], "moved", on("12 nov"))
    assert (state(council, waiting), state(council, held)) == ("CLOSED_NA", "CEASED")
    row = cases.facts(council.book.dols_request, waiting)[0]
    assert int(council.book.dols_request.still_there[row]) == 0


def test_a_withdrawal_closes_a_request_and_asks_for_review_of_an_authorisation(council):
    waiting, asked, held = (
        *(council.request(ref, "2 nov") for ref in ("P1", "P3")),
        authorised(council, "P2"),
    )
    council.run(triage.ask_home(council.book, [asked], on("18 nov"), **council.by))
    say(council, [waiting, asked, held], "withdrawn")
    table = council.book.decision
    codes = [table.column("code")[cases.facts(table, case)[0]] for case in (waiting, asked)]
    assert codes == ["withdrawn_by_home", "withdrawn_rescreened"]
    assert triage.asked(council.book, asked) == -1
    assert state(council, held) == "IN_FORCE"  # nothing lapses by itself
    assert len(cases.facts(council.book.authorisation_review, held)) == 1


def test_each_person_is_a_change_set_and_one_undo_takes_all_back(council):
    rows = [council.request(f"P{number}", "2 nov", priority="") for number in range(3)]
    act = homes.confirm(council.book, rows, "moved", TODAY, "the manager", **council.by)
    assert len(act.sets) == 3
    council.run(act)
    assert [state(council, case) for case in rows] == ["CLOSED_NA"] * 3
    council.space.undo()
    assert [state(council, case) for case in rows] == ["RECEIVED"] * 3


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"informant": " "}, "Say who told you"),
        ({"answer": "gone"}, "Choose what the home said"),
        ({"day": TODAY + 1}, "has not come yet"),
    ],
)
def test_what_cannot_be_recorded_is_said_and_leaves_nothing(council, more, sentence):
    case = council.request("P1")
    with pytest.raises(Refused, match=sentence):
        say(council, [case], **{"answer": "died", **more})
    assert not cases.facts(council.book.home_check, case)
    assert council.book.person.died_on[0] == NO_DAY


def test_a_second_day_of_death_is_asked_about(council):
    case = council.request("P1", "2 nov")
    council.run(decisions.sign_off(council.book, case, SignOff(TODAY, "closed", "died"), **council.by))
    say(council, [case], "died", on("10 nov"))
    with pytest.raises(Refused, match="on record as 10/11/2026"):
        say(council, [case], "died", on("11 nov"))


def test_what_ran_out_and_is_not_needed_is_settled(council):
    """The home says so of an authorisation that ended: nothing is left to review, and the row goes."""
    case = council.request("P1", "2 jan")
    build = Builder(council.book, "test.authorised", "manager")
    build.insert("event", case=case, kind="signed_off", on=on("15 jan"), outcome="granted")
    build.insert("authorisation", case=case, starts_on=on("15 jan"), ends_on=on("10 nov"))
    council.run(build.act("authorised"))

    def listed():
        desk = council.space.desk()
        asked = (Selection("renewals", TODAY, chip="ended"), Selection("home", TODAY))
        return [build_list(desk, one).case.tolist() for one in asked]

    assert listed() == [[case], [case]]
    say(council, [case], "withdrawn")
    assert listed() == [[], []]
    assert not cases.facts(council.book.authorisation_review, case)


def test_form_9_is_dated_with_the_end_or_after_it(council):
    case, other = authorised(council, "P1"), authorised(council, "P2")

    def end(row, **more):
        more |= {"reason": "moved", **council.by}
        council.run(authorisations.end_authorisation(council.book, row, on("9 nov"), **more))
        table = council.book.authorisation
        return int(table.form9_sent_on[cases.facts(table, row)[-1]])

    assert end(case, form9_sent_on=on("10 nov")) == on("10 nov")
    with pytest.raises(Refused, match="sent before the authorisation ended"):
        end(other, form9_sent_on=on("8 nov"))
    assert end(other) == NO_DAY
    with pytest.raises(Refused, match="already ended"):
        end(other)
    assert end(other, form9_sent_on=TODAY) == TODAY
