"""resources/rights.toml itself: complete, understood, and the files made from it current."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from desktop import paths
from desktop.domain.changes import Act, ChangeSet, Patch, Rows
from desktop.errors import Refused
from desktop.server.rights import parse, refuse, rights
from desktop.server.shapes import ROLES, SERVER_SHAPES

SQL = Path(__file__).resolve().parents[2] / "sql"


def test_what_is_made_from_the_rights_is_current():
    made = runpy.run_path(str(SQL / "make_rights.py"))["MADE"]
    for path, make in made.items():
        assert path.read_text(encoding="utf-8") == make(rights()), (
            f"run python sql/make_rights.py: {path.name}"
        )


def test_every_table_has_rights_and_every_role_a_place():
    assert set(rights().tables) == set(SERVER_SHAPES)
    assert tuple(rights().roles) == ROLES
    assert all(table.read for table in rights().tables.values())


def test_an_analyst_and_an_administrator_read_no_table_about_people():
    for table in rights().tables.values():
        of_people = any(field.to in ("case", "person") for field in SERVER_SHAPES[table.name].fields)
        grants = table.name in ("named_access", "blocked", "legal_hold")
        if of_people and not grants:
            assert not {"analyst", "administrator"} & set(table.read), table.name


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ('team = "teams"\n', "table without rights|does not fit"),
        ('read.all = ["@everybody"]', "does not fit"),
    ],
)
def test_rights_that_do_not_fit_the_tables_are_refused(wrong, says):
    text = paths.resource("rights.toml").read_text(encoding="utf-8")
    assert wrong in text
    with pytest.raises(ValueError, match=says):
        parse(text.replace(wrong, "", 1))


def test_the_same_role_cannot_be_given_two_rights_to_one_table():
    text = paths.resource("rights.toml").read_text(encoding="utf-8")
    twice = re.sub(r'write\.end_own = \["bia"', 'write.end_own = ["head_of_service"', text)
    with pytest.raises(ValueError, match="head_of_service is given both"):
        parse(twice)


def act(*patches, rows=()):
    return Act("a" * 32, "v", "s", "ann", 1, (ChangeSet("b" * 32, patches, tuple(rows)),))


def patch(table, op="insert", **values):
    return Patch(table, "c" * 32, op, values)


def test_a_worker_records_a_visit_and_is_told_why_not_an_allocation():
    refuse(act(patch("event", kind="visit"), patch("note", text="x")), "worker")
    with pytest.raises(
        Refused, match=r"A worker may not change allocations, so nothing was saved.*\(Council rule"
    ):
        refuse(act(patch("allocation", role="worker")), "worker")


def test_words_within_a_table_are_looked_at_by_row_and_by_column():
    with pytest.raises(Refused, match="not decisions, supervision or assessments"):
        refuse(act(patch("event", kind="signed_off")), "worker")
    many = Rows("event", ["c" * 32, "d" * 32], {"kind": ["visit", "ended"], "on": [1, 2]})
    with pytest.raises(Refused, match="closing"):
        refuse(act(rows=[many]), "practice_supervisor")
    refuse(act(rows=[many]), "head_of_service")


def test_a_team_manager_changes_a_person_but_not_whether_the_record_is_restricted():
    refuse(act(patch("person", "update", name="A")), "team_manager")
    with pytest.raises(Refused, match="restricted"):
        refuse(act(patch("person", "update", restricted=1)), "team_manager")
    refuse(act(patch("person", "update", restricted=1)), "dols_manager")


def test_nobody_writes_without_a_role():
    with pytest.raises(Refused, match="has no role"):
        refuse(act(patch("note", text="x")), "")
    with pytest.raises(Refused, match="performance analyst may not change notes"):
        refuse(act(patch("note", text="x")), "analyst")
