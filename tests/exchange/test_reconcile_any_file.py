"""Whatever two files say: every row counts once, nothing is imported twice, and all of it can be undone."""

import random

import pytest
from spreadsheets import DOLS, SUPERVISION, VISITS, Council

from desktop.commands import importing, issues

DAYS = ("", "02/11/2026", "9/11/26", "16 Nov 2026", "31/02/2026", "TBC", "01/12/2026")
NAMES = ("", "Ann Lee", "Bo Hill", "Ann Lee / Bo Hill", "TBA")
IDS = ("100", "0100", "101", "102", "")


def visits(dice):
    row = {
        "Child ID": dice.choice(IDS),
        "Initials": dice.choice(("AB", "CD", "")),
        "Status": dice.choice(("CP", "LAC", "CIN", "Care leaver", "", "zzz")),
        "Worker": dice.choice(NAMES),
        "Plan/care start": dice.choice(("", "01/09/2026", "05/10/2026")),
        "Last visit": dice.choice(DAYS),
        "Seen?": dice.choice(("Y", "N", "")),
        "Seen alone": dice.choice(("Y", "N", "")),
        "Agreed freq": dice.choice(("", "6w", "3 months")),
        "Notes": dice.choice(("", "DNA x1", "chased")),
    }
    return {name: value for name, value in row.items() if value}


def supervision(dice):
    row = {
        "Child ID": dice.choice(IDS),
        "Plan": dice.choice(("CP", "CLA", "CIN", "CL", "")),
        "Worker": dice.choice(NAMES),
        "Last supervision": dice.choice((*DAYS, "not yet", "?")),
    }
    return {name: value for name, value in row.items() if value}


def requests(dice):
    row = {
        "Ref": dice.choice(("D1", "D2", "D3", "")),
        "Person ID": dice.choice(IDS),
        "Name": dice.choice(("Nia Brown", "NIA  BROWN", "Al Poe", "")),
        "DOB": dice.choice(("02/02/1940", "")),
        "Managing Authority": dice.choice(("Shirley Lodge", "SHIRLEY LODGE ", "Weston View", "")),
        "Form": dice.choice(("1", "F1", "2", "")),
        "Date rec'd": dice.choice(DAYS),
        "Urgent Y/N": dice.choice(("Y", "N", "")),
        "Urgent from": dice.choice(("", "01/11/2026")),
        "Urgent ends": dice.choice(("", "07/11/2026", "14/11/2026")),
        "BIA": dice.choice(NAMES),
        "BIA team": dice.choice(("", "DoLS", "HDT")),
        "Date alloc to BIA": dice.choice(("", "03/11/2026")),
        "Form 3 rec'd": dice.choice(("", "12/11/2026", "13/11/2026")),
        "Date signed off": dice.choice(("", "17/11/2026", "18/11/2026")),
        "Outcome": dice.choice(("", "Granted", "RIP", "Not granted")),
        "Comments": dice.choice(("", "chase BIA!!")),
    }
    return {name: value for name, value in row.items() if value}


KINDS = {"visits": (VISITS, visits), "supervision": (SUPERVISION, supervision), "dols": (DOLS, requests)}


@pytest.mark.parametrize("seed", range(24))
def test_any_two_files(tmp_path, seed):
    dice = random.Random(seed)
    council = Council(tmp_path)
    empty = living(council)
    for day in ("2026-11-13", "2026-11-20"):
        headers, make = KINDS[dice.choice(tuple(KINDS))] if seed % 2 else KINDS["visits"]
        sheets = {name: [make(dice) for _ in range(dice.randint(1, 9))] for name in ("North", "South")}
        sheets = {name: [row for row in rows if row] or [{headers[0]: "9"}] for name, rows in sheets.items()}
        before = living(council)
        made = council.bring(headers, day, **sheets)
        counts = made.counts()
        read = sum(counts[kind] for kind in ("new", "changed", "same", "rejected", "repeated", "skipped"))
        assert read == sum(len(rows) + 1 for rows in sheets.values())
        again = council.bring(headers, day, **sheets)
        assert again.act is None, (
            again.counts(),
            [one for one in again.findings if one.level != "exception"],
        )
        after = living(council)
        if made.act is not None:
            importing.undo(council.workspace, len(council.book.import_batch) - 1)
            assert living(council) == before
            council.bring(headers, day, **sheets)
            assert living(council) == after
    decide(council)
    while council.workspace.store.last_undoable("t"):
        council.workspace.undo()
    assert living(council) == empty
    council.workspace.close()


def decide(council):
    """Say yes to every proposal and no to the rest, one after another."""
    for issue in list(council.issues("")):
        book = council.book
        if book.import_issue.word("state", issue) != "open":
            continue
        verb = issues.confirm if issues.steps_of(book, issue) else issues.dismiss
        council.workspace.run(verb(book, [issue], author="t"))
    assert council.issues("") == []


def living(council):
    return {name: len(council.standing(name)) for name in council.book.tables}
