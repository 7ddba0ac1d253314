"""The matrix of rights on paper: ``docs/rights.md`` from ``resources/rights.toml``."""

from __future__ import annotations

from pathlib import Path

from desktop.server.rights import Limit, Rights, Role, TableRights
from desktop.server.shapes import SERVER_SHAPES

FRAME = Path(__file__).resolve().parent / "rights.in.md"
SHORT = {
    "administrator": "Adm",
    "head_of_service": "Head",
    "dols_manager": "DoLS",
    "team_manager": "Team",
    "practice_supervisor": "Sup",
    "worker": "Wrk",
    "bia": "BIA",
    "independent_bia": "Ind",
    "analyst": "Ana",
    "auditor": "Aud",
}
READS = {
    "all": "every row",
    "case": "rows of the cases that they may see",
    "person": "people of the cases that they may see",
    "team": "rows about workers of their teams, those whose line manager they are, and themselves",
    "own": "rows about themselves",
    "importer": "rows of the cases that they may see; rows without a case only where they recorded them",
    "publisher": "rows that they recorded; a head of both services reads all",
}
WRITES = {
    "any": "every row",
    "case": "rows of the cases that they may change",
    "person": "people of the cases that they may change",
    "team": "rows about workers of their teams, before the change and after it",
    "own": "rows about themselves",
    "within": "rows of their teams' cases, and an open allocation only to a worker of their teams",
    "end_own": "their own allocation: they may end it and nothing else",
}
CASES = {
    "none": "no cases",
    "service": "all of their service",
    "dols": "every DoLS request",
    "team": "those of their team and the teams below it, and those they hold",
    "own": "those they hold",
    "named": "only those named for them, until a day",
}


def paper(rights: Rights) -> str:
    """The whole document."""
    text = FRAME.read_text(encoding="utf-8")
    parts = {"roles": _roles, "matrix": _matrix, "limits": _limits, "columns": _columns}
    for name, make in parts.items():
        text = text.replace("{" + name + "}", make(rights))
    return text


def _roles(rights: Rights) -> str:
    lines = ["## Roles", "", "| role | | cases | after one's own allocation ended |", "|---|---|---|---|"]
    lines += [_role(role) for role in rights.roles.values()]
    return "\n".join(lines)


def _role(role: Role) -> str:
    held = role.cases in ("service", "dols", "team", "own")
    after = f"read {role.keep_months} months, record {role.write_days} days" if held else ""
    who = f"**{role.title}** (`{role.name}`). {role.who}"
    return f"| {SHORT[role.name]} | {who} | {CASES[role.cases]} | {after} |"


def _matrix(rights: Rights) -> str:
    names = list(rights.roles)
    lines = ["## The matrix", "", "Each cell: what is read, then after the stroke what is changed.", ""]
    lines += [f"- `{word}` read: {words}" for word, words in READS.items()]
    lines += [f"- `{word}` changed: {words}" for word, words in WRITES.items()]
    by_title: dict[str, list[TableRights]] = {}
    for table in rights.tables.values():
        by_title.setdefault(table.title, []).append(table)
    for title, tables in by_title.items():
        lines += ["", f"### {title}", "", "| table | " + " | ".join(SHORT[name] for name in names) + " |"]
        lines += ["|---" * (len(names) + 1) + "|"]
        lines += [_row(table, names) for table in tables]
    return "\n".join(lines)


def _row(table: TableRights, names: list[str]) -> str:
    cells = [_cell(table.read.get(name), table.write.get(name)) for name in names]
    return f"| `{table.name}` {table.words} | " + " | ".join(cells) + " |"


def _cell(read: str | None, write: str | None) -> str:
    return f"{read} / {write}" if write else read or "–"


def _limits(rights: Rights) -> str:
    lines = ["## Limits within a table", "", "| role | where | may not | because |", "|---|---|---|---|"]
    for limit in rights.limits:
        who = ", ".join(SHORT[name] for name in limit.roles)
        lines.append(f"| {who} | `{limit.table}.{limit.field}` | {_may_not(limit)} | {limit.why} |")
    return "\n".join(lines)


def _may_not(limit: Limit) -> str:
    if limit.fixed:
        return "change it"
    if limit.only:
        return "write any but " + ", ".join(f"`{word}`" for word in limit.only)
    return "write " + ", ".join(f"`{word}`" for word in limit.never)


def _columns(rights: Rights) -> str:
    lines = [
        "| table | columns | withheld from the independent BIA | withheld from the auditor |",
        "|---|---|---|---|",
    ]
    return "\n".join([*lines, *(_column_row(rights, name) for name in rights.tables)])


def _column_row(rights: Rights, table: str) -> str:
    own = [field.name for field in SERVER_SHAPES[table].fields]
    withheld = []
    for group in ("caseclock_independent", "caseclock_auditor"):
        hidden = rights.without.get(group, {}).get(table, ())
        whole = not rights.readable(group, table)
        withheld.append("the whole table" if whole else _ticked(hidden) or "nothing")
    return f"| `{table}` | {_ticked(own)} | {withheld[0]} | {withheld[1]} |"


def _ticked(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
