"""Taking away what was removed long ago: what goes, what stays, and that the history still verifies."""

from __future__ import annotations

import pytest
from server_office import Laptop, update, visit

from desktop.__main__ import main
from desktop.domain.changes import Patch, new_id
from desktop.domain.days import date_of, day_of_ms, now_ms
from desktop.errors import KnownError
from desktop.server import check, history
from desktop.server.purge import KEPT_DAYS, purge

SOON = day_of_ms(now_ms()) + 2  # all that a test does lies before it
LATER = SOON + KEPT_DAYS


def remove(laptop, *places):
    """Remove rows that nobody changed since they were made."""
    patches = (Patch(table, row, "delete", version=1) for table, row in places)
    laptop.done(*patches, epoch=laptop.pull()["epoch"])


def there(dba, table):
    return {row.hex for (row,) in dba.execute(f'SELECT id FROM "{table}"').fetchall()}


@pytest.fixture
def removed(own):
    """A case that was removed whole, one of which only a visit was, and one that is all there."""
    laptop = Laptop(own.connect(own.login("head_of_service")))
    person, case = laptop.case()
    _, kept = laptop.case()
    row, made = visit(kept)
    laptop.done(made)
    (started,) = own.admin().execute("SELECT id FROM event WHERE case_id = %s", (dashed(case),)).fetchone()
    remove(laptop, ("event", started.hex), ("case", case), ("person", person))
    laptop.done(update("event", row, {"seen": 0}, {"on": 20_010, "seen": 1}))
    laptop.done(Patch("event", row, "delete", version=2), epoch=laptop.pull()["epoch"])
    return laptop, person, case, row, kept


def dashed(row):
    return f"{row[:8]}-{row[8:12]}-{row[12:16]}-{row[16:20]}-{row[20:]}"


def test_removed_rows_and_their_lines_go_and_the_history_stays_whole(own, removed):
    laptop, person, case, row, kept = removed
    dba = own.admin()
    head = laptop.pull()["head"]
    done = purge(dba, SOON, today=LATER)
    assert dict(done.rows) == {"event": 2, "case": 1, "person": 1}
    assert done.lines == 4
    assert person not in there(dba, "person")
    assert {case, kept} & there(dba, "case") == {kept}
    assert row not in there(dba, "event")
    after = laptop.pull()
    assert after["horizon"] == done.horizon == head
    assert [key for key, content in laptop.lines().items() if content is None] == [
        key for key in laptop.lines() if key[0] == "member"
    ], "who has a place here is not a laptop's to read; of all other lines there is a row"
    found = history.verify(dba)
    assert found.wrong == ()
    assert found.revision == done.revision == head + 1
    (said,) = dba.execute("SELECT content::jsonb FROM history WHERE kind = 'purge'").fetchone()
    assert (said["by"], said["rows"]["event"]) == ("postgres", 2)
    lines = dba.execute("SELECT count(*) FROM field_change WHERE row_id = %s", (dashed(row),)).fetchone()
    assert lines[0] > 0, "what it was stays in the history"
    assert check.findings(dba) == []
    assert check.unfed(dba) == {}


def test_what_something_refers_to_stays_and_a_late_edit_is_answered(own):
    laptop = Laptop(own.connect(own.login("head_of_service")))
    team, worker = new_id(), laptop.worker("Ann")
    laptop.done(Patch("team", team, "insert", {"name": "T", "name_key": "t"}))
    laptop.done(update("worker", worker, {"team": team}, {"team": None}))
    remove(laptop, ("team", team))
    gone = laptop.worker("Ben")
    remove(laptop, ("worker", gone))
    done = purge(own.admin(), SOON, today=LATER)
    assert dict(done.rows) == {"worker": 1}
    assert team in there(own.admin(), "team")
    answer = laptop.push(update("worker", gone, {"name": "Benny"}, {"name": "Ben"}))
    assert answer["outcome"] == "rejected"
    assert "no longer there" in answer["sentence"]


def test_what_a_legal_hold_is_on_stays(own, removed):
    laptop, person, case, *_ = removed
    dba = own.admin()
    dba.execute(
        "SELECT put_row('legal_hold', gen_random_uuid(), jsonb_build_object('person_id', %s::uuid, "
        "'reason', 'inquiry'), 'people.hold', 'Hold')",
        (dashed(person),),
    )
    done = purge(dba, SOON, today=LATER)
    assert dict(done.rows) == {"event": 1}
    assert person in there(dba, "person")
    assert case in there(dba, "case")
    assert laptop.pull()["horizon"] == done.horizon


def test_a_dry_run_says_it_and_takes_away_nothing(own, removed):
    _, person, *_ = removed
    dba = own.admin()
    before = dba.execute("SELECT revision, horizon, chain FROM clock_meta").fetchone()
    assert sum(purge(dba, SOON, today=LATER, dry_run=True).rows.values()) == 4
    assert dba.execute("SELECT revision, horizon, chain FROM clock_meta").fetchone() == before
    assert person in there(dba, "person")


def test_what_laptops_may_still_undo_is_kept(own, removed):
    with pytest.raises(KnownError, match="60 days"):
        purge(own.admin(), SOON, today=SOON)


def test_the_command_says_what_it_did(own, removed, capsys):
    _, person, *_ = removed
    url = own.address().text
    assert main(["server", "purge", url, "--dry-run"]) == 0
    assert "nothing was" in capsys.readouterr().out
    assert main(["server", "purge", url]) == 0
    assert "0 rows removed before" in capsys.readouterr().out
    assert person in there(own.admin(), "person")
    assert main(["server", "purge", url, "--before", date_of(SOON).isoformat()]) == 1
    assert "nothing was changed" in capsys.readouterr().err
    assert main(["server", "verify-history", url]) == 0
