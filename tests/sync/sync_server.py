"""What happens to a server in the tests: teams, grants, backups and restores, all on a real one."""

from __future__ import annotations

import json
import uuid

from desktop.server.wire import native_id


def rows(base, query, *values):
    with base.cluster.admin(base.name) as admin:
        admin.execute("SET search_path = caseclock")
        return admin.execute(query, values).fetchall()


def run(base, query, *values):
    with base.cluster.admin(base.name) as admin:
        admin.execute("SET search_path = caseclock")
        admin.execute(query, values)


def put(base, table, content, row=None):
    """A row of an administrative table, as whoever installs puts it."""
    row = row or str(uuid.uuid4())
    run(base, "SELECT put_row(%s, %s, %s::jsonb, 'test.put', 'Put')", table, row, json.dumps(content))
    return row


def back_up(base):
    """A backup of the database as it stands."""
    base.close()
    name = f"{base.name}_backup"
    with base.cluster.admin() as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name}")
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {base.name}")


def restore(base):
    """The backup in the place of the database."""
    with base.cluster.admin() as admin:
        admin.execute(f"DROP DATABASE {base.name} WITH (FORCE)")
        admin.execute(f"ALTER DATABASE {base.name}_backup RENAME TO {base.name}")


def count(base, table, row):
    """How many rows of that id the server has that are not removed."""
    return rows(base, f'SELECT count(*) FROM "{table}" WHERE id = %s AND NOT deleted', native_id(row))[0][0]


def value(base, table, row, column):
    found = rows(base, f'SELECT "{column}" FROM "{table}" WHERE id = %s', native_id(row))
    return found[0][0] if found else None
