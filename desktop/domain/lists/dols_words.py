"""What the DoLS page says of a row, in words; made only for the rows on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.clockmap import state_words
from desktop.domain.lists.columns import IN_TIME, OVERDUE, Ints, count_of
from desktop.domain.lists.rows import away, worker_words

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk
    from desktop.domain.lists.dols_rows import Requests

# Why a row stands where it stands, in the page's own order.
ENDING, UNTRIAGED, NO_AUTHORITY, TO_SIGN, ASSESSOR_LATE, TO_CLOSE, WATCH, REST = range(8)
_FORMS = ("", "Form 1", "Form 2", "Third party", "Court")
_PRIORITIES = ("Not triaged", "High", "Medium", "Low")


class Words:
    """The texts of one base's columns."""

    def __init__(self, desk: Desk, found: Requests, rag: Ints, due: Ints) -> None:
        self._desk, self._found, self._rag, self._due = desk, found, rag, due
        case = found.case
        self._form4, self._sent, self._mha_held = (desk.fact(name)[case] for name in ("form4", "sent", "mha"))

    def why(self, at: Ints) -> list[str]:
        """Why the row stands where it stands; what Due already says is not said again."""
        return [self._why(row) for row in at.tolist()]

    def _why(self, row: int) -> str:
        say = {
            ENDING: self._ending,
            UNTRIAGED: self._untriaged,
            NO_AUTHORITY: self._no_authority,
            TO_SIGN: self._to_sign,
            ASSESSOR_LATE: self._assessor_late,
            TO_CLOSE: self._to_close,
            WATCH: self._watch,
            REST: self._rest,
        }[int(self._found.why[row])]
        words = say(row)
        flags = self._found.flags
        more = (
            "second urgent recorded, no authority" if flags.second_urgent[row] else "",
            "urgent states too long a period" if flags.ua_over_7[row] and flags.open[row] else "",
            "renewal came after the end" if self._found.late_renewal[row] else "",
        )
        return "; ".join(part for part in (words, *more) if part)

    def _ending(self, row: int) -> str:
        flags, ends = self._found.flags, int(self._found.ends[row])
        what = "Urgent" if flags.ua_running[row] and flags.ua_end[row] == ends else "Authorisation"
        return f"{what} ends {away(self._desk.as_at, ends)}"

    def _untriaged(self, row: int) -> str:
        received = int(self._found.flags.received[row])
        if received == NO_DAY:
            return "Not triaged; date received not recorded"
        return f"Not triaged, day {int(self._found.flags.day_n[row]):,}"

    def _no_authority(self, row: int) -> str:
        flags = self._found.flags
        if not flags.gap[row]:
            return "No authority recorded"
        days = count_of(int(flags.gap_days[row]), "day")
        return f"No authority since {short(int(flags.gap_from[row]))}; {days}"

    def _to_sign(self, row: int) -> str:
        back = int(self._found.form3[row])
        if back == NO_DAY:  # an earlier assessment is used again, or Form 4 alone said no
            done = int(self._found.flags.assess_done[row])
            return f"Assessments complete {away(self._desk.as_at, done)}; not signed"
        waits = "not signed" if self._found.flags.back_unsigned[row] else "Form 4 not back"
        return f"Form 3 back {away(self._desk.as_at, back)}; {waits}"

    def _assessor_late(self, row: int) -> str:
        due = int(self._found.due_back[row])
        return f"Assessor {count_of(self._desk.as_at - due, 'day')} late; due back {short(due)}"

    def _to_close(self, row: int) -> str:
        return f"Died {short(int(self._found.flags.closed[row]))}; no decision recorded"

    def _watch(self, row: int) -> str:
        flags = self._found.flags
        if flags.suspended[row]:
            return f"Authorisation suspended; {self._until(row)}"
        if flags.end_unknown[row]:
            return "Granted; expiry not recorded"
        return f"Authorisation ends {away(self._desk.as_at, int(flags.authorisation_end[row]))}"

    def _until(self, row: int) -> str:
        ends = int(self._found.flags.authorisation_end[row])
        return "its end is not recorded" if ends == NO_DAY else f"runs to {short(ends)} if lifted"

    def _rest(self, row: int) -> str:
        found, as_at = self._found, self._desk.as_at
        due = int(found.flags.assess_due[row])
        if due == NO_DAY:
            return "Due date cannot be calculated"
        stage = "with the assessor" if found.with_bia[row] else "no BIA yet"
        if due >= as_at:
            return f"Due {away(as_at, due)}; {stage}"
        if found.flags.gap[row]:
            return f"{self._no_authority(row)}, {stage}"
        return f"Due {away(as_at, due)}; {stage}"

    def priority(self, at: Ints) -> list[str]:
        """Priority and whether the person objects."""
        found = self._found
        return [self._priority(row) if found.open[row] else "" for row in at.tolist()]

    def _priority(self, row: int) -> str:
        words = _PRIORITIES[int(self._found.priority[row])]
        return f"{words}, objecting" if self._found.objecting[row] else words

    def form(self, at: Ints) -> list[str]:
        """The form, and the urgent authorisation that came with it."""
        return [self._form(row) for row in at.tolist()]

    def _form(self, row: int) -> str:
        found, flags = self._found, self._found.flags
        request = int(found.request[row])
        form = _FORMS[int(self._desk.book.dols_request.form[request])] if request >= 0 else ""
        if not found.open[row]:
            return form
        urgent = ""
        if flags.ua_end[row] != NO_DAY:
            urgent = "urgent" if flags.ua_running[row] else "urgent ended"
        elif flags.ua_undated[row]:
            urgent = "urgent, no dates"
        return ", ".join(part for part in (form, urgent) if part)

    def state(self, at: Ints) -> list[str]:
        """The state against the due date; authorisations against their end."""
        return [self._state(row, int(self._due[row])) for row in at.tolist()]

    def _state(self, row: int, due: int) -> str:
        rag, left = int(self._rag[row]), due - self._desk.as_at
        if self._found.open[row]:
            return state_words(rag, abs(left), "d")
        if self._found.to_close[row]:
            return "To close"
        if self._found.flags.suspended[row]:
            return "Suspended"
        if rag == OVERDUE:
            return "Ended"
        return "In force" if rag == IN_TIME else state_words(rag, abs(left), "d").replace("Due", "Ends")

    def who(self, at: Ints) -> list[str]:
        """Who has it, since when and due back; or what it waits for."""
        return [self._who(row) for row in at.tolist()]

    def _who(self, row: int) -> str:
        found, book = self._found, self._desk.book
        if not found.open[row]:
            return ""
        if found.back[row]:
            return self._signatory(row)
        bia = int(found.bia[row])
        if bia < 0:
            return "No BIA"
        name = worker_words(self._desk, bia, int(book.allocation.worker[bia]))
        given, due = int(book.allocation.on[bia]), int(found.due_back[row])
        since = f", since {short(given)}" if given != NO_DAY else ""
        return f"{name}; " + (f"back by {short(due)}" if due != NO_DAY else "no date to be back") + since

    def _signatory(self, row: int) -> str:
        sent = int(self._sent[row])
        if sent != NO_DAY:
            return f"Signatory; since {short(sent)}"
        back = max(int(self._found.form3[row]), int(self._found.flags.assess_done[row]))
        return f"Not sent to signatory; back {short(back)}"

    def mha(self, at: Ints) -> list[str]:
        """The mental health assessor and whether Form 4 is back."""
        return [self._mha(row) for row in at.tolist()]

    def _mha(self, row: int) -> str:
        book = self._desk.book
        if not self._found.open[row]:
            return ""
        held, back = int(self._mha_held[row]), int(self._form4[row])
        name = worker_words(self._desk, held, int(book.allocation.worker[held])) if held >= 0 else ""
        state = f"back {short(back)}" if back != NO_DAY else ("not back" if name else "")
        return "; ".join(part for part in (name, state) if part) or "No MHA"
