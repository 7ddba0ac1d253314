"""What the command line says when paths, disks and dates are wrong: one sentence, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.cli import run
from desktop.store import keys
from desktop.store.keys import Key
from desktop.store.store import Store

TRACKERS = Path(__file__).parents[1] / "data"
KEY = "00112233445566778899aabbccddeeff" * 2


@pytest.fixture(autouse=True)
def key(monkeypatch):
    read, write = os.pipe()
    os.write(write, KEY.encode())
    os.close(write)
    monkeypatch.setenv("CASECLOCK_KEY_FD", str(read))
    keys.forget_descriptor()


@pytest.fixture
def base(tmp_path):
    path = tmp_path / "a.caseclock"
    Store.create(path, Key(bytes.fromhex(KEY), bytes(16)), author="test").close()
    return path


@pytest.fixture
def refusal(capsys):
    """Run a verb that must fail with one sentence."""

    def told(*arguments):
        assert run([str(each) for each in arguments]) == 1
        error = capsys.readouterr().err
        assert error.startswith("caseclock: ")
        assert error.count("\n") == 1
        assert "went wrong inside" not in error
        return error

    return told


def test_an_export_never_takes_the_place_of_a_database(base, refusal):
    before = base.read_bytes()
    assert "a.caseclock" in refusal("export", "visits", "--out", base, "--database", base)
    other = base.with_name("other.caseclock")
    shutil.copyfile(base, other)
    refusal("export", "visits", "--out", other, "--database", base)
    assert base.read_bytes() == other.read_bytes() == before


def test_rejected_rows_never_take_the_place_of_a_database_or_a_tracker(base, tmp_path, refusal):
    before = base.read_bytes()
    sheet = tmp_path / "visits.xlsx"
    shutil.copyfile(TRACKERS / "visits_tracker.xlsx", sheet)
    refusal("import", sheet, "--database", base, "--rejects", base)
    refusal("import", sheet, "--database", base, "--rejects", sheet)
    assert base.read_bytes() == before
    assert sheet.read_bytes() == (TRACKERS / "visits_tracker.xlsx").read_bytes()


def test_a_rejects_file_that_cannot_be_written_is_told_before_anything_is_imported(base, tmp_path, refusal):
    before = base.read_bytes()
    sheet = TRACKERS / "visits_tracker.xlsx"
    for there in (tmp_path / "none" / "r.csv", tmp_path):
        assert "Nothing was changed" in refusal("import", sheet, "--database", base, "--rejects", there)
    assert base.read_bytes() == before


def test_restore_from_what_is_not_there_or_no_backup(base, tmp_path, refusal):
    before = base.read_bytes()
    for backup in (tmp_path / "none.caseclock", tmp_path):
        refusal("restore", backup, "--database", base)
    assert "folder" in refusal("restore", "--folder", tmp_path / "none", "--database", base)
    assert "folder" in refusal("restore", base, "--database", tmp_path / "none" / "b.caseclock")
    assert base.read_bytes() == before


def test_a_folder_in_the_place_of_a_database(tmp_path, refusal):
    refusal("list", "overdue", "--database", tmp_path)


def test_a_descriptor_number_beyond_all_numbers(base, refusal, monkeypatch):
    monkeypatch.setenv("CASECLOCK_KEY_FD", "9" * 20)
    assert "descriptor" in refusal("list", "overdue", "--database", base)


@pytest.mark.parametrize("date", ["9999-12-31", "0001-01-01"])
def test_dates_beyond_the_calendar_are_a_usage_error(base, capsys, date):
    before = base.read_bytes()
    for verb in (["list", "overdue"], ["import", str(TRACKERS / "visits_tracker.xlsx")]):
        assert run([*verb, "--database", str(base), "--as-at", date]) == 2
        assert "2000" in capsys.readouterr().err
    assert base.read_bytes() == before


def test_a_home_that_cannot_be_made_is_one_sentence_in_a_process_of_its_own(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "list", "overdue"],
        env={**os.environ, "CASECLOCK_HOME": str(blocked / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("caseclock: ")
    assert done.stderr.count("\n") == 1


def test_control_characters_reach_no_terminal(base, tmp_path, capsys):
    sheet = tmp_path / "visits.csv"
    sheet.write_text(
        "Child ID,Initials,Status,Worker,Plan/care start,Last visit,Seen?,Seen alone,Comment\n"
        '606,A\x07B,CP,Z\x1b[31mo,01/10/2026,10/11/2026,Y,Y,"\x1b]0;evil\x07\nsecond"\n'
        "\x1b[31m,AB,CP,Zo,01/10/2026,10/11/2026,Y,Y,\n"
    )
    run(["import", str(sheet), "--database", str(base), "--as-at", "2026-11-20"])
    run(["list", "visits", "--database", str(base), "--as-at", "2026-11-20"])
    said = capsys.readouterr()
    assert not set(said.out + said.err) & {"\x07", "\x1b", "\r"}
    *_, titles, row, count = said.out.rstrip("\n").split("\n")
    assert titles.startswith("case")
    assert "second" in row
    assert count == "1 row"


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_databases_backups_and_logs_are_their_owner_s_alone(tmp_path, monkeypatch):
    from desktop.logs import log_bug
    from desktop.store import backup

    monkeypatch.setenv("CASECLOCK_HOME", str(tmp_path / "home"))
    old = os.umask(0o022)
    try:
        path, folder = tmp_path / "a.caseclock", tmp_path / "backups"
        folder.mkdir()
        with Store.create(path, Key.generate(), author="test") as store:
            made = store.back_up(folder, 20_000)
            restored = tmp_path / "b.caseclock"
            backup.restore(made, restored, store._key)
            log = log_bug(ValueError("x"))
            files = [*tmp_path.glob("?.caseclock*"), made, log]
            assert {path.with_name("a.caseclock-wal"), restored} <= set(files)
            for each in files:
                assert stat.S_IMODE(each.stat().st_mode) & 0o077 == 0, each.name
    finally:
        os.umask(old)


def test_an_import_that_fails_at_once_says_so_in_one_sentence_in_a_process_of_its_own(base, tmp_path):
    log = Path(f"{base}-wal")
    base.unlink()
    log.write_bytes(b"x")
    read, write = os.pipe()
    os.write(write, KEY.encode())
    os.close(write)
    sheet = tmp_path / "visits.csv"
    sheet.write_text("Child ID,Initials,Status,Worker,Plan/care start,Last visit,Seen?,Seen alone\n")
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-m", "desktop", "import", str(sheet), "--database", str(base)],
            env={**os.environ, "CASECLOCK_KEY_FD": str(read)},
            pass_fds=[read],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert done.stderr.startswith("caseclock: ")
        assert done.stderr.count("\n") == 1
