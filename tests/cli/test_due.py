"""``caseclock due``: a date, the count that gives it, and plain refusals."""

from __future__ import annotations

import json

import pytest

from desktop.cli import run


def due(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    assert run(["due", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_visit_before_christmas_is_due_on_the_tenth_working_day(capsys: pytest.CaptureFixture[str]) -> None:
    answer = due(capsys, "cp_visit_10wd", "--start", "2025-12-18", "--as-at", "2025-12-31")
    assert answer["due"] == "2026-01-06"
    assert (answer["elapsed"], answer["state"], answer["first_day"]) == (7, "in_time", "day_after")
    assert any("Boxing Day" in line for line in answer["explain"])


@pytest.mark.parametrize(
    ("as_at", "state"), [("2026-01-05", "in_time"), ("2026-01-06", "due_today"), ("2026-01-07", "overdue")]
)
def test_due_today_only_on_the_due_date(capsys: pytest.CaptureFixture[str], as_at: str, state: str) -> None:
    assert due(capsys, "cp_visit_10wd", "--start", "2025-12-18", "--as-at", as_at)["state"] == state


def test_a_clock_due_on_friday_is_not_overdue_on_sunday(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("cp_visit_10wd", "--start", "2026-05-14", "--as-at")
    assert due(capsys, *asked, "2026-05-31")["state"] == "in_time"
    assert due(capsys, *asked, "2026-06-01")["state"] == "overdue"


def test_first_day_and_closures_are_the_askers_choice(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("cp_visit_10wd", "--start", "2025-12-18")
    assert due(capsys, *asked, "--first-day", "same_day")["due"] == "2026-01-05"
    closed = [part for day in ("29", "30", "31") for part in ("--closed", f"2025-12-{day}")]
    assert due(capsys, *asked, *closed)["due"] == "2026-01-09"


def test_an_unknown_rule_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["due", "cp_visit_9wd", "--start", "2025-12-18"]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "cp_visit_9wd" in error


def test_a_date_in_another_order_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["due", "cp_visit_10wd", "--start", "18/12/2025"]) == 2
    assert "2026-11-20" in capsys.readouterr().err
