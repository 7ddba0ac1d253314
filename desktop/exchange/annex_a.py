"""Annex A of Ofsted's inspection guidance: lists 3 to 9 of the workbook that every council makes.

Headers as in the 2024 sample and in the older one (list 9 gained four columns). Lists 1, 2, 10 and
11 hold no clock that a social-care team counts; they are left out, and that is said.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache

from desktop.exchange.headers import Layout
from desktop.exchange.text import key, words
from desktop.paths import resource

_CHILD = {
    "child_id": ("Child Unique ID", "Child ID", "Unique child ID"),
    "gender": ("Gender", "Sex"),
    "born_on": ("Date of Birth", "DOB"),
    "disabled": ("Does the Child have a Disability", "Disability"),
    "team": ("Allocated Team",),
    "worker": ("Allocated Worker",),
}
_UASC = (
    "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)",
    "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)",
    "UASC",
)


def _list(
    number: int, must: tuple[str, ...], signs: tuple[str, ...] = (), **headers: tuple[str, ...]
) -> Layout:
    return Layout(f"annex_a_{number}", {**_CHILD, **headers}, ("child_id", *must), signs)


ANNEX_A: tuple[Layout, ...] = (
    _list(
        3,
        ("referred_on",),
        referred_on=("Date of Referral",),
        source=("Referral Source",),
        no_further_action=("Referral NFA?",),
        referrals_12m=("Number of Referrals in Last 12 Months",),
    ),
    _list(
        4,
        ("started_on",),
        started_on=("Continuous Assessment Start Date",),
        seen=("Child Seen During Continuous Assessment",),
        authorised_on=("Continuous Assessment Date of Authorisation",),
        support_required=("Was the child assessed as requiring LA children's social care support?",),
    ),
    _list(
        5,
        ("strategy_on",),
        strategy_on=("Strategy discussion initiating Section 47 Enquiry Start Date",),
        icpc_unnecessary=("Was an Initial Child Protection Conference deemed unnecessary?",),
        icpc_on=("Date of Initial Child Protection Conference",),
        icpc_led_to_plan=("Did the Initial Child Protection Conference Result in a Child Protection Plan",),
        s47_12m=("Number of Section 47 Enquiries in the last 12 months",),
        icpc_12m=("Number of ICPCs in the last 12 months",),
    ),
    _list(
        6,
        ("plan_start",),
        plan_start=("CIN Start Date", "Child in Need Start Date"),
        need=("Primary Need Code",),
        last_seen_on=("Date Child Was Last Seen",),
        plan_end=("CIN Closure Date",),
        end_reason=("Reason for Closure",),
        case_status=("Case Status",),
    ),
    _list(
        7,
        ("plan_start",),
        plan_start=("Child Protection Plan Start Date",),
        category_initial=("Initial Category of Abuse",),
        category_latest=("Latest Category of Abuse",),
        last_visit=("Date of the Last Statutory Visit",),
        seen_alone=("Was the Child Seen Alone?",),
        last_review=("Date of latest review conference",),
        plan_end=("Child Protection Plan End Date",),
        emergency_protection=(
            "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
        ),
        previous_plans=("Number of Previous Child Protection Plans",),
    ),
    _list(
        8,
        ("plan_start",),
        uasc=_UASC,
        plan_start=("Date Started to be Looked After",),
        need=("Child's Category of Need",),
        second_period=(
            "Is this a second or subsequent period of being a Looked After Child within the "
            "last 12 months (Y/N)",
        ),
        legal_status_from=("Start date of current legal status",),
        legal_status=("Child's Legal Status",),
        last_review=("Date of Latest Statutory Review",),
        last_visit=("Date of Last Social Work Visit",),
        permanence_plan=("What is the permanence plan for this child?",),
        last_iro_visit=("Date of Last IRO Visit / Contact to the Child",),
        last_health_assessment=("Date of Last Health Assessment",),
        last_dental_check=("Date of Last Dental Check",),
        placements_12m=("Number of Placements in the Last 12 months",),
        plan_end=("Date Ceased to be Looked After",),
        end_reason=("Reason Ceased to be Looked After",),
        placement_start=("Start Date of Most Recent Placement",),
        placement_text=("Placement Type",),
        provider=("Placement Provider",),
        postcode=("Placement postcode",),
        missing_12m=(
            "Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months",
        ),
        absent_12m=(
            "Number of Episodes the Child has been 'Absent' from their Placement in the last 12 months",
        ),
        return_offered=("Was the child offered a Return Interview after their last missing episode (Y/N)?",),
        return_accepted=("Did the child accept a Return Interview after their last missing episode (Y/N)?",),
    ),
    _list(
        9,
        ("eligibility",),
        uasc=_UASC,
        personal_adviser=("Allocated Personal Advisor", "Allocated Personal Adviser"),
        eligibility=("Eligibility Category",),
        last_pathway_review=("Latest Pathway Plan Review Date",),
        in_touch=("LA in Touch",),
        last_contact=("Latest Date of Contact",),
        accommodation=("Type of Accommodation",),
        suitability=("Suitability of Accommodation",),
        activity=("Activity Status",),
    ),
)

# Headers by which the lists that are not used are known, and named, rather than called unreadable.
UNUSED: dict[str, frozenset[str]] = {
    "1": frozenset({key("Date of Contact"), key("Contact Source")}),
    "2": frozenset({key("Assessment start date"), key("Organisation completing assessment")}),
    "10": frozenset({key("Child Unique ID"), key("Date of Placement Order")}),
    "11": frozenset({key("Individual adopter identifier"), key("Date enquiry received")}),
}
AGE = frozenset({key("Age"), key("Age of Child (Years)")})
# Columns of Annex A that are known and hold nothing a clock or a list needs.
IGNORED = AGE | {
    key(name) for name in ("Ethnicity", "URN of Placement", "Placement Location", "LA of Placement")
}
_LEGAL = re.compile(r"\b(C[12]|D1|E1|J[123]|L[123]|V[1234])\b", re.IGNORECASE)
_PLACEMENT = re.compile(r"\b(A[3-6]|H5|K[12]|P[123]|R[1235]|S1|T[0-4]|U[1-6]|Z1)(?:IN|OUT)?\b", re.IGNORECASE)
_MARK = re.compile(r"^\s*(?:[a-z]\)|CLA\b)", re.IGNORECASE)


@lru_cache(maxsize=1)
def variants() -> dict[str, dict[str, str]]:
    """Field -> spelling (as `key` writes it) -> standard word, from many councils' Annex A returns.

    The words are "1", "0" and "" (not known) for flags, the field's codes for the rest, and the
    SSDA903 codes for legal status and placement.
    """
    known: dict[str, dict[str, str]] = {}
    with resource("annex_a", "value_variants.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            known.setdefault(row["field"], {})[row["spelling"]] = row["word"]
    return known


def standard(field: str, raw: object) -> str | None:
    """The standard word for a council's spelling of a coded value; None when it is not known."""
    return variants().get(field, {}).get(key(words(raw)))


def legal_status(raw: object) -> str:
    """The SSDA903 code of a legal status (C2, E1, V2 ...), or "" when the words carry none."""
    return _code_in("legal_status", _LEGAL, words(raw))


def placement_code(raw: object) -> str:
    """The SSDA903 code of a placement (U4, P1, H5 ...), or "" when the words carry none."""
    return _code_in("placement_code", _PLACEMENT, words(raw))


def _code_in(field: str, code: re.Pattern[str], text: str) -> str:
    if found := code.search(text):
        return found[1].upper()
    return variants()[field].get(key(_MARK.sub(" ", text)), "")
