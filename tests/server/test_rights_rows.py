"""Every role on every kind of row of every table, against what resources/rights.toml says in words."""

from __future__ import annotations

import pytest
from rights_world import CASES, VISIBLE, Trial, a_council, an_id, expected, seen, writing

from desktop.server.rights import rights

ROLES = tuple(VISIBLE)


@pytest.fixture(scope="module")
def council(cluster):
    """One database for all tests that change nothing."""
    made = a_council(cluster)
    yield made
    made.base.drop()


@pytest.fixture
def trial(council):
    made = Trial(council)
    yield made
    made.close()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_the_rows_that_the_matrix_gives_it_and_no_others(council, role):
    db = council.connect(role)
    wrong = {}
    for table in rights().tables:
        if table in ("member", "named_access", "blocked", "frozen_month", "frozen_figure"):
            continue  # those have tests of their own below
        found, wanted = seen(db, table), expected(role, table)
        if found != wanted:
            wrong[table] = (len(found - wanted), len(wanted - found))
    assert wrong == {}


@pytest.mark.parametrize("role", ROLES)
def test_users_and_grants_are_seen_by_administrators_and_auditors_alone(council, role):
    db = council.connect(role)
    for table in ("member", "named_access", "blocked"):
        assert bool(seen(db, table)) == (role in ("administrator", "auditor"))


def of(*names):
    return {an_id("case", name) for name in names}


@pytest.fixture(scope="module")
def heads(council):
    """The heads of the children's and of the adults' service."""
    return [council.login("head_of_service", service=service) for service in ("children", "adults")]


def test_a_head_of_one_service_sees_that_service_and_what_they_hold(trial, heads):
    children, adults = map(trial.cases, heads)
    assert an_id("case", "dols") not in children
    assert an_id("case", "dols_held") in children
    assert adults == of("dols", "dols_held", "held", "held_lately", "held_this_year")


def test_a_role_that_ended_or_has_not_begun_gives_nothing_also_in_an_open_connection(council):
    login = council.base.login("team_manager", team=an_id("team", "T1"))
    db = council.base.connect(login)

    def change(values):
        with writing(council.base) as admin:
            admin.execute(f"UPDATE caseclock.member SET {values} WHERE login = %s", (login,))

    assert seen(db, "case")
    for values in (
        "ends_on = caseclock.this_day() - 1",
        "ends_on = NULL, starts_on = caseclock.this_day() + 1",
        "starts_on = NULL, deleted = true",
        "deleted = false, role = 'nonsense'",
    ):
        change(values)
        for table in ("case", "person", "event", "team", "worker", "setting"):
            assert db.execute(f'SELECT count(*) FROM caseclock."{table}"').fetchone() == (0,)
    change("role = 'team_manager', ends_on = caseclock.this_day()")
    assert seen(db, "case"), "the last day of a role is a day of work"


def test_moves_grants_and_blocks_change_what_is_seen_and_the_token_says_so(council, trial):
    login = council.login("team_manager")
    before, seen_before = trial.token(login), trial.cases(login)

    trial.sql("UPDATE caseclock.member SET team_id = %s WHERE login = %s", an_id("team", "T2"), login)
    moved = trial.cases(login)
    assert an_id("case", "elsewhere") in moved
    assert an_id("case", "team") not in moved
    assert trial.token(login) != before

    trial.sql("UPDATE caseclock.member SET team_id = %s WHERE login = %s", an_id("team", "T1"), login)
    assert (trial.token(login), trial.cases(login)) == (before, seen_before)

    trial.insert("named_access", ("new", login), login=login, person=an_id("person", "secret"), reason="r")
    assert trial.cases(login) == seen_before | of("secret")
    assert trial.token(login) != before
    trial.sql("UPDATE caseclock.named_access SET ends_on = caseclock.this_day() - 1 WHERE login = %s", login)
    assert trial.cases(login) == seen_before - of("secret_named")

    trial.insert("blocked", ("new", login), login=login, person=an_id("person", "team"), reason="r")
    for table in ("case", "event", "note", "allocation", "person"):
        assert an_id(table, "team") not in trial.seen(login, table)


def test_what_comes_row_by_row_leaves_the_token_alone(council, trial):
    login = council.login("team_manager")
    before = trial.token(login)
    trial.sql("UPDATE caseclock.person SET restricted = true WHERE id = %s", an_id("person", "below"))
    moved = (an_id("team", "T2"), an_id("case", "team"))
    trial.sql('UPDATE caseclock."case" SET team_id = %s WHERE id = %s', *moved)
    left = of("secret_named", "removed", "held", "held_lately", "held_this_year", "dols_held")
    assert trial.cases(login) == left
    assert trial.token(login) == before


def test_a_case_that_lapses_a_year_after_its_allocation_ended_changes_the_token(council, trial):
    login = council.login("worker")
    before = trial.token(login)
    assert an_id("case", "held_this_year") in trial.cases(login)
    trial.sql(
        "UPDATE caseclock.allocation SET ended_on = ended_on - interval '7 months' WHERE id = %s",
        an_id("allocation", "held_this_year", "me"),
    )
    assert an_id("case", "held_this_year") not in trial.cases(login)
    assert trial.token(login) != before


def test_nobody_sees_a_case_by_an_allocation_that_was_superseded_or_removed(council, trial):
    for change in ("superseded_at = now()", "superseded_at = NULL, deleted = true"):
        held = an_id("allocation", "held", "me")
        trial.sql(f"UPDATE caseclock.allocation SET {change} WHERE id = %s", held)
        assert an_id("case", "held") not in trial.cases(council.login("worker"))


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("administrator", "analyst")])
def test_one_case_is_judged_as_all_of_them_are(council, trial, role):
    every = [an_id("case", name) for name in CASES]
    query = "SELECT c FROM caseclock.cases_seen(%s::uuid[]) c"
    assert {case for (case,) in trial.ask(council.login(role), query, every)} == of(*VISIBLE[role])


def test_rows_of_a_file_without_a_case_are_for_whoever_imported_it(council, trial):
    desk = council.login("dols_manager")
    mine = trial.insert("import_issue", ("mine",), by=desk)
    theirs = trial.insert("import_issue", ("theirs",), by=council.login("head_of_service"))
    found = trial.seen(desk, "import_issue")
    assert mine in found
    assert theirs not in found


def test_a_frozen_month_is_read_by_its_author_and_by_a_head_of_both_services(council, trial, heads):
    trial.insert("frozen_month", ("m",), by="somebody")
    assert trial.seen(council.login("head_of_service"), "frozen_month")
    for login in (heads[0], council.login("dols_manager")):
        assert not trial.seen(login, "frozen_month")
    trial.sql("UPDATE caseclock.frozen_month SET changed_by = %s", heads[0])
    assert trial.seen(heads[0], "frozen_month")


def test_a_line_manager_sees_their_own_staffs_assessments_and_no_more_of_the_case(council, trial):
    given = (("managed", "dols", "bia"), ("far", "dols", "mha"), ("managed", "secret", "bia"))
    for worker, case, role in (*given, ("managed", "family", "bia")):
        trial.insert(
            "allocation", (case, worker), case=an_id("case", case), worker=an_id("worker", worker), role=role
        )
    login = council.login("worker")
    query = "SELECT allocation, assessor FROM caseclock.staff_work WHERE worker_id <> %s"
    rows = trial.ask(login, query, an_id("worker", "me"))
    assert rows == [(an_id("allocation", "dols", "managed"), "managed")]
    assert an_id("case", "dols") not in trial.cases(login)


def test_the_duty_list_names_no_person_and_leaves_out_restricted_and_blocked_records(council, trial):
    trial.sql("UPDATE caseclock.\"case\" SET ref = 'R-' || left(id::text, 4)")
    rows = trial.ask(council.login("worker"), "SELECT to_jsonb(d) FROM caseclock.duty d")
    assert {frozenset(row) for (row,) in rows} == {
        frozenset(("reference", "kind", "team", "started_on", "holder"))
    }
    shown = {row["reference"] for (row,) in rows}
    assert shown == {f"R-{str(an_id('case', name))[:4]}" for name in ("team", "below")}
    assert trial.ask(council.login("dols_manager"), "SELECT 1 FROM caseclock.duty") == []
