"""A new DoLS request. Person and home are looked up first, with what is open there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop.commands import requests
from desktop.commands.requests import Request
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY
from desktop.domain.lists.desk import Desk
from desktop.errors import Refused
from desktop.views.controls import label
from desktop.views.panels import asking
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice, Tick
from desktop.views.panels.finding import HomePart, PersonPart

FORMS = (
    ("form1", "Form 1: standard request"),
    ("form2", "Form 2: further request"),
    ("third_party", "Third party says there is an unauthorised deprivation"),
    ("court", "Court"),
)
PRIORITIES = (("", "Not triaged yet"), ("high", "High"), ("medium", "Medium"), ("low", "Low"))
EARLIER = 4  # lines of a person's earlier requests that are shown
YES_NO = ((None, "Not said"), (True, "Yes"), (False, "No"))


class NewRequest(Entry):
    """The panel for a new request."""

    key = "new_request"
    title = "New DoLS request"

    def build(self) -> None:
        self.person = PersonPart(self, child=False)
        self.person.changed.connect(self.changed)
        self.earlier = label("", token="text_soft")
        self.form.addWidget(self.earlier)
        self.earlier.hide()
        self.received = self.add_date("Received on", self.context.today, hint="Day 1 of the 21.")
        self.home = HomePart(self)
        self.home.changed.connect(self.changed)
        self.form_in = Choice(FORMS, "Form")
        self.add("Form", self.form_in)
        self.urgent = Tick("With an urgent authorisation")
        self.add("", self.urgent)
        self.given = self.add_date("Urgent given on")
        self.ends = self.add_date("Urgent ends on (last day, as the form says)", future=True)
        self.priority = Choice(PRIORITIES, "Priority")
        self.add("Priority", self.priority)
        self.objecting = Choice(YES_NO, "Is the person objecting")
        self.add("Is the person objecting", self.objecting)
        self.ref = QLineEdit()
        self.add("Request reference (optional)", self.ref)
        self.at = QLineEdit()
        self.at.setPlaceholderText("14:30")
        self.add("Time received (optional)", self.at)
        self.team = Choice(((-1, "No team yet"),), "Team")
        self.add("Team (optional)", self.team)
        self._connect_fields()

    def _connect_fields(self) -> None:
        self.urgent.toggled.connect(self._on_urgent)
        self._on_urgent(False)
        for choice in (self.form_in, self.priority, self.objecting, self.team):
            choice.chosen.connect(self.changed)
        self.ref.textChanged.connect(self.changed)
        self.given.day_changed.connect(self._on_given)

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> list[tuple[int, str]]:
        return asking.teams(desk, "adults")

    def fill(self, facts: list[tuple[int, str]]) -> None:
        self.team.offer([(-1, "No team yet"), *facts])

    def _on_urgent(self, on: bool) -> None:
        for field in (self.given, self.ends):
            field.pair.setVisible(on)  # type: ignore[attr-defined]
        if on and self.given.day == NO_DAY:
            self.given.set_day(self.received.day)
        self.changed()

    def _on_given(self, day: int) -> None:
        last = requests.urgent_last_day(day) if day != NO_DAY else NO_DAY
        if last != NO_DAY and not self.ends.edit.text():
            self.ends.set_day(last)

    def entry(self) -> Request:
        """The request as it is typed.

        Raises:
            Refused: when nobody is chosen.
        """
        with_urgent = self.urgent.isChecked()
        objecting = self.objecting.value
        return Request(
            self.person.who(),
            self.received.day,
            home=self.home.where(),
            form=str(self.form_in.value),
            ref=self.ref.text(),
            priority=str(self.priority.value),
            objecting=None if objecting is None else bool(objecting),
            urgent=with_urgent,
            urgent_given_on=self.given.day if with_urgent else NO_DAY,
            urgent_stated_end=self.ends.day if with_urgent else NO_DAY,
            team=int(str(self.team.value)),
            received_at=self.at.text(),
        )

    def make(self) -> Callable[[Desk], Act]:
        entry, by = self.entry(), self.context.by
        return lambda desk: requests.receive(desk.book, entry, **by)

    def look(self) -> Callable[[Desk], Any] | None:
        try:
            entry = self.entry()
        except Refused:
            return None
        today = self.context.today

        def question(desk: Desk) -> tuple[list[str], list[str]]:
            told = requests.warnings(desk.book, entry, today=today)
            if isinstance(entry.home, int):
                count = len(requests.open_at_home(desk.book, entry.home, today))
                told += (
                    [f"This home has {count} other open request{'' if count == 1 else 's'}."] if count else []
                )
            who = entry.person
            return told, requests.earlier(desk.book, who, today) if isinstance(who, int) else []

        return question

    def show_look(self, answer: tuple[list[str], list[str]]) -> None:
        told, earlier = answer
        self.say_odd(told)
        more = f"\nand {len(earlier) - EARLIER} more" if len(earlier) > EARLIER else ""
        self.earlier.setText("Earlier:\n" + "\n".join(earlier[:EARLIER]) + more)
        self.earlier.setVisible(bool(earlier))

    def state(self) -> dict[str, Any]:
        return {
            "person": self.person.state(),
            "home": self.home.finder.text(),
            "received": self.received.edit.text(),
            "at": self.at.text(),
            "form": self.form_in.value,
            "urgent": self.urgent.isChecked(),
            "given": self.given.edit.text(),
            "ends": self.ends.edit.text(),
            "ref": self.ref.text(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.person.restore(state["person"])
        self.home.finder.setText(state["home"])
        self.received.edit.setText(state["received"])
        self.at.setText(state.get("at", ""))
        self.form_in.pick(state["form"])
        self.ends.edit.setText(state["ends"])
        self.given.edit.setText(state["given"])
        self.urgent.setChecked(state["urgent"])
        self.ref.setText(state["ref"])
