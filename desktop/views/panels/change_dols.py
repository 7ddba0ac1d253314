"""Changes to a DoLS request before its decision: urgent authorisations, earlier assessments, signatory."""

from __future__ import annotations

from typing import Any

from desktop.commands import assessments, requests, triage
from desktop.commands.assessments import REQUIREMENTS
from desktop.views.panels.modes import Making, Mode, reason_of
from desktop.views.panels.placing import YES_NO

DOLS = frozenset({"dols"})


class Said(Mode):
    """Objection, and whether the person is still there."""

    key = "said"
    title = "Objecting, or still there"
    kinds = DOLS

    def build(self) -> None:
        self.objecting = self.pick("objecting", "Is the person objecting", YES_NO)
        self.still = self.pick("still", "Is the person still there", YES_NO)

    def make(self, case: int, by: dict[str, Any]) -> Making:
        fields = (("objecting", self.objecting), ("still_there", self.still))
        said: dict[str, Any] = {
            name: int(bool(field.value)) for name, field in fields if field.value is not None
        }
        author = by["author"]
        return lambda desk: triage.say(desk.book, [case], author=author, **said)


class ToSignatory(Mode):
    """The request went to the signatory."""

    key = "to_signatory"
    title = "Sent to the signatory"
    kinds = DOLS

    def build(self) -> None:
        self.on = self.date("on", "Sent on", self.today)

    def make(self, case: int, by: dict[str, Any]) -> Making:
        on = self.on.day
        return lambda desk: assessments.to_signatory(desk.book, [case], on, **by)


class Extend(Mode):
    """The council extended an urgent authorisation."""

    key = "extend"
    title = "Extend the urgent authorisation"
    kinds = DOLS

    def build(self) -> None:
        self.asked = self.date("asked", "Asked for on", self.today)
        self.decided = self.date("decided", "Decided on", self.today)
        days = tuple((count, f"{count} day{'' if count == 1 else 's'}") for count in range(7, 0, -1))
        self.days = self.pick("days", "Extended by", days)

    def make(self, case: int, by: dict[str, Any]) -> Making:
        days, asked, decided = int(str(self.days.value)), self.asked.day, self.decided.day
        return lambda desk: requests.extend_urgent(
            desk.book, case, days, requested_on=asked, decided_on=decided, **by
        )


class AddUrgent(Mode):
    """An urgent authorisation came after the request."""

    key = "add_urgent"
    title = "An urgent authorisation came in"
    kinds = DOLS

    def build(self) -> None:
        self.given = self.date("given", "Given on", self.today)
        self.ends = self.date("ends", "Ends on (last day, as the form says)", future=True)

    def make(self, case: int, by: dict[str, Any]) -> Making:
        given, ends = self.given.day, self.ends.day
        return lambda desk: requests.add_urgent(desk.book, case, given, ends, **by)


class ConfirmUrgent(Mode):
    """Somebody has seen that an urgent authorisation did run to its stated end."""

    key = "confirm_urgent"
    title = "Confirm the urgent authorisation's stated end"
    kinds = DOLS

    def build(self) -> None:
        self.reason = self.words_of("reason", "What shows it", ("extension seen on Form 1",))

    def make(self, case: int, by: dict[str, Any]) -> Making:
        reason, author = reason_of(self.reason), by["author"]
        return lambda desk: requests.confirm_urgent_end(desk.book, case, reason=reason, author=author)


class Equivalent(Mode):
    """An earlier assessment is used again."""

    key = "equivalent"
    title = "An earlier assessment is used again"
    kinds = DOLS

    def build(self) -> None:
        names = tuple((name, name.replace("_", " ").capitalize()) for name in REQUIREMENTS)
        self.which = self.pick("which", "Which assessment", names)
        self.on = self.date("on", "Carried out on")

    def odd(self) -> list[str]:
        return assessments.equivalent_warnings([str(self.which.value)], self.on.day)

    def make(self, case: int, by: dict[str, Any]) -> Making:
        which, on = [str(self.which.value)], self.on.day
        return lambda desk: assessments.equivalent(desk.book, case, which, on, **by)


MODES: tuple[type[Mode], ...] = (
    Said,
    ToSignatory,
    Extend,
    AddUrgent,
    ConfirmUrgent,
    Equivalent,
)
