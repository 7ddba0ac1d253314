"""The buttons on a case: few, the likeliest first, and everything else one press away."""

import pytest

from desktop.domain.dols_states import STATES
from desktop.domain.kinds import CASE_KINDS
from desktop.views.actions import row_verbs
from desktop.views.next_steps import further_steps, next_steps

CASES = [("dols", state) for state in STATES] + [(kind, "") for kind in CASE_KINDS if kind != "dols"]


@pytest.mark.parametrize(("kind", "state"), CASES)
def test_every_verb_is_a_button_or_under_more_and_never_both(kind, state):
    first = [verb.id for verb in next_steps(kind, state)]
    rest = [verb.id for verb in further_steps(kind, state)]
    offered = {verb.id for verb in row_verbs(frozenset((kind,))) if not verb.keys.isdigit()}
    assert 1 <= len(first) <= 3
    assert not set(first) & set(rest)
    assert set(first) | set(rest) == offered - {"explain", "copy", "copy_plain"}


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ("RECEIVED", "triage"),
        ("AWAITING_ALLOC", "allocate"),
        ("ALLOCATED", "returned"),
        ("SCRUTINY", "sign_off"),
        ("IN_FORCE", "after"),
    ],
)
def test_the_step_that_comes_next_stands_first(state, verb):
    assert next_steps("dols", state)[0].id == verb
