"""Timescales as data: how long something may take, from which event, under which law.

A timescale is one row of ``resources/timescales/*.toml``. A council may change its fields by dated
rows of the table ``timescale_override``; a change counts only from its own date, so it never rewrites
an old month. The open legal questions are named settings in ``settings.toml``, each with its source.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

import numpy as np

from desktop.domain.casebook import Casebook, known
from desktop.domain.days import NEVER, NO_DAY
from desktop.paths import resource

Unit = Literal["hour", "day", "working_day", "week", "month"]
FILES = ("children", "looked_after", "leaving_care", "assessment", "supervision", "dols")
_NUMBERS = ("n", "first_n", "target_pct", "amber", "history_months", "min_age", "max_age")
_FLAGS = ("recurring", "seen_required")
_CHOICES: dict[str, tuple[str, ...]] = {
    "unit": ("hour", "day", "working_day", "week", "month"),
    "first_unit": ("hour", "day", "working_day", "week", "month"),
    "count_from": ("day_after", "same_day"),
    "basis": ("statutory", "guidance", "local"),
    "recurring": ("yes", "no"),
    "seen_required": ("yes", "no"),
    "counted": ("always", "unless_from_file", "once_recorded"),
}
_CHANGEABLE = {*_NUMBERS, *_CHOICES, "name", "source"}


@dataclass(frozen=True, slots=True)
class Timescale:
    """One rule.

    Attributes:
        id: public and stable, ``cp_visit_10wd``.
        cohort: who is counted, in words.
        plan_kinds: the case kinds that the rule covers.
        start_event: what it is counted from: an event kind, or words for a start that is no event. A
            recurring rule that starts from what satisfies it has no clock before the first of these.
        start_else: what it is counted from when that event is not on record; without it, no clock.
        satisfied_by: the event kinds that satisfy it.
        seen_required: an event counts only when the person was seen.
        n, unit: the length.
        first_n, first_unit: the length of the first interval of a recurring rule, 0 when the same.
        recurring: whether satisfying it starts it again.
        count_from: ``day_after`` (the event is day 0) or ``same_day`` (the event is day 1).
        basis: ``statutory``, ``guidance`` or ``local``.
        source: the paragraph or policy it rests on.
        target_pct: what the council wants in time, 0 when no target is set.
        amber: how many of the rule's own days before the due date it turns amber.
        service: ``children`` or ``adults``.
        counted: for whom, while nothing that satisfies it is on record for its kinds of plan: ``always``
            for everyone; ``unless_from_file`` not for a case that came in a file, because a file that
            says nothing of supervision does not say that there was none; ``once_recorded`` for nobody.
            From the first such record on it is counted for all. See `Clocks.unused`.
        satisfied_before: an event from before the start satisfies it too.
        history_months: an event so many months after the start is taken for a later one of its sort,
            because feeds carry the latest date only; the clock is then left out. 0 for never.
        min_age, max_age: the ages in whole years that it covers, -1 for any.
        by_engine: computed by the generic engine of `desktop.domain.children` (else by a special one).
        group: the list it belongs to: ``visit``, ``supervision``, ``review``, ``health`` ...
        valid_from, valid_to: first and last day that the rule is in force, `NO_DAY` for open.
    """

    id: str
    name: str
    n: int
    unit: Unit
    cohort: str = ""
    plan_kinds: tuple[str, ...] = ()
    start_event: str = "started"
    start_else: str = ""
    satisfied_by: tuple[str, ...] = ()
    seen_required: bool = False
    first_n: int = 0
    first_unit: Unit = "day"
    recurring: bool = False
    count_from: Literal["day_after", "same_day"] = "day_after"
    basis: Literal["statutory", "guidance", "local"] = "local"
    source: str = ""
    target_pct: int = 0
    amber: int = 0
    service: str = "children"
    group: str = ""
    counted: Literal["always", "unless_from_file", "once_recorded"] = "always"
    by_engine: bool = True
    satisfied_before: bool = False
    history_months: int = 0
    min_age: int = -1
    max_age: int = -1
    valid_from: int = NO_DAY
    valid_to: int = NO_DAY

    @property
    def in_working_days(self) -> bool:
        """Whether elapsed, left and overdue are counted in working days."""
        return self.unit == "working_day"

    def length(self) -> str:
        """The length in words: ``10 working days``, ``1 week``."""
        unit = self.unit.replace("_", " ")
        return f"{self.n} {unit}" if self.n == 1 else f"{self.n} {unit}s"


@dataclass(frozen=True, slots=True)
class Override:
    """One dated change of a rule's field, as an administrator entered it."""

    rule: str
    field: str
    value: str
    valid_from: int
    valid_to: int

    def covers(self, number: int) -> bool:
        """Whether the change is in force on a day."""
        return (self.valid_from == NO_DAY or number >= self.valid_from) and (
            self.valid_to == NO_DAY or number <= self.valid_to
        )


@dataclass(frozen=True)
class Timescales:
    """The shipped rules with a council's own changes.

    Attributes:
        by_id: rule id -> timescale, as shipped (or as resolved by `at`).
        settings: named legal and local choices -> value as text.
        overrides: dated changes, in the order in which they were recorded.
        closures, extra_holidays: the council's own days (day numbers).
    """

    by_id: Mapping[str, Timescale]
    settings: Mapping[str, str]
    overrides: tuple[Override, ...] = ()
    closures: tuple[int, ...] = ()
    extra_holidays: tuple[int, ...] = ()
    origin: Timescales | None = None  # the rules before any book's changes

    def rule(self, rule_id: str) -> Timescale:
        """The timescale of an id.

        Raises:
            KeyError: when there is none.
        """
        return self.by_id[rule_id]

    def __iter__(self) -> Iterator[Timescale]:
        return iter(self.by_id.values())

    def flag(self, name: str) -> bool:
        """A yes-or-no setting."""
        return self.settings[name].strip().casefold() in ("yes", "y", "true", "1", "on")

    def at(self, number: int) -> Timescales:
        """The rules as they stand on a day: changes not in force then are left out."""
        rules = dict(self.by_id)
        for change in self.overrides:
            if change.rule in rules and change.covers(number):
                rules[change.rule] = _changed(rules[change.rule], change)
        inside = {key: rule for key, rule in rules.items() if _in_force(rule, number)}
        return replace(self, by_id=inside)

    def with_overrides(self, book: Casebook, known_at: int = NEVER - 1) -> Timescales:
        """These rules with the dated changes, settings and closure days that were on record then."""
        base = self.origin or self
        closures, extra = _closure_days(book, known_at)
        settings = {**base.settings, **_settings(book, known_at, base.settings)}
        return replace(
            base,
            origin=base,
            overrides=_overrides(book, known_at),
            settings=settings,
            closures=closures if settings["skip_closure_days"] == "yes" else (),
            extra_holidays=extra,
        )

    @classmethod
    def shipped(cls) -> Timescales:
        """The rules in ``resources/timescales``, read once."""
        return _shipped()


@cache
def _shipped() -> Timescales:
    rules: dict[str, Timescale] = {}
    for name in FILES:
        for rule_id, values in _toml(name).items():
            if rule_id in rules:
                raise ValueError(f"two timescales are called {rule_id}")
            rules[rule_id] = _timescale(rule_id, values)
    settings = {key: str(entry["value"]) for key, entry in _toml("settings").items()}
    return Timescales(rules, settings)


def setting_notes() -> dict[str, dict[str, str]]:
    """Every named setting with its question, default value, choices and source, for the settings page."""
    return {
        key: {name: str(value) for name, value in entry.items()} for key, entry in _toml("settings").items()
    }


def setting_problem(key: str, value: str) -> str:
    """Why a setting cannot have a value, in one sentence; empty when it can."""
    note = setting_notes().get(key)
    if note is None:
        return "There is no setting of that name."
    answers = [choice.partition(":")[0].strip() for choice in note["choices"].split(";")]
    if len(answers) == 1 and answers[0].startswith("a number of "):
        return "" if value.strip().isdecimal() else f"Type a whole {answers[0].removeprefix('a ')}."
    return "" if value.strip() in answers else f"Choose one of: {', '.join(answers)}."


def setting_wants_reason(key: str, value: str) -> str:
    """What the reason for a setting's value must say where it goes past the law's own wording; else empty.

    Each such setting has ``reason_above``, the most that its source says in so many words.
    """
    note = setting_notes().get(key, {})
    most = note.get("reason_above", "")
    if not most or not value.strip().isdecimal() or int(value) <= int(most):
        return ""
    return f"on whose legal advice it is more than {most} ({note['source'].partition(';')[0]})."


@cache
def _toml(name: str) -> dict[str, Any]:
    with resource("timescales", f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _timescale(rule_id: str, values: Mapping[str, Any]) -> Timescale:
    ready: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in values.items()
    }
    return Timescale(id=rule_id, **ready)


def _in_force(rule: Timescale, number: int) -> bool:
    return Override("", "", "", rule.valid_from, rule.valid_to).covers(number)


def problem_with(change: Override) -> str:
    """Why a change cannot be made, in one sentence; empty when it can."""
    rule = Timescales.shipped().by_id.get(change.rule)
    if rule is None:
        return f"There is no timescale {change.rule}."
    if change.field not in _CHANGEABLE:
        return f"The field {change.field} of a timescale cannot be changed."
    allowed = _CHOICES.get(change.field)
    if allowed and change.value not in allowed:
        return f"{change.field} must be one of {', '.join(allowed)}."
    least = 1 if change.field == "n" else -1
    if change.field in _NUMBERS and not (_is_number(change.value) and int(change.value) >= least):
        return f"{change.field} must be a whole number of at least {least}."
    return ""


def _is_number(text: str) -> bool:
    return text.strip().removeprefix("-").isdecimal()


def _changed(rule: Timescale, change: Override) -> Timescale:
    if problem_with(change):
        return rule
    value: Any = change.value
    if change.field in _NUMBERS:
        value = int(value)
    elif change.field in _FLAGS:
        value = value.casefold() in ("yes", "true", "1")
    return replace(rule, **{change.field: value})


def _overrides(book: Casebook, known_at: int) -> tuple[Override, ...]:
    table = book.timescale_override
    rows = np.flatnonzero(known(table, known_at))
    rows = rows[np.argsort(table.recorded_at[rows], kind="stable")]
    return tuple(
        Override(
            table.rule[row],
            table.field[row],
            table.value[row],
            int(table.valid_from[row]),
            int(table.valid_to[row]),
        )
        for row in rows
    )


def _settings(book: Casebook, known_at: int, names: Mapping[str, str]) -> dict[str, str]:
    table = book.setting
    rows = np.flatnonzero(known(table, known_at))
    rows = rows[np.argsort(table.recorded_at[rows], kind="stable")]
    said = {table.key[row]: table.value[row].strip() for row in rows if table.key[row] in names}
    return {key: value for key, value in said.items() if not setting_problem(key, value)}


def _closure_days(book: Casebook, known_at: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    table = book.closure_day
    on = known(table, known_at)
    bank = table.kind == table.code("kind", "bank_holiday")
    return tuple(map(int, table.on[on & ~bank])), tuple(map(int, table.on[on & bank]))
