"""A workbook read in pieces has the cells that it has when it is read whole."""

from __future__ import annotations

import datetime as dt
import random
import zipfile

import pytest
from sheets_made import repacked, workbook

from desktop.errors import KnownError
from desktop.exchange import read_pieces, read_safety
from desktop.exchange.read_pieces import Pieces
from desktop.exchange.read_safety import inspect
from desktop.exchange.read_sheets import grids

SHEET = "xl/worksheets/sheet1.xml"


def both(path, monkeypatch, chunk=700):
    """The sheets read whole and in pieces, and whether the file was cut at all."""
    monkeypatch.setattr(read_pieces, "WORTH", 0)
    monkeypatch.setattr(read_pieces, "SHARED_SHARE", 0)
    monkeypatch.setattr(read_safety, "_CHUNK", chunk)
    with Pieces() as pieces:
        kind = inspect(path, pieces)
        whole, cut = (
            [(grid.name, grid.hidden, grid.rows) for grid in grids(path, kind, lambda: None, each)]
            for each in (None, pieces)
        )
        return whole, cut, pieces.wanted


def cells(seed, rows, columns):
    dice = random.Random(seed)
    kinds = (lambda: "a < b & c", lambda: dice.randint(0, 9), lambda: dt.date(2026, 1, 2), lambda: None)
    return [[dice.choice(kinds)() for _ in range(dice.randint(0, columns))] for _ in range(rows)]


@pytest.mark.parametrize("seed", range(8))
def test_any_sheets_read_in_pieces_are_as_they_are_whole(tmp_path, monkeypatch, seed):
    made = {"One": cells(seed, 40, 6), "Two": cells(seed + 100, 1 + seed % 3, 4), "None": []}
    whole, two, cut = both(workbook(tmp_path / "t.xlsx", made), monkeypatch, chunk=500 + 97 * seed)
    assert cut
    assert two == whole


def test_a_piece_that_is_narrower_or_begins_further_right_is_filled_up(tmp_path, monkeypatch):
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
    plain = workbook(tmp_path / "p.xlsx", {"S": [[number, "x"] for number in range(40)]})
    with zipfile.ZipFile(plain) as package:
        sheet = package.read(SHEET)
    path = repacked(plain, tmp_path / "t.xlsx", {SHEET: sheet.replace(*change)})
    whole, two, _ = both(path, monkeypatch)
    assert two == whole


def test_a_small_workbook_is_read_whole(tmp_path):
    path = workbook(tmp_path / "t.xlsx", {"S": [["a"]]})
    with Pieces() as pieces:
        inspect(path, pieces)
        assert not pieces.wanted


@pytest.mark.parametrize("chunk", range(600, 680))
def test_a_cell_far_away_reaches_no_reader_wherever_the_file_is_cut(tmp_path, monkeypatch, chunk):
    plain = workbook(tmp_path / "p.xlsx", {"S": [[number, "x"] for number in range(12)]})
    with zipfile.ZipFile(plain) as package:
        sheet = package.read(SHEET)
    far = sheet.replace(b"</row></sheetData>", b'<c r="XFD1048576"><v>1</v></c></row></sheetData>')
    path = repacked(plain, tmp_path / "t.xlsx", {SHEET: far})
    read = []
    monkeypatch.setattr(read_pieces, "_read", lambda shared, part, xml: read.append(xml) or [])
    with pytest.raises(KnownError, match="reaches to row 1,048,576"):
        both(path, monkeypatch, chunk)
    assert not any(b"XFD" in xml for xml in read)
