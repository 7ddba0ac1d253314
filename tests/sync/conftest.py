from __future__ import annotations

import pytest

from desktop.store import keys
from desktop.sync.opening import open_shared


class Chain:
    """Stands for the operating system's keychain, which a test machine has none of."""

    persist = ""

    def __init__(self):
        self.kept = {}

    def get_password(self, service, name):
        return self.kept.get((service, name))

    def set_password(self, service, name, word):
        self.kept[service, name] = word

    def delete_password(self, service, name):
        del self.kept[service, name]


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
