"""How long assessors took to answer, and which reports went back to them: the past of decided requests."""

from __future__ import annotations

from collections import defaultdict

from desktop.demo.organisation import Organisation
from desktop.demo.sheet import Sheet

_WAITED = (0, 0, 1, 1, 2, 2, 3, 4, 6, 9, 13)  # days from the offer to the acceptance
_DECLINED = 0.12
_QUERIED = 0.14
_REASONS = ("on leave", "no time before the due date", "knows the family", "too far")


class Offered:
    """Offers and queries of the requests that are signed off."""

    def __init__(self, sheet: Sheet, council: Organisation) -> None:
        self._sheet = sheet
        self._workers = [worker for worker, _ in council.bias]
        self._days: dict[str, dict[str, int]] = defaultdict(dict)

    def make(self) -> None:
        """An accepted offer for each assessor who finished; some had declined before, some were queried."""
        sheet = self._sheet
        for _, case, kind, on in sheet.made("event", "case", "kind", "on"):
            if kind in ("started", "signed_off", "form3_returned"):
                self._days[case][kind] = on
        for _, case, role, worker, on in list(sheet.made("allocation", "case", "role", "worker", "on")):
            days = self._days[case]
            if role == "bia" and "signed_off" in days and "started" in days:
                self._accepted(case, worker, on, days["started"])
                self._queried(case, worker, days)

    def _accepted(self, case: str, worker: str, on: int, received: int) -> None:
        source = self._sheet.source
        offered = max(on - source.choice(_WAITED), received)
        if source.random() < _DECLINED:
            first = max(offered - source.randint(2, 9), received)
            other = source.choice(self._workers)
            if other != worker:
                reason = source.choice(_REASONS)
                answered = source.randint(first, offered)
                self._offer(case, other, first, "declined", answered, reason)
        self._offer(case, worker, offered, "accepted", on)

    def _offer(self, case: str, worker: str, on: int, answer: str, answered: int, reason: str = "") -> None:
        self._sheet.add(
            "offer",
            recorded_on=on,
            case=case,
            role="bia",
            worker=worker,
            on=on,
            due_back_on=on + 14,
            answer=answer,
            answered_on=answered,
            reason=reason or None,
        )

    def _queried(self, case: str, worker: str, days: dict[str, int]) -> None:
        """A report that lay with the signatory for over a week may have gone back in between."""
        sheet, source = self._sheet, self._sheet.source
        back = days.get("form3_returned")
        if back is None or days["signed_off"] - back < 8 or source.random() > _QUERIED:
            return
        asked = back + source.randint(1, 3)
        again = asked + source.randint(1, 4)
        sheet.event(case, "report_queried", asked, worker=worker, outcome="bia", detail="Conditions?")
        sheet.event(case, "form3_returned", again, worker=worker)
