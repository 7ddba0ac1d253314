"""Which verbs stand as buttons on a case: the steps that usually come next; the rest is under More."""

from __future__ import annotations

from desktop.views.actions import BY_ID, Verb, row_verbs

# By the state of a DoLS request, then by the kind of case.
_OF_STATE = {
    "RECEIVED": ("triage", "allocate", "still_there"),
    "SCREENED": ("triage", "allocate", "still_there"),
    "AWAITING_ALLOC": ("allocate", "still_there", "note"),
    "ALLOCATED": ("returned", "visited", "offer_answer"),
    "ASSESSED": ("sign_off", "query", "returned"),
    "SCRUTINY": ("sign_off", "query"),
    "QUERY": ("returned", "sign_off"),
    "GRANTED": ("after", "still_there", "change"),
    "IN_FORCE": ("after", "still_there", "change"),
    "SUSPENDED": ("change", "after"),
    "NOT_GRANTED": ("after", "note"),
    "CLOSED_NA": ("after", "note"),
}
_OF_KIND = {
    "cp": ("visit", "supervision", "plan_ahead"),
    "cla": ("visit", "supervision", "frequency"),
    "cin": ("visit", "supervision", "plan_ahead"),
    "dols": ("note", "correct"),
}
_OTHERWISE = ("visit", "supervision", "note")
_ELSEWHERE = ("explain", "copy", "copy_plain")


def next_steps(kind: str, state: str) -> list[Verb]:
    """The verbs that stand as buttons, the likeliest first."""
    wanted = _OF_STATE.get(state) or _OF_KIND.get(kind, _OTHERWISE)
    offered = {verb.id for verb in row_verbs(frozenset((kind,)))}
    return [BY_ID[name] for name in wanted if name in offered]


def further_steps(kind: str, state: str) -> list[Verb]:
    """Every other verb for such a case, in the order of the menus."""
    first = {verb.id for verb in next_steps(kind, state)}
    return [
        verb
        for verb in row_verbs(frozenset((kind,)))
        if verb.id not in first and verb.id not in _ELSEWHERE and not verb.keys.isdigit()
    ]
