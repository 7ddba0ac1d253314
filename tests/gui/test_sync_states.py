"""What the window is like for those who may do less: by role, by version, on a laptop reported lost."""

from __future__ import annotations

import pytest
from test_sync_ledger import cases_of, ledger, note

from desktop.domain.changes import Act, ChangeSet, Patch, new_id
from desktop.domain.days import now_ms
from desktop.models.signing_in import try_password
from desktop.server.trouble import ServerTrouble
from desktop.views.pages.unsent_page import NEXT_MS
from desktop.views.palette import Palette
from desktop.views.sync_wait import WaitPage


def test_a_laptop_reported_lost_shows_nothing_and_says_what_went_with_it(laptops, shared):
    pat = laptops().opened()
    pat.pull_out()
    note(pat, cases_of(pat)[0], "Rang the home.")
    shared.admin().execute("UPDATE device SET wipe = true WHERE login = %s", (pat.login,))
    pat.cable.plug_in()
    pat.session.sync.sync_now()
    pat.until(lambda: pat.state.phase == "wiped")
    pat.until(lambda: isinstance(pat.shell.page, WaitPage))
    page = pat.shell.page
    assert page.title.text() == "This laptop's copy was removed"
    assert "1 unsent edits went with it" in page.words.text()
    assert not page.kept.isVisible(), "that it is safe on this laptop would not be true"


def test_a_version_that_is_too_old_reads_and_says_so_before_and_when_something_is_recorded(laptops, shared):
    pat = laptops().opened()
    shared.admin().execute("UPDATE clock_meta SET minimum_client = '99.0.0'")
    pat.session.sync.sync_now()
    pat.until(lambda: pat.state.phase == "readonly")
    pat.settle()
    banner = pat.window.sync_care.banner
    assert "99.0.0 or newer" in pat.state.sentence
    assert banner.isVisible()
    assert len(cases_of(pat)) > 3, "everything can still be read"
    said = []
    pat.session.failed.connect(lambda error: said.append(error.message))
    note(pat, cases_of(pat)[0], "Rang the home.")
    assert "99.0.0" in said[0]
    assert pat.state.unsent == 0


def rename(laptop, case_id, name):
    """Another name of the case's person."""

    def make(desk):
        people, at = desk.book.person, int(desk.book.case.person[desk.book.case.row(case_id)])
        patch = Patch(
            "person",
            people.ids[at],
            "update",
            {"name": name},
            {"name": people.name[at]},
            int(people.version[at]),
        )
        change = ChangeSet(new_id(), (patch,))
        return Act(new_id(), "person.name", "New name", laptop.session.author, now_ms(), (change,))

    laptop.session.run(make)
    laptop.settle()


def test_what_waits_for_a_decision_is_said_beside_it_and_goes_with_it(laptops):
    priya, pat = laptops(name="Priya Shah").opened(), laptops(name="Pat Jones").opened()
    case = cases_of(pat)[0]
    pat.pull_out()
    rename(priya, case, "Theirs")
    priya.until(lambda: priya.state.unsent == 0 and priya.state.phase == "idle")
    for name in ("Mine", "Mine again", "Mine at last"):
        rename(pat, case, name)
    pat.plug_in()
    pat.until(lambda: pat.state.conflicts == 1)
    pat.settle()
    panel = ledger(pat).conflict
    pat.until(lambda: panel.told is not None)
    assert panel.waiting.text() == "2 later edits of yours wait for this."
    assert panel.waiting.isVisible()
    pat.qtbot.wait(NEXT_MS + 100)
    assert panel.press("T")
    pat.until(lambda: pat.state.conflicts == 0 and pat.state.unsent == 0)


def test_what_a_role_may_not_do_is_nowhere_offered_and_its_key_says_why(laptops):
    pat = laptops("worker").opened()
    palette = Palette(pat.shell)
    palette._search("new request")
    pat.settle()
    assert palette.table.rowCount() == 0
    palette.close()
    pat.shell.perform("new_request")
    assert "A worker may not change" in pat.shell.toast.words.text()
    priya = laptops().opened()
    palette = Palette(priya.shell)
    palette._search("new request")
    priya.settle()
    assert palette.table.rowCount() == 1
    palette.close()


@pytest.mark.parametrize(
    ("role", "words"), [("analyst", "pseudonymised views"), ("auditor", "person-export")]
)
def test_a_login_without_a_window_is_told_what_to_use(shared, role, words):
    login = shared.login(role)
    with pytest.raises(ServerTrouble, match=words):
        try_password(shared.address(login).text, "")
    try_password(shared.address(shared.login("worker")).text, "")


def test_a_password_that_ended_is_not_called_wrong_where_it_is_typed_again(laptops, shared):
    pat = laptops().opened()
    assert pat.session.sync.password_until == 0
    login = shared.login("worker", password="right horse battery", until="2020-01-01")
    address = shared.address(login, tcp=True).text
    with pytest.raises(ServerTrouble, match="has expired"):
        try_password(address, "right horse battery", now_ms() - 1_000)
