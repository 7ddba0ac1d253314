"""What a role may not do is known before anything is typed; what it may do stays open to it."""

from __future__ import annotations

import pytest

from desktop.models.may import NEEDS, why_not
from desktop.server.rights import rights
from desktop.views.actions import BY_ID, UiState

CLOSED = {
    "head_of_service": set(),
    "dols_manager": {"frequency"},
    "worker": {
        "new_request", "new_plan", "import", "supervision", "frequency", "allocate", "propose", "visited",
        "returned", "query", "sign_off", "triage", "priority_high", "priority_medium", "priority_low",
        "close", "still_there", "assessor",
    },
}  # fmt: skip


@pytest.mark.parametrize("role", CLOSED)
def test_a_role_is_kept_from_what_it_may_never_do_and_from_nothing_else(role):
    assert {verb for verb in NEEDS if why_not(verb, role)} == CLOSED[role]


def test_an_assessor_ends_what_they_hold_and_begins_nothing():
    assert "may not begin" in why_not("allocate", "bia")
    assert why_not("returned", "bia") == ""
    assert why_not("visited", "independent_bia") == ""
    assert "council rule" in why_not("note", "independent_bia")


def test_without_a_shared_database_nothing_is_closed():
    assert not [verb for verb in NEEDS if why_not(verb, "")]


def test_every_verb_that_is_named_is_there_and_every_sentence_says_whom_to_ask():
    assert set(NEEDS) <= BY_ID.keys()
    for role in rights().roles:
        for verb in NEEDS:
            why = why_not(verb, role)
            assert not why or why.endswith("ask somebody who may.")


def test_a_verb_that_is_closed_stands_in_no_menu():
    rows = {"is_open": True, "kinds": frozenset({"dols"}), "chosen": 1}
    assert BY_ID["sign_off"].allowed(UiState(**rows, role="dols_manager"))
    assert not BY_ID["sign_off"].allowed(UiState(**rows, role="worker"))
