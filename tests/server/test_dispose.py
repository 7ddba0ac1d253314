"""A copy of everything held on a person, and the end of it: by whom, logged, and the history still whole."""

from __future__ import annotations

import json

import openpyxl
import psycopg
import pytest
from rights_world import a_council, an_id, case_tables, push, writing

from desktop.errors import Refused
from desktop.server import disposal, history, people, person_export

NEW = "00000000-0000-4000-8000-00000000000"


@pytest.fixture(scope="module")
def council(cluster):
    made = a_council(cluster)
    boss = made.connect("head_of_service")
    note = an_id("note", "team")
    push(boss, ("note", note, "update", {"text": "first words about them"}), reason="their reason")
    push(boss, ("note", note, "update", {"text": "second words"}))
    shared = [
        (
            "event",
            f"{NEW}{at}",
            "insert",
            {"case_id": an_id("case", case), "kind": "visit", "on": "2026-03-01"},
        )
        for at, case in enumerate(("team", "below"))
    ]
    push(boss, *shared)
    push(
        made.connect("dols_manager"),
        ("note", f"{NEW}7", "insert", {"case_id": an_id("case", "team"), "text": "not let in"}),
    )
    case = an_id("case", "team")
    boss.execute(
        "SELECT caseclock.log_opened(%s)", (json.dumps([{"case": str(case), "at": 5, "device": f"{NEW}9"}]),)
    )
    yield made
    made.base.drop()


@pytest.fixture
def auditor(council):
    return council.connect("auditor")


def test_an_export_holds_every_row_what_it_was_before_and_who_looked(council, auditor, tmp_path):
    held = person_export.held_on(auditor, "P-team")
    assert {"person", "case", "event", "note", "allocation", "person_match", "import_issue"} <= held[
        "rows"
    ].keys()
    assert set(case_tables()) <= held["rows"].keys()
    assert [(line["old"], line["new"]) for line in held["history"]][-1] == (
        "first words about them",
        "second words",
    )
    assert [line["by"] for line in held["opened"]] == [council.login("head_of_service")]
    words = json.dumps(held)
    assert "nhs-team" in words
    assert str(an_id("case", "below")) not in words

    logged = auditor.execute(
        "SELECT login, with_names, what FROM caseclock.exported ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert logged == (council.login("auditor"), True, f"everything held on person {an_id('person', 'team')}")

    rows = person_export.write(held, tmp_path / "copy.xlsx")
    book = openpyxl.load_workbook(tmp_path / "copy.xlsx", read_only=True)
    assert rows == sum(len(each) for each in held["rows"].values())
    assert {"people", "cases", "notes", "Who opened the record"} <= set(book.sheetnames)
    person_export.write(held, tmp_path / "copy.json")
    assert json.loads((tmp_path / "copy.json").read_text(encoding="utf-8")) == held
    assert (tmp_path / "copy.json").stat().st_mode & 0o077 == 0


def test_an_export_is_for_auditors_and_for_a_head_who_sees_the_person(council):
    assert person_export.held_on(council.connect("head_of_service"), "P-team")
    for role, ref in (
        ("head_of_service", "P-secret"),
        ("head_of_service", "P-family"),
        ("head_of_service", "P-nobody"),
        ("team_manager", "P-team"),
        ("worker", "P-held"),
        ("auditor", "P-nobody"),
    ):
        with pytest.raises(Refused):
            person_export.held_on(council.connect(role), ref)
    for role in ("administrator", "analyst", "independent_bia"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            person_export.held_on(council.connect(role), "P-team")


def test_nobody_but_an_auditor_erases_and_not_without_reason_nor_an_open_case_nor_on_hold(council, auditor):
    for role in ("head_of_service", "administrator", "team_manager"):
        with pytest.raises((Refused, psycopg.errors.InsufficientPrivilege)):
            disposal.dispose(council.connect(role), "P-team", "R7")
    with pytest.raises(Refused, match="Say why"):
        disposal.dispose(auditor, "P-team", " ")
    with pytest.raises(Refused, match="still open"):
        disposal.dispose(auditor, "P-below", "R7")
    with pytest.raises(Refused, match="nobody of that reference"):
        disposal.dispose(auditor, "P-nobody", "R7")
    _close(council, "elsewhere")
    person = people.person_of(auditor, "P-elsewhere")
    people.hold(auditor, person, "inquiry")
    with pytest.raises(Refused, match="legal hold"):
        disposal.dispose(auditor, "P-elsewhere", "R7")
    assert people.end_hold(auditor, person) == 1
    assert disposal.dispose(auditor, "P-elsewhere", "R7").rows > 20


def _close(council, name):
    with writing(council.base) as db:
        db.execute("UPDATE caseclock.event SET kind = 'ended' WHERE id = %s", (an_id("event", name),))


def test_a_disposal_erases_every_trace_and_the_history_still_verifies(council, auditor):
    _close(council, "team")
    admin = council.base.admin()
    assert history.verify(admin).wrong == ()
    before = {row for (row,) in admin.execute("SELECT id FROM caseclock.event").fetchall()}
    done = disposal.dispose(auditor, "P-team", "line 12 of the schedule")

    found = history.verify(admin)
    assert found.wrong == ()
    assert found.revision == done.revision
    dump = "\n".join(_everything(admin))
    for trace in ("words about them", "second words", "their reason", "nhs-team", "P-team", "not let in"):
        assert trace not in dump, trace
    gone = before - {row for (row,) in admin.execute("SELECT id FROM caseclock.event").fetchall()}
    assert an_id("event", "team") in gone
    assert an_id("event", "below") not in gone

    (content,) = admin.execute(
        "SELECT content::jsonb FROM caseclock.history WHERE revision = %s", (done.revision,)
    ).fetchone()
    assert (content["by"], content["why"]) == (council.login("auditor"), "line 12 of the schedule")
    (others,) = admin.execute(
        "SELECT patches::jsonb FROM caseclock.change_set WHERE patches LIKE %s", (f"%{NEW}1%",)
    ).fetchone()
    assert [patch["row"] for patch in others["patches"]] == [f"{NEW}1"], (
        "another person's part of the set stays"
    )
    assert "salt" not in others


def _everything(admin):
    """All rows of all tables as text."""
    tables = admin.execute(
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'caseclock'::regnamespace AND relkind = 'r'"
    ).fetchall()
    for (table,) in tables:
        for (row,) in admin.execute(f'SELECT t::text FROM caseclock."{table}" t').fetchall():
            yield row


def test_laptops_are_told_to_forget_what_was_erased(council, auditor):
    manager = council.connect("team_manager")
    case = an_id("case", "below")
    (start,) = manager.execute(
        "SELECT (caseclock.head('0.1.0', gen_random_uuid())->>'head')::bigint"
    ).fetchone()
    _close(council, "below")
    disposal.dispose(auditor, "P-below", "R7")
    query = "SELECT caseclock.pull(%s, '~', gen_random_uuid(), 1000, '0.1.0', gen_random_uuid())"
    (told,) = manager.execute(query, (start,)).fetchone()
    lines = {(table, row): content for table, row, _, content in told["lines"]}
    assert lines["case", case.hex] is None
    assert lines["person", an_id("person", "below").hex] is None
    assert lines["note", an_id("note", "below").hex] is None


def test_what_was_altered_afterwards_is_found_in_spite_of_a_disposal(council):
    admin = council.base.admin()
    assert history.verify(admin).wrong == ()
    admin.execute("ALTER TABLE caseclock.history DISABLE TRIGGER ALL")
    change = "replace(content, 'line 12', 'line 13')"
    admin.execute(f"UPDATE caseclock.history SET content = {change} WHERE kind = 'disposal'")
    admin.execute("ALTER TABLE caseclock.history ENABLE TRIGGER ALL")
    assert history.verify(admin).wrong
