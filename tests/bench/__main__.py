"""Run every bench, or those named: ``python tests/bench [clocks import lists stages window]``.

Each prints ratios against a peer measured in the same run; exits 1 when a demanded ratio is not met.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Run the benches one after another, each in its own process."""
    wanted = sys.argv[1:] or sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    codes = [subprocess.call([sys.executable, str(HERE / f"bench_{name}.py")]) for name in wanted]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
