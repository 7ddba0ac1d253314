"""What the tab of DoLS ages shows: bands of the open and the finished, and the backlog by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.domain.days import NO_DAY, short
from desktop.domain.indicators import rounded
from desktop.domain.lists.columns import DUE_SOON, IN_TIME, NONE, OVERDUE, Column
from desktop.domain.lists.selection import Count
from desktop.domain.months import month_of, spoken_month
from desktop.models.times import KeyedRows

if TYPE_CHECKING:
    from desktop.analysis.ages import Ages, Band, Burn
    from desktop.domain.lists.desk import Desk

BAND_COLUMNS = (
    Column("band", "Days since receipt", width=20),
    Column("open", "Open now", width=10, align="right"),
    Column("open_pct", "% of open", width=10, align="right"),
    Column("done", "Finished", width=10, align="right"),
    Column("done_pct", "% of finished", width=13, align="right"),
)
BURN_COLUMNS = (
    Column("month", "End of", width=20),
    Column("backlog", "Open over 21 days", width=18, align="right"),
    Column("change", "Change", width=9, align="right"),
)
_STATES = (IN_TIME, NONE, DUE_SOON, DUE_SOON, OVERDUE, OVERDUE)


@dataclass(frozen=True)
class AgesAnswer:
    """Both tables; tags of `bands` are `Band`, those of `months` are selections.

    Attributes:
        words: what the tab says above them.
        titles: each band in words.
    """

    found: Ages
    burn: Burn
    bands: KeyedRows
    months: KeyedRows
    titles: tuple[str, ...]
    words: str


def ages_answer(desk: Desk, months: int) -> AgesAnswer:
    """Ask for ages and backlog; not on the GUI thread."""
    from desktop.analysis.ages import ages, burn
    from desktop.analysis.stages import last_months

    found, backlog = ages(desk, last_months(desk, months)), burn(desk)
    every = [*found.bands, found.unknown]
    opened, done = sum(band.open for band in every), sum(band.finished for band in every)
    titles = tuple(title_of(band) for band in every)
    rows = [
        [title, f"{one.open:,}", _share(one.open, opened), f"{one.finished:,}", _share(one.finished, done)]
        for title, one in zip(titles, every, strict=True)
    ]
    keys = {"open": [one.open for one in every], "done": [one.finished for one in every]}
    keys |= {"open_pct": keys["open"], "done_pct": keys["done"]}
    bands = KeyedRows(BAND_COLUMNS, rows, every, list(_STATES), keys=keys, names=titles)
    return AgesAnswer(found, backlog, bands, _months(backlog), titles, _words(backlog))


def title_of(band: Band) -> str:
    """``22 to 90 days``."""
    if band.first < 0:
        return "Receipt not on record"
    if band.last is None:
        return f"Over {band.first - 1} days"
    return f"{band.first} to {band.last} days" if band.first else f"Up to {band.last} days"


def band_counts(band: Band, title: str) -> list[Count]:
    """The two numbers of a band, each with its list."""
    return [
        Count("open", f"Open, {title[0].lower()}{title[1:]}", band.open, band.opens),
        Count("done", f"Finished, {title[0].lower()}{title[1:]}", band.finished, band.closes),
    ]


def _share(part: int, whole: int) -> str:
    return f"{rounded(100 * part / whole, 1):.1f}%" if whole else "N/A"


def _months(burn: Burn) -> KeyedRows:
    rows = []
    for at, month in enumerate(burn.months):
        by = burn.counts[at] - burn.counts[at - 1] if at else 0
        change = f"{by:+,}" if by else "0" if at else ""
        rows.append([spoken_month(month), f"{burn.counts[at]:,}", change])
    rows[-1][0] += ", so far"
    keys = {
        "month": list(burn.months),
        "backlog": list(burn.counts),
        "change": [NO_DAY, *(b - a for a, b in zip(burn.counts, burn.counts[1:], strict=False))],
    }
    return KeyedRows(
        BURN_COLUMNS, rows, burn.selections, keys=keys, names=[str(month) for month in burn.months]
    )


def _words(burn: Burn) -> str:
    now = f"{burn.counts[-1]:,} open requests are older than 21 days."
    if burn.target == NO_DAY:
        return f"{now} No day has been set by which there should be none."
    by = f"by {short(burn.target)}"
    if burn.a_month is None:
        return f"{now} The day by which there should be none, {short(burn.target)}, is here or has passed."
    return f"{now} To have none {by} it has to fall by {rounded(burn.a_month, 1):,.1f} each month."


def burn_path(burn: Burn) -> tuple[list[str], list[float | None]]:
    """Months from the first to the target's, and the straight way to none from the last month on."""
    last = burn.months[-1]
    end = month_of(burn.target) if burn.a_month is not None else last
    labels = [spoken_month(month) for month in range(burn.months[0], end + 1)]
    path: list[float | None] = [None] * (len(burn.months) - 1)
    path.append(float(burn.counts[-1]))
    path += [burn.needed(month) for month in range(last + 1, end + 1)]
    return labels, path
