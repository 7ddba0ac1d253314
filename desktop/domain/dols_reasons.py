"""Why a request was not granted or was closed: ``resources/dols/closing_reasons.toml`` read once."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from desktop.domain.days import NO_DAY, day
from desktop.paths import resource


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason.

    Attributes:
        code: public and stable.
        outcome: ``not_granted`` or ``closed``.
        requirement: the requirement of Schedule A1 paragraph 12 that is not met, "" for none.
        national: the heading under which the national return counts it.
        since, until: first and last day on which it is offered, `NO_DAY` for open.
    """

    code: str
    words: str
    outcome: str
    requirement: str = ""
    national: str = ""
    since: int = NO_DAY
    until: int = NO_DAY

    def offered_on(self, on: int) -> bool:
        """Whether a decision of that day may give it."""
        return self.since <= on and (self.until == NO_DAY or on <= self.until)


@cache
def closing_reasons() -> dict[str, Reason]:
    """Every reason by its code, in the order of the file."""
    read = tomllib.loads(resource("dols/closing_reasons.toml").read_text("utf-8"))
    return {code: _reason(code, said) for code, said in read.items()}


def _reason(code: str, said: dict[str, Any]) -> Reason:
    since, until = (_day(said.pop(name, "")) for name in ("from", "until"))
    return Reason(code, since=since, until=until, **said)


def _day(text: str) -> int:
    return day(dt.date.fromisoformat(text)) if text else NO_DAY


def offered(outcome: str, on: int) -> list[Reason]:
    """The reasons that a decision of a day may give for an outcome."""
    return [one for one in closing_reasons().values() if one.outcome == outcome and one.offered_on(on)]


def named(text: str) -> Reason | None:
    """The reason of a code, or of words as they are printed; None for words of one's own."""
    wanted = text.strip().casefold()
    for one in closing_reasons().values():
        if wanted in (one.code, one.words.casefold()):
            return one
    return None
