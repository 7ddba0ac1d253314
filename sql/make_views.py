"""Write ``sql/views`` again: the same reporting views for SQLite and for PostgreSQL.

    python sql/make_views.py

Only the base differs, because the two keep ids, dates and flags in other types. The bank holidays are
those of the application, published and projected, so that a view counts the same working days.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from desktop.domain.bank_holidays import all_holidays
from desktop.domain.days import day

VIEWS = Path(__file__).resolve().parent / "views"
FIRST, LAST = day(dt.date(2012, 1, 1)), day(dt.date(2040, 12, 31))
HEAD = "-- Made by sql/make_views.py from sql/views/*.in.sql; change those and make this file again.\n\n"


def made(dialect: str) -> str:
    """The whole script for ``sqlite`` or ``postgresql``: base views, then the reporting views."""
    off = sorted(number for number in all_holidays() if FIRST <= number <= LAST)
    values = ",\n    ".join(
        ", ".join(f"({number})" for number in off[at : at + 12]) for at in range(0, len(off), 12)
    )
    base = (VIEWS / f"{dialect}.in.sql").read_text(encoding="utf-8")
    shared = (VIEWS / "reporting.in.sql").read_text(encoding="utf-8")
    text = base.replace("{FIRST}", str(FIRST)).replace("{LAST}", str(LAST)).replace("{HOLIDAYS}", values)
    return HEAD + text + "\n" + shared


def main() -> None:
    """Write both scripts."""
    for dialect in ("sqlite", "postgresql"):
        (VIEWS / f"{dialect}.sql").write_text(made(dialect), encoding="utf-8")


if __name__ == "__main__":
    main()
