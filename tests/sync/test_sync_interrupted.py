"""Others and the server in the middle of a call: frozen laptops, deadlocks, restarts, a failover."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pg
import pytest
import sync_office as office
import sync_server as server
from conftest import Member
from test_sync_engine import Ear, idle

from desktop.server.trouble import ServerTrouble
from desktop.server.wire import native_id
from desktop.sync import turn as turning
from desktop.sync.engine import Engine

HOLDS = """
import sys, time
sys.path[:0] = {paths!r}
from psycopg.types.json import Jsonb
from desktop.domain.changes import Patch
from desktop.server.address import Address
from desktop.server.connect import Timeouts, connect
from desktop.server import wire
import sync_office as office

mine = connect(Address.parse({address!r}), timeouts=Timeouts(idle_in_transaction=1))
act = office.act(Patch("person", {person!r}, "update", {{"name": "Frozen"}}, {{"name": ""}}))
sent = wire.change_set(act, act.sets[0], 0, device="0" * 32, epoch="")
mine.execute("BEGIN")
print(mine.execute("SELECT push(%s)", (Jsonb(sent),)).fetchone()[0]["outcome"], flush=True)
time.sleep(60)
"""


@pytest.fixture
def engine():
    """Starts one engine of a member; stopped at the end."""
    running = []

    def start(member):
        ear = Ear()
        running.append(
            Engine(
                member.store,
                lambda: member.base.connect(member.login),
                ear.on_state,
                ear.on_changes,
                ear.on_presence,
            )
        )
        running[-1].start()
        return running[-1], ear

    yield start
    for one in running:
        one.stop()


def child_of(member):
    case, made = office.child()
    member.store.commit(office.act(*made))
    return case, made[0].row


def until(base, query, *values):
    """Wait until the server says so."""
    end = time.monotonic() + 20
    while not server.rows(base, query, *values):
        assert time.monotonic() < end, f"never came: {query}"
        time.sleep(0.02)


WAITS = "SELECT 1 FROM pg_stat_activity WHERE usename = %s AND wait_event_type = 'Lock'"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGSTOP is a POSIX signal")
def test_a_laptop_frozen_with_the_counter_in_its_hands_holds_nobody_up_for_longer_than_a_lock_may_last(crew):
    ann, ben = crew("head_of_service"), crew("head_of_service")
    _, person = child_of(ben)
    ben.turn()
    script = HOLDS.format(paths=sys.path, address=ann.base.address(ann.login).text, person=person)
    frozen = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    try:
        assert frozen.stdout.readline() == "applied\n"
        frozen.send_signal(signal.SIGSTOP)
        ben.store.commit(office.act(office.edit(ben.store, "person", person, name="Mine")))
        waited = []
        while ben.store.state_counts().unsent:
            made = turning.Turn(ben.store, ben.connection)
            made.calls.connection.execute("SET lock_timeout = '100ms'")
            try:
                made.run()
            except ServerTrouble as error:
                waited.append((error.kind, error.passing))
            finally:
                made.close()
    finally:
        frozen.kill()
        frozen.communicate()
    assert set(waited) == {("timeout", True)}, "told in a sentence, and tried again by itself"
    assert server.value(ben.base, "person", person, "name") == "Mine"


def test_a_deadlock_is_answered_and_the_edit_is_sent_again_by_itself(crew, engine):
    ann = crew("head_of_service")
    _, first = child_of(ann)
    _, second = child_of(ann)
    ann.turn()
    low, high = sorted((first, second))
    with ann.base.cluster.admin(ann.base.name) as holder:
        holder.execute("SET search_path = caseclock; SET deadlock_timeout = '20s'")  # the laptop gives way
        holder.execute("BEGIN")
        holder.execute("SELECT 1 FROM person WHERE id = %s FOR UPDATE", (native_id(high),))
        ann.store.commit(
            office.act(
                office.edit(ann.store, "person", low, name="Low"),
                office.edit(ann.store, "person", high, name="High"),
            )
        )
        _, ear = engine(ann)
        until(ann.base, WAITS, ann.login)
        holder.execute("SELECT 1 FROM person WHERE id = %s FOR UPDATE", (native_id(low),))
        ear.until(lambda ear: ear.states[-1].sentence)
        assert ear.states[-1].unsent == 1
        holder.execute("ROLLBACK")
    ear.until(idle)
    assert [server.value(ann.base, "person", one, "name") for one in (low, high)] == ["Low", "High"]
    assert server.value(ann.base, "person", low, "version") == 2, "once"


def test_a_server_that_dies_in_the_middle_of_a_push_costs_a_wait_and_has_one_effect(crew, engine):
    ann = crew("head_of_service")
    _, person = child_of(ann)
    ann.turn()
    ann.store.commit(office.act(office.edit(ann.store, "person", person, name="Once")))
    holder = ann.base.cluster.admin(ann.base.name)
    holder.execute("BEGIN")
    holder.execute("SELECT 1 FROM caseclock.person WHERE id = %s FOR UPDATE", (native_id(person),))
    _, ear = engine(ann)
    until(ann.base, WAITS, ann.login)
    ann.base.cluster.restart("immediate")
    holder.close()
    ear.until(lambda ear: any(one.phase == "offline" for one in ear.states))
    ear.until(idle, 40)
    assert server.value(ann.base, "person", person, "name") == "Once"
    assert server.value(ann.base, "person", person, "version") == 2


def test_a_server_that_dies_between_two_pages_of_a_pull_costs_a_wait_and_no_row(crew, engine, monkeypatch):
    monkeypatch.setattr(turning, "PAGE", 5)
    ann, ben = crew("head_of_service"), crew("head_of_service")
    ben.turn()
    cases = [child_of(ann)[0] for _ in range(8)]
    ann.turn()
    pages = []

    def steps(name):
        if name == "page stored":
            pages.append(name)
            if len(pages) == 2:
                ben.base.cluster.restart("immediate")

    ben.store.steps = steps
    _, ear = engine(ben)
    ear.until(lambda ear: any(one.phase == "offline" for one in ear.states))
    ear.until(idle, 40)
    assert {("case", case) for case in cases} <= office.shown(ben.store).keys()
    assert office.shown(ben.store) == office.shown(ann.store)


def test_a_failover_to_a_spare_server_is_another_history_and_every_edit_is_there_once(laptop):
    """The spare is the same server promoted: to laptops it is one whose history took another turn."""
    cluster = pg.Cluster()
    try:
        ann = Member(cluster.fresh_database(), laptop, "head_of_service")
        sent, _ = child_of(ann)
        ann.turn()
        waiting, _ = child_of(ann)
        before = server.rows(ann.base, "SELECT epoch FROM clock_meta")
        cluster.stop()
        (cluster.data / "standby.signal").touch()
        cluster.start()
        with pytest.raises(ServerTrouble) as error:
            ann.turn()
        assert error.value.passing, "a server that only reads is not taken, and tried again"
        cluster._run("pg_ctl", "-D", cluster.data, "-w", "promote")
        ann.turn()
        assert server.rows(ann.base, "SELECT epoch FROM clock_meta") != before
        assert [server.count(ann.base, "case", one) for one in (sent, waiting)] == [1, 1]
        assert server.rows(ann.base, "SELECT count(*) FROM change_set") == [(3,)], "her place and two edits"
        assert ann.store.state_counts().unsent == 0
    finally:
        cluster.remove()


def test_a_laptop_two_versions_old_reads_keeps_its_edits_and_sends_them_when_it_is_updated(crew):
    ann, ben = crew("head_of_service"), crew("head_of_service")
    ann.turn()
    mine, _ = child_of(ann)
    theirs, _ = child_of(ben)
    ben.turn()
    raise_it = "UPDATE clock_meta SET minimum_client = '0.3.0'"
    ann.store.steps = lambda name: server.run(ann.base, raise_it) if name == "before send" else None
    with pytest.raises(ServerTrouble) as error:
        ann.turn()  # the least version was raised while this laptop was about to send
    assert error.value.kind == "older"
    ann.store.steps = lambda _: None
    ann.turn()
    assert "0.3.0 or newer" in ann.store.readonly
    assert {("case", mine), ("case", theirs)} <= office.shown(ann.store).keys()
    assert ann.store.state_counts().unsent == 1
    assert server.count(ann.base, "case", mine) == 0
    ann.restart()
    server.run(ann.base, "UPDATE clock_meta SET minimum_client = '0.1.0'")
    ann.turn()
    assert server.count(ann.base, "case", mine) == 1
    assert ann.store.state_counts().unsent == 0


def test_a_login_that_became_an_auditors_is_told_what_it_uses_in_place_of_the_window(crew):
    with pytest.raises(ServerTrouble, match="person-export"):
        crew("auditor").turn()
