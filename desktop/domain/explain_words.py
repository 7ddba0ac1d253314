"""Plain words for the events, starts and states that an explanation names."""

from __future__ import annotations

from desktop.domain.timescales import Timescale

STARTED = {
    "dols": "the request was received",
    "cp": "the child protection plan started",
    "cla": "the child became looked after",
    "cin": "the child in need plan started",
    "care_leaver": "the young person became a care leaver",
    "assessment": "the assessment started",
    "s47": "the section 47 enquiry started",
    "referral": "the referral was received",
    "private_fostering": "the authority became aware of the arrangement",
}

EVENTS = {
    "ended": "the case ended",
    "visit": "a visit",
    "virtual_contact": "a virtual contact",
    "supervision": "a supervision of this case",
    "review": "a review",
    "icpc": "the initial child protection conference",
    "core_group": "a core group",
    "strategy_discussion": "the strategy discussion",
    "assessment_authorised": "the authorised assessment",
    "referral_decision": "the decision on the referral",
    "health_assessment": "a health assessment",
    "dental_check": "a dental check",
    "sdq": "a strengths and difficulties questionnaire",
    "pep": "a personal education plan",
    "care_plan": "the care plan",
    "iro_visit": "a visit by the reviewing officer",
    "needs_assessment": "the needs assessment",
    "pathway_review": "a pathway plan review",
    "contact": "a face-to-face contact",
    "accommodation_started": "accommodation provided by the authority",
    "return_interview": "a return interview",
    "found": "the child's return",
    "form3_returned": "Form 3, the best interests assessment",
    "form4_returned": "Form 4, the mental health assessment",
    "sent_to_signatory": "the papers going to the signatory",
    "signed_off": "the signature",
    "unauthorised_check_done": "the assessor's check",
    "authorisation_copy_sent": "the copy of the authorisation",
    "allocation": "the allocation",
    "placement": "the placement's start",
    "first placement": "the first placement's start",
    "care order": "the care order",
    "eligible": "the day the child became eligible",
    "received": "the day the request was received",
    "authorisation start": "the start of the authorisation",
    "authorisation end": "the end of the authorisation",
    "assessment carried out": "the day the earlier assessment was carried out",
    "urgent authorisation given": "the day the urgent authorisation was given",
}

BASIS = {
    "statutory": "required by law",
    "guidance": "required by guidance",
    "local": "the council's own standard",
}

NOT_AN_EVENT = {
    "dols_suspension_28d": "notice that the person is eligible again, or a record that it has ceased",
    "dols_expiry": "a further authorisation, or a record that this one has ended",
    "dols_equivalent_12m": "the assessments being completed before then",
    "dols_renewal_56d": "a further request for the same person and place",
    "dols_renewal_28d": "a further request for the same person and place",
    "dols_renewal_20d": "a further request for the same person and place",
    "dols_renewal_7d": "the assessments of the further request",
    "dols_decision": "the signature (granted or not granted), or the request being closed",
}


def satisfied_by(rule: Timescale) -> str:
    """What would satisfy a rule, as the object of a sentence."""
    if rule.id in NOT_AN_EVENT:
        return NOT_AN_EVENT[rule.id]
    joint = " and " if rule.group == "dols" else " or "
    seen = " at which the person is seen" if rule.seen_required else ""
    return joint.join(f"{EVENTS.get(kind, kind)}{seen}" for kind in rule.satisfied_by) or "nothing further"


def start_of(rule: Timescale, case_kind: str, event: str) -> str:
    """What a clock was counted from: ``when the plan started``, ``a visit at which ...``."""
    kind = event or rule.start_event
    if kind == "started":
        return "the day " + STARTED.get(case_kind, "the case started")
    if kind in rule.satisfied_by and rule.seen_required and kind == "visit":
        return "the last visit at which the person was seen"
    if kind in rule.satisfied_by:
        return EVENTS.get(kind, kind).replace("a ", "the last ", 1)
    return EVENTS.get(kind, f"the {kind}")


def any_start(rule: Timescale) -> str:
    """Everything that the rule may be counted from, where no case says which."""
    case_kind = rule.plan_kinds[0] if rule.plan_kinds else ""
    words = [start_of(rule, case_kind, "")]
    if rule.recurring:
        words += [start_of(rule, case_kind, kind) for kind in rule.satisfied_by]
    return ", or ".join(dict.fromkeys(words))


def day_noun(rule: Timescale, number: int) -> str:
    """``10 working days`` or ``1 day``, in the unit that a rule's elapsed days are counted in."""
    noun = "working day" if rule.in_working_days else "day"
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
