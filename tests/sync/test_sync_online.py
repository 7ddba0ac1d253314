"""Where nothing may be kept on the computer: in memory alone, and each edit is sent before it counts."""

from __future__ import annotations

import random

import pytest
import sync_office as office
import sync_server as server

from desktop.errors import KnownError
from desktop.server.trouble import ServerTrouble
from desktop.sync import engine as engines
from desktop.sync.engine import Engine


def test_an_edit_counts_when_the_server_has_it_and_not_otherwise(crew, laptop, monkeypatch, tmp_path):
    ann = crew("head_of_service")
    store = laptop(ann.base.address(ann.login), memory=True)
    there = [True]

    def connect():
        if not there[0]:
            raise ServerTrouble("offline", "The shared database cannot be reached.")
        return ann.connection

    engine = Engine(store, connect, rng=random.Random(1))
    engine.start()
    try:
        case, made = office.child()
        store.commit(office.act(*made))
        assert server.count(ann.base, "case", case) == 1
        monkeypatch.setattr(engines, "WAIT_FOR_SAVE", 1.0)
        there[0] = False
        engine._cut()
        lost, more = office.child()
        with pytest.raises(KnownError, match="NOT saved"):
            store.commit(office.act(*more))
        assert ("case", lost) not in office.shown(store)
        assert server.count(ann.base, "case", lost) == 0
    finally:
        engine.stop()
    assert not list((tmp_path / "home").rglob("*.caseclock")) or all(
        ann.login in str(path) for path in (tmp_path / "home").rglob("*.caseclock")
    )
