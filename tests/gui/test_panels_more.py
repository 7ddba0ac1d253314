"""Correcting entries, absence and leaving, and what the DoLS list does with one key."""

import pytest
from PySide6.QtCore import Qt
from scene import TODAY, on
from test_panels import desk, out_with_assessors, staff  # noqa: F401

from desktop.commands import visits
from desktop.commands.visits import Seen, Visit
from desktop.domain import cases
from desktop.domain.days import NO_DAY
from desktop.views.history_dialog import in_words
from desktop.views.panels.change import MODES


@pytest.fixture
def visited(desk, staff):  # noqa: F811
    """Two children visited together."""
    rows = [staff.child(ref, family="F", worker=staff.sam) for ref in ("A1", "A2")]
    staff.run(visits.record(staff.book, Visit(on("9 nov"), [Seen(row) for row in rows]), **staff.by))
    desk.session.move_to(TODAY)
    return rows


def shown(panel):
    return [panel.table.item(row, 1).text() for row in range(panel.table.rowCount())]


def told(desk, case):  # noqa: F811
    """The history dialog's rows, newest first."""
    return in_words(desk.book, desk.space.store.history(desk.book.case.ids[case])).rows


def test_a_wrong_visit_date_is_corrected_by_keyboard(desk, visited):  # noqa: F811
    case, other = visited
    panel = desk.open("correct", case)
    assert shown(panel)[0] == "Visit, seen"
    assert "Recorded for 2 children together" in panel.odd.text()
    desk.press(Qt.Key.Key_Tab, Qt.Key.Key_Tab)  # past the tick, to the date
    desk.type("10/11/26")
    assert "Give the reason" in desk.refused(panel)
    panel.reason.setFocus()
    desk.type("typing mistake")
    desk.save(panel)
    assert cases.last_day(desk.book, case, "visit") == on("10 nov")
    assert cases.last_day(desk.book, other, "visit") == on("9 nov")
    line = next(row for row in told(desk, case) if row[2] == "Corrected event")
    assert line[4:] == ("on: 09/11/2026", "on: 10/11/2026", "typing mistake")


def test_a_visit_is_taken_back_with_a_reason(desk, visited):  # noqa: F811
    case = visited[0]
    panel = desk.open("correct", case)
    panel.take_back.setChecked(True)
    assert panel.save.text().startswith("Take it back")
    assert not panel.area.isVisibleTo(panel)
    assert "why the entry is taken back" in desk.refused(panel)
    panel.reason.setFocus()
    desk.type("recorded twice")
    desk.save(panel)
    assert cases.last_day(desk.book, case, "visit") == NO_DAY
    line = next(row for row in told(desk, case) if row[2] == "Took back event")
    assert "on: 09/11/2026" in line[4]
    assert line[6] == "recorded twice"


def test_the_worker_and_whether_seen_can_be_put_right(desk, visited, staff):  # noqa: F811
    case = visited[0]
    panel = desk.open("correct", case)
    panel.parts.widgets[1].setFocus()
    desk.type("Sam Worker")
    panel.parts.widgets[2].pick(0)
    panel.reason.setCurrentText("typing mistake")
    assert "why the child was not seen" in desk.refused(panel)
    panel.parts.widgets[4].setText("nobody at home")
    desk.save(panel)
    row = cases.events(desk.book, case, "visit")[-1]
    assert desk.book.event.worker[row] == staff.sam
    assert desk.book.event.seen[row] == 0


def test_every_entry_of_a_case_can_be_shown_for_correction(desk, staff):  # noqa: F811
    case = out_with_assessors(desk, staff)
    panel = desk.open("correct", case)
    assert panel.table.rowCount() >= 4
    for row in range(panel.table.rowCount()):
        panel.table.setCurrentCell(row, 0)
        assert panel.parts.changes() == {}
    assert desk.refused(panel) == "Nothing was changed."


def test_a_worker_is_away_and_covered(desk, staff):  # noqa: F811
    staff.child("A1", worker=staff.sam)
    desk.session.move_to(TODAY)
    panel = desk.open("absence")
    desk.type("Sam Worker")
    assert panel.about.text() == "Sam Worker holds 1 open case."
    panel.last.edit.setText("30/11/26")
    panel.cover.setCurrentText("Bea Assessor")
    desk.save(panel)
    row = cases.absence_on(desk.book, staff.sam, TODAY)
    assert desk.book.absence.cover[row] == staff.bea
    assert desk.book.absence.ends_on[row] == on("30 nov")
    panel = desk.open("absence")
    panel.who.setFocus()
    desk.type("Sam Worker")
    assert "away since 20/11/2026 to 30/11/2026, covered by Bea Assessor" in panel.about.text()
    panel.what.pick("back")
    desk.save(panel)
    assert cases.absence_on(desk.book, staff.sam, TODAY) < 0


def test_a_worker_who_left_keeps_cases_until_reallocated(desk, staff):  # noqa: F811
    case = staff.child("A1", worker=staff.sam)
    desk.session.move_to(TODAY)
    panel = desk.open("absence")
    panel.what.pick("left")
    panel.who.setFocus()
    desk.type("Sam Worker")
    assert "until reallocated" in panel.odd.text()
    desk.save(panel)
    assert cases.has_left(desk.book, staff.sam, TODAY)
    assert cases.holder(desk.book, case, "worker", TODAY) >= 0


def test_nobody_can_cover_for_themselves(desk, staff):  # noqa: F811
    panel = desk.open("absence")
    assert "Say who it is" in desk.refused(panel)
    panel.who.setFocus()
    desk.type("Sam Worker")
    panel.cover.setCurrentText("Sam Worker")
    assert "cannot cover for themselves" in desk.refused(panel)


def test_every_dols_change_is_offered(desk, staff):  # noqa: F811
    panel = desk.open("change", staff.request("R1"))
    offered = {panel.what.itemData(at) for at in range(panel.what.count())}
    assert {mode.key for mode in MODES if mode.kinds == frozenset({"dols"})} <= offered
    assert len(offered) == 13  # and another team


def test_a_panel_left_while_it_saves_is_saved_all_the_same(desk, staff):  # noqa: F811
    case = staff.child("A1")
    panel = desk.open("note", case)
    desk.type("rang the carer")
    panel.commit()
    desk.panels.remove(panel)
    panel.close()
    panel.deleteLater()
    desk.qtbot.waitUntil(lambda: bool(desk.told), timeout=3000)
    assert "rang the carer" in desk.book.note.text
    assert desk.open("note", case).text.toPlainText() == ""


def test_the_childs_own_team_is_offered_first(desk, staff):  # noqa: F811
    from desktop.commands.acts import Builder

    build = Builder(desk.book, "test.teams", "manager")
    for name in ("Far", "Near"):
        build.insert("team", name=name, name_key=name.casefold(), service="children")
    staff.run(build.act("teams"))
    staff.worker("Ann Far", team=0)
    staff.worker("Zoe Near", team=1)
    case = staff.child("A1", team=1)
    desk.session.move_to(TODAY)
    panel = desk.open("allocate", case)
    assert panel.table.item(0, 0).text() == "Zoe Near\nNear"
    assert panel.table.item(1, 0).text() == "Ann Far\nFar"
