"""Connecting to a shared database: what is typed, what is kept where, what is said when it does not go."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sync_council import Laptop
from test_accessible import nameless

import desktop.policy
from desktop.app import Window, make_application
from desktop.policy import Policy
from desktop.store import keys
from desktop.sync.lease import LOCK_MS
from desktop.views.connect_page import ConnectPage, NoKeychainPage, SecretPage
from desktop.views.first_start import FirstStart
from desktop.views.sync_wait import WaitPage

PASSWORD = "correct horse battery"


@pytest.fixture
def first_start(qtbot, shared, qapp):
    """A window of somebody who has never opened anything; closed at the end."""
    made = []

    def begin(address=""):
        laptop = Laptop(qtbot, shared, shared.login("dols_manager", name="Pat Jones", password=PASSWORD))
        make_application()
        laptop.window = Window(qapp, address or None)
        laptop.window.start()
        laptop.until(lambda: laptop.shell.page is not None)
        laptop.settle()
        made.append(laptop)
        return laptop

    yield begin
    for one in made:
        one.close()


def connect_page(laptop):
    welcome = laptop.shell.page
    assert isinstance(welcome, FirstStart)
    welcome.connect_shared.click()
    page = welcome.stack.currentWidget()
    assert isinstance(page, ConnectPage)
    return page


def fill(laptop, page, password, address=""):
    page.address.setText(
        address or f"postgresql://127.0.0.1:{laptop.cable.port}/{laptop.address.rpartition('/')[2]}"
    )
    page.login.setText(laptop.login)
    page.password.setText(password)
    laptop.qtbot.keyClick(page.password, Qt.Key.Key_Return)
    laptop.until(lambda: page.go.isEnabled() or laptop.session.desk is not None)
    laptop.settle()


def test_a_wrong_password_is_said_in_place_and_the_right_one_opens(first_start, chain):
    laptop = first_start()
    page = connect_page(laptop)
    fill(laptop, page, "wrong")
    assert "did not accept this login and password" in page.wrong.text()
    assert page.login.text() == laptop.login  # what was typed is still there
    assert laptop.session.desk is None
    page.password.setText(PASSWORD)
    page.go.click()
    laptop.until(lambda: laptop.session.desk is not None and laptop.state.usable)
    laptop.idle()
    assert PASSWORD in chain.kept.values()
    assert laptop.shell.stack.name == "today"
    assert laptop.shell.status.file.text() == "Shared database"


@pytest.mark.parametrize("address", ["council.caseclock", "postgresql://x:secret@host/db", "http://host/db"])
def test_an_address_that_cannot_be_one_is_said_in_one_sentence(first_start, address):
    laptop = first_start()
    page = connect_page(laptop)
    fill(laptop, page, "", address)
    assert "Nothing was opened" in page.wrong.text()
    assert page.address.hasFocus() or page.address.property("wrong")


def test_without_a_keychain_a_person_chooses_and_types_it_at_the_next_start(
    first_start, monkeypatch, qtbot, shared, qapp
):
    monkeypatch.setattr(keys, "keychain", lambda: None)
    laptop = first_start()
    page = connect_page(laptop)
    fill(laptop, page, PASSWORD)
    choice = page.stack.currentWidget()
    assert isinstance(choice, NoKeychainPage)
    choice.passphrase.click()
    words = choice.stack.currentWidget()
    for field in (words.first, words.second):
        field.setText("four words or five")
    qtbot.keyClick(words.second, Qt.Key.Key_Return)
    laptop.until(lambda: laptop.session.desk is not None and laptop.state.usable)
    laptop.idle()
    address = laptop.session.sync.address
    laptop.session.close()
    laptop.session.tasks.wait(10_000)
    laptop.settle()
    again = Laptop(qtbot, shared, laptop.login)
    again.window = Window(qapp, address)
    again.window.start()
    again.until(lambda: isinstance(again.shell.page, ConnectPage))
    page = again.shell.page
    page.password.setText(PASSWORD)
    page.go.click()
    again.until(lambda: isinstance(page.stack.currentWidget(), SecretPage))
    secret = page.stack.currentWidget()
    secret.field.setText("four words or five")
    qtbot.keyClick(secret.field, Qt.Key.Key_Return)
    again.until(lambda: again.session.desk is not None and again.state.usable)
    again.idle()
    again.close()


def test_policy_opens_its_address_straight_and_nobody_can_type_another(laptops, shared, monkeypatch):
    pat = laptops()
    set_here = Policy(database_url=pat.address.replace(f"{pat.login}@", ""))
    monkeypatch.setattr(desktop.policy, "FILE", desktop.policy.FILE.with_name("no-such-policy"))
    desktop.policy.policy.cache_clear()
    for module in ("desktop.policy", "desktop.views.connect_page", "desktop.models.signing_in"):
        monkeypatch.setattr(f"{module}.policy", lambda: set_here)
    page = ConnectPage(pat)
    assert page.address.isReadOnly()
    assert page.address.text() == set_here.database_url
    assert set_here.same_database(pat.address)
    set_here.refuse_database(pat.address)  # the login is the person's own
    pat.opened()
    assert pat.state.login == pat.login


def test_a_laptop_out_of_contact_too_long_is_locked_and_opens_again(laptops, monkeypatch):
    pat = laptops().opened()
    pat.pull_out()
    clock = pat.session.workspace.store.clock
    engine = pat.session.sync._engine
    engine._clock = pat.session.workspace.store.clock = lambda: clock() + LOCK_MS + 1000
    pat.session.sync.sync_now()
    pat.until(lambda: pat.state.phase == "locked")
    pat.settle()
    page = pat.shell.page
    assert isinstance(page, WaitPage)
    assert "14 days" in page.words.text()
    assert "Unsent edits are safe" in page.words.text()
    assert len(pat.book.case) == 0
    engine._clock = pat.session.workspace.store.clock = clock
    pat.plug_in()
    pat.until(lambda: pat.shell.stack.name == "today")
    pat.until(lambda: len(pat.book.case) > 0)


def test_the_fields_and_buttons_have_names_and_esc_is_not_lost(first_start):
    laptop = first_start()
    page = connect_page(laptop)
    assert nameless(laptop.shell) == []
    for field in (page.address, page.login, page.password):
        assert field.accessibleName()
        assert field.accessibleDescription()
    assert QApplication.focusWidget() in (page.address, None)
