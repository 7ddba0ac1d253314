from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from desktop.errors import KnownError
from desktop.store.store import Store

HOLDER = """
import sys
from desktop.store.keys import Key
from desktop.store.store import Store
store = Store.open({path!r}, Key(bytes.fromhex({raw!r}), bytes.fromhex({salt!r})), author="Beth Two")
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(path, key):
    Store.create(path, key, author="Ann").close()
    script = HOLDER.format(path=str(path), raw=key.raw.hex(), salt=key.salt.hex())
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "open\n"
    yield process
    process.kill()
    process.communicate()


def test_a_second_person_is_told_who_has_it_where_and_since_when(path, key, holder):
    import platform

    with pytest.raises(KnownError) as caught:
        Store.open(path, key, author="Ann")
    text = caught.value.message
    assert text.startswith(f"Beth Two has this database open on {platform.node()} since ")
    assert "one person at a time" in text


def test_the_command_line_works_beside_the_window(path, key, holder, office):
    with Store.open(path, key, author="Cli", exclusive=False) as store:
        _, _, made = office.child()
        store.commit(office.act(*made))
        assert len(store.load().case) == 1


def test_a_lock_left_by_a_crash_is_gone(path, key, holder):
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait(timeout=30)
    Store.open(path, key, author="Ann").close()


def test_closing_gives_the_database_back(path, key):
    first = Store.create(path, key, author="Ann")
    with pytest.raises(KnownError, match="Ann has this database open"):
        Store.open(path, key, author="Bob")
    first.close()
    first.close()
    Store.open(path, key, author="Bob").close()


def test_a_failed_opening_keeps_no_lock(path, key):
    from desktop.store.keys import Key

    Store.create(path, key, author="Ann").close()
    with pytest.raises(KnownError):
        Store.open(path, Key.generate(), author="Ann")
    Store.open(path, key, author="Ann").close()
