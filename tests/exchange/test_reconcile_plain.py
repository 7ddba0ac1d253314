"""New children are taken in by column: it must show nowhere, whatever the file holds."""

import random
import re

import pytest
from spreadsheets import DATA, SUPERVISION, VISITS, Council, number, write
from test_reconcile_any_file import living, supervision, visits

from desktop.commands import importing
from desktop.exchange.reconcile import plain
from desktop.exchange.reconcile.lineage import Lineage

AN_ID = re.compile("[0-9a-f]{12}7[0-9a-f]{19}")
BORN = ("", "", "", "02/02/2015", "03/03/2016")
KINDS = {"visits": ((*VISITS, "Team", "DOB"), visits), "supervision": ((*SUPERVISION, "Team"), supervision)}


def sheet(dice, kind, rows, ids):
    headers, make = KINDS[kind]
    made = []
    for _ in range(rows):
        row = {**make(dice), headers[0]: dice.choice(ids)}
        row["Team"] = dice.choice(("", "", "Assessment", "Duty"))
        if "DOB" in headers:
            row["DOB"] = dice.choice(BORN)
        made.append({name: value for name, value in row.items() if value})
    return made


def files(dice, folder):
    """Two files of one kind, the second a week later."""
    kind = dice.choice(tuple(KINDS))
    ids = [str(100 + at) for at in range(dice.choice((6, 40, 400)))]
    ids += ["0101", "ab1", "AB1"] if dice.random() < 0.5 else []
    for day in ("2026-11-13", "2026-11-20"):
        sheets = {name: sheet(dice, kind, dice.randint(1, 25), ids) for name in ("North", "South")}
        path = folder / f"{kind}_{day}.xlsx"
        yield write(path, KINDS[kind][0], sheets), number(day) if dice.random() < 0.7 else None


@pytest.fixture
def one_by_one(monkeypatch):
    """Switches the other way on and off."""

    def turn(on):
        monkeypatch.setattr(plain, "BY_COLUMN", frozenset() if on else frozenset(plain.EVENTS))

    return turn


@pytest.fixture
def two(tmp_path, one_by_one):
    """Brings a file into two councils, one in each way; answers with both plans."""
    made = []
    for name in ("columns", "rows"):
        (tmp_path / name).mkdir()
        made.append(Council(tmp_path / name))

    def bring(path, as_at=None):
        plans = []
        for council, slow in zip(made, (False, True), strict=True):
            one_by_one(slow)
            plans.append(importing.dry_run(council.workspace, path, as_at=as_at))
            importing.apply(council.workspace, plans[-1])
        return plans

    bring.councils = made
    yield bring
    for council in made:
        council.workspace.close()


def labels(book):
    """What each id stands for."""
    found = {}
    for table in ("team", "worker", "managing_authority"):
        found |= {
            row: f"{table} {book.tables[table].name[at]}" for at, row in enumerate(book.tables[table].ids)
        }
    for at, row in enumerate(book.person.ids):
        found[row] = f"person {book.person.ref[at]} of {book.person.source[at]}"
    for at, row in enumerate(book.case.ids):
        whose = found[book.person.ids[book.case.person[at]]]
        found[row] = f"{book.case.word('kind', at)} of {book.case.source[at]}, {whose}"
    return found | {row: f"batch {at}" for at, row in enumerate(book.import_batch.ids)}


def without_ids(names, text):
    return AN_ID.sub(lambda found: names.get(found[0], "an id"), text)


def everything(council):
    """All rows of all tables and where they came from, without ids."""
    book, names = council.book, labels(council.book)
    lineage, whole = Lineage(book), {}
    for table, columns in book.tables.items():
        rows = []
        for at in range(len(columns)):
            row = {
                **book.record(table, at),
                "from": columns.source[at],
                "file": lineage.batch(columns.set_id[at]),
            }
            if table != "import_batch":
                row["live"] = bool(columns.live[at])
            for name in ("id", "recorded_at", "superseded_at", "made_at"):
                row.pop(name, None)
            rows.append({name: names.get(value, value) for name, value in row.items()})
        whole[table] = sorted(without_ids(names, repr(row)) for row in rows)
    return whole


def said(council, plan):
    """The findings in any order: cases that are gone are listed as the casebook has them."""
    names = labels(council.book)
    return sorted(without_ids(names, repr(one)) for one in plan.findings)


def check(two, plans):
    fast, slow = plans
    assert fast.outcome == slow.outcome
    assert fast.counts() == slow.counts()
    for kind in ("new", "changed", "same", "repeated"):
        assert getattr(fast, kind) == getattr(slow, kind)
    assert said(two.councils[0], fast) == said(two.councils[1], slow)
    assert (fast.act is None) == (slow.act is None)
    assert everything(two.councils[0]) == everything(two.councils[1])
    if fast.act:
        assert fast.act.summary == slow.act.summary
        check_sets(fast.act)


def check_sets(act):
    """At most 500 rows in each, and a child whole in one."""
    home = {}
    for change in act.sets:
        assert sum(len(rows.ids) for rows in change.rows) + len(change.patches) <= 500
        for rows in change.rows:
            if rows.table in ("person", "case"):
                home |= dict.fromkeys(rows.ids, change.id)
    for change in act.sets:
        for rows in change.rows:
            if rows.table not in ("import_issue", "person_match"):
                for name in ("person", "case"):
                    assert all(home.get(row, change.id) == change.id for row in rows.columns.get(name, ()))


@pytest.mark.parametrize("seed", range(12))
def test_both_ways_bring_the_same(two, tmp_path, seed):
    dice = random.Random(seed)
    for path, as_at in files(dice, tmp_path):
        before = [living(council) for council in two.councils]
        check(two, two(path, as_at))
        if living(two.councils[0]) == before[0]:
            continue
        for council, old in zip(two.councils, before, strict=True):
            importing.undo(council.workspace, len(council.book.import_batch) - 1)
            assert living(council) == old
        check(two, two(path, as_at))
        for plan in two(path, as_at):
            assert plan.act is None


@pytest.mark.parametrize("name", ["visits_tracker.xlsx", "supervision_tracker.xlsx", "dols_tracker.xlsx"])
def test_the_samples_come_in_the_same(two, name):
    check(two, two(DATA / name, number("2026-11-20")))


def test_children_of_several_change_sets_come_whole(two, tmp_path):
    dice = random.Random(1)
    rows = sheet(dice, "visits", 900, [str(at) for at in range(10_000, 90_000)])
    path = write(tmp_path / "many.xlsx", KINDS["visits"][0], {"North": rows})
    fast, slow = two(path)
    check(two, (fast, slow))
    assert len(fast.act.sets) > 5


def test_who_names_a_worker_first_says_their_team(two, tmp_path):
    rows = [
        {"Child ID": "1", "Status": "CP", "Worker": "Ann Lee", "Team": "Duty", "DOB": "02/02/2015"},
        {"Child ID": "2", "Status": "CP", "Worker": "Ann Lee", "Team": "Assessment"},
        {"Child ID": "3", "Status": "CP", "Worker": "Bo Hill", "Team": "Assessment"},
        {"Child ID": "3", "Status": "CLA", "Worker": "Bo Hill", "Team": "Duty"},
    ]
    path = write(tmp_path / "teams.xlsx", KINDS["visits"][0], {"North": rows})
    check(two, two(path))
    book = two.councils[0].book
    teams = {book.worker.name[at]: book.team.name[book.worker.team[at]] for at in range(len(book.worker))}
    assert teams == {"Ann Lee": "Duty", "Bo Hill": "Assessment"}
