"""The traps of the protocol: each safeguard has a scenario that holds with it and fails without it."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sync_office as office
import sync_server as server

from desktop.domain.changes import Patch, new_id
from desktop.sync.state import Safeguards


class Cut(BaseException):
    """The power goes, or the network."""


def cut_at(*names):
    def steps(name):
        if name in names:
            raise Cut

    return steps


def crash(member, *names):
    """A turn that dies at the first of these steps; the laptop is started again."""
    member.store.steps = cut_at(*names)
    with pytest.raises(Cut):
        member.turn()
    member.restart()


def two_teams(head):
    teams = [new_id(), new_id()]
    head.store.commit(
        office.act(*(Patch("team", one, "insert", {"name": one[-4:], "name_key": one[-4:]}) for one in teams))
    )
    head.turn()
    return teams


def same_id(crew, guards):
    """An answer is lost; the same edit is sent again."""
    ann = crew("head_of_service", safeguards=guards)
    case, made = office.child()
    ann.store.commit(office.act(*made))
    crash(ann, "after answer")
    ann.turn()
    assert ann.store.state_counts().conflicts == 0
    assert ann.store.state_counts().unsent == 0
    assert server.count(ann.base, "case", case) == 1


def forget(crew, guards):
    """A case is handed to another team."""
    head = crew("head_of_service")
    here, there = two_teams(head)
    case, made = office.child(team=here)
    head.store.commit(office.act(*made))
    head.turn()
    ben = crew("team_manager", team=here, safeguards=guards)
    ben.turn()
    book = ben.store.load()
    assert ("case", case) in office.shown(ben.store)
    head.store.commit(office.act(office.edit(head.store, "case", case, team=there)))
    head.turn()
    ben.turn()
    ben.store.refresh(book)
    assert not [key for key in office.shown(ben.store) if key[0] in ("case", "event", "person")]
    assert "AB" not in book.person.initials


def scope_token(crew, guards):
    """A restricted record is opened to one person by name."""
    head = crew("head_of_service")
    here, _ = two_teams(head)
    case, made = office.child(team=here, restricted=1)
    head.store.commit(office.act(*made))
    head.turn()
    ben = crew("team_manager", team=here, safeguards=guards)
    ben.turn()
    assert ("case", case) not in office.shown(ben.store)
    server.put(ben.base, "named_access", {"login": ben.login, "case_id": case, "reason": "cover"})
    ben.turn()
    assert ("case", case) in office.shown(ben.store)


def epoch(crew, guards):
    """The server comes back from a backup that is older than what was acknowledged."""
    ann = crew("head_of_service", safeguards=guards)
    ben = crew("head_of_service")
    ann.turn()
    ben.turn()
    server.back_up(ann.base)
    case, made = office.child()
    ann.store.commit(office.act(*made))
    ann.turn()
    others, more = office.child()
    ben.store.commit(office.act(*more))
    ben.turn()
    ann.turn()
    server.restore(ann.base)
    ann.turn()
    assert server.count(ann.base, "case", case) == 1, "an acknowledged edit is gone without a word"
    assert ("case", others) not in office.shown(ann.store), "a row that the server has no more is still shown"
    ben.turn()
    ann.turn()
    assert office.shown(ann.store) == office.shown(ben.store)
    assert {("case", case), ("case", others)} <= office.shown(ann.store).keys()


def epoch_in_pull(crew, guards):
    """The database is put back from a dump between the greeting and the pull, over living connections."""
    head = crew("head_of_service")
    lost, made = office.child()
    head.store.commit(office.act(*made))
    head.turn()
    ben = crew("head_of_service", safeguards=guards)
    ben.turn()
    kept, more = office.child()
    head.store.commit(office.act(*more))
    head.turn()

    def put_back(name):
        if name == "after answer":
            ben.store.steps = lambda _: None
            ids = [patch.row for patch in made]
            with ben.base.cluster.admin(ben.base.name) as admin:
                admin.execute("SET search_path = caseclock")
                admin.execute("SET session_replication_role = replica")
                for table in ("event", "case", "person"):
                    admin.execute(f'DELETE FROM "{table}" WHERE id = ANY (%s::uuid[])', (ids,))
                admin.execute("DELETE FROM feed WHERE row_id = ANY (%s::uuid[])", (ids,))
                admin.execute("UPDATE clock_meta SET epoch = gen_random_uuid()")

    case, own = office.child()
    ben.store.commit(office.act(*own))
    ben.store.steps = put_back
    ben.turn()
    assert {key[1] for key in office.shown(ben.store) if key[0] == "case"} == {kept, case}
    assert lost


def horizon(crew, guards):
    """A laptop comes back after what was disposed of has been forgotten by the feed, too."""
    head = crew("head_of_service")
    case, made = office.child()
    head.store.commit(office.act(*made))
    head.turn()
    ben = crew("head_of_service", safeguards=guards)
    ben.turn()
    assert ("case", case) in office.shown(ben.store)
    ids = [patch.row for patch in made]
    with ben.base.cluster.admin(ben.base.name) as admin:
        admin.execute("SET search_path = caseclock")
        admin.execute("SET session_replication_role = replica")
        for table in ("event", "case", "person"):
            admin.execute(f'DELETE FROM "{table}" WHERE id = ANY (%s::uuid[])', (ids,))
        admin.execute("DELETE FROM feed WHERE row_id = ANY (%s::uuid[])", (ids,))
    head.store.commit(office.act(*office.child()[1]))
    head.turn()
    server.run(ben.base, "UPDATE clock_meta SET horizon = revision")
    ben.turn()
    assert ("case", case) not in office.shown(ben.store)


def one_transaction(crew, guards):
    """The power goes while a page is stored."""
    head = crew("head_of_service")
    ben = crew("head_of_service", safeguards=guards)
    ben.turn()
    case, made = office.child()
    head.store.commit(office.act(*made))
    head.turn()
    crash(ben, "page stored", "cursor stored")
    ben.turn()
    assert ("case", case) in office.shown(ben.store)


def refold(crew, guards):
    """The power goes between the two files."""
    ann = crew("head_of_service", safeguards=guards)
    case, made = office.child()
    ann.store.steps = cut_at("outbox written")
    with pytest.raises(Cut):
        ann.store.commit(office.act(*made))
    ann.restart()
    assert ("case", case) in office.shown(ann.store)


def hold(crew, guards):
    """The first half of a thought is in conflict; the second must not be carried out alone."""
    ann, ben = crew("head_of_service", safeguards=guards), crew("head_of_service")
    case, made = office.child()
    person = made[0].row
    ben.store.commit(office.act(*made))
    ben.turn()
    ann.turn()
    ben.store.commit(office.act(office.edit(ben.store, "person", person, name="Theirs")))
    ben.turn()
    ann.store.commit(office.act(office.edit(ann.store, "person", person, name="Mine")))
    ann.store.commit(office.act(office.edit(ann.store, "person", person, died_on=20_400)))
    ann.turn()
    ann.turn()
    assert ann.store.state_counts().conflicts == 1
    assert server.value(ann.base, "person", person, "died_on") is None
    assert [entry.state for entry in ann.store.ledger()] == ["conflict", "held"]


TRAPS = {
    each.__name__: each
    for each in (
        same_id,
        forget,
        scope_token,
        epoch,
        epoch_in_pull,
        horizon,
        one_transaction,
        refold,
        hold,
    )
}


@pytest.mark.parametrize("trap", TRAPS)
def test_the_safeguard_holds(crew, trap):
    TRAPS[trap](crew, Safeguards())


@pytest.mark.parametrize("trap", TRAPS)
def test_without_its_safeguard_the_test_fails(crew, trap):
    with pytest.raises(AssertionError):
        TRAPS[trap](crew, replace(Safeguards(), **{trap: False}))


def test_every_safeguard_has_its_trap():
    assert set(TRAPS) == set(Safeguards.__dataclass_fields__)
