"""The kinds of case and of event: the words that tables, timescales and screens share.

The casebook holds a kind as its place in these lists, so a new word goes at the end.
"""

from __future__ import annotations

CASE_KINDS = (
    "dols",
    "cp",
    "cla",
    "cin",
    "care_leaver",
    "assessment",
    "s47",
    "referral",
    "private_fostering",
)
EVENT_KINDS = (
    "started",  # request received, plan start, became looked after, assessment start
    "ended",  # plan end, ceased to be looked after, case closed
    "visit",  # seen=1 satisfies a clock; seen=0 is an attempt, with the reason in `outcome`
    "virtual_contact",
    "supervision",
    "review",  # CLA review, review conference, CiN review
    "icpc",
    "core_group",
    "strategy_discussion",
    "assessment_authorised",
    "referral_decision",
    "health_assessment",
    "dental_check",
    "sdq",
    "pep",
    "care_plan",
    "iro_visit",
    "needs_assessment",
    "pathway_review",
    "contact",  # face-to-face contact by the personal adviser
    "accommodation_started",  # accommodation provided by the authority (SI 2010/2571 reg 8)
    "return_interview",
    "found",  # returned from a missing episode
    "form3_returned",  # best interests assessment back
    "form4_returned",  # mental health assessment back
    "sent_to_signatory",
    "signed_off",
    "unauthorised_check_done",  # para 69 assessment for a third-party request
    "authorisation_copy_sent",
    "assessor_visited",  # the assessor in `outcome` (bia, mha) saw the person
    "report_queried",  # sent back to the assessor in `outcome` (bia, mha)
    "screened",
)
