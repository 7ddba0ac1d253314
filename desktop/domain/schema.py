"""The shape of the data, written once.

The SQL tables (`desktop.store.tables`), the columns in memory (`desktop.domain.casebook`) and the
field groups of a change set are all made from `TABLES`. Every table also carries the columns of
`COMMON`; a table marked ``fact`` carries those of `FACT` too, so that nothing that moves a clock is
ever overwritten: a correction supersedes the old row and inserts a new one.
"""

from __future__ import annotations

from desktop.domain.schema_children import CHILDREN
from desktop.domain.schema_core import CORE
from desktop.domain.schema_dols import DOLS
from desktop.domain.schema_fields import Field as Field
from desktop.domain.schema_fields import Kind as Kind
from desktop.domain.schema_fields import Table as Table
from desktop.domain.schema_fields import Unique as Unique
from desktop.domain.schema_figures import FIGURES
from desktop.domain.schema_packs import PACKS

TABLES: tuple[Table, ...] = (*CORE, *DOLS, *CHILDREN, *FIGURES, *PACKS)

SHAPES: dict[str, Table] = {table.name: table for table in TABLES}

# Columns of every table beside its own: id (32 hex digits), version, revision, deleted, changed_at,
# changed_by, set_id (the change set that inserted the row) and source ("sheet!row" of an import).
COMMON = ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source")
FACT = ("recorded_at", "superseded_at")
