"""What the renewal pipeline says of a row, in words; made only for the rows on the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.clockmap import state_words
from desktop.domain.lists.columns import Ints, count_of
from desktop.domain.lists.rows import worker_words

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk
    from desktop.domain.lists.renewals import Renewals

# The next thing to do about an authorisation.
(
    TOO_LATE,
    ASSESS,
    LATE_FORM,
    REMIND,
    REMINDED,
    EXPECTED,
    NOT_YET,
    RENEWED,
    UNSETTLED,
    ENDED,
    WITHOUT_END,
) = range(11)
_STEPS = {
    TOO_LATE: "No request, past the safe day",
    ASSESS: "Get the assessments back",
    LATE_FORM: "Ask where the request is",
    REMIND: "Remind the home",
    REMINDED: "Reminded, request awaited",
    EXPECTED: "Request in hand",
    NOT_YET: "Nothing yet",
    RENEWED: "Renewed",
    UNSETTLED: "Ended, renewal not decided",
    ENDED: "Ended. Is the person still there?",
    WITHOUT_END: "Find out until when it was granted",
}
PLACES = {
    "care_home": "Care home",
    "nursing_home": "Nursing home",
    "hospital": "Hospital",
    "other": "Other",
}


class Words:
    """The texts of one base's columns."""

    def __init__(self, desk: Desk, found: Renewals, rag: Ints) -> None:
        self._desk, self._found, self._rag = desk, found, rag

    def step(self, at: Ints) -> list[str]:
        """The next thing to do."""
        return self._each(at, self._step)

    def _step(self, row: int) -> str:
        words = _STEPS[int(self._found.step[row])]
        if int(self._found.step[row]) == RENEWED:
            words = f"Renewed until {short(int(self._found.renewed_until[row]))}"
        return f"Suspended. {words}" if self._found.suspended[row] else words

    def state(self, at: Ints) -> list[str]:
        """The step against its day."""
        return self._each(at, self._state)

    def _state(self, row: int) -> str:
        left = int(self._found.step_on[row]) - self._desk.as_at
        step, rag = int(self._found.step[row]), int(self._rag[row])
        if step in (UNSETTLED, ENDED):
            return f"Ended {count_of(-left, 'day')} ago"
        if step == WITHOUT_END:
            return "Expiry not known"
        if step == RENEWED:
            return ""
        return state_words(rag, abs(left), "d")

    def left(self, at: Ints) -> list[str]:
        """How many days are left of it."""
        return self._each(at, self._left)

    def _left(self, row: int) -> str:
        ends = int(self._found.ends[row])
        if ends == NO_DAY:
            return "not recorded"
        left = ends - self._desk.as_at
        return f"{count_of(left, 'day')} left" if left >= 0 else f"{count_of(-left, 'day')} ago"

    def reminded(self, at: Ints) -> list[str]:
        """When the home was reminded."""
        days = self._found.reminded_on
        return self._each(at, lambda row: f"done {short(int(days[row]))}" if days[row] != NO_DAY else "")

    def request(self, at: Ints) -> list[str]:
        """When the further request came."""
        days = self._found.further_received
        return self._each(at, lambda row: f"came {short(int(days[row]))}" if days[row] != NO_DAY else "")

    def with_whom(self, at: Ints) -> list[str]:
        """Who has the further request, while it is open."""
        return self._each(at, self._with)

    def _with(self, row: int) -> str:
        case = int(self._found.further[row])
        if case < 0 or int(self._found.step[row]) == RENEWED:
            return ""
        if self._found.further_back[row]:
            return "back, not signed"
        bia = int(self._desk.fact("bia")[case])
        return (
            worker_words(self._desk, bia, int(self._desk.book.allocation.worker[bia]))
            if bia >= 0
            else "No BIA"
        )

    def place(self, at: Ints) -> list[str]:
        """What kind of place it is."""
        homes = self._desk.book.managing_authority
        return self._each(
            at,
            lambda row: (
                PLACES.get(homes.word("setting", int(self._found.place[row])), "")
                if self._found.place[row] >= 0
                else ""
            ),
        )

    def informant(self, at: Ints) -> list[str]:
        """Who said that the person is there."""
        said = self._desk.book.home_check.informant
        checked = self._found.checked
        return self._each(at, lambda row: str(said[int(checked[row])]) if checked[row] >= 0 else "")

    @staticmethod
    def _each(at: Ints, say: Callable[[int], str]) -> list[str]:
        return [say(row) for row in at.tolist()]
