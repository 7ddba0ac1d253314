"""kill -9 at random moments of recording and syncing: what was acknowledged is there, and once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest
import sync_office as office
import sync_server as server

SEED = os.environ.get("CASECLOCK_SOAK", "")
KEY = "00112233445566778899aabbccddeeff" * 2

WORKER = """
import os, sys
sys.path[:0] = {paths!r}
from desktop.server.connect import connect
from desktop.server.address import Address
from desktop.sync.opening import open_shared
from desktop.sync.turn import Turn
import sync_office as office

address = Address.parse({address!r})
store = open_shared(address)
print("ready", flush=True)
turn = None
while True:
    case, made = office.child()
    store.commit(office.act(*made))
    os.write(1, (case + "\\n").encode())
    store.commit(office.act(office.edit(store, "person", made[0].row, name="N")))
    turn = turn or Turn(store, connect(address))
    turn.run()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX signal")
def test_killed_at_random_moments_every_edit_is_there_once(crew, tmp_path):
    ann = crew("head_of_service")
    ann.store.close()
    home = tmp_path / "killed"
    address = ann.base.address(ann.login).text
    script = WORKER.format(paths=sys.path, address=address)
    moments = random.Random(SEED)
    said = []
    for _ in range(4):
        said += killed(script, home, moments.uniform(0.05, 1.2))
    assert said, "the worker never got as far as one edit"
    os.environ["CASECLOCK_KEY_FD"] = str(key_descriptor())
    os.environ["CASECLOCK_HOME"] = str(home)
    try:
        ann.restart()
    finally:
        del os.environ["CASECLOCK_KEY_FD"]
    assert {("case", case) for case in said} <= office.shown(ann.store).keys()
    ann.turn()
    assert ann.store.state_counts().unsent == 0
    assert ann.store.state_counts().conflicts == 0
    assert [server.count(ann.base, "case", case) for case in said] == [1] * len(said)
    twice = server.rows(ann.base, "SELECT count(*) FROM change_set GROUP BY id HAVING count(*) > 1")
    assert twice == []


def key_descriptor():
    reading, writing = os.pipe()
    os.write(writing, KEY.encode())
    os.close(writing)
    return reading


def killed(script, home, seconds):
    """Run the worker, kill it, return the cases that it was told were saved."""
    descriptor = key_descriptor()
    env = {**os.environ, "CASECLOCK_HOME": str(home), "CASECLOCK_KEY_FD": str(descriptor)}
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=env, pass_fds=[descriptor]
    )
    os.close(descriptor)
    assert process.stdout.readline() == "ready\n"
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    said = process.communicate(timeout=30)[0]
    return [line for line in said.split("\n")[:-1] if len(line) == 32]
