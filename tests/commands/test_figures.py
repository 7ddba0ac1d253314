"""Comments, actions and typed figures: kept from month to month, refused in one sentence."""

from __future__ import annotations

import pytest
from scene import TODAY, Council, on

from desktop.analysis.beside import other, own, printed, target
from desktop.analysis.figure_notes import Step, notes, places, steps
from desktop.commands import figures
from desktop.domain.indicators import indicators
from desktop.domain.months import read_month
from desktop.errors import Refused

OCT, SEP = read_month("2026-10"), read_month("2026-09")
CP = "cp_visit_10wd"


@pytest.fixture
def scene(space):
    return Council(space)


def noted(scene, month=OCT, text="Two workers off.", **more):
    scene.run(figures.add_note(scene.book, CP, month, text, **more, **scene.by))


def texts(scene, month):
    return [(one.text, one.carried) for one in notes(scene.space.desk(), month, CP)]


def test_an_open_action_is_carried_from_month_to_month_until_it_is_closed(scene):
    noted(scene, SEP, "Fill the post.", kind="action", owner="Head of service", due=on("1 nov"))
    noted(scene, OCT)
    assert texts(scene, SEP) == [("Fill the post.", False)]
    assert texts(scene, OCT) == [("Fill the post.", True), ("Two workers off.", False)]
    action = notes(scene.space.desk(), OCT, CP)[0]
    assert action.late  # due on the first, and it is the 20th
    scene.run(figures.close_note(scene.book, action.row, **scene.by))
    november = notes(scene.space.desk(), read_month("2026-11"), CP)
    assert [(one.text, one.closed_on) for one in november][-1] == ("Fill the post.", TODAY)
    assert [one.text for one in notes(scene.space.desk(), read_month("2026-12"), CP)] == ["Two workers off."]
    with pytest.raises(Refused, match="closed already"):
        figures.close_note(scene.book, action.row, **scene.by)


def test_a_closing_is_undone(scene):
    noted(scene)
    (note,) = notes(scene.space.desk(), OCT, CP)
    scene.run(figures.close_note(scene.book, note.row, **scene.by))
    scene.space.undo()
    assert [one.closed_on < 0 for one in notes(scene.space.desk(), OCT, CP)] == [True]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"text": "  "}, "Write the comment"),
        ({"kind": "action"}, "Say who does it"),
        ({"month": read_month("2026-12")}, "has not begun"),
    ],
)
def test_an_empty_note_an_action_of_nobody_and_a_month_to_come_are_refused(scene, more, why):
    with pytest.raises(Refused, match=why):
        noted(scene, **more)


def typed(scene, indicator, whose, value, month=OCT, **more):
    scene.run(figures.set_figure(scene.book, indicator, month, whose, value, **more, **scene.by))


def test_a_typed_target_holds_from_its_month_and_our_own_figure_for_its_month_only(scene):
    known = indicators("children")
    typed(scene, CP, "target", "97", SEP)
    typed(scene, "contacts", "own", "1,477", SEP)
    desk = scene.space.desk()
    assert [target(desk, known[CP], month).number for month in (SEP - 1, SEP, OCT)] == [95, 97, 97]
    assert [own(desk, known["contacts"], month).text() for month in (SEP, OCT)] == ["1,477", "TBC"]


def test_a_figure_typed_again_replaces_the_first(scene):
    known = indicators("children")[CP]
    typed(scene, CP, "england", "TBC")
    typed(scene, CP, "england", "88", year="2025-26")
    assert printed(other(scene.space.desk(), known, "england", OCT)) == "88% 2025-26"


@pytest.mark.parametrize(
    ("whose", "value", "why"),
    [
        ("own", "90", "counted from the records"),
        ("england", "88", "Give the year"),
        ("target", "high", "N/A"),
    ],
)
def test_what_cannot_be_typed_is_refused(scene, whose, value, why):
    with pytest.raises(Refused, match=why):
        typed(scene, CP, whose, value)


def declared(scene):
    return [(one.month, one.text) for one in steps(scene.space.desk(), CP)]


def test_a_step_change_is_declared_stands_below_later_months_and_is_withdrawn(scene):
    scene.run(figures.declare_step(scene.book, CP, SEP, "Duty team set up", **scene.by))
    assert declared(scene) == [(SEP, "Duty team set up")]
    assert [one.kind for one in notes(scene.space.desk(), OCT, CP)] == ["step"]
    with pytest.raises(Refused, match="declared in Sep 2026 already"):
        figures.declare_step(scene.book, CP, SEP, "again", **scene.by)
    (note,) = notes(scene.space.desk(), OCT, CP)
    scene.run(figures.close_note(scene.book, note.row, **scene.by))
    assert declared(scene) == []
    scene.space.undo()
    assert declared(scene) == [(SEP, "Duty team set up")]


@pytest.mark.parametrize(
    ("key", "month", "why", "said"),
    [
        (CP, SEP, " ", "Say what was changed"),
        (CP, read_month("2026-12"), "x", "has not begun"),
        ("contacts", SEP, "x", "no chart with limits"),
        ("cla_count", SEP, "x", "no chart with limits"),
    ],
)
def test_a_step_change_that_cannot_be_is_refused(scene, key, month, why, said):
    with pytest.raises(Refused, match=said):
        figures.declare_step(scene.book, key, month, why, **scene.by)


def test_limits_begin_at_the_first_month_at_or_after_a_step():
    months = [SEP - 3, SEP - 2, SEP, OCT]
    found = [Step(SEP - 3, "first"), Step(SEP - 1, "gap"), Step(OCT, "last"), Step(OCT + 1, "to come")]
    assert places(found, months) == [2, 3]
    assert places([], months) == []
    assert places(found, []) == []
