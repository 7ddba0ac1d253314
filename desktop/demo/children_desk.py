"""What is kept beside visits: actions, planned days, attempts, escalations, workers' own supervision."""

from __future__ import annotations

import random

from desktop.demo.organisation import Organisation
from desktop.demo.sheet import Sheet

ACTIONS = (
    "Bring the chronology up to date",
    "Ask school for attendance since September",
    "Direct work on wishes and feelings, two sessions",
    "Complete the case summary before the review",
    "Write to the GP about the missed appointment",
    "Speak with grandmother about contact",
    "Book the family group conference",
    "Answer the IRO's challenge",
    "Refer to the young carers' service",
    "Update the safety plan with both parents",
)
REASONS = ("Nobody at home", "Parent or carer refused", "Child was out (school, contact, activity)")
PLANS = ("after school", "joint with health visitor", "carer asked for this day", "", "")
ANSWERS = (
    "Joint visit with the police tomorrow if there is no answer.",
    "Manager visited; strategy discussion called.",
    "Worker to go unannounced before school.",
)
_PASSED, _AHEAD, _TRIED, _BROUGHT, _PERSONAL_EVERY = 12, 30, 8, 10, 30
_RECENT = 42  # days back in which a session may have agreed actions


class ChildrenDesk:
    """Makes these rows from the plans, visits and sessions that the sheet holds already."""

    def __init__(self, sheet: Sheet, council: Organisation) -> None:
        self._sheet, self._council = sheet, council
        self._dice = random.Random(sheet.today)
        self._seen: dict[str, int] = {}
        self._open: dict[str, tuple[str, str]] = {}
        self._holder: dict[str, str] = {}

    def make(self) -> None:
        """All of them."""
        self._read()
        self._actions()
        self._own_supervision()
        self._planned()
        tried = self._attempts()
        self._escalations(tried)

    def _read(self) -> None:
        """The open plans with a worker, and when each child was last seen."""
        ended = {case for _, case, kind in self._sheet.made("event", "case", "kind") if kind == "ended"}
        held = self._sheet.made("allocation", "case", "role", "worker", "ended_on")
        for _, case, role, worker, until in held:
            if role in ("worker", "pa") and not until and worker:
                self._holder[case] = worker
        for case, kind, team in self._sheet.made("case", "kind", "team"):
            if kind in ("cp", "cla", "cin") and case not in ended and case in self._holder:
                self._open[case] = (kind, team)
        for _, case, kind, on, seen in self._sheet.made("event", "case", "kind", "on", "seen"):
            if kind == "visit" and case in self._open and seen:
                self._seen[case] = max(self._seen.get(case, 0), on)

    def _actions(self) -> None:
        """One supervision in six of the last weeks left an action; two in three of those due are done."""
        sheet, dice = self._sheet, self._dice
        for _, case, kind, on in sheet.made("event", "case", "kind", "on"):
            recent = kind == "supervision" and on >= sheet.today - _RECENT
            if not recent or case not in self._open or dice.random() > 0.17:
                continue
            due = sheet.workday(on + dice.choice((7, 14, 14, 21, 28)))
            done = due < sheet.today and dice.random() < 0.66
            sheet.add(
                "action",
                recorded_on=on,
                case=case,
                raised_at="supervision",
                raised_on=on,
                text=dice.choice(ACTIONS),
                owner=self._holder[case],
                due_on=due,
                done_on=min(due, sheet.today - 1) if done else None,
                outcome="done" if done else None,
            )

    def _own_supervision(self) -> None:
        """Each children's worker about once a month by the team's manager, some with a gap."""
        sheet, dice = self._sheet, self._dice
        for name, workers in self._council.workers.items():
            manager = self._council.manager[self._council.team[name]]
            for worker in workers:
                if worker not in set(self._holder.values()):
                    continue
                on = sheet.today - dice.randrange(2, _PERSONAL_EVERY + 12)
                for _ in range(3):
                    day = sheet.workday(on)
                    sheet.add(
                        "worker_supervision", recorded_on=day, worker=worker, supervisor=manager, on=day
                    )
                    on -= _PERSONAL_EVERY + dice.randrange(-3, 14)

    def _planned(self) -> None:
        """Days that have passed with nothing recorded, and sessions and reviews still ahead."""
        sheet, dice = self._sheet, self._dice
        taken = {case for _, case in sheet.made("planned", "case")}
        free = [case for case in sorted(self._open) if case not in taken]
        late = [case for case in free if self._seen.get(case, sheet.today) < sheet.today - 12]
        for case in dice.sample(late, min(_PASSED, len(late))):
            self._plan(case, "visit", sheet.workday(sheet.today - dice.randrange(1, 6)))
        for case in dice.sample(free, min(_AHEAD, len(free))):
            on = sheet.workday(sheet.today + dice.randrange(1, 15))
            self._plan(case, dice.choice(("supervision", "supervision", "review")), max(on, sheet.today))

    def _plan(self, case: str, kind: str, on: int) -> None:
        self._sheet.add(
            "planned",
            recorded_on=min(on, self._sheet.today) - 5,
            case=case,
            kind=kind,
            on=on,
            worker=self._holder[case],
            reason=self._dice.choice(PLANS) or None,
        )

    def _attempts(self) -> list[str]:
        """Two visits in vain to some children on protection plans since they were last seen."""
        sheet, dice = self._sheet, self._dice
        since = sheet.today - 9
        chosen = [
            case
            for case, (kind, _) in sorted(self._open.items())
            if kind == "cp" and 0 < self._seen.get(case, 0) < since
        ]
        chosen = dice.sample(chosen, min(_TRIED, len(chosen)))
        for case in chosen:
            for ago in (6, dice.choice((2, 3))):
                sheet.event(
                    case,
                    "visit",
                    sheet.workday(sheet.today - ago),
                    worker=self._holder[case],
                    seen=0,
                    outcome=dice.choice(REASONS),
                )
        return chosen

    def _escalations(self, tried: list[str]) -> None:
        """Some of those, and some unseen for long, were brought to the team's manager; most are answered."""
        sheet, dice = self._sheet, self._dice
        limit = sheet.today - 31
        unseen = [
            case
            for case, (kind, _) in sorted(self._open.items())
            if kind == "cp" and 0 < self._seen.get(case, 0) < limit and case not in tried
        ]
        half = [*tried[: len(tried) // 2], *unseen[:_BROUGHT]]
        for at, case in enumerate(half):
            manager = self._council.manager.get(self._open[case][1])
            if manager is None:
                continue
            on = sheet.workday(sheet.today - 1)
            answered = at % 3 != 0
            sheet.add(
                "escalation",
                recorded_on=on,
                case=case,
                on=on,
                to=manager,
                reason="Two visits in vain" if case in tried else "Not seen within 20 working days",
                answered_on=on if answered else None,
                answer=dice.choice(ANSWERS) if answered else None,
            )
