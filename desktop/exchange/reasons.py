"""Why a row was rejected or flagged, each reason once, in plain English."""

from __future__ import annotations

REASONS: dict[str, str] = {
    # a cell that cannot be read
    "no_id": "there is no {what} in this row, so nobody can say whose it is",
    "bad_id": "this cannot be read as a {what}: type it as plain text",
    "unreadable_date": "this is not a date; type it day first, for example 24/10/2026",
    "us_date": "the month is 13 or more: dates are read day first and never in American order",
    "no_such_day": "there is no such day in the calendar",
    "several_dates": "this cell holds more than one date; leave the one that counts",
    "placeholder_date": "a placeholder and not a real date (before 1920 or after 2100); read as blank",
    "unknown_date": "the sheet says that this date is not known; read as blank",
    "unknown_words": "these words are not known in this column; kept as typed, and they count for nothing",
    "not_a_number": "this is not a whole number; left out",
    "no_key_date": "there is no {what}, and without it this row says nothing",
    # names
    "two_people": "this cell names more than one person; both are kept and neither is chosen",
    # people
    "born_in_future": "the date of birth lies in the future",
    "under_18": "the person is under 18, and a DoLS request is for an adult",
    "over_110": "the date of birth makes the person older than 110",
    "over_18_in_care": "the young person is 18 or over, and a child stops being looked after at 18",
    "over_25": "the person is over 25, which is past every duty to children and care leavers",
    "before_birth": "this date lies before the date of birth",
    # order of events
    "in_future": "this date lies after the day of the file; kept, and it counts from its own day",
    "no_received": "no date received: the clock cannot be calculated until it is known",
    "no_start": "no start date: the clocks cannot be calculated until it is known",
    "urgent_over_7": "an urgent authorisation lasts at most 7 days and no extension is recorded here; both "
    "dates are kept and the clock counts to day 7 until someone confirms",
    "urgent_over_14": "an urgent authorisation with its extension lasts at most 14 days; both dates are kept",
    "urgent_backwards": "the urgent authorisation ends before it starts",
    "urgent_no_dates": "marked urgent, but without the date it was given or the date it ends",
    "urgent_not_said": "has urgent dates, but is not marked urgent",
    "urgent_after_end": "the request came after the urgent authorisation had ended",
    "returned_before_allocated": "returned before the date it was allocated",
    "before_received": "this date lies before the date the request was received",
    "due_before_allocated": "due back before it was allocated",
    "one_for_both": "one person is named for both assessments, which one person may not do (MCA 2005 "
    "Schedule A1 paragraph 129(5)); both are kept, and no authorisation can be signed on them",
    "nobody_allocated": "there is a date of allocation but no name",
    "signed_before_returned": "signed off before the best interests assessment came back",
    "signed_no_outcome": "signed off, but no outcome is recorded",
    "outcome_not_signed": "an outcome is recorded, but no date of signing off",
    "authorisation_backwards": "the authorisation ends before it starts",
    "alone_not_seen": "said to be seen alone, but not seen; it does not count as a visit",
    "seen_no_date": "said to be seen, but there is no date of a visit",
    "before_start": "this date lies before the start of the plan",
    "after_end": "this date lies after the end of the plan",
    "end_before_start": "the plan ends before it starts",
    "agreed_not_cla": "an agreed interval is for looked-after children only; it moves no clock here",
    "agreed_first_year": "in the first year of a placement visits are at most 6 weeks apart (SI 2010/959 reg "
    "28(2)); the agreement is kept and six weeks apply",
    "authorised_before_start": "authorised before the assessment started",
    "icpc_before_strategy": "the conference lies before the strategy discussion",
    "placement_before_care": "the placement starts before the child became looked after",
}


def reason(code: str, what: str = "") -> str:
    """The sentence for a reason.

    Raises:
        KeyError: when there is no such reason.
    """
    return REASONS[code].format(what=what or "value")
