"""Verbs of the monthly table: a comment or action on an indicator, closing it, a figure typed in."""

from __future__ import annotations

import numpy as np

from desktop.commands import checks
from desktop.commands.acts import Builder
from desktop.domain.casebook import Casebook, codes_of, known
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, date_of, short
from desktop.domain.figures import BACKLOG_TARGET, WHOSE, WHOSE_WORDS, read_value
from desktop.domain.indicators import Indicator, indicators
from desktop.domain.months import first_day, month_of, spoken_month
from desktop.domain.series import CURRENT
from desktop.errors import Refused


def add_note(
    book: Casebook,
    indicator: str,
    month: int,
    text: str,
    *,
    author: str,
    today: int,
    kind: str = "comment",
    owner: str = "",
    due: int = NO_DAY,
) -> Act:
    """Write a comment, or agree an action, on an indicator of a month; it is carried on until closed.

    Args:
        book: the casebook.
        indicator: its id.
        month: see `desktop.domain.months`.
        text: what is said or agreed.
        author: who writes it.
        today: day number.
        kind: ``comment`` or ``action``.
        owner: who does it, a person or a post; an action needs one.
        due: by when, for an action.

    Raises:
        Refused: no words, no such indicator, a month to come, an action without an owner.
    """
    known_one = _indicator(indicator)
    if not text.strip():
        raise Refused(f"Write the {kind} first.")
    _begun(month, today)
    if kind == "action" and not owner.strip():
        raise Refused("Say who does it: an action without an owner is not carried out.", "council rule")
    build = Builder(book, "figures.add_note", author)
    build.insert(
        "indicator_note",
        indicator=indicator,
        month=month,
        kind=kind,
        text=text.strip(),
        owner=owner.strip(),
        due=due if kind == "action" else NO_DAY,
    )
    return build.act(f"{kind.capitalize()} on {known_one.name}, {spoken_month(month)}")


def declare_step(book: Casebook, indicator: str, month: int, why: str, *, author: str, today: int) -> Act:
    """Declare that an indicator's months are another process from a month on: limits are computed anew.

    Args:
        book: the casebook.
        indicator: its id.
        month: the first month of what is new.
        why: what was changed; printed beside every chart.
        author: who declares it.
        today: day number.

    Raises:
        Refused: no reason, no such indicator, a month to come, one declared already, or an indicator
            that has no chart of months.
    """
    one = _indicator(indicator)
    if not one.is_share or one.kind == "import":
        raise Refused(f"{one.name} has no chart with limits, so no step change can be declared.")
    if not why.strip():
        raise Refused("Say what was changed: limits are not computed anew without a reason.", "council rule")
    _begun(month, today)
    table = book.indicator_note
    fits = known(table, CURRENT) & table.live & (table.kind == table.code("kind", "step"))
    same = np.flatnonzero(fits & (table.month == month)).tolist()
    if any(table.indicator[row] == indicator for row in same):
        raise Refused(f"A step change of {one.name} is declared in {spoken_month(month)} already.")
    build = Builder(book, "figures.declare_step", author)
    build.insert("indicator_note", indicator=indicator, month=month, kind="step", text=why.strip())
    return build.act(f"Step change of {one.name} from {spoken_month(month)}")


def close_note(book: Casebook, row: int, *, author: str, today: int, on: int = NO_DAY) -> Act:
    """Close a comment or action: it is carried no further than the month in which it was closed.

    A declared step change is withdrawn: the limits are computed as if it had not been declared.

    Raises:
        Refused: closed already, or a day to come.
    """
    table = book.indicator_note
    closed = today if on == NO_DAY else on
    checks.happened(closed, today, "closing")
    if table.closed_on[row] != NO_DAY or not known(table, CURRENT)[row] or not table.live[row]:
        raise Refused("It is closed already, or was changed meanwhile. Look again.")
    build = Builder(book, "figures.close_note", author)
    if table.word("kind", row) == "step":
        build.supersede("indicator_note", row)
        return build.act("Step change withdrawn")
    build.replace("indicator_note", row, closed_on=closed)
    return build.act(f"{table.word('kind', row).capitalize()} closed")


def set_figure(
    book: Casebook,
    indicator: str,
    month: int,
    whose: str,
    value: str,
    *,
    author: str,
    today: int,
    unit: str = "",
    year: str = "",
    origin: str = "",
) -> Act:
    """Type a target, a figure of others, or our own of a row that our data cannot serve.

    Args:
        book: the casebook.
        indicator: its id.
        month: from which month on it is printed; of our own figure, its month.
        whose: one of `desktop.domain.figures.WHOSE`.
        value: a number, ``N/A`` or ``TBC``.
        author: who types it.
        today: day number.
        unit: the indicator's own when blank.
        year: of which year it is; a number of others needs one.
        origin: where it was read.

    Raises:
        Refused: what is no figure, a number of others without its year, or a figure for a row that is
            counted from the records.
    """
    one = _indicator(indicator)
    _begun(month, today)
    if whose not in WHOSE:
        raise Refused("Say whose figure it is.")
    if whose == "own" and one.kind != "import":
        raise Refused(f"{one.name} is counted from the records, so it cannot be typed. Correct the records.")
    try:
        read = read_value(value)
    except ValueError:
        raise Refused("Type a number, N/A (there is none) or TBC (it is still to come).") from None
    if whose not in ("own", "target") and read.number is not None and not year.strip():
        raise Refused("Give the year of the figure: without it nobody can compare.", "council rule")
    build = Builder(book, "figures.set_figure", author)
    for row in _standing(book, indicator, month, whose):
        build.supersede("indicator_figure", row)
    build.insert(
        "indicator_figure",
        indicator=indicator,
        month=month,
        whose=whose,
        value=value.strip(),
        unit=unit.strip() or one.unit,
        year=year.strip(),
        origin=origin.strip(),
        recorded_at=build.made_at,
    )
    return build.act(f"{WHOSE_WORDS[whose]} of {one.name}, {spoken_month(month)}")


def _standing(book: Casebook, indicator: str, month: int, whose: str) -> list[int]:
    table = book.indicator_figure
    (code,) = codes_of("indicator_figure", "whose", [whose])
    fits = known(table, CURRENT) & table.live & (table.whose == code) & (table.month == month)
    return [row for row in np.flatnonzero(fits).tolist() if table.indicator[row] == indicator]


def _indicator(key: str) -> Indicator:
    for table in ("children", "dols"):
        found = indicators(table).get(key)
        if found is not None:
            return found
    raise Refused("Choose one of the indicators of the monthly tables.")


def _begun(month: int, today: int) -> None:
    if first_day(month) > today or month < month_of(0):
        raise Refused(f"{spoken_month(month)} has not begun yet. Choose an earlier month.")


def set_backlog_target(book: Casebook, on: int, *, author: str, today: int) -> Act:
    """Choose the day by which no request should be older than 21 days; `NO_DAY` takes the choice back.

    Raises:
        Refused: a day that has passed.
    """
    if on != NO_DAY and on <= today:
        raise Refused(f"{short(on)} has passed already. Choose a day to come.")
    build, table = Builder(book, "figures.set_backlog_target", author), book.setting
    for row in np.flatnonzero(known(table, CURRENT) & table.live).tolist():
        if table.key[row] == BACKLOG_TARGET:
            build.supersede("setting", row)
    value = "" if on == NO_DAY else date_of(on).isoformat()
    build.insert("setting", key=BACKLOG_TARGET, value=value, recorded_at=build.made_at)
    return build.act("Target day of the DoLS backlog")
