"""Work off the GUI thread, with its answers delivered on it.

Two lanes: ``db`` has one thread, so everything that reads or changes the casebook or the database
happens there in the order asked; ``io`` has a few threads for files. The runner owns the signal that
carries answers home; a job holds only its function, its arguments, a cancel token and that signal.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal
from shiboken6 import isValid

from desktop.errors import AppError, BugError

COLLECT_MS = 500
Done = Callable[[Any], None]
Failed = Callable[[AppError], None]

OUR_FAULT = (
    "Something went wrong inside Caseclock. What you have saved is safe; nothing was half saved. "
    "Please tell your support desk and send them the log."
)


class Cancelled(Exception):  # noqa: N818 it is an answer, not a fault
    """The person pressed Cancel; raised inside the job by `Task.check`."""


@dataclass(eq=False)
class Task:
    """One piece of work that was asked for.

    Attributes:
        key: jobs with the same key replace one another; only the newest answer is delivered.
        generation: which of them this is.
    """

    lane: str
    key: str = ""
    generation: int = 0
    on_done: Done | None = None
    on_error: Failed | None = None
    on_progress: Callable[[Any], None] | None = None
    owner: QObject | None = None
    _stop: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Ask the job to stop; its answer will not be delivered."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._stop.is_set()

    def check(self) -> None:
        """Call inside long work.

        Raises:
            Cancelled: when somebody asked the job to stop.
        """
        if self._stop.is_set():
            raise Cancelled


class _Job(QRunnable):
    """Runs on a pool thread; catches everything, because an escaped exception would reach Qt."""

    def __init__(self, task: Task, work: Callable[[], Any], finished: Any) -> None:
        super().__init__()
        self._task, self._work, self._finished = task, work, finished

    def run(self) -> None:
        result: Any = None
        error: BaseException | None = None
        if not self._task.cancelled:
            try:
                result = self._work()
            except BaseException as raised:
                error = raised
        try:
            self._finished.emit(self._task, result, error)
        except RuntimeError:  # the runner was deleted while we worked: nobody is left to tell
            return
        finally:
            self._work = None  # type: ignore[assignment]


class _Collector(QObject):
    """Collects reference cycles on the GUI thread only.

    A cycle that holds a widget would otherwise be freed on whichever thread happens to trigger Python's
    collector, and Qt objects must die on their own ("Timers cannot be stopped from another thread").
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._due = gc.get_threshold()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(COLLECT_MS)

    def stop(self) -> None:
        """Give the work back to Python's own collector."""
        self._timer.stop()
        gc.enable()

    def _look(self) -> None:
        gc.disable()  # somebody may have enabled it again
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._due[generation]:
                gc.collect(generation)
                return


class TaskRunner(QObject):
    """Runs functions off the GUI thread. Create it on the GUI thread.

    Signals:
        busy_changed: whether any job is waiting or running.
    """

    busy_changed = Signal(bool)
    _finished = Signal(object, object, object)
    _progressed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools = {"db": _pool(1), "io": _pool(2)}
        self._latest: dict[str, int] = {}
        self._open: set[Task] = set()
        self._closed = False
        self._collector = _Collector(self)
        self._finished.connect(self._on_finished)
        self._progressed.connect(self._on_progressed)

    @property
    def busy(self) -> bool:
        """Whether any job is waiting or running."""
        return bool(self._open)

    def run(
        self,
        work: Callable[..., Any],
        *args: Any,
        lane: str = "db",
        key: str = "",
        owner: QObject | None = None,
        on_done: Done | None = None,
        on_error: Failed | None = None,
        on_progress: Callable[[Any], None] | None = None,
        wants_task: bool = False,
    ) -> Task:
        """Run ``work(*args)`` on a lane and call back on the GUI thread.

        With `wants_task` the function gets the `Task` as its first argument, to report progress
        (`progress`) and to stop when cancelled. Nothing is called back once `owner` is gone, the
        task was cancelled, or a newer job with the same `key` was asked for.
        """
        generation = self._latest.get(key, 0) + 1
        if key:
            self._latest[key] = generation
        task = Task(lane, key, generation, on_done, on_error, on_progress, owner)
        if self._closed:
            task.cancel()
            return task
        self._open.add(task)
        if len(self._open) == 1:
            self.busy_changed.emit(True)
        given = (task, *args) if wants_task else args
        self._pools[lane].start(_Job(task, lambda: work(*given), self._finished))
        return task

    def progress(self, task: Task, value: Any) -> None:
        """Report from inside a job; delivered to its `on_progress` on the GUI thread."""
        if not task.cancelled:
            self._progressed.emit(task, value)

    def close(self, wait_ms: int = 3000) -> bool:
        """Refuse new work, cancel what can be cancelled and wait; False when something still ran."""
        self._closed = True
        for task in self._open:
            if task.lane == "io":
                task.cancel()
        finished = [pool.waitForDone(wait_ms) for pool in self._pools.values()]
        self._collector.stop()
        return all(finished)

    def wait(self, wait_ms: int = 5000) -> bool:
        """Wait until the lanes are empty; answers still arrive through the event loop."""
        finished = [pool.waitForDone(wait_ms) for pool in self._pools.values()]
        return all(finished)

    def _on_finished(self, task: Task, result: Any, error: BaseException | None) -> None:
        self._open.discard(task)
        if not self._open:
            self.busy_changed.emit(False)
        if self._is_stale(task):
            return
        if error is None:
            if task.on_done:
                task.on_done(result)
        elif not isinstance(error, Cancelled):
            self._tell(task, error)

    def _on_progressed(self, task: Task, value: Any) -> None:
        if task.on_progress and not self._is_stale(task):
            task.on_progress(value)

    def _is_stale(self, task: Task) -> bool:
        if task.cancelled or (task.key and self._latest.get(task.key) != task.generation):
            return True
        return task.owner is not None and not isValid(task.owner)

    def _tell(self, task: Task, error: BaseException) -> None:
        known = as_app_error(error)
        if task.on_error:
            task.on_error(known)
        else:
            raise known


def as_app_error(error: BaseException) -> AppError:
    """The error as something a person can read; our own faults are logged first."""
    if isinstance(error, AppError):
        return error
    from desktop.logs import log_bug

    log_bug(error)
    return BugError(OUR_FAULT, type(error).__name__)


def _pool(threads: int) -> QThreadPool:
    pool = QThreadPool()
    pool.setMaxThreadCount(threads)
    pool.setExpiryTimeout(-1)  # a database connection belongs to the thread that opened it
    return pool
