"""The one build script: ``python packaging/build.py STEP...``, in the order given.

Steps: icon, freeze, unpruned (the peer of the size bench), sbom, licences, manifest, msi, deb and more (see
parts.steps), and all. ``make package`` sets up build/venv and runs ``all``. Outputs go to build/ and
dist/. docs/it.md and README.md say how to use them.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "packaging"))

from parts import Failed  # noqa: E402
from parts.steps import ALL, STEPS  # noqa: E402


def main(arguments: list[str]) -> int:
    """Run the steps named; 1 at the first that fails, with one sentence."""
    wanted = [step for name in arguments or ["all"] for step in (ALL if name == "all" else (name,))]
    unknown = [name for name in wanted if name not in STEPS]
    if unknown:
        print(f"There is no step {unknown[0]}; there are {', '.join(STEPS)} and all.", file=sys.stderr)
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name in wanted:
        start = time.monotonic()
        print(f"== {name}", flush=True)
        try:
            STEPS[name]()
        except Failed as error:
            print(f"FAILED {name}: {error}", file=sys.stderr)
            return 1
        print(f"== {name}: done in {time.monotonic() - start:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
