"""The placement each looked-after child is in, and which part of regulation 28 applies to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop.domain.calendar import Days
from desktop.domain.casebook import Columns
from desktop.domain.context import Context
from desktop.domain.days import NO_DAY
from desktop.domain.series import Mask, Rows, shelf_of

NORMAL, REG19, TEMPORARY, CARE_ORDER_HOME, SHORT_BREAK, ADOPTION = range(6)
LONG_TERM_FOSTER = ("U1", "U4")
FOR_ADOPTION = ("A3", "A4", "A5", "A6")  # SSDA903: placed for adoption
_PARENT = "P1"
_BY_BASIS = {
    "reg19": REG19,
    "reg24": TEMPORARY,
    "ico_home": TEMPORARY,
    "co_home": CARE_ORDER_HOME,
    "short_break": SHORT_BREAK,
}
_SHORT_BREAK_STATUS = ("V3", "V4")


@dataclass(frozen=True)
class Placements:
    """The current placement of some cases, as columns.

    Attributes:
        row: row in the placement table, -1 when none is on record.
        start: day it began, `NO_DAY` when not known.
        to_18: intended to last until 18.
        long_term: a long-term foster placement (codes U1 and U4).
        basis: which rule of regulation 28: `NORMAL`, `REG19`, `TEMPORARY` (reg 24, or an interim order
            at home), `CARE_ORDER_HOME`, `SHORT_BREAK` (reg 48); `ADOPTION` (SI 2005/389 reg 36).
        order_on: day of the care order, `NO_DAY` when not known.
    """

    row: Rows
    start: Days
    to_18: Mask
    long_term: Mask
    basis: Rows
    order_on: Days


def current(ctx: Context, cases: Rows) -> Placements:
    """The placement that each case is in on `as_at`: of those not over, the one that began last.

    A placement without a start date is used only when there is no other: it tells the kind of
    placement, while its rules that need the start say so.
    """
    rows: Rows = ctx.once("placement of each case", lambda: _current_rows(ctx))
    row = rows[cases]
    table = ctx.book.placement
    found = row >= 0
    if not len(table):
        table_start = np.full(len(cases), NO_DAY, np.int32)
        nothing = np.zeros(len(cases), bool)
        none = np.zeros(len(cases), np.int32)
        return Placements(row, table_start, nothing, nothing, none, table_start)
    basis, long_term = _kinds(ctx)
    return Placements(
        row,
        np.where(found, table.starts_on[row], np.int32(NO_DAY)),
        found & (table.to_18[row] == 1),
        found & long_term[row],
        np.where(found, basis[row], np.int32(NORMAL)),
        np.where(found, table.order_on[row], np.int32(NO_DAY)),
    )


def _current_rows(ctx: Context) -> Rows:
    table, rows = ctx.book.placement, _by_start(ctx)
    starts, ends = table.starts_on[rows], table.ends_on[rows]
    over = (ends != NO_DAY) & (ends < ctx.as_at)
    rows = rows[((starts == NO_DAY) | (starts <= ctx.as_at)) & ~over]
    found = np.full(len(ctx.book.case), -1, np.int32)
    found[table.case[rows]] = rows  # the last written, so the latest start, stays
    return found


def ever_in_short_breaks(ctx: Context) -> Mask:
    """Per case whether any of its placements on record, whenever it was, is of short breaks."""
    rows, found = _by_start(ctx), np.zeros(len(ctx.book.case), bool)
    basis, _ = _kinds(ctx)
    found[ctx.book.placement.case[rows[basis[rows] == SHORT_BREAK]]] = True
    return found


def _by_start(ctx: Context) -> Rows:
    """Placements on record in the order in which they began, those without a day first."""
    kept = shelf_of(ctx.book).kept(ctx.known_at)
    if "placements by start" not in kept:
        table = ctx.book.placement
        rows = np.flatnonzero(ctx.known("placement") & (table.case >= 0)).astype(np.int32)
        kept["placements by start"] = rows[np.argsort(table.starts_on[rows], kind="stable")]
    found: Rows = kept["placements by start"]  # type: ignore[assignment]
    return found


def _kinds(ctx: Context) -> tuple[Rows, Mask]:
    """Per placement row: its part of regulation 28, and whether it is long-term fostering."""
    kept = shelf_of(ctx.book).kept(ctx.known_at)
    if "placement kinds" not in kept:
        kept["placement kinds"] = _make_kinds(ctx.book.placement)
    found: tuple[Rows, Mask] = kept["placement kinds"]  # type: ignore[assignment]
    return found


def _make_kinds(table: Columns) -> tuple[Rows, Mask]:
    by_code = np.array([_BY_BASIS.get(word, NORMAL) for word in table.shape.field("basis").codes], np.int32)
    basis = by_code[table.basis]
    codes = np.array([code.strip().upper() for code in table.column("code")], dtype=object)
    statuses = np.array([status.strip().upper() for status in table.legal_status], dtype=object)
    unsaid = basis == NORMAL
    at_home = codes == _PARENT
    basis = np.where(unsaid & at_home & (statuses == "C1"), TEMPORARY, basis)
    basis = np.where(unsaid & at_home & (statuses == "C2"), CARE_ORDER_HOME, basis)
    basis = np.where(unsaid & np.isin(codes, FOR_ADOPTION), ADOPTION, basis)
    basis = np.where(unsaid & np.isin(statuses, _SHORT_BREAK_STATUS), SHORT_BREAK, basis)
    return basis.astype(np.int32), np.isin(codes, LONG_TERM_FOSTER)
