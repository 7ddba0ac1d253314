"""The council's own choices: settings, closure days, and dated changes of a timescale."""

from __future__ import annotations

import numpy as np

from desktop.commands import checks
from desktop.commands.acts import Builder
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.domain.timescales import (
    Override,
    Timescale,
    Timescales,
    problem_with,
    setting_problem,
    setting_wants_reason,
)
from desktop.errors import Refused

CHANGEABLE = ("n", "unit", "first_n", "first_unit", "count_from", "target_pct", "amber", "counted")


def set_setting(book: Casebook, key: str, value: str, *, author: str, reason: str = "") -> Act:
    """Choose the answer to one of the named legal and local questions.

    Raises:
        Refused: an unknown setting, an answer that it cannot have, or no reason for one past the law.
    """
    problem = setting_problem(key, value)
    if problem:
        raise Refused(problem)
    wanted = setting_wants_reason(key, value)
    if wanted and not reason.strip():
        raise Refused(f"Give the reason: {wanted} The setting stays as it was.", "statute")
    build = Builder(book, "rules.set_setting", author)
    table = book.setting
    for row in np.flatnonzero(cases.standing(table)):
        if table.key[row] == key:
            build.supersede("setting", int(row))
    build.insert("setting", key=key, value=value.strip())
    return build.act("Setting changed", reason)


def add_closure(book: Casebook, on: int, name: str, *, author: str, bank_holiday: bool = False) -> Act:
    """Add a council closure day, or a bank holiday proclaimed after this version was made.

    Raises:
        Refused: no day, or one that is already there.
    """
    checks.need_day(on, "closure")
    table = book.closure_day
    if any(table.on[row] == on for row in np.flatnonzero(cases.standing(table))):
        raise Refused(f"{short(on)} is already in the list.")
    build = Builder(book, "rules.add_closure", author)
    build.insert("closure_day", on=on, name=name.strip(), kind="bank_holiday" if bank_holiday else "closure")
    return build.act(f"{'Bank holiday' if bank_holiday else 'Closure day'} {short(on)}")


def remove_closure(book: Casebook, on: int, *, author: str) -> Act:
    """Take a closure day or added bank holiday out again.

    Raises:
        Refused: when that day is not in the list.
    """
    table = book.closure_day
    rows = [int(row) for row in np.flatnonzero(cases.standing(table)) if table.on[row] == on]
    if not rows:
        raise Refused(f"{short(on)} is not in the list.")
    build = Builder(book, "rules.remove_closure", author)
    for row in rows:
        build.supersede("closure_day", row)
    return build.act(f"Closure day {short(on)} removed")


def change_timescale(
    book: Casebook,
    rule: str,
    field: str,
    value: str,
    *,
    author: str,
    reason: str,
    valid_from: int,
    valid_to: int = NO_DAY,
) -> Act:
    """Change one field of a timescale from a day on; earlier months keep the old one.

    Raises:
        Refused: no such rule or field, a statutory length made longer, no first day, no reason, or a
            value that the field cannot have.
    """
    shipped = Timescales.shipped()
    if rule not in shipped.by_id or field not in CHANGEABLE:
        raise Refused("That part of the timescale cannot be changed.")
    checks.need_day(valid_from, "change's first day")
    checks.need_reason(reason, "who decided the change of the timescale.")
    problem = problem_with(Override(rule, field, value.strip(), valid_from, valid_to))
    if problem:
        raise Refused(problem)
    _refuse_longer(shipped.rule(rule), field, value)
    build = Builder(book, "rules.change_timescale", author)
    build.insert(
        "timescale_override",
        rule=rule,
        field=field,
        value=value.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason.strip(),
    )
    return build.act(f"Timescale changed from {short(valid_from)}", reason)


def _refuse_longer(rule: Timescale, field: str, value: str) -> None:
    if rule.basis != "statutory" or field not in ("n", "first_n", "unit", "first_unit"):
        return
    if field in ("unit", "first_unit") or int(value) > getattr(rule, field):
        raise Refused(
            f"The law sets at most {rule.length()} here ({rule.source}); a council may only be stricter.",
            "statute",
        )
