"""A slow, independent reading of the sample trackers: openpyxl, the `holidays` package, a day loop.

It shares no code with Caseclock. What it calls overdue on 20 November 2026, `caseclock list` must too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import holidays
from openpyxl import load_workbook

AS_AT = dt.date(2026, 11, 20)
ENGLAND = holidays.country_holidays("GB", subdiv="ENG", years=range(2024, 2028))
STATUS = {
    "cp": "cp",
    "cpp": "cp",
    "child protection": "cp",
    "cla": "cla",
    "lac": "cla",
    "looked after": "cla",
    "cin": "cin",
    "child in need": "cin",
    "care leaver": "care_leaver",
    "cl": "care_leaver",
}


def as_date(value: Any) -> dt.date | None:
    """A date as a person would read the cell; None when there is none."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, (int, float)) and 20_000 < value < 60_000:
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(value))
    text = str(value or "").strip()
    for form in ("%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def working(day: dt.date) -> bool:
    return day.weekday() < 5 and day not in ENGLAND


def working_days_after(start: dt.date, end: dt.date) -> int:
    """Working days in (start, end], one by one."""
    days = (start + dt.timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(map(working, days))


def clean(value: Any) -> str:
    return re.sub(r"\s+", " ", str(value if value is not None else "").replace("\xa0", " ")).strip()


def child_id(value: Any) -> str:
    return str(int(value)) if isinstance(value, (int, float)) else clean(value)


def table(path: Path, first: str) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """(sheet, row, {lower-case header: value}) for each row under the header that begins with `first`."""
    for sheet in load_workbook(path, data_only=True).worksheets:
        headers: list[str] = []
        for at, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if not headers:
                if clean(cells[0]).lower() == first:
                    headers = [clean(cell).lower() for cell in cells]
                continue
            if clean(cells[0]) and clean(cells[0]).lower() != "total":
                yield sheet.title, at, dict(zip(headers, cells, strict=False))


def overdue_visits(path: Path) -> dict[str, tuple[str, dt.date]]:
    """{child id: (kind, start of the running interval)} of children whose visit is overdue."""
    found: dict[str, tuple[str, dt.date]] = {}
    for _, _, row in table(path, "child id"):
        kind = STATUS.get(clean(row["status"]).lower(), "")
        began, last = as_date(row["plan/care start"]), as_date(row["last visit"])
        seen = clean(row["seen?"]).lower() in ("y", "yes")
        if last is not None and (not seen or last > AS_AT or (began and last < began)):
            last = None
        since = last or began
        if since is None or kind not in ("cp", "cin", "cla"):
            continue
        if kind == "cp":
            late = working_days_after(since, AS_AT) > 10
        elif kind == "cla" and last is None:
            late = (AS_AT - since).days > 7
        else:
            late = (AS_AT - since).days > 42
        if late:
            found[child_id(row["child id"])] = (kind, since)
    return found


def overdue_supervision(path: Path, visits: Path) -> dict[str, tuple[str, dt.date]]:
    """{child id: (kind, since)} of children whose case supervision is overdue.

    A child never supervised in this plan is late counting from its start, which the other tracker has.
    """
    weeks = {"cp": 4, "cla": 6, "cin": 6, "care_leaver": 8}
    began = {
        child_id(row["child id"]): as_date(row["plan/care start"]) for _, _, row in table(visits, "child id")
    }
    found: dict[str, tuple[str, dt.date]] = {}
    for _, _, row in table(path, "child id"):
        child, kind = child_id(row["child id"]), STATUS.get(clean(row["plan"]).lower(), "")
        since = max(filter(None, (as_date(row["last supervision"]), began.get(child))), default=None)
        if since is not None and (AS_AT - since).days > 7 * weeks[kind]:
            found[child] = (kind, since)
    return found


def overdue_dols(path: Path) -> dict[str, dt.date]:
    """{reference: assessments due} of open requests past their due date without a signature."""
    found: dict[str, dt.date] = {}
    for _, _, row in table(path, "ref"):
        received, signed = as_date(row["date rec'd"]), as_date(row["date signed off"])
        if received is None or (signed is not None and signed <= AS_AT):
            continue
        due = received + dt.timedelta(days=20)
        given, end = as_date(row["urgent from"]), as_date(row["urgent ends"])
        if given and end:
            end = min(end, given + dt.timedelta(days=6))
            if end >= received:
                due = min(due, end)
        if due < AS_AT:
            found[clean(row["ref"])] = due
    return found
