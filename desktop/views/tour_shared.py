"""The pages of a shared database drawn on a real one: a throw-away server with the demo council in it.

Where the test tools with their PostgreSQL are missing, only the page that connects is drawn.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.commands import allocations, notes
from desktop.commands.allocations import Choice
from desktop.commands.workspace import Workspace
from desktop.errors import KnownError
from desktop.models.session import Session, today
from desktop.sync import standing
from desktop.sync.engine import Engine
from desktop.views.settings_dialog import SettingsDialog
from desktop.views.tour import Tour

if TYPE_CHECKING:
    from desktop.demo.shared import Person, SharedDemo
    from desktop.domain.changes import Act
    from desktop.domain.lists.desk import Desk

PATIENCE_S = 30.0
_SETTLE_S = 2.0


def draw_shared(out: Path, council: Path, theme: str, scale: int) -> list[Path]:
    """Draw them; `council` is a demo's file and is not touched."""
    from desktop.demo.shared import shared_demo

    folder = out / "shared-tour"
    with _own_place(folder):
        copy = Path(shutil.copy(council, folder / "council.caseclock"))
        try:
            with shared_demo(copy) as demo:
                return SharedTour(out, demo, theme, scale).run()
        except KnownError as error:
            print(error.message)
            return []


@contextmanager
def _own_place(folder: Path) -> Iterator[None]:
    """A home and a key of the tour's own, gone at the end; nothing of it reaches a keychain."""
    kept = {name: os.environ.get(name) for name in ("CASECLOCK_HOME", "CASECLOCK_KEY_FD")}
    folder.mkdir(parents=True, exist_ok=True)
    reads, writes = os.pipe()
    with os.fdopen(writes, "w") as pipe:
        pipe.write(secrets.token_hex(32))
    os.environ |= {"CASECLOCK_HOME": str(folder), "CASECLOCK_KEY_FD": str(reads)}
    try:
        yield
    finally:
        for name, value in kept.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        shutil.rmtree(folder, ignore_errors=True)


class Colleague:
    """Somebody else at a laptop of theirs: no window, the same store and engine."""

    def __init__(self, address: str) -> None:
        self.work = Workspace.open_shared(address, today=today)
        store: Any = self.work.store
        self._engine = Engine(store, lambda: standing.connect(store))
        self._engine.start()

    def close(self) -> None:
        """Stop and close."""
        self._engine.stop()
        self.work.close()

    def await_calm(self) -> None:
        """Until everything is sent and fetched."""
        _await(lambda: self._engine.state.phase == "idle" and not self._engine.state.unsent)
        self.work.poll()

    def allocate(self, case_id: str, worker: int) -> None:
        """Give a request to an assessor."""
        desk = self.work.desk()
        self.work.run(_given(desk, case_id, worker, self.work.author))
        self.await_calm()

    def look_at(self, case_id: str) -> None:
        """Have a request on show."""
        self._engine.looking_at(case_id)


class SharedTour(Tour):
    """Walks through what only a shared database has."""

    def __init__(self, out: Path, demo: SharedDemo, look: str, scale: int) -> None:
        self._demo = demo
        me, other, *_ = demo.people
        self._me: Person = me
        self._colleague = Colleague(demo.address(other))
        super().__init__(out, demo.address(me), look, scale)

    def run(self) -> list[Path]:
        try:
            return super().run()
        finally:
            self._colleague.close()

    def settle(self, patience: float = PATIENCE_S) -> None:
        super().settle(patience)
        session = self.window.session
        if session is not None and session.sync.on:
            until = time.monotonic() + patience
            while not session.sync.state.usable and time.monotonic() < until:
                super().settle(1.0)
            super().settle(patience)

    def _stops(self) -> Iterator[tuple[str, Callable[[], object]]]:
        shell = self._shell
        shell.may_close = lambda: True
        yield "shared-board", self._somebody_here
        yield "shared-offline", self._go_offline
        yield "shared-unsent", lambda: shell.open_page("unsent", "all")
        yield "shared-conflict", self._come_back
        yield "shared-settings", self._settings_of_shared
        yield "shared-connect", self._connect

    @property
    def _shell(self) -> Any:
        assert self.window.shell is not None
        return self.window.shell

    @property
    def _session(self) -> Session:
        assert self.window.session is not None
        return self.window.session

    def _cases(self) -> list[str]:
        page = self._shell.list_page
        desk = self._session.desk
        assert desk is not None
        return [desk.book.case.ids[int(case)] for case in page.answer.data.case[:6]]

    def _somebody_here(self) -> None:
        self._shell.go("board")
        self.settle()
        self._colleague.await_calm()
        self._colleague.look_at(self._cases()[0])
        self._pause(_SETTLE_S)
        self._session.sync.sync_now()
        self._pause(_SETTLE_S)

    def _go_offline(self) -> None:
        """No network: two requests are given away, one is noted."""
        first, second, third, *_ = self._cases()
        self._session.sync.set_network(False)
        self._pause(_SETTLE_S)
        desk = self._session.desk
        assert desk is not None
        fit = [row for row in range(len(desk.book.worker)) if desk.book.worker.is_bia[row] == 1]
        author = self._session.author
        for case, worker in ((first, fit[0]), (second, fit[1])):
            self._session.run(partial(_given, case_id=case, worker=worker, author=author))
            self.settle()
        self._session.run(partial(_noted, case_id=third, author=author))
        self._shell.go("dols")
        self._shell.go_to_case(desk.book.case.row(first))
        self._pause(_SETTLE_S)
        self._colleague.allocate(first, fit[2])

    def _come_back(self) -> None:
        """The network is there again: one request had gone to somebody else meanwhile."""
        self._session.sync.set_network(True)
        _await(lambda: self._session.sync.state.conflicts > 0, self.settle)
        self._shell.open_page("unsent", "all")
        self._pause(_SETTLE_S)

    def _settings_of_shared(self) -> None:
        self._shell.go("today")
        self._shell.show_settings()
        self.settle()
        dialog = self._shell.findChild(SettingsDialog)
        dialog.tabs.setCurrentWidget(dialog.shared)

    def _connect(self) -> None:
        from desktop.views.connect_page import ConnectPage

        address = "postgresql://priya.shah@caseclock.council.gov.uk/caseclock"
        self._shell.show_first_start(ConnectPage(self.window, address, back=lambda: None))

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.settle()


def _given(desk: Desk, case_id: str, worker: int, author: str) -> Act:
    case = desk.book.case.row(case_id)
    choice = Choice(case, worker, "bia", today(), reason="Knows the home")
    return allocations.allocate(desk.book, [choice], author=author, today=today(), desk=desk)


def _noted(desk: Desk, case_id: str, author: str) -> Act:
    row = desk.book.case.row(case_id)
    return notes.add(
        desk.book, [row], "Rang the ward; the family can be seen on Friday.", author=author, today=today()
    )


def _await(is_so: Callable[[], bool], meanwhile: Callable[[], object] = lambda: time.sleep(0.05)) -> None:
    until = time.monotonic() + PATIENCE_S
    while not is_so() and time.monotonic() < until:
        meanwhile()
