"""The three sample trackers, from file to list through the command line, against a slow recount."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import oracle
import pytest

from desktop.cli import run
from desktop.store import keys

DATA = Path(__file__).parent.parent / "data"
KEY = "00112233445566778899aabbccddeeff" * 2


def with_key(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run one verb with a key on a file descriptor; returns its exit code."""
    read, write = os.pipe()
    os.write(write, KEY.encode())
    os.close(write)
    monkeypatch.setenv("CASECLOCK_KEY_FD", str(read))
    keys.forget_descriptor()
    return run([*arguments])


def caseclock(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Any:
    """Run one verb that succeeds; returns what it printed as JSON."""
    code = with_key(monkeypatch, *arguments, "--json")
    printed = capsys.readouterr()
    assert code in (0, 3), printed.err
    return json.loads(printed.out)


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that runs a verb on a database into which all three trackers were imported."""
    database = str(tmp_path / "council.caseclock")

    def call(*arguments: str) -> Any:
        return caseclock(capsys, monkeypatch, *arguments, "--database", database)

    names = ("dols_tracker.xlsx", "visits_tracker.xlsx", "supervision_tracker.xlsx")
    call("import", *(str(DATA / name) for name in names), "--as-at", "2026-11-20")
    return call


def overdue(ask: Any, *rules: str) -> set[tuple[str, str]]:
    rows = ask("list", "overdue", "--as-at", "2026-11-20")
    return {(row["person"], row["start"]) for row in rows if row["rule"] in rules}


def test_overdue_visits_are_those_that_a_slow_recount_finds(ask: Any) -> None:
    slow = oracle.overdue_visits(DATA / "visits_tracker.xlsx")
    for kind, rules in {
        "cp": ("cp_visit_10wd",),
        "cin": ("cin_visit_6w",),
        "cla": ("cla_first_visit_1w", "cla_visit_6w"),
    }.items():
        expected = {(child, since.isoformat()) for child, (own, since) in slow.items() if own == kind}
        assert overdue(ask, *rules) == expected


def test_overdue_supervision_is_what_a_slow_recount_finds(ask: Any) -> None:
    slow = oracle.overdue_supervision(DATA / "supervision_tracker.xlsx", DATA / "visits_tracker.xlsx")
    rules = ("supervision_cp", "supervision_cla", "supervision_cin", "supervision_care_leaver")
    assert overdue(ask, *rules) == {(child, since.isoformat()) for child, (_, since) in slow.items()}


def test_overdue_requests_are_what_a_slow_recount_finds(ask: Any) -> None:
    slow = oracle.overdue_dols(DATA / "dols_tracker.xlsx")
    rows = ask("list", "overdue", "--as-at", "2026-11-20")
    found = {row["case"]: row["due"] for row in rows if row["plan"] == "dols"}
    assert {case: due for case, due in found.items() if case in slow} == {
        case: due.isoformat() for case, due in slow.items()
    }
    assert set(found) == set(slow)


def test_importing_the_same_files_again_changes_nothing(ask: Any) -> None:
    before = ask("list", "overdue", "--as-at", "2026-11-20")
    again = ask("import", str(DATA / "visits_tracker.xlsx"), "--as-at", "2026-11-20")
    assert again[0]["new"] == 0
    assert again[0]["changed"] == 0
    assert ask("list", "overdue", "--as-at", "2026-11-20") == before


def test_a_clock_that_no_file_has_spoken_of_is_said_to_be_left_out(
    ask: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = ask("list", "overdue", "--as-at", "2026-11-20")
    assert not any(row["rule"].startswith(("core_group", "rcpc", "iha", "cla_review")) for row in rows)
    case = next(row["case"] for row in rows if row["plan"] == "cp")
    database = str(tmp_path / "council.caseclock")
    asked = ("explain", case, "core_group_10wd", "--as-at", "2026-11-20", "--database", database)
    assert with_key(monkeypatch, *asked) == 1
    assert "not counted" in capsys.readouterr().err
