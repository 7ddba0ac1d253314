"""Triage: the checklist ticked with Space, what the form gave, and what the home was asked again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.commands import triage
from desktop.commands.triage import ANSWERS, Screening
from desktop.domain import cases, dols_priority
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.desk import Desk
from desktop.views.controls import label
from desktop.views.panels import asking
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice
from desktop.views.panels.placing import YES_NO
from desktop.views.panels.ticks import Line, Ticks

CHECKLIST, FORM, ASK, ANSWER = "checklist", "form", "ask", "answer"
WHAT = (
    (CHECKLIST, "Priority, by the checklist"),
    (FORM, "What the form gave"),
    (ASK, "Home asked whether it is still appropriate"),
    (ANSWER, "The home's answer"),
)
LEVELS = (("", "As the ticks say"), ("high", "High"), ("medium", "Medium"), ("low", "Low"))
TESTS = (("agni", "[2026] UKSC 16, from 2 June 2026"), ("cheshire_west", "Acid test, before 2 June 2026"))


@dataclass(frozen=True)
class Before:
    """What is known of the chosen requests before this triage."""

    about: str
    ticked: tuple[str, ...] = ()
    objecting: bool | None = None
    present: tuple[str, ...] = ()
    missing: str = ""
    asked: str = ""
    single: bool = True
    route: str = ""
    purpose: str = ""
    wanted_from: int = NO_DAY


class TriageEntry(Entry):
    """The triage panel. Enter in the checklist saves; a level of one's own needs a reason."""

    key = "triage"
    title = "Triage"

    def build(self) -> None:
        self._groups: dict[str, list[QWidget]] = {name: [] for name, _ in WHAT}
        self.what = Choice(WHAT, "What is recorded")
        self.add("What is recorded", self.what)
        self._build_checklist()
        self._build_form()
        self._build_home()
        self.what.chosen.connect(self._on_what)
        self._on_what()

    def _build_checklist(self) -> None:
        tool = dols_priority.current()
        self.ticks = Ticks("Checklist", tool.title, "Priority", rows_shown=10)
        self.ticks.offer([Line(one.code, one.words, one.level.capitalize()) for one in tool.criteria])
        mine = self._groups[CHECKLIST]
        mine.append(self.add("What applies", self.ticks, "Space ticks a line; Enter saves."))
        self.comes_to = label("", bold=True)
        self.form.addWidget(self.comes_to)
        self.level = Choice(LEVELS, "Priority")
        self.reason = QLineEdit()
        self.objecting = Choice(YES_NO, "Is the person objecting")
        self.test = Choice(TESTS, "Legal test")
        mine += [self.comes_to, self.add("Priority", self.level)]
        self.why = self.add("Why, if not as the ticks say", self.reason)
        mine += [self.why, self.add("Is the person objecting", self.objecting)]
        self.again = self.add_date("Look again on (optional)", future=True)
        mine += [self.again.pair, self.add("Legal test", self.test)]  # type: ignore[attr-defined]
        for choice in (self.level, self.objecting, self.test):
            choice.chosen.connect(self._on_ticks)
        self.reason.textChanged.connect(self.changed)
        self.ticks.changed.connect(self._on_ticks)
        self.ticks.opened.connect(lambda _: self.commit())

    def _build_form(self) -> None:
        self.facts = Ticks("What the form gave", "What the form gave", "Needed", rows_shown=12)
        self.facts.offer(
            [
                Line(one.code, one.words, "Yes" if one.must else "If known")
                for one in dols_priority.request_facts()
            ]
        )
        hint = "Space ticks a line. What is missing is asked for; it stops no clock."
        mine = self._groups[FORM]
        mine.append(self.add("What the form gave", self.facts, hint))
        self.route, self.purpose = QLineEdit(), QLineEdit()
        mine += [self.add("How it came (optional)", self.route), self.add("Purpose (optional)", self.purpose)]
        self.wanted_from = self.add_date("Wanted from (optional)", future=True)
        mine.append(self.wanted_from.pair)  # type: ignore[attr-defined]
        self.route.textChanged.connect(self.changed)
        self.purpose.textChanged.connect(self.changed)
        self.facts.changed.connect(self.changed)
        self.facts.opened.connect(lambda _: self.commit())

    def _build_home(self) -> None:
        self.asked_on = self.add_date("Asked on", self.context.today, hint="Every clock runs on.")
        self.answer = Choice(tuple(ANSWERS.items()), "What the home answered")
        answered = self.add("What the home answered", self.answer)
        self.answered_on = self.add_date("Answered on", self.context.today)
        self.informant = QLineEdit()
        who = self.add("Who answered", self.informant, "A withdrawal closes the request.")
        self._groups[ASK].append(self.asked_on.pair)  # type: ignore[attr-defined]
        self._groups[ANSWER] += [answered, self.answered_on.pair, who]  # type: ignore[attr-defined]
        self.informant.textChanged.connect(self.changed)
        self.answer.chosen.connect(self.changed)

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Before:
        if not chosen:
            return Before("")
        if len(chosen) > 1:
            return Before(f"{len(chosen)} requests, each triaged alike", single=False)
        case, book = chosen[0], desk.book
        line = asking.case_line(desk, case, today)
        last, said = triage.latest(book, case), cases.latest(book.dols_request, case, "recorded_at")
        detail = cases.facts(book.request_detail, case)
        present = tuple(book.request_detail.present[detail[-1]].split(",")) if detail else ()
        objecting = int(book.dols_request.objecting[said]) if said >= 0 else -1
        waits = triage.asked(book, case)
        left = [fact.words for fact in dols_priority.missing(present)] if detail else []
        return Before(
            f"{line.name}, {line.plan}",
            tuple(book.triage.criteria[last].split(",")) if last >= 0 else (),
            {1: True, 0: False}.get(objecting),
            present,
            f"Not on the form: {'; '.join(left)}" if left else "",
            f"Home asked on {short(int(book.rescreen.asked_on[waits]))}, not answered" if waits >= 0 else "",
            route=book.request_detail.route[detail[-1]] if detail else "",
            purpose=book.request_detail.purpose[detail[-1]] if detail else "",
            wanted_from=int(book.request_detail.authority_wanted_from[detail[-1]]) if detail else NO_DAY,
        )

    def fill(self, facts: Before) -> None:
        self.about.setText("\n".join(line for line in (facts.about, facts.missing, facts.asked) if line))
        self.about.show()
        self.what.offer([one for one in WHAT if facts.single or one[0] != FORM])
        if facts.asked and not facts.ticked:
            self.what.pick(ANSWER)
        self.ticks.tick(facts.ticked)
        self.facts.tick(facts.present)
        self.route.setText(facts.route)
        self.purpose.setText(facts.purpose)
        self.wanted_from.set_day(facts.wanted_from)
        self.objecting.pick(facts.objecting)
        self._on_ticks()

    def _on_what(self) -> None:
        for name, widgets in self._groups.items():
            for widget in widgets:
                widget.setVisible(name == self.what.value)
        self._on_ticks()
        self.take_focus()

    def _on_ticks(self) -> None:
        computed = dols_priority.current().level(self.ticks.ticked)
        level = str(self.level.value)
        told = f"The ticks come to {computed} priority." if computed else "Nothing is ticked yet."
        self.comes_to.setText(told)
        own = bool(level) and level != computed
        self.why.setVisible(own and self.what.value == CHECKLIST)
        self.changed()

    def take_focus(self) -> None:
        """Typing starts in the checklist: Space ticks at once."""
        first = {CHECKLIST: self.ticks, FORM: self.facts, ASK: self.asked_on.edit, ANSWER: self.answer}
        first[str(self.what.value)].setFocus()

    def make(self) -> Callable[[Desk], Act]:
        chosen, by = self.context.cases, self.context.by
        if self.what.value == FORM:
            present = self.facts.ticked
            said: dict[str, Any] = {
                "route": self.route.text(),
                "purpose": self.purpose.text(),
                "wanted_from": self.wanted_from.day,
                "author": by["author"],
            }
            return lambda desk: triage.describe(desk.book, chosen[0], present, **said)
        if self.what.value == ASK:
            on = self.asked_on.day
            return lambda desk: triage.ask_home(desk.book, chosen, on, **by)
        if self.what.value == ANSWER:
            answer, answered, who = str(self.answer.value), self.answered_on.day, self.informant.text()
            return lambda desk: triage.home_answered(desk.book, chosen, answer, answered, who, **by)
        objecting = self.objecting.value
        screening = Screening(
            self.ticks.ticked,
            str(self.level.value),
            self.reason.text(),
            rescreen_on=self.again.day,
            legal_test=str(self.test.value),
            objecting=None if objecting is None else bool(objecting),
        )
        return lambda desk: triage.screen(desk.book, chosen, screening, **by)

    def state(self) -> dict[str, Any]:
        return {
            "what": self.what.value,
            "ticked": list(self.ticks.ticked),
            "present": list(self.facts.ticked),
            "level": self.level.value,
            "reason": self.reason.text(),
            "again": self.again.edit.text(),
            "informant": self.informant.text(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.what.pick(state["what"])
        self.ticks.tick(state["ticked"])
        self.facts.tick(state["present"])
        self.level.pick(state["level"])
        self.reason.setText(state["reason"])
        self.again.edit.setText(state["again"])
        self.informant.setText(state["informant"])
