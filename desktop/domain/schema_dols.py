"""Tables of the DoLS desk: the assessor register, triage, offers, decisions and what follows them."""

from __future__ import annotations

from desktop.domain.schema_fields import Table, Unique, code, day, flag, integer, ref, text

PROFESSIONS = ("amhp", "social_worker", "nurse", "occupational_therapist", "psychologist", "doctor")
LEGAL_TESTS = ("cheshire_west", "agni")  # before and from 2 June 2026, [2026] UKSC 16

DOLS: tuple[Table, ...] = (
    Table(  # one standing row for each worker who is a BIA or a mental health assessor
        "assessor",
        (
            ref("worker", required=True),
            code("profession", *PROFESSIONS, group="registration"),
            text("registration", group="registration"),
            day("registration_ends", group="registration"),
            flag("suspended", group="registration"),
            day("first_registered_on"),
            day("qualified_on"),  # best interests assessor course completed
            text("course"),
            day("refreshed_on"),  # last further training
            code("insurance", "employer", "own", group="insurance"),
            day("insured_until", group="insurance"),
            day("dbs_on", group="dbs"),
            text("dbs_kind", group="dbs"),
            day("s12_ends", group="mental_health"),  # approval under section 12 Mental Health Act 1983
            flag("three_years", group="mental_health"),  # the other route of regulation 4
            day("dols_trained_on", group="mental_health"),
            text("employer"),  # blank: this council
            text("skills"),  # words separated by commas: learning disability, brain injury, hospital
            text("languages"),
            text("areas"),  # postcode districts separated by commas
            integer("quota"),  # assessments a month; 0: not agreed
            integer("at_once"),  # most open at one time; 0: the setting for their engagement
            integer("fee_pence"),
        ),
        fact=True,
    ),
    Table(  # a team and a line manager over time
        "posting",
        (
            ref("worker", required=True),
            ref("team", group="post"),
            ref("manager", "worker", group="post"),
            day("starts_on", required=True),
            day("ends_on"),
        ),
        fact=True,
    ),
    Table(  # a standing interest of an assessor in a home or its provider (SI 2008/1858 reg 11)
        "interest",
        (
            ref("worker", required=True),
            ref("managing_authority"),
            text("provider"),
            code("kind", "financial", "relative", "employment", "other"),
            text("detail"),
            day("starts_on"),
            day("ends_on"),
        ),
        fact=True,
    ),
    Table(  # an assessment offered; accepted, it becomes an allocation
        "offer",
        (
            ref("case", required=True),
            code("role", "bia", "mha", required=True),
            ref("worker", required=True),
            day("on", required=True),
            day("due_back_on"),
            code("answer", "accepted", "declined", "withdrawn", group="answer"),
            day("answered_on", group="answer"),
            text("reason", group="answer"),
        ),
        fact=True,
        unique=(
            Unique(
                "open_offer",
                ("case", "role"),
                (("answer", ()),),
                "Somebody has been asked for this assessment already, so nothing was saved; "
                "look again, and record their answer or withdraw that offer first.",
            ),
        ),
    ),
    Table(  # the evidence of one selection (para 129): what was checked, declared, why this assessor
        "assessor_choice",
        (
            ref("case", required=True),
            code("role", "bia", "mha", required=True),
            ref("worker", required=True),
            day("on", required=True),
            text("checks"),  # JSON: rule id, result, citation, words
            text("reason"),
            integer("place"),  # place among the suggestions, 1 the first; 0: none was asked for
            flag("declared"),  # no relation, no financial interest, not involved (regs 10 to 12)
            text("declaration"),
        ),
        fact=True,
    ),
    Table(
        "triage",
        (
            ref("case", required=True),
            day("on", required=True),
            ref("worker"),
            text("tool"),  # version of the checklist
            text("criteria"),  # codes ticked, separated by commas
            code("computed", "high", "medium", "low"),
            code("level", "high", "medium", "low"),
            text("reason"),  # why the level is not the computed one
            day("rescreen_on"),
            code("legal_test", *LEGAL_TESTS),
        ),
        fact=True,
    ),
    Table(  # the managing authority asked whether a request is still appropriate (after AGNI)
        "rescreen",
        (
            ref("case", required=True),
            day("asked_on", required=True),
            day("answered_on", group="answer"),
            code("answer", "still_wanted", "withdrawn", "changed", group="answer"),
            text("informant", group="answer"),
        ),
        fact=True,
    ),
    Table(  # what a request came with (SI 2008/1858 reg 16); what is missing never stops a clock
        "request_detail",
        (
            ref("case", required=True),
            text("present"),  # codes of the facts that the form gave, separated by commas
            text("route"),
            day("authority_wanted_from"),
            text("purpose"),
        ),
        fact=True,
    ),
    Table(  # what the best interests assessment said
        "best_interests",
        (
            ref("case", required=True),
            day("on", required=True),
            ref("worker"),
            code("mode", "full", "short", "desktop", "equivalent"),
            code("legal_test", *LEGAL_TESTS),
            flag("deprived"),
            day("longest_until"),  # the maximum period as its last day
            integer("longest_months"),
            text("conditions"),
            text("rpr"),
        ),
        fact=True,
    ),
    Table(
        "decision",
        (
            ref("case", required=True),
            code("kind", "granted", "not_granted", "closed", "transferred", required=True),
            day("on", required=True),
            ref("signatory", "worker"),
            text("code"),  # of resources/dols/closing_reasons.toml
            code("assessed", "fully", "partly", "none"),
            text("receiving_council"),
            day("form_sent_on"),
        ),
        fact=True,
        unique=(
            Unique(
                "one_decision",
                ("case",),
                (),
                "Somebody has decided this request already, so nothing was saved; "
                "look again, and correct that decision if it is wrong.",
            ),
        ),
    ),
    Table(
        "representative",
        (
            ref("case", required=True),
            code("kind", "unpaid", "paid", "none"),
            text("name"),
            text("relation"),
            day("appointed_on"),
            day("ended_on"),
            text("reason"),
        ),
        fact=True,
    ),
    Table(
        "advocate",
        (
            ref("case", required=True),
            code("kind", "39A", "39C", "39D", required=True),
            text("provider"),
            text("name"),
            day("instructed_on"),
            day("ended_on"),
        ),
        fact=True,
    ),
    Table(
        "condition",
        (
            ref("case", required=True),
            text("text", required=True),
            day("due_on"),
            day("followed_up_on"),
            flag("met"),
        ),
        fact=True,
    ),
    Table(
        "copy_sent",
        (
            ref("case", required=True),
            code("to", "person", "rpr", "managing_authority", "imca", "consulted", required=True),
            day("on", required=True),
        ),
        fact=True,
    ),
    Table(
        "payment",
        (
            ref("case", required=True),
            ref("worker", required=True),
            code("role", "bia", "mha"),
            integer("fee_pence"),
            text("invoice"),
            day("invoiced_on"),
            day("paid_on"),
        ),
        fact=True,
    ),
    Table(  # an application to the Court of Protection under section 21A
        "court_challenge",
        (ref("case", required=True), day("on", required=True), day("ended_on"), text("outcome")),
        fact=True,
    ),
    Table(  # Part 8 review, Form 10
        "authorisation_review",
        (
            ref("case", required=True),
            day("requested_on", required=True),
            code("requested_by", "person", "rpr", "managing_authority", "supervisory_body"),
            day("decided_on"),
            text("outcome"),
        ),
        fact=True,
    ),
    Table(  # a call to the home: is the person still there, and do they still need it?
        "home_check",
        (
            ref("case", required=True),
            day("on", required=True),
            code("answer", "there", "died", "moved", "withdrawn", required=True),
            text("informant"),
        ),
        fact=True,
    ),
)
