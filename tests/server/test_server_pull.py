"""pull: everything once, what to forget, whole cases, and the same values whichever way they come."""

from __future__ import annotations

import pytest
from server_office import DEVICE, Laptop, update, visit

from desktop.domain.changes import Act, ChangeSet, Patch, Rows, new_id
from desktop.domain.days import NO_DAY
from desktop.domain.schema import SHAPES
from desktop.domain.schema_fields import Kind
from desktop.server import wire
from desktop.server.shapes import SERVER_SHAPES
from desktop.store.layout import columns_of


def test_pages_of_any_size_bring_the_same_lines(laptop):
    for _ in range(3):
        laptop.case()
    whole = laptop.lines()
    assert len(whole) >= 9
    for size in (1, 2, 7):
        assert laptop.lines(page=size) == whole


def test_a_row_comes_once_however_often_it_changed_and_nothing_comes_twice(laptop):
    person, _ = laptop.case()
    for number in range(3):
        old = {"nhs_number": str(number - 1) if number else None}
        laptop.done(update("person", person, {"nhs_number": str(number)}, old))
    answer = laptop.pull()
    assert [line[1] for line in answer["lines"]].count(person) == 1
    last = answer["lines"][-1]
    after = laptop.pull((last[2], last[0], last[1]))
    assert (after["lines"], after["more"], after["cursor_chain"]) == ([], False, after["chain"]["hash"])


def test_rows_come_in_the_same_form_by_line_by_page_and_by_case(laptop):
    person, case = laptop.case("dols")
    row, made = visit(case)
    laptop.done(made)
    by_line = laptop.lines()
    fetched = laptop.value("SELECT fetch_cases(%s::uuid[])", [case])
    for table, key in (("person", person), ("case", case), ("event", row)):
        shape = SHAPES[table]
        (by_page,) = (
            found
            for found in laptop.connection.execute(wire.page_sql(shape), (wire.FIRST, 1000))
            if found[0] == bytes.fromhex(key)
        )
        assert wire.row_in(shape, by_line[table, key]) == by_page
        (by_case,) = (one for one in fetched[table] if one["id"] == key)
        assert by_case == by_line[table, key]
    assert dict(zip(columns_of(SHAPES["event"]), by_page, strict=True))["on"] == 20_010


def test_manifest_and_checksums_agree_with_what_is_seen(laptop):
    laptop.case()
    seen = laptop.lines()
    sums = laptop.value("SELECT checksums()")
    for table in ("person", "case", "event"):
        rows = [row for (name, _), row in seen.items() if name == table and row]
        listed = laptop.value("SELECT manifest(%s, %s, 1000)", table, wire.FIRST)
        assert sorted(listed) == sorted([row["id"], row["version"], row["revision"]] for row in rows)
        assert sums[table] == [len(rows), sum(row["version"] * 1_000_003 + row["revision"] for row in rows)]
        assert laptop.connection.execute(wire.checksum_sql(SHAPES[table])).fetchone() == tuple(sums[table])


def test_a_case_that_comes_into_sight_is_named_and_one_that_leaves_is_to_be_forgotten(base, laptop):
    person, case = laptop.case("cp")
    row, made = visit(case)
    laptop.done(made)
    mine = laptop.worker()
    own = Laptop(base.connect(base.login("worker", worker=mine)))
    head = own.pull()["head"]
    given = new_id()
    laptop.done(
        Patch("allocation", given, "insert", {"case": case, "role": "worker", "worker": mine, "on": 20_003})
    )
    arrived = own.lines((head, "~", wire.FIRST))
    assert arrived["case", case]["kind"] == "cp"
    whole = own.value("SELECT fetch_cases(%s::uuid[])", [case])
    assert row in {one["id"] for one in whole["event"]}
    assert [one["id"] for one in whole["person"]] == [person]
    head = own.pull()["head"]
    laptop.done(update("person", person, {"restricted": 1}, {"restricted": None}))
    left = own.lines((head, "~", wire.FIRST))
    assert (left["case", case], left["person", person]) == (None, None)
    assert own.value("SELECT fetch_cases(%s::uuid[])", [case]) == {}


def test_a_lost_laptop_is_told_at_its_next_pull(base, laptop, dba):
    laptop.value("SELECT seen(%s, 0, NULL, '')", DEVICE)
    assert laptop.pull()["wipe"] is False
    dba.execute("UPDATE device SET wipe = true WHERE login = %s", (laptop.connection.info.user,))
    assert laptop.pull()["wipe"] is True
    dba.execute("UPDATE device SET wipe = false")


def test_a_change_of_role_is_seen_by_an_open_session(base, laptop, dba):
    login = base.login("worker", worker=laptop.worker())
    own = Laptop(base.connect(login))
    before = own.pull()
    dba.execute("SELECT put_member(%s, 'Ann', 'head_of_service', NULL, NULL, '')", (login,))
    after = own.pull()
    assert (before["me"]["role"], after["me"]["role"]) == ("worker", "head_of_service")
    assert before["token"] != after["token"]


def test_who_else_looks_at_a_case(base, laptop):
    _, case = laptop.case()
    other = Laptop(base.connect(base.login("head_of_service", name="Bob")), "2" * 32)
    stranger = Laptop(base.connect(base.login("worker")), "3" * 32)
    assert other.value("SELECT here(%s, %s)", case, other.device) == []
    (seen,) = laptop.value("SELECT here(%s, %s)", case, DEVICE)
    assert seen["name"] == "Bob"
    assert stranger.value("SELECT here(%s, %s)", case, stranger.device) == []
    other.value("SELECT here(NULL, %s)", other.device)
    assert laptop.value("SELECT here(%s, %s)", case, DEVICE) == []


# ---- the forms of values ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "value", "native"),
    [
        (Kind.DAY, 20_010, "2024-10-14"),
        (Kind.DAY, NO_DAY, None),
        (Kind.FLAG, 0, False),
        (Kind.FLAG, 1, True),
        (Kind.INT, 0, None),
        (Kind.TEXT, "a\0b", "ab"),
        (Kind.TEXT, "", None),
        (Kind.INSTANT, 1_795_000_000_123, "2026-11-18T11:06:40.123+00:00"),
        (Kind.REF, "0" * 31 + "1", "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_values_go_out_and_come_back(kind, value, native):
    assert wire.to_native(kind, value) == native
    if native is not None and "\0" not in str(value):
        assert wire.from_native(kind, native) == value


def test_rows_by_column_are_sent_as_inserts_and_steps_on_one_row_as_one():
    ids = [new_id(), new_id()]
    rows = Rows("note", ids, {"case": [ids[0]] * 2, "text": ["a", None]}, source=("S!1", ""))
    change = ChangeSet(new_id(), (Patch("note", ids[0], "update", {"text": "b"}, {"text": "a"}),), (rows,))
    act = Act(new_id(), "v", "s", "Ann", 5, (change,))
    sent = wire.change_set(act, change, 3, device=DEVICE)
    assert sent["act"]["seq"] == 3
    first, second = sent["patches"]
    assert (first["op"], first["values"]["text"], first["source"], first["old"]) == ("insert", "b", "S!1", {})
    assert "text" not in second["values"]
    both = wire.merged(
        [Patch("note", ids[0], "update", {"text": "b"}, {"text": "a"}, 4), Patch("note", ids[0], "delete")]
    )
    assert [(one.op, one.values, one.old, one.version) for one in both] == [
        ("update", {"text": "b", "deleted": 1}, {"text": "a"}, 4)
    ]


def test_every_column_of_every_table_has_a_form():
    for table in SERVER_SHAPES.values():
        for column in columns_of(table):
            assert wire.fast_sql(table, column)
            assert wire.kind_of(table, column) in Kind
