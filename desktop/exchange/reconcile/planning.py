"""The dry run: every row of a file against the record, and the act that would bring it in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cached_property

from desktop import collector
from desktop.domain.casebook import Casebook
from desktop.exchange.reconcile.annex import ANNEX
from desktop.exchange.reconcile.cases import Cases, Fit
from desktop.exchange.reconcile.children import SUPERVISION, VISITS
from desktop.exchange.reconcile.compare import Comparer, Verdict
from desktop.exchange.reconcile.dols import DOLS
from desktop.exchange.reconcile.facts import Fact, Layout, Row
from desktop.exchange.reconcile.findings import listed
from desktop.exchange.reconcile.importplan import ImportPlan
from desktop.exchange.reconcile.listing import list_file, outdated
from desktop.exchange.reconcile.odd_rows import OddRows
from desktop.exchange.reconcile.patching import Patcher
from desktop.exchange.reconcile.people import People, Person
from desktop.exchange.reconcile.plain import EVENTS, Plain
from desktop.exchange.reconcile.questions import Questions
from desktop.exchange.reconcile.saying import say
from desktop.exchange.reconcile.staff import Staff
from desktop.exchange.reconcile.staging import Staged, act_of
from desktop.exchange.reconcile.standing import Case
from desktop.exchange.records import ParsedFile, ParsedTable

LAYOUTS: dict[str, Layout] = {
    "dols_tracker": DOLS,
    "visits_tracker": VISITS,
    "supervision_tracker": SUPERVISION,
    **ANNEX,
}
STEP = 1_000  # rows between two looks at cancel
# What a row says of a child whatever the plan.
OF_THE_CHILD = frozenset({("event", "visit"), ("event", "supervision"), ("allocation", "worker")})


def plan(
    book: Casebook,
    parsed: ParsedFile,
    *,
    author: str,
    today: int,
    as_at: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> ImportPlan | None:
    """Work out what importing a file would do; nothing is written.

    Args:
        book: what is on record.
        parsed: the file, as `read_file` read it.
        author: who imports.
        today: day number; stands for the file's day where neither the file nor `as_at` says.
        as_at: the day that the file describes; the file's own day when left out.
        progress: called with rows done and rows in all.
        cancel: asked now and then; when it answers True the result is None.
    """
    with collector.at_rest():
        planner = Planner(book, parsed, as_at, today)
        if not planner.take_in(progress, cancel):
            return None
        return planner.finish(author)


class Planner:
    """One dry run.

    Attributes:
        parsed: the file.
        day: the day that the file describes, today where nobody knows.
        outcome: what each record counts as.
        case_of: the case of each record, None for a rejected one.
    """

    def __init__(self, book: Casebook, parsed: ParsedFile, as_at: int | None, today: int) -> None:
        self.book = book
        self.parsed = parsed
        self.as_at = parsed.as_at if as_at is None else as_at
        self.day = day = self.as_at or parsed.likely_as_at or today
        total = parsed.record_count
        self.staff = Staff(book, self.as_at)
        self.people = People(book)
        self.cases = Cases(book, parsed, day, self.people.rows_of(_everyone(parsed.tables)))
        self.questions = Questions(book, parsed.layout, day, self.staff, self.cases)
        self.patcher = Patcher(book)
        self.comparer = Comparer(self.staff, parsed.layout, day, self.questions, self.patcher)
        self.plain = Plain(parsed, self.people, self.staff)
        self.odd_rows = OddRows(self.staff, self.questions)
        self.outcome = ["new"] * total
        self.case_of: list[Case | None] = [None] * total

    def take_in(self, progress: Callable[[int, int], None] | None, cancel: Callable[[], bool] | None) -> bool:
        """Go through every row, those that name no plan last; False when cancelled."""
        first = 0
        later: list[tuple[ParsedTable, int, Row]] = []
        for table in self.parsed.tables:
            layout = LAYOUTS[table.layout]
            self.questions.turn_to(table, layout, first)
            if cancel and cancel():
                return False
            if progress:
                progress(first, len(self.outcome))
            for row in self._one_by_one(table, layout, first):
                if row.rec % STEP == 0:
                    if cancel and cancel():
                        return False
                    if progress:
                        progress(row.rec, len(self.outcome))
                if row.kind or row.by_start:
                    self.outcome[row.rec] = self._row(row, layout)
                else:
                    later.append((table, first, row))
            first += len(table)
        for table, first, row in later:
            self.questions.turn_to(table, LAYOUTS[table.layout], first)
            self.outcome[row.rec] = self._without_plan(row, LAYOUTS[table.layout])
        return True

    def _one_by_one(self, table: ParsedTable, layout: Layout, first: int) -> Iterator[Row]:
        """The rows that are not taken in by column, which all count as new."""
        if table.layout not in EVENTS:
            return layout.rows(table, first, self.staff)
        left = self.plain.take(table)
        return layout.rows(table, first, self.staff, left) if any(left) else iter(())

    def _without_plan(self, row: Row, layout: Layout) -> str:
        """A row without a plan is about the only one the child has; where there is none it is rejected."""
        kind = self.cases.only_plan(self.people.id_of(row.who.ref))
        if kind:
            return self._row(row._replace(kind=kind), layout)
        self.questions.reject(row.rec)
        return "rejected"

    def _row(self, row: Row, layout: Layout) -> str:
        """Take in one row; returns what it counts as."""
        person, known = self.people.meet(row.who, row.rec, len(self.cases.all))
        if not row.kind:  # Annex A's list 6 names a plan that another of its lists holds
            return "same" if known else "new"
        if not known:
            self.case_of[row.rec] = fresh = self.cases.open(row, person)
            self._look(row, fresh)
            return "new"
        case, fit = self.cases.find(row, person, one_row=layout.one_row_a_child)
        self.case_of[row.rec] = case
        self._look(row, case)
        verdict = self._meet_person(row, person, case)
        if fit is Fit.NEW:
            return "new"
        verdict = max(verdict, self._meet_case(row, case, fit))
        if verdict is not Verdict.ADDED and case.rec != row.rec:
            return "repeated"
        return {Verdict.SAME: "same", Verdict.ADDED: "new", Verdict.ASKED: "changed"}[verdict]

    def _look(self, row: Row, case: Case) -> None:
        if self.parsed.layout in EVENTS:
            self.odd_rows.look(row, case)

    def _meet_person(self, row: Row, person: Person, case: Case) -> Verdict:
        """Fill what is not known of a person; a difference is for somebody to decide."""
        verdict = Verdict.SAME
        for name in ("name", "initials", "born_on", "disabled"):
            old, new = getattr(person.who, name), getattr(row.who, name)
            if new is None or new == "" or old == new:
                continue
            if old is None or old == "":
                person.who = person.who._replace(**{name: new})
                if person.row >= 0:
                    person.fills[name] = new
                verdict = max(verdict, Verdict.ADDED)
            elif (
                say(self.staff, "person", name, old).casefold()
                != say(self.staff, "person", name, new).casefold()
            ):
                self.questions.person_differs(row.rec, person, case, name, new)
                verdict = Verdict.ASKED
        return verdict

    def _meet_case(self, row: Row, case: Case, fit: Fit) -> Verdict:
        """Compare a row with the case it speaks of."""
        verdict = self._meet_team(row, case)
        if fit is Fit.OTHER_PLAN:
            self.questions.plan_differs(row, case)
            verdict = Verdict.ASKED
        elif fit is Fit.CLOSED:
            self.questions.closed(row, case)
            verdict = Verdict.ASKED
        facts = row.facts if fit is not Fit.OTHER_PLAN else list(filter(_of_the_child, row.facts))
        signed: Verdict | None = None
        for at, fact in enumerate(facts):
            if signed is not None and _of_the_outcome(fact) and _follows(case, fact, signed):
                continue
            found = self.comparer.meet(case, fact)
            verdict = max(verdict, found)
            if fact[2][0] == "signed_off":
                signed = found
                if found is Verdict.ASKED:
                    self.comparer.goes_with(case, list(filter(_of_the_outcome, facts[at + 1 :])))
        return verdict

    def _meet_team(self, row: Row, case: Case) -> Verdict:
        if not row.team or row.team == case.team:
            return Verdict.SAME
        if case.team:
            self.questions.team_differs(row.rec, case, row.team)
            return Verdict.ASKED
        case.team = row.team
        if case.row >= 0:
            self.patcher.update("case", case.row, {"team": row.team})
        return Verdict.ADDED

    def finish(self, author: str) -> ImportPlan:
        """The plan, with the act that would bring it in where there is anything to bring."""
        self._fill_rows()
        matches = list_file(self)
        found = self.questions.found
        on_record = listed(self.book)
        known = {one.finding.key() for one in on_record}
        fresh = [one for one in found if one.key() not in known]
        news = any(one.level != "exception" for one in fresh)
        layout, revision = self.parsed.layout, self.book.revision
        made = ImportPlan(self.parsed, layout, self.as_at, self.outcome, found, revision=revision)
        staged = Staged(
            self._batch(made),
            self.staff,
            self.cases.all,
            list(self.people.met.values()),
            lambda: self.sources,
            self.patcher.groups,
            matches,
            fresh,
            self.plain.blocks,
        )
        if news or staged.brings_rows():
            for row in outdated(self, on_record):
                self.patcher.update("import_issue", row, {"state": "dismissed"})
            words = layout.replace("_", " ")
            summary = f"Import of the {words} ({len(self.outcome):,} rows)"
            made.act = act_of(staged, author=author, made_at=self.patcher.now, summary=summary)
        return made

    def _fill_rows(self) -> None:
        for person in self.people.met.values():
            if person.fills:
                self.patcher.update("person", person.row, person.fills)
        for worker, flags in self.staff.flags.items():
            self.patcher.update("worker", self.book.worker.row(worker), dict(flags))

    def _batch(self, made: ImportPlan) -> dict[str, object]:
        return {
            "file": self.parsed.name,
            "sha256": self.parsed.sha256,
            "layout": self.parsed.layout,
            "as_at": self.as_at,
            "counts": json.dumps(made.counts()),
            "state": "applied",
        }

    @cached_property
    def sources(self) -> list[str]:
        """Of each record, ``sheet!row``."""
        return [f"{table.sheet}!{row}" for table in self.parsed.tables for row in table.rows]


def _of_the_outcome(fact: Fact) -> bool:
    return fact[1] == "authorisation" or fact[2][0] == "ended"


def _follows(case: Case, fact: Fact, signed: Verdict) -> bool:
    """Whether a fact says no more than the sign-off before it.

    A sign-off in dispute neither closes the request nor authorises anything. One that is on record
    already closed what it closed; an authorisation without dates then says nothing new.
    """
    if signed is Verdict.ASKED:
        return True
    if signed is Verdict.ADDED:
        return False
    if fact[1] == "authorisation":
        return all(value is None for value in fact[2])
    return ("event", "ended") in case.standing()


def _of_the_child(fact: Fact) -> bool:
    _, table, values = fact
    return table == "note" or (table, values[0]) in OF_THE_CHILD


def _everyone(tables: list[ParsedTable]) -> Iterator[str]:
    """The ids of everyone in a file."""
    for table in tables:
        yield from table.columns.get("person_id") or table.columns.get("child_id") or []
