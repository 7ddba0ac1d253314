"""Random steps and faults against a real server: a quick profile here, a long one in ``make soak``."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

import pytest
import sync_laptops
import sync_model
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

RUNS = int(os.environ.get("CASECLOCK_MODEL_RUNS", "300"))
PARTS = int(os.environ.get("CASECLOCK_MODEL_PARTS", "4"))
STEPS = int(os.environ.get("CASECLOCK_MODEL_STEPS", "50"))


@pytest.fixture
def quick_folder():
    """In memory where the system has such a place: what is tested is the order of writes, not the disk."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="caseclock-", dir=memory if memory.is_dir() else None))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("part", range(PARTS))  # so that processes can share the work
def test_whatever_happens_nothing_is_lost_and_nobody_holds_too_much(base, quick_folder, part):
    machine = type("Machine", (sync_model.Model,), {"lines": {}, "base": base, "root": quick_folder})
    if "CASECLOCK_SOAK" not in os.environ:
        machine = seed(part)(machine)  # the same runs each time; new ones in the soak
    machine.prepare()
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=max(1, RUNS // PARTS),
            stateful_step_count=STEPS,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    machine.hang_up_all()
    if place := os.environ.get("CASECLOCK_MODEL_TALLY"):
        Path(place).write_text(json.dumps(sync_laptops.Tally))
