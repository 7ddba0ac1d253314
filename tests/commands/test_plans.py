"""Plans, placements, agreed frequencies, closing, notes and corrections."""

import pytest
from scene import TODAY, on

from desktop.commands import agreements, corrections, notes, people, planned, plans, rules, visits
from desktop.commands.acts import Builder
from desktop.commands.agreements import Agreement
from desktop.commands.people import NewPerson
from desktop.commands.plans import NewPlan, Placement
from desktop.domain import cases
from desktop.domain.days import NO_DAY
from desktop.errors import Refused


@pytest.fixture
def fostered(council):
    """A child looked after for two years, in one long-term foster placement since June 2024."""
    home = Placement(on("10 jun 2024"), "U1", "C2", to_18=True)
    return council.child("L1", "cla", "10 jun 2024", placement=home)


def test_a_plan_opens_with_its_worker_and_placement(council, staff):
    plan = NewPlan(
        NewPerson("C1", name="Lee, Ann Marie"),
        "cla",
        on("2 nov"),
        worker=staff.worker,
        placement=Placement(on("2 nov"), "U4"),
    )
    act = plans.start(council.book, plan, **council.by)
    assert len(act.sets) == 1
    assert act.summary == "New period of being looked after from 02/11/2026"
    council.run(act)
    assert council.book.person.initials[0] == "AML"
    assert cases.worker_of(council.book, 0, TODAY) == staff.worker
    assert cases.placement_on(council.book, 0, TODAY) == 0


def test_a_care_leaver_gets_a_personal_adviser(council, staff):
    case = council.child("C1", "care_leaver", worker=staff.worker)
    assert cases.worker_of(council.book, case, TODAY, "pa") == staff.worker


def test_a_second_plan_of_a_kind_warns_and_a_missing_start_is_told(council):
    council.child("C1")
    again = NewPlan(0, "cp", TODAY)
    assert plans.warnings(council.book, again, today=TODAY) == [
        "This child already has a child protection plan since 02/11/2026."
    ]
    council.run(plans.start(council.book, again, **council.by))
    unknown = NewPlan(NewPerson("C2"), "cin", NO_DAY)
    assert "cannot be calculated" in plans.warnings(council.book, unknown, today=TODAY)[0]
    council.run(plans.start(council.book, unknown, **council.by))
    assert cases.is_open(council.book, len(council.book.case) - 1, TODAY)


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (NewPlan(NewPerson("C1"), "cp", TODAY + 1), "has not come yet"),
        (NewPlan(NewPerson("C1"), "xyz", TODAY), "what kind of plan"),
        (NewPlan(NewPerson("C1"), "cp", TODAY, placement=Placement(TODAY)), "Only a looked-after child"),
        (NewPlan(NewPerson("C1"), "cla", TODAY, placement=Placement(TODAY - 1)), "before the child became"),
    ],
)
def test_what_a_plan_cannot_be(council, plan, sentence):
    with pytest.raises(Refused, match=sentence):
        plans.start(council.book, plan, **council.by)


def test_a_move_ends_placement_and_agreed_frequency(council, fostered):
    book = council.book
    agreed = Agreement("3m", on("16 jun 2025"), agreed_by="IRO, carer")
    council.run(agreements.agree(book, fostered, agreed, **council.by))
    council.run(plans.move(book, fostered, Placement(on("9 nov"), "U4"), **council.by))
    assert cases.agreement_on(book, fostered, TODAY) == -1
    assert cases.agreement_on(book, fostered, on("8 nov")) >= 0
    assert book.record("placement", cases.placement_on(book, fostered, TODAY))["code"] == "U4"
    assert book.record("placement", cases.placement_on(book, fostered, on("8 nov")))["code"] == "U1"
    ended = book.agreed_frequency.ended_reason[cases.facts(book.agreed_frequency, fostered)[0]]
    assert ended == "placement moved"
    with pytest.raises(Refused, match="began on 09/11/2026; a move comes after"):
        plans.move(book, fostered, Placement(on("9 nov")), **council.by)


def test_a_move_ends_an_agreement_that_was_to_begin_later(council, fostered):
    book = council.book
    council.run(agreements.agree(book, fostered, Agreement("3m", TODAY + 30), **council.by))
    council.run(plans.move(book, fostered, Placement(on("9 nov"), "U4"), **council.by))
    (row,) = cases.facts(book.agreed_frequency, fostered)
    assert book.agreed_frequency.ended_reason[row] == "placement moved"
    assert cases.agreement_on(book, fostered, TODAY + 40) == -1


def test_the_same_carer_keeps_the_agreed_frequency(council, fostered):
    council.run(agreements.agree(council.book, fostered, Agreement("3m", on("16 jun 2025")), **council.by))
    seen = visits.Visit(on("2 nov"), (visits.Seen(fostered),))
    council.run(visits.record(council.book, seen, **council.by))
    move = plans.move(council.book, fostered, Placement(TODAY, "U4"), same_carer=True, **council.by)
    council.run(move)
    assert cases.agreement_on(council.book, fostered, TODAY) >= 0
    clocks = council.space.desk().clocks
    assert int(clocks.due[clocks.find(fostered, "cla_visit_3m")]) == on("2 feb 2027")
    assert council.book.record("placement", cases.placement_on(council.book, fostered, TODAY))["code"] == "U4"
    with pytest.raises(Refused, match="say what is different"):
        plans.move(council.book, fostered, Placement(TODAY, "U4"), same_carer=True, **council.by)


def test_legal_status_changes_without_a_move(council, fostered):
    with pytest.raises(Refused, match="Give the reason"):
        plans.change_placement(council.book, fostered, legal_status="C1", reason="", **council.by)
    with pytest.raises(Refused, match="Nothing was changed"):
        plans.change_placement(council.book, fostered, reason="x", **council.by)
    council.run(
        plans.change_placement(council.book, fostered, legal_status="C1", reason="order", **council.by)
    )
    row = cases.placement_on(council.book, fostered, TODAY)
    assert council.book.placement.legal_status[row] == "C1"
    assert int(council.book.placement.starts_on[row]) == on("10 jun 2024")


@pytest.mark.parametrize(
    ("agreed", "sentence"),
    [
        (Agreement("3m", on("9 jun 2025")), "first year .*earliest day is 10/06/2025"),
        (Agreement("6m", on("16 jun 2025")), "child to agree"),
        (Agreement("1y", on("16 jun 2025")), "Choose the agreed interval"),
        (Agreement("3m", NO_DAY), "first day"),
        (Agreement("3m", on("16 jun 2025"), agreed_on=TODAY + 1), "has not come yet"),
        (Agreement("3m", on("1 jun 2024")), "No placement is on record"),
    ],
)
def test_what_may_not_be_agreed(council, fostered, agreed, sentence):
    with pytest.raises(Refused, match=sentence):
        agreements.agree(council.book, fostered, agreed, **council.by)


def test_longer_intervals_need_the_right_placement(council):
    short_term = Placement(on("10 jun 2024"), "R1", to_18=False)
    case = council.child("L2", "cla", "10 jun 2024", placement=short_term)
    with pytest.raises(Refused, match="until the child is 18"):
        agreements.agree(council.book, case, Agreement("3m", TODAY), **council.by)
    with pytest.raises(Refused, match="code U1 or U4"):
        agreements.agree(council.book, case, Agreement("6m", TODAY, child_agrees=True), **council.by)
    council.run(agreements.agree(council.book, case, Agreement("6w", TODAY), **council.by))
    with pytest.raises(Refused, match="does not apply"):
        agreements.agree(council.book, council.child("C1"), Agreement("3m", TODAY), **council.by)


def test_a_new_agreement_replaces_the_old_and_ends_with_a_reason(council, fostered):
    book = council.book
    council.run(agreements.agree(book, fostered, Agreement("3m", on("16 jun 2025")), **council.by))
    six = Agreement("6m", on("1 sep 2025"), child_agrees=True)
    council.run(agreements.agree(book, fostered, six, **council.by))
    assert (
        book.agreed_frequency.word("interval", cases.agreement_on(book, fostered, on("1 aug 2025"))) == "3m"
    )
    assert book.agreed_frequency.word("interval", cases.agreement_on(book, fostered, TODAY)) == "6m"
    with pytest.raises(Refused, match="Give the reason"):
        agreements.end(book, fostered, TODAY, reason="", **council.by)
    council.run(agreements.end(book, fostered, TODAY, reason="child asked", **council.by))
    with pytest.raises(Refused, match="No agreed frequency was in force"):
        agreements.end(book, fostered, TODAY, reason="again", **council.by)


def test_closing_releases_everything_and_happens_once(council, staff, fostered):
    book = council.book
    council.run(planned.plan(book, [fostered], TODAY + 5, **council.by))
    council.run(agreements.agree(book, fostered, Agreement("3m", on("16 jun 2025")), **council.by))
    closing = {"reason": "adopted", **council.by}
    with pytest.raises(Refused, match="Give the reason"):
        plans.close(book, [fostered], TODAY, **{**closing, "reason": " "})
    with pytest.raises(Refused, match="began on 10/06/2024"):
        plans.close(book, [fostered], on("9 jun 2024"), **closing)
    with pytest.raises(Refused, match="has not come yet"):
        plans.close(book, [fostered], TODAY + 1, **closing)
    council.run(plans.close(book, [fostered], on("19 nov"), **closing))
    assert cases.ended_on(book, fostered) == on("19 nov")
    assert not cases.is_open(book, fostered, TODAY)
    assert not cases.open_cases(book, TODAY)[fostered]
    assert cases.placement_on(book, fostered, TODAY) == -1
    assert cases.agreement_on(book, fostered, TODAY) == -1
    assert cases.facts(book.planned, fostered) == []
    with pytest.raises(Refused, match="closed on 19/11/2026"):
        plans.close(book, [fostered], TODAY, **closing)
    with pytest.raises(Refused, match="closed on 19/11/2026"):
        plans.move(book, fostered, Placement(TODAY), **council.by)


def test_stepping_down_ends_one_plan_and_begins_the_next(council, staff):
    case = council.child("C1", worker=staff.worker)
    down = NewPlan(0, "cin", TODAY)
    council.run(plans.step(council.book, case, down, reason="no longer at risk", **council.by))
    assert cases.ended_on(council.book, case) == TODAY
    (new,) = cases.open_of_person(council.book, 0, TODAY)
    assert cases.kind_of(council.book, new) == "cin"
    assert cases.worker_of(council.book, new, TODAY) == staff.worker


def test_cases_move_to_another_team(council):

    case = council.child("C1")
    build = Builder(council.book, "test.team", "manager")
    build.insert("team", name="East", name_key="east")
    council.run(build.act("team"))
    council.run(plans.move_team(council.book, [case], 0, author="manager"))
    assert int(council.book.case.team[case]) == 0


def test_a_note_is_a_chase_when_it_says_when_to_ask_again(council):
    case = council.child("C1")
    council.run(notes.add(council.book, [case], " Rang the home ", chase_next_on=TODAY + 4, **council.by))
    row = cases.facts(council.book.note, case)[0]
    said = council.book.record("note", row)
    assert (said["kind"], said["on"], said["chase_next_on"], said["text"]) == (
        "chase", TODAY, TODAY + 4, "Rang the home",
    )  # fmt: skip
    with pytest.raises(Refused, match="Write the note first"):
        notes.add(council.book, [case], "  ", **council.by)
    with pytest.raises(Refused, match="before the note itself"):
        notes.add(council.book, [case], "x", chase_next_on=TODAY - 1, **council.by)


def test_a_correction_keeps_what_was_known_before(council):
    case = council.child("C1")
    row = cases.events(council.book, case, "started")[0]
    with pytest.raises(Refused, match="Give the reason"):
        corrections.correct(council.book, "event", row, {"on": on("3 nov")}, today=TODAY, author="manager")
    with pytest.raises(Refused, match="Nothing was changed"):
        corrections.correct(council.book, "event", row, {"on": on("2 nov")}, today=TODAY, author="manager")
    with pytest.raises(Refused, match="cannot be left empty"):
        corrections.correct(
            council.book, "event", row, {"on": NO_DAY}, today=TODAY, author="manager", reason="x"
        )
    with pytest.raises(Refused, match="cannot be moved to another case"):
        corrections.correct(council.book, "event", row, {"case": "0" * 32}, today=TODAY, author="manager")
    act = corrections.correct(
        council.book, "event", row, {"on": on("3 nov")}, today=TODAY, author="manager", reason="typo"
    )
    council.run(act)
    assert cases.started_on(council.book, case) == on("3 nov")
    new = cases.events(council.book, case, "started")[0]
    event = council.book.event
    assert event.superseded_at[row] == event.recorded_at[new] == act.made_at
    with pytest.raises(Refused, match="corrected meanwhile"):
        corrections.correct(council.book, "event", row, {"detail": "x"}, today=TODAY, author="manager")


def test_words_are_corrected_without_a_reason_and_entries_taken_back_with_one(council):
    case = council.child("C1")
    council.run(notes.add(council.book, [case], "wrong child", **council.by))
    row = cases.facts(council.book.note, case)[0]
    council.run(
        corrections.correct(council.book, "note", row, {"text": "right"}, today=TODAY, author="manager")
    )
    row = cases.facts(council.book.note, case)[0]
    with pytest.raises(Refused, match="Give the reason"):
        corrections.retract(council.book, "note", row, author="manager", reason="")
    council.run(corrections.retract(council.book, "note", row, author="manager", reason="not this child"))
    assert cases.facts(council.book.note, case) == []


def test_closure_days_and_settings(council):
    book = council.book
    council.run(rules.add_closure(book, on("29 dec"), "Christmas closure", author="manager"))
    with pytest.raises(Refused, match="already in the list"):
        rules.add_closure(book, on("29 dec"), "again", author="manager")
    assert council.space.calendar.is_working(on("29 dec"))
    council.run(rules.set_setting(book, "skip_closure_days", "yes", author="manager"))
    assert not council.space.calendar.is_working(on("29 dec"))
    council.run(rules.remove_closure(book, on("29 dec"), author="manager"))
    assert council.space.calendar.is_working(on("29 dec"))
    with pytest.raises(Refused, match="not in the list"):
        rules.remove_closure(book, on("29 dec"), author="manager")
    with pytest.raises(Refused, match="no setting of that name"):
        rules.set_setting(book, "nonsense", "yes", author="manager")
    with pytest.raises(Refused, match="legal advice it is more than 12"):
        rules.set_setting(book, "dols_refresher_months", "13", author="manager")
    advised = rules.set_setting(book, "dols_refresher_months", "13", author="manager", reason="our solicitor")
    council.run(advised)
    assert council.space.timescales.settings["dols_refresher_months"] == "13"
    council.run(rules.set_setting(book, "dols_refresher_months", "6", author="manager"))


def test_a_council_may_be_stricter_than_the_law_but_not_laxer(council):
    change = {"author": "manager", "reason": "panel of 3 November", "valid_from": TODAY}
    with pytest.raises(Refused, match="only be stricter"):
        rules.change_timescale(council.book, "cla_visit_6w", "n", "7", **change)
    council.run(rules.change_timescale(council.book, "cla_visit_6w", "n", "5", **change))
    assert council.space.timescales.at(TODAY).rule("cla_visit_6w").n == 5
    assert council.space.timescales.at(TODAY - 1).rule("cla_visit_6w").n == 6
    council.run(rules.change_timescale(council.book, "cp_visit_10wd", "n", "15", **change))
    with pytest.raises(Refused, match="whole number"):
        rules.change_timescale(council.book, "cp_visit_10wd", "n", "ten", **change)
    with pytest.raises(Refused, match="cannot be changed"):
        rules.change_timescale(council.book, "cp_visit_10wd", "id", "x", **change)


def test_a_worker_who_left_cannot_hold_a_new_plan(council, staff):
    council.run(people.change_worker(council.book, staff.worker, author="manager", left_on=on("1 nov")))
    with pytest.raises(Refused, match="left on 01/11/2026"):
        council.child("C1", worker=staff.worker)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"carer_agrees": False, "iro_agrees": False}, "The carer and the IRO did not agree"),
        ({"panel_decision": "deferred", "panel_on": TODAY}, "panel has deferred it"),
        ({"panel_decision": "agreed"}, "date of the panel's decision"),
        ({"review_by": on("1 jun 2025")}, "review by 01/06/2025 is before it begins"),
    ],
)
def test_nobody_with_a_say_may_be_passed_over(council, fostered, more, sentence):
    with pytest.raises(Refused, match=sentence):
        agreements.agree(council.book, fostered, Agreement("3m", on("16 jun 2025"), **more), **council.by)


def test_silence_is_told_and_does_not_stop_an_agreement():
    told = agreements.warnings(Agreement("3m", on("16 jun 2025"), carer_agrees=True))
    assert told[0] == "It is not said whether the worker, the IRO agrees."
    assert len(told) == 3
    assert agreements.warnings(Agreement("6w", TODAY)) == []


def test_the_panel_decides_and_a_review_carries_on(council, fostered, space):
    book = council.book

    def rule():
        found = space.desk().clocks
        return [found.rules[found.rule[at]] for at in found.of_case(fostered) if found.stop[at] == NO_DAY]

    council.run(
        agreements.agree(
            book, fostered, Agreement("3m", on("1 oct 2026"), review_by=on("15 nov")), **council.by
        )
    )
    council.run(visits.record(book, visits.Visit(on("12 oct"), (visits.Seen(fostered),)), **council.by))
    assert "cla_visit_6w" in rule()  # nobody reviewed it by the fifteenth
    council.run(agreements.review(book, fostered, on("19 nov"), on("1 mar 2027"), **council.by))
    assert "cla_visit_3m" in rule()
    council.run(agreements.decide(book, fostered, "refused", TODAY, panel_ref="EAP-7", **council.by))
    assert "cla_visit_6w" in rule()
    row = cases.agreement_on(book, fostered, TODAY)
    assert book.agreed_frequency.panel_ref[row] == "EAP-7"
    assert int(book.agreed_frequency.review_by[row]) == on("1 mar 2027")
    for verb, sentence in (
        (lambda: agreements.review(book, fostered, TODAY, TODAY, **council.by), "not after this one"),
        (lambda: agreements.decide(book, fostered, "maybe", TODAY, **council.by), "what the panel decided"),
        (
            lambda: agreements.decide(book, fostered, "agreed", on("1 sep 2026"), **council.by),
            "No agreed frequency was in force on 01/09/2026",
        ),
    ):
        with pytest.raises(Refused, match=sentence):
            verb()
