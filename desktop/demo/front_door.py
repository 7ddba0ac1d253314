"""Referrals, enquiries, child and family assessments, private fostering, and children who went missing."""

from __future__ import annotations

from desktop.demo.families import Family, Population
from desktop.demo.plans import Plan, Plans
from desktop.demo.sheet import Sheet

ASSESSMENT = tuple(f"Assessment {letter}" for letter in "ABCD")
REFERRAL = ("Contact and Referral",)
OPEN_ASSESSMENTS, DONE_ASSESSMENTS, ENQUIRIES, REFERRALS, FOSTERED = 230, 560, 46, 140, 7


class FrontDoor:
    """Makes what comes in before there is a plan."""

    def __init__(self, sheet: Sheet, population: Population, plans: Plans) -> None:
        self._sheet = sheet
        self._population = population
        self._plans = plans

    def make(self, protected: list[tuple[Family, list[Plan]]]) -> None:
        """All of it; the children who went missing are among those on protection plans."""
        self._assessments()
        self._enquiries()
        self._referrals()
        self._fostered()
        self._missing(protected)

    def _assessments(self) -> None:
        """Seven in ten were completed within 45 working days."""
        sheet, source = self._sheet, self._sheet.source
        for family in self._population.families(ASSESSMENT, DONE_ASSESSMENTS, (0.7, 17), 0.55):
            took = source.randint(12, 45) if source.random() < 0.72 else source.randint(46, 75)
            done = sheet.workday(sheet.today - source.randrange(2, 92))
            start = int(sheet.calendar.add_working(done, -took))
            for plan in self._plans.open(family, "assessment", start, done):
                sheet.event(plan.case, "assessment_authorised", done)
        families = self._population.families(ASSESSMENT, OPEN_ASSESSMENTS, (0.1, 17), 0.55)
        for at, family in enumerate(families):
            age = source.randint(1, 44) if source.random() < 0.88 else source.randint(46, 80)
            if at % 25 == 3:
                family.worker = ""
            start = int(sheet.calendar.add_working(sheet.today, -age))
            self._plans.open(family, "assessment", start, dated=at % 40 != 7)

    def _enquiries(self) -> None:
        sheet, source = self._sheet, self._sheet.source
        for family in self._population.families(ASSESSMENT, ENQUIRIES, (0.1, 16), 0.6):
            start = sheet.workday(sheet.today - source.randrange(1, 30))
            for plan in self._plans.open(family, "s47", start):
                sheet.event(plan.case, "strategy_discussion", start)
                if sheet.today - start > 16 and source.random() < 0.7:
                    sheet.event(plan.case, "icpc", sheet.workday(start + source.choice((15, 18, 20, 21, 25))))

    def _referrals(self) -> None:
        sheet, source = self._sheet, self._sheet.source
        for family in self._population.families(REFERRAL, REFERRALS, (0.1, 17), 0.7):
            start = sheet.workday(sheet.today - source.randrange(1, 28))
            decided = int(sheet.calendar.add_working(start, source.choice((0, 1, 1, 1, 1, 2, 3))))
            over = decided if decided < sheet.today else 0
            for plan in self._plans.open(family, "referral", start, over):
                sheet.event(plan.case, "referral_decision", decided)

    def _fostered(self) -> None:
        sheet, source = self._sheet, self._sheet.source
        for family in self._population.families(("Locality 1",), FOSTERED, (5, 15), 1.0):
            start = sheet.workday(sheet.today - source.randrange(20, 600))
            plans = self._plans.open(family, "private_fostering", start)
            on, days = start + source.randrange(3, 9), []
            while on < sheet.today:
                days.append(sheet.workday(on))
                on += source.randrange(30, 48) if on - start < 365 else source.randrange(60, 95)
            self._plans.visits(family, plans, days)

    def _missing(self, protected: list[tuple[Family, list[Plan]]]) -> None:
        sheet, source = self._sheet, self._sheet.source
        teenagers = [plan for _, plans in protected for plan in plans if sheet.today - plan.born > 12 * 365]
        for plan in teenagers[:18]:
            found = sheet.today - source.randrange(1, 60)
            if found > plan.start:
                sheet.event(plan.case, "found", found)
                if source.random() < 0.75:
                    sheet.event(plan.case, "return_interview", found + source.choice((1, 2, 3, 3, 5)))
