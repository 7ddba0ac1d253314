"""What goes wrong with a laptop: its disk, its files, its keys and its clock; with a real server."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
import sync_office as office
import sync_server as server

from desktop.errors import KnownError
from desktop.store import keys
from desktop.sync import turn as turning
from desktop.sync.lease import DAY_MS


@pytest.fixture(scope="module")
def base(cluster):
    database = cluster.fresh_database()
    yield database
    database.drop()


def child_of(member, **more):
    case, made = office.child(**more)
    member.store.commit(office.act(*made))
    return case, made


def test_an_older_replica_beside_a_newer_outbox_shows_ones_own_edits_and_no_ghosts(crew, tmp_path):
    ann = crew("head_of_service")
    ann.turn()
    ann.store.close()
    kept = tmp_path / "older"
    shutil.copy(ann.store.path, kept)
    ann.restart()
    case, _ = child_of(ann)
    ann.turn()
    waiting, _ = child_of(ann)
    before = office.shown(ann.store)
    ann.store.close()
    shutil.copy(kept, ann.store.path)
    ann.restart()
    assert {("case", case), ("case", waiting)} <= office.shown(ann.store).keys()
    assert office.shown(ann.store) == before
    ann.turn()
    assert office.shown(ann.store) == before


def test_an_outbox_copied_to_another_laptop_sends_nothing_twice(crew, tmp_path, monkeypatch, laptop):
    ann = crew("head_of_service")
    case, _ = child_of(ann)
    ann.store.close()
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(ann.store.folder.parents[1], elsewhere)
    ann.restart()
    ann.turn()
    monkeypatch.setenv("CASECLOCK_HOME", str(elsewhere))
    other = laptop(ann.base.address(ann.login))
    assert other.state_counts().unsent == 1
    mine, ann.store = ann.store, other
    ann.turn()
    assert other.state_counts().unsent == 0
    assert server.count(ann.base, "case", case) == 1
    assert office.shown(other) == office.shown(mine)


def full(db):
    """The disk has no room for one page more."""
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {pages}").fetchone()


def room(db):
    db.execute("PRAGMA max_page_count = 1073741823").fetchone()


def test_disk_full_at_an_edit_says_not_saved_and_nothing_is(crew):
    ann = crew("head_of_service")
    ann.turn()
    before = office.shown(ann.store)
    full(ann.store.outbox.db)
    _, made = office.child(name="x" * 20_000)
    with pytest.raises(KnownError, match="NOT saved"):
        ann.store.commit(office.act(*made))
    room(ann.store.outbox.db)
    assert office.shown(ann.store) == before
    assert ann.store.state_counts().unsent == 0
    ann.restart()
    assert office.shown(ann.store) == before


def test_disk_full_at_a_page_rolls_it_back_and_the_next_turn_brings_it(crew):
    head, ben = crew("head_of_service"), crew("head_of_service")
    head.turn()
    ben.turn()
    before = office.shown(ben.store)
    case, _ = child_of(head, name="x" * 60_000)
    head.turn()
    with ben.store._using() as db:
        full(db)
    with pytest.raises(KnownError, match="disk is full"):
        ben.turn()
    with ben.store._using() as db:
        room(db)
    assert office.shown(ben.store) == before
    ben.turn()
    assert ("case", case) in office.shown(ben.store)


def test_a_replica_damaged_while_it_is_open_is_begun_again(crew):
    ann = crew("head_of_service")
    case, _ = child_of(ann)
    ann.turn()
    waiting, _ = child_of(ann)
    ann.store.close()
    content = bytearray(ann.store.path.read_bytes())
    content[4096 : len(content) // 2] = b"\xff" * (len(content) // 2 - 4096)
    ann.store.path.write_bytes(bytes(content))
    ann.restart()
    assert ("case", waiting) in office.shown(ann.store)
    ann.turn()
    assert {("case", case), ("case", waiting)} <= office.shown(ann.store).keys()
    assert list(ann.store.folder.glob("replica.caseclock.aside"))


def test_without_a_keychain_a_person_chooses(crew, laptop, monkeypatch):
    ann = crew("head_of_service")
    monkeypatch.setattr(keys, "keychain", lambda: None)
    address = ann.base.address(ann.base.login("head_of_service"))
    with pytest.raises(keys.KeyNeeded):
        laptop(address)
    store = laptop(address, passphrase="words that I chose")
    case, made = office.child()
    store.commit(office.act(*made))
    recovery = store.recovery_text
    store.close()
    with pytest.raises(keys.KeyNeeded):
        laptop(address)
    with pytest.raises(KnownError):
        laptop(address, secret="other words than those")
    again = laptop(address, secret="words that I chose")
    assert ("case", case) in office.shown(again)
    again.close()
    assert ("case", case) in office.shown(laptop(address, secret=recovery))


def test_a_laptop_whose_clock_is_a_year_ahead_decides_nothing_by_it(crew):
    ann, ben = crew("head_of_service"), crew("head_of_service")
    case, made = child_of(ben)
    person = made[0].row
    ben.turn()
    ann.turn()
    ahead = office.act(office.edit(ann.store, "person", person, name="From the future"))
    ann.store.commit(replace(ahead, made_at=ahead.made_at + 365 * DAY_MS))
    ann.turn()
    ben.turn()
    ben.store.commit(office.act(office.edit(ben.store, "person", person, name="Now")))
    ben.turn()
    ann.turn()
    assert office.row_of(ann.store, "person", person)["name"] == "Now"
    recorded = server.rows(ann.base, "SELECT max(recorded_at) < now() + interval '1 minute' FROM act")
    assert recorded == [(True,)]
    assert case


def test_two_laptops_of_one_person(crew, tmp_path, monkeypatch, laptop):
    ann = crew("head_of_service")
    case, _ = child_of(ann)
    ann.turn()
    monkeypatch.setenv("CASECLOCK_HOME", str(tmp_path / "second"))
    first, second = ann.store, laptop(ann.base.address(ann.login))
    second.commit(office.act(*office.child()[1]))
    for store in (second, first, second):
        ann.store = store
        ann.turn()
    assert office.shown(first) == office.shown(second)
    assert ("case", case) in office.shown(second)


def test_an_outbox_of_a_newer_program_is_not_touched(crew, laptop):
    ann = crew("head_of_service")
    child_of(ann)
    ann.store.outbox.set_meta(version="99")
    ann.store.close()
    with pytest.raises(KnownError, match="newer Caseclock"):
        ann.restart()


def test_what_differs_from_the_server_is_found_by_the_daily_comparison_and_put_right(crew):
    ann = crew("head_of_service")
    case, _ = child_of(ann)
    ann.turn()
    with ann.store._using() as db:
        db.execute("UPDATE \"case\" SET ref = 'wrong', version = version + 5 WHERE id = unhex(?)", (case,))
    made = turning.Turn(ann.store, ann.connection)
    made.run()
    assert made.compare() == ["case"]
    assert office.row_of(ann.store, "case", case)["ref"] == ""
    assert made.compare() == []
    made.close()


def test_an_outbox_that_is_cut_short_is_never_begun_again_silently(crew):
    ann = crew("head_of_service")
    child_of(ann)
    path = ann.store.folder / "outbox.caseclock"
    ann.store.close()
    path.write_bytes(path.read_bytes()[:5_000])
    with pytest.raises(KnownError):
        ann.restart()
    assert path.stat().st_size == 5_000


def test_the_lease_locks_wipes_and_opens_again(crew, laptop):
    ann = crew("head_of_service")
    case, _ = child_of(ann)
    ann.turn()
    waiting, _ = child_of(ann)
    now = [1_800_000_000_000]
    address = ann.base.address(ann.login)
    ann.store.contact(now[0])
    ann.store.close()

    def at(days):
        now[0] = 1_800_000_000_000 + int(days * DAY_MS)
        return laptop(address, clock=lambda: now[0])

    for days, sentence in ((13, ""), (15, "14 days"), (13.9, "clock")):
        store = at(days)
        assert (sentence in store.locked) if sentence else not store.locked
        assert bool(office.shown(store)) is not bool(store.locked)
        if store.locked:
            with pytest.raises(KnownError):
                store.commit(office.act(*office.child()[1]))
        store.close()
    store = at(31)
    assert "30 days" in store.locked
    with store._using() as db:
        assert db.execute('SELECT count(*) FROM "case" WHERE id = unhex(?)', (case,)).fetchone() == (0,)
    assert store.state_counts().unsent == 1
    ann.store = store
    ann.turn()
    store.contact(now[0])
    assert not store.locked
    assert {("case", case), ("case", waiting)} <= office.shown(store).keys()
