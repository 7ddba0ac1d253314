"""The engine: a thread that sends, fetches, backs off and says in one sentence what is wrong."""

from __future__ import annotations

import random
import threading
import time

import pytest
import sync_office as office
import sync_server as server

from desktop.server.trouble import ServerTrouble
from desktop.sync.engine import Engine
from desktop.sync.pace import Pace
from desktop.sync.state import SyncState
from desktop.sync.turn import Turn
from desktop.sync.watchdog import Watchdog


class Ear:
    """Hears what an engine says."""

    def __init__(self):
        self.states, self.changes, self.here = [SyncState()], 0, []
        self._news = threading.Condition()

    def on_state(self, state):
        with self._news:
            self.states.append(state)
            self._news.notify_all()

    def on_changes(self, _):
        with self._news:
            self.changes += 1
            self._news.notify_all()

    def on_presence(self, here):
        with self._news:
            self.here.append(here)
            self._news.notify_all()

    def until(self, true, seconds=20):
        end = time.monotonic() + seconds
        with self._news:
            while not true(self):
                left = end - time.monotonic()
                assert left > 0, f"it never came; last: {self.states[-1:]}"
                self._news.wait(left)


@pytest.fixture
def engines():
    running = []

    def start(member, connect=None, **more):
        ear = Ear()
        open_one = connect or (lambda: member.base.connect(member.login))
        engine = Engine(
            member.store,
            open_one,
            ear.on_state,
            ear.on_changes,
            ear.on_presence,
            rng=random.Random(1),
            **more,
        )
        running.append(engine)
        engine.start()
        return engine, ear

    yield start
    for one in running:
        one.stop()


def idle(ear):
    return bool(ear.states) and ear.states[-1].phase == "idle" and ear.states[-1].unsent == 0


def test_an_edit_goes_out_at_once_and_comes_in_on_demand(crew, engines):
    ann, ben = crew("head_of_service"), crew("head_of_service")
    _, hears_ann = engines(ann)
    engine, hears_ben = engines(ben)
    hears_ann.until(idle)
    hears_ben.until(idle)
    assert hears_ben.states[-1].role == "head_of_service"
    assert hears_ben.states[-1].usable
    before = hears_ben.changes
    case, made = office.child()
    ann.store.commit(office.act(*made))
    hears_ann.until(lambda ear: idle(ear) and any(one.unsent for one in ear.states))
    engine.sync_now()
    hears_ben.until(lambda ear: ear.changes > before)
    assert ("case", case) in office.shown(ben.store)


def test_who_else_is_here_and_never_oneself(crew, engines):
    ann, ben = crew("head_of_service", name="Ann Abbot"), crew("head_of_service", name="Ben Bird")
    case, made = office.child()
    ann.store.commit(office.act(*made))
    for member in (ann, ben):
        member.turn()
    first, hears_ann = engines(ann)
    second, hears_ben = engines(ben)
    first.looking_at(case)
    hears_ann.until(lambda ear: ear.here)
    assert hears_ann.here[-1].names == ()
    second.looking_at(case)
    hears_ben.until(lambda ear: ear.here and ear.here[-1].names)
    assert hears_ben.here[-1].case_id == case
    assert hears_ben.here[-1].names == ("Ann Abbot",)


def test_out_of_reach_work_goes_on_and_everything_follows_when_it_is_back(crew, engines):
    ann = crew("head_of_service")
    there = threading.Event()

    def connect():
        if not there.is_set():
            raise ServerTrouble("offline", "The shared database cannot be reached.")
        return ann.base.connect(ann.login)

    engine, ear = engines(ann, connect)
    ear.until(lambda ear: ear.states[-1].phase == "offline")
    assert "cannot be reached" in ear.states[-1].sentence
    _, made = office.child()
    ann.store.commit(office.act(*made))
    ear.until(lambda ear: ear.states[-1].unsent == 1)
    assert not ear.states[-1].online
    there.set()
    engine.network(True)
    ear.until(idle)
    assert ear.states[-1].last_contact > 0
    assert ear.states[-1].sentence == ""


def test_it_stops_at_once_even_while_it_waits(crew, engines):
    ann = crew("head_of_service")
    engine, ear = engines(ann)
    ear.until(idle)
    began = time.monotonic()
    engine.stop()
    assert time.monotonic() - began < 5
    assert ear.states[-1].phase == "off"


def test_a_laptop_reported_lost_destroys_its_keys_and_says_what_went_with_them(crew, engines, chain):
    ann = crew("head_of_service")
    ann.turn()
    with ann.base.admin() as admin:
        admin.execute("UPDATE device SET wipe = true")
    folder = ann.store.folder
    _, made = office.child()
    ann.store.commit(office.act(*made))
    _, ear = engines(ann)
    ear.until(lambda ear: ear.states[-1].phase == "wiped")
    assert "1 unsent edits went with it" in ear.states[-1].sentence
    assert not list(folder.glob("*.caseclock"))
    assert not chain.kept
    assert not office.shown(ann.store)
    with ann.base.admin() as admin:
        (told,) = admin.execute("SELECT client FROM device").fetchone()
    assert "wiped with 1 unsent" in told


def test_a_server_that_is_restarted_costs_a_wait_and_nothing_else(crew, engines):
    ann = crew("head_of_service")
    engine, ear = engines(ann)
    ear.until(idle)
    ann.base.cluster.restart()
    case, made = office.child()
    ann.store.commit(office.act(*made))
    engine.sync_now()
    ear.until(lambda ear: idle(ear) and ann.store.state_counts().unsent == 0, 40)
    assert server.count(ann.base, "case", case) == 1


def test_a_frozen_network_is_cut_by_the_watchdog(crew):
    ann = crew("head_of_service")
    made = Turn(ann.store, ann.connection)
    dog = Watchdog(longest=0.3, look=0.05)
    dog.watch(made.calls)
    dog.start()
    with pytest.raises(ServerTrouble) as error:
        made.calls._one("SELECT pg_sleep(30)")
    dog.stop()
    made.close()
    assert error.value.kind == "offline"


def test_a_login_that_was_ended_locks_the_copy_until_it_answers_again(crew, engines):
    ann = crew("head_of_service")
    case, made = office.child()
    ann.store.commit(office.act(*made))
    ann.turn()
    server.run(ann.base, f'ALTER ROLE "{ann.login}" NOLOGIN')
    engine, ear = engines(ann)
    ear.until(lambda ear: ear.states[-1].phase == "locked")
    assert not office.shown(ann.store)
    engine.stop()
    ann.restart()
    assert ann.store.locked, "it opens again by being started again"
    assert not office.shown(ann.store)
    server.run(ann.base, f'ALTER ROLE "{ann.login}" LOGIN')
    engine, ear = engines(ann)
    ear.until(idle)
    assert ("case", case) in office.shown(ann.store)


def test_when_it_turns_next():
    pace = Pace(random.Random(1))
    pace.went_well()
    assert 45 < pace.left() < 75
    waits = []
    for _ in range(9):
        pace.failed("offline")
        waits.append(pace.left())
    assert waits[0] < 2
    assert max(waits) < 95
    assert waits[-1] > 20
    pace.failed("password")
    assert pace.left() > 250, "a wrong password is not tried again and again"
    pace.sparing = True
    pace.went_well()
    assert pace.left() > 200
