"""Write the next migration from the difference between the migrations so far and the tables.

The schema of a new file, ``sql/sqlite_schema.sql``, is written again too.

    python sql/new_migration.py "what it does"

Read what it wrote: Alembic sees columns, keys and indexes, but neither triggers nor data.
"""

from __future__ import annotations

import sys
from pathlib import Path

import sqlcipher3
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from desktop.store.engine import SCHEMA, schema_text

HERE = Path(__file__).resolve().parent / "alembic"


def main(message: str) -> None:
    engine = create_engine(
        "sqlite://", creator=lambda: sqlcipher3.connect(":memory:"), module=sqlcipher3, poolclass=StaticPool
    )
    number = len(list((HERE / "versions").glob("0*.py"))) + 1
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        if number > 1:
            command.upgrade(config, "head")
        script = command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")
    (HERE.parent / SCHEMA).write_text(schema_text(), encoding="utf-8")
    print(script.path)


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "change")
