"""Looked-after children with their placements, agreements, visits, reviews and health; and care leavers."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.demo.chains import Band, Quota, backwards, days_ago
from desktop.demo.families import YEAR, Family, Population
from desktop.demo.plans import WINDOW, Plan, Plans
from desktop.demo.sheet import Sheet
from desktop.domain.calendar import add_months_to

PATHWAYS = tuple(f"Pathways Through Care {n}" for n in range(1, 6))
LEAVING = tuple(f"Leaving Care {n}" for n in range(1, 4))
CLA_OPEN, CLA_ENDED, LEAVERS, BOTH = 554, 210, 253, 12

SIX_WEEKLY, AGREED, LATE = 0, 1, 2
# 82% seen within six weeks; of the rest most have an agreed longer interval, some are late by any.
CLA_LAST = (Band(0.82, 1, 42), Band(0.125, 44, 86), Band(0.055, 46, 110))
CLA_EARLIER = (Band(0.85, 21, 41), Band(0.15, 43, 66))
AGREED_EARLIER = (Band(0.7, 60, 88), Band(0.3, 35, 59))
CLA_SUPERVISED = (Band(0.66, 1, 42), Band(0.24, 43, 75), Band(0.10, 76, 160))
LEAVER_SEEN = (Band(0.78, 1, 56), Band(0.16, 57, 95), Band(0.06, 96, 200))
LEAVER_EARLIER = (Band(0.8, 28, 56), Band(0.2, 57, 90))
LEAVER_SUPERVISED = (Band(0.30, 1, 56), Band(0.45, 57, 120), Band(0.25, 121, 260))
PLACEMENTS = ("U1", "U4", "U5", "U6", "K2", "H5", "P1", "A3", "T4")
_PLACEMENT_SHARES = (16, 22, 22, 18, 9, 5, 4, 3, 1)


@dataclass
class Placed:
    """Where a child is now, since when, and whether it is meant to last."""

    start: int
    code: str
    to_18: bool


class LookedAfter:
    """Makes looked-after children and care leavers."""

    def __init__(self, sheet: Sheet, population: Population, plans: Plans) -> None:
        self._sheet = sheet
        self._population = population
        self._plans = plans
        self._visited = Quota(CLA_LAST, CLA_OPEN, sheet.source)
        self._supervised = Quota(CLA_SUPERVISED, CLA_OPEN, sheet.source)

    def make(self, protected: list[tuple[Family, list[Plan]]]) -> None:
        """All of them; a few are on a child protection plan as well."""
        self._ended()
        both = [Family(f.name, f.ref, f.team, f.worker, f.children[:1]) for f, _ in protected[:BOTH]]
        fresh = self._population.families(PATHWAYS, CLA_OPEN - BOTH, (0.3, 17.8), 0.8)
        for family in (*both, *fresh):
            self._looked_after(family)
        self._leavers()

    def _ended(self) -> None:
        sheet, source = self._sheet, self._sheet.source
        for family in self._population.families(PATHWAYS, CLA_ENDED, (2, 17.9), 0.8):
            end = sheet.today - source.randrange(3, WINDOW - 20)
            start = end - min(max(round(source.expovariate(1 / 500)), 20), 2500)
            plans = self._plans.open(family, "cla", start, end)
            floor = max(start, sheet.today - WINDOW)
            last = sheet.workday(end - source.randrange(1, 30))
            self._plans.visits(family, plans, [last, *backwards(sheet, last, floor, CLA_EARLIER)])
            for plan in plans:
                self._placement(plan, plan.start, end, source.choice(PLACEMENTS))
                self._reviews(plan)

    def _looked_after(self, family: Family) -> None:
        sheet, source = self._sheet, self._sheet.source
        born = max(born for _, born in family.children)
        band = self._visited.deal(len(family.children))
        long_since = 520 if band is CLA_LAST[AGREED] else 9
        ago = min(max(round(source.expovariate(1 / 900)), long_since), sheet.today - born - 5, 4000)
        begun = sheet.workday(sheet.today - ago)
        plans = self._plans.open(family, "cla", begun, dated=source.random() > 0.005)
        placed = self._placements(plans, begun, settled=band is CLA_LAST[AGREED])
        last = self._last_visit(band, placed)
        agreed = self._agree(plans, placed, last, band)
        earlier = AGREED_EARLIER if agreed else CLA_EARLIER
        floor = max(begun, sheet.today - WINDOW)
        if last:
            days = [last, *backwards(sheet, last, floor, earlier), self._first_visit(placed)]
            self._plans.visits(family, plans, sorted({on for on in days if floor <= on <= last}))
        late = band is CLA_LAST[LATE]
        if late and last:
            self._plans.attempts(family, plans, last)
        self._plans.supervise(family, plans, self._supervised)
        for plan in plans:
            self._reviews(plan)
            self._health(plan)
            self._growing_up(plan)
        self._plans.extras(family, plans, late)

    def _first_visit(self, placed: Placed) -> int:
        """Within the first week of the placement, nine times in ten."""
        source = self._sheet.source
        within = source.randrange(1, 8) if source.random() < 0.9 else source.randrange(9, 16)
        return placed.start + within

    def _last_visit(self, band: Band, placed: Placed) -> int:
        """A day in the band that lies in this placement; 0 while the first visit is still to come."""
        if placed.start > self._sheet.today - 5:
            return 0
        return max(days_ago(self._sheet, band), min(placed.start + 3, self._sheet.today - 1))

    def _placements(self, plans: list[Plan], begun: int, settled: bool) -> Placed:
        """Moves so far; the last placement is the current one, of over a year's standing if `settled`."""
        sheet, source = self._sheet, self._sheet.source
        moves = source.choices((0, 1, 2, 3, 4), (46, 24, 15, 10, 5))[0]
        until = max(sheet.today - (430 if settled else 1), begun + 1)
        starts = sorted({begun, *(source.randrange(begun, until) for _ in range(moves))})
        code = "U4" if settled else source.choices(PLACEMENTS, _PLACEMENT_SHARES)[0]
        stays = settled or source.random() < 0.55 and sheet.today - starts[-1] > 200
        placed = Placed(starts[-1], code, stays)
        unknown = source.random() < 0.008
        for plan in plans:
            for start, end in zip(starts, [*starts[1:], 0], strict=True):
                last = not end
                self._placement(
                    plan,
                    None if last and unknown else max(start, plan.start),
                    end,
                    code if last else source.choice(PLACEMENTS),
                    placed.to_18 if last else False,
                )
        return placed

    def _placement(self, plan: Plan, start: int | None, end: int, code: str, to_18: bool = False) -> None:
        source = self._sheet.source
        self._sheet.add(
            "placement",
            recorded_on=start if start is not None else plan.start,
            case=plan.case,
            starts_on=start,
            ends_on=end or None,
            code=code,
            legal_status="C2" if code == "P1" else source.choice(("C1", "C2", "C2", "C2", "V2", "E1")),
            to_18=int(to_18),
            basis="co_home" if code == "P1" else None,
            order_on=start if code == "P1" else None,
        )

    def _agree(self, plans: list[Plan], placed: Placed, last: int, band: Band) -> bool:
        """A longer interval agreed for settled children; a few agreements do not hold."""
        sheet, source = self._sheet, self._sheet.source
        settled = sheet.today - placed.start > 420 and placed.code in ("U1", "U4")
        wanted = band is CLA_LAST[AGREED] and last
        if not wanted and source.random() > (0.12 if settled else 0.02):
            return False
        from_on = max(placed.start + (380 if settled else 60), sheet.today - 400)
        if wanted and not settled:
            from_on = sheet.today - 200
        if from_on >= sheet.today:
            return False
        for plan in plans:
            self._agreement(plan, from_on, "6m" if settled and source.random() < 0.2 else "3m")
        return settled

    def _agreement(self, plan: Plan, from_on: int, interval: str) -> None:
        source = self._sheet.source
        decision = source.choices((None, "agreed", "deferred", "refused"), (40, 55, 3, 2))[0]
        self._sheet.add(
            "agreed_frequency",
            recorded_on=from_on,
            case=plan.case,
            interval=interval,
            effective_from=from_on,
            agreed_on=from_on - source.randrange(0, 10),
            agreed_by=source.choice(("carer, worker and reviewing officer", "reviewing officer", "panel")),
            panel_ref=f"EAP-{source.randrange(100, 999)}" if decision else None,
            panel_on=from_on - 1 if decision else None,
            panel_decision=decision,
            carer_agrees=1,
            worker_agrees=1,
            iro_agrees=1 if source.random() < 0.9 else None,
            child_agrees=1 if source.random() < 0.85 else 0,
            review_by=self._review_by(from_on),
        )

    def _review_by(self, from_on: int) -> int:
        """Half-yearly, the next one still to come; a few were not reviewed in time."""
        sheet, source = self._sheet, self._sheet.source
        if source.random() < 0.06:
            return max(from_on + 20, sheet.today - source.randrange(1, 30))
        last = max(from_on, sheet.today - source.randrange(1, 170))
        return last + 182

    def _reviews(self, plan: Plan) -> None:
        sheet, source = self._sheet, self._sheet.source
        until = plan.end or sheet.today - 1
        late = 14 if source.random() < 0.07 else 0
        on = sheet.calendar.add_working(plan.start, source.randrange(12, 21)) + late
        gap = 3
        while on <= until:
            sheet.event(plan.case, "review", sheet.workday(on))
            on = add_months_to(on, gap) - source.randrange(0, 16) + (25 if source.random() < 0.05 else 0)
            gap = 6

    def _health(self, plan: Plan) -> None:
        """First and repeated health assessments, dental checks and questionnaires; 71% up to date."""
        sheet, source = self._sheet, self._sheet.source
        behind = source.random() < 0.25
        first = sheet.calendar.add_working(plan.start, source.choice((12, 16, 19, 20, 24, 29, 38)))
        for kind, months in (("health_assessment", 12), ("dental_check", 12), ("sdq", 12)):
            if kind == "sdq" and not 4 * YEAR < sheet.today - plan.born < 17 * YEAR:
                continue
            skip = 200 if behind and kind == "health_assessment" or source.random() < 0.12 else 0
            on = first + (0 if kind == "health_assessment" else source.randrange(20, 120))
            while on < sheet.today - skip:
                every = 6 if kind == "health_assessment" and on - plan.born < 5 * YEAR else months
                sheet.event(plan.case, kind, sheet.workday(on))
                on = add_months_to(on, every) - source.randrange(0, 28)

    def _growing_up(self, plan: Plan) -> None:
        """Care plan, education plans, and the pathway plan of those who are sixteen."""
        sheet, source = self._sheet, self._sheet.source
        sheet.event(plan.case, "care_plan", sheet.workday(plan.start + source.choice((0, 4, 8, 11, 13, 18))))
        if sheet.today - plan.born > 3 * YEAR:
            on = max(plan.start + source.randrange(10, 30), sheet.today - WINDOW)
            while on < sheet.today:
                sheet.event(plan.case, "pep", sheet.workday(on))
                on += source.choice((100, 110, 118, 121, 150))
        sixteen = add_months_to(plan.born, 192)
        if sixteen < sheet.today - 40:
            on = max(sixteen, plan.start) + source.choice((30, 60, 80, 88, 110))
            sheet.event(plan.case, "needs_assessment", sheet.workday(on))
            while on < sheet.today:
                sheet.event(plan.case, "pathway_review", sheet.workday(on))
                on = add_months_to(on, 6) - source.randrange(0, 20) + (30 if source.random() < 0.1 else 0)

    def _leavers(self) -> None:
        sheet, source = self._sheet, self._sheet.source
        seen, supervised = (Quota(bands, LEAVERS, source) for bands in (LEAVER_SEEN, LEAVER_SUPERVISED))
        for family in self._population.families(LEAVING, LEAVERS, (18.05, 21.9), 1.0):
            (person, born) = family.children[0]
            begun = max(add_months_to(born, 216), sheet.today - 1400)
            plans = self._plans.open(family, "care_leaver", begun)
            plan = plans[0]
            band = seen.deal()
            last = max(days_ago(sheet, band), begun)
            floor = max(begun, sheet.today - WINDOW)
            for on in (last, *backwards(sheet, last, floor, LEAVER_EARLIER)):
                sheet.event(plan.case, "contact", on, worker=family.worker, seen=1)
            on = sheet.workday(max(begun, sheet.today - WINDOW) + source.randrange(20, 170))
            while on < sheet.today:
                sheet.event(plan.case, "pathway_review", on)
                on = sheet.workday(on + source.choice((150, 165, 178, 180, 182, 230)))
            self._plans.supervise(family, plans, supervised)
            if source.random() < 0.16:
                ago = sheet.workday(sheet.today - source.randrange(3, 300))
                self._housed(plan, max(begun, ago))
            self._plans.extras(family, plans, band is not LEAVER_SEEN[0])

    def _housed(self, plan: Plan, on: int) -> None:
        """Accommodation provided by the authority, with a visit in the first week for most."""
        source = self._sheet.source
        self._sheet.event(plan.case, "accommodation_started", on)
        within = source.randrange(1, 7) if source.random() < 0.85 else source.randrange(9, 20)
        self._sheet.event(plan.case, "visit", on + within, seen=1)
