"""Runs the migrations on the connection that `desktop.store.migrate` hands over.

A new migration, after a change of desktop/domain/schema.py: write versions/000N_what.py by hand or with
`python sql/new_migration.py "what it does"`, raise SCHEMA_MINOR and HEAD in desktop/store/layout.py, and
let tests/store/test_migrations.py compare the result with the tables. There are no downgrades: the
backup copy made before an upgrade is the way back.
"""

from __future__ import annotations

from alembic import context

from desktop.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite changes most things only by copying the table
    user_module_prefix="",
    transaction_per_migration=False,
)
context.run_migrations()
