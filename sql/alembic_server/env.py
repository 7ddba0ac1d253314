"""Runs the server's own migrations, which lie beside those of the data, on the connection handed over.

A new one: write versions/000N_what.py by hand, with the SQL in it, and raise SERVER_HEAD in
desktop/server/install.py. Functions, policies, grants and views are not migrations: each upgrade makes
them again from sql/server.
"""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table="alembic_version_server",
    transaction_per_migration=False,
)
context.run_migrations()
