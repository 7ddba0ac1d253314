"""What may be there only once (`schema.Unique`): its index, its sentence, and what makes room for a row."""

from __future__ import annotations

from desktop.domain.changes import Patch
from desktop.domain.schema import TABLES, Table, Unique
from desktop.store import layout
from desktop.store.layout import column_of


def index_name(table: Table, rule: Unique) -> str:
    """The index that keeps a rule."""
    return f"uq_{table.name}_{rule.name}"


def columns(table: Table, rule: Unique) -> tuple[str, ...]:
    """The columns that may not be the same in two rows."""
    return tuple(column_of(table.field(name)) for name in rule.fields)


def where(table: Table, rule: Unique, there: str) -> str:
    """Which rows a rule counts, as SQL.

    Args:
        table: whose rule it is.
        rule: the rule.
        there: SQL for a row that is not removed, which databases say differently.
    """
    parts = [there, *(["superseded_at IS NULL"] if table.fact else [])]
    for name, words in rule.where:
        column = column_of(table.field(name))
        parts.append(
            f"{column} IN ({', '.join(map(layout.literal, words))})" if words else f"{column} IS NULL"
        )
    return " AND ".join(parts)


def closing_names(table: Table) -> frozenset[str]:
    """The names whose filling takes a row out of what its table's rules count."""
    if not table.unique:
        return frozenset()
    ends = {name for rule in table.unique for name, words in rule.where if not words}
    return frozenset({"deleted", "superseded_at"} | ends)


def ends(table: Table, patch: Patch) -> bool:
    """Whether a change takes a row out of what a `schema.Unique` of its table counts."""
    closing = closing_names(table)
    if patch.op == "delete":
        return bool(closing)
    return any(name in closing and layout.absent(value) for name, value in patch.values.items())


def sentence(error: str) -> str:
    """What to tell a person whose act broke a rule, "" for any other error in SQLite's words.

    SQLite names the columns of a broken rule, not its index.
    """
    for table in TABLES:
        for rule in table.unique:
            names = ", ".join(f"{table.name}.{column}" for column in columns(table, rule))
            if error.endswith(f"unique constraint failed: {names}"):
                return rule.sentence
    return ""
