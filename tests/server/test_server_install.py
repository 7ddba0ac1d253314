"""Setting the shared database up: again and again, all or nothing, on every PostgreSQL that is here."""

from __future__ import annotations

import sys
from pathlib import Path

import pg
import pytest
from server_office import Laptop, update

from desktop.__main__ import main
from desktop.domain.changes import Patch, new_id
from desktop.errors import KnownError
from desktop.server import check, install

SQL = Path(__file__).parents[2] / "sql"


def contents(dba):
    """Every function, policy, trigger, grant and view of the schema, and where it stands."""
    queries = (
        "SELECT oid::regprocedure::text, md5(prosrc), prosecdef, proconfig::text, proacl::text FROM pg_proc "
        "WHERE pronamespace = 'caseclock'::regnamespace",
        "SELECT tablename, policyname, qual FROM pg_policies WHERE schemaname = 'caseclock'",
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT relname::text, relacl::text, relrowsecurity FROM pg_class "
        "WHERE relnamespace = 'caseclock'::regnamespace AND relkind IN ('r', 'v')",
        "SELECT revision, epoch, chain, schema_version FROM clock_meta",
    )
    return [sorted(map(str, dba.execute(query).fetchall())) for query in queries]


def test_setting_up_twice_changes_nothing(own, capsys):
    laptop = Laptop(own.connect(own.login("head_of_service")))
    laptop.case()
    laptop.connection.close()
    before = contents(own.admin())
    own.close()
    assert main(["server", "init", own.address().text]) == 0
    assert "was set up already and is up to date" in capsys.readouterr().out
    assert contents(own.admin()) == before


def test_a_new_database_is_set_up_and_checked_in_one_command(cluster, capsys):
    with cluster.admin() as admin:
        admin.execute("CREATE DATABASE from_nothing")
    address = cluster.address("from_nothing")
    assert main(["server", "check", address.text]) == 1
    assert "tables are missing" in capsys.readouterr().out
    assert main(["server", "upgrade", address.text]) == 1
    assert "no Caseclock in that database" in capsys.readouterr().err
    assert main(["server", "init", address.text]) == 0
    assert "is now a shared database" in capsys.readouterr().out
    assert main(["server", "check", address.text]) == 0
    assert "is as it must be" in capsys.readouterr().out
    with cluster.admin() as admin:
        admin.execute("DROP DATABASE from_nothing WITH (FORCE)")


def test_a_dry_run_does_everything_and_keeps_nothing(own, capsys):
    dba = own.admin()
    dba.execute("DROP FUNCTION caseclock.checksums()")
    before = contents(dba)
    own.close()
    assert main(["server", "upgrade", own.address().text, "--dry-run"]) == 0
    assert "taken back" in capsys.readouterr().out
    assert contents(own.admin()) == before
    own.close()
    assert main(["server", "upgrade", own.address().text]) == 0
    assert contents(own.admin()) != before


def test_an_upgrade_that_fails_half_way_leaves_everything_as_it_was(own, monkeypatch, tmp_path):
    bad = tmp_path / "99_bad.sql"
    bad.write_text("CREATE TABLE half_way (id integer); SELECT no_such_function();")
    whole = install.scripts()
    monkeypatch.setattr(install, "scripts", lambda: [*whole, bad])
    before = contents(own.admin())
    own.close()
    with pytest.raises(KnownError):
        install.install(own.address())
    assert contents(own.admin()) == before


def test_a_database_of_a_newer_caseclock_is_left_alone(own, capsys):
    own.admin().execute("UPDATE alembic_version_server SET version_num = '0999'")
    own.close()
    for verb in ("init", "upgrade", "check"):
        assert main(["server", verb, own.address().text]) == 1
        assert "newer Caseclock" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("GRANT UPDATE ON person TO caseclock_member", "write tables directly"),
        ("GRANT EXECUTE ON FUNCTION begin_epoch(boolean) TO PUBLIC", "called by everybody"),
        ("ALTER FUNCTION push(jsonb) RESET search_path", "no fixed search_path"),
        ("ALTER TABLE person DISABLE ROW LEVEL SECURITY", "no policies: person"),
        ("ALTER TABLE event DISABLE TRIGGER by_push_alone", "lost their guard by_push_alone: event"),
        ("DROP TRIGGER append_only ON field_change", "lost their guard append_only: field_change"),
        ("DROP FUNCTION here(uuid, uuid)", "functions are missing: here"),
        ("ALTER VIEW rpt_dols_request RESET (security_invoker)", "more than their reader may see"),
        ("ALTER TABLE note ADD COLUMN extra text", "note.extra"),
    ],
)
def test_check_names_what_is_not_as_it_must_be(base, dba, harm, words):
    with dba.transaction(force_rollback=True):
        dba.execute(harm)
        assert words in "; ".join(check.findings(dba))
    assert check.findings(dba) == []


def test_check_finds_rows_that_laptops_would_never_hear_of(base, laptop, dba):
    person, _ = laptop.case()
    assert check.unfed(dba) == {}
    with dba.transaction(force_rollback=True):
        dba.execute("DELETE FROM feed WHERE row_id = %s", (person,))
        assert check.unfed(dba) == {"person": 1}


def test_who_may_not_set_up_is_told_so_in_a_sentence(own, capsys):
    login = own.login("administrator")
    assert main(["server", "upgrade", own.address(login).text]) == 1
    said = capsys.readouterr().err
    assert "may not set up" in said
    assert "Traceback" not in said


def test_the_generated_sql_is_as_it_is_made():
    sys.path.insert(0, str(SQL))
    try:
        from make_server import OUT, made
    finally:
        sys.path.remove(str(SQL))
    assert OUT.read_text(encoding="utf-8") == made()


def test_reporting_views_show_a_reader_their_own_cases_only(base, laptop):
    _, case = laptop.case("dols")
    stranger = Laptop(base.connect(base.login("worker")))
    query = "SELECT count(*) FROM rpt_dols_request WHERE case_id = %s"
    assert (laptop.value(query, case), stranger.value(query, case)) == (1, 0)


@pytest.mark.parametrize("version", [each for each in pg.programs() if each != max(pg.programs())])
def test_every_postgresql_here_sets_up_pushes_and_pulls(version):
    """The other tests run on the newest; this is the smoke test of the others."""
    cluster = pg.Cluster(version)
    try:
        database = cluster.fresh_database()
        laptop = Laptop(database.connect(database.login("head_of_service")))
        person, case = laptop.case("dols")
        ann = laptop.worker()
        given = {"case": case, "role": "bia", "worker": ann, "on": 20_003}
        laptop.done(Patch("allocation", new_id(), "insert", given))
        assert laptop.push(Patch("allocation", new_id(), "insert", given))["kind"] == "once"
        laptop.done(update("person", person, {"nhs_number": "1"}, {"nhs_number": None}, version=1))
        found = laptop.lines(page=2)
        assert found["person", person]["nhs_number"] == "1"
        assert check.findings(database.admin()) == []
        database.close()
    finally:
        cluster.remove()
