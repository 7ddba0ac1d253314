"""Doing another assessor's work: refused until it is said that one acts for them."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain import cases, lanes
from desktop.domain.casebook import Casebook
from desktop.domain.names import tidy
from desktop.errors import Refused


def refuse_for_another(
    book: Casebook, chosen: Sequence[int], role: str, today: int, *, mine: int, for_them: bool
) -> None:
    """Refuse an assessor who records a visit or a report of a request that another assessor has.

    Whoever is on no register (the DoLS team's office, a manager) records for everybody; so does the cover
    of an assessor who is away.

    Args:
        book: the casebook.
        chosen: case rows of DoLS requests.
        role: ``bia`` or ``mha``.
        today: the day on which cover counts.
        mine: the worker at the keyboard, -1 when they are none (see `domain.me`).
        for_them: they say that they act for whoever has it.

    Raises:
        Refused: council rule, naming who has it.
    """
    if for_them or mine < 0 or (book.worker.is_bia[mine] != 1 and book.worker.is_mha[mine] != 1):
        return
    for case in chosen:
        lane = lanes.lanes_in(book, case, today).of(role)
        if lane.worker in (-1, mine) or not (lane.held or lane.state == "returned"):
            continue
        if _covers(book, lane.worker, mine, today):
            continue
        raise Refused(
            f"{tidy(lane.who)} has this request, not you, so nothing was recorded. Tick that you act for "
            "them, or leave it to them.",
            "council rule",
        )


def _covers(book: Casebook, worker: int, cover: int, today: int) -> bool:
    away = cases.absence_on(book, worker, today)
    return away >= 0 and int(book.absence.cover[away]) == cover
