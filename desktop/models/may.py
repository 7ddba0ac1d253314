"""Which of the window's verbs a role of the shared database may use, and the sentence when it may not."""

from __future__ import annotations

from functools import cache

# What each verb cannot do without: a table, and the kind of event where it is one. A verb that is not here
# writes this or that; what it writes is judged when it is saved.
NEEDS: dict[str, tuple[str, str]] = {
    "new_request": ("dols_request", ""),
    "new_plan": ("event", "started"),
    "import": ("import_batch", ""),
    "visit": ("event", "visit"),
    "visit_to": ("event", "visit"),
    "supervision": ("event", "supervision"),
    "plan_ahead": ("planned", ""),
    "frequency": ("agreed_frequency", ""),
    "escalate": ("escalation", ""),
    "allocate": ("allocation", ""),
    "propose": ("offer", ""),
    "visited": ("event", "assessor_visited"),
    "returned": ("event", "form3_returned"),
    "query": ("event", "report_queried"),
    "sign_off": ("event", "signed_off"),
    "triage": ("triage", ""),
    "note": ("note", ""),
    "priority_high": ("dols_request", ""),
    "priority_medium": ("dols_request", ""),
    "priority_low": ("dols_request", ""),
    "close": ("event", "ended"),
    "still_there": ("home_check", ""),
    "absence": ("absence", ""),
    "assessor": ("assessor", ""),
}
_BEGINS = frozenset({"allocate"})  # not for those who may only end what they themselves hold


@cache
def why_not(verb: str, role: str) -> str:
    """Why a role may not use a verb at all, as one sentence; empty when it may, for some case or other.

    Args:
        verb: its id.
        role: the word in ``member.role``; "" without a shared database, or while it is not known yet.
    """
    if not role or verb not in NEEDS:
        return ""
    from desktop.server import rights

    known = rights.rights()
    if role not in known.roles:
        return ""
    table, kind = NEEDS[verb]
    why = rights.barred(role, table, {"kind": kind} if kind else {})
    if not why and verb in _BEGINS and known.tables[table].write.get(role) == "end_own":
        why = f"A {known.roles[role].title.lower()} may not begin {known.tables[table].words}"
    return f"{why} (council rule); ask somebody who may." if why else ""
