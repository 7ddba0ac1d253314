"""Indicators as data: what is counted, of whom, by which rule, against which target, since when.

The definitions lie in ``resources/indicators``; whoever prints a number prints it by them. A changed
definition is a new version with its date, never another meaning for an old month.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import floor
from typing import Any, Literal

from desktop.domain.days import day
from desktop.paths import resource

Kind = Literal[
    "window", "three_way", "up_to_date", "completed", "due", "stock", "share", "flow", "mean", "import"
]
ROUNDING = {"half_up_1dp": 1, "whole": 0}


@dataclass(frozen=True)
class Version:
    """From when a definition holds, and what changed."""

    begins: int
    note: str


@dataclass(frozen=True)
class Benchmark:
    """Somebody else's figure, with the unit and the year that it has no meaning without."""

    whose: str
    value: float
    unit: str
    year: str
    source: str


@dataclass(frozen=True)
class Indicator:
    """One row of a monthly table.

    Attributes:
        id: public and stable.
        definition: what it says, in plain words.
        population: who is counted: a kind of plan, or words.
        kind: how it is counted; see `desktop.domain.measures`. "import" is a row of the council's pack
            that our data cannot serve.
        rules: timescales that it measures against.
        target: what the council wants, in the indicator's own unit; None when no target is set.
        target_word: ``TBC`` where a target is still to be set; blank where there is none to have.
        minimum: the least that is accepted for a month, where that is not the target itself; months that
            miss it one after another are what a verdict counts.
        direction: which way is better: ``higher``, ``lower`` or blank.
        rounding: ``half_up_1dp`` (halves up, one decimal) or ``whole`` (halves up).
        difference: how a benchmark is set against the local figure, blank when it is not.
        pack: the row as the council's own pack prints it, blank when it does not.
        why_not: for an "import" row, what is missing.
    """

    id: str
    name: str
    definition: str
    population: str
    kind: Kind
    rules: tuple[str, ...] = ()
    unit: str = "%"
    target: float | None = None
    target_word: str = ""
    minimum: float | None = None
    direction: str = "higher"
    rounding: str = "half_up_1dp"
    difference: str = ""
    pack: str = ""
    why_not: str = ""
    versions: tuple[Version, ...] = ()

    @property
    def is_share(self) -> bool:
        """Whether it has a numerator and a denominator."""
        return self.unit == "%"

    def version_on(self, number: int) -> Version | None:
        """The version in force on a day, None before the first."""
        there = [version for version in self.versions if version.begins <= number]
        return there[-1] if there else None


def indicators(table: str) -> Mapping[str, Indicator]:
    """The rows of one table, ``dols`` or ``children``, in the order in which they are printed."""
    return _indicators(table)


@cache
def _indicators(table: str) -> Mapping[str, Indicator]:
    return {key: _indicator(key, values) for key, values in _toml(table).items()}


def _indicator(key: str, values: Mapping[str, Any]) -> Indicator:
    ready: dict[str, Any] = dict(values)
    ready["rules"] = tuple(ready.get("rules", ()))
    versions = tuple(Version(day(one["from"]), one["note"]) for one in ready.pop("version", ()))
    return Indicator(id=key, versions=versions, **ready)


@cache
def benchmarks() -> Mapping[str, tuple[Benchmark, ...]]:
    """By indicator id, the figures of others."""
    return {
        key: tuple(Benchmark(whose, **values) for whose, values in by_whom.items())
        for key, by_whom in _toml("benchmarks").items()
    }


@cache
def _toml(name: str) -> dict[str, Any]:
    with resource("indicators", f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def rounded(value: Fraction | float, places: int = 0) -> float:
    """Halves up, so that 0.5 is 1 and 12.25 is 12.3; exact where the value is."""
    scale = 10**places
    return float(floor(Fraction(value) * scale + Fraction(1, 2)) / scale)


def percentage(numerator: int, denominator: int, *, as_printed: bool = False) -> float | None:
    """A share in per cent: halves up to one decimal, or cut to a whole number as the pack prints it.

    None when there is nobody to count.
    """
    if not denominator:
        return None
    exact = Fraction(100 * numerator, denominator)
    return float(floor(exact)) if as_printed else rounded(exact, 1)
