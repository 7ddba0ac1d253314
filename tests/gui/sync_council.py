"""The board's council on a real PostgreSQL, and windows of people who work on it together."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

import pytest
from board_council import make_board
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from stand_in_chain import Chain

from desktop.app import Window, make_application
from desktop.store import keys

KIND = "board_council"


@pytest.fixture
def chain(monkeypatch):
    made = Chain()
    monkeypatch.setattr(keys, "keychain", lambda: made)
    return made


@pytest.fixture
def shared(tmp_path_factory, chain):
    """A fresh database that holds the board's council."""
    pg = pytest.importorskip("pg")
    from desktop.server.adopt import adopt

    cluster = pg.cluster()
    if KIND not in cluster.templates:
        path = tmp_path_factory.mktemp("shared") / "council.caseclock"
        make_board(path, "medium")
        cluster.template(KIND, lambda address: adopt(path, None, address))
    base = cluster.fresh_database(KIND)
    yield base
    base.drop()


class Laptop:
    """One person's window on the shared database, behind a cable of its own."""

    def __init__(self, qtbot, base, login):
        self.qtbot, self.login = qtbot, login
        self.cable = Cable(base.cluster.port)
        self.address = f"postgresql://{login}@127.0.0.1:{self.cable.port}/{base.name}"
        self.window = None

    @property
    def session(self):
        return self.window.session

    @property
    def shell(self):
        return self.window.shell

    @property
    def state(self):
        return self.session.sync.state

    @property
    def status(self):
        return self.shell.status.shared

    @property
    def book(self):
        return self.session.desk.book

    def start(self):
        make_application()
        self.window = Window(QApplication.instance(), self.address)
        self.window.start()
        self.until(lambda: self.session is not None)
        return self

    def opened(self):
        self.start()
        self.until(lambda: self.session.desk is not None and self.state.usable)
        self.idle()
        self.shell.show()
        self.shell.resize(1440, 900)
        return self

    def until(self, is_so, timeout=15_000):
        self.qtbot.waitUntil(is_so, timeout=timeout)

    def settle(self):
        """Until everything asked has been answered, three times in a row."""
        quiet = 0
        while quiet < 3:
            self.qtbot.wait(30)
            quiet = quiet + 1 if not self.session.tasks.busy else 0

    def idle(self):
        """In step with the server, and everything on the screen."""
        self.until(lambda: self.state.phase == "idle")
        self.settle()

    def synced(self):
        """After one more turn."""
        before = self.state.last_contact
        self.session.sync.sync_now()
        self.until(lambda: self.state.last_contact > before and self.state.phase == "idle")
        self.settle()

    def go(self, name):
        self.shell.go(name)
        self.settle()
        return self.shell.page

    def key(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(QApplication.focusWidget() or self.shell, key, modifiers)
        self.settle()

    def pull_out(self):
        self.cable.pull_out()
        self.session.sync.sync_now()
        self.until(lambda: not self.state.online)
        self.settle()

    def plug_in(self):
        self.cable.plug_in()
        self.session.sync.sync_now()
        self.until(lambda: self.state.online and self.state.phase == "idle")
        self.settle()

    def close(self):
        self.cable.close()
        if self.window is None:
            return
        self.session.close()
        self.session.tasks.wait(15_000)
        self.settle()
        self.session.tasks.close()
        self.shell.hide()
        self.shell.deleteLater()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def laptops(qtbot, qapp, shared):
    """Makes laptops of new people of the database; they are closed at the end."""
    made = []

    def laptop(role="dols_manager", name="", **more):
        made.append(Laptop(qtbot, shared, shared.login(role, name=name, **more)))
        return made[-1]

    yield laptop
    for one in made:
        one.close()


class Cable:
    """A small TCP proxy in front of the server: pulled out, the server cannot be reached any more."""

    def __init__(self, port: int) -> None:
        self._to, self._pairs, self._in = port, [], True
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def pull_out(self) -> None:
        self._in = False
        pairs, self._pairs = self._pairs, []
        for one in (part for pair in pairs for part in pair):
            _shut(one)

    def plug_in(self) -> None:
        self._in = True

    def close(self) -> None:
        self.pull_out()
        _shut(self._listener)

    def _accept(self) -> None:
        while True:
            try:
                mine, _ = self._listener.accept()
            except OSError:
                return
            if not self._in:
                _shut(mine)
                continue
            theirs = socket.create_connection(("127.0.0.1", self._to))
            self._pairs.append((mine, theirs))
            for pair in ((mine, theirs), (theirs, mine)):
                threading.Thread(target=_carry, args=pair, daemon=True).start()


def _carry(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65_536):
            other.sendall(data)
    _shut(one)
    _shut(other)


def _shut(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
