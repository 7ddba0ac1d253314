from __future__ import annotations

import datetime as dt
import os
import threading

import pytest
from store_office import columns

from desktop.domain.changes import Patch, new_id
from desktop.domain.days import day
from desktop.errors import KnownError
from desktop.store import backup, keys
from desktop.store.keys import Key, KeyNeeded
from desktop.store.store import Store

TODAY = day(dt.date(2026, 11, 22))


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "backups"
    made.mkdir()
    return made


@pytest.fixture
def filled(store, office):
    _, case, made = office.child()
    store.commit(office.act(*made, office.visit(case, 20_003)))
    return store


def test_a_backup_a_day_and_the_last_fourteen_are_kept(filled, folder):
    (folder / "council-notes.txt").write_text("not ours")
    (folder / "other-2026-01-01.caseclock").write_text("another database's")
    for ahead in range(16):
        assert filled.back_up(folder, TODAY + ahead) is not None
        assert filled.back_up(folder, TODAY + ahead) is None
    names = [path.name for path in backup.backups(filled.path, folder)]
    assert len(names) == 14
    assert (names[0], names[-1]) == ("council-2026-11-24.caseclock", "council-2026-12-07.caseclock")
    assert len(list(folder.iterdir())) == 16, "nothing of others is removed, nothing half-made is left"


def test_a_backup_is_encrypted_and_opens_with_the_same_key(filled, folder, key, monkeypatch):
    monkeypatch.setattr(keys, "keychain", lambda: None)
    made = filled.back_up(folder, TODAY)
    assert keys.salt_of(made) == key.salt
    with Store.open(made, Key.for_file(key.recovery_text, made), author="Ann") as copy:
        assert columns(copy.load()) == columns(filled.load())
    with pytest.raises(KeyNeeded):
        Store.open(made, author="Ann")


def test_a_backup_made_while_someone_types_is_of_one_moment(filled, folder, key, office):
    case = filled.load().case.ids[0]
    stop = threading.Event()

    def type_on():
        while not stop.is_set():
            filled.commit(
                office.act(
                    office.visit(case, 20_004), Patch("note", new_id(), "insert", {"case": case, "text": "x"})
                )
            )  # noqa: E501

    typing = threading.Thread(target=type_on)
    typing.start()
    try:
        made = filled.back_up(folder, TODAY)
    finally:
        stop.set()
        typing.join()
    with Store.open(made, key, author="Ann") as copy:
        book = copy.load()
        assert len(book.event) - 2 == len(book.note)
        assert len(copy.acts(10_000)) == len(book.note) + 1


def test_restoring_brings_the_backup_back_and_keeps_the_replaced_file(filled, folder, key, office):
    made = filled.back_up(folder, TODAY)
    as_backed_up = columns(filled.load())
    case = filled.load().case.ids[0]
    filled.commit(office.act(office.visit(case, 20_050)))
    later = columns(filled.load())
    epoch = filled.meta("epoch")
    path = filled.path
    filled.close()

    kept = backup.restore(made, path, key, author="Ann")
    with Store.open(path, key, author="Ann") as restored:
        assert columns(restored.load()) == as_backed_up
        assert restored.meta("epoch") != epoch, "a shared database must see that history was cut"
    with Store.open(kept, key, author="Ann") as replaced:
        assert columns(replaced.load()) == later
    assert made.exists()


def test_a_database_that_no_longer_opens_can_be_restored_over(filled, folder, key):
    made = filled.back_up(folder, TODAY)
    before = columns(filled.load())
    path = filled.path
    filled.close()
    path.write_bytes(os.urandom(10_000))
    kept = backup.restore(made, path, key)
    assert kept.stat().st_size == 10_000
    with Store.open(path, key, author="Ann") as restored:
        assert columns(restored.load()) == before


def test_a_lost_database_can_be_restored(filled, folder, key, tmp_path):
    made = filled.back_up(folder, TODAY)
    assert backup.restore(made, tmp_path / "new.caseclock", key) is None
    Store.open(tmp_path / "new.caseclock", key, author="Ann").close()


def test_nothing_is_restored_over_an_open_database_or_from_a_damaged_backup(filled, folder, key):
    made = filled.back_up(folder, TODAY)
    with pytest.raises(KnownError, match="Ann has this database open"):
        backup.restore(made, filled.path, key)
    path = filled.path
    filled.close()
    before = path.read_bytes()
    content = bytearray(made.read_bytes())
    for start in range(8_192, len(content), 4_096):
        content[start + 100 : start + 200] = bytes(100)
    made.write_bytes(content)
    with pytest.raises(KnownError):
        backup.restore(made, path, key)
    assert path.read_bytes() == before
    with pytest.raises(KnownError, match="that key does not open it"):
        backup.restore(path, folder / "x.caseclock", Key.generate())
    assert {each.name for each in path.parent.iterdir()} <= {
        "council.caseclock",
        "backups",
        "council.caseclock.lock",
    }


def test_a_backup_folder_that_is_not_there_is_said_so(filled, tmp_path):
    with pytest.raises(KnownError, match="backup folder is not there"):
        filled.back_up(tmp_path / "none", TODAY)


def test_a_full_backup_folder_is_said_so_and_leaves_no_half_copy(filled, folder, monkeypatch):
    import shutil

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(KnownError, match="could not be written to the backup folder"):
        filled.back_up(folder, TODAY)
    assert not list(folder.iterdir())
    assert not list(filled.path.parent.glob("*copying*"))


def test_a_demo_file_is_backed_up_and_restored_without_a_key(path, folder, office):
    with Store.create(path, None, author="demo") as store:
        _, _, made = office.child()
        store.commit(office.act(*made))
        copy = store.back_up(folder, TODAY)
    backup.restore(copy, path)
    with Store.open(path, author="Ann") as store:
        assert store.demo
        assert len(store.load().case) == 1


def test_nothing_is_restored_while_another_command_is_at_work(filled, folder, key, office):
    made, path = filled.back_up(folder, TODAY), filled.path
    filled.close()
    with Store.open(path, key, author="Cli", exclusive=False) as at_work:
        case = at_work.load().case.ids[0]
        with pytest.raises(KnownError, match="at work in that database"):
            backup.restore(made, path, key)
        at_work.commit(office.act(office.visit(case, 20_005)))
    with Store.open(path, key, author="Ann") as store:
        assert len(store.load().event) == 3, "what was acknowledged is in the file that stayed"


def test_a_log_left_behind_by_a_lost_database_does_not_reach_into_a_restored_one(filled, folder, key, office):
    made, path = filled.back_up(folder, TODAY), filled.path
    before = columns(filled.load())
    case = filled.load().case.ids[0]
    filled.commit(office.act(office.visit(case, 20_005)))
    log = path.with_name(f"{path.name}-wal")
    saved = log.read_bytes()
    filled.close()
    path.unlink()
    log.write_bytes(saved)
    with pytest.raises(KnownError, match="saved work"):
        Store.create(path, key, author="Ann")
    assert log.read_bytes() == saved
    backup.restore(made, path, key)
    with Store.open(path, key, author="Ann") as store:
        assert columns(store.load()) == before


def test_a_database_is_there_at_every_moment_of_a_restore(filled, folder, key, monkeypatch):
    made, path = filled.back_up(folder, TODAY), filled.path
    filled.close()
    seen = []
    replace = os.replace

    def watched(source, goal):
        seen.append(path.exists())
        replace(source, goal)

    monkeypatch.setattr(os, "replace", watched)
    kept = backup.restore(made, path, key)
    assert seen
    assert all(seen)
    assert kept.exists()
