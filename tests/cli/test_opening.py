"""What the command line says when there is no database, no key, or the wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest
from handing import hand_over

from desktop.cli import run
from desktop.store.keys import Key
from desktop.store.store import Store


def made(path: Path) -> Key:
    key = Key.generate()
    Store.create(path, key, author="test").close()
    return key


def one_sentence(capsys: pytest.CaptureFixture[str]) -> str:
    error = capsys.readouterr().err
    assert error.startswith("caseclock: ")
    assert "Traceback" not in error
    assert error.count("\n") == 1
    return error


def test_a_missing_database_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "overdue", "--database", str(tmp_path / "none.caseclock")]) == 1
    assert "caseclock demo" in one_sentence(capsys)


def test_the_key_on_a_descriptor_opens(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.caseclock"
    hand_over(monkeypatch, made(path).raw.hex())
    assert run(["list", "overdue", "--database", str(path), "--json"]) == 0
    assert capsys.readouterr().out.strip() == "[]"


def test_the_recovery_key_opens_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.caseclock"
    hand_over(monkeypatch, made(path).recovery_text.lower())
    assert run(["list", "overdue", "--database", str(path)]) == 0


def test_a_wrong_key_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.caseclock"
    made(path)
    hand_over(monkeypatch, "ab" * 32)
    assert run(["list", "overdue", "--database", str(path)]) == 1
    one_sentence(capsys)


def test_no_keychain_and_nobody_to_ask_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CASECLOCK_KEY_FD", raising=False)
    sheet = tmp_path / "visits.csv"
    sheet.write_text("Child ID,Initials,Status,Worker,Plan/care start,Last visit,Seen?,Seen alone\n")
    path = tmp_path / "new.caseclock"
    assert run(["import", str(sheet), "--database", str(path)]) == 1
    assert "CASECLOCK_KEY_FD" in one_sentence(capsys)
    assert not path.exists()


def test_a_file_that_is_no_database_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "letter.caseclock"
    path.write_bytes(b"Dear manager, " * 500)
    hand_over(monkeypatch, "ab" * 32)
    assert run(["list", "overdue", "--database", str(path)]) == 1
    one_sentence(capsys)
