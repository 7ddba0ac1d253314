"""DoLS requests read the slow way, one at a time with plain dates; shares no code with the engine."""

from __future__ import annotations

from typing import Any

from desktop.domain.days import NEVER, NO_DAY


class SlowDols:
    """One casebook as at a day and as known at an instant; every request is about another place or person."""

    def __init__(self, book: Any, as_at: int, known_at: int = NEVER - 1) -> None:
        self.book, self.as_at, self.known_at = book, as_at, known_at

    def facts(self, table: str, case: int) -> list[dict[str, Any]]:
        """What was on record then, in order of recording."""
        columns = self.book.tables[table]
        rows = [
            row
            for row in range(len(columns))
            if columns.case[row] == case
            and columns.recorded_at[row] <= self.known_at < columns.superseded_at[row]
        ]
        return [columns.record(row) for row in sorted(rows, key=lambda row: columns.recorded_at[row])]

    def last(self, case: int, kind: str) -> int | None:
        days = [
            event["on"]
            for event in self.facts("event", case)
            if event["kind"] == kind and event["on"] <= self.as_at
        ]
        return max(days, default=None)

    def urgent_end(self, one: dict[str, Any]) -> int:
        """The first day counts; never past day 7, but for an extension decided while it ran."""
        end = one["given_on"] + 6
        if one["stated_end"] is not None and one["stated_end"] >= one["given_on"]:
            end = min(end, one["stated_end"])
        decided = one["extension_decided_on"]
        if decided is not None and decided <= min(end, self.as_at) and one["extension_days"]:
            end += min(one["extension_days"], 7)
        return int(end)

    def flags(self, case: int) -> dict[str, Any] | None:
        """What `dols.flags` says of one request; None where it has not been received yet."""
        received = self.last(case, "started")
        if received is None:
            return None
        urgents = [one for one in self.facts("urgent_authorisation", case) if one["given_on"] <= self.as_at]
        first = min(urgents, key=lambda one: one["given_on"], default=None)
        due, end = received + 20, None
        if first is not None:
            end = self.urgent_end(first)
            if received <= end <= due:
                due = end
        signed, ended = self.last(case, "signed_off"), self.last(case, "ended")
        running = signed is None and ended is None
        form3, form4 = self.last(case, "form3_returned"), self.last(case, "form4_returned")
        back = form3 is not None and form4 is not None
        late = running and self.as_at > due
        left = [one for one in self.facts("dols_request", case) if one["still_there"] == 0]
        gap = running and end is not None and end < self.as_at and not left
        return {
            "open": running,
            "assess_due": due,
            "assess_overdue": late and not back,
            "decision_overdue": late,
            "gap": gap,
            "gap_from": end + 1 if gap and end is not None else NO_DAY,
            "gap_days": self.as_at - end if gap and end is not None else 0,
            "ua_expiring": running and end is not None and 0 <= end - self.as_at <= 2,
            "ua_running": running and end is not None and end >= self.as_at,
            "second_urgent": len(urgents) > 1,
            "day_n": self.as_at - received + 1,
        }
