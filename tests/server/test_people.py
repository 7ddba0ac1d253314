"""Joiners, movers and leavers, by an administrator: logins, places, groups of the directory."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import psycopg
import pytest
from rights_world import a_council, an_id, push

from desktop.domain.days import day
from desktop.errors import KnownError, Refused
from desktop.server import directory, people
from desktop.server.people import Place

TODAY = day(dt.date.today())


@pytest.fixture(scope="module")
def council(cluster):
    made = a_council(cluster)
    yield made
    made.base.drop()


@pytest.fixture
def admin(council):
    return council.connect("administrator")


def own(council, name):
    """A login that this database alone has."""
    return f"{name}.{council.base.name.replace('_', '.')}"


WORKER = Place("worker", "Ann Lee", worker=an_id("worker", "me").hex, team=an_id("team", "T1").hex)


def cases(council, login):
    return council.base.connect(login).execute('SELECT count(*) FROM caseclock."case"').fetchone()[0]


def test_a_joiner_gets_a_login_and_a_place_and_both_are_in_the_history(council, admin):
    login = own(council, "ann.lee")
    people.put(admin, login, WORKER)
    assert cases(council, login) == 5
    act = admin.execute(
        "SELECT verb, author FROM caseclock.act ORDER BY revision DESC, recorded_at DESC LIMIT 1"
    )
    assert act.fetchone() == ("people.put", council.login("administrator"))


def test_a_mover_changes_group_and_place_together(council, admin):
    login = own(council, "mo.ver")
    people.put(admin, login, WORKER)
    db = council.base.connect(login)
    people.put(admin, login, Place("independent_bia", "Mo", worker=an_id("worker", "me").hex))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        db.execute("SELECT text FROM caseclock.note")
    assert cases(council, login) == 4
    people.put(admin, login, Place("team_manager", "Mo", team=an_id("team", "T1").hex))
    assert an_id("case", "team") in {row for (row,) in db.execute('SELECT id FROM caseclock."case"')}


def test_a_leaver_is_cut_off_at_once_also_where_they_are_connected(council, admin):
    login = own(council, "lee.ver")
    people.put(admin, login, WORKER)
    db = council.base.connect(login)
    assert db.execute("SELECT 1").fetchone()
    people.end(admin, login)
    with pytest.raises(psycopg.OperationalError):
        db.execute("SELECT 1")
    with pytest.raises(KnownError, match="has been ended"):
        council.base.connect(login)
    with pytest.raises(KnownError, match="has a place here"):
        people.end(admin, login)


def test_a_last_day_is_worked_and_the_next_is_not(council, admin):
    login = own(council, "last.day")
    people.put(admin, login, WORKER)
    people.end(admin, login, TODAY)
    assert cases(council, login) == 5
    people.end(admin, login, TODAY - 1)
    assert cases(council, login) == 0
    note = ("note", str(an_id("note", "new")), "insert", {"case_id": an_id("case", "held"), "text": "x"})
    assert push(council.base.connect(login), note)["rule"] == "right"


def test_a_password_reaches_the_server_as_a_verifier_only(council, admin):
    login = own(council, "pass.word")
    people.put(admin, login, WORKER, password="Correct Horse 7")
    query = "SELECT rolpassword FROM pg_authid WHERE rolname = %s"
    (kept,) = council.base.admin().execute(query, (login,)).fetchone()
    assert kept.startswith("SCRAM-SHA-256$")


@pytest.mark.parametrize(
    "login", ["postgres", "caseclock_owner", 'a"; DROP ROLE postgres; --', "Upper", "", "pg_monitor"]
)
def test_a_login_that_is_not_a_persons_is_left_alone(admin, login):
    with pytest.raises(Refused):
        people.put(admin, login, WORKER)


def test_only_an_administrator_adds_and_ends_people(council):
    for role in ("team_manager", "head_of_service", "auditor"):
        db = council.connect(role)
        with pytest.raises((Refused, psycopg.errors.InsufficientPrivilege)):
            people.put(db, own(council, "nobody"), WORKER)
        with pytest.raises((Refused, KnownError, psycopg.errors.InsufficientPrivilege)):
            people.end(db, council.login("worker"))
    with pytest.raises(Refused, match="their own role"):
        people.put(council.connect("administrator"), council.login("administrator"), Place("head_of_service"))


def test_a_group_that_the_servers_administrator_gave_is_not_left_beside_another(council, admin):
    login = council.base.login("head_of_service")  # made by a superuser, not by Caseclock
    independent = Place("independent_bia", worker=an_id("worker", "me").hex)
    with suppress(Refused):  # it is taken out of the other group, or nothing is changed
        people.put(admin, login, independent)
    query = "SELECT count(*) FROM pg_auth_members WHERE member = %s::regrole"
    assert council.base.admin().execute(query, (f'"{login}"',)).fetchone() == (1,)


def test_roles_need_what_they_stand_on(admin):
    with pytest.raises(Refused, match="needs a team"):
        people.put(admin, "x", Place("team_manager"))
    with pytest.raises(Refused, match="needs a name on the list of workers"):
        people.put(admin, "x", Place("bia"))
    with pytest.raises(Refused, match="no role called king"):
        people.put(admin, "x", Place("king"))


def test_whoever_installs_lets_the_first_administrator_in(council):
    login = own(council, "first.admin")
    people.put(council.base.admin(), login, Place("administrator", "First"))
    db = council.base.connect(login)
    people.put(db, own(council, "second"), WORKER)


def test_named_access_opens_a_restricted_record_and_the_deny_list_closes_it(council, admin):
    login = own(council, "na.med")
    people.put(admin, login, Place("team_manager", team=an_id("team", "T1").hex))
    secret = people.person_of(admin, "P-secret")
    before = cases(council, login)
    people.name_access(admin, login, person=secret, reason="strategy meeting", ends_on=TODAY)
    assert cases(council, login) == before + 1
    people.block(admin, login, secret, "own family")
    assert cases(council, login) == before
    with pytest.raises(KnownError, match="no person with that reference"):
        people.person_of(admin, "P-nobody")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        people.person_of(council.connect("team_manager"), "P-secret")


def test_a_lost_laptop_is_marked_and_told_so(council, admin):
    worker = council.connect("worker")
    device = an_id("device", "lost")
    worker.execute("SELECT caseclock.seen(%s, 0, NULL, '', '0.1.0')", (device,))
    assert people.wipe(admin, council.login("worker")) == 1
    (head,) = worker.execute("SELECT caseclock.head('0.1.0', %s)", (device,)).fetchone()
    assert head["wipe"] is True
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        people.wipe(worker, council.login("worker"))


# ---- the directory -----------------------------------------------------------------------------


def export(tmp_path, *lines):
    path = tmp_path / "export.csv"
    path.write_text("Login,Name,Group,Staff_Ref\n" + "\n".join(lines) + "\n", encoding="utf-8-sig")
    return directory.read(path)


def test_the_directory_adds_changes_and_ends_and_leaves_alone_what_was_given_by_hand(
    council, admin, tmp_path
):
    ann, ben, col, dee = (own(council, name) for name in ("dir.ann", "dir.ben", "dir.col", "dir.dee"))
    people.map_group(admin, "CC Social Workers", "worker", an_id("team", "T1").hex)
    people.map_group(admin, "CC Managers", "team_manager", an_id("team", "T1").hex)
    people.put(admin, dee, WORKER)
    lines = [f"{ann},colleague,CC Social Workers,", f"COUNCIL\\{ben.upper()},Ben,cc managers,"]
    lines += [f"{ben},Ben,Printers,", f"{col},Col,Printers,", f"{dee},Dee,CC Managers,"]
    entries = export(tmp_path, *lines)

    assert sorted(directory.follow(admin, entries, dry_run=True).added) == [ann, ben]
    assert people.held_by(admin, ann) is None
    done = directory.follow(admin, entries)
    assert (sorted(done.added), done.by_hand, done.refused) == ([ann, ben], [dee], [])
    assert cases(council, ben) >= 4

    again = directory.follow(admin, entries)
    assert (again.added, again.changed, again.ended) == ([], [], [])

    moved = export(tmp_path, f"{ann},colleague,CC Managers,", f"{dee},Dee,CC Managers,")
    done = directory.follow(admin, moved)
    assert (done.changed, done.ended) == ([ann], [ben])
    with pytest.raises(KnownError, match="has been ended"):
        council.base.connect(ben)


def test_somebody_in_two_groups_that_differ_keeps_what_they_have(council, admin, tmp_path):
    login = own(council, "dir.two")
    people.map_group(admin, "One", "worker", an_id("team", "T1").hex)
    people.map_group(admin, "Two", "team_manager", an_id("team", "T1").hex)
    directory.follow(admin, export(tmp_path, f"{login},me,One,"), even_many=True)
    done = directory.follow(admin, export(tmp_path, f"{login},me,One,", f"{login},me,Two,"), even_many=True)
    assert (done.unclear, done.ended) == ([login], [])


def test_half_an_export_ends_nobody(council, admin, tmp_path):
    people.map_group(admin, "Crowd", "worker", an_id("team", "T1").hex)
    logins = [own(council, f"crowd.{number}") for number in range(8)]
    directory.follow(admin, export(tmp_path, *(f"{login},me,Crowd," for login in logins)), even_many=True)
    with pytest.raises(KnownError, match="looks like half an export"):
        directory.follow(admin, export(tmp_path, f"{logins[0]},me,Crowd,"))
    assert people.held_by(admin, logins[7])


def test_a_file_that_is_no_export_is_refused_in_a_sentence(tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("who,what\na,b\n")
    with pytest.raises(KnownError, match="needs the columns login and group"):
        directory.read(wrong)
    wrong.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KnownError, match="CSV file in UTF-8"):
        directory.read(wrong)
