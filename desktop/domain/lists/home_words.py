"""What the pages of homes say, in words; made only for the rows on the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.clockmap import state_words
from desktop.domain.lists.columns import DUE_SOON, OVERDUE, RAG_WORDS, Cells, Ints, count_of, text_ranks
from desktop.domain.lists.facts import taken
from desktop.domain.lists.renewal_words import PLACES
from desktop.domain.lists.rows import name_cells, worker_words

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk
    from desktop.domain.lists.homes import Residents

_FORMS = {"form2": "Renewal requested", "third_party": "Third party asks", "court": "Court asks"}
_WAITS, _HELD, _WITHOUT_END, _OVER = range(4)


class Words:
    """The texts of one base's columns."""

    def __init__(self, desk: Desk, found: Residents, rag: Ints) -> None:
        self._desk, self._found, self._rag = desk, found, rag

    def born(self, at: Ints) -> list[str]:
        """The date of birth, by which the home knows whom we mean."""
        people, case = self._desk.book.person, self._desk.book.case
        born = people.born_on[case.person[self._found.case[at]]]
        return [f"born {short(day)}" if day != NO_DAY else "" for day in born.tolist()]

    def what(self, at: Ints) -> list[str]:
        """Whether somebody waits or is authorised."""
        return self._each(at, self._what)

    def _what(self, row: int) -> str:
        what, flag = int(self._found.what[row]), int(self._found.at[row])
        if what == _WAITS:
            request = int(self._desk.fact("request")[self._found.case[row]])
            form = self._desk.book.dols_request.word("form", request) if request >= 0 else ""
            return _FORMS.get(form, "Waiting for a decision")
        if self._desk.flags.suspended[flag]:
            return "Authorisation suspended"
        return {_HELD: "Authorisation in force", _WITHOUT_END: "Authorised, no end recorded"}.get(
            what, "Authorisation ended"
        )

    def why(self, at: Ints) -> list[str]:
        """What presses, if anything."""
        return self._each(at, self._why)

    def _why(self, row: int) -> str:
        flags, flag = self._desk.flags, int(self._found.at[row])
        if self._found.gap[row]:
            return f"no authority for {count_of(int(flags.gap_days[flag]), 'day')}"
        if flags.ua_running[flag]:
            return f"urgent until {short(int(flags.ua_end[flag]))}"
        if self._found.to_ring[row]:
            never = self._found.confirmed[row] == NO_DAY
            return "nobody has asked yet" if never else "ask again: over four weeks ago"
        return ""

    def day(self, at: Ints) -> list[str]:
        """How long a request has waited, or an authorisation run."""
        return self._each(at, self._day)

    def _day(self, row: int) -> str:
        since = int(self._found.since[row])
        return "" if since == NO_DAY else f"Day {self._desk.as_at - since + 1:,}"

    def state(self, at: Ints) -> list[str]:
        """Against the due date or the end."""
        return self._each(at, self._state)

    def _state(self, row: int) -> str:
        rag, left = int(self._rag[row]), int(self._found.ends[row]) - self._desk.as_at
        what = int(self._found.what[row])
        if what == _WITHOUT_END:
            return "Expiry not known"
        if what == _OVER:
            return f"Ended {count_of(-left, 'day')} ago"
        words = state_words(rag, abs(left), "d")
        return words.replace("Due", "Ends").replace("In time", "In force") if what == _HELD else words

    def informant(self, at: Ints) -> list[str]:
        """Who said so."""
        table, checked = self._desk.book.home_check, self._found.checked
        return self._each(at, lambda row: str(table.informant[checked[row]]) if checked[row] >= 0 else "")

    def who(self, at: Ints) -> list[str]:
        """Who works on a request."""
        return self._each(at, self._who)

    def _who(self, row: int) -> str:
        if self._found.what[row] != _WAITS:
            return ""
        case = int(self._found.case[row])
        held = int(self._desk.fact("bia")[case])
        if held < 0:
            return "No BIA"
        return worker_words(self._desk, held, int(self._desk.book.allocation.worker[held]))

    @staticmethod
    def _each(at: Ints, say: Callable[[int], str]) -> list[str]:
        return [say(row) for row in at.tolist()]


def place_cells(desk: Desk, place: Ints, numbers: Mapping[str, Ints]) -> dict[str, Cells]:
    """What is known of each home, and how it stands."""
    homes = desk.book.managing_authority

    def kind(at: Ints) -> list[str]:
        return [kind_words(desk, row) for row in place[at].tolist()]

    def state(at: Ints) -> list[str]:
        lapsed, ending = numbers["gap"] + numbers["ended"], numbers["expiring"]
        return [
            f"{RAG_WORDS[OVERDUE]} {lapsed[row]}"
            if lapsed[row]
            else f"{RAG_WORDS[DUE_SOON]} {ending[row]}"
            if ending[row]
            else ""
            for row in at.tolist()
        ]

    return {
        "home": name_cells(desk.words("managing_authority"), lambda: place),
        "kind": Cells(kind, lambda: taken(homes.setting, place, -1)),
        "provider": _texts(homes.provider, place),
        "phone": _texts(homes.phone, place),
        "postcode": _texts(homes.postcode, place),
        "state": Cells(state, lambda: -(numbers["gap"] + numbers["ended"])),
    }


def kind_words(desk: Desk, place: int) -> str:
    """What kind of place it is, and whether the council runs it."""
    homes = desk.book.managing_authority
    said = [PLACES.get(homes.word("setting", place), "")]
    if homes.run_by_council[place] == 1:
        said.append("run by the council")
    return ", ".join(part for part in said if part)


def _texts(column: object, place: Ints) -> Cells:
    def text(at: Ints) -> list[str]:
        return [column[row] for row in place[at].tolist()]  # type: ignore[index]

    return Cells(text, lambda: np.asarray(text_ranks(text(np.arange(len(place)))), np.int32))
