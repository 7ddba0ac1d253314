"""What every kind of children's plan has: its case, its worker, visits, supervision, notes, next visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.demo.chains import Band, Quota, backwards, days_ago
from desktop.demo.families import Family
from desktop.demo.sheet import Sheet

WINDOW = 730  # days of history
ATTEMPTS = ("no one in", "refused at the door", "child at school", "cancelled by the family", "moved address")
NOTES = (
    "School spoken to, attendance better this month.",
    "Family asked for visits after four o'clock.",
    "Waiting for the court timetable.",
    "Visited with the health visitor.",
    "Worker off, visit to be covered.",
    "Next visit agreed by telephone.",
    "Interpreter booked.",
)
EARLIER_SUPERVISION = (Band(0.7, 21, 35), Band(0.3, 36, 75))


_PREFIX = {
    "cp": "CP",
    "cla": "LA",
    "cin": "CN",
    "care_leaver": "CL",
    "assessment": "CF",
    "s47": "SE",
    "referral": "RF",
    "private_fostering": "PF",
}


@dataclass
class Plan:
    """One child's episode.

    Attributes:
        start: its first day. ``end``: its last, 0 while it runs.
    """

    case: str
    person: str
    born: int
    start: int
    end: int = 0


class Plans:
    """Writes plans and what happens in them."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._sessions: dict[tuple[str, int], str] = {}
        self._numbers: dict[str, int] = {}

    def open(self, family: Family, kind: str, start: int, end: int = 0, dated: bool = True) -> list[Plan]:
        """The same plan for every child of a family, given to the family's worker."""
        sheet, made = self.sheet, []
        for person, born in family.children:
            case = sheet.add("case", person=person, kind=kind, team=family.team, ref=self._ref(kind))
            first = max(start, born)
            if dated:
                sheet.event(case, "started", first)
            if end:
                sheet.event(case, "ended", end)
            self.allocate(case, family, first, end)
            made.append(Plan(case, person, born, first, end))
        return made

    def _ref(self, kind: str) -> str:
        self._numbers[kind] = number = self._numbers.get(kind, 10_000) + 1
        return f"{_PREFIX[kind]}{number}"

    def allocate(self, case: str, family: Family, start: int, end: int, role: str = "worker") -> None:
        """The case's worker, since the start or a change of hands part of the way."""
        if not family.worker:
            return
        on = start + self.sheet.source.choice((0, 0, 1, 2))
        self.sheet.add(
            "allocation",
            recorded_on=on,
            case=case,
            role=role,
            worker=family.worker,
            team=family.team,
            on=on,
            ended_on=end or None,
        )

    def visits(self, family: Family, plans: Sequence[Plan], days: Sequence[int], sure: int = 1) -> None:
        """Joint visits on these days; the latest `sure` of them saw every child."""
        source = self.sheet.source
        for at, on in enumerate(sorted(days, reverse=True)):
            joint = self.sheet.joint() if len(plans) > 1 else None
            for plan in plans:
                if on < plan.start:
                    continue
                seen = at < sure or source.random() > 0.04
                self._visit(family, plan, on, seen, joint)

    def _visit(self, family: Family, plan: Plan, on: int, seen: bool, joint: str | None) -> None:
        source = self.sheet.source
        old_enough = on - plan.born > 4 * 365
        self.sheet.event(
            plan.case,
            "visit",
            on,
            worker=family.worker or None,
            seen=int(seen),
            alone=int(source.random() < (0.8 if old_enough else 0.3)) if seen else None,
            outcome=None if seen else source.choice(ATTEMPTS),
            joint=joint,
        )

    def attempts(self, family: Family, plans: Sequence[Plan], since: int) -> None:
        """Visits at which nobody was seen, after the last that counted."""
        source, today = self.sheet.source, self.sheet.today
        for _ in range(source.choice((0, 1, 1, 2))):
            if since + 3 < today:
                on = self.sheet.workday(source.randrange(since + 3, today))
                for plan in plans:
                    if on > max(since, plan.start):
                        self._visit(family, plan, on, False, None)

    def supervise(self, family: Family, plans: Sequence[Plan], quota: Quota) -> None:
        """Case supervision of each child, the last one as long ago as the quota says."""
        for plan in plans:
            band = quota.deal()
            last = plan.end or days_ago(self.sheet, band)
            if last <= plan.start:
                continue
            floor = max(plan.start, self.sheet.today - WINDOW)
            days = [last, *backwards(self.sheet, last, floor, EARLIER_SUPERVISION)]
            for on in days:
                self._supervised(family, plan, on)

    def _supervised(self, family: Family, plan: Plan, on: int) -> None:
        key = (family.worker, on)
        if key not in self._sessions:
            self._sessions[key] = self.sheet.joint()
        joint = self._sessions[key]
        self.sheet.event(plan.case, "supervision", on, worker=family.worker or None, joint=joint)

    def plan_next(self, family: Family, plans: Sequence[Plan], kind: str = "visit") -> None:
        """A planned date within the next fortnight."""
        on = self.sheet.workday(self.sheet.today + self.sheet.source.randrange(1, 15))
        for plan in plans:
            self.sheet.add(
                "planned",
                recorded_on=self.sheet.today - 4,
                case=plan.case,
                kind=kind,
                on=max(on, self.sheet.today),
                worker=family.worker or None,
            )

    def note(self, plan: Plan, text: str = "") -> None:
        """A dated note of the last weeks."""
        source = self.sheet.source
        on = self.sheet.today - source.randrange(1, 40)
        self.sheet.add(
            "note", recorded_on=on, case=plan.case, kind="note", on=on, text=text or source.choice(NOTES)
        )

    def extras(self, family: Family, plans: Sequence[Plan], late: bool) -> None:
        """Some planned visits and notes, more often where a visit is late."""
        source = self.sheet.source
        if source.random() < (0.5 if late else 0.25):
            self.plan_next(family, plans)
        if source.random() < (0.6 if late else 0.3):
            self.note(plans[0])
