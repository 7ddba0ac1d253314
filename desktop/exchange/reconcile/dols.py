"""The DoLS tracker: one row is one request to authorise a deprivation of liberty."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.exchange.reconcile.facts import Fact, Layout, Row, Who, event
from desktop.exchange.reconcile.staff import Staff
from desktop.exchange.records import ParsedTable, Record

# Outcomes that end a request; a granted one goes on as an authorisation.
CLOSING = {
    "not_granted": "not granted",
    "withdrawn": "withdrawn",
    "died": "died",
    "ceased": "ceased",
}


def requests(table: ParsedTable, first: int, staff: Staff) -> Iterator[Row]:
    """The request with its urgent authorisation, assessors, forms back, sign-off and authorisation."""
    for at, record in enumerate(table):
        rec = first + at
        team = staff.team(record["bia_team"], "adults")
        facts = [
            *_request(rec, record, staff),
            *_assessors(rec, record, staff, team),
            *_forms_back(rec, record),
            *_outcome(rec, record),
        ]
        if record["comment"]:
            facts.append((rec, "note", (record["comment"], "comment", staff.file_day)))
        who = Who(record["person_id"], record["name"], "", record["born_on"])
        yield Row(rec, who, "dols", record["received_on"], False, False, "", record["ref"], facts)


def _request(rec: int, record: Record, staff: Staff) -> Iterator[Fact]:
    if record["received_on"] is not None:
        yield event(rec, "started", record["received_on"])
    home = staff.home(record["home"], record["cqc_location"])
    said = (record["form"], home, record["priority"], record["objecting"], record["urgent"])
    yield rec, "dols_request", said
    urgent = tuple(
        record[name]
        for name in (
            "urgent_from",
            "urgent_ends",
            "extension_requested_on",
            "extension_decided_on",
            "extension_days",
        )
    )
    if any(value is not None for value in urgent):
        yield rec, "urgent_authorisation", urgent


def _assessors(rec: int, record: Record, staff: Staff, team: str) -> Iterator[Fact]:
    raw = record.table.raw
    for role, field in (("bia", "bia"), ("mha", "mha")):
        own_team = team if role == "bia" else ""
        typed = raw[field][record.at] if field in raw else ""
        worker, named = staff.workers_named(record[field], typed, own_team, role)
        on = record[f"{role}_allocated_on"]
        due = record["bia_due_on"] if role == "bia" else None
        if record[field] or on is not None:
            yield rec, "allocation", (role, worker, named, own_team or None, on, due)


def _forms_back(rec: int, record: Record) -> Iterator[Fact]:
    for field, kind in (
        ("form3_on", "form3_returned"),
        ("form4_on", "form4_returned"),
        ("sent_to_signatory_on", "sent_to_signatory"),
    ):
        if record[field] is not None:
            yield event(rec, kind, record[field])


def _outcome(rec: int, record: Record) -> Iterator[Fact]:
    """Sign-off with the outcome as a word and as typed; refused, withdrawn or died also ends it."""
    signed, outcome = record["signed_off_on"], record["outcome"]
    if signed is not None:
        word = CLOSING.get(outcome, outcome)
        yield event(rec, "signed_off", signed, outcome=word, detail=record["outcome_text"])
        if outcome in CLOSING:
            yield event(rec, "ended", signed, outcome=word)
    starts, ends = record["authorisation_from"], record["authorisation_to"]
    if (outcome == "granted" and signed is not None) or starts is not None or ends is not None:
        yield rec, "authorisation", (starts, ends)


DOLS = Layout(
    requests,
    {
        ("person", "", "name"): "name",
        ("person", "", "born_on"): "born_on",
        ("case", "", "ref"): "ref",
        ("event", "started", "on"): "received_on",
        ("dols_request", "", "form"): "form",
        ("dols_request", "", "managing_authority"): "home",
        ("dols_request", "", "priority"): "priority",
        ("dols_request", "", "objecting"): "objecting",
        ("dols_request", "", "urgent"): "urgent",
        ("urgent_authorisation", "", "given_on"): "urgent_from",
        ("urgent_authorisation", "", "stated_end"): "urgent_ends",
        ("urgent_authorisation", "", "extension_requested_on"): "extension_requested_on",
        ("urgent_authorisation", "", "extension_decided_on"): "extension_decided_on",
        ("urgent_authorisation", "", "extension_days"): "extension_days",
        ("allocation", "bia", "worker"): "bia",
        ("allocation", "bia", "named"): "bia",
        ("allocation", "bia", "team"): "bia_team",
        ("allocation", "bia", "on"): "bia_allocated_on",
        ("allocation", "bia", "due_back_on"): "bia_due_on",
        ("allocation", "mha", "worker"): "mha",
        ("allocation", "mha", "named"): "mha",
        ("allocation", "mha", "on"): "mha_allocated_on",
        ("event", "form3_returned", "on"): "form3_on",
        ("event", "form4_returned", "on"): "form4_on",
        ("event", "sent_to_signatory", "on"): "sent_to_signatory_on",
        ("event", "signed_off", "on"): "signed_off_on",
        ("event", "signed_off", "outcome"): "outcome",
        ("event", "ended", "on"): "signed_off_on",
        ("event", "ended", "outcome"): "outcome",
        ("authorisation", "", "starts_on"): "authorisation_from",
        ("authorisation", "", "ends_on"): "authorisation_to",
        ("note", "", "text"): "comment",
    },
)
