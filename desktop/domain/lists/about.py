"""What a selection's `period` and `of` say, in words for the chips above a list."""

from __future__ import annotations

from desktop.domain.lists.desk import Desk
from desktop.domain.lists.selection import Selection
from desktop.domain.months import read_period

_PLAIN = {"age": "Days since receipt", "backlog": "Over 21 days on"}
_WORDS = {"team": "BIA's team then", "manager": "BIA's manager then", "assessor": "BIA", "mha": "MHA"}


def about(desk: Desk, selection: Selection) -> dict[str, str]:
    """The words by field; empty when a selection has neither."""
    made: dict[str, str] = {}
    if selection.list == "counted":
        return made
    if selection.list == "changed":
        return {"of": f"On the list {selection.of.replace('_', ' ')}"} if selection.of else made
    if selection.period:
        made["period"] = read_period(selection.period).spoken()
    if selection.of:
        made["of"] = _whose(desk, selection.of)
    return made


def _whose(desk: Desk, text: str) -> str:
    by, _, row_id = text.partition(":")
    if by in _PLAIN:
        return f"{_PLAIN[by]}: {row_id.replace('..', ' to ')}"
    words = _WORDS.get(by, by)
    if row_id in ("nobody", "unknown"):
        nobody = "No MHA had it" if by == "mha" else "No BIA had it"
        return nobody if row_id == "nobody" else f"{words} not known"
    table = desk.book.team if by == "team" else desk.book.worker
    return f"{words}: {table.name[table.index[row_id]]}" if row_id in table.index else words
