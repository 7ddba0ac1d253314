"""What changed since somebody last looked: told on Today, opened by number, kept over restarts."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from desktop.domain.days import day, day_end_ms
from desktop.domain.lists import Selection, build, counts
from desktop.models import looks
from desktop.models.looks import LastLook, instant_words
from desktop.paths import data_dir

EVENING = int(dt.datetime(2026, 11, 16, 17, 40).timestamp() * 1000)
MORNING = int(dt.datetime(2026, 11, 17, 8, 5).timestamp() * 1000)
NOON = int(dt.datetime(2026, 11, 17, 12, 0).timestamp() * 1000)


@pytest.fixture
def clock(monkeypatch):
    """What time it is; a test sets ``clock.now``."""

    class Clock:
        now = MORNING

    monkeypatch.setattr("desktop.views.pages.today_page.now_ms", lambda: Clock.now)
    return Clock


def remembered(shell):
    return LastLook(shell.session, shell.settings)


def test_a_first_look_compares_with_yesterday(shell, settled):
    line = shell.page.since
    assert line.isVisible()
    assert "yesterday" in line.words.text()


def test_the_morning_tells_what_changed_since_the_evening_all_day(shell):
    kept = remembered(shell)
    assert kept.look(EVENING).since is None
    assert kept.look(MORNING).since == EVENING
    assert kept.look(NOON).since == EVENING
    again = LastLook(shell.session, shell.settings)  # as after a restart
    assert again.looks.since == EVENING
    assert again.call_seen(NOON).since == NOON


def test_another_person_at_the_same_computer_has_looked_at_another_time(shell, monkeypatch):
    remembered(shell).call_seen(EVENING)
    monkeypatch.setattr(type(shell.session), "author", property(lambda _: "somebody.else"))
    assert remembered(shell).looks.since is None


def test_neither_name_nor_path_is_written_into_the_settings(shell):
    remembered(shell).call_seen(EVENING)
    shell.settings.sync()
    written = (data_dir() / "settings.ini").read_text(encoding="utf-8")
    looked = [line for line in written.splitlines() if "looked" in line]
    assert looked
    assert not any(shell.session.author in line or "council" in line for line in looked)


def test_each_number_opens_exactly_the_rows_that_it_counts(qtbot, shell, settled):
    remembered(shell).call_seen(EVENING - 20 * 86_400_000)
    shell.page.mark_stale()
    settled()
    line = shell.page.since
    since = EVENING - 20 * 86_400_000
    assert instant_words(since) in line.words.text()
    cards = dict(line.strip.cards)
    assert sum(card.count.n for card in cards.values()) > 0
    for key, card in cards.items():
        shell.go("today")
        settled()
        card = shell.page.since.strip.cards[key]
        n = card.count.n
        card.setFocus()
        qtbot.keyClick(card, Qt.Key.Key_Space)
        settled()
        assert shell.list_page.spec.list == "changed"
        assert len(shell.list_page.answer.data) == n, key
        assert shell.list_page.answer.selection.since == since


def test_seen_counts_from_now_on(clock, shell, settled):
    remembered(shell).call_seen(EVENING - 20 * 86_400_000)
    shell.page.mark_stale()
    settled()
    line = shell.page.since
    clock.now = int(dt.datetime(2027, 1, 4, 9, 0).timestamp() * 1000)
    line.mark.click()
    settled()
    assert "Nothing has changed since you last looked, Mon 4 Jan 2027, 09:00." in line.words.text()
    assert not line.strip.isVisible()
    assert not line.mark.isVisible()
    assert shell.page.table.hasFocus()


def test_the_page_takes_any_day_and_says_when_nothing_changed(qtbot, shell, go, settled):
    page = go("changed")
    page.day.edit.setText("1/10/26")
    qtbot.keyClick(page.day.edit, Qt.Key.Key_Return)
    settled()
    assert shell.top.title.text() == "Changed since Thu 1 Oct 2026"
    desk = shell.session.desk
    wanted = Selection("changed", desk.as_at, since=day_end_ms(day(dt.date(2026, 10, 1))))
    assert len(page.answer.data) == len(build(desk, wanted)) > 0
    page.day.edit.setText("31/31/26")
    qtbot.keyClick(page.day.edit, Qt.Key.Key_Return)
    assert "31/31/26" in shell.toast.words.text()
    after_all = day_end_ms(day(dt.date(2035, 1, 1)))  # the council of the tests was written in our own time
    page.open_selection(wanted.but(since=after_all))
    settled()
    assert page.stack.currentWidget() is page.empty
    assert "Type an earlier day above" in page.empty.accessibleName()


def test_the_heading_says_since_when_on_the_way_back_too(shell, go, settled):
    go("changed")
    title = shell.top.title.text()
    assert title.startswith("Changed since")
    go("visits")
    go("changed")
    assert shell.top.title.text() == title


def test_a_heading_that_does_not_fit_gets_a_line_of_its_own(shell, go, settled):
    go("changed")
    top = shell.top
    shell.resize(1900, 900)
    settled()
    assert top.title.geometry().bottom() > top.as_at.mapTo(top, top.as_at.rect().topLeft()).y()
    shell.resize(shell.minimumSizeHint().width(), 900)
    settled()
    assert top.title.geometry().bottom() <= top.as_at.mapTo(top, top.as_at.rect().topLeft()).y()
    assert top.title.height() < 2 * top.title.fontMetrics().height()


def test_another_day_leads_to_what_changed_since_it_on_the_same_list(shell, go, settled):
    go("visits")
    shell.session.move_to(day(dt.date(2026, 10, 1)))
    settled()
    shell.banner.changes.click()
    settled()
    page = shell.list_page
    assert shell.session.is_today
    assert page.answer.selection.of == "visits"
    assert page.answer.selection.since == day_end_ms(day(dt.date(2026, 10, 1)))
    assert any("On the list visits" in key.text() for key in page.bar.chips.findChildren(QAbstractButton))
    desk = shell.session.desk
    for one in counts(desk, "changed", page.answer.selection.but(chip="")):
        assert len(build(desk, one.selection)) == one.n


def test_instants_are_written_as_people_say_them():
    assert instant_words(EVENING) == "Mon 16 Nov 2026, 17:40"
    assert instant_words(day_end_ms(day(dt.date(2026, 11, 16)))) == "the end of Mon 16 Nov 2026"
    assert looks.local(EVENING).hour == 17
