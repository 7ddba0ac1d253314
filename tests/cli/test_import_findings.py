"""``caseclock import --findings``: everything to look at, as a table."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from handing import hand_over

from desktop.cli import run

DOLS = Path(__file__).parent.parent / "data" / "dols_tracker.xlsx"


def test_findings_hold_the_rejected_row_and_the_long_urgents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_over(monkeypatch, "ab" * 32)
    saved = tmp_path / "findings.csv"
    arguments = ["import", str(DOLS), "--as-at", "2026-11-20", "--findings", str(saved)]
    assert run([*arguments, "--database", str(tmp_path / "a.caseclock")]) == 3
    with saved.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["row"] for row in rows if row["level"] == "rejected"] == ["38"]
    long_urgents = [row for row in rows if row["level"] == "exception" and "Urgent ends" in row["column"]]
    assert len(long_urgents) >= 20
    assert all(row["sheet"] and row["reason"] for row in long_urgents)


def test_findings_never_overwrite_the_file_that_is_read(tmp_path: Path) -> None:
    copy = tmp_path / "dols.xlsx"
    copy.write_bytes(DOLS.read_bytes())
    arguments = ["import", str(copy), "--findings", str(copy), "--database", str(tmp_path / "a.caseclock")]
    assert run(arguments) == 1
    assert copy.read_bytes() == DOLS.read_bytes()
