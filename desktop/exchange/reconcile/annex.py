"""Ofsted's Annex A workbook, lists 3 to 9: one row is one referral, assessment, enquiry or episode.

Visits and reviews are the latest only; several monthly workbooks make a history. A list of visits made
holds visits at which the child was seen: its date counts as seen, and only *alone* is said beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop.exchange.reconcile.facts import Fact, Layout, Row, Who, event
from desktop.exchange.reconcile.staff import Staff
from desktop.exchange.records import ParsedTable, Record

# Orders under which the day of the order starts a clock when the child lives with a parent (reg. 28).
CARE_ORDERS = ("C1", "C2")


def _row(
    rec: int,
    record: Record,
    staff: Staff,
    kind: str,
    facts: list[Fact],
    *,
    start: int | None,
    ended: bool,
) -> Row:
    team = staff.team(record["team"], "children")
    facts += _holders(rec, record, staff, team)
    who = Who(record["child_id"], born_on=record["born_on"], disabled=record["disabled"])
    return Row(rec, who, kind, start, ended, start is not None, team, "", facts)


def _holders(rec: int, record: Record, staff: Staff, team: str) -> Iterator[Fact]:
    fields = ["worker", "personal_adviser"] if "personal_adviser" in record.table.columns else ["worker"]
    for field in fields:
        if record[field]:
            role = "pa" if field == "personal_adviser" else "worker"
            typed = record.table.raw[field][record.at]
            worker, named = staff.workers_named(record[field], typed, team, role)
            yield rec, "allocation", (role, worker, named, team or None, None, None)


def _dated(rec: int, record: Record, kinds: dict[str, str]) -> list[Fact]:
    """One event for each date that the row gives."""
    return [event(rec, kind, record[field]) for field, kind in kinds.items() if record[field] is not None]


def _visit(rec: int, on: int | None, alone: int | None) -> list[Fact]:
    return [] if on is None else [event(rec, "visit", on, 1, alone)]


def _ended(rec: int, record: Record) -> list[Fact]:
    if record["plan_end"] is None:
        return []
    return [event(rec, "ended", record["plan_end"], outcome=record["end_reason"])]


def referrals(table: ParsedTable, first: int, staff: Staff) -> Iterator[Row]:
    """List 3. Annex A has no date of the decision."""
    for rec, record in enumerate(table, first):
        on = record["referred_on"]
        facts = _dated(rec, record, {"referred_on": "started"})
        yield _row(rec, record, staff, "referral", facts, start=on, ended=False)


def assessments(table: ParsedTable, first: int, staff: Staff) -> Iterator[Row]:
    """List 4: over when it was authorised."""
    for rec, record in enumerate(table, first):
        kinds = {"started_on": "started", "authorised_on": "assessment_authorised"}
        facts = _dated(rec, record, kinds)
        facts += _dated(rec, record, {"authorised_on": "ended"})
        done = record["authorised_on"] is not None
        yield _row(rec, record, staff, "assessment", facts, start=record["started_on"], ended=done)


def enquiries(table: ParsedTable, first: int, staff: Staff) -> Iterator[Row]:
    """List 5: a section 47 enquiry, over when its conference was held or was not needed.

    Annex A gives no date for the decision that no conference is needed; the enquiry then counts as
    over on the day of its strategy discussion, so that no conference is ever shown as late.
    """
    for rec, record in enumerate(table, first):
        facts = _dated(rec, record, {"strategy_on": "started", "icpc_on": "icpc"})
        facts += _dated(rec, record, {"strategy_on": "strategy_discussion"})
        over, outcome = record["icpc_on"], "conference held"
        if over is None and record["icpc_unnecessary"] == 1:
            over, outcome = record["strategy_on"], "conference not needed"
        if over is not None:
            facts.append(event(rec, "ended", over, outcome=outcome))
        yield _row(rec, record, staff, "s47", facts, start=record["strategy_on"], ended=over is not None)


def in_need(table: ParsedTable, first: int, staff: Staff) -> Iterator[Row]:
    """List 6.

    Children in it as looked after, on a protection plan or under assessment have no child in need plan:
    their clocks come from lists 8, 7 and 4.
    """
    for rec, record in enumerate(table, first):
        facts = _dated(rec, record, {"plan_start": "started"})
        facts += _visit(rec, record["last_seen_on"], None)
        facts += _ended(rec, record)
        kind = "" if record["case_status"] in ("cla", "cp", "assessment") else "cin"
        over = record["plan_end"] is not None
        yield _row(rec, record, staff, kind, facts, start=record["plan_start"], ended=over)


def protection(table: ParsedTable, first: int, staff: Staff) -> Iterator[Row]:
    """List 7."""
    for rec, record in enumerate(table, first):
        facts = _dated(rec, record, {"plan_start": "started", "last_review": "review"})
        facts += _visit(rec, record["last_visit"], record["seen_alone"])
        if record["plan_end"] is not None:
            facts.append(event(rec, "ended", record["plan_end"]))
        over = record["plan_end"] is not None
        yield _row(rec, record, staff, "cp", facts, start=record["plan_start"], ended=over)


def looked_after(table: ParsedTable, first: int, staff: Staff) -> Iterator[Row]:
    """List 8: the period of care, its latest placement and the latest of each kind of event."""
    for rec, record in enumerate(table, first):
        facts = _dated(
            rec,
            record,
            {
                "plan_start": "started",
                "last_review": "review",
                "last_iro_visit": "iro_visit",
                "last_health_assessment": "health_assessment",
                "last_dental_check": "dental_check",
            },
        )
        facts += _visit(rec, record["last_visit"], None)
        facts += _placement(rec, record)
        facts += _ended(rec, record)
        over = record["plan_end"] is not None
        yield _row(rec, record, staff, "cla", facts, start=record["plan_start"], ended=over)


def _placement(rec: int, record: Record) -> Iterator[Fact]:
    starts, legal = record["placement_start"], record["legal_status"]
    if starts is None and not record["placement_code"] and not legal:
        return
    order = record["legal_status_from"] if legal in CARE_ORDERS else None
    yield rec, "placement", (starts, record["placement_code"], legal, order, record["plan_end"])


def leaving_care(table: ParsedTable, first: int, staff: Staff) -> Iterator[Row]:
    """List 9. It has no start date, and in its older form no dates at all."""
    for rec, record in enumerate(table, first):
        facts = _dated(rec, record, {"last_contact": "contact", "last_pathway_review": "pathway_review"})
        yield _row(rec, record, staff, "care_leaver", facts, start=None, ended=False)


_WHO = {
    ("person", "", "born_on"): "born_on",
    ("person", "", "disabled"): "disabled",
    ("case", "", "team"): "team",
    ("allocation", "worker", "worker"): "worker",
    ("allocation", "worker", "named"): "worker",
    ("allocation", "worker", "team"): "team",
}
_EPISODE = {
    **_WHO,
    ("event", "started", "on"): "plan_start",
    ("event", "ended", "on"): "plan_end",
    ("event", "ended", "outcome"): "end_reason",
    ("event", "visit", "on"): "last_visit",
    ("event", "visit", "alone"): "seen_alone",
    ("event", "review", "on"): "last_review",
}

ANNEX: dict[str, Layout] = {
    "annex_a_3": Layout(referrals, {**_WHO, ("event", "started", "on"): "referred_on"}),
    "annex_a_4": Layout(
        assessments,
        {
            **_WHO,
            ("event", "started", "on"): "started_on",
            ("event", "assessment_authorised", "on"): "authorised_on",
            ("event", "ended", "on"): "authorised_on",
        },
    ),
    "annex_a_5": Layout(
        enquiries,
        {
            **_WHO,
            ("event", "started", "on"): "strategy_on",
            ("event", "strategy_discussion", "on"): "strategy_on",
            ("event", "icpc", "on"): "icpc_on",
            ("event", "ended", "on"): "icpc_on",
            ("event", "ended", "outcome"): "icpc_unnecessary",
        },
    ),
    "annex_a_6": Layout(
        in_need,
        {**_EPISODE, ("event", "visit", "on"): "last_seen_on", ("case", "", "kind"): "case_status"},
    ),
    "annex_a_7": Layout(protection, _EPISODE),
    "annex_a_8": Layout(
        looked_after,
        {
            **_EPISODE,
            ("event", "iro_visit", "on"): "last_iro_visit",
            ("event", "health_assessment", "on"): "last_health_assessment",
            ("event", "dental_check", "on"): "last_dental_check",
            ("placement", "", "starts_on"): "placement_start",
            ("placement", "", "code"): "placement_code",
            ("placement", "", "legal_status"): "legal_status",
            ("placement", "", "order_on"): "legal_status_from",
            ("placement", "", "ends_on"): "plan_end",
        },
    ),
    "annex_a_9": Layout(
        leaving_care,
        {
            **_WHO,
            ("allocation", "pa", "worker"): "personal_adviser",
            ("allocation", "pa", "named"): "personal_adviser",
            ("event", "contact", "on"): "last_contact",
            ("event", "pathway_review", "on"): "last_pathway_review",
        },
    ),
}
