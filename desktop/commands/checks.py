"""Refusals that several verbs share. Each is one sentence: what is wrong and what to do instead."""

from __future__ import annotations

from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.days import NO_DAY, short
from desktop.errors import Refused


def need_day(on: int, what: str) -> None:
    """Refuse an act without its date.

    Raises:
        Refused: when `on` is `NO_DAY`.
    """
    if on == NO_DAY:
        raise Refused(f"Give the date of the {what}.")


def happened(on: int, today: int, what: str, instead: str = "") -> None:
    """Refuse to record as done what has not happened.

    Raises:
        Refused: when the day is absent or lies after today.
    """
    need_day(on, what)
    if on > today:
        tail = f" {instead}" if instead else " Check the date."
        raise Refused(f"The {what} is dated {short(on)}, which has not come yet.{tail}")


def running(book: Casebook, case: int, what: str) -> None:
    """Refuse our own acts on a case that has been closed.

    Raises:
        Refused: when the case has ended or was taken back.
    """
    ended = cases.ended_on(book, case)
    if ended != NO_DAY or not book.case.live[case]:
        since = f" on {short(ended)}" if ended != NO_DAY else ""
        raise Refused(
            f"This case was closed{since}, so nothing can be {what}. Correct the closing date first."
        )


def need_reason(reason: str, why: str) -> None:
    """Refuse an act that must say why.

    Raises:
        Refused: when the reason is blank.
    """
    if not reason.strip():
        raise Refused(f"Give the reason: {why}", "council rule")


def still_here(book: Casebook, worker: int, on: int, what: str) -> None:
    """Refuse an act by or for a worker who had left by then.

    Raises:
        Refused: when the worker's leaving date is on or before `on`.
    """
    if worker >= 0 and cases.has_left(book, worker, on):
        left = short(int(book.worker.left_on[worker]))
        raise Refused(f"That worker left on {left}, so they {what}. Choose someone else or correct the date.")


def is_kind(book: Casebook, case: int, kinds: tuple[str, ...], what: str) -> None:
    """Refuse an act on a case it makes no sense for.

    Raises:
        Refused: when the case is not one of the kinds.
    """
    if cases.kind_of(book, case) not in kinds:
        raise Refused(f"{what} does not apply to this kind of case.")


def count_of(number: int, one: str, many: str = "") -> str:
    """``1 child``, ``3 children``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def outside_plan(book: Casebook, case: int, on: int, what: str) -> str:
    """What is odd about something dated outside a plan's own days; empty when it lies within them.

    It is a fact and is kept; the clocks of the plan do not count it.
    """
    ref = book.person.ref[book.case.person[case]]
    started, ended = cases.started_on(book, case), cases.ended_on(book, case)
    if started != NO_DAY and on < started:
        return f"{ref}: the {what} is before this plan started on {short(started)}; it moves no clock of it."
    if ended != NO_DAY and on > ended:
        return f"{ref}: the {what} is after this plan ended on {short(ended)}; it moves no clock of it."
    return ""
