"""kill -9 while this laptop's files are made or brought to another version: no edit is lost, and it opens."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager

import pytest
import sync_office as office
import sync_server as server
from test_sync_kill import key_descriptor

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX signal")

OPENS = """
import os, signal, sys
sys.path[:0] = {paths!r}
from pathlib import Path
from desktop.sync import outbox, replica
from desktop.sync.opening import open_shared
import sync_office as office


def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)


def half(statements):
    yield from statements[: len(statements) // 2]
    die()


class Half(tuple):
    def __iter__(self):
        return half(tuple(super().__iter__()))


kill = {kill!r}
if kill == "outbox half made":
    outbox._SCHEMA = Half(outbox._SCHEMA)
elif kill == "half set aside":
    Path.replace, plain = (lambda self, to: (plain(self, to), die())), Path.replace
elif kill == "replica half made":
    replica._statements, statements = (lambda: half(list(statements()))), replica._statements
elif kill == "replica made":
    replica.settle_down = die
store = open_shared({address!r})
case, made = office.child()
store.commit(office.act(*made))
store.close()
print(case)
"""


@contextmanager
def at_home(home):
    """This process on the laptop of those that were killed."""
    descriptor = key_descriptor()
    before = {name: os.environ.get(name) for name in ("CASECLOCK_KEY_FD", "CASECLOCK_HOME")}
    os.environ |= {"CASECLOCK_KEY_FD": str(descriptor), "CASECLOCK_HOME": str(home)}
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)


def opened(member, home, kill=""):
    """Open the laptop in a process of its own, killed at a place; else the case that was recorded there."""
    script = OPENS.format(paths=sys.path, kill=kill, address=member.base.address(member.login).text)
    descriptor = key_descriptor()
    env = {**os.environ, "CASECLOCK_HOME": str(home), "CASECLOCK_KEY_FD": str(descriptor)}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=env, pass_fds=[descriptor]
    )
    os.close(descriptor)
    assert (done.returncode == -9) is bool(kill), done.stderr
    return done.stdout.strip()


@pytest.fixture
def ann(crew):
    member = crew("head_of_service")
    member.store.close()
    return member


def test_killed_while_the_files_are_made_the_next_start_makes_them(ann, tmp_path):
    opened(ann, tmp_path, "outbox half made")
    case = opened(ann, tmp_path)
    with at_home(tmp_path):
        ann.restart()
    ann.turn()
    assert server.count(ann.base, "case", case) == 1


@pytest.mark.parametrize("kill", ["half set aside", "replica half made", "replica made"])
def test_killed_while_an_older_replica_is_replaced_every_edit_is_still_there(ann, tmp_path, kill):
    first = opened(ann, tmp_path)
    with at_home(tmp_path):
        ann.restart()
    ann.turn()
    waiting, made = office.child()
    ann.store.commit(office.act(*made))
    with ann.store.transaction() as db:
        db.execute("UPDATE meta SET value = '0' WHERE key = 'replica_version'")
    ann.store.close()
    opened(ann, tmp_path, kill)
    last = opened(ann, tmp_path)
    with at_home(tmp_path):
        ann.restart()
    assert ann.store.state_counts().unsent == 2
    assert {("case", waiting), ("case", last)} <= office.shown(ann.store).keys()
    ann.turn()
    assert {("case", case) for case in (first, waiting, last)} <= office.shown(ann.store).keys()
    assert [server.count(ann.base, "case", case) for case in (first, waiting, last)] == [1, 1, 1]
