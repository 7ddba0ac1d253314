"""The renewal pipeline: every authorisation with the days before its end on which something is wanted.

Remind the home, expect Form 2, last safe receipt (21 days from it still end on the last day), assessments
back, the end. Each day is counted back by a rule that the council can change. What was granted without an
end stands here as *expiry not known*, and what ended while nobody said that the person left stays too.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from desktop.domain.days import NO_DAY
from desktop.domain.dols import RENEWAL, renewal_days
from desktop.domain.lists import follow_up
from desktop.domain.lists.clockmap import running_of
from desktop.domain.lists.columns import (
    DUE_SOON,
    DUE_TODAY,
    IN_TIME,
    NONE,
    OVERDUE,
    UNKNOWN,
    Bools,
    Cells,
    Column,
    Ints,
    day_cells,
    order_packed,
    pack,
)
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.facts import taken
from desktop.domain.lists.listdata import Base, Chip
from desktop.domain.lists.renewal_words import (
    ASSESS,
    ENDED,
    EXPECTED,
    LATE_FORM,
    NOT_YET,
    REMIND,
    REMINDED,
    RENEWED,
    TOO_LATE,
    UNSETTLED,
    WITHOUT_END,
    Words,
)
from desktop.domain.lists.rows import Rows, fact_day_cells, name_cells, note_cells, who_cells
from desktop.domain.lists.selection import Selection
from desktop.domain.lists.still_there import confirmed_on, last_check, place_of, settled
from desktop.errors import KnownError

SOON_DAYS = 7  # a step that falls due within a week is amber

COLUMNS = (
    Column("why", "Next step", width=30, under="state"),
    Column("name", "Name", width=19, names=True, under="ref"),
    Column("home", "Home or ward", width=20, under="place"),
    Column("ends", "Ends", "day", 11, under="left"),
    Column("remind", "Remind", "day", 13, under="reminded"),
    Column("form", "Form expected", "day", 16, under="request"),
    Column("safe", "Last safe receipt", "day", 13),
    Column("back", "Assessments back", "day", 13, under="with"),
    Column("there", "Still there", "day", 12, under="informant"),
    Column("last_chase", "Last chase", width=24, under="next_chase"),
    Column("state", "State", "rag", 16, shown=False),
    Column("left", "Days left", "int", 9, shown=False),
    Column("place", "Kind of place", width=12, shown=False),
    Column("reminded", "Reminded", width=12, shown=False),
    Column("request", "Renewal request", width=20, shown=False),
    Column("with", "Who has the renewal", width=20, shown=False),
    Column("informant", "Who said so", width=18, shown=False),
    Column("next_chase", "Next chase", "day", 11, shown=False),
    Column("starts", "Started", "day", 11, shown=False),
    Column("ref", "Ref", width=9, shown=False),
    Column("person", "Person ID", width=10, shown=False),
    Column("initials", "Initials", width=8, names=True, shown=False),
)
_HEADINGS = ("To do now", "To come", "Renewed", "Ended, not settled", "Expiry not known")
_NEWEST_FIRST = 3  # what ended last is most likely still to be put right
_FAR = 200_000
_GROUP = {
    TOO_LATE: 0,
    ASSESS: 0,
    LATE_FORM: 0,
    REMIND: 0,
    REMINDED: 1,
    EXPECTED: 1,
    NOT_YET: 1,
    RENEWED: 2,
    UNSETTLED: 3,
    ENDED: 3,
    WITHOUT_END: 4,
}


@dataclass
class Renewals:
    """One row per authorisation; days are `NO_DAY` where there are none.

    Attributes:
        case: the case whose authorisation it is; `starts`, `ends` its period.
        place: managing authority row, -1 unknown.
        days: one row per rule of `dols.RENEWAL`: the day counted back from the end.
        further: the case of the request that is to follow it, -1 none; `further_received` its day.
        renewed_until: the last day of an authorisation that follows it.
        reminded_on: the last chase on or after the day of the reminder.
        checked: home_check row in which somebody last said that the person is there, -1 none.
        step: one of the stages in `renewal_words`.
        step_on: the day that the step is judged by.
    """

    case: Ints
    starts: Ints
    ends: Ints
    place: Ints
    days: Ints
    further: Ints
    further_received: Ints
    further_back: Bools
    renewed_until: Ints
    reminded_on: Ints
    checked: Ints
    suspended: Bools
    step: Ints
    step_on: Ints

    def pick(self, at: Ints) -> Renewals:
        """The same for some rows, in another order."""
        parts: dict[str, Any] = {one.name: getattr(self, one.name)[..., at] for one in fields(self)}
        return Renewals(**parts)


def base(desk: Desk, selection: Selection) -> Base:
    """The pipeline: what is to be done now, what is to come, each by its end; then the rest.

    Raises:
        KnownError: for an order other than the list's own.
    """
    if selection.order:
        raise KnownError("Renewals have one order only.")
    found = renewals(desk)
    group = np.array([_GROUP[step] for step in range(len(_GROUP))], np.int8)[found.step]
    first = np.where(group == _NEWEST_FIRST, _FAR - found.ends, found.ends)
    order = order_packed(pack((group, 3), (first, 18)))
    found, group = found.pick(order), group[order]
    rows, rag = Rows(desk, found.case), _rag(desk, found)
    return Base(
        rows=rows,
        clock=_clock(desk, found),
        rag=rag,
        ids=found.case.astype(np.int64) * 1024,
        columns=COLUMNS,
        cells=_cells(desk, found, rows, rag),
        chips=(*_chips(found), *follow_up.chips(desk, found.case)),
        search=((desk.words("managing_authority"), found.place),),
        group=group,
        headings=_HEADINGS,
    )


def renewals(desk: Desk) -> Renewals:
    """Every authorisation that somebody may have to renew, in no order; kept until the data change."""
    found: Renewals = desk.memo("renewals", lambda: _renewals(desk))
    return found


def _renewals(desk: Desk) -> Renewals:
    flags, as_at = desk.flags, desk.as_at
    known_end = flags.authorisation_end != NO_DAY
    gone = settled(desk, flags.case, flags.authorisation_end)
    over = known_end & (flags.authorisation_end < as_at) & ~gone
    to_come = ~flags.open & (flags.authorisation_start > as_at)
    held = (flags.in_force | flags.suspended | to_come) & known_end | flags.end_unknown & ~flags.open | over
    at = np.flatnonzero(held & desk.is_open[flags.case])
    case, ends = flags.case[at], flags.authorisation_end[at]
    further = _further(desk, at)
    there = np.append(np.arange(len(flags)), -1)[further]
    found = Renewals(
        case=case,
        starts=flags.authorisation_start[at],
        ends=ends,
        place=place_of(desk)[case],
        days=_days(desk, ends),
        further=np.where(there >= 0, flags.case[there], -1),
        further_received=taken(flags.received, there),
        further_back=np.append(flags.back_unsigned, False)[there],
        renewed_until=taken(flags.authorisation_end, there),
        reminded_on=np.full(len(at), NO_DAY, np.int32),
        checked=last_check(desk)[case],
        suspended=flags.suspended[at],
        step=np.zeros(len(at), np.int8),
        step_on=np.full(len(at), NO_DAY, np.int32),
    )
    chased = taken(desk.book.note.on, desk.fact("chase")[case])
    found.reminded_on = np.where((chased != NO_DAY) & (chased >= found.days[0]), chased, NO_DAY)
    _put_steps(desk, found)
    return found


def _days(desk: Desk, ends: Ints) -> Ints:
    """Per rule of `dols.RENEWAL` (down) and authorisation (across), the day counted back from its end."""
    days = renewal_days(0, desk.rules)
    made = [np.where(ends == NO_DAY, NO_DAY, ends + days[rule]) if rule in days else ends for rule in RENEWAL]
    return np.array(made, np.int32).reshape(len(RENEWAL), len(ends))


def _further(desk: Desk, at: Ints) -> Ints:
    """For these flags, the flag of the person's next request received after the authorisation began."""
    flags, person = desk.flags, desk.book.case.person[desk.flags.case].astype(np.int64)
    key = (person << 32) + np.maximum(flags.received, 0)
    order = np.argsort(key, kind="stable")
    wanted = (person[at] << 32) + np.maximum(flags.authorisation_start[at], 0) + 1
    place = np.minimum(np.searchsorted(key[order], wanted), max(len(order) - 1, 0))
    candidate = order[place] if len(order) else np.zeros(0, np.int64)
    fits = (person[candidate] == person[at]) & (key[candidate] >= wanted) & (candidate != at)
    fits &= (flags.authorisation_start[at] != NO_DAY) & (flags.received[candidate] != NO_DAY)
    fits &= _still_counts(desk, candidate)
    found: Ints = np.where(fits, candidate, -1)
    return found


def _still_counts(desk: Desk, at: Ints) -> Bools:
    """Which requests are open or led to an authorisation: one that was withdrawn follows nothing."""
    flags = desk.flags
    counts: Bools = flags.open[at] | (flags.authorisation_start[at] != NO_DAY)
    return counts


def _put_steps(desk: Desk, found: Renewals) -> None:
    """What is the next thing to do for each, and by which day it is wanted."""
    as_at = desk.as_at
    remind, form, safe, back = found.days
    come, over = found.further >= 0, (found.ends != NO_DAY) & (found.ends < as_at)
    renewed = come & (found.renewed_until != NO_DAY) & (found.renewed_until > found.ends)
    stages = (
        (found.ends == NO_DAY, WITHOUT_END, found.ends),
        (renewed, RENEWED, found.ends),
        (over & come, UNSETTLED, found.ends),
        (over, ENDED, found.ends),
        (come & (as_at >= back), ASSESS, back),
        (come, EXPECTED, back),
        (as_at > safe, TOO_LATE, safe),
        (as_at > form, LATE_FORM, form),
        (found.reminded_on != NO_DAY, REMINDED, form),
        (as_at >= remind, REMIND, remind),
    )
    conditions = [one[0] for one in stages]
    found.step = np.select(conditions, [one[1] for one in stages], NOT_YET).astype(np.int8)
    found.step_on = np.select(conditions, [one[2] for one in stages], remind).astype(np.int32)


def _rag(desk: Desk, found: Renewals) -> Ints:
    left = found.step_on.astype(np.int64) - desk.as_at
    return np.select(
        [found.step == WITHOUT_END, found.step == RENEWED, left < 0, left == 0, left <= SOON_DAYS],
        [UNKNOWN, NONE, OVERDUE, DUE_TODAY, DUE_SOON],
        IN_TIME,
    ).astype(np.int8)


def _clock(desk: Desk, found: Renewals) -> Ints:
    """The clock that explains a row: its end, whose explanation lists every day counted back from it."""
    made: Ints = running_of(desk, "dols_expiry")[found.case]
    return made


def _cells(desk: Desk, found: Renewals, rows: Rows, rag: Ints) -> dict[str, Cells]:
    words = Words(desk, found, rag)
    remind, form, safe, back = (np.where(found.step == RENEWED, NO_DAY, day) for day in found.days)
    left = np.where(found.ends == NO_DAY, NO_DAY, found.ends - desk.as_at).astype(np.int32)
    return {
        **who_cells(desk, rows),
        "why": Cells(words.step, lambda: found.step.astype(np.int32)),
        "state": Cells(words.state, lambda: found.step_on),
        "home": name_cells(desk.words("managing_authority"), lambda: found.place, "Not recorded"),
        "place": Cells(words.place, lambda: taken(desk.book.managing_authority.setting, found.place, -1)),
        "ends": day_cells(found.ends),
        "left": Cells(words.left, lambda: left),
        "remind": day_cells(remind),
        "reminded": Cells(words.reminded, lambda: found.reminded_on),
        "form": day_cells(form),
        "request": Cells(words.request, lambda: found.further_received),
        "safe": day_cells(safe),
        "back": day_cells(back),
        "with": Cells(words.with_whom, lambda: found.further),
        "there": day_cells(confirmed_on(desk, found.case)),
        "informant": Cells(words.informant, lambda: found.checked),
        "starts": day_cells(found.starts),
        "last_chase": note_cells(desk, "chase", rows),
        "next_chase": fact_day_cells(desk, "note", "chase", "chase_next_on", rows),
    }


def _chips(found: Renewals) -> tuple[Chip, ...]:
    step = found.step
    return (
        Chip("remind", "Remind now", step == REMIND, DUE_SOON, "The day to remind the home has come."),
        Chip("expected", "Reminded", step == REMINDED, means="The home was reminded; no request has come."),
        Chip("late_form", "Form overdue", step == LATE_FORM, OVERDUE, "The renewal request has not come."),
        Chip(
            "too_late",
            "Past safe day",
            step == TOO_LATE,
            OVERDUE,
            "A request received now has 21 days that end after the authorisation does.",
        ),
        Chip(
            "in_hand",
            "Request in hand",
            (step == ASSESS) | (step == EXPECTED),
            means="A further request has been received and the present authorisation runs.",
        ),
        Chip(
            "assess",
            "Assess now",
            step == ASSESS,
            OVERDUE,
            "The day on which the assessments for the further request were wanted back has come.",
        ),
        *_set_aside(found),
    )


def _set_aside(found: Renewals) -> tuple[Chip, ...]:
    """What is past, unknown, or out of the pipeline."""
    step = found.step
    return (
        Chip(
            "ended",
            "Not settled",
            (step == ENDED) | (step == UNSETTLED),
            OVERDUE,
            "The authorisation ended, nothing follows it, and nobody has said that the person left.",
        ),
        Chip(
            "no_expiry",
            "Expiry not known",
            step == WITHOUT_END,
            UNKNOWN,
            "Granted, but nobody has recorded until when.",
        ),
        Chip("suspended", "Suspended", found.suspended, DUE_SOON, "Suspended; ceases after 28 days."),
        Chip("renewed", "Renewed", step == RENEWED, means="A further authorisation follows this one."),
    )
