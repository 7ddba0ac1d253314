"""push: once however often it is sent, conflicts by field group, invariants, and whose word counts."""

from __future__ import annotations

import threading
import time

import psycopg
import pytest
from server_office import Laptop, update, visit

from desktop.domain.changes import Patch, new_id
from desktop.domain.days import now_ms
from desktop.server import trouble


def at_once(*jobs):
    """Run jobs in threads that begin together; their results in order."""
    gate = threading.Barrier(len(jobs))
    results = [None] * len(jobs)

    def run(at, job):
        gate.wait()
        results[at] = job()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(jobs)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return results


def test_a_set_sent_twice_has_one_effect_and_one_answer(laptop):
    _, case = laptop.case()
    row, made = visit(case)
    sent = laptop.made(made)
    first = laptop.send(sent)
    assert laptop.send(sent) == first
    assert first["outcome"] == "applied"
    assert laptop.value("SELECT version FROM event WHERE id = %s", row) == 1
    assert laptop.pull()["head"] == first["revision"]


def test_a_set_sent_on_two_connections_at_the_same_instant_has_one_effect(base, laptop):
    person, _ = laptop.case()
    twin = Laptop(base.connect(laptop.connection.info.user))
    for number in range(25):
        old = {"nhs_number": str(number - 1) if number else None}
        sent = laptop.made(update("person", person, {"nhs_number": str(number)}, old))
        one, other = at_once(lambda sent=sent: laptop.send(sent), lambda sent=sent: twin.send(sent))
        assert one == other
        assert one["versions"] == {person: number + 2}


def test_a_resend_of_a_conflict_gives_the_same_conflict(laptop):
    person, _ = laptop.case()
    sent = laptop.made(update("person", person, {"nhs_number": "2"}, {"nhs_number": "1"}))
    first = laptop.send(sent)
    laptop.done(update("person", person, {"nhs_number": "1"}, {"nhs_number": None}))
    assert (first["outcome"], first["kind"], first["fields"]) == ("conflict", "changed", {"nhs_number": None})
    assert laptop.send(sent) == first


def test_another_field_of_the_same_row_is_no_conflict(laptop):
    person, _ = laptop.case()
    laptop.done(update("person", person, {"nhs_number": "1"}, {"nhs_number": None}, version=1))
    answer = laptop.push(update("person", person, {"family": "F1"}, {"family": None}, version=1))
    assert answer["outcome"] == "applied"


def test_another_field_of_the_same_group_is_a_conflict_that_shows_theirs_who_and_when(base, laptop):
    _, case = laptop.case()
    row, made = visit(case, on=20_010)
    laptop.done(made)
    before = now_ms()
    laptop.done(update("event", row, {"seen": 0}, {"on": 20_010, "seen": 1}, version=1))
    other = Laptop(base.connect(base.login("head_of_service")))
    answer = other.push(update("event", row, {"on": 20_011}, {"on": 20_010, "seen": 1}, version=1))
    assert (answer["outcome"], answer["kind"], answer["row"]) == ("conflict", "changed", row)
    assert answer["fields"] == {"seen": 0}
    assert answer["who"] == laptop.connection.info.user
    assert abs(answer["when"] - before) < 60_000


def test_wanting_what_is_there_already_is_no_conflict(laptop):
    person, _ = laptop.case()
    laptop.done(update("person", person, {"nhs_number": "7"}, {"nhs_number": None}))
    assert (
        laptop.push(update("person", person, {"nhs_number": "7"}, {"nhs_number": None}))["outcome"]
        == "applied"
    )


def test_nothing_of_a_set_is_applied_when_one_row_is_in_conflict(laptop):
    person, case = laptop.case()
    row, made = visit(case)
    answer = laptop.push(made, update("person", person, {"nhs_number": "2"}, {"nhs_number": "1"}))
    assert answer["outcome"] == "conflict"
    assert laptop.value("SELECT 1 FROM event WHERE id = %s", row) is None


def test_a_lone_editor_never_conflicts_with_their_own_offline_edits(laptop):
    """Insert, change, supersede, replace, take back, again: each on what the laptop saw, versions unknown."""
    _, case = laptop.case()
    row, made = visit(case)
    fresh, again = visit(case, on=20_012)
    at = now_ms()
    chain = [
        (made,),
        (update("event", row, {"on": 20_011}, {"on": 20_010, "seen": 1}),),
        (update("event", row, {"seen": 0}, {"on": 20_011, "seen": 1}),),
        (update("event", row, {"superseded_at": at}, {"superseded_at": None}), again),
        (
            update("event", row, {"superseded_at": None}, {"superseded_at": at}),
            Patch("event", fresh, "delete"),
        ),
    ]
    seen_versions = {}
    for patches in chain[:-1]:
        seen_versions |= laptop.done(*patches)["versions"]
    last = Patch("event", fresh, "delete", version=seen_versions[fresh])
    laptop.done(chain[-1][0], last, epoch=laptop.pull()["epoch"])
    assert laptop.lines()["event", row].get("superseded_at") is None
    assert laptop.lines()["event", fresh]["deleted"] == 1


def test_removing_what_somebody_changed_meanwhile_is_a_conflict(laptop):
    _, case = laptop.case()
    row, made = visit(case)
    epoch = laptop.done(made)["epoch"]
    laptop.done(update("event", row, {"seen": 0}, {"on": 20_010, "seen": 1}))
    assert laptop.push(Patch("event", row, "delete", version=1), epoch=epoch)["outcome"] == "conflict"
    assert laptop.push(Patch("event", row, "delete", version=2), epoch=epoch)["outcome"] == "applied"
    gone = laptop.push(update("event", row, {"seen": 1}, {"on": 20_010, "seen": 0}))
    assert (gone["outcome"], gone["kind"]) == ("conflict", "gone")


def allocation(case, role, worker, on=20_003, source=""):
    return Patch("allocation", new_id(), "insert", {"case": case, "role": role, "worker": worker, "on": on},
                 source=source)  # fmt: skip


def test_two_laptops_give_one_assessment_to_two_people(base, laptop):
    _, case = laptop.case("dols")
    ann, bob = laptop.worker("Ann"), laptop.worker("Bob")
    other = Laptop(base.connect(base.login("head_of_service")))
    for _ in range(10):
        answers = at_once(
            lambda: laptop.push(allocation(case, "bia", ann)),
            lambda: other.push(allocation(case, "bia", bob)),
        )
        assert sorted(answer["outcome"] for answer in answers) == ["applied", "conflict"]
        lost = next(answer for answer in answers if answer["outcome"] == "conflict")
        won = next(answer for answer in answers if answer["outcome"] == "applied")
        (row,) = won["versions"]
        assert (lost["kind"], lost["row"]) == ("once", row)
        assert lost["fields"]["worker"] in (ann, bob)
        assert "already" in lost["sentence"]
        laptop.done(update("allocation", row, {"ended_on": 20_005}, {"ended_on": None}))


def test_one_set_may_end_an_allocation_and_make_the_next(laptop):
    _, case = laptop.case("dols")
    ann, bob = laptop.worker("Ann"), laptop.worker("Bob")
    first = allocation(case, "bia", ann)
    laptop.done(first)
    laptop.done(
        allocation(case, "bia", bob),
        update("allocation", first.row, {"ended_on": 20_005}, {"ended_on": None}),
    )


def test_the_server_itself_keeps_the_rules_of_allocation(laptop):
    _, case = laptop.case("dols")
    ann = laptop.worker("Ann")
    laptop.done(allocation(case, "bia", ann))
    both = laptop.push(allocation(case, "mha", ann))
    assert (both["outcome"], both["rule"]) == ("rejected", "rule")
    assert "129" in both["sentence"]
    _, other = laptop.case("dols")
    early = laptop.push(allocation(other, "bia", ann, on=19_999))
    assert early["outcome"] == "rejected"
    assert "received" in early["sentence"]


def test_what_an_import_says_happened_is_recorded_as_it_is(laptop):
    _, case = laptop.case("dols")
    ann = laptop.worker("Ann")
    laptop.done(allocation(case, "bia", ann, on=19_000, source="DoLS!7"))
    laptop.done(allocation(case, "mha", ann, on=19_000, source="DoLS!7"))


def test_who_and_when_are_the_server_s_own_account(laptop):
    _, case = laptop.case()
    row, made = visit(case)
    sent = laptop.made(Patch(made.table, row, "insert", {**made.values, "recorded_at": 5}))
    sent["act"]["author"] = sent["author"] = "somebody else"
    answer = laptop.send(sent)
    assert answer["outcome"] == "applied"
    who = laptop.connection.info.user
    event = laptop.lines()["event", row]
    assert event["changed_by"] == who
    assert abs(event["recorded_at"] - now_ms()) < 60_000
    laptop.done(update("event", row, {"seen": 0}, {"on": 20_010, "seen": 1}), reason="Wrong tick")
    (line,) = laptop.value("SELECT case_history(%s)", case)
    assert (line["author"], line["reason"], line["field"], line["old"], line["new"]) == (
        who,
        "Wrong tick",
        "seen",
        "1",
        "0",
    )


def test_somebody_else_s_set_and_act_are_not_answered(base, laptop):
    person, _ = laptop.case()
    sent = laptop.made(update("person", person, {"nhs_number": "1"}, {"nhs_number": None}))
    laptop.send(sent)
    other = Laptop(base.connect(base.login("head_of_service")))
    stolen = other.send(sent)
    assert (stolen["outcome"], stolen["rule"]) == ("rejected", "right")
    assert "versions" not in stolen
    joined = other.made(
        update("person", person, {"family": "F"}, {"family": None}), act_id=sent["act"]["id"].replace("-", "")
    )
    assert other.send(joined)["outcome"] == "rejected"


@pytest.mark.parametrize(
    "change",
    [
        {"values": {"on": "not a date"}},
        {"values": {"kind": "no such kind"}},
        {"values": {"changed_by": "me"}},
        {"values": {"version": 7}},
        {"table": "act"},
        {"values": {"case_id": None}},
    ],
)
def test_what_does_not_fit_is_rejected_and_stored_so(laptop, change):
    _, case = laptop.case()
    _, made = visit(case)
    sent = laptop.made(made)
    patch = sent["patches"][0]
    patch |= {**change, "values": {**patch["values"], **change.get("values", {})}}
    answer = laptop.send(sent)
    assert answer["outcome"] == "rejected"
    assert laptop.send(sent) == answer


def test_the_same_row_twice_in_a_set_is_sent_as_one_change(laptop):
    _, case = laptop.case()
    row, made = visit(case)
    laptop.done(made, update("event", row, {"seen": 0}, {"on": 20_010, "seen": 1}))
    assert laptop.lines()["event", row]["seen"] == 0


def test_a_program_that_is_too_old_is_told_so_and_nothing_is_stored(laptop, dba):
    person, _ = laptop.case()
    sent = laptop.made(update("person", person, {"nhs_number": "1"}, {"nhs_number": None}))
    dba.execute("UPDATE clock_meta SET minimum_client = '9.0'")
    assert laptop.send(sent)["outcome"] == "refused"
    dba.execute("UPDATE clock_meta SET minimum_client = ''")
    assert laptop.send({**sent, "schema": "2.0"})["outcome"] == "refused"
    assert laptop.send(sent)["outcome"] == "applied"


def test_revisions_appear_in_order_to_a_fast_reader_under_sixteen_writers(base, laptop):
    people = [laptop.case()[0] for _ in range(16)]
    login = laptop.connection.info.user
    stop, seen, cursor = threading.Event(), {}, laptop.pull()["head"]
    start = cursor

    def write(person):
        own = Laptop(base.connect(login))
        for number in range(12):
            old = {"nhs_number": str(number - 1) if number else None}
            own.done(update("person", person, {"nhs_number": str(number)}, old))

    def read():
        nonlocal cursor
        reader = Laptop(base.connect(login))
        at = (cursor, "~", "f" * 32)
        while True:
            last = stop.is_set()
            for table, row, revision, content in reader.pull(at)["lines"]:
                seen[row] = content["version"]
                at = (revision, table, row)
                cursor = max(cursor, revision)
            if last:
                return

    watcher = threading.Thread(target=read)
    watcher.start()
    at_once(*(lambda person=person: write(person) for person in people))
    stop.set()
    watcher.join()
    assert seen == dict.fromkeys(people, 13)
    assert cursor == start + 16 * 12


def test_a_lock_that_is_held_too_long_is_answered_in_a_sentence_and_the_resend_works(base, laptop):
    person, _ = laptop.case()
    holder = base.admin()
    holder.execute("BEGIN")
    holder.execute("SELECT 1 FROM person FOR UPDATE")
    sent = laptop.made(update("person", person, {"nhs_number": "1"}, {"nhs_number": None}))
    laptop.connection.execute("SET lock_timeout = '100ms'")
    with pytest.raises(psycopg.Error) as caught:
        laptop.send(sent)
    said = trouble.of_statement(caught.value)
    assert (said.kind, said.passing) == ("timeout", True)
    assert "nothing is lost" in said.message
    laptop.connection.execute("SET statement_timeout = '100ms'; SET lock_timeout = 0")
    with pytest.raises(psycopg.Error) as caught:
        laptop.send(sent)
    assert trouble.of_statement(caught.value).kind == "timeout"
    holder.execute("ROLLBACK")
    laptop.connection.execute("SET statement_timeout = 0")
    assert laptop.send(sent)["outcome"] == "applied"


def test_a_deadlock_is_answered_in_a_sentence_and_the_resend_works(base, laptop):
    people = sorted(laptop.case()[0] for _ in range(2))
    sent = laptop.made(*(update("person", one, {"nhs_number": "1"}, {"nhs_number": None}) for one in people))
    holder = base.admin()
    holder.execute("SET deadlock_timeout = '10s'")  # so that it is the laptop that gives way
    holder.execute("BEGIN")
    holder.execute("SELECT 1 FROM person WHERE id = %s FOR UPDATE", (people[1],))
    failure = []

    def send():
        try:
            failure.append(laptop.send(sent))
        except psycopg.Error as error:
            failure.append(error)

    sender = threading.Thread(target=send)
    sender.start()
    time.sleep(0.1)  # it holds the first and waits for the second
    holder.execute("SELECT 1 FROM person WHERE id = %s FOR UPDATE", (people[0],))
    sender.join()
    assert trouble.of_statement(failure[0]).kind == "timeout"
    holder.execute("ROLLBACK")
    assert laptop.send(sent)["outcome"] == "applied"


def test_a_server_that_dies_in_the_middle_leaves_nothing_half_done(base, laptop, dba):
    person, _ = laptop.case()
    sent = laptop.made(update("person", person, {"nhs_number": "1"}, {"nhs_number": None}))
    dba.execute("BEGIN")
    dba.execute("SELECT 1 FROM person FOR UPDATE")
    failure = []

    def send():
        try:
            laptop.send(sent)
        except psycopg.Error as error:
            failure.append(trouble.of_statement(error))

    sender = threading.Thread(target=send)
    sender.start()
    time.sleep(0.1)
    with base.cluster.admin() as killer:
        killer.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s",
            (laptop.connection.info.user,),
        )
    sender.join()
    dba.execute("ROLLBACK")
    assert failure[0].kind == "offline"
    again = Laptop(base.connect(laptop.connection.info.user))
    answer = again.send(sent)
    assert (answer["outcome"], answer["versions"]) == ("applied", {person: 2})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET nhs_number = '1'",
        "DELETE FROM event",
        "UPDATE act SET author = 'x'",
        "DELETE FROM change_set",
        "UPDATE change_set SET answer = 'x'",
        "UPDATE history SET digest = ''",
        "TRUNCATE act CASCADE",
    ],
)
def test_even_the_owner_changes_data_through_push_alone(laptop, dba, statement):
    laptop.case()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        dba.execute(statement)
