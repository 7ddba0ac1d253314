"""Crash and property tests over and over, with new random moments and examples each time.

    python tests/bench/soak.py --minutes 10

Prints the seed of every round; a round that fails is repeated with ``--seed``. Exits 1 then.
"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
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
            print(f"failed; see it again with --seed {seed}", flush=True)
            return 1
        rounds += 1
    print(f"{rounds} rounds, no failure", flush=True)
    return 0


def _round(seed: int) -> int:
    """One round; the exit code of its tests."""
    print(f"seed {seed}", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    command += [f"--hypothesis-seed={seed}", *CRASHES, *_with_properties()]
    return subprocess.call(command, cwd=ROOT, env={**os.environ, "CASECLOCK_SOAK": str(seed)})


def _with_properties() -> list[str]:
    """Every other test file that has properties in it."""
    found = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if "hypothesis" in path.read_text(encoding="utf-8")
    ]
    return [name for name in found if name not in CRASHES]


if __name__ == "__main__":
    sys.exit(main())
