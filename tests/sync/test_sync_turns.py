"""A laptop and a real server, turn by turn."""

from __future__ import annotations

import sync_office as office


def test_what_one_records_the_other_sees(crew):
    ann, ben = crew("head_of_service"), crew("head_of_service")
    case, made = office.child()
    ann.store.commit(office.act(*made))
    ann.turn()
    ben.turn()
    assert office.shown(ben.store) == office.shown(ann.store)
    assert ann.store.state_counts().unsent == 0
    ben.store.commit(office.act(office.edit(ben.store, "case", case, ref="D1"), office.visit(case, 20_001)))
    ben.turn()
    ann.turn()
    assert office.row_of(ann.store, "case", case)["ref"] == "D1"
    assert office.shown(ben.store) == office.shown(ann.store)


def test_the_history_of_a_case_tells_what_others_did_while_the_server_answers(crew):
    ann, ben = crew("head_of_service"), crew("head_of_service")
    case, made = office.child(kind="dols")
    ann.store.commit(office.act(*made))
    ann.turn()
    ben.turn()
    ben.store.commit(office.act(office.edit(ben.store, "case", case, ref="D7")))
    ben.turn()
    ann.turn()
    alone = [(line.table, line.field) for line in ann.store.history(case)]
    assert ("event", "") in alone
    assert ("case", "ref") not in alone
    ann.store.online = True
    (line,) = [line for line in ann.store.history(case) if line.field == "ref"]
    assert (line.author, line.old, line.new) == (ben.login, None, "D7")
    assert ("event", "") in [(line.table, line.field) for line in ben.store.history(case)]
