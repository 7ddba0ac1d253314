"""A worker is away and who covers, is back, or has left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtWidgets import QLineEdit

from desktop.commands import people, supervision
from desktop.commands.checks import count_of
from desktop.domain import cases
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.desk import Desk
from desktop.errors import Refused
from desktop.views.panels import asking
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice, Typed

WHAT = (
    ("away", "Is away"),
    ("back", "Is back at work"),
    ("left", "Has left"),
    ("supervised", "Had supervision of their own"),
    ("post", "Hours and ceiling of points"),
    ("leads", "Manages a team"),
)
REASONS = ("annual leave", "sick leave", "parental leave", "training")


@dataclass(frozen=True)
class Colleague:
    """One worker.

    Attributes:
        held: open cases held in any role.
        away: their absence now in words.
        supervised: day of their own last supervision.
        hours: their post in per cent of a whole one.
        ceiling: their own ceiling of points, 0 for the council's.
    """

    row: int
    name: str
    held: int
    away: str
    supervised: int
    hours: int
    ceiling: int


Facts = tuple[list[Colleague], list[tuple[int, str]]]  # and teams, each with who manages it


class AwayEntry(Entry):
    """The panel for absence, cover and leaving."""

    key = "absence"
    title = "Worker away, covered or left"

    def build(self) -> None:
        self.people: dict[int, Colleague] = {}
        self._told: list[str] = []
        self._post_of = -1  # whose hours and ceiling stand in the fields
        self.who = Typed((), "Who", "type part of a name")
        self.add("Who", self.who)
        self.what = Choice(WHAT, "What happened")
        self.add("What happened", self.what)
        self.first = self.add_date("First day away", self.context.today, future=True)
        self.last = self.add_date("Last day away (optional)", future=True, hint="Empty: no return date yet.")
        self.cover = Typed((), "Covered by", "type part of a name")
        self.cover_pair = self.add("Covered by (optional)", self.cover)
        self.reason = Typed(
            [(one, one.capitalize()) for one in REASONS], "Reason", "pick one, or type your own"
        )
        self.reason_pair = self.add("Reason (optional)", self.reason)
        self.returned = self.add_date("First day back", self.context.today)
        self.left = self.add_date("Left on", self.context.today)
        self.supervised = self.add_date("Supervised on", self.context.today, hint="Its date only is kept.")
        self.supervisor = Typed((), "Supervised by", "type part of a name")
        self.supervisor_pair = self.add("Supervised by (optional)", self.supervisor)
        self.hours, self.ceiling = QLineEdit(), QLineEdit()
        self.hours_pair = self.add("Hours, in per cent of a whole post", self.hours)
        self.team = Choice((), "Team")
        self.team_pair = self.add("Team", self.team)
        self.ceiling_pair = self.add("Ceiling of points", self.ceiling, "Empty: the council's own, by hours.")
        self._shown_for = {
            "away": [self.first.pair, self.last.pair, self.cover_pair, self.reason_pair],  # type: ignore[attr-defined]
            "back": [self.returned.pair],  # type: ignore[attr-defined]
            "left": [self.left.pair],  # type: ignore[attr-defined]
            "post": [self.hours_pair, self.ceiling_pair],
            "leads": [self.team_pair],
            "supervised": [self.supervised.pair, self.supervisor_pair],  # type: ignore[attr-defined]
        }
        self.what.chosen.connect(self._on_what)
        for field in (self.who, self.cover, self.reason, self.supervisor):
            field.chosen.connect(self.changed)
        self.who.chosen.connect(self._tell)
        self._on_what()

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Facts:
        held = _held(desk, today)
        colleagues = [
            Colleague(
                line.row,
                line.name,
                int(held[line.row]),
                _away(desk, line.row, today),
                supervision.last_of_worker(desk.book, line.row, today),
                int(desk.book.worker.fte_pct[line.row]) or 100,
                int(desk.book.worker.ceiling[line.row]),
            )
            for line in asking.workers(desk, today)
        ]
        return colleagues, [(row, _led(desk, row, name)) for row, name in asking.teams(desk)]

    def fill(self, facts: Facts) -> None:
        colleagues, teams = facts
        self.people = {one.row: one for one in colleagues}
        offered = [(one.row, one.name) for one in colleagues]
        self.team.offer(teams)
        self.who.offer(offered)
        self.cover.offer(offered)
        self.cover.pick(None)
        self.supervisor.offer(offered)
        self.supervisor.pick(None)
        if self.context.worker in self.people:
            self.who.pick(self.context.worker)
            self._first = self.what
            self.take_focus()
        self._tell()

    def _on_what(self) -> None:
        for what, pairs in self._shown_for.items():
            for pair in pairs:
                pair.setVisible(what == self.what.value)
        self._tell()
        self.changed()

    def _tell(self) -> None:
        """What is on record of the worker chosen, and what leaving means for their cases."""
        one = self.people.get(self.who.value) if isinstance(self.who.value, int) else None
        if one and one.row != self._post_of:
            self._post_of = one.row
            self.hours.setText(str(one.hours))
            self.ceiling.setText(str(one.ceiling or ""))
        self.about.setText(_about(one) if one else "")
        self.about.setVisible(one is not None)
        told = self._told = []
        if one and one.away and self.what.value == "away":
            told.append("An absence that runs on the first day is replaced by this one.")
        if one and one.held and self.what.value == "left":
            told.append("Their cases stay with them, shown as held by someone who left, until reallocated.")
        self.say_odd(told)

    def make(self) -> Callable[[Desk], Act]:
        worker, cover, author = self._picked(self.who), self._picked(self.cover), self.context.author
        if worker < 0:
            raise Refused("Say who it is: pick a worker from the list.")
        if self.what.value == "back":
            back = self.returned.day
            return lambda desk: people.end_absence(desk.book, worker, back, author=author)
        if self.what.value == "left":
            left = self.left.day
            return lambda desk: people.leave(desk.book, worker, left, author=author)
        if self.what.value == "post":
            post: dict[str, Any] = {"fte_pct": _whole(self.hours, 100), "ceiling": _whole(self.ceiling, 500)}
            return lambda desk: people.change_worker(desk.book, worker, author=author, **post)
        if self.what.value == "leads":
            team = -1 if self.team.value is None else int(str(self.team.value))
            return lambda desk: people.lead_team(desk.book, team, worker, author=author)
        if self.what.value == "supervised":
            on, by, who = self.supervised.day, self.context.by, self._picked(self.supervisor)
            return lambda desk: supervision.of_worker(desk.book, worker, on, supervisor=who, **by)
        first, last, reason = self.first.day, self.last.day, self.reason.text.casefold()
        return lambda desk: people.set_absence(
            desk.book, worker, first, last, reason=reason, cover=cover, author=author
        )

    def look(self) -> Callable[[Desk], list[str]] | None:
        if self.what.value != "away" or not isinstance(self.cover.value, int):
            return None
        cover, first, last = self.cover.value, self.first.day, self.last.day
        return lambda desk: people.absence_warnings(desk.book, cover, first, last)

    def show_look(self, answer: list[str]) -> None:
        self.say_odd([*self._told, *answer])

    def _picked(self, field: Typed) -> int:
        if field.text and field.value is None:
            raise Refused("Nobody of that name works here. Pick somebody from the list.")
        return int(str(field.value)) if field.text else -1

    def state(self) -> dict[str, Any]:
        return {
            "who": self.who.text,
            "what": self.what.value,
            "cover": self.cover.text,
            "reason": self.reason.text,
            "days": [field.edit.text() for field in (self.first, self.last, self.returned, self.left)],
        }

    def restore(self, state: dict[str, Any]) -> None:
        if self.context.worker < 0:
            self.who.setCurrentText(state["who"])
        self.what.pick(state["what"])
        self.cover.setCurrentText(state["cover"])
        self.reason.setCurrentText(state["reason"])
        for field, text in zip((self.first, self.last, self.returned, self.left), state["days"], strict=True):
            field.edit.setText(text)


def _whole(field: QLineEdit, most: int) -> int:
    """The whole number typed, 0 for none.

    Raises:
        Refused: for other words, or more than a post can have.
    """
    text = field.text().strip().removesuffix("%").strip()
    if text and not (text.isdecimal() and int(text) <= most):
        raise Refused(f"“{text}” is not a whole number up to {most}. Nothing was changed; type it again.")
    return int(text or 0)


def _about(one: Colleague) -> str:
    away = f"; {one.away}" if one.away else ""
    last = f" Own supervision last on {short(one.supervised)}." if one.supervised != NO_DAY else ""
    return f"{one.name} holds {count_of(one.held, 'open case')}{away}.{last}"


def _led(desk: Desk, team: int, name: str) -> str:
    manager = int(desk.book.team.manager[team])
    return f"{name} (now {desk.book.worker.name[manager]})" if manager >= 0 else f"{name} (nobody yet)"


def _held(desk: Desk, on: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Per worker, the open cases held in any role."""
    held = cases.open_load(desk.book, on, "worker")
    for role in ("bia", "mha", "pa"):
        held = held + cases.open_load(desk.book, on, role)
    return held


def _away(desk: Desk, worker: int, on: int) -> str:
    row = cases.absence_on(desk.book, worker, on)
    if row < 0:
        return ""
    absence = desk.book.absence
    until = f" to {short(int(absence.ends_on[row]))}" if absence.ends_on[row] != NO_DAY else ""
    cover = int(absence.cover[row])
    by = f", covered by {desk.book.worker.name[cover]}" if cover >= 0 else ""
    return f"away since {short(int(absence.starts_on[row]))}{until}{by}"
