"""A server that comes back from a backup, and what laptops know better than it."""

from __future__ import annotations

from contextlib import suppress

import sync_office as office
import sync_server as server

from desktop.sync.turn import REWRITTEN


def child_of(member):
    case, made = office.child()
    member.store.commit(office.act(*made))
    return case, made


def test_restored_and_the_replica_lost_on_the_same_laptop(crew):
    ann = crew("head_of_service")
    ann.turn()
    server.back_up(ann.base)
    case, _ = child_of(ann)
    ann.turn()
    ann.store.close()
    ann.store.path.unlink()
    server.restore(ann.base)
    ann.restart()
    ann.turn()
    assert server.count(ann.base, "case", case) == 1
    assert ("case", case) in office.shown(ann.store)


def test_restored_without_anybody_saying_so(crew):
    """The server takes itself for the same; its revisions and its chain tell that it is not."""
    ann = crew("head_of_service")
    ann.turn()
    first, made = child_of(ann)
    ann.turn()
    server.back_up(ann.base)
    lost, _ = child_of(ann)
    ann.turn()
    server.restore(ann.base)
    server.run(ann.base, "UPDATE clock_meta SET fork = fork_now()")
    with ann.store.transaction() as db:
        db.execute("UPDATE meta SET value = '' WHERE key = 'fork'")
    ann.turn()
    assert server.count(ann.base, "case", lost) == 1
    assert {("case", first), ("case", lost)} <= office.shown(ann.store).keys()
    assert ann.store.state_counts().unsent == 0


def test_a_conflict_of_what_is_offered_again_is_shown_and_not_lost(crew):
    ann, ben = crew("head_of_service"), crew("head_of_service")
    case, made = child_of(ann)
    person = made[0].row
    ann.turn()
    ben.turn()
    server.back_up(ann.base)
    ann.store.commit(office.act(office.edit(ann.store, "person", person, name="Acknowledged")))
    ann.turn()
    server.restore(ann.base)
    ben.store.commit(office.act(office.edit(ben.store, "person", person, name="After the restore")))
    ben.turn()
    ann.turn()
    (entry,) = ann.store.ledger()
    assert entry.state == "conflict"
    assert ann.store.disagreement(entry.set_id).lines[0].theirs == "After the restore"
    assert case


def test_killed_while_edits_are_offered_again(crew):
    ann = crew("head_of_service")
    ann.turn()
    server.back_up(ann.base)
    cases = [child_of(ann)[0] for _ in range(3)]
    ann.turn()
    server.restore(ann.base)

    class Cut(BaseException):
        pass

    for step in ("reoffer", "after answer", "reconcile page"):

        def steps(name, step=step):
            if name == step:
                raise Cut

        ann.store.steps = steps
        with suppress(Cut):
            ann.turn()
        ann.restart()
    ann.turn()
    assert [server.count(ann.base, "case", case) for case in cases] == [1, 1, 1]
    assert {("case", case) for case in cases} <= office.shown(ann.store).keys()
    assert ann.store.state_counts().unsent == 0


def test_a_history_that_was_written_over_is_told(crew):
    ann = crew("head_of_service")
    child_of(ann)
    ann.turn()
    with ann.base.cluster.admin(ann.base.name) as admin:
        admin.execute("SET search_path = caseclock")
        admin.execute("SET session_replication_role = replica")
        admin.execute("UPDATE history SET chain = sha256('another') WHERE revision > 1")
        admin.execute("UPDATE clock_meta SET chain = sha256('another')")
    ann.turn()
    assert ann.store.outbox_note("alarm") == REWRITTEN
