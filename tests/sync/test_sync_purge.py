"""Rows that were removed and then taken away for good, while a laptop was away."""

from __future__ import annotations

import sync_office as office
import sync_server as server

from desktop.domain.changes import Patch
from desktop.domain.days import day_of_ms, now_ms
from desktop.server.purge import KEPT_DAYS, purge

SOON = day_of_ms(now_ms()) + 2


def removed(store, patches):
    """The act that takes rows away again, as the window makes it."""
    book = store.load()
    return office.act(
        *(
            Patch(
                one.table,
                one.row,
                "delete",
                version=int(book.tables[one.table].version[book.tables[one.table].index[one.row]]),
            )
            for one in reversed(patches)
        )
    )


def test_a_laptop_from_before_the_horizon_compares_all_keeps_its_work_and_shows_no_ghost(crew):
    head, ben, near = crew("head_of_service"), crew("head_of_service"), crew("head_of_service")
    case, made = office.child()
    stays, more = office.child()
    head.store.commit(office.act(*made, *more))
    for one in (head, ben, near):
        one.turn()
    ben.store.commit(office.act(office.visit(stays, 20_700)))
    ben.store.commit(office.act(office.visit(case, 20_700)))
    head.store.commit(removed(head.store, made))
    head.turn()
    near.turn()
    with head.base.cluster.admin(head.base.name) as admin:
        admin.execute("SET search_path = caseclock")
        done = purge(admin, SOON, today=SOON + KEPT_DAYS)
    assert dict(done.rows) == {"person": 1, "case": 1, "event": 1}
    whys = []
    near.turn(on_phase=lambda phase, *_: whys.append(phase))
    assert "first" not in whys, "who was in step does not compare"
    ben.turn(on_phase=lambda phase, *_: whys.append(phase))
    assert "first" in whys
    assert not {("case", case), ("person", made[0].row)} & office.shown(ben.store).keys()
    assert ("case", stays) in office.shown(ben.store)
    (kept,) = ben.store.ledger()
    assert kept.why, "what was recorded on a record that is gone is kept, with a sentence"
    head.turn()
    assert server.rows(head.base, "SELECT count(*) FROM event WHERE kind = 'visit'") == [(1,)]
    assert (
        office.shown(head.store).keys() == office.shown(near.store).keys() | office.shown(head.store).keys()
    )
    ben.store.keep_theirs(kept.set_id)
    near.turn()
    assert office.shown(ben.store) == office.shown(head.store) == office.shown(near.store)
