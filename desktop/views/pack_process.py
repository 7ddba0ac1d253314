"""Packs are built by a second process of the program, so that no window waits while pages are laid out.

Qt lays out a page in one call that lets nothing else run in its own process, on whichever thread. What
the packs are made of goes to the process through a pipe, which no disk sees; it writes the files, and says
how far it is in lines of JSON. When its input ends, because somebody cancels or the program is gone, it
takes away what it has written and ends.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, NoReturn

from desktop.errors import KnownError
from desktop.reports.packs_published import Material
from desktop.views.packing import Built, Progress, build_packs

ARGUMENT = "--build-packs"  # what the program is started with; nobody types it
_LENGTH = 8  # bytes that say how long the order is
_POLL_S = 0.05
_NICE = 5  # the window comes first where there are few cores


def build_apart(
    made_of: Material,
    left_out: Collection[tuple[str, str]],
    out: Path,
    progress: Progress,
    check: Callable[[], None] = lambda: None,
) -> Built:
    """Build packs in another process; on this thread where none can be started.

    Args:
        made_of: what they are made of.
        left_out: the packs that are not wanted, by kind and key.
        out: as in `desktop.views.packing.build_packs`.
        progress: as there.
        check: called often while it runs; raises to stop, and then nothing of this run is left.

    Raises:
        KnownError: as `build_packs`.
    """
    try:
        process = _started()
    except OSError:
        return _build(made_of, left_out, out, progress)
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        with _watched(process, check):
            _send(process.stdin, (made_of, tuple(left_out), out))
            answer = _followed(process.stdout, progress)
        check()
    if answer is None:
        raise KnownError(
            "The packs could not be built, because the process that lays out pages ended. Nothing was kept; "
            "try again."
        )
    return answer


def _build(made_of: Material, left_out: Collection[tuple[str, str]], out: Path, progress: Progress) -> Built:
    figures = made_of.figures()
    scopes = [one for one in figures.packs if (one.kind, one.key) not in left_out]
    return build_packs(figures, scopes, out, progress)


def _started() -> subprocess.Popen[bytes]:
    quiet = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
    return subprocess.Popen(  # our own program, by its full path
        [*_program(), ARGUMENT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=quiet,
    )


def _program() -> list[str]:
    """Our own program; on Windows the one that has pipes, not the one that begins with a window."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", "desktop"]
    own = Path(sys.executable)
    plain = own.with_name(own.name.replace("caseclockw", "caseclock"))
    return [str(plain if plain.exists() else own)]


@contextmanager
def _watched(process: subprocess.Popen[bytes], check: Callable[[], None]) -> Iterator[None]:
    """Close the process's input as soon as `check` raises; the reader then meets the end of its output."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_POLL_S):
            try:
                check()
            except BaseException:
                if process.stdin is not None:
                    process.stdin.close()
                return

    thread = threading.Thread(target=watch, name="packs cancel", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _send(pipe: IO[bytes], order: Any) -> None:
    content = pickle.dumps(order)
    try:
        pipe.write(len(content).to_bytes(_LENGTH, "big") + content)
        pipe.flush()
    except (OSError, ValueError):
        return  # it has ended; its output says so


def _followed(pipe: IO[bytes], progress: Progress) -> Built | None:
    """Read what the process says until it ends.

    Raises:
        KnownError: what it could not do.
        RuntimeError: what went wrong inside it.
    """
    for line in pipe:
        said = json.loads(line)
        if "error" in said:
            raise KnownError(said["error"])
        if "fault" in said:
            raise RuntimeError(f"the process that builds packs: {said['fault']}")
        if "folder" in said:
            return Built(Path(said["folder"]), tuple(said["files"]), said["pages"])
        progress(said["done"], said["of"], said["title"])
    return None


# the second process


class _Stopped(Exception):  # noqa: N818 it is an order, not a fault
    """The input ended: what was written is taken away."""


def serve(orders: BinaryIO, says: BinaryIO) -> int:
    """Build what one order asks for; returns the exit code."""
    content = orders.read(int.from_bytes(orders.read(_LENGTH), "big"))
    if not content:
        return 1
    order = pickle.loads(content)  # noqa: S301 from the program that started this one
    stopped = threading.Event()

    def watch() -> None:
        orders.read()
        stopped.set()

    threading.Thread(target=watch, name="packs end of input", daemon=True).start()

    def say(**words: Any) -> None:
        says.write(json.dumps(words).encode() + b"\n")
        says.flush()

    def progress(done: int, of: int, title: str) -> None:
        if stopped.is_set():
            raise _Stopped
        say(done=done, of=of, title=title)

    try:
        built = _build(order[0], order[1], order[2], progress)
        say(folder=str(built.folder), files=built.files, pages=built.pages)
    except KnownError as error:
        say(error=error.message)
    except (_Stopped, BrokenPipeError):
        return 1
    except Exception as error:
        say(fault=_place_of(error))
    return 0


def _place_of(error: Exception) -> str:
    """What went wrong and where; not its words, which may hold what is in the data."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"


def run() -> NoReturn:
    """The process's own beginning and end: no display is needed, and nothing is shown."""
    if sys.platform != "win32":
        os.nice(_NICE)
    if sys.platform not in ("win32", "darwin"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication([])
    with os.fdopen(1, "wb", closefd=False) as says:
        code = serve(os.fdopen(0, "rb", closefd=False), says)
    application.quit()
    os._exit(code)  # the thread that waits for the end of the input would hold it up
