"""What runs out next for each assessor, so that it is seen before it bars them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.assessors import entries
from desktop.domain.calendar import add_months
from desktop.domain.days import NO_DAY
from desktop.domain.dols_facts import FAR, Bools, Ints
from desktop.domain.lists.facts import taken

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

WHAT = ("", "Training", "Registration", "Insurance", "DBS", "Section 12")


@dataclass(frozen=True)
class Lapses:
    """Per worker row.

    Attributes:
        on: the last day on which what lapses first is in order; `NO_DAY` when nothing is on record.
        what: index in `WHAT`.
        unknown: an assessor without a register entry, or with an entry that says nothing that lapses.
    """

    on: Ints
    what: Ints
    unknown: Bools


def lapses(desk: Desk) -> Lapses:
    """The next lapse of every worker who is an assessor; kept until the data change."""
    made: Lapses = desk.memo("assessor lapses", lambda: _lapses(desk))
    return made


def _lapses(desk: Desk) -> Lapses:
    worker, entry, register = desk.book.worker, entries(desk), desk.book.assessor
    settings = desk.timescales.settings
    bia, mha = worker.is_bia == 1, worker.is_mha == 1

    def fact(name: str) -> Ints:
        return taken(getattr(register, name), entry)

    course = add_months(fact("qualified_on"), 12)
    days = (
        np.where(
            bia,
            np.maximum(
                add_months(fact("refreshed_on"), int(settings["dols_refresher_months"])),
                np.where(course == NO_DAY, NO_DAY, course - 1),
            ),
            NO_DAY,
        ),
        fact("registration_ends"),
        fact("insured_until"),
        _before(add_months(fact("dbs_on"), int(settings["dols_dbs_months"]))),
        np.where(mha, fact("s12_ends"), NO_DAY),
    )
    dated = np.stack([np.where(day == NO_DAY, FAR, day) for day in days])
    first, what = dated.min(axis=0), dated.argmin(axis=0) + 1
    known_day = (first != FAR) & (bia | mha)
    return Lapses(
        on=np.where(known_day, first, NO_DAY).astype(np.int32),
        what=np.where(known_day, what, 0).astype(np.int32),
        unknown=np.asarray((bia | mha) & ~known_day, bool),
    )


def _before(day: Ints) -> Ints:
    made: Ints = np.where(day == NO_DAY, NO_DAY, day - 1)
    return made
