"""The council's printed pack: 151 of its 162 cells come out as the option prints them; the rest are named."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from desktop.analysis.printed import checked, read_printed
from desktop.cli import run
from desktop.domain.indicators import indicators, percentage

PACK = Path(__file__).parents[1] / "data" / "printed_children_indicators.csv"
ROUNDED = {("2022-04", "165/212"), ("2022-05", "86/221"), ("2022-07", "128/251")}
DISAGREES = {
    ("C&F assessments completed within 45 working days", "2022-03"),
    ("CLA 12+ months: health assessment up to date", "2022-04"),
    ("Care leavers with supervision within timescale", "2022-02"),
}
UNREADABLE = {"2022-02", "2022-03", "2022-07", "2022-08", "2022-09"}


def test_151_cells_are_reproduced_and_the_other_eleven_are_named() -> None:
    cells = read_printed(PACK)
    assert len(cells) == 162
    reproduced = [cell for cell in cells if cell.as_option == cell.percent]
    assert len(reproduced) == 151
    assert Counter(cell.verdict for cell in cells) == {
        "cut": 88,
        "both": 63,
        "rounded": 3,
        "disagrees": 3,
        "unreadable": 5,
    }
    named = {
        verdict: [cell for cell in cells if cell.verdict == verdict] for verdict in ("rounded", "disagrees")
    }
    assert {(cell.month, f"{cell.n}/{cell.d}") for cell in named["rounded"]} == ROUNDED
    assert {cell.indicator for cell in named["rounded"]} == {"Care leavers with supervision within timescale"}
    assert {(cell.indicator, cell.month) for cell in named["disagrees"]} == DISAGREES
    unread = [cell for cell in cells if cell.verdict == "unreadable"]
    assert {cell.month for cell in unread} == UNREADABLE
    assert {cell.indicator for cell in unread} == {"Initial health assessment within 20 working days"}


def test_the_worst_come_first_and_the_verb_prints_the_eleven(capsys: pytest.CaptureFixture[str]) -> None:
    assert [cell.verdict for cell in checked(read_printed(PACK))[:11]] == [
        *["disagrees"] * 3,
        *["rounded"] * 3,
        *["unreadable"] * 5,
    ]
    assert run(["indicators", "seed-check", str(PACK)]) == 0
    out = capsys.readouterr().out
    assert "151 of 162 cells" in out
    assert "204/402" in out
    assert run(["indicators", "seed-check", str(PACK), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 11


def test_a_file_of_another_sort_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("indicator,month\nx,2022-02\n", encoding="utf-8")
    assert run(["indicators", "seed-check", str(other)]) == 1
    assert "has no column numerator" in capsys.readouterr().err
    assert run(["indicators", "seed-check", str(tmp_path / "none.csv")]) == 1


def test_every_row_of_the_pack_is_an_indicator_of_ours() -> None:
    ours = {one.pack for one in indicators("children").values()}
    with PACK.open(encoding="utf-8") as file:
        printed = {row["indicator"].removesuffix(" (UNDER REVIEW)") for row in csv.DictReader(file)}
    assert printed <= ours


def test_halves_go_up_and_the_pack_cuts() -> None:
    assert percentage(1, 8) == 12.5
    assert percentage(1, 16) == 6.3  # 6.25
    assert percentage(348, 492) == 70.7
    assert percentage(348, 492, as_printed=True) == 70
    assert percentage(0, 0) is None
    assert percentage(1, 1000) == 0.1
    assert percentage(999, 1000, as_printed=True) == 99
