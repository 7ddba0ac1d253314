"""Homes: from a request to its home, ringing it through, and what it said recorded in one go."""

import pytest
from little_council import BY, TODAY
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.commands import requests
from desktop.commands.acts import Builder
from desktop.commands.people import NewPerson
from desktop.commands.workspace import Workspace
from desktop.views.palette import Palette
from desktop.views.print_dialog import PaperDialog


@pytest.fixture
def council_file(council_file):
    """The little council with two homes, three people at one and one at the other."""
    with Workspace.open(council_file, None, author="manager", today=lambda: TODAY) as space:
        build = Builder(space.book, "test.home", "manager")
        for name in ("Elm Lodge", "Oak House"):
            build.insert(
                "managing_authority",
                name=name,
                name_key=name.casefold(),
                setting="care_home",
                phone="023 0000 0000",
                email="office@example.org",
            )
        space.run(build.act("homes"))
        for number, home in enumerate((0, 0, 0, 1)):
            person = NewPerson(f"H{number:04}", name=f"Resident {number}")
            space.run(requests.receive(space.book, requests.Request(person, TODAY - 30, home=home), **BY))
    return council_file


@pytest.fixture
def elm(qtbot, shell, go, settled):
    """The page of Elm Lodge, opened from the list of homes."""
    page = go("homes")
    page.table.setFocus()
    page.table.go_to(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    settled()
    return shell.page


def names(page):
    data = page.answer.data
    return data.text("name", page.model._map[page.model._map >= 0]) if len(data) else []


def test_enter_on_a_home_opens_the_people_there(shell, elm):
    assert shell.top.title.text() == "Elm Lodge"
    assert names(elm) == ["Resident 0", "Resident 1", "Resident 2"]
    assert "023 0000 0000" in elm.about.text()


def test_h_on_a_request_opens_its_home_and_alt_left_goes_back(qtbot, shell, go, settled):
    page = go("dols")
    page.bar.search.setText("H0003")
    settled()
    page.table.setFocus()
    page.table.go_to_first()
    qtbot.keyClick(page.table, Qt.Key.Key_H)
    settled()
    assert shell.top.title.text() == "Oak House"
    assert names(shell.page) == ["Resident 3"]
    qtbot.keyClick(shell, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    settled()
    assert shell.page is page


def test_h_says_so_when_no_home_is_recorded(qtbot, shell, go, settled):
    page = go("dols")
    page.bar.search.setText("D0001")
    settled()
    page.table.setFocus()
    page.table.go_to_first()
    qtbot.keyClick(page.table, Qt.Key.Key_H)
    assert "No home or ward is recorded" in shell.toast.words.text()


def test_a_home_is_found_by_a_few_letters(qtbot, shell, settled):
    qtbot.keyClick(shell, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = shell.findChildren(Palette)[-1]
    qtbot.keyClicks(palette.field, "oak hou")
    qtbot.waitUntil(lambda: not palette._waiting)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    settled()
    assert shell.top.title.text() == "Oak House"


def test_everybody_chosen_is_confirmed_at_once_and_undone_at_once(qtbot, shell, elm, settled):
    elm.table.setFocus()
    qtbot.keyClick(elm.table, Qt.Key.Key_Home)
    for _ in range(2):
        qtbot.keyClick(elm.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert elm.strip.cards["to_ring"].count.n == 3
    qtbot.keyClick(elm.table, Qt.Key.Key_O)
    settled()
    panel = elm.side.panel
    assert "3 people at Elm Lodge" in panel.about.text()
    qtbot.keyClicks(panel.informant, "deputy manager")
    qtbot.keyClick(panel.informant, Qt.Key.Key_Return)
    settled()
    assert elm.side.panel is None
    assert elm.strip.cards["to_ring"].count.n == 0
    qtbot.keyClick(shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert elm.strip.cards["to_ring"].count.n == 3


def test_a_death_says_what_it_closes_and_takes_the_person_off_the_list(qtbot, shell, elm, settled):
    elm.table.setFocus()
    qtbot.keyClick(elm.table, Qt.Key.Key_Home)
    qtbot.keyClick(elm.table, Qt.Key.Key_O)
    settled()
    panel = elm.side.panel
    qtbot.keyClick(panel.answer, Qt.Key.Key_D)
    qtbot.keyClicks(panel.informant, "ward sister")
    qtbot.waitUntil(lambda: "closes 1 open request" in panel.means.text())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert names(elm) == ["Resident 1", "Resident 2"]


def test_an_answer_without_an_informant_is_refused_in_the_panel(qtbot, elm, settled):
    elm.table.setFocus()
    qtbot.keyClick(elm.table, Qt.Key.Key_Home)
    qtbot.keyClick(elm.table, Qt.Key.Key_O)
    settled()
    panel = elm.side.panel
    panel.commit()
    settled()
    assert "who told you" in panel.wrong.text()
    assert elm.side.panel is panel


def test_the_ring_list_is_printed_and_copied_with_everybody_on_it(qtbot, shell, elm, settled, tmp_path):
    made = elm.ring_list()
    assert [line.name for line in made.lines] == ["Resident 0", "Resident 1", "Resident 2"]
    elm.table.setFocus()
    qtbot.keyClick(shell, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settled()
    paper = elm.findChild(PaperDialog)
    qtbot.waitUntil(lambda: paper.save.isEnabled())
    assert "Elm Lodge: people to confirm" in paper.about.text()
    paper.save_pdf(tmp_path / "ring.pdf")
    settled()
    assert (tmp_path / "ring.pdf").read_bytes().startswith(b"%PDF")
    paper.close()
    elm.copy_list()
    copied = QGuiApplication.clipboard().text()
    assert "Elm Lodge" in copied
    assert "Resident 2" in copied
    assert "Resident 3" not in copied


def test_no_name_stands_in_the_link_of_an_e_mail(elm):
    link = elm.mail_link(elm.ring_list()).toString()
    assert link.startswith("mailto:office@example.org")
    assert "Resident" not in link
    assert "Elm" not in link
