"""The tables that everything stands on: people, cases, what happened, who holds what, imports."""

from __future__ import annotations

from desktop.domain.kinds import CASE_KINDS, EVENT_KINDS
from desktop.domain.schema_fields import Table, Unique, code, day, flag, integer, ref, text

CORE: tuple[Table, ...] = (
    Table(
        "team",
        (
            text("name", required=True),
            text("name_key", required=True),
            ref("parent", "team"),
            ref("manager", "worker"),
            code("service", "children", "adults"),
        ),
    ),
    Table(
        "worker",
        (
            text("name", required=True),
            text("name_key", required=True),
            text("staff_ref"),
            ref("team"),
            flag("is_bia"),
            flag("is_mha"),
            code("engagement", "in_house_team", "in_house_rota", "independent", "agency"),
            day("left_on"),
            integer("fte_pct"),  # hours as a share of a whole post, 100 for full time
            integer("ceiling"),  # points that this worker's load should not pass; 0: the council's own
        ),
    ),
    Table(
        "person",
        (
            text("ref", required=True),  # the person's id in the council's case system
            text("name", group="name"),
            text("initials", group="name"),
            text("name_key", group="name"),
            day("born_on", group="birth"),
            day("expected_on", group="birth"),
            day("died_on"),
            text("nhs_number"),
            text("family"),
            flag("disabled"),
            flag("restricted"),
        ),
    ),
    Table(
        "person_match",
        (
            ref("person", required=True),
            ref("other", "person", required=True),
            code("status", "possible", "same", "different"),
            text("reason"),
            text("moved"),  # ids of the cases that "same" moved from `other` to `person`, to split again
        ),
    ),
    Table(
        "managing_authority",
        (
            text("name", required=True),
            text("name_key", required=True),
            text("cqc_location"),
            code("setting", "care_home", "nursing_home", "hospital", "other"),
            flag("run_by_council"),
            text("postcode"),
            text("provider"),  # the company or trust that runs it, for standing interests
            text("phone"),
            text("email"),
        ),
    ),
    Table(
        "case",
        (
            ref("person", required=True),
            code("kind", *CASE_KINDS, required=True),
            ref("team"),
            text("ref"),  # the request's or plan's own reference, D26000
            flag("other_la"),  # plan held for another authority: not in the cohort
        ),
    ),
    Table(
        "event",
        (
            ref("case", required=True),
            code("kind", *EVENT_KINDS, required=True),
            day("on", required=True, group="held"),
            ref("worker", group="held"),
            flag("seen", group="held"),
            flag("alone", group="held"),
            text("outcome", group="held"),
            text("joint"),  # one id for all rows of a joint visit or a supervision session
            text("detail"),
        ),
        fact=True,
    ),
    Table(
        "allocation",
        (
            ref("case", required=True),
            code("role", "worker", "bia", "mha", "pa", "iro", "secondary", required=True, group="who"),
            ref("worker", group="who"),  # absent: unresolved, see `named`
            text("named", group="who"),  # as typed, when it names two people or nobody we know
            ref("team", group="who"),  # the assessor's own team at the time
            day("on", group="who"),
            day("due_back_on"),
            day("ended_on"),
            text("reason"),
            text("reason_code"),  # why a social worker changed, by the national code list
        ),
        fact=True,
        unique=(
            Unique(
                "open_assessor",
                ("case", "role"),
                (("role", ("bia", "mha")), ("ended_on", ())),
                "Somebody has been given this assessment already, so it was not given to another and nothing "
                "was saved; look again, and reallocate it or end that allocation first.",
            ),
        ),
    ),
    Table(
        "dols_request",
        (
            ref("case", required=True),
            code("form", "form1", "form2", "third_party", "court"),
            ref("managing_authority"),
            code("priority", "high", "medium", "low", group="triage"),
            flag("objecting", group="triage"),
            flag("urgent"),  # what the request said; the dates are in urgent_authorisation
            flag("still_there"),  # 0: confirmed no longer at the home
            text("received_at"),  # time of day, ``23:50``, where it is known; the day alone is counted
        ),
        fact=True,
    ),
    Table(
        "urgent_authorisation",
        (
            ref("case", required=True),
            day("given_on", group="period"),
            day("stated_end", group="period"),
            day("extension_requested_on", group="extension"),
            day("extension_decided_on", group="extension"),
            integer("extension_days", group="extension"),
            day("ended_on"),
            flag("confirmed"),  # a person has confirmed an end that the form alone does not support
        ),
        fact=True,
    ),
    Table(
        "authorisation",
        (
            ref("case", required=True),
            day("starts_on", group="period"),
            day("ends_on", group="period"),
            day("ended_on", group="end"),
            text("end_reason", group="end"),
            day("form9_sent_on"),  # the notice that it has ceased
            text("conditions"),
        ),
        fact=True,
    ),
    Table(
        "suspension",
        (
            ref("case", required=True),
            day("notice_on", required=True),
            text("reason"),
            day("resumed_on"),
        ),
        fact=True,
    ),
    Table(
        "equivalent_assessment",
        (
            ref("case", required=True),
            text("assessment"),  # age, mental_health, capacity, best_interests, no_refusals, eligibility
            day("carried_out_on", required=True),
        ),
        fact=True,
    ),
    Table(
        "placement",
        (
            ref("case", required=True),
            day("starts_on", group="period"),
            day("ends_on", group="period"),
            text("code"),  # SSDA903 placement code: U1, U4, P1 ...
            text("legal_status"),  # C1, C2, V2 ...
            flag("to_18"),  # intended to last until the child is 18
            code("basis", "reg19", "reg24", "ico_home", "co_home", "short_break"),
            day("order_on"),  # date of the care order, for a child living with a parent
        ),
        fact=True,
    ),
    Table(
        "agreed_frequency",
        (
            ref("case", required=True),
            code("interval", "6w", "3m", "6m", group="terms"),
            day("effective_from", group="terms"),
            day("agreed_on", group="terms"),
            text("agreed_by", group="terms"),
            text("panel_ref"),
            flag("child_agrees", group="terms"),
            flag("carer_agrees", group="terms"),
            flag("worker_agrees", group="terms"),
            flag("iro_agrees", group="terms"),
            day("panel_on", group="panel"),
            code("panel_decision", "agreed", "refused", "deferred", group="panel"),
            day("review_by"),
            day("ended_on", group="end"),
            text("ended_reason", group="end"),
        ),
        fact=True,
    ),
    Table(
        "planned",
        (
            ref("case", required=True),
            code("kind", "visit", "supervision", "review"),
            day("on", required=True),
            ref("worker"),
            text("reason"),
        ),
        fact=True,
    ),
    Table(
        "note",
        (
            ref("case", required=True),
            code("kind", "note", "chase", "comment"),
            day("on"),
            day("chase_next_on"),
            text("text", required=True),
        ),
        fact=True,
    ),
    Table(
        "absence",
        (
            ref("worker", required=True),
            day("starts_on", required=True),
            day("ends_on"),
            text("reason"),
            ref("cover", "worker"),
        ),
        fact=True,
    ),
    Table(
        "timescale_override",
        (
            text("rule", required=True),
            text("field", required=True),
            text("value", required=True),
            day("valid_from"),
            day("valid_to"),
            text("reason"),
        ),
        fact=True,
    ),
    Table(
        "setting",
        (text("key", required=True), text("value")),
        fact=True,
    ),
    Table(
        "closure_day",
        (day("on", required=True), text("name"), code("kind", "closure", "bank_holiday")),
        fact=True,
    ),
    Table(
        "import_batch",
        (
            text("file", required=True),
            text("sha256", required=True),
            text("layout", required=True),
            day("as_at"),
            text("counts"),  # JSON: new, changed, same, rejected, gone
            code("state", "applied", "undone"),
        ),
    ),
    Table(
        "import_issue",
        (
            ref("batch", "import_batch", required=True),
            code("level", "rejected", "exception", "conflict", "changed", "possible_match", "gone"),
            text("sheet"),
            integer("row"),
            text("column"),
            text("value"),
            text("reason", required=True),
            ref("case"),
            ref("person"),
            code("state", "open", "confirmed", "dismissed"),
            text("proposal"),  # JSON patch that a person's yes would commit
        ),
    ),
)
