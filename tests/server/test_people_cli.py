"""``caseclock server`` about people, from the command line as whoever types it."""

from __future__ import annotations

import os

import pytest
from rights_world import a_council, an_id, writing

from desktop.__main__ import main


@pytest.fixture(scope="module")
def council(cluster):
    made = a_council(cluster)
    with writing(made.base) as db:
        db.execute("UPDATE caseclock.team SET name_key = 'north' WHERE id = %s", (an_id("team", "T1"),))
    yield made
    made.base.drop()


@pytest.fixture
def run(council, capsys):
    """Exit code and what was printed by a verb, as a role."""

    def ran(role, verb, *more):
        code = main(["server", verb, council.base.address(council.login(role)).text, *more])
        said = capsys.readouterr()
        return code, said.out + said.err

    return ran


def login(council, name):
    return f"{name}.{council.base.name.replace('_', '.')}"


def test_adding_moving_and_removing_somebody(council, run, capsys):
    new = login(council, "cli.ann")
    code, said = run(
        "administrator", "add-user", new, "--role", "team_manager", "--team", "North", "--name", "Ann"
    )
    assert (code, said) == (0, f"{new} has a place here as team_manager.\n")
    assert council.base.connect(new).execute('SELECT count(*) FROM caseclock."case"').fetchone()[0] > 0
    code, said = run(
        "administrator", "set-role", new, "--role", "bia", "--worker", "me", "--last-day", "2030-01-31"
    )
    assert (code, said) == (0, f"{new} now has a place as bia until 31/01/2030.\n")
    code, said = run("administrator", "remove-user", new)
    assert code == 0
    assert "ends now" in said
    assert run("administrator", "remove-user", new)[0] == 1


def test_a_password_comes_by_a_descriptor_and_is_enough_to_get_in(council, run, monkeypatch):
    new = login(council, "cli.pass")
    for_reading, for_writing = os.pipe()
    os.write(for_writing, b"A long enough one\n")
    os.close(for_writing)
    monkeypatch.setenv("CASECLOCK_NEW_PASSWORD_FD", str(for_reading))
    assert run("administrator", "add-user", new, "--role", "administrator", "--new-password")[0] == 0
    kept = (
        council.base.admin()
        .execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", (new,))
        .fetchone()
    )
    assert kept[0].startswith("SCRAM-SHA-256$")


@pytest.mark.parametrize(
    ("verb", "more"),
    [
        ("add-user", ("x", "--role", "administrator")),
        ("grant-access", ("x", "--person", "P-secret", "--reason", "r", "--until", "2030-01-01")),
        ("wipe", ("x",)),
        ("dispose", ("P-team", "--reason", "r", "--yes")),
        ("map-group", ("g", "--role", "worker")),
    ],
)
def test_others_are_refused_in_one_sentence(run, verb, more):
    code, said = run("worker", verb, *more)
    assert code == 1
    assert said.count("\n") == 1
    assert "nothing was changed" in said.lower()


def test_what_is_missing_or_unknown_is_said(run):
    assert "Say which role" in run("administrator", "add-user", "x")[1]
    assert "There is no team called Nowhere" in run(
        "administrator", "add-user", "x", "--role", "team_manager", "--team", "Nowhere"
    )[1]  # fmt: skip
    assert "has no place here" in run("administrator", "set-role", "nobody", "--role", "auditor")[1]
    assert "--from-groups FILE" in run("administrator", "set-role")[1]
    assert "No laptop of nobody" in run("administrator", "wipe", "nobody")[1]


def test_directory_groups_are_mapped_and_followed(council, run, tmp_path):
    first, second = login(council, "cli.one"), login(council, "cli.two")
    assert (
        run("administrator", "map-group", "G-North", "--role", "practice_supervisor", "--team", "north")[0]
        == 0
    )
    export = tmp_path / "export.csv"
    export.write_text(f"login,group\n{first},G-North\n{second},G-North\n")
    code, said = run("administrator", "set-role", "--from-groups", str(export), "--dry-run")
    assert (code, said) == (0, f"{first}: would be added\n{second}: would be added\n")
    assert run("administrator", "set-role", "--from-groups", str(export)) == (
        0,
        f"{first}: added\n{second}: added\n",
    )
    export.write_text(f"login,group\n{first},G-North\n")
    assert run("administrator", "set-role", "--from-groups", str(export)) == (0, f"{second}: ended\n")


def test_access_holds_copies_and_disposal_by_an_auditor(council, run, tmp_path):
    worker, out = council.login("team_manager"), tmp_path / "copy.xlsx"
    for command in (
        ("grant-access", worker, "--person", "P-secret", "--reason", "strategy", "--until", "2030-01-01"),
        ("block", worker, "--person", "P-below", "--reason", "own family"),
        ("hold", "P-team", "--reason", "inquiry"),
        ("person-export", "P-team", "--out", str(out)),
    ):
        assert run("auditor", *command)[0] == 0, command
    assert out.stat().st_size > 5000
    with writing(council.base) as db:
        db.execute("UPDATE caseclock.event SET kind = 'ended' WHERE id = %s", (an_id("event", "team"),))
    assert "legal hold" in run("auditor", "dispose", "P-team", "--reason", "R1", "--yes")[1]
    assert run("auditor", "hold", "P-team", "--end")[0] == 0
    assert "say --yes" in run("auditor", "dispose", "P-team", "--reason", "R1")[1]
    code, said = run("auditor", "dispose", "P-team", "--reason", "R1", "--yes")
    assert (code, "erased for good" in said) == (0, True)
