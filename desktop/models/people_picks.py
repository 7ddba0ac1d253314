"""Teams and workers as pick-lists: in tree order with sub-teams set in, in name order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.domain.days import NO_DAY

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk


@dataclass(frozen=True)
class Pick:
    """One entry of a pick-list."""

    id: str
    title: str
    name: str


def teams(desk: Desk) -> list[Pick]:
    """All teams, each under the one it belongs to."""
    table = desk.book.team
    children: dict[int, list[int]] = {}
    for row in range(len(table)):
        if table.live[row]:
            children.setdefault(int(table.parent[row]), []).append(row)
    made: list[Pick] = []

    def put(parent: int, depth: int) -> None:
        for row in sorted(children.pop(parent, []), key=lambda at: table.name[at].casefold()):
            made.append(Pick(table.ids[row], "   " * depth + table.name[row], table.name[row]))
            put(row, depth + 1)

    put(-1, 0)
    return made


def workers(desk: Desk, team: str = "") -> list[Pick]:
    """Workers who had not left by the desk's day, by name; those of a team and its sub-teams only."""
    if not team:  # asked for after every edit, and the same until a worker changes
        everybody: list[Pick] = desk.steady("picks.workers", "worker", lambda: _workers(desk, ""))
        return everybody
    return _workers(desk, team)


def _workers(desk: Desk, team: str) -> list[Pick]:
    from desktop.domain.lists.staff import teams_under

    table, book = desk.book.worker, desk.book
    inside = teams_under(desk, book.team.row(team)) if team else None
    made = []
    for row in range(len(table)):
        left = int(table.left_on[row])
        if not table.live[row] or (left != NO_DAY and left <= desk.as_at):
            continue
        own = int(table.team[row])
        if inside is not None and not (own >= 0 and inside[own]):
            continue
        made.append(Pick(table.ids[row], table.name[row], table.name[row]))
    return sorted(made, key=lambda pick: pick.name.casefold())
