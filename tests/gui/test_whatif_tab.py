"""The what-if tab always says that it projects, follows what is typed, and keeps scenarios."""

from __future__ import annotations

import pytest


@pytest.fixture
def tab(go, settled):
    page = go("indicators")
    page.tabs.setCurrentIndex(3)
    settled()
    return page.whatif_tab


def test_it_says_projection_and_follows_what_is_typed(tab, settled):
    assert "Projection, not a forecast" in tab.words.text()
    assert "projection" in tab.chart.words.lower()
    tab.fields["arrivals"].setValue(0)
    tab.fields["bias"].setValue(50)
    tab.fields["each"].setValue(20)
    settled()
    assert tab.answer.found.scenario.bias == 50
    assert tab.answer.found.reached[2] is not None


def test_a_scenario_is_kept_and_chosen_again(tab, settled):
    tab.fields["bias"].setValue(33)
    tab.name.setText("Winter")
    tab.keep.click()
    settled()
    tab.saved.setCurrentIndex(0)
    tab._on_chosen(0)
    settled()
    assert tab.fields["bias"].value() != 33
    at = tab.saved.findText("Winter")
    tab.saved.setCurrentIndex(at)
    tab._on_chosen(at)
    settled()
    assert tab.fields["bias"].value() == 33
