"""What goes wrong between a laptop and its server, one after another, on a real one."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

import pytest
import sync_office as office
import sync_server as server

from desktop.commands.workspace import Workspace
from desktop.domain.changes import ChangeSet, Patch, new_id, new_ids
from desktop.domain.lists.build import build
from desktop.domain.lists.selection import Selection
from desktop.errors import KnownError, Refused
from desktop.server.address import Address
from desktop.server.connect import connect
from desktop.server.trouble import ServerTrouble
from desktop.server.wire import native_id
from desktop.sync import calls, whole
from desktop.sync import turn as turning


class Cut(BaseException):
    """The power goes, or the network."""


@pytest.fixture(scope="module")
def base(cluster):
    database = cluster.fresh_database()
    yield database
    database.drop()


def crash(member, name, after=1):
    """A turn that dies when it has come to a step so many times; the laptop is started again."""
    left = [after]

    def steps(now):
        if now == name:
            left[0] -= 1
            if not left[0]:
                raise Cut

    member.store.steps = steps
    with pytest.raises(Cut):
        member.turn()
    member.restart()


def child_of(member, **more):
    case, made = office.child(**more)
    member.store.commit(office.act(*made))
    return case, made


@pytest.mark.parametrize("step", ["before send", "after answer", "cursor stored"])
def test_killed_at_a_step_of_a_turn_one_effect_and_no_gap(crew, step):
    ann, ben = crew("head_of_service"), crew("head_of_service")
    ann.turn()
    ben.turn()
    theirs, _ = child_of(ben)
    ben.turn()
    mine, _ = child_of(ann)
    crash(ann, step)
    assert ("case", mine) in office.shown(ann.store)
    ann.turn()
    ben.turn()
    assert {("case", mine), ("case", theirs)} <= office.shown(ann.store).keys()
    assert office.shown(ann.store) == office.shown(ben.store)
    assert server.count(ann.base, "case", mine) == 1
    assert ann.store.state_counts().unsent == 0


def test_a_connection_that_is_cut_while_the_server_works_leaves_one_effect(crew):
    ann = crew("head_of_service")
    ann.turn()
    case, _ = child_of(ann)

    def steps(name):
        if name == "before send":
            server.run(
                ann.base,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s",
                ann.login,
            )

    ann.store.steps = steps
    with pytest.raises(ServerTrouble) as error:
        ann.turn()
    assert error.value.kind == "offline"
    assert ann.store.state_counts().unsent == 1
    ann.store.steps = lambda _: None
    ann.turn()
    assert server.count(ann.base, "case", case) == 1
    assert ann.store.state_counts().unsent == 0


def test_the_same_edit_on_two_connections_at_once_has_one_answer(crew):
    ann = crew("head_of_service")
    case, _ = child_of(ann)
    ops = ann.store.outbox.to_send()
    answers = []

    def push():
        made = turning.Turn(ann.store, ann.connection)
        answers.append(made.calls.push(ops)[0])
        made.close()

    threads = [threading.Thread(target=push) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert answers[0] == answers[1]
    assert answers[0]["outcome"] == "applied"
    assert server.count(ann.base, "case", case) == 1


def test_a_first_sync_killed_on_the_way_goes_on_where_it_was(crew, monkeypatch):
    head = crew("head_of_service")
    for _ in range(12):
        child_of(head)
    head.turn()
    monkeypatch.setattr(whole, "ROWS", 5)
    ben = crew("head_of_service")
    crash(ben, "reconcile page", after=30)
    with ben.store._using() as db:
        done = whole.Plan.read(db).done
    assert done > 0
    seen = []
    ben.turn(on_phase=lambda phase, n, total: seen.append(n) if phase == "first" else None)
    assert seen[0] == done, "it began again from the beginning"
    assert office.shown(ben.store) == office.shown(head.store)


def test_own_cases_are_there_before_the_rest(crew):
    head = crew("head_of_service")
    worker = new_id()
    case, made = office.child()
    held = Patch(
        "allocation", new_id(), "insert", {"case": case, "role": "worker", "worker": worker, "on": 20_000}
    )
    head.store.commit(
        office.act(*made, Patch("worker", worker, "insert", {"name": "Di", "name_key": "di"}), held)
    )
    child_of(head)
    head.turn()
    di = crew("head_of_service", worker=worker)
    crash(di, "reconcile page")
    assert di.store.usable
    assert di.store.worker_id == worker
    assert [key for key in office.shown(di.store) if key[0] == "case"] == [("case", case)]
    di.turn()
    assert office.shown(di.store) == office.shown(head.store)


def test_whoever_left_sees_nothing_more_and_unsent_edits_are_refused_and_kept(crew):
    head = crew("head_of_service")
    teams = [new_id()]
    head.store.commit(office.act(Patch("team", teams[0], "insert", {"name": "T", "name_key": "t"})))
    case, _ = child_of(head, team=teams[0])
    head.turn()
    ben = crew("team_manager", team=teams[0])
    ben.turn()
    assert ("case", case) in office.shown(ben.store)
    ben.store.commit(office.act(office.visit(case, 20_700)))
    server.run(ben.base, "SELECT set_config('caseclock.writing', 'yes', false)")
    row = server.rows(ben.base, "SELECT id::text FROM member WHERE login = %s", ben.login)[0][0]
    server.put(ben.base, "member", {"ends_on": "2020-01-01"}, row)
    ben.turn()
    (entry,) = ben.store.ledger()
    assert entry.state == "rejected"
    assert entry.why
    assert not [key for key in office.shown(ben.store) if key[0] in ("case", "person", "event")]


def test_a_record_made_restricted_goes_from_the_laptop_and_from_memory(crew):
    head = crew("head_of_service")
    team = new_id()
    head.store.commit(office.act(Patch("team", team, "insert", {"name": "T", "name_key": "t"})))
    case, made = child_of(head, team=team, name="Secret Name")
    head.turn()
    ben = crew("team_manager", team=team)
    ben.turn()
    work = Workspace(ben.store, today=lambda: 20_800)
    book = work.book
    assert "Secret Name" in book.person.name
    assert len(build(work.desk(), Selection("children", 20_800))) == 1
    ben.store.cache_put("first_list", b"Secret Name")
    head.store.commit(office.act(office.edit(head.store, "person", made[0].row, restricted=1)))
    head.turn()
    ben.turn()
    changes = work.poll()
    assert case in changes.touched["case"]
    assert len(build(work.desk(), Selection("children", 20_800))) == 0
    assert ben.store.cache_get("first_list") is None
    assert not changes.everything
    assert "Secret Name" not in book.person.name
    assert ("case", case) not in office.shown(ben.store)
    with ben.store._using() as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        assert db.execute("SELECT count(*) FROM person WHERE name = 'Secret Name'").fetchone() == (0,)


def test_a_client_that_is_too_old_reads_and_keeps_its_edits(crew):
    ann = crew("head_of_service")
    ann.turn()
    server.run(ann.base, "UPDATE clock_meta SET minimum_client = '99.0.0'")
    try:
        ann.turn()
        assert "99.0.0" in ann.store.readonly
        with pytest.raises(KnownError, match="older"):
            child_of(ann)
    finally:
        server.run(ann.base, "UPDATE clock_meta SET minimum_client = ''")
    ann.turn()
    case, _ = child_of(ann)
    ann.turn()
    assert server.count(ann.base, "case", case) == 1


@pytest.mark.parametrize(("schema", "kind"), [("99.0", "newer"), ("0.1", "older")])
def test_a_server_of_another_time_is_told_in_one_sentence_and_nothing_is_lost(crew, schema, kind):
    ann = crew("head_of_service")
    ann.turn()
    case, _ = child_of(ann)
    before = server.rows(ann.base, "SELECT schema_version FROM clock_meta")[0][0]
    server.run(ann.base, "UPDATE clock_meta SET schema_version = %s", schema)
    try:
        with pytest.raises(ServerTrouble) as error:
            ann.turn()
        assert error.value.kind == kind
    finally:
        server.run(ann.base, "UPDATE clock_meta SET schema_version = %s", before)
    assert ("case", case) in office.shown(ann.store)
    assert ann.store.state_counts().unsent == 1
    ann.turn()
    assert server.count(ann.base, "case", case) == 1


def test_a_large_import_in_one_revision_comes_whole_through_small_pages(crew, monkeypatch):
    monkeypatch.setattr(turning, "PAGE", 40)
    head, ben = crew("head_of_service"), crew("head_of_service")
    ben.turn()
    people, cases = new_ids(150), new_ids(150)
    patches = [Patch("person", one, "insert", {"ref": one}) for one in people]
    patches += [
        Patch("case", case, "insert", {"person": person, "kind": "cin"})
        for case, person in zip(cases, people, strict=True)
    ]
    head.store.commit(office.act(sets=(ChangeSet(new_id(), tuple(patches)),)))
    head.turn()
    crash(ben, "cursor stored", after=3)
    ben.turn()
    assert {("case", case) for case in cases} <= office.shown(ben.store).keys()


def test_hundreds_of_pending_edits_go_out_in_their_order(crew):
    ann, ben = crew("head_of_service"), crew("head_of_service")
    case, made = child_of(ann)
    for number in range(30):
        ann.store.commit(office.act(office.edit(ann.store, "person", made[0].row, name=f"Name {number}")))
    sets = tuple(ChangeSet(new_id(), (office.visit(case, 20_000 + day),)) for day in range(300))
    ann.store.commit(office.act(sets=sets))
    ann.turn()
    assert ann.store.state_counts().unsent == 0
    ben.turn()
    assert office.row_of(ben.store, "person", made[0].row)["name"] == "Name 29"
    assert office.shown(ben.store) == office.shown(ann.store)


def test_a_role_that_may_not_is_told_so_before_anything_is_written(crew):
    di = crew("bia")
    di.turn()
    with pytest.raises(Refused, match="ouncil rule"):
        di.store.commit(office.act(Patch("team", new_id(), "insert", {"name": "T", "name_key": "t"})))
    assert di.store.state_counts().unsent == 0


def test_a_proxy_that_answers_html(crew):
    def answer():
        with suppress(OSError):
            one, _ = listening.accept()
            one.recv(1024)
            one.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Please sign in</html>")
            one.close()

    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    address = Address("ann", "127.0.0.1", listening.getsockname()[1], "caseclock", (("sslmode", "require"),))
    with pytest.raises(ServerTrouble) as error:
        connect(address)
    assert error.value.kind == "strange"
    listening.close()


def test_others_who_hold_a_record_for_too_long_cost_a_wait_and_no_edit(crew):
    ann = crew("head_of_service")
    case, made = child_of(ann)
    ann.turn()
    ann.store.commit(office.act(office.edit(ann.store, "person", made[0].row, name="Waits")))
    with ann.base.cluster.admin(ann.base.name) as admin, admin.transaction():
        admin.execute("SELECT 1 FROM caseclock.person WHERE id = %s FOR UPDATE", (native_id(made[0].row),))
        made_turn = turning.Turn(ann.store, ann.connection)
        made_turn.calls.connection.execute("SET lock_timeout = '100ms'")
        with pytest.raises(ServerTrouble) as error:
            made_turn.run()
        made_turn.close()
    assert error.value.kind == "timeout"
    assert ann.store.state_counts().unsent == 1
    ann.turn()
    assert ann.store.state_counts().unsent == 0
    assert case


def test_one_edit_that_the_server_fails_over_is_put_aside_and_the_others_go_on(crew, monkeypatch):
    ann = crew("head_of_service")
    ann.turn()
    cases = [child_of(ann)[0] for _ in range(3)]
    poison = ann.store.outbox.to_send()[1].set_id
    plain = calls.change_set_of

    def broken(op, device, **more):
        sent = plain(op, device, **more)
        return {**sent, "id": "no id at all"} if op.set_id == poison else sent

    monkeypatch.setattr(calls, "change_set_of", broken)
    for _ in range(3):
        assert ann.store.state_counts().rejected == 0
        ann.turn()
    (entry,) = ann.store.ledger()
    assert (entry.set_id, entry.state) == (poison, "rejected")
    assert "report" in entry.why
    assert [server.count(ann.base, "case", case) for case in cases] == [1, 0, 1]
    monkeypatch.setattr(calls, "change_set_of", plain)
    ann.store.keep_mine(poison)
    ann.turn()
    assert ann.store.ledger() == []
    assert [server.count(ann.base, "case", case) for case in cases] == [1, 1, 1]


def test_what_was_opened_and_exported_is_told(crew):
    ann = crew("head_of_service")
    case, _ = child_of(ann)
    ann.store.log_opened(case)
    ann.store.log_exported("visits", 12, True)
    ann.turn()
    ann.turn()
    opened = server.rows(ann.base, "SELECT count(*) FROM opened WHERE login = %s", ann.login)
    exported = server.rows(ann.base, "SELECT what, row_count FROM exported WHERE login = %s", ann.login)
    assert (opened, exported) == ([(1,)], [("visits", 12)])
