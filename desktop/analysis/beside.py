"""What stands beside our own figure: the target, and the figures of others with unit and year."""

from __future__ import annotations

from desktop.domain.figures import NOT_APPLICABLE, Entered, Value, entered
from desktop.domain.indicators import Indicator, benchmarks
from desktop.domain.lists.desk import Desk

OTHERS = ("local", "neighbours", "region", "england")
_NOTHING = Entered(Value(None, NOT_APPLICABLE), "", "", "")


def target(desk: Desk, indicator: Indicator, month: int) -> Value:
    """What the council wants: what it entered, else as shipped; ``TBC`` where it is still to be set."""
    found = entered(desk.book, desk.known_at, indicator.id, "target", month)
    if found is not None:
        return found.value
    if indicator.target is not None:
        return Value(indicator.target, "")
    return Value(None, indicator.target_word or NOT_APPLICABLE)


def other(desk: Desk, indicator: Indicator, whose: str, month: int) -> Entered:
    """Somebody else's figure: what the council entered, else as shipped, else ``N/A``."""
    found = entered(desk.book, desk.known_at, indicator.id, whose, month)
    if found is not None:
        return found
    for one in benchmarks().get(indicator.id, ()):
        if one.whose.casefold() == whose:
            return Entered(Value(one.value, ""), one.unit, one.year, one.source)
    return _NOTHING


def own(desk: Desk, indicator: Indicator, month: int) -> Value:
    """The figure of a row that our data cannot serve: what was typed for the month, else ``TBC``."""
    found = entered(desk.book, desk.known_at, indicator.id, "own", month)
    return found.value if found is not None else Value(None, "TBC")


def printed(found: Entered) -> str:
    """A figure of others with its unit and year: ``74% 2020-21``."""
    return f"{found.value.text(found.unit)} {found.year}".strip()
