"""What is listed of a file as a whole: rejected rows, odd facts, possible matches, what is gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop.domain.days import NO_DAY
from desktop.exchange.reconcile.findings import Finding, Listed, Proposal
from desktop.exchange.reconcile.odd_rows import whole_repeats
from desktop.exchange.reconcile.plain import EVENTS
from desktop.exchange.reconcile.saying import plan_name
from desktop.exchange.records import ParsedTable, Problem

if TYPE_CHECKING:
    from desktop.exchange.reconcile.planning import Planner

Match = tuple[str, str, str]  # the person to keep, the other, why


OF_THE_FILE = ("rejected", "exception")
NO_START = ("no_start", "no_received")


def list_file(planner: Planner) -> list[Match]:
    """Add the findings of the file as a whole; returns the possible matches to be decided."""
    found = planner.questions.found
    found += [_problem(one) for one in planner.parsed.rejected]
    found += _exceptions(planner)
    if planner.parsed.layout in EVENTS:
        found += whole_repeats(planner.parsed)
    found += _no_expiry(planner)
    for name, teams in planner.staff.in_several_teams():
        reason = f"named under several teams ({', '.join(teams)}); counted as one worker"
        found.append(Finding("exception", "", 0, "worker", name, reason))
    found += _gone(planner)
    return _possible_matches(planner)


def _problem(one: Problem) -> Finding:
    return Finding(one.level, one.sheet, one.row, one.column, one.value, one.reason, code=one.code)


def _exceptions(planner: Planner) -> list[Finding]:
    if not planner.parsed.exceptions:
        return []
    by_row = {
        (table.sheet, row): first + at
        for first, table in _numbered(planner)
        for at, row in enumerate(table.rows)
    }
    found = []
    for one in planner.parsed.exceptions:
        finding = _problem(one)
        rec = by_row.get((one.sheet, one.row), -1)
        case = planner.case_of[rec] if rec >= 0 else None
        if case is not None and one.code in NO_START and ("event", "started") in case.standing():
            continue  # the file does not say, but the record does
        if case is not None:
            finding.case, finding.person = case.id, case.person
            finding.proposal = _proposal(one.code, case.id)
        found.append(finding)
    return found


def _proposal(code: str, case: str) -> Proposal | None:
    """What a yes to an odd fact would do."""
    if code != "urgent_over_7":
        return None
    values = {"confirmed": 1}
    return [{"do": "set", "table": "urgent_authorisation", "case": case, "where": {}, "values": values}]


def _no_expiry(planner: Planner) -> list[Finding]:
    """Granted authorisations in a sheet that has no column for their end."""
    found = []
    for _, table in _numbered(planner):
        if table.layout != "dols_tracker" or "authorisation_to" in table.headers:
            continue
        granted = table.columns["outcome"].count("granted")
        if granted:
            reason = (
                f"the sheet has no column for the end of an authorisation: {granted} granted requests are "
                "kept without an expiry date and listed under no date"
            )
            found.append(Finding("exception", table.sheet, 0, table.headers.get("outcome", ""), "", reason))
    return found


def _gone(planner: Planner) -> list[Finding]:
    book = planner.book
    found = []
    for row in planner.cases.gone():
        person = int(book.case.person[row])
        plan = plan_name(book.case.word("kind", row))
        finding = Finding(
            "gone",
            "",
            0,
            "",
            book.case.ref[row] or book.person.ref[person],
            f"in an earlier file, but not in this one ({plan}); nothing is closed by that",
            book.case.ids[row],
            book.person.ids[person],
        )
        found.append(finding)
    return found


def outdated(planner: Planner, on_record: list[Listed]) -> list[int]:
    """Findings of earlier files of this layout that this one answers: rows of ``import_issue``.

    A case that is back is not gone, and the rejected rows of a sheet are those of its latest file.
    """
    batches, case_rows = planner.book.import_batch, planner.book.case.index
    sheets = {"", *(note.name for note in planner.parsed.sheets)}
    again = {one.key() for one in planner.questions.found}
    found = []
    for one in on_record:
        same_layout = batches.layout[one.batch] == planner.parsed.layout
        newer = batches.as_at[one.batch] == NO_DAY or batches.as_at[one.batch] <= planner.day
        if not (one.waiting and same_layout and newer) or one.finding.key() in again:
            continue
        case = one.finding.case
        back = one.finding.level == "gone" and planner.cases.met(case_rows.get(case, -1))
        if back or (not case and one.finding.level in OF_THE_FILE and one.finding.sheet in sheets):
            found.append(one.row)
    return found


def _possible_matches(planner: Planner) -> list[Match]:
    matches = []
    for person, other, why in planner.people.possible_matches():
        matches.append((other, person.id, why))
        sheet, _, row = planner.sources[person.rec].rpartition("!")
        reason = f"may be someone already on record: {why}; both are kept until someone decides"
        finding = Finding("possible_match", sheet, int(row), "", person.who.ref, reason, person=person.id)
        finding.proposal = [{"do": "same", "person": other, "other": person.id}]
        planner.questions.found.append(finding)
    return matches


def _numbered(planner: Planner) -> Iterator[tuple[int, ParsedTable]]:
    first = 0
    for table in planner.parsed.tables:
        yield first, table
        first += len(table)
