from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlcipher3
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from store_office import columns

from desktop import paths
from desktop.domain.schema import SHAPES
from desktop.errors import KnownError
from desktop.store import engine, layout, migrate
from desktop.store.store import Store
from desktop.store.tables import METADATA

SCRIPTS = paths.root("sql") / "alembic"
HINT = "run python sql/new_migration.py 'what changed' after changing the schema"


def shape(db) -> dict[str, list[str]]:
    """Tables, indexes and triggers as sorted parts: SQLite keeps the words, whose order may differ."""
    rows = db.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"
    )
    return {name: sorted(re.split(r",\s*|\s\)\s", " ".join(sql.split()))) for name, sql in rows}


@pytest.fixture
def migrated():
    raw = sqlcipher3.connect(":memory:", isolation_level=None)
    alchemy = create_engine("sqlite://", creator=lambda: raw, module=sqlcipher3, poolclass=StaticPool)
    with alchemy.connect() as connection:
        migrate.run_scripts(connection, migrate.Target())
        yield raw, connection
    alchemy.dispose()
    raw.close()


def test_migrations_lead_to_the_tables(migrated):
    raw, connection = migrated
    fresh = sqlcipher3.connect(":memory:")
    for statement in engine.ddl("sqlite"):
        fresh.execute(statement)
    assert shape(raw) == shape(fresh), HINT
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    assert compare_metadata(context, METADATA) == [], HINT
    fresh.close()


def test_the_schema_file_makes_the_tables():
    assert (SCRIPTS.parent / engine.SCHEMA).read_text(encoding="utf-8") == engine.schema_text(), HINT
    assert len(engine.schema()) == len(engine.ddl("sqlite"))


def test_a_new_file_is_stamped_with_the_last_migration(store):
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    head = ScriptDirectory.from_config(config).get_current_head()
    with store._using() as db:
        assert db.execute("SELECT version_num FROM alembic_version").fetchall() == [(head,)]
    assert store.meta("schema_version") == f"{layout.SCHEMA_MAJOR}.{layout.SCHEMA_MINOR}"


def test_raw_statements_name_the_columns_that_the_tables_have():
    for name, table in SHAPES.items():
        assert list(layout.columns_of(table)) == list(METADATA.tables[name].columns.keys())


NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("event") as batch:
        batch.add_column(sa.Column("place", sa.Text(), nullable=False, server_default="unknown"))
    op.create_table("room", sa.Column("id", sa.Text(), primary_key=True))
    {more}
"""


@pytest.fixture
def newer(tmp_path, monkeypatch):
    """A program one minor version ahead, whose step copies the largest table."""

    def prepare(more="pass") -> Path:
        folder = Path(shutil.copytree(SCRIPTS, tmp_path / f"scripts{len(list(tmp_path.iterdir()))}"))
        (folder / "versions" / "9001_next.py").write_text(NEXT.format(head=layout.HEAD, more=more))
        target = migrate.Target(layout.SCHEMA_MAJOR, layout.SCHEMA_MINOR + 1, folder)
        monkeypatch.setattr(migrate, "Target", lambda: target)
        return folder

    return prepare


@pytest.fixture
def older(path, key, office):
    """A file with rows in it, and what its casebook was."""
    with Store.create(path, key, author="Ann") as store:
        for _ in range(20):
            _, case, made = office.child()
            store.commit(office.act(*made, office.visit(case, 20_003)))
        return columns(store.load())


def test_an_older_file_is_brought_up_to_date_after_a_copy(path, key, older, newer, office):
    newer()
    with Store.open(path, key, author="Ann") as store:
        assert store.meta("schema_version") == f"{layout.SCHEMA_MAJOR}.{layout.SCHEMA_MINOR + 1}"
        assert columns(store.load()) == older
        with store._using() as db:
            assert db.execute("SELECT DISTINCT place FROM event").fetchall() == [("unknown",)]
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
            assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)
    copies = list(path.parent.glob("council-before-upgrade-*.caseclock"))
    assert len(copies) == 1
    shutil.move(copies[0], path)
    with Store.open(path, key, author="Ann") as store:
        assert columns(store.load()) == older
    assert len(list(path.parent.glob("council-before-upgrade-*.caseclock"))) == 1, "no second upgrade needed"


def test_a_file_that_is_up_to_date_is_not_copied(path, key, older):
    Store.open(path, key, author="Ann").close()
    assert not list(path.parent.glob("*upgrade*"))


def test_a_step_that_fails_leaves_the_file_as_it_was(path, key, older, newer):
    newer('raise ValueError("half way")')
    with pytest.raises(KnownError, match="could not be brought up to date") as caught:
        Store.open(path, key, author="Ann")
    assert "Nothing has been changed" in caught.value.message
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate, "Target", TARGET)
        with Store.open(path, key, author="Ann") as store:
            assert store.meta("schema_version") == f"{layout.SCHEMA_MAJOR}.{layout.SCHEMA_MINOR}"
            assert columns(store.load()) == older


TARGET = migrate.Target


def test_a_newer_minor_version_is_opened_as_it_is(path, key, older):
    with Store.open(path, key, author="Ann") as store:
        store.set_meta("schema_version", f"{layout.SCHEMA_MAJOR}.{layout.SCHEMA_MINOR + 7}")
    with Store.open(path, key, author="Ann") as store:
        assert columns(store.load()) == older


def test_a_newer_major_version_is_refused_and_not_touched(path, key, older):
    with Store.open(path, key, author="Ann") as store:
        store.set_meta("schema_version", f"{layout.SCHEMA_MAJOR + 1}.0")
    before = path.read_bytes()
    with pytest.raises(KnownError, match="made by a newer Caseclock") as caught:
        Store.open(path, key, author="Ann")
    assert "Nothing has been changed" in caught.value.message
    assert path.read_bytes() == before


UPGRADE = """
from pathlib import Path
from desktop.store import layout, migrate
from desktop.store.keys import Key
from desktop.store.store import Store
target = migrate.Target(layout.SCHEMA_MAJOR, layout.SCHEMA_MINOR + 1, Path({scripts!r}))
migrate.Target = lambda: target
print("ready", flush=True)
Store.open({path!r}, Key(bytes.fromhex({raw!r}), bytes.fromhex({salt!r})), author="Ann").close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX signal")
@pytest.mark.parametrize("seconds", [0.01, 0.08, 0.15, 0.25, 0.4])
def test_killed_in_an_upgrade_the_file_is_old_or_new(path, key, older, newer, seconds):
    scripts = newer()
    script = UPGRADE.format(scripts=str(scripts), path=str(path), raw=key.raw.hex(), salt=key.salt.hex())
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    time.sleep(seconds)
    process.kill()
    process.communicate(timeout=30)
    with Store.open(path, key, author="Ann") as store:
        assert store.meta("schema_version") == f"{layout.SCHEMA_MAJOR}.{layout.SCHEMA_MINOR + 1}"
        assert columns(store.load()) == older
        with store._using() as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert db.execute("SELECT count(*) FROM room").fetchone() == (0,)
