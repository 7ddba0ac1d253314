"""Asking assessors, their answers, and what becomes of the work; the register they are chosen from."""

import json

import pytest
from scene import TODAY, on

from desktop.commands import allocations, assessors, offers, requests
from desktop.commands.acts import Builder
from desktop.commands.allocations import Choice
from desktop.commands.people import NewPerson
from desktop.domain import cases
from desktop.domain.lanes import lanes_in
from desktop.domain.lists.detail import case_detail
from desktop.errors import Refused


def state(council, row, role="bia"):
    return lanes_in(council.book, row, TODAY).of(role).state


def test_offered_accepted_visited_and_handed_back(council, staff):
    row = council.request("D1")
    council.run(offers.offer(council.book, [Choice(row, staff.bia, "bia", on("5 nov"))], **council.by))
    assert state(council, row) == "offered"
    assert cases.worker_of(council.book, row, TODAY, "bia") == -1
    council.run(offers.accept(council.book, [row], "bia", on("6 nov"), declared=True, **council.by))
    assert state(council, row) == "accepted"
    assert cases.worker_of(council.book, row, TODAY, "bia") == staff.bia
    lane = lanes_in(council.book, row, TODAY).bia
    assert (lane.declared, lane.due_back_on) == (1, on("19 nov"))
    council.run(offers.visited(council.book, [row], "bia", on("9 nov"), **council.by))
    assert state(council, row) == "visited"
    council.run(offers.hand_back(council.book, [row], "bia", on("11 nov"), reason="ill", **council.by))
    assert state(council, row) == "handed_back"
    assert cases.worker_of(council.book, row, TODAY, "bia") == -1


def test_the_evidence_of_a_selection_is_kept_and_undone_with_it(council, staff):
    row = council.request("D1")
    choice = Choice(row, staff.bia, "bia", TODAY, reason="knows the home", place=2)
    council.run(allocations.allocate(council.book, [choice], **council.by))
    table = council.book.assessor_choice
    (kept,) = cases.facts(table, row)
    assert (table.reason[kept], int(table.place[kept]), int(table.declared[kept])) == (
        "knows the home",
        2,
        -1,
    )
    found = {check["rule"]: check for check in json.loads(table.checks[kept])}
    assert found["same_person"]["result"] == "ok"
    assert found["entry"]["result"] == "soft"
    detail = case_detail(council.space.desk(), row)
    why = dict(detail.facts)["Why this BIA"]
    told = next(entry.text for entry in detail.timeline if entry.table == "assessor_choice")
    for words in (why, told):
        assert "second of those suggested; why: knows the home; nothing declared yet" in words
        assert "nothing is known of what the law asks (SI 2008/1858 regulations 3 to 5)" in words
        assert "in order: on the register" in words
    council.space.undo()
    assert not cases.facts(table, row)
    assert cases.worker_of(council.book, row, TODAY, "bia") == -1


def test_nobody_holds_a_request_without_declaring(council, staff):
    row = council.request("D1")
    council.run(offers.offer(council.book, [Choice(row, staff.bia, "bia", on("5 nov"))], **council.by))
    with pytest.raises(Refused, match="regulations 10 to 12") as caught:
        offers.accept(council.book, [row], "bia", on("6 nov"), declared=False, **council.by)
    assert caught.value.basis == "statute"
    with pytest.raises(Refused, match="cannot be answered before that"):
        offers.accept(council.book, [row], "bia", on("4 nov"), declared=True, **council.by)


def test_one_who_declares_an_interest_hands_back(council, staff):
    row = council.request("D1")
    council.run(allocations.allocate(council.book, [Choice(row, staff.bia, "bia", TODAY)], **council.by))
    with pytest.raises(Refused, match="what the assessor declares"):
        offers.declare(council.book, row, "bia", TODAY, clear=False, **council.by)
    said = {"clear": False, "declaration": "her aunt lives there"}
    council.run(offers.declare(council.book, row, "bia", TODAY, **said, **council.by))
    lane = lanes_in(council.book, row, TODAY).bia
    assert (lane.state, lane.reason, lane.declared) == ("handed_back", "declared: her aunt lives there", 0)


def test_only_one_is_asked_at_a_time_and_declining_says_why(council, staff):
    row = council.request("D1")
    council.run(offers.offer(council.book, [Choice(row, staff.bia, "bia", on("5 nov"))], **council.by))
    with pytest.raises(Refused, match="offered to somebody since 05/11/2026"):
        offers.offer(council.book, [Choice(row, staff.both, "bia", TODAY)], **council.by)
    with pytest.raises(Refused, match="Give the reason"):
        offers.decline(council.book, [row], "bia", TODAY, reason=" ", **council.by)
    council.run(offers.decline(council.book, [row], "bia", TODAY, reason="too many", **council.by))
    assert state(council, row) == "declined"
    council.run(offers.offer(council.book, [Choice(row, staff.both, "bia", TODAY)], **council.by))
    council.run(offers.withdraw(council.book, [row], "bia", TODAY, reason="found sooner", **council.by))
    assert state(council, row) == "withdrawn"
    with pytest.raises(Refused, match="has been asked who has not answered"):
        offers.accept(council.book, [row], "bia", TODAY, declared=True, **council.by)


def test_allocating_closes_the_offer_that_was_open(council, staff):
    row = council.request("D1")
    council.run(offers.offer(council.book, [Choice(row, staff.bia, "bia", on("5 nov"))], **council.by))
    council.run(allocations.allocate(council.book, [Choice(row, staff.both, "bia", TODAY)], **council.by))
    offer = cases.facts(council.book.offer, row)[-1]
    assert council.book.offer.word("answer", offer) == "withdrawn"
    assert state(council, row) == "accepted"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("4 nov", "has had this since 05/11/2026"), ("21 nov", "has not come yet")],
)
def test_a_visit_lies_between_the_allocation_and_today(council, staff, day, sentence):
    row = council.request("D1")
    council.run(
        allocations.allocate(council.book, [Choice(row, staff.bia, "bia", on("5 nov"))], **council.by)
    )
    with pytest.raises(Refused, match=sentence):
        offers.visited(council.book, [row], "bia", on(day), **council.by)
    with pytest.raises(Refused, match="As mental health assessor, nobody has it"):
        offers.visited(council.book, [row], "mha", TODAY, **council.by)


def test_a_cancelled_assessment_frees_the_assessor(council, staff):
    row = council.request("D1")
    council.run(allocations.allocate(council.book, [Choice(row, staff.bia, "bia", TODAY)], **council.by))
    council.run(offers.cancel(council.book, [row], "bia", TODAY, reason="died", **council.by))
    assert state(council, row) == "cancelled"
    assert cases.open_load(council.book, TODAY, "bia")[staff.bia] == 0


def test_the_eight_are_saved_whole_or_not_at_all(council, staff):
    rows = [_request(council, number) for number in range(8)]
    facts = {"refreshed_on": on("1 nov 2025"), "qualified_on": on("1 may 2019")}
    council.run(assessors.put_entry(council.book, staff.both, facts, **council.by))
    choices = [Choice(row, staff.bia, "bia", TODAY) for row in rows]
    choices[5] = Choice(rows[5], staff.both, "bia", TODAY)
    with pytest.raises(
        Refused, match=r"^D26005: .*more than 12 months ago .*regulation 5\(3\)\(d\)"
    ) as caught:
        allocations.allocate_batch(council.book, choices, **council.by)
    assert caught.value.basis == "statute"
    choices[5] = Choice(rows[5], staff.bia, "bia", TODAY)
    act = allocations.allocate_batch(council.book, choices, desk=council.space.desk(), **council.by)
    assert len(act.sets) == 8
    council.run(act)
    assert all(state(council, row) == "accepted" for row in rows)
    council.space.undo()
    assert all(state(council, row) == "none" for row in rows)


def test_more_than_was_agreed_in_one_act_wants_a_reason(council, staff):
    rows = [_request(council, number) for number in range(3)]
    council.run(assessors.put_entry(council.book, staff.bia, {"at_once": 2}, **council.by))
    choices = [Choice(row, staff.bia, "bia", TODAY) for row in rows]
    with pytest.raises(Refused, match="D26002: .*would have 3 of at most 2 at once") as caught:
        allocations.allocate_batch(council.book, choices, **council.by)
    assert caught.value.basis == "council rule"
    why = [Choice(row, staff.bia, "bia", TODAY, reason="asked for more") for row in rows]
    council.run(allocations.allocate_batch(council.book, why, **council.by))


def test_the_report_is_wanted_back_by_the_kind_of_request(council, staff):
    plain = council.request("D1", received="2 sep")
    urgent = council.request(
        "D2", received="19 nov", urgent=True, urgent_given_on=on("19 nov"), urgent_stated_end=on("25 nov")
    )
    for row in (plain, urgent):
        council.run(allocations.allocate(council.book, [Choice(row, staff.bia, "bia", TODAY)], **council.by))
    due = {row: lanes_in(council.book, row, TODAY).bia.due_back_on for row in (plain, urgent)}
    assert due == {plain: on("4 dec"), urgent: on("24 nov")}


def test_the_register_keeps_what_was_said_before(council, staff):
    by = council.by
    council.run(assessors.put_entry(council.book, staff.bia, {"quota": 4, "areas": "SO14"}, **by))
    council.run(assessors.put_entry(council.book, staff.bia, {"quota": 2}, **by))
    row = assessors.entry_of(council.book, staff.bia)
    assert (int(council.book.assessor.quota[row]), council.book.assessor.areas[row]) == (2, "SO14")
    assert len(council.book.assessor) == 2
    with pytest.raises(Refused, match="Nothing was changed"):
        assessors.put_entry(council.book, staff.bia, {"quota": 2}, **by)
    with pytest.raises(Refused, match="further training is dated 21/11/2026, which has not come"):
        assessors.put_entry(council.book, staff.bia, {"refreshed_on": TODAY + 1}, **by)
    role = assessors.OnRegister(is_mha=True)
    council.run(assessors.put_entry(council.book, staff.bia, {}, role=role, **by))
    assert council.book.worker.is_mha[staff.bia] == 1


def test_a_posting_ends_the_one_before_and_interests_come_and_go(council, staff):
    east = _team(council, "East")
    boss, by = council.worker("Mo Manager"), council.by
    council.run(assessors.post(council.book, staff.bia, east, boss, on("1 sep"), **by))
    council.run(assessors.post(council.book, staff.bia, east, staff.worker, on("1 nov"), **by))
    ends = council.book.posting.ends_on[cases.standing(council.book.posting)].tolist()
    assert on("31 oct") in ends
    assert council.book.worker.team[staff.bia] == east
    with pytest.raises(Refused, match="Choose a later first day"):
        assessors.post(council.book, staff.bia, east, boss, on("1 nov"), **by)
    home = council.home("Shirley Lodge")
    with pytest.raises(Refused, match="which home or which provider"):
        assessors.add_interest(council.book, staff.bia, "other", author="manager")
    council.run(assessors.add_interest(council.book, staff.bia, "financial", home=home, author="manager"))
    row = council.request("D1", home=home)
    with pytest.raises(Refused, match="regulation 11"):
        allocations.allocate(council.book, [Choice(row, staff.bia, "bia", TODAY)], **by)
    interest = int(cases.standing(council.book.interest).nonzero()[0][0])
    council.run(
        assessors.end_interest(council.book, interest, on("19 nov"), reason="shares sold", author="manager")
    )
    council.run(allocations.allocate(council.book, [Choice(row, staff.bia, "bia", TODAY)], **by))


def _request(council, number):
    """One with a reference of its own, which a sentence about several can name."""
    person = NewPerson(f"P{number}", name=f"Person {number}")
    request = requests.Request(person, on("2 nov"), ref=f"D2600{number}", priority="medium")
    council.run(requests.receive(council.book, request, **council.by))
    return len(council.book.case) - 1


def _team(council, name):
    build = Builder(council.book, "test.team", "manager")
    build.insert("team", name=name, name_key=name.casefold())
    council.run(build.act("team"))
    return len(council.book.team) - 1


def test_whoever_declared_a_relation_is_not_given_the_person_again(council, staff):
    case = council.request("R77", priority="medium")
    council.run(allocations.allocate(council.book, [Choice(case, staff.bia, "bia", TODAY)], **council.by))
    said = offers.declare(
        council.book, case, "bia", TODAY, clear=False, declaration="her niece", **council.by
    )
    council.run(said)
    with pytest.raises(Refused, match="declared a relation.*regulations 10 to 12") as caught:
        allocations.allocate(council.book, [Choice(case, staff.bia, "bia", TODAY)], **council.by)
    assert caught.value.basis == "statute"
    council.run(allocations.allocate(council.book, [Choice(case, staff.both, "bia", TODAY)], **council.by))
