"""``caseclock`` alone opens the window; with a verb it works without one."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from desktop import memory


def main(argv: Sequence[str] | None = None) -> int:
    """Run Caseclock; returns the exit code.

    0 done, 1 could not (one sentence on stderr), 2 usage, 3 done but rows were rejected and listed.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if _opens_window(arguments):
        from desktop.app import run_window

        return run_window(_value_of(arguments, "--database"))
    if arguments == ["--build-packs"]:  # the window starts this; see `desktop.views.pack_process`
        from desktop.views.pack_process import run as build_packs

        build_packs()
    from desktop.cli import run

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's idle helpers take a core from the reading
    return run(arguments)


def _opens_window(arguments: Sequence[str]) -> bool:
    """No verb: nothing at all, or only ``--database PATH``."""
    return not arguments or (arguments[0] == "--database" and len(arguments) == 2)


def _value_of(arguments: Sequence[str], option: str) -> str | None:
    return arguments[arguments.index(option) + 1] if option in arguments else None


def run() -> NoReturn:
    """As `main`, for a process of its own: a verb ends without taking a million values apart one by one."""
    memory.ends_at_once()
    code = main()
    if "PySide6" in sys.modules:
        sys.exit(code)
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
