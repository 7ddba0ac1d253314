"""What the Times page shows: the bars and the table behind them, from one question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.days import NO_DAY
from desktop.domain.indicators import rounded
from desktop.domain.lists.columns import Column, Ints, order_of
from desktop.models.rows_list import RowsList

if TYPE_CHECKING:
    from desktop.analysis.stages import Line, Times
    from desktop.domain.lists.desk import Desk

PART_WORDS = {
    "before": "Team, before an assessor",
    "offered": "Offered, no answer yet",
    "bia": "With the BIA",
    "others": "With other BIAs",
    "after": "Back with the team",
    "mha": "With the mental health assessor",
    "rest": "The rest of the request's time",
}
_BY = {
    "month": "Month",
    "team": "BIA's team then",
    "manager": "BIA's manager then",
    "assessor": "BIA",
    "mha": "MHA",
}
_COUNT = Column("count", "Requests", "int", 8, "right")


def _over(key: str, name: str, *, shown: bool = True) -> tuple[Column, ...]:
    """How many took longer than each of `stages.OVER` days."""
    return tuple(
        Column(f"{key}_{limit}", f"{name} over {limit}", width=15, align="right", shown=shown)
        for limit in (5, 14, 21)
    )


_TOTAL = Column("total", "Days, mean", width=8, align="right")
_MEDIAN = Column("total_median", "Days, median", width=9, align="right")
_NUMBERS = (
    _TOTAL,
    Column("before", "Team first", width=8, align="right"),
    Column("offered", "Offered", width=7, align="right"),
    Column("bia", "BIA", width=6, align="right"),
    Column("others", "Other BIAs", width=8, align="right"),
    Column("after", "Team after", width=8, align="right"),
    Column("held", "Had a BIA", "int", 8, "right"),
    Column("bia_median", "BIA median", width=9, align="right"),
    *_over("bia", "BIA"),
    _MEDIAN,
    Column("mha", "MHA, beside", width=9, align="right"),
    *_over("total", "Days", shown=False),
)
# Told by mental health assessor: their own days, which run beside the best interests assessor's.
_BESIDE = (
    Column("mha", "MHA, mean", width=10, align="right"),
    Column("held", "Had an MHA", "int", 11, "right"),
    Column("mha_median", "MHA median", width=12, align="right"),
    *_over("mha", "MHA"),
    _TOTAL,
    _MEDIAN,
    Column("bia", "BIA, beside", width=9, align="right"),
    *_over("total", "Days", shown=False),
)
_SAID = {
    "before": "with the team before an assessor",
    "offered": "offered and not yet answered",
    "bia": "with the BIA",
    "others": "with other BIAs",
    "after": "back with the team",
}


@dataclass
class KeyedRows(RowsList):
    """Rows of words whose numbers sort as numbers, decimals too.

    Attributes:
        keys: by column key, a whole number per row; `NO_DAY` for an empty cell.
        names: what each row stays known by while its words change; its words when left out.
    """

    keys: Mapping[str, Sequence[int]] = field(default_factory=dict)
    names: Sequence[str] = ()

    def identity(self) -> Ints:
        """Per row a number that finds it again, so that the cursor stays on it."""
        return np.array([hash(name) for name in self.names], np.int64) if self.names else super().identity()

    def order_by(self, key: str, descending: bool = False) -> Ints:
        """Rows in the order of a column, empty cells last both ways."""
        if key not in self.keys:
            return super().order_by(key, descending)
        return order_of(np.array(self.keys[key], np.int32), descending)


@dataclass(frozen=True)
class TimesAnswer:
    """One question's whole answer.

    Attributes:
        rows: the table; each tag is the `Line` that it prints.
        has_others: whether any request was with assessors of two groups.
    """

    times: Times
    rows: KeyedRows
    has_others: bool

    @property
    def lines(self) -> Sequence[Line]:
        """The lines that have a bar."""
        return self.times.lines


def times_answer(desk: Desk, by: str, months: int, signed: bool) -> TimesAnswer:
    """Ask for the times of the last months; not on the GUI thread."""
    from desktop.analysis.stages import last_months, times

    found = times(desk, by, last_months(desk, months, "signed" if signed else "finished"))
    lines = (*found.lines, found.all)
    has_others = any(line.spreads["others"].days for line in found.lines)
    texts = [_texts(line, "mha" if by == "mha" else "bia") for line in lines]
    columns = [Column("title", _BY[by], width=24), _COUNT]
    numbers = _BESIDE if by == "mha" else _NUMBERS
    columns += [one for one in numbers if has_others or one.key != "others"]
    rows = KeyedRows(
        columns,
        [[text[column.key] for column in columns] for text in texts],
        tags=lines,
        keys={column.key: [_key(text[column.key]) for text in texts] for column in columns[1:]},
    )
    return TimesAnswer(found, rows, has_others)


def _texts(line: Line, lane: str) -> dict[str, str]:
    from desktop.analysis.stages import OVER

    def days(value: float) -> str:
        return f"{rounded(value, 1):,.1f}" if line.count else ""

    made = {"title": line.title, "count": f"{line.count:,}"}
    made |= {name: days(spread.mean) for name, spread in line.spreads.items()}
    made["held"] = f"{line.spreads['held'].count:,}"
    for name, key in ((lane, "held"), ("total", "total")):
        spread = line.spreads[key]
        made[f"{name}_median"] = days(spread.median) if spread.count else ""
        for limit, over in zip(OVER, spread.over, strict=True):
            made[f"{name}_{limit}"] = _share(over, spread.count)
    return made


def _share(part: int, whole: int) -> str:
    """Always with its fraction, so that a share of few is seen to be one."""
    return f"{rounded(100 * part / whole):.0f}% ({part}/{whole})" if whole else ""


def _key(text: str) -> int:
    number = text.partition("%")[0].replace(",", "")
    return round(float(number) * 10) if number else NO_DAY


def bar_lengths(line: Line, by: str) -> dict[str, float]:
    """The mean days of each part of a bar, by the keys of `PART_WORDS`; they sum to the whole time."""
    from desktop.analysis.stages import STACK

    means = {name: spread.mean for name, spread in line.spreads.items()}
    if by == "mha":
        return {"mha": means["mha"], "rest": means["total"] - means["mha"]}
    return {name: means[name] for name in STACK}


def bar_words(line: Line, by: str = "") -> str:
    """A bar as a sentence, for a screen reader and the tool tip."""
    if not line.count:
        return f"{line.title}: no request finished."
    said = {"mha": "with the mental health assessor"} if by == "mha" else _SAID
    parts = [
        f"{rounded(line.spreads[name].mean, 1):.1f} {words}"
        for name, words in said.items()
        if line.spreads[name].days
    ]
    requests = f"{line.count:,} request{'' if line.count == 1 else 's'}"
    whole = f"{rounded(line.spreads['total'].mean, 1):.1f}"
    return f"{line.title}: {requests}, {whole} days on average, {', '.join(parts)}."
