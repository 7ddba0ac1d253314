"""A person with any SQL tool and their own login: no write but through push, and push gives nothing away."""

from __future__ import annotations

import json
import uuid

import psycopg
import pytest
from rights_world import a_council, an_id, push, send, writing

from desktop.server.rights import rights

ROLES = tuple(rights().roles)
MARK = "words of a hidden note"


@pytest.fixture(scope="module")
def council(cluster):
    made = a_council(cluster)
    with writing(made.base) as db:
        db.execute("UPDATE caseclock.note SET text = %s WHERE id = %s", (MARK, an_id("note", "elsewhere")))
    yield made
    made.base.drop()


def fails(db, statement, *values):
    try:
        db.execute(statement, values or None)
    except psycopg.Error as error:
        return str(error) + str(error.diag.message_detail)
    return ""


def new():
    return str(uuid.uuid4())


@pytest.mark.parametrize("role", ROLES)
def test_no_table_is_written_directly(council, role):
    db = council.connect(role)
    db.execute("SET caseclock.writing = 'yes'")
    db.execute("SET caseclock.disposing = 'yes'")
    query = (
        "SELECT relname::text FROM pg_class "
        "WHERE relnamespace = 'caseclock'::regnamespace AND relkind IN ('r', 'v')"
    )
    tables = [name for (name,) in council.base.admin().execute(query).fetchall()]
    assert len(tables) > 70
    for table in tables:
        for statement in (
            f'INSERT INTO caseclock."{table}" DEFAULT VALUES',
            f'DELETE FROM caseclock."{table}"',
            f'TRUNCATE caseclock."{table}"',
            f'LOCK TABLE caseclock."{table}" IN EXCLUSIVE MODE',
            f'DROP TABLE caseclock."{table}"',
        ):
            assert fails(db, statement), statement
    for statement in (
        "UPDATE caseclock.note SET text = 'x'",
        "UPDATE caseclock.member SET role = 'head_of_service'",
        "UPDATE caseclock.field_change SET new = '1'",
        "UPDATE caseclock.history SET chain = ''",
        "UPDATE caseclock.clock_meta SET revision = 0",
        "UPDATE caseclock.right_cell SET reads = 'all'",
        "UPDATE caseclock.opened SET login = 'x'",
        "COPY caseclock.note FROM STDIN",
        "SELECT * FROM caseclock.note FOR UPDATE",
        "MERGE INTO caseclock.note n USING caseclock.note m ON n.id = m.id WHEN MATCHED THEN DELETE",
        "SELECT setval('caseclock.opened_id_seq', 1)",
        "CREATE TRIGGER t BEFORE INSERT ON caseclock.note EXECUTE FUNCTION caseclock.refuse_direct()",
        "CREATE RULE r AS ON SELECT TO caseclock.note DO INSTEAD NOTHING",
        "COMMENT ON TABLE caseclock.note IS 'x'",
    ):
        assert fails(db, statement), statement


def test_the_author_and_the_time_are_the_servers_whatever_a_client_says(council):
    db, login = council.connect("worker"), council.login("worker")
    note = new()
    values = {"case_id": an_id("case", "held"), "text": "x"}
    forged = {"author": "somebody.else", "recorded_at": "2001-01-01T00:00:00Z"}
    assert (
        push(db, ("note", note, "insert", values | {"recorded_at": "2001-01-01T00:00:00Z"}), **forged)[
            "outcome"
        ]
        == "applied"
    )
    row = db.execute(
        "SELECT changed_by, recorded_at > now() - interval '1 hour' FROM caseclock.note WHERE id = %s",
        (note,),
    )
    assert row.fetchone() == (login, True)
    act = db.execute("SELECT DISTINCT author FROM caseclock.act").fetchall()
    assert act == [(login,)]
    for forged_column in ("changed_by", "changed_at", "version", "revision", "set_id", "id", "source"):
        answer = push(db, ("note", new(), "insert", values | {forged_column: login}))
        assert answer["outcome"] == "rejected", forged_column


def test_another_persons_change_set_is_neither_repeated_nor_read(council):
    of_set, note = new(), new()
    made = ("note", note, "insert", {"case_id": an_id("case", "held"), "text": "x"})
    assert push(council.connect("worker"), made, of_set=of_set)["outcome"] == "applied"
    for role in ("bia", "team_manager", "independent_bia", "administrator", "auditor"):
        told = push(council.connect(role), made, of_set=of_set)
        assert told["outcome"] == "rejected"
        assert "versions" not in told
        assert note not in json.dumps(told)


def test_a_rejection_or_a_conflict_tells_nothing_of_a_row_out_of_sight(council):
    db = council.connect("worker")
    hidden, missing = an_id("note", "elsewhere"), new()
    told = []
    for row in (hidden, missing):
        patch = {"table": "note", "row": str(row), "op": "update", "version": 7}
        patch |= {"values": {"text": "mine"}, "old": {"text": "guess"}}
        answer = send(db, _sent(patch))
        answer.pop("epoch")
        told.append(answer)
    assert told[0] == told[1], "a hidden row and one that does not exist get the same answer"
    assert MARK not in json.dumps(told)
    assert "who" not in told[0]


def test_a_clash_with_a_hidden_row_does_not_say_whose_it_is(council):
    """Only one best interests assessor: a second allocation clashes, but with whom is not for everybody."""
    desk = council.connect("dols_manager")
    case = an_id("case", "dols_held")
    row = {"case_id": case, "role": "bia", "worker_id": an_id("worker", "far"), "on": "2026-02-01"}
    seen = push(desk, ("allocation", new(), "insert", row))
    assert (seen["outcome"], seen["kind"]) == ("conflict", "once")
    again = push(council.connect("worker"), ("case", str(case), "insert", {"person_id": new(), "kind": "cp"}))
    assert again["outcome"] == "rejected"


def test_inserting_the_id_of_a_hidden_row_tells_no_more_than_that_it_cannot_be(council):
    db = council.connect("team_manager")
    held = {"case_id": an_id("case", "team"), "text": "x"}
    answer = push(db, ("note", an_id("note", "elsewhere"), "insert", held))
    text = json.dumps(answer)
    assert answer["outcome"] in ("conflict", "rejected")
    assert MARK not in text
    assert "somebody" not in text, "who wrote the hidden row"
    assert str(an_id("case", "elsewhere")) not in text


def test_a_conflict_gives_no_column_that_is_withheld(council):
    boss, db = council.connect("head_of_service"), council.connect("independent_bia")
    row = new()
    visit = {
        "case_id": an_id("case", "dols_held"),
        "kind": "assessor_visited",
        "on": "2026-02-03",
        "detail": MARK,
    }
    assert push(boss, ("event", row, "insert", visit))["outcome"] == "applied"
    patch = {"table": "event", "row": row, "op": "update", "values": {"on": "2026-02-04"}, "version": 9}
    told = send(db, _sent({**patch, "old": {"on": "2026-01-01", "detail": "guess", "alone": True}}))
    assert told["outcome"] == "conflict"
    assert told["fields"] == {"on": "2026-02-03"}
    told = send(db, _sent({**patch, "values": {"detail": "mine"}, "old": {"detail": "guess"}}))
    assert told["rule"] == "right"
    assert MARK not in json.dumps(told)


INJECTIONS = (
    'note"; DROP TABLE caseclock.note; --',
    "note' OR '1'='1",
    "pg_authid",
    "clock_meta",
    "history",
    "right_cell",
    "act",
    "caseclock.note",
    "note\x00".replace("\x00", "\\u0000"),
    "",
    None,
    7,
    {"a": 1},
    "\N{SNOWMAN}" * 1000,
)


@pytest.mark.parametrize("name", INJECTIONS, ids=lambda name: repr(name)[:20])
def test_names_of_tables_and_columns_are_never_run(council, name):
    db = council.connect("head_of_service")
    case = str(an_id("case", "team"))
    for patch in (
        {"table": name, "row": new(), "op": "insert", "values": {"case_id": case}},
        {
            "table": "note",
            "row": new(),
            "op": "insert",
            "values": {"case_id": case, "text": "x", str(name): 1},
        },
        {"table": "note", "row": new(), "op": name, "values": {"case_id": case, "text": "x"}},
        {"table": "note", "row": name, "op": "insert", "values": {"case_id": case, "text": "x"}},
        {
            "table": "note",
            "row": str(an_id("note", "team")),
            "op": "update",
            "values": {},
            "old": {str(name): 1},
        },
    ):
        _refused_or_harmless(db, _sent(patch))
    assert council.base.admin().execute("SELECT count(*) FROM caseclock.note").fetchone()[0] >= 16


ODD = ("NaN", "Infinity", -1e308, 2**63, 2**70, "9999-99-99", "infinity", "epoch", [], {}, True, "x" * 10_000)


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:12])
def test_odd_values_are_refused_in_one_sentence_or_kept_as_the_words_they_are(council, value):
    db = council.connect("head_of_service")
    case = str(an_id("case", "team"))
    for table, values in (
        ("event", {"case_id": case, "kind": "visit", "on": value}),
        ("event", {"case_id": case, "kind": value, "on": "2026-01-01"}),
        ("event", {"case_id": value, "kind": "visit", "on": "2026-01-01"}),
        ("event", {"case_id": case, "kind": "visit", "on": "2026-01-01", "seen": value}),
        ("urgent_authorisation", {"case_id": case, "extension_days": value}),
        ("note", {"case_id": case, "text": "x", "superseded_at": value}),
    ):
        _refused_or_harmless(
            db, _sent({"table": table, "row": new(), "op": "insert", "values": values, "version": value})
        )


def test_change_sets_of_the_wrong_shape_or_size_are_refused_and_the_connection_lives(council):
    db = council.connect("head_of_service")
    good = _sent()
    for wrong in (
        [],
        7,
        "x",
        None,
        {},
        {**good, "patches": None},
        {**good, "patches": {}},
        {**good, "patches": [7]},
        {**good, "patches": [[]]},
        {**good, "id": "x"},
        {**good, "act": None},
        {**good, "act": []},
        {**good, "epoch": "x"},
        {**good, "client": {"a": 1}},
        {**good, "client": "9" * 5000},
    ):
        _refused_or_harmless(
            db, {**wrong, "id": new()} if isinstance(wrong, dict) and wrong.get("id") else wrong
        )
    huge = _sent({"table": "note", "row": new(), "op": "insert",
                  "values": {"case_id": str(an_id("case", "team")), "text": "x" * 20_000_000}})  # fmt: skip
    _refused_or_harmless(db, huge)
    deep = '{"a":' * 7000 + "1" + "}" * 7000
    assert fails(db, "SELECT caseclock.push(%s)", deep)
    assert db.execute("SELECT 1").fetchone() == (1,)


def test_history_is_neither_changed_nor_truncated_even_by_the_owner(council):
    admin = council.base.admin()
    assert push(
        council.connect("worker"), ("note", new(), "insert", {"case_id": an_id("case", "held"), "text": "x"})
    )
    admin.execute("SET ROLE caseclock_owner")
    for table in ("act", "change_set", "field_change", "history", "opened", "exported"):
        assert "append-only" in fails(admin, f"TRUNCATE caseclock.{table} CASCADE"), table
    for statement in (
        "UPDATE caseclock.history SET digest = ''",
        "DELETE FROM caseclock.history",
        "UPDATE caseclock.act SET author = 'x'",
        "DELETE FROM caseclock.act",
        "UPDATE caseclock.change_set SET author = 'x' WHERE outcome <> 'pending'",
        "DELETE FROM caseclock.change_set",
    ):
        assert "append-only" in fails(admin, statement), statement


def _sent(*patches):
    return {
        "id": new(),
        "act": {"id": new(), "verb": "v", "summary": "s", "made_at": 1, "reason": "", "seq": 0},
        "device": new(),
        "epoch": None,
        "client": "0.1.0",
        "schema": "1.0",
        "patches": list(patches),
    }


def _refused_or_harmless(db, sent):
    """An answer of push, or an error that names no value of ours; never a lost connection."""
    try:
        answer = send(db, sent)
        assert answer is None or answer["outcome"] in ("applied", "conflict", "rejected", "refused")
        text = json.dumps(answer)
    except psycopg.Error as error:
        text = f"{error} {error.diag.message_detail}"
    assert MARK not in text
    assert "Name of" not in text
    assert not db.closed
