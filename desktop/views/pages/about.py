"""From a row to the page about its worker, child or home, and from a day to what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.domain.days import day_end_ms
from desktop.domain.lists.selection import Selection
from desktop.views.pages.beside import TakesPanels

if TYPE_CHECKING:
    from desktop.views.shell import Shell


def open_worker(shell: Shell) -> None:
    """Open the page of the worker whom the current row is about."""
    desk, page = shell.session.desk, shell.page
    if desk is None or not isinstance(page, TakesPanels) or page.chosen_worker() < 0:
        shell.toast.say("Nobody has this case yet. A, Allocate, gives it to somebody.")
        return
    shell.open_page("worker", desk.book.worker.ids[page.chosen_worker()])


def open_child(shell: Shell) -> None:
    """Open the page of the child whom the chosen row is about."""
    desk, page = shell.session.desk, shell.page
    if desk is None or not isinstance(page, TakesPanels) or not page.chosen_cases():
        return
    person = int(desk.book.case.person[page.chosen_cases()[0]])
    if person < 0:
        shell.toast.say("No person is recorded for this case. P, Other change, adds one.")
        return
    shell.open_page("child", desk.book.person.ids[person])


def open_home(shell: Shell) -> None:
    """Open the page of the home that the chosen request names."""
    from desktop.domain.lists.still_there import place_of

    desk, page = shell.session.desk, shell.page
    if desk is None or not isinstance(page, TakesPanels):
        return
    place = int(place_of(desk)[page.chosen_cases()[0]])
    if place < 0:
        shell.toast.say("No home or ward is recorded for this request. P, Other change, adds it.")
        return
    shell.open_page("home", desk.book.managing_authority.ids[place])


def open_changes(shell: Shell, day: int) -> None:
    """Go back to today and show what changed since the end of a day, on the list that was looked at."""
    from desktop.domain.lists.changed import OF_LISTS

    page, session = shell.list_page, shell.session
    wanted = Selection("changed", session.today, since=day_end_ms(day))
    if page is not None:
        now = page.selection
        wanted = wanted.but(
            of=now.list if now.list in OF_LISTS else "", team=now.team, worker=now.worker, plan=now.plan
        )
    session.move_to(None)
    shell.open_selection(wanted)
