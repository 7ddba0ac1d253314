"""kill -9 at random moments: every acknowledged act is there afterwards, and half an act never."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from desktop.store.keys import Key
from desktop.store.store import Store

SEED = os.environ.get("CASECLOCK_SOAK", "")  # of the moments; the soak test gives a new one each time

WRITER = """
import os, sys
sys.path.insert(0, {tests!r})
from store_office import Office
from desktop.domain.changes import ChangeSet, Patch, Rows, new_id, new_ids
from desktop.store.keys import Key
from desktop.store.store import Store

key = Key(bytes.fromhex({raw!r}), bytes.fromhex({salt!r}))
store = Store.open({path!r}, key, author="Ann")
office, case = Office(), {case!r}
book = store.load()
version, ref = (int(book.case.version[0]), book.case.ref[0]) if len(book.case) else (0, "")
print("ready", flush=True)
while True:
    kind = {kind!r}
    if kind == "edits":
        # one act of three rows and one field: all of it or none of it
        fresh = new_id()
        act = office.act(
            office.visit(case, 20_003),
            office.visit(case, 20_004),
            Patch("note", new_id(), "insert", {{"case": case, "text": fresh}}),
            Patch("case", case, "update", {{"ref": fresh}}, {{"ref": ref}}, version),
        )
        version, ref = version + 1, fresh
    elif kind == "imports":
        people, cases = new_ids(5_000), new_ids(5_000)
        children = Rows("person", people, {{"ref": people}})
        plans = Rows("case", cases, {{"person": people, "kind": ["cin"] * 5_000}})
        act = office.act(sets=tuple(ChangeSet(new_id(), rows=(rows,)) for rows in (children, plans)))
    else:
        last = store.acts(1)[0]
        store.undo(last.id, "Ann")
        os.write(1, (store.acts(1)[0].id + "\\n").encode())
        continue
    store.commit(act)
    os.write(1, (act.id + "\\n").encode())
"""


def killed_after(path, key, case, kind, seconds, tests):
    """Run a writer, kill it, return the acts that it was told were saved."""
    script = WRITER.format(
        tests=tests, path=str(path), raw=key.raw.hex(), salt=key.salt.hex(), case=case, kind=kind
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    said = process.communicate(timeout=30)[0]
    return [line for line in said.split("\n")[:-1] if line]


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX signal")
@pytest.mark.parametrize("kind", ["edits", "imports", "undos"])
def test_killed_at_random_moments_nothing_acknowledged_is_lost(path, key, office, request, kind):
    _, case, made = office.child()
    with Store.create(path, key, author="Ann") as store:
        store.commit(office.act(*made))
        if kind == "undos":
            notes = [office.visit(case, day) for day in range(3_000)]
            store.commit(office.act(*notes))
    tests = str(request.path.parent)
    moments = random.Random(SEED + kind)
    acknowledged: list[str] = []
    for _ in range(5):
        acknowledged += killed_after(path, key, case, kind, moments.uniform(0.02, 0.6), tests)
        with Store.open(path, key, author="Ann") as store:
            check(store, acknowledged, kind)
    assert acknowledged, "the writer never got as far as one act"


def check(store, acknowledged, kind):
    acts = {act.id: act for act in store.acts(1_000_000)}
    assert set(acknowledged) <= set(acts)
    with store._using() as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        (lines,) = db.execute("SELECT count(*) FROM field_change WHERE on_table = 'case'").fetchone()
    book = store.load()
    assert book.stored == len(acts)
    if kind == "edits":
        assert len(book.event) == 1 + 2 * len(book.note)
        assert lines == len(book.note) == len(acts) - 1
        assert book.case.ref[0] == (book.note.text[-1] if book.note.text else "")
    elif kind == "imports":
        assert len(book.case) == len(book.person) == 1 + 5_000 * (len(acts) - 1)
    else:
        standing = book.event.live[1:]
        assert standing.all() or not standing.any()
        assert bool(standing.all()) == (len(acts) % 2 == 0)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX signal")
def test_killed_in_the_first_import_the_new_file_has_all_of_it_or_none(tmp_path, key, request):
    moments, acts = random.Random(SEED + "first"), 0
    for attempt in range(6):
        path = tmp_path / f"{attempt}.caseclock"
        Store.create(path, key, author="Ann").close()
        tests = str(request.path.parent)
        acknowledged = killed_after(path, key, "", "imports", moments.uniform(0.0, 0.3), tests)
        with Store.open(path, key, author="Ann") as store:
            found = {act.id for act in store.acts(1_000)}
            with store._using() as db:
                assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            book = store.load()
        assert set(acknowledged) <= found
        assert len(book.case) == len(book.person) == 5_000 * len(found)
        acts += len(found)
    assert acts, "no writer got as far as one act"


CREATOR = """
import os, sys
from desktop.store.keys import Key
from desktop.store.store import Store
os.write(1, b"ready\\n")
for number in range(1000):
    Store.create(f"{folder}/{{number}}.caseclock", Key(bytes(32), bytes(range(16))), author="Ann").close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX signal")
def test_killed_while_a_database_is_made_there_is_a_whole_one_or_none(tmp_path):
    moments = random.Random(SEED + "made")
    found = 0
    for attempt in range(6):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        script = CREATOR.format(folder=folder)
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
        assert process.stdout.readline() == b"ready\n"
        time.sleep(moments.uniform(0.1, 0.4))
        process.kill()
        process.communicate(timeout=30)
        for path in folder.glob("*.caseclock"):
            with Store.open(path, Key(bytes(32), bytes(range(16))), author="Ann") as store:
                assert len(store.load().case) == 0
                found += 1
    assert found
