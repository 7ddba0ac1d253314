"""What a DoLS request says in the panel of one case, beside its clocks and its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desktop.domain import dols_priority, dols_reasons, dols_states
from desktop.domain.casebook import known
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.evidence_words import chosen
from desktop.domain.lists.follow_up import is_due

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

Facts = tuple[tuple[str, str], ...]
_LEFT = {
    "copies": "copies",
    "no_representative": "a representative",
    "conditions": "conditions to follow up",
    "unpaid": "a payment",
}


def stage(desk: Desk, case: int) -> str:
    """Where a request stands and since when: ``With the assessor since 09/11/2026``."""
    state, on = int(desk.fact("dols_state")[case]), int(desk.fact("dols_state_on")[case])
    words = dols_states.WORDS[state]
    return f"{words} since {short(on)}" if words and on != NO_DAY else words


def more_facts(desk: Desk, case: int) -> Facts:
    """What triage, the form, the assessment and the decision said; empty words are left out."""
    left = [words for name, words in _LEFT.items() if is_due(desk, name)[case]]
    return (
        ("Stage", stage(desk, case)),
        ("Why this priority", _triage(desk, case)),
        ("Not on the form", _missing(desk, case)),
        ("Why this BIA", chosen(desk, case, "bia")),
        ("Why this mental health assessor", chosen(desk, case, "mha")),
        ("Longest period", _longest(desk, case)),
        ("Legal test", _legal_test(desk, case)),
        ("Decision", _decision(desk, case)),
        ("Court", "Section 21A application running" if is_due(desk, "court")[case] else ""),
        ("Still to do", ", ".join(left)),
    )


def _last(desk: Desk, table: str, case: int) -> int:
    columns = desk.book.tables[table]
    rows = np.flatnonzero((columns.case == case) & known(columns, desk.known_at))
    return int(rows[-1]) if len(rows) else -1


def _triage(desk: Desk, case: int) -> str:
    row, table = _last(desk, "triage", case), desk.book.triage
    if row < 0:
        return ""
    ticked = [code for code in table.criteria[row].split(",") if code]
    if not ticked:
        return str(table.reason[row])
    tool = dols_priority.tool(table.tool[row])
    words = [one.words for one in tool.criteria if one.code in ticked]
    reason = f" ({table.reason[row]})" if table.reason[row] else ""
    return "; ".join(words) + reason


def _missing(desk: Desk, case: int) -> str:
    row = _last(desk, "request_detail", case)
    if row < 0:
        return ""
    left = dols_priority.missing(desk.book.request_detail.present[row].split(","))
    return "; ".join(fact.words for fact in left)


def _longest(desk: Desk, case: int) -> str:
    row, table = _last(desk, "best_interests", case), desk.book.best_interests
    if row < 0:
        return ""
    months, until = int(table.longest_months[row]), int(table.longest_until[row])
    said = [f"{months} months" if months > 1 else "1 month"] if months else []
    said += [f"to {short(until)}"] if until != NO_DAY else []
    return ", ".join(said)


def _legal_test(desk: Desk, case: int) -> str:
    row, table = _last(desk, "best_interests", case), desk.book.best_interests
    words = {"cheshire_west": "Before 2 June 2026 (acid test)", "agni": "[2026] UKSC 16"}
    own = words.get(table.word("legal_test", row), "") if row >= 0 else ""
    if is_due(desk, "older_test")[case]:
        return f"{own or 'An earlier assessment is used again'}: it may no longer be accurate"
    return own


def _decision(desk: Desk, case: int) -> str:
    row, table = _last(desk, "decision", case), desk.book.decision
    if row < 0:
        return ""
    reason = dols_reasons.closing_reasons().get(table.column("code")[row])
    kind = table.word("kind", row).replace("_", " ").capitalize()
    signed = int(table.signatory[row])
    by = f", signed by {desk.book.worker.name[signed]}" if signed >= 0 else ""
    return f"{kind}{': ' + reason.words if reason else ''}{by}"
