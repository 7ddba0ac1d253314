"""A workbook read in two halves has the cells that it has when it is read whole."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from sheets_made import repacked, workbook

from desktop.exchange import read_halves
from desktop.exchange.read_safety import inspect
from desktop.exchange.read_sheets import grids

SHEET = "xl/worksheets/sheet1.xml"


def both(path, monkeypatch):
    """The sheets read whole and in halves, and whether the file was cut at all."""
    monkeypatch.setattr(read_halves, "WORTH", 0)
    plain: dict[str, bytes] = {}
    kind = inspect(path, plain)
    whole, two = (
        [(grid.name, grid.hidden, grid.rows) for grid in grids(path, kind, lambda: None, sheets)]
        for sheets in ({}, plain)
    )
    return whole, two, read_halves.halves(path, plain) is not None


def cells(seed, rows, columns):
    dice = random.Random(seed)
    kinds = (lambda: "a < b & c", lambda: dice.randint(0, 9), lambda: dt.date(2026, 1, 2), lambda: None)
    return [[dice.choice(kinds)() for _ in range(dice.randint(0, columns))] for _ in range(rows)]


@pytest.mark.parametrize("seed", range(8))
def test_any_sheets_read_in_halves_are_as_they_are_whole(tmp_path, monkeypatch, seed):
    made = {"One": cells(seed, 40, 6), "Two": cells(seed + 100, 1 + seed % 3, 4), "None": []}
    whole, two, cut = both(workbook(tmp_path / "t.xlsx", made), monkeypatch)
    assert cut
    assert two == whole


def test_a_half_that_is_narrower_or_begins_further_right_is_filled_up(tmp_path, monkeypatch):
    wide, narrow = [["a"] * 6] * 9, [[None, None, "b"]] * 9
    for number, rows in enumerate((wide + narrow, narrow + wide, wide + [[]] * 20 + narrow)):
        whole, two, cut = both(workbook(tmp_path / f"{number}.xlsx", {"S": rows}), monkeypatch)
        assert cut
        assert two == whole


@pytest.mark.parametrize(
    "change",
    [
        (b"<sheetData>", b'<sheetData><!-- <row r="1"> -->'),
        (b"<sheetData>", b"<sheetData><?note <row ?>"),
        (b'r="A30"', b'r="A3"'),  # rows that are not in order
    ],
)
def test_what_cannot_be_cut_safely_is_read_whole(tmp_path, monkeypatch, change):
    import zipfile

    plain = workbook(tmp_path / "p.xlsx", {"S": [[number, "x"] for number in range(40)]})
    with zipfile.ZipFile(plain) as package:
        sheet = package.read(SHEET)
    path = repacked(plain, tmp_path / "t.xlsx", {SHEET: sheet.replace(*change)})
    whole, two, _ = both(path, monkeypatch)
    assert two == whole


def test_a_small_workbook_is_not_cut(tmp_path):
    path = workbook(tmp_path / "t.xlsx", {"S": [["a"]]})
    plain: dict[str, bytes] = {}
    inspect(path, plain)
    assert SHEET in plain
    assert read_halves.halves(path, plain) is None
