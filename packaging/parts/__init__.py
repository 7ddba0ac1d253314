"""The steps of `build.py`: where things lie, and how a command is run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
MADE = BUILD / "made"  # icon, version resource, notices: made for the build
FROZEN = BUILD / "frozen" / "caseclock"
UNPRUNED = BUILD / "unpruned" / "caseclock"
DIST = ROOT / "dist"


class Failed(Exception):
    """A step could not do its work, or found something wrong; one sentence."""


def version() -> str:
    """The version of Caseclock, as the package says it."""
    text = (ROOT / "desktop" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    assert found is not None
    return found[1]


def epoch() -> int:
    """The instant that stands for the time of the build: SOURCE_DATE_EPOCH, else the last commit's."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True)
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip() else 1_760_000_000


def run(
    command: Sequence[str | os.PathLike[str]],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    timeout: float = 1800,
    log: Path | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end.

    Raises:
        Failed: when it ends in anything but 0, with its last words.
    """
    done = tried(command, env=env, cwd=cwd, timeout=timeout)
    if log is not None:
        log.write_text(done.stdout + done.stderr, encoding="utf-8")
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-3:]
        raise Failed(f"{Path(command[0]).name} ended with {done.returncode}: {' | '.join(last)}")
    return done


def tried(
    command: Sequence[str | os.PathLike[str]],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    timeout: float = 1800,
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, whatever that is."""
    surroundings = {**os.environ, **(env or {})}
    return subprocess.run(
        [os.fspath(one) for one in command],
        env=surroundings,
        cwd=cwd,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=timeout,
    )


def tool(name: str, package: str) -> str:
    """The path of a program.

    Raises:
        Failed: with the Debian package that brings it, when it is not there.
    """
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if not found:
        raise Failed(f"{name} is not installed here; install it with: apt-get install {package}")
    return found


def fresh(folder: Path) -> Path:
    """An empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
