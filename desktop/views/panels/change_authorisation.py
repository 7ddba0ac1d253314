"""Changes around the decision on a DoLS request: suspension, review, end, transfer, taking it back."""

from __future__ import annotations

from typing import Any

from desktop.commands import authorisations, handover
from desktop.commands.authorisations import END_REASONS, REVIEW_OUTCOMES, REVIEWERS
from desktop.domain.lists.desk import Desk
from desktop.views.panels.modes import Making, Mode, reason_of

DOLS = frozenset({"dols"})


class Suspend(Mode):
    """The home gave notice that the person is no longer eligible."""

    key = "suspend"
    title = "Authorisation suspended"
    kinds = DOLS

    def build(self) -> None:
        self.on = self.date("on", "Notice given on", self.today)
        reasons = ("detained under the Mental Health Act", "stay in hospital")
        self.reason = self.words_of("reason", "Reason", reasons)

    def make(self, case: int, by: dict[str, Any]) -> Making:
        on, reason = self.on.day, reason_of(self.reason)
        return lambda desk: authorisations.suspend(desk.book, case, on, reason=reason, **by)


class Resume(Mode):
    """The suspension is over."""

    key = "resume"
    title = "Suspension lifted"
    kinds = DOLS

    def build(self) -> None:
        self.on = self.date("on", "Notice given on", self.today)

    def make(self, case: int, by: dict[str, Any]) -> Making:
        on = self.on.day
        return lambda desk: authorisations.resume(desk.book, case, on, **by)


class EndAuthorisation(Mode):
    """An authorisation ended before its period did."""

    key = "end_authorisation"
    title = "Authorisation ended early"
    kinds = DOLS

    def build(self) -> None:
        self.on = self.date("on", "Ended on", self.today)
        self.reason = self.words_of("reason", "Reason", END_REASONS)
        self.form9 = self.date("form9", "Form 9 sent on (optional)")

    def make(self, case: int, by: dict[str, Any]) -> Making:
        on, reason, sent = self.on.day, reason_of(self.reason), self.form9.day
        return lambda desk: authorisations.end_authorisation(
            desk.book, case, on, reason=reason, form9_sent_on=sent, **by
        )


class Review(Mode):
    """A review under Part 8 was asked for, or decided."""

    key = "review"
    title = "Review (Form 10)"
    kinds = DOLS

    def build(self) -> None:
        self.asked = self.date("asked", "Asked for on", self.today)
        self.by_whom = self.pick("by", "Asked for by", tuple(REVIEWERS.items()))
        self.decided = self.date("decided", "Decided on (optional)")
        self.outcome = self.words_of("outcome", "What it decided", REVIEW_OUTCOMES)

    def ask(self) -> None:
        case, context = self.entry.case, self.entry.context

        def running(desk: Desk) -> tuple[int, str] | None:
            row, table = authorisations.review_now(desk.book, case), desk.book.authorisation_review
            return (int(table.requested_on[row]), table.word("requested_by", row)) if row >= 0 else None

        context.session.ask(running, self._carry_on, owner=self.by_whom, on_error=self.entry.refuse)

    def _carry_on(self, running: tuple[int, str] | None) -> None:
        """A review that runs is decided, not begun again."""
        if running is not None:
            self.asked.set_day(running[0])
            self.by_whom.pick(running[1])

    def odd(self) -> list[str]:
        ended = reason_of(self.outcome).startswith("ended")
        return (
            ["Record the end of the authorisation as well; a review ends nothing by itself."] if ended else []
        )

    def make(self, case: int, by: dict[str, Any]) -> Making:
        asked, who, decided = self.asked.day, str(self.by_whom.value), self.decided.day
        outcome = reason_of(self.outcome)
        return lambda desk: authorisations.review(
            desk.book, case, asked, who, decided_on=decided, outcome=outcome, **by
        )


class Transfer(Mode):
    """Another council turned out to be responsible."""

    key = "transfer"
    title = "Transferred to another council"
    kinds = DOLS

    def build(self) -> None:
        self.council = self.text(
            "council", "Which council", "Ordinary residence is settled; until then we act."
        )
        self.on = self.date("on", "Transferred on", self.today)

    def make(self, case: int, by: dict[str, Any]) -> Making:
        council, on = self.council.text(), self.on.day
        return lambda desk: handover.transfer(desk.book, case, council, on, **by)


class Reopen(Mode):
    """A decision was recorded in error."""

    key = "reopen"
    title = "Take the decision back (correction)"
    kinds = DOLS

    def build(self) -> None:
        self.reason = self.words_of("reason", "Reason", ("recorded on the wrong request", "signed in error"))

    def make(self, case: int, by: dict[str, Any]) -> Making:
        reason, author = reason_of(self.reason), by["author"]
        return lambda desk: handover.reopen(desk.book, case, reason=reason, author=author)


MODES: tuple[type[Mode], ...] = (Suspend, Resume, Review, EndAuthorisation, Transfer, Reopen)
