"""The priority tool: versions of a checklist that orders the queue, and what a request must say.

A level never takes a request out of the queue and moves no date: a request of low priority ages, turns
overdue and is counted as any other (Local Government Ombudsman, Staffordshire, 2019).
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from desktop.domain.days import NO_DAY, day
from desktop.paths import resource

LEVELS = ("high", "medium", "low")
AGNI_ON = day(dt.date(2026, 6, 2))  # [2026] UKSC 16: the acid test is gone, at once
VERSIONS = ("2014", "2026")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the checklist; `level` is what it shows when it is ticked."""

    code: str
    level: str
    words: str


@dataclass(frozen=True, slots=True)
class Tool:
    """One version of the checklist.

    Attributes:
        since, until: first and last day on which it is the current one, `NO_DAY` for open.
    """

    version: str
    title: str
    source: str
    criteria: tuple[Criterion, ...]
    since: int = NO_DAY
    until: int = NO_DAY

    def level(self, ticked: Iterable[str]) -> str:
        """The level that the ticks come to: the highest of them; "" when nothing is ticked.

        Raises:
            KeyError: for a code that this version does not have.
        """
        known = {one.code: one.level for one in self.criteria}
        found = {known[code] for code in ticked}
        return next((level for level in LEVELS if level in found), "")


@cache
def tool(version: str) -> Tool:
    """A version of the checklist.

    Raises:
        KeyError: when there is no such version.
    """
    if version not in VERSIONS:
        raise KeyError(version)
    read = tomllib.loads(resource(f"dols/priority_tool_{version}.toml").read_text("utf-8"))
    criteria = tuple(Criterion(**one) for one in read["criterion"])
    since, until = (_day(read.get(name, "")) for name in ("from", "until"))
    return Tool(read["version"], read["title"], read["source"], criteria, since, until)


def current() -> Tool:
    """The version to triage with now; an earlier one stays readable for what was triaged with it."""
    return tool(VERSIONS[-1])


def legal_test_of(on: int) -> str:
    """The test of a deprivation of liberty on a day: ``cheshire_west`` or ``agni``."""
    return "agni" if on >= AGNI_ON else "cheshire_west"


@dataclass(frozen=True, slots=True)
class RequestFact:
    """Something a request says (SI 2008/1858 regulation 16); `must`: it has to, else where available."""

    code: str
    words: str
    must: bool


@cache
def request_facts() -> tuple[RequestFact, ...]:
    """What a request has to say, then what it says where the home has it."""
    read = tomllib.loads(resource("dols/request_facts.toml").read_text("utf-8"))
    return tuple(RequestFact(code, said["words"], said["must"]) for code, said in read.items())


def missing(present: Iterable[str]) -> tuple[RequestFact, ...]:
    """What a request had to say and did not; it never stops a clock."""
    had = set(present)
    return tuple(fact for fact in request_facts() if fact.must and fact.code not in had)


def _day(text: str) -> int:
    return day(dt.date.fromisoformat(text)) if text else NO_DAY
