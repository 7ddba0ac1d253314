"""Closing cases, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.commands import decisions, plans
from desktop.commands.decisions import SignOff
from desktop.domain.changes import Act
from desktop.domain.lists.desk import Desk
from desktop.errors import Refused
from desktop.views.panels import asking
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Typed


class CloseEntry(Entry):
    """The panel that closes cases. A request without a decision is signed off as closed."""

    key = "close"
    title = "Close"
    save_words = "Close the case"

    def build(self) -> None:
        self.on = self.add_date("Closed on", self.context.today)
        self.reason = Typed((), "Reason", "pick one, or type your own")
        self.add("Reason", self.reason, "The case leaves the open lists; all that is recorded of it stays.")
        self.reason.chosen.connect(self.changed)

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> tuple[str, tuple[str, ...]]:
        lines = [asking.case_line(desk, case, today) for case in chosen]
        kinds = {line.kind for line in lines}
        offered = plans.CLOSING_REASONS.get(kinds.pop(), ("other",)) if len(kinds) == 1 else ("died", "other")
        if len(lines) == 1:
            return f"{lines[0].name}, {lines[0].plan}", offered
        return f"{len(lines)} cases, each with the same reason", offered

    def fill(self, facts: tuple[str, tuple[str, ...]]) -> None:
        about, offered = facts
        self.about.setText(about)
        self.about.show()
        self.reason.offer([(words, words.capitalize()) for words in offered])
        self.reason.pick(None)

    def make(self) -> Callable[[Desk], Act]:
        chosen, on, by = list(self.context.cases), self.on.day, self.context.by
        reason = str(self.reason.value or self.reason.text)
        if not reason:
            raise Refused("Give the reason: why the case is closed.")

        def act(desk: Desk) -> Act:
            if any(decisions.undecided(desk.book, case) for case in chosen):
                return decisions.close(desk.book, chosen, SignOff(on, "closed", reason), **by)
            return plans.close(desk.book, chosen, on, reason=reason, **by)

        return act

    def state(self) -> dict[str, Any]:
        return {"on": self.on.edit.text(), "reason": self.reason.text}

    def restore(self, state: dict[str, Any]) -> None:
        self.on.edit.setText(state["on"])
        self.reason.setCurrentText(state["reason"])
