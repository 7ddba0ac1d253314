"""Crash and property tests over and over, with new random moments and examples each time.

The model of the sync comes first in each round, with longer runs than in ``make test``; what it tried is
added up and printed at the end.

    python tests/bench/soak.py --minutes 10

Prints the seed of every round; a round that fails is repeated with ``--seed``. Exits 1 then.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODEL = "tests/sync/test_sync_model.py"
LONG = {"CASECLOCK_MODEL_RUNS": "60", "CASECLOCK_MODEL_STEPS": "80", "CASECLOCK_MODEL_PARTS": "1"}
tried: Counter[str] = Counter()
CRASHES = ("tests/store/test_store_kill.py", "tests/store/test_store_model.py")


def main() -> int:
    """Go round until the time is over or a round fails."""
    parser = argparse.ArgumentParser(description="Crash and property tests, over and over.")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, help="one round with this seed, to see a failure again")
    options = parser.parse_args()
    if options.seed is not None:
        return _round(options.seed)
    until, rounds = time.monotonic() + 60 * options.minutes, 0
    while time.monotonic() < until:
        seed = secrets.randbelow(10**9)
        if _round(seed):
            _tell(failed=True)
            print(f"failed; see it again with --seed {seed}", flush=True)
            return 1
        rounds += 1
    _tell(failed=False)
    print(f"{rounds} rounds, no failure", flush=True)
    return 0


def _round(seed: int) -> int:
    """One round; the exit code of its tests."""
    print(f"seed {seed}", flush=True)
    return _model(seed) or _pytest(seed, *CRASHES, *_with_properties())


def _model(seed: int) -> int:
    """The model of the sync; what it tried is added to what was tried before."""
    with tempfile.TemporaryDirectory() as folder:
        tally = Path(folder) / "tally.json"
        code = _pytest(seed, MODEL, CASECLOCK_MODEL_TALLY=str(tally), **LONG)
        if tally.exists():
            tried.update(json.loads(tally.read_text()))
    return code


def _pytest(seed: int, *files: str, **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    command += [f"--hypothesis-seed={seed}", *files]
    return subprocess.call(command, cwd=ROOT, env={**os.environ, "CASECLOCK_SOAK": str(seed), **environment})


def _tell(*, failed: bool) -> None:
    """What the model of the sync has tried; a failure is told in full where it happened."""
    words = ("runs", "steps", "turns", "faults", "interferences", "restores", "conflicts", "edits")
    said = ", ".join(f"{word} {tried[word]}" for word in (*words, "acknowledged"))
    verdict = "see the failure above" if failed else "edits lost 0, rows out of scope 0"
    print(f"sync: {said}; {verdict}", flush=True)


def _with_properties() -> list[str]:
    """Every other test file that has properties in it."""
    found = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if "hypothesis" in path.read_text(encoding="utf-8")
    ]
    return [name for name in found if name not in (*CRASHES, MODEL)]


if __name__ == "__main__":
    sys.exit(main())
