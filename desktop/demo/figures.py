"""What is said about the monthly figures, and the figures typed in because nothing here counts them."""

from __future__ import annotations

from desktop.analysis.whatif import Scenario
from desktop.demo.sheet import Sheet
from desktop.domain.months import first_day, month_of

_NOTES = (
    (
        1,
        "cp_visit_10wd",
        "comment",
        "Two workers of Team 4 off since the 10th; visits were shared out.",
    ),
    (3, "cp_visit_10wd", "action", "Case-holding capacity reviewed with each team manager."),
    (2, "supervision_care_leaver", "action", "Fixed-term manager to cover the vacant post."),
    (4, "supervision_cla", "comment", "Sickness and turnover in two teams; see the teams' own pages."),
    (1, "initial_health", "action", "Weekly call with the designated nurse about children placed outside."),
)
_DOLS_NOTES = (
    (
        1,
        "dols_average_days",
        "comment",
        "Allocation to assessors is still tracked by hand; it moves into the case system this winter.",
    ),
    (3, "dols_signed_off", "action", "More staff of the mainstream teams to complete assessments."),
)
_STEPS = ((9, "dental", "Dental checks are taken from the new health return."),)
_SCENARIO = "Two more assessors"
_OWNERS = ("Service manager, assessment", "Head of service", "Service manager, through care")
_TYPED = (("contacts", 1_477, 60), ("early_help_referrals", 198, 25), ("cla_uasc", 31, 3))


class Figures:
    """Writes the notes and the typed figures of the months behind us."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._month = month_of(sheet.today)

    def make(self) -> None:
        """Five notes, one of them closed, and six months of what other systems count."""
        for at, (back, indicator, kind, words) in enumerate(_NOTES):
            self._note(at, self._month - back, indicator, kind, words)
        for indicator, usual, spread in _TYPED:
            for back in range(1, 7):
                value = usual + self._sheet.source.randrange(-spread, spread + 1)
                self._typed(indicator, self._month - back, str(value))
        self._typed("early_help_assessments", self._month - 1, "TBC")
        for at, (back, indicator, kind, words) in enumerate(_DOLS_NOTES, len(_NOTES)):
            self._note(at, self._month - back, indicator, kind, words)
        for back, indicator, words in _STEPS:
            self._note(-1, self._month - back, indicator, "step", words)
        self._scenario()

    def _scenario(self) -> None:
        """A projection that somebody kept: what two more assessors would do to the backlog."""
        supposed = Scenario(arrivals=91, bias=62, each=1.75, leave_pct=0)
        self._sheet.add("scenario", name=_SCENARIO, settings=supposed.text())

    def _note(self, at: int, month: int, indicator: str, kind: str, words: str) -> None:
        written = min(first_day(month + 1) + 9, self._sheet.today - 1)
        action = kind == "action"
        self._sheet.add(
            "indicator_note",
            recorded_on=written,
            indicator=indicator,
            month=month,
            kind=kind,
            text=words,
            owner=_OWNERS[at % len(_OWNERS)] if action else "",
            due=written + 40 if action else None,
            closed_on=min(written + 30, self._sheet.today - 1) if at == 3 else None,
        )

    def _typed(self, indicator: str, month: int, value: str) -> None:
        self._sheet.add(
            "indicator_figure",
            recorded_on=min(first_day(month + 1) + 7, self._sheet.today - 1),
            indicator=indicator,
            month=month,
            whose="own",
            value=value,
            unit="children" if indicator.startswith("cla") else "",
        )
