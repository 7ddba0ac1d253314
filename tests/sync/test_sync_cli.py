"""The command line on a shared database: sync, and the other verbs on what it fetched."""

from __future__ import annotations

import pytest
import sync_office as office

from desktop.__main__ import main
from desktop.store.keys import KeyNeeded


def run(capsys, *words):
    code = main(list(words))
    told = capsys.readouterr()
    return code, told.out + told.err


def test_sync_says_in_one_line_what_it_did_and_lists_are_read_from_the_copy(crew, laptop, capsys):
    head = crew("head_of_service")
    case, made = office.child()
    head.store.commit(office.act(*made, office.visit(case, 20_700)))
    head.turn()
    address = head.base.address(head.base.login("head_of_service")).text
    code, told = run(capsys, "list", "children", "--database", address)
    assert code == 1
    assert "caseclock sync" in told
    code, told = run(capsys, "sync", "--database", address)
    assert (code, told) == (0, "0 edits sent, everything fetched; nothing waits here.\n")
    code, told = run(capsys, "list", "visits", "--database", address, "--csv")
    assert code == 0
    assert made[0].values["ref"] in told or "AB" in told


def test_unsent_edits_are_carried_to_another_laptop_and_nothing_comes_twice(crew, laptop, tmp_path, chain):
    ann = crew("head_of_service")
    case, made = office.child()
    ann.store.commit(office.act(*made))
    ann.store.commit(office.act(office.visit(case, 20_010)))
    path = tmp_path / "unsent.caseclock"
    assert ann.store.export_ledger(path, "a passphrase of ours") == 2
    assert case.encode() not in path.read_bytes()
    other = laptop(ann.base.address(ann.login).with_login(ann.login), memory=True)
    with pytest.raises(KeyNeeded):
        other.take_in_ledger(path)
    assert other.take_in_ledger(path, "a passphrase of ours") == 2
    assert other.take_in_ledger(path, "a passphrase of ours") == 0
    assert office.shown(other) == office.shown(ann.store)
    ann.turn()
    mine = ann.store
    ann.store = other
    ann.turn()
    assert other.state_counts().unsent == 0
    assert office.shown(other) == office.shown(mine)
    assert [key[0] for key in office.shown(other)].count("event") == 2
