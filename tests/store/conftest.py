from __future__ import annotations

import pytest
from store_office import Office

from desktop.store.keys import Key
from desktop.store.store import Store


@pytest.fixture
def key():
    return Key.generate()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "council.caseclock"


@pytest.fixture
def store(path, key):
    with Store.create(path, key, author="Ann") as opened:
        yield opened


@pytest.fixture
def office():
    return Office()
