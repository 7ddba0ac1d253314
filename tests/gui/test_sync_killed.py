"""A laptop that goes offline, records, is killed and comes back: nothing is lost, nothing is there twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sync_council import Laptop
from sync_laptop import FileChain
from test_sync_windows import allocate, holder

from desktop.store import keys

ROOT = Path(__file__).parents[2]


class Process:
    """The laptop in a process of its own."""

    def __init__(self, laptop, chain):
        paths = [str(ROOT), *map(str, (ROOT / "tests", ROOT / "tests" / "gui"))]
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("sync_laptop.py")), laptop.address, str(chain)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )  # fmt: skip

    def hear(self):
        return json.loads(self.process.stdout.readline())

    def record(self, case, text):
        self.process.stdin.write(json.dumps([case, text]) + "\n")
        self.process.stdin.flush()
        return self.hear()

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


@pytest.fixture
def chain(monkeypatch, tmp_path):
    made = FileChain(tmp_path / "keychain.json")
    monkeypatch.setattr(keys, "keychain", lambda: made)
    return made


def test_what_was_recorded_offline_survives_a_kill_and_arrives_once(laptops, shared, chain, qtbot):
    priya = laptops(name="Priya Shah").opened()
    pat = Laptop(qtbot, shared, shared.login("dols_manager", name="Pat Jones"))
    process = Process(pat, chain.path)
    try:
        begun = process.hear()
        assert begun["unsent"] == 0
        pat.cable.pull_out()
        for number in range(3):
            told = process.record(begun["cases"][number], f"Rang the home {number}.")
        assert told["unsent"] == 3
    finally:
        process.kill()
    allocate(priya, begun["cases"][0], "Ada Ash")
    pat.start()  # still without the network
    pat.until(lambda: pat.session.desk is not None)
    pat.until(lambda: pat.state.unsent == 3 and not pat.state.online)
    pat.settle()
    assert sorted(pat.book.note.text) == [f"Rang the home {number}." for number in range(3)]
    assert pat.status.saved.text() == "3 unsent, saved on this laptop"
    pat.plug_in()
    pat.until(lambda: pat.state.unsent == 0 and pat.state.phase == "idle")
    pat.synced()
    texts = [text for (text,) in shared.admin().execute("SELECT text FROM note ORDER BY text").fetchall()]
    assert texts == [f"Rang the home {number}." for number in range(3)]
    assert holder(pat, begun["cases"][0]) == "Ada Ash"
    pat.close()
