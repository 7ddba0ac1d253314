"""What each dated fact says in a case's timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.domain.days import NO_DAY, short
from desktop.domain.lists import timeline_children, timeline_dols
from desktop.domain.lists.timeline_parts import Lines, ended_line, joined, to_words, worker_name

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

_STARTED = {
    "dols": "Request received",
    "cp": "Child protection plan began",
    "cla": "Became looked after",
    "cin": "Child in need plan began",
    "care_leaver": "Became a care leaver",
    "assessment": "Assessment began",
    "s47": "Enquiry began",
    "referral": "Referral received",
    "private_fostering": "Private fostering arrangement began",
}
_EVENTS = {
    "ended": "Case ended",
    "virtual_contact": "Virtual contact",
    "supervision": "Supervision",
    "review": "Review",
    "icpc": "Initial child protection conference",
    "core_group": "Core group",
    "strategy_discussion": "Strategy discussion",
    "assessment_authorised": "Assessment authorised",
    "referral_decision": "Decision on the referral",
    "health_assessment": "Health assessment",
    "dental_check": "Dental check",
    "sdq": "Strengths and difficulties questionnaire",
    "pep": "Personal education plan",
    "care_plan": "Care plan",
    "iro_visit": "Visit by the reviewing officer",
    "needs_assessment": "Needs assessment",
    "pathway_review": "Pathway plan review",
    "contact": "Contact by the personal adviser",
    "accommodation_started": "Accommodation provided",
    "return_interview": "Return interview",
    "found": "Found after a missing episode",
    "form3_returned": "Form 3 back (best interests)",
    "form4_returned": "Form 4 back (mental health)",
    "sent_to_signatory": "Sent to signatory",
    "signed_off": "Signed off",
    "unauthorised_check_done": "Check of an unauthorised deprivation done",
    "authorisation_copy_sent": "Copy of the authorisation sent",
    "assessor_visited": "Assessor visited",
    "report_queried": "Form sent back with a query",
    "screened": "Triaged",
}
_OF_A_LANE = ("assessor_visited", "report_queried")  # their outcome says which assessor
_LANES = {"bia": "best interests", "mha": "mental health"}
_ROLES = {
    "worker": "Worker",
    "bia": "Best interests assessor",
    "mha": "Mental health assessor",
    "pa": "Personal adviser",
    "iro": "Reviewing officer",
    "secondary": "Second worker",
}


def _event(desk: Desk, row: int) -> Lines:
    event = desk.book.event
    kind = event.word("kind", row)
    who = worker_name(desk, int(event.worker[row]))
    outcome = _LANES.get(event.outcome[row], event.outcome[row]) if kind in _OF_A_LANE else event.outcome[row]
    words = joined(_event_words(desk, row, kind), who, outcome, event.detail[row])
    return [(int(event.on[row]), words)]


def _event_words(desk: Desk, row: int, kind: str) -> str:
    event = desk.book.event
    if kind == "started":
        return _STARTED[desk.book.case.word("kind", int(event.case[row]))]
    if kind != "visit":
        return _EVENTS[kind]
    if event.seen[row] == 1:
        alone = {1: ", seen alone", 0: ", not alone"}.get(int(event.alone[row]), "")
        return f"Visit, seen{alone}"
    return "Visit attempted, not seen" if event.seen[row] == 0 else "Visit, not said whether seen"


def _allocation(desk: Desk, row: int) -> Lines:
    table = desk.book.allocation
    role = _ROLES[table.word("role", row)]
    name = worker_name(desk, int(table.worker[row])) or table.named[row] or "nobody named"
    due = int(table.due_back_on[row])
    lines = [
        (int(table.on[row]), joined(f"{role}: {name}", f"due back {short(due)}" if due != NO_DAY else ""))
    ]
    return lines + ended_line(table, row, f"{role} ended: {name}", table.reason[row])


def _request(desk: Desk, row: int) -> Lines:
    table = desk.book.dols_request
    priority = table.word("priority", row)
    objecting = {1: "objecting", 0: "not objecting"}.get(int(table.objecting[row]), "")
    words = joined("Request details", f"{priority} priority" if priority else "not triaged", objecting)
    return [(NO_DAY, words)]


def _urgent(desk: Desk, row: int) -> Lines:
    table = desk.book.urgent_authorisation
    stated = int(table.stated_end[row])
    lines = [(int(table.given_on[row]), joined("Urgent authorisation given", to_words(stated)))]
    if table.extension_decided_on[row] != NO_DAY:
        days = int(table.extension_days[row])
        lines.append((int(table.extension_decided_on[row]), f"Urgent extended by {days} days"))
    return lines + ended_line(table, row, "Urgent authorisation ended", "")


def _authorisation(desk: Desk, row: int) -> Lines:
    table = desk.book.authorisation
    ends = int(table.ends_on[row])
    words = joined(
        "Standard authorisation in force", to_words(ends) or "end not recorded", table.conditions[row]
    )
    sent = int(table.form9_sent_on[row])
    return [
        (int(table.starts_on[row]), words),
        *ended_line(table, row, "Authorisation ended", table.end_reason[row]),
        *([(sent, "Form 9 sent")] if sent != NO_DAY else []),
    ]


def _suspension(desk: Desk, row: int) -> Lines:
    table = desk.book.suspension
    lines = [(int(table.notice_on[row]), joined("Authorisation suspended", table.reason[row]))]
    if table.resumed_on[row] != NO_DAY:
        lines.append((int(table.resumed_on[row]), "Suspension lifted"))
    return lines


def _equivalent(desk: Desk, row: int) -> Lines:
    table = desk.book.equivalent_assessment
    return [(int(table.carried_out_on[row]), joined("Equivalent assessment", table.assessment[row]))]


def _placement(desk: Desk, row: int) -> Lines:
    table = desk.book.placement
    more = (
        table.column("code")[row],
        table.legal_status[row],
        "meant to last to 18" if table.to_18[row] == 1 else "",
    )
    lines = [(int(table.starts_on[row]), joined("Placement began", *more))]
    if table.ends_on[row] != NO_DAY:
        lines.append((int(table.ends_on[row]), "Placement ended"))
    return lines


def _planned(desk: Desk, row: int) -> Lines:
    table = desk.book.planned
    kind = table.word("kind", row).capitalize()
    return [
        (
            int(table.on[row]),
            joined(f"{kind} planned", worker_name(desk, int(table.worker[row])), table.reason[row]),
        )
    ]


def _note(desk: Desk, row: int) -> Lines:
    table = desk.book.note
    kind = {"chase": "Chase", "comment": "Comment"}.get(table.word("kind", row), "Note")
    following = int(table.chase_next_on[row])
    again = f"chase again {short(following)}" if following != NO_DAY else ""
    return [(int(table.on[row]), joined(f"{kind}: {table.text[row]}", again))]


TABLES: dict[str, Callable[[Desk, int], Lines]] = {
    **timeline_dols.TABLES,
    **timeline_children.TABLES,
    "event": _event,
    "allocation": _allocation,
    "dols_request": _request,
    "urgent_authorisation": _urgent,
    "authorisation": _authorisation,
    "suspension": _suspension,
    "equivalent_assessment": _equivalent,
    "placement": _placement,
    "planned": _planned,
    "note": _note,
}


def words_of(desk: Desk, table: str, row: int) -> Lines:
    """What one fact says: a line for its beginning and one for its end, each with its day."""
    return TABLES[table](desk, row)
