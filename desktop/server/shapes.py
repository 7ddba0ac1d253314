"""The administrative tables of the shared database: who may see what.

They travel and are changed like any other table, but only on the server: no laptop's file has them.
"""

from __future__ import annotations

from desktop.domain.schema import TABLES
from desktop.domain.schema_fields import Table, code, day, ref, text

ROLES = (
    "administrator",
    "head_of_service",
    "dols_manager",
    "team_manager",
    "practice_supervisor",
    "worker",
    "bia",
    "independent_bia",
    "analyst",
    "auditor",
)

ADMIN: tuple[Table, ...] = (
    Table(  # a login's place: one row for each role and team that somebody has
        "member",
        (
            text("login", required=True),
            text("name", required=True),
            code("role", *ROLES, required=True),
            ref("team"),
            ref("worker"),
            code("service", "children", "adults"),
            day("starts_on"),
            day("ends_on"),
        ),
    ),
    Table(  # a restricted record, or a case out of one's own scope, opened to one login
        "named_access",
        (
            text("login", required=True),
            ref("case"),
            ref("person"),
            text("reason", required=True),
            day("starts_on"),
            day("ends_on"),
        ),
    ),
    Table(  # own family, conflict of interest: beats every other right
        "blocked",
        (
            text("login", required=True),
            ref("person", required=True),
            text("reason", required=True),
        ),
    ),
    Table(  # an inquiry, a claim, a court: nothing of this person is disposed of
        "legal_hold",
        (
            ref("person", required=True),
            text("reason", required=True),
            day("ends_on"),
        ),
    ),
    Table(  # what a group of the council's directory stands for
        "directory_group",
        (
            text("name", required=True),
            code("role", *ROLES, required=True),
            ref("team"),
            code("service", "children", "adults"),
        ),
    ),
)

SERVER_TABLES: tuple[Table, ...] = (*TABLES, *ADMIN)
SERVER_SHAPES: dict[str, Table] = {table.name: table for table in SERVER_TABLES}
