"""``caseclock demo --shared``: two windows of two people on one throw-away PostgreSQL."""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from desktop.domain.days import short

if TYPE_CHECKING:
    from desktop.demo.shared import SharedDemo


def run_shared(options: argparse.Namespace, date: int, *, has_display: bool) -> int:
    """Load the demo council into a server of its own, open it for two people, and stop it at the end."""
    from desktop.demo import write
    from desktop.demo.shared import shared_demo

    with TemporaryDirectory(prefix="caseclock-demo-", ignore_cleanup_errors=True) as folder:
        council = Path(folder) / "council.caseclock"
        print("Making the demo council and starting a PostgreSQL for it; this takes about half a minute.")
        write(council, options.seed, date)
        with shared_demo(council) as demo:
            _tell(demo, date)
            if options.no_window or not has_display:
                if not has_display:
                    print("There is no display here, so no window was opened.")
                return 0
            try:
                return _open_windows(demo, Path(folder))
            except KeyboardInterrupt:
                return 0
            finally:
                print("The server is stopped and everything in it is gone.")


def _tell(demo: SharedDemo, date: int) -> None:
    print(f"Demo council as at {short(date)}, {demo.rows:,} rows, in a shared database on this machine only.")
    for one in demo.people:
        print(f"  {one.role.replace('_', ' ')}: caseclock --database '{demo.address(one)}'")


def _open_windows(demo: SharedDemo, folder: Path) -> int:
    """A window for each of the first two people; it ends when both are closed."""
    print("Two windows open. Try: allocate the same request in both. Close both to end the demo.")
    windows = [_window(demo.address(one), folder / one.login) for one in demo.people[:2]]
    return max(window.wait() for window in windows)


def _window(address: str, home: Path) -> subprocess.Popen[bytes]:
    """One person's laptop: a process with a folder and a key of its own, and nothing in the keychain."""
    home.mkdir()
    place = {**os.environ, "CASECLOCK_HOME": str(home)}
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]
    command = [*program, "--database", address]
    if sys.platform == "win32":  # no descriptors are handed on there; the key goes into its keychain
        return subprocess.Popen(command, env=place)
    reads, writes = os.pipe()
    with os.fdopen(writes, "w") as pipe:
        pipe.write(secrets.token_hex(32))
    try:
        return subprocess.Popen(command, env={**place, "CASECLOCK_KEY_FD": str(reads)}, pass_fds=(reads,))
    finally:
        os.close(reads)
