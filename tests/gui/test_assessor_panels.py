"""The DoLS desk's own panels: who is chosen and why, what they answer, their visit, and the register."""

import pytest
from PySide6.QtCore import Qt
from scene import TODAY, on
from test_panels import desk as desk  # noqa: F401
from test_panels import staff as staff  # noqa: F401

from desktop.commands import allocations, assessors, offers
from desktop.commands.allocations import Choice
from desktop.domain import cases
from desktop.domain.lanes import lanes_in


def lane(desk, case, role="bia"):  # noqa: F811
    return lanes_in(desk.book, case, TODAY).of(role)


def rows_of(panel):
    return [panel.table.item(at, 0).text() for at in range(panel.table.rowCount())]


def test_visited_and_returned_are_each_a_letter_and_enter(desk, staff):  # noqa: F811
    case = staff.request("P1", "2 nov")
    staff.run(allocations.allocate(desk.book, [Choice(case, staff.bea, "bia", on("5 nov"))], **staff.by))
    panel = desk.open("visited", case)
    assert "with Bea Assessor since 05/11/2026" in panel.about.text()
    desk.save(panel, Qt.Key.Key_Return, ctrl=False)
    assert desk.keys == 2  # with the key that goes to the row: three
    assert lane(desk, case).state == "visited"
    panel = desk.open("returned", case)
    desk.save(panel, Qt.Key.Key_Return, ctrl=False)
    assert desk.keys == 2
    assert lane(desk, case).state == "returned"


def test_the_best_fit_stands_first_with_its_reasons_and_is_kept(desk, staff):  # noqa: F811
    home = staff.home("Ward", setting="hospital", postcode="SO16 6YD")
    case = staff.request("P1", home=home)
    facts = {"areas": "SO16", "skills": "hospital", "at_once": 5}
    staff.run(assessors.put_entry(desk.book, staff.bob, facts, **staff.by))
    panel = desk.open("allocate", case)
    assert rows_of(panel)[0] == "1. Bob Assessor\ncovers SO16; experience: hospital; 0 open, 0 in 12 weeks"
    assert "BIA: Not allocated. Mental health: Not allocated." in panel.about.text()
    assert "Registered to not on record" in panel.notes.text()
    panel.declared.setChecked(True)
    panel.reason.setText("knows the ward")
    desk.save(panel)
    (kept,) = cases.facts(desk.book.assessor_choice, case)
    table = desk.book.assessor_choice
    assert (table.reason[kept], int(table.place[kept]), int(table.declared[kept])) == ("knows the ward", 1, 1)


def test_who_needs_a_reason_says_for_what_and_is_refused_without(desk, staff):  # noqa: F811
    staff.run(assessors.put_entry(desk.book, staff.bea, {"at_once": 1}, **staff.by))
    staff.run(
        allocations.allocate(desk.book, [Choice(staff.request("P0"), staff.bea, "bia", TODAY)], **staff.by)
    )
    case = staff.request("P1")
    panel = desk.open("allocate", case)
    assert rows_of(panel)[1].startswith("! Bea Assessor\n")
    desk.type("bea")
    panel.finder.typed.emit("bea")
    assert panel.bar.text() == "Needs a reason: Has 1 of at most 1 at once"
    assert "Give a reason" in desk.refused(panel)
    panel.reason.setText("she asked for more")
    desk.save(panel)
    assert lane(desk, case).who == "Bea Assessor"


def test_asking_first_and_the_answer(desk, staff):  # noqa: F811
    case = staff.request("P1")
    panel = desk.open("allocate", case)
    panel.how.pick("ask")
    assert panel.save.text().startswith("Offer")
    desk.type("bob")
    desk.save(panel)
    assert lane(desk, case).state == "offered"
    panel = desk.open("offer_answer", case)
    assert "Offered to Bob Assessor" in panel.about.text()
    assert panel.what.value == "accepted"
    assert "declaration" in desk.refused(panel)
    panel.declared.setChecked(True)
    desk.save(panel)
    assert (lane(desk, case).state, lane(desk, case).declared) == ("accepted", 1)
    panel = desk.open("offer_answer", case)
    assert panel.what.value == "handed_back"
    assert "Give the reason" in desk.refused(panel)
    panel.reason.setCurrentText("home refused access")
    desk.save(panel)
    assert (lane(desk, case).state, lane(desk, case).reason) == ("handed_back", "home refused access")


@pytest.mark.parametrize("what", ["declined", "withdrawn"])
def test_an_offer_that_comes_to_nothing_leaves_the_request_waiting(desk, staff, what):  # noqa: F811
    case = staff.request("P1")
    staff.run(offers.offer(desk.book, [Choice(case, staff.bob, "bia", on("9 nov"))], **staff.by))
    panel = desk.open("offer_answer", case)
    panel.what.pick(what)
    panel.reason.setCurrentText("no answer")
    desk.save(panel)
    assert (lane(desk, case).state, lane(desk, case).waits) == (what, True)


def test_the_register_is_filled_in_by_keyboard_and_shows_what_is_on_record(desk, staff):  # noqa: F811
    panel = desk.open("assessor")
    panel.who.setCurrentText("Sam Worker")
    panel.who.chosen.emit()
    panel.is_bia.setChecked(True)
    panel._fields["profession"].pick("social_worker")
    panel._fields["refreshed_on"].edit.setText("3/3/26")
    panel._fields["suspended"].pick(0)
    panel._fields["quota"].setText("two")
    assert "type a whole number" in desk.refused(panel)
    panel._fields["quota"].setText("2")
    desk.save(panel)
    row = assessors.entry_of(desk.book, staff.sam)
    entry = desk.book.record("assessor", row)
    assert (entry["profession"], entry["refreshed_on"], entry["quota"], entry["suspended"]) == (
        "social_worker",
        on("3 mar"),
        2,
        0,
    )
    assert desk.book.worker.is_bia[staff.sam] == 1
    again = desk.open("assessor")
    again.who.setCurrentText("Sam Worker")
    again.who.chosen.emit()
    assert again._fields["refreshed_on"].edit.text() == "03/03/2026"
    assert again._fields["suspended"].value == 0
    assert not again._pair["s12_ends"].isVisible()
    assert "Nothing was changed" in desk.refused(again)


def test_a_posting_and_an_interest_are_recorded_beside_the_entry(desk, staff):  # noqa: F811
    home = staff.home("Shirley Lodge")
    panel = desk.open("assessor")
    panel.who.setCurrentText("Bea Assessor")
    panel.what.pick("interest")
    panel.home.pick(home)
    panel.kind.pick("employment")
    panel.detail.setText("her brother works there")
    desk.save(panel)
    panel = desk.open("assessor")
    panel.who.setCurrentText("Bea Assessor")
    panel.who.chosen.emit()
    assert "Interest: Shirley Lodge, her brother works there" in panel.about.text()
    panel.what.pick("post")
    panel.manager.pick(staff.sam)
    desk.save(panel)
    posting = cases.standing(desk.book.posting).nonzero()[0][0]
    assert int(desk.book.posting.manager[posting]) == staff.sam


def test_a_standing_interest_is_ended_with_a_reason(desk, staff):  # noqa: F811
    home = staff.home("Shirley Lodge")
    staff.run(assessors.add_interest(desk.book, staff.bea, "employment", author="manager", home=home))
    panel = desk.open("assessor")
    panel.who.setCurrentText("Bea Assessor")
    panel.who.chosen.emit()
    panel.what.pick("over")
    assert panel.which.currentText() == "Shirley Lodge, employment"
    assert "Give the reason: why the interest is over" in desk.refused(panel)
    panel.why.setText("her brother has left")
    desk.save(panel)
    panel = desk.open("assessor")
    panel.who.setCurrentText("Bea Assessor")
    panel.who.chosen.emit()
    assert "no standing interest" in panel.about.text()
    panel.what.pick("over")
    assert "Nobody has recorded a standing interest" in desk.refused(panel)
