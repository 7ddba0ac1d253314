"""Children on protection plans and children in need, open and over, stepping down from one to the other."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.demo.chains import Band, Quota, backwards, days_ago, working_days_ago
from desktop.demo.families import Family, Population
from desktop.demo.plans import WINDOW, Plan, Plans
from desktop.demo.sheet import Sheet
from desktop.domain.calendar import add_months_to

LOCALITIES = (*(f"Locality {n}" for n in range(1, 7)), "Court Team")
DISABLED = ("Disabled Children",)
CP_OPEN, CP_ENDED, CIN_OPEN, CIN_ENDED, CIN_DISABLED = 307, 420, 461, 560, 24

# 86% within 10 working days and 97% within 20; supervision 82% within four weeks.
CP_LAST = (Band(0.86, 1, 10), Band(0.11, 11, 19), Band(0.03, 21, 34))
CP_EARLIER = (Band(0.72, 5, 10), Band(0.22, 11, 14), Band(0.06, 15, 24))
CP_SUPERVISED = (Band(0.80, 1, 28), Band(0.16, 29, 50), Band(0.04, 51, 90))
# 90% within six weeks; supervision 72%.
CIN_LAST = (Band(0.90, 2, 42), Band(0.08, 43, 70), Band(0.02, 71, 120))
CIN_EARLIER = (Band(0.85, 20, 41), Band(0.15, 43, 65))
CIN_SUPERVISED = (Band(0.69, 1, 42), Band(0.23, 43, 70), Band(0.08, 71, 140))
CORE_GROUPS = (Band(0.85, 24, 31), Band(0.15, 33, 50))
CIN_REVIEWS = (Band(0.8, 70, 90), Band(0.2, 95, 140))


class Protection:
    """Makes the cases of children's localities.

    Attributes:
        protected: families whose children are on plans now, with their plans.
    """

    def __init__(self, sheet: Sheet, population: Population, plans: Plans) -> None:
        self._sheet = sheet
        self._population = population
        self._plans = plans
        self._stepped_down: list[tuple[Family, int]] = []
        self.protected: list[tuple[Family, list[Plan]]] = []

    def make(self) -> None:
        """All of it; the plans that are over come first, because some of them lead to open ones."""
        self._ended("cp", CP_ENDED)
        self._ended("cin", CIN_ENDED)
        self._open_cp()
        self._open_cin()

    def _ended(self, kind: str, children: int) -> None:
        source, sheet = self._sheet.source, self._sheet
        for family in self._population.families(LOCALITIES, children, (2.1, 17), 0.45):
            end = sheet.workday(sheet.today - source.randrange(3, WINDOW - 20))
            start = sheet.workday(end - min(max(round(source.expovariate(1 / 200)), 40), 640))
            plans = self._plans.open(family, kind, start, end)
            last = sheet.workday(end - source.randrange(0, 12))
            earlier = CP_EARLIER if kind == "cp" else CIN_EARLIER
            floor = max(start, sheet.today - WINDOW)
            days = [last, *backwards(sheet, last, floor, earlier, working=kind == "cp")]
            self._plans.visits(family, plans, days)
            self._plans.supervise(family, plans, Quota((Band(1, 1, 30),), len(plans), source))
            self._meetings(kind, plans)
            if kind == "cp" and end > sheet.today - 250 and source.random() < 0.7:
                self._stepped_down.append((family, end))

    def _open_cp(self) -> None:
        sheet, source = self._sheet, self._sheet.source
        visits, supervised = (Quota(bands, CP_OPEN, source) for bands in (CP_LAST, CP_SUPERVISED))
        unvisited = 0
        for family in self._population.families(LOCALITIES, CP_OPEN, (0.2, 16.5), 0.4):
            band = visits.deal(len(family.children))
            last = working_days_ago(sheet, band)
            unvisited += band is CP_LAST[1]
            never = band is CP_LAST[1] and unvisited % 5 == 1
            age = max(round(source.expovariate(1 / 190)), 8)
            start = last if never else sheet.workday(min(sheet.today - min(age, 700), last - 2))
            dated = not never or unvisited > 12
            plans = self._plans.open(family, "cp", start, dated=dated)
            if not never:
                self._plans.visits(family, plans, [last, *backwards(sheet, last, start, CP_EARLIER, True)])
            if band is not CP_LAST[0]:
                self._plans.attempts(family, plans, last)
            self._plans.supervise(family, plans, supervised)
            self._meetings("cp", plans)
            self._plans.extras(family, plans, band is not CP_LAST[0])
            self.protected.append((family, plans))

    def _open_cin(self) -> None:
        source = self._sheet.source
        visits = Quota(CIN_LAST, CIN_OPEN, source)
        supervised = Quota(CIN_SUPERVISED, CIN_OPEN, source)
        left = CIN_OPEN - CIN_DISABLED
        families: list[tuple[Family, int]] = []
        for family, start in self._stepped_down:
            if left >= len(family.children):
                families.append((family, start))
                left -= len(family.children)
        families += [(family, 0) for family in self._population.families(LOCALITIES, left, (0.5, 17), 0.5)]
        disabled = self._population.families(DISABLED, CIN_DISABLED, (3, 17), 0.9, disabled=1)
        families += [(family, 0) for family in disabled]
        for at, (family, start) in enumerate(families):
            if at % 40 == 17:
                family.worker = ""  # waiting to be given to somebody
            self._one_cin(family, start, visits, supervised)

    def _one_cin(self, family: Family, start: int, visits: Quota, supervised: Quota) -> None:
        sheet, source = self._sheet, self._sheet.source
        band = visits.deal(len(family.children))
        last = days_ago(sheet, band)
        age = max(round(source.expovariate(1 / 170)), 12)
        began = start or sheet.workday(min(sheet.today - min(age, 720), last - 5))
        last = max(last, began)
        dated = source.random() > 0.008
        plans = self._plans.open(family, "cin", began, dated=dated)
        self._plans.visits(family, plans, [last, *backwards(sheet, last, began, CIN_EARLIER)])
        if band is not CIN_LAST[0]:
            self._plans.attempts(family, plans, last)
        self._plans.supervise(family, plans, supervised)
        self._meetings("cin", plans)
        self._plans.extras(family, plans, band is not CIN_LAST[0])

    def _meetings(self, kind: str, plans: Sequence[Plan]) -> None:
        """Conferences and core groups of a protection plan, reviews of a child in need plan."""
        for plan in plans:
            if kind == "cp":
                self._conferences(plan)
                self._core_groups(plan)
            else:
                self._repeat(plan, "review", plan.start + 85, CIN_REVIEWS)

    def _conferences(self, plan: Plan) -> None:
        sheet, source = self._sheet, self._sheet.source
        sheet.event(plan.case, "icpc", plan.start)
        until = plan.end or sheet.today - 1
        late = 20 if source.random() < 0.06 else 0
        on = sheet.workday(add_months_to(plan.start, 3) - source.randrange(1, 12) + late)
        while on <= until:
            sheet.event(plan.case, "review", on)
            on = sheet.workday(add_months_to(on, 6) - source.randrange(1, 20))

    def _core_groups(self, plan: Plan) -> None:
        first = plan.start + self._sheet.source.choice((9, 11, 12, 13, 13, 14, 19))
        self._repeat(plan, "core_group", first, CORE_GROUPS)

    def _repeat(self, plan: Plan, kind: str, first: int, bands: Sequence[Band]) -> None:
        sheet, source = self._sheet, self._sheet.source
        on, until = sheet.workday(first), plan.end or sheet.today - 1
        while on <= until:
            if on > max(plan.start, sheet.today - WINDOW):
                sheet.event(plan.case, kind, on)
            (band,) = source.choices(bands, [band.share for band in bands])
            on = sheet.workday(on + source.randint(band.least, band.most))
