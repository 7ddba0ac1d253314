"""Reviews, core groups, health, education and contacts: one verb, its fields by type."""

import pytest
from scene import TODAY, on

from desktop.commands import people, planned, records
from desktop.commands.records import Record
from desktop.domain import cases
from desktop.domain.childrens_words import recordables
from desktop.domain.kinds import EVENT_KINDS
from desktop.domain.timescales import Timescales
from desktop.errors import Refused

BESIDE = {"visit", "supervision", "started", "ended"}  # each has a verb of its own


def test_everything_that_feeds_a_childrens_rule_can_be_recorded_on_its_plans():
    for rule in Timescales.shipped():
        if rule.group == "dols":
            continue
        for kind in {*rule.satisfied_by, rule.start_event} & set(EVENT_KINDS) - BESIDE:
            missing = set(rule.plan_kinds) - set(recordables()[kind].kinds)
            assert not missing, f"{kind} cannot be recorded on {missing}, which {rule.id} needs"


@pytest.mark.parametrize("kind", list(recordables()))
def test_each_kind_is_recorded_and_read_back(council, kind):
    shape = recordables()[kind]
    case = council.child("A", shape.kinds[0])
    council.run(
        records.record(council.book, [case], Record(kind, on("9 nov"), detail="a word"), **council.by)
    )
    assert cases.last_day(council.book, case, kind) == on("9 nov")


def test_a_review_of_brothers_and_sisters_is_one_meeting_and_answers_its_plan(council):
    rows = [council.child(ref, "cla", "1 jun", family="F") for ref in ("A", "B")]
    council.run(planned.plan(council.book, rows, TODAY, kind="review", **council.by))
    act = records.record(council.book, rows, Record("review", TODAY, outcome="held"), **council.by)
    assert act.summary == "Review or review conference on 20/11/2026, 2 children"
    council.run(act)
    event = council.book.event
    held = [cases.events(council.book, case, "review")[0] for case in rows]
    assert event.joint[held[0]] == event.joint[held[1]] != ""
    assert [event.outcome[row] for row in held] == ["held", "held"]
    assert cases.facts(council.book.planned, rows[0]) == []


def test_what_cannot_be_recorded(council, staff):
    case = council.child("A")
    council.run(people.leave(council.book, staff.worker, on("9 nov"), author="manager"))
    core = Record("core_group", TODAY)
    for what, sentence in (
        (Record("core_group", TODAY + 1), "core group is dated 21/11/2026, which has not come yet"),
        (Record("pep", TODAY), "does not apply to this kind of case"),
        (Record("xyz", TODAY), "Choose what happened"),
        (Record("core_group", TODAY, worker=staff.worker), "left on 09/11/2026"),
    ):
        with pytest.raises(Refused, match=sentence):
            records.record(council.book, [case], what, **council.by)
    council.run(records.record(council.book, [case], core, **council.by))
    with pytest.raises(Refused, match="core group on 20/11/2026 is already recorded"):
        records.record(council.book, [case], core, **council.by)
    early = Record("core_group", on("20 oct"))
    assert "before this plan started on 02/11/2026" in records.warnings(council.book, [case], early)[0]


def test_a_call_satisfies_no_visit(council):
    case = council.child("A")
    before = council.space.desk().clocks
    due = int(before.due[before.find(case, "cp_visit_10wd")])
    council.run(records.record(council.book, [case], Record("virtual_contact", TODAY), **council.by))
    after = council.space.desk().clocks
    assert int(after.due[after.find(case, "cp_visit_10wd")]) == due
