from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from desktop.domain.changes import Patch, new_id
from desktop.errors import KnownError
from desktop.store import fast, places
from desktop.store.fast import cache_value, meta_value, open_fast
from desktop.store.keys import Key
from desktop.store.store import Store


def one_sentence(caught) -> str:
    text = caught.value.message
    assert "Traceback" not in text
    assert len(text) < 220
    assert text.endswith(".")
    return text


def test_the_linked_sqlite_is_one_that_does_not_lose_commits(monkeypatch, path, key):
    import sqlcipher3

    assert sqlcipher3.sqlite_version_info > (3, 51, 2)
    monkeypatch.setattr(sqlcipher3, "sqlite_version_info", (3, 51, 2))
    monkeypatch.setattr(sqlcipher3, "sqlite_version", "3.51.2")
    with pytest.raises(KnownError, match=r"SQLite 3\.51\.2") as caught:
        Store.create(path, key, author="Ann")
    one_sentence(caught)
    assert not path.exists()


def test_a_persons_edits_reach_the_disk_before_commit_returns(store):
    with store._using() as db:
        pragmas = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in (
            "journal_mode", "synchronous", "foreign_keys", "cache_size", "busy_timeout", "temp_store"
        )}  # fmt: skip
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "cache_size": -65_536,
        "busy_timeout": 5_000,
        "temp_store": 2,
    }


@pytest.fixture
def closed(path, key, office):
    with Store.create(path, key, author="Ann") as store:
        _, case, made = office.child()
        notes = [Patch("note", new_id(), "insert", {"case": case, "text": "x" * 500}) for _ in range(200)]
        store.commit(office.act(*made, *notes))
    return path


def refused(path, key, words):
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(KnownError, match=words) as caught:
        Store.open(path, key, author="Ann")
    one_sentence(caught)
    if before is not None:
        assert path.read_bytes() == before
    with pytest.raises(KnownError, match=words):
        open_fast(path, key)


def test_a_wrong_key_is_one_sentence_and_changes_nothing(closed):
    refused(closed, Key.generate(), "that key does not open it")


def test_a_file_cut_short_is_one_sentence(closed, key):
    content = closed.read_bytes()
    closed.write_bytes(content[: len(content) // 4096 // 2 * 4096])
    refused(closed, key, "damaged or cut short")
    closed.write_bytes(content[:100])
    refused(closed, key, "empty or cut short")
    closed.write_bytes(b"")
    refused(closed, key, "empty or cut short")


def test_a_damaged_page_is_one_sentence(closed, key):
    content = bytearray(closed.read_bytes())
    content[50:90] = bytes(40)
    closed.write_bytes(content)
    refused(closed, key, "not a Caseclock database, or that key")


def test_another_kind_of_file_is_one_sentence(tmp_path, key):
    other = tmp_path / "tracker.xlsx"
    other.write_bytes(b"PK\x03\x04" + os.urandom(9_000))
    refused(other, key, "not a Caseclock database")


def test_somebody_elses_database_is_not_opened(tmp_path, key):
    import sqlite3

    other = tmp_path / "other.db"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    with pytest.raises(KnownError, match="not a Caseclock database"):
        Store.open(other, author="Ann")


def test_a_file_without_encryption_that_is_no_demo_is_not_opened(path):
    with Store.create(path, None, author="Ann") as store:
        store.set_meta("demo", "0")
    with pytest.raises(KnownError, match="not encrypted"):
        Store.open(path, author="Ann")


def test_missing_files_and_folders_are_said_so(tmp_path, key):
    refused(tmp_path / "none.caseclock", key, "There is no database none.caseclock")
    refused(tmp_path, key, "cannot be read")
    with pytest.raises(KnownError, match="folder for x.caseclock does not exist"):
        Store.create(tmp_path / "none" / "x.caseclock", key, author="Ann")


def test_creating_never_overwrites(closed, key):
    before = closed.read_bytes()
    with pytest.raises(KnownError, match="exists already"):
        Store.create(closed, key, author="Ann")
    assert closed.read_bytes() == before


AS_NOBODY = """
import os
from desktop.errors import KnownError
from desktop.store.keys import Key
from desktop.store.store import Store
os.setgid(65534)
os.setuid(65534)
key = Key(bytes.fromhex({raw!r}), bytes.fromhex({salt!r}))
for action in (
    lambda: Store.open({path!r}, key, author="Ann"),
    lambda: Store.create({path!r} + ".new", key, author="Ann"),
):
    try:
        action()
    except KnownError as error:
        print(error.message)
"""


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs to become another user")
def test_a_read_only_folder_is_said_so(key, office, tmp_path_factory):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        path = os.path.join(folder, "council.caseclock")
        Store.create(path, key, author="Ann").close()
        os.chmod(path, 0o644)
        script = AS_NOBODY.format(raw=key.raw.hex(), salt=key.salt.hex(), path=path)
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
        assert "read only" in done.stdout.splitlines()[0], done.stderr
        assert "may not write" in done.stdout.splitlines()[1]


def test_a_full_disk_saves_nothing_and_says_so(store, office):
    _, case, made = office.child()
    store.commit(office.act(*made))
    with store._using() as db:
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        db.execute(f"PRAGMA max_page_count = {pages + 2}").fetchone()
    notes = [Patch("note", new_id(), "insert", {"case": case, "text": "x" * 900}) for _ in range(500)]
    with pytest.raises(KnownError, match="disk is full; this was not saved") as caught:
        store.commit(office.act(*notes))
    one_sentence(caught)
    with store._using() as db:
        db.execute("PRAGMA max_page_count = 1000000").fetchone()
    assert len(store.load().note) == 0
    store.commit(office.act(*notes))
    assert len(store.load().note) == 500


@pytest.mark.parametrize(
    "path", ["//server/share/x.caseclock", r"\\server\share\x.caseclock", r"\\?\UNC\server\x"]
)
def test_network_paths_are_refused_with_the_reason(path, key):
    for action in (
        lambda: Store.open(path, key, author="Ann"),
        lambda: Store.create(path, key, author="Ann"),
    ):
        with pytest.raises(KnownError, match="network drive") as caught:
            action()
        one_sentence(caught)


MOUNTS = """/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
//files/social /mnt/social\\040care cifs rw 0 0
files:/home /home nfs4 rw 0 0
/dev/sdb1 /home/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/x.caseclock", "ext4"),
        ("/mnt/social care/x.caseclock", "cifs"),
        ("/mnt/social careless/x.caseclock", "ext4"),
        ("/home/ann/x.caseclock", "nfs4"),
        ("/home/local/x.caseclock", "ext4"),
    ],
)
def test_the_mount_that_holds_a_path_decides(path, kind):
    assert places.filesystem_of(path, MOUNTS) == kind


FIRST_LIST = """
import sys, time
start = time.perf_counter()
from desktop.store.fast import cache_value, meta_value, open_fast
from desktop.store.keys import Key
db = open_fast({path!r}, Key(bytes.fromhex({raw!r}), bytes.fromhex({salt!r})))
assert cache_value(db, "today") == b"first list"
assert meta_value(db, "demo") == "0"
db.close()
heavy = {{"sqlalchemy", "alembic", "numpy", "keyring", "pandas"}} & set(sys.modules)
print(sorted(heavy), round((time.perf_counter() - start) * 1000))
"""


def test_the_first_list_is_read_without_heavy_imports(closed, key):
    with Store.open(closed, key, author="Ann") as store:
        store.cache_put("today", b"first list")
    script = FIRST_LIST.format(path=str(closed), raw=key.raw.hex(), salt=key.salt.hex())
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.startswith("[] ")


def test_the_fast_path_sees_what_the_store_has_just_written(store, path, key):
    store.cache_put("today", b"a")
    db = open_fast(path, key)
    assert (meta_value(db, "data_revision"), cache_value(db, "today"), cache_value(db, "x")) == (
        "0",
        b"a",
        None,
    )
    db.close()


def test_a_copied_file_opens_beside_the_original(closed, key, tmp_path):
    copy = shutil.copy(closed, tmp_path / "copy.caseclock")
    with Store.open(closed, key, author="Ann"), Store.open(copy, key, author="Bob") as other:
        assert len(other.load().note) == 200


def test_opening_needs_no_sqlalchemy(closed, key):
    script = (
        "import sys\nfrom desktop.store.store import Store\nfrom desktop.store.keys import Key\n"
        f"key = Key(bytes.fromhex({key.raw.hex()!r}), bytes.fromhex({key.salt.hex()!r}))\n"
        f"with Store.open({str(closed)!r}, key, author='Ann') as store: store.load()\n"
        "sys.exit('sqlalchemy' in sys.modules)"
    )
    assert fast.OLDEST_SQLITE == (3, 51, 3)
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_a_database_that_another_process_makes_at_the_same_moment_is_never_removed(path, key, monkeypatch):
    from desktop.store import engine

    fill = engine._fill

    def overtaken(db, author, *, demo):
        fill(db, author, demo=demo)
        if not path.exists():
            monkeypatch.setattr(engine, "_fill", fill)
            monkeypatch.setattr(engine.os, "getpid", lambda: 1)
            Store.create(path, Key.generate(), author="Bob").close()

    monkeypatch.setattr(engine, "_fill", overtaken)
    with pytest.raises(KnownError, match="another Caseclock"):
        Store.create(path, key, author="Ann")
    assert path.exists()
    assert [each.name for each in path.parent.iterdir() if each.name.endswith(".new")] == []
