"""Figures of the same children that can be set against each other: what one tells beside another.

Who was seen within 20 working days less who was seen within 10 is a number of children too, and so is
everybody under supervision less those with a plan of one kind. Such a difference is hidden like a count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop.analysis.frozen import COUNTED, OUT, Frozen, FrozenFigure
from desktop.domain.indicators import Indicator

Count = Callable[[Indicator], tuple[int, int]]


@dataclass(frozen=True)
class Links:
    """What can be set against what.

    Attributes:
        counted: by indicator those whose numerator holds its own, everybody of it and more.
        whole: by indicator those whose denominator holds its own.
        parts: by an indicator of several populations those of one of them each; whoever is in two of them
            is counted once.
    """

    counted: Mapping[str, tuple[Indicator, ...]]
    whole: Mapping[str, tuple[Indicator, ...]]
    parts: Mapping[str, tuple[Indicator, ...]]

    def of_whole(self, one: Indicator, count: Count) -> tuple[int, ...]:
        """The differences that a denominator would tell, each with both signs."""
        _, d = count(one)
        found = [count(other)[1] - d for other in self.whole.get(one.id, ())]
        if one.id in self.parts:
            found.append(sum(count(other)[1] for other in self.parts[one.id]) - d)
        return _both(found)

    def of_counted(self, one: Indicator, count: Count) -> tuple[int, ...]:
        """The differences that a numerator would tell, each with both signs."""
        n, _ = count(one)
        found = [count(other)[0] - n for other in self.counted.get(one.id, ())]
        if one.id in self.parts:
            found.append(sum(count(other)[0] for other in self.parts[one.id]) - n)
        return _both(found)


def _both(found: list[int]) -> tuple[int, ...]:
    return tuple(sign * one for one in found for sign in (1, -1))


def links_of(frozen: Frozen) -> Links:
    """What lies within what over the whole council in the frozen month, and who is the sum of whom.

    A reader knows of a relation between two figures from what they mean, and then it holds for the whole
    council; that one team's few happen to lie within others can be seen in nothing that is printed.
    """
    figures = [figure for (_, measure), figure in frozen.figures.items() if measure == "pack"]
    counted = {one.indicator.id: _cases(one, within=False) for one in figures}
    whole = {one.indicator.id: _cases(one, within=True) for one in figures}
    known = [one.indicator for one in figures]
    return Links(_within(known, counted), _within(known, whole), _parts(known))


def _cases(figure: FrozenFigure, *, within: bool) -> frozenset[str]:
    """Who is counted; nobody where one case may be counted twice (two assessments in a month)."""
    rows = [row.case for row in figure.rows if row.state == COUNTED or (within and row.state != OUT)]
    return frozenset(rows) if len(set(rows)) == len(rows) else frozenset()


def _within(known: list[Indicator], sets: Mapping[str, frozenset[str]]) -> dict[str, tuple[Indicator, ...]]:
    made = {}
    for one in known:
        mine = sets[one.id]
        wider = tuple(other for other in known if mine and mine < sets[other.id])
        if wider:
            made[one.id] = wider
    return made


def _parts(known: list[Indicator]) -> dict[str, tuple[Indicator, ...]]:
    return {
        one.id: tuple(
            other
            for other in known
            if other is not one
            and other.kind == one.kind
            and other.rules
            and set(other.rules) < set(one.rules)
        )
        for one in known
        if one.population == "all"
    }
