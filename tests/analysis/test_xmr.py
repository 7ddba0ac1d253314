"""XmR charts: the worked example of the brief, and each rule on a series that breaks just that one."""

import pytest

from desktop.analysis.xmr import chart, moving_average

CP = [70.73, 80.00, 91.68, 86.15, 86.33, 83.38, 81.79, 92.51, 86.32]
CALM = [50, 52, 49, 51, 50, 48, 51, 49, 50, 52, 49, 51, 50, 48]


def broken(values, **more):
    return {rule for rules in chart(values, **more).special for rule in rules}


def test_worked_example():
    found = chart(CP)
    (only,) = found.stretches
    assert [round(abs(b - a), 2) for a, b in zip(CP, CP[1:], strict=False)] == [
        *(9.27, 11.68, 5.53, 0.18, 2.95, 1.59, 10.72, 6.19)
    ]
    assert round(only.mean, 2) == 84.32
    assert round(only.moving_range, 2) == 6.01
    assert (round(only.low, 1), round(only.high, 1)) == (68.3, 100.3)
    assert (round(only.near_low, 2), round(only.near_high, 2)) == (73.66, 94.99)
    assert only.provisional
    assert not any(found.special)
    assert found.assurance(95) == "hit or miss"


def test_target_beyond_the_limits_is_always_missed_or_hit():
    found = chart(CALM)
    assert found.assurance(80) == "miss"
    assert found.assurance(20) == "hit"
    assert found.assurance(20, higher_is_better=False) == "miss"


def test_ordinary_series_breaks_no_rule():
    assert not broken(CALM)
    assert not chart(CALM).stretches[0].provisional


def test_each_rule_is_seen():
    assert "outside" in broken([*CALM, 90])
    assert "run" in broken([*CALM, *([49.5, 49.4] * 4)])
    assert "trend" in broken([*CALM, 48.1, 48.4, 48.8, 49.3, 49.9, 50.6, 51.4])
    assert "two_of_three" in broken([*CALM, 54, 54.6, 55])


def test_six_in_a_row_is_not_a_run_and_five_moves_are_no_trend():
    assert "run" not in broken([49, 52, 49, 51, 50, 49, 52, *([49.9] * 6), 53])
    assert "trend" not in broken([*CALM, 48.1, 48.4, 48.8, 49.3, 49.9, 48])


def test_wild_month_does_not_widen_the_limits():
    assert chart([*CALM, 90]).stretches[0].moving_range == pytest.approx(
        chart(CALM).stretches[0].moving_range
    )


def test_limits_start_anew_at_a_declared_step():
    after = [value + 30 for value in CALM]
    assert "outside" in broken(CALM + after) or "run" in broken(CALM + after)
    found = chart(CALM + after, steps=[len(CALM)])
    assert [stretch.first for stretch in found.stretches] == [0, len(CALM)]
    assert found.stretches[1].mean == pytest.approx(found.stretches[0].mean + 30)
    assert not any(found.special)


def test_moving_average_waits_for_enough_months():
    assert moving_average([1, 2, 3, 6]) == [None, None, 2, pytest.approx(11 / 3)]


def test_no_months_no_chart():
    with pytest.raises(ValueError, match="at least one month"):
        chart([])
