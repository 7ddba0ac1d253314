"""Deciding what an import left open: take the file's value or keep ours, one person or two.

A finding (row of ``import_issue``) may carry a proposal: a list of steps, each a dict with ``do`` and

- ``set``: table, case, where, values: the standing fact that fits `where` is replaced by one with `values`
- ``reallocate``: the same, for a worker who took over on a day (``on``): the old allocation ends then
- ``add``: table, case, values: a fact is added
- ``end``: case, on, outcome: the case is over
- ``open``: case, values: a case is opened; later steps of the same proposal may name it
- ``update``: table, row, values: fields of a person or a case are changed
- ``same``: person, other: two people are one

Every verb is pure: it returns an act that `Workspace.run` makes durable and that can be undone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from desktop.commands.acts import Builder
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.names import name_key, tidy
from desktop.errors import Refused


def open_issues(book: Casebook, level: str = "") -> list[int]:
    """Rows of ``import_issue`` that wait for a person, of one level or all; not of imports taken back."""
    table = book.import_issue
    state, wanted = table.code("state", "open"), table.code("level", level) if level else 0
    batches = book.import_batch.live
    return [
        row
        for row in range(len(table))
        if table.live[row]
        and table.state[row] == state
        and (not wanted or table.level[row] == wanted)
        and (table.batch[row] < 0 or batches[table.batch[row]])
    ]


def steps_of(book: Casebook, issue: int) -> list[dict[str, Any]]:
    """What a yes to a finding would do; empty when there is nothing to say yes to."""
    text = book.import_issue.proposal[issue]
    return list(json.loads(text)) if text else []


def confirm(book: Casebook, issues: Sequence[int], *, author: str) -> Act:
    """Say yes to findings: what each proposes is done. One change set for each.

    Raises:
        Refused: when one has been decided already, or proposes nothing.
    """
    build = Builder(book, "issues.confirm", author)
    for issue in issues:
        _still_open(book, issue)
        steps = steps_of(book, issue)
        if not steps:
            raise Refused("This finding proposes nothing: correct the case itself, then dismiss it.")
        _take(book, build, steps)
        build.update("import_issue", issue, state="confirmed")
        build.cut()
    return build.act(_counted("Confirm", len(issues)))


def dismiss(book: Casebook, issues: Sequence[int], *, author: str, reason: str = "") -> Act:
    """Say no to findings, or that they have been seen: what stands stays, and the same is not asked again.

    Dismissing a possible match says that the two people are different.

    Raises:
        Refused: when one has been decided already.
    """
    build = Builder(book, "issues.dismiss", author)
    for issue in issues:
        _still_open(book, issue)
        for step in steps_of(book, issue):
            if step["do"] == "same":
                match = _match_of(book, step["person"], step["other"])
                if match >= 0:
                    build.update("person_match", match, status="different")
        build.update("import_issue", issue, state="dismissed")
        build.cut()
    return build.act(_counted("Dismiss", len(issues)), reason)


def choose_worker(book: Casebook, issue: int, worker: int | str, *, author: str) -> Act:
    """Decide who has a case where a cell named two people: the allocation gets that worker.

    Args:
        book: what is on record.
        issue: row of ``import_issue``.
        worker: row of ``worker``, or the name of one, who is added when nobody here bears it.
        author: who decides.

    Raises:
        Refused: when the finding is about no case, nobody is left to choose for, or two workers bear
            that name.
    """
    _still_open(book, issue)
    unsure = undecided(book, issue)
    if not unsure:
        raise Refused("Nobody has to be chosen here: the case has one worker, or none.")
    build = Builder(book, "issues.choose_worker", author)
    chosen = _worker_named(book, build, worker) if isinstance(worker, str) else worker
    for row in unsure:
        build.replace("allocation", row, worker=chosen, named="")
    build.update("import_issue", issue, state="confirmed")
    return build.act("Choose a worker")


def undecided(book: Casebook, issue: int) -> list[int]:
    """The allocations that a finding about two names in one cell leaves open: rows of ``allocation``."""
    table, case = book.import_issue, int(book.import_issue.case[issue])
    unsure = [] if case < 0 else _unresolved(book, case)
    cell = name_key(table.value[issue])
    same = [row for row in unsure if name_key(book.allocation.named[row]) == cell]
    kept = same if cell else unsure
    column = table.column("column")[issue].casefold()
    by_role = [row for row in kept if book.allocation.word("role", row) in column]
    return by_role or kept


def _worker_named(book: Casebook, build: Builder, name: str) -> int | str:
    table, key = book.worker, name_key(name)
    rows = [row for row, other in enumerate(table.name_key) if other == key and table.live[row]]
    if len(rows) > 1:
        raise Refused(f"Two workers are called {tidy(name)}. Allocate the case itself, and choose there.")
    return rows[0] if rows else build.insert("worker", name=tidy(name), name_key=key)


def merge(book: Casebook, match: int, *, author: str) -> Act:
    """Say that two people are one: the other's cases move to the person kept, and can be split again.

    Raises:
        Refused: when that has been said already.
    """
    build = Builder(book, "issues.merge", author)
    _merge(book, build, match)
    _close_matching(book, build, match, "confirmed")
    return build.act("Merge two records of one person")


def split(book: Casebook, match: int, *, author: str) -> Act:
    """Say that two people who were merged are two: the cases that moved go back.

    Raises:
        Refused: when the two are not merged.
    """
    table = book.person_match
    if table.word("status", match) != "same":
        raise Refused("These two people are not merged.")
    build = Builder(book, "issues.split", author)
    kept, other = int(table.person[match]), int(table.other[match])
    for case_id in table.moved[match].split():
        case = book.case.index.get(case_id, -1)
        if case >= 0 and book.case.person[case] == kept:
            build.update("case", case, person=other)
    build.update("person_match", match, status="different", moved="")
    return build.act("Split two people who were merged")


def different(book: Casebook, match: int, *, author: str) -> Act:
    """Say that two people who looked alike are two; it is not asked again.

    Raises:
        Refused: when the two are merged: split them.
    """
    if book.person_match.word("status", match) == "same":
        raise Refused("These two people are merged: split them instead.")
    build = Builder(book, "issues.different", author)
    build.update("person_match", match, status="different")
    _close_matching(book, build, match, "dismissed")
    return build.act("Keep two people apart")


def _merge(book: Casebook, build: Builder, match: int) -> None:
    table = book.person_match
    if table.word("status", match) == "same":
        raise Refused("These two people are merged already.")
    kept, other = int(table.person[match]), int(table.other[match])
    moved = cases.of_person(book, other)
    for case in moved:
        build.update("case", case, person=kept)
    ids = " ".join(book.case.ids[case] for case in moved)
    build.update("person_match", match, status="same", moved=ids)


def _close_matching(book: Casebook, build: Builder, match: int, state: str) -> None:
    """Decide the finding that asked about a match."""
    for issue in open_issues(book, "possible_match"):
        for step in steps_of(book, issue):
            if step["do"] == "same" and _match_of(book, step["person"], step["other"]) == match:
                build.update("import_issue", issue, state=state)


def _match_of(book: Casebook, person: str, other: str) -> int:
    table, index = book.person_match, book.person.index
    pair = {index.get(person, -1), index.get(other, -1)}
    for row in range(len(table)):
        if table.live[row] and {int(table.person[row]), int(table.other[row])} == pair:
            return row
    return -1


def _still_open(book: Casebook, issue: int) -> None:
    if book.import_issue.word("state", issue) != "open":
        raise Refused("This finding has been decided already.")


def _counted(verb: str, count: int) -> str:
    return f"{verb} {count:,} {'finding' if count == 1 else 'findings'} of an import"


def _take(book: Casebook, build: Builder, steps: list[dict[str, Any]]) -> None:
    opened: dict[str, str] = {}
    for step in steps:
        case = opened.get(step.get("case", ""), step.get("case", ""))
        match step["do"]:
            case "set":
                _set(book, build, case, step)
            case "reallocate":
                _reallocate(book, build, case, step)
            case "add":
                build.insert(step["table"], case=case, **step["values"])
            case "end":
                _end(book, build, case, step)
            case "open":
                opened[step["case"]] = build.insert("case", **step["values"])
            case "update":
                build.update(step["table"], _row(book, step["table"], step["row"]), **step["values"])
            case "same":
                _merge(book, build, _match_of(book, step["person"], step["other"]))


def _row(book: Casebook, table: str, row_id: str) -> int:
    row = book.tables[table].index.get(row_id, -1)
    if row < 0 or not book.tables[table].live[row]:
        raise Refused("What this finding is about has been removed since; dismiss it.")
    return row


def standing_fact(book: Casebook, case: str, table: str, where: dict[str, Any]) -> int:
    """The standing fact of a case that fits; -1 when there is none.

    Raises:
        Refused: when the case has been removed.
    """
    rows = cases.facts(book.tables[table], _row(book, "case", case))
    fitting = [
        row
        for row in map(int, rows)
        if all(book.record(table, row)[name] == value for name, value in where.items())
    ]
    if table == "allocation":
        fitting = [row for row in fitting if book.record(table, row)["ended_on"] is None]
    return fitting[-1] if fitting else -1


def _set(book: Casebook, build: Builder, case: str, step: dict[str, Any]) -> None:
    row = standing_fact(book, case, step["table"], step["where"])
    if row >= 0:
        build.replace(step["table"], row, **step["values"])
    else:
        build.insert(step["table"], case=case, **{**step["where"], **step["values"]})


def _reallocate(book: Casebook, build: Builder, case: str, step: dict[str, Any]) -> None:
    values = {**step["where"], **step["values"]}
    on = values.get("on") or step["on"]
    row = standing_fact(book, case, "allocation", step["where"])
    if row >= 0:
        build.replace("allocation", row, ended_on=on)
    build.insert("allocation", **{**values, "case": case, "on": on})


def _end(book: Casebook, build: Builder, case: str, step: dict[str, Any]) -> None:
    if standing_fact(book, case, "event", {"kind": "ended"}) < 0:
        build.insert("event", case=case, kind="ended", on=step["on"], outcome=step["outcome"])


def _unresolved(book: Casebook, case: int) -> list[int]:
    table = book.allocation
    return [int(row) for row in cases.facts(table, case) if table.worker[row] < 0 and table.named[row]]
