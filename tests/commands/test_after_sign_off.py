"""What follows a decision: copies, representative, advocate, conditions, court, payment."""

import pytest
from scene import TODAY, on

from desktop.commands import after_sign_off
from desktop.commands.acts import Builder
from desktop.commands.after_sign_off import Advocate, After, Payment, Representative
from desktop.domain import cases
from desktop.domain.lists.detail import case_detail
from desktop.domain.lists.follow_up import is_due
from desktop.errors import Refused


@pytest.fixture
def held(council, staff):
    case = council.request("P1", "2 jan")
    build = Builder(council.book, "test.authorised", "manager")
    build.insert("event", case=case, kind="signed_off", on=on("10 nov"), outcome="granted")
    build.insert("decision", case=case, kind="granted", on=on("10 nov"), signatory=0)
    build.insert("authorisation", case=case, starts_on=on("10 nov"), ends_on=on("9 nov 2027"))
    build.insert("condition", case=case, text="review in May")
    build.insert("allocation", case=case, role="bia", worker=staff.bia, on=on("3 nov"))
    council.run(build.act("authorised"))
    return case


def record(council, case, **more):
    council.run(after_sign_off.record(council.book, case, After(**more), **council.by))


def due(council, case, name):
    return bool(is_due(council.space.desk(), name)[case])


def test_copies_are_ticked_off_and_one_can_be_taken_back(council, held):
    assert due(council, held, "copies")
    record(council, held, copies=("person", "managing_authority"), copies_on=on("12 nov"))
    assert due(council, held, "copies")
    record(council, held, copies=("person", "managing_authority", "consulted"), copies_on=TODAY)
    assert not due(council, held, "copies")
    assert after_sign_off.sent_to(council.book, held)["person"] == on("12 nov")
    record(council, held, copies=("person",))
    assert due(council, held, "copies")


def test_a_representative_needs_a_copy_too(council, held):
    everybody = ("person", "managing_authority", "consulted")
    record(council, held, copies=everybody, copies_on=TODAY)
    record(council, held, representative=Representative("unpaid", "Ann Lee", "daughter", on("12 nov")))
    assert due(council, held, "copies")
    record(council, held, copies=(*everybody, "rpr"), copies_on=TODAY)
    assert not due(council, held, "copies")


def test_a_vacancy_shows_until_somebody_is_appointed(council, held):
    assert due(council, held, "no_representative")
    record(council, held, representative=Representative("paid", "Bo Rep", appointed_on=on("12 nov")))
    assert not due(council, held, "no_representative")
    with pytest.raises(Refused, match="why the representative's appointment ended"):
        record(council, held, vacant_on=TODAY)
    record(council, held, vacant_on=TODAY, vacant_because="resigned")
    assert due(council, held, "no_representative")
    record(council, held, representative=Representative("none"))
    assert due(council, held, "no_representative")


def test_another_representative_ends_the_one_before(council, held):
    for name, day in (("Bo Rep", "12 nov"), ("Cy Rep", "19 nov")):
        record(council, held, representative=Representative("paid", name, appointed_on=on(day)))
    table = council.book.representative
    assert table.name[after_sign_off.representative_now(council.book, held)] == "Cy Rep"
    assert on("19 nov") in [int(table.ended_on[row]) for row in cases.facts(table, held)]


def test_conditions_are_followed_up_and_added(council, held):
    (row,) = cases.facts(council.book.condition, held)
    assert due(council, held, "conditions")
    record(council, held, conditions=((row, True),))
    assert not due(council, held, "conditions")
    record(council, held, new_conditions=("care plan by July",))
    assert due(council, held, "conditions")


def test_the_court_flag_runs_from_the_application_to_its_end(council, held):
    record(council, held, challenged_on=on("12 nov"))
    assert due(council, held, "court")
    assert ("Court", "Section 21A application running") in case_detail(council.space.desk(), held).facts
    record(council, held, challenge_ended_on=TODAY, challenge_outcome="dismissed")
    assert not due(council, held, "court")


def test_a_fee_is_invoiced_and_paid(council, held, staff):
    record(council, held, payments=(Payment(staff.bia, "bia", 25_000, "INV 7", on("12 nov")),))
    assert due(council, held, "unpaid")
    with pytest.raises(Refused, match="paid before it was invoiced"):
        record(council, held, payments=(Payment(staff.bia, "bia", 25_000, "INV 7", TODAY, on("12 nov")),))
    record(council, held, payments=(Payment(staff.bia, "bia", 25_000, "INV 7", on("12 nov"), TODAY),))
    assert not due(council, held, "unpaid")
    assert len(cases.facts(council.book.payment, held)) == 1


def test_all_of_it_is_one_act_and_nothing_is_no_act(council, held):
    act = after_sign_off.record(
        council.book,
        held,
        After(copies=("person",), copies_on=TODAY, advocate=Advocate("39D", "Voice", instructed_on=TODAY)),
        **council.by,
    )
    assert len(act.sets) == 1
    council.run(act)
    with pytest.raises(Refused, match="Nothing was changed"):
        record(council, held, copies=("person",))
    with pytest.raises(Refused, match="not signed off yet"):
        record(council, council.request("P2"), copies=("person",), copies_on=TODAY)
    with pytest.raises(Refused, match="no copy can have gone before"):
        record(council, held, copies=("person", "rpr"), copies_on=on("9 nov"))


def test_what_a_spreadsheet_granted_asks_for_no_copies(council):
    case = council.request("P3", "2 jan")
    build = Builder(council.book, "test.imported", "manager")
    build.insert("event", case=case, kind="signed_off", on=on("10 nov"), outcome="granted")
    council.run(build.act("imported"))
    assert not due(council, case, "copies")
    assert not due(council, case, "no_representative")
