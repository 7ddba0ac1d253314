"""Tests of the analysis share the domain's own ways to make a casebook."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "domain"))
