"""Work off the GUI thread: answers arrive on it, late ones are dropped, nothing escapes."""

import threading

import pytest
from PySide6.QtCore import QObject, QThread

from desktop.errors import BugError, KnownError
from desktop.tasks import TaskRunner


@pytest.fixture
def tasks(qtbot, qapp):
    runner = TaskRunner()
    yield runner
    runner.close()


def test_work_is_elsewhere_and_its_answer_is_here(qtbot, tasks):
    said = []
    main = threading.get_ident()
    tasks.run(threading.get_ident, on_done=lambda there: said.append((there, threading.get_ident())))
    qtbot.waitUntil(lambda: len(said) == 1)
    there, here = said[0]
    assert there != main
    assert here == main


def test_the_database_lane_does_one_thing_after_another(qtbot, tasks):
    done, running, most = [], [], []

    def work(number):
        running.append(number)
        most.append(len(running))
        QThread.msleep(3)
        running.remove(number)
        return number

    for number in range(12):
        tasks.run(work, number, on_done=done.append)
    qtbot.waitUntil(lambda: len(done) == 12)
    assert done == list(range(12))
    assert max(most) == 1


def test_only_the_newest_answer_of_a_key_arrives(qtbot, tasks):
    said = []
    for number in range(5):
        tasks.run(lambda number=number: number, key="list", on_done=said.append)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert said == [4]


def test_what_the_world_does_is_told_and_our_own_fault_is_a_bug(qtbot, tasks):
    told = []

    def full():
        raise KnownError("The disk is full. Nothing was saved.")

    tasks.run(full, on_error=told.append)
    tasks.run(lambda: 1 / 0, on_error=told.append)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[0].message.startswith("The disk is full")
    assert isinstance(told[1], BugError)
    assert "nothing was half saved" in told[1].message


def test_an_answer_for_somebody_gone_is_dropped(qtbot, tasks):
    said, owner = [], QObject()
    tasks.run(lambda: 1, owner=owner, on_done=said.append)
    owner.deleteLater()
    qtbot.wait(20)
    tasks.run(lambda: QThread.msleep(1), on_done=lambda _: said.append("later"))
    qtbot.waitUntil(lambda: "later" in said)
    assert said[-1] == "later"


def test_a_cancelled_job_stops_and_says_nothing(qtbot, tasks):
    said, steps = [], []

    def long(task):
        for step in range(1000):
            task.check()
            steps.append(step)
            tasks.progress(task, step)
            QThread.msleep(2)

    task = tasks.run(
        long,
        wants_task=True,
        on_done=said.append,
        on_error=said.append,
        on_progress=lambda step: task.cancel(),
    )
    qtbot.waitUntil(lambda: not tasks.busy)
    assert said == []
    assert len(steps) < 1000


def test_a_closed_runner_takes_no_more_work(qtbot, tasks):
    said = []
    tasks.close()
    tasks.run(lambda: 1, on_done=said.append)
    qtbot.wait(20)
    assert said == []
