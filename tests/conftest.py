"""What every test shares: its own data folder, no display, and one demo council to copy."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

DEMO_SEED = 1
DEMO_DATE = "2026-11-20"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that open a window, so that they can be left out with ``-m "not gui"``."""
    for item in items:
        if "qtbot" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.gui)


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the databases and settings of whoever runs it."""
    monkeypatch.setenv("CASECLOCK_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="session")
def demo_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo council as at `DEMO_DATE`, built once for all test processes; never write to it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    path, claim = shared / "demo-council.db", shared / "demo-council.claim"
    try:
        claim.touch(exist_ok=False)
    except FileExistsError:
        _await_file(path)
        return path
    _build_demo(path)
    return path


@pytest.fixture
def demo_file(demo_master: Path, tmp_path: Path) -> Path:
    """A copy of the demo council that a test may change."""
    return Path(shutil.copy(demo_master, tmp_path / "demo.db"))


def _build_demo(path: Path) -> None:
    import datetime as dt

    from desktop.demo import write
    from desktop.domain.days import day

    building = path.with_name("building-" + path.name)
    write(building, DEMO_SEED, day(dt.date.fromisoformat(DEMO_DATE)))
    building.replace(path)


def _await_file(path: Path, seconds: float = 120.0) -> None:
    until = time.monotonic() + seconds
    while not path.exists():
        if time.monotonic() > until:
            raise TimeoutError("another test process did not finish building the demo council")
        time.sleep(0.05)
