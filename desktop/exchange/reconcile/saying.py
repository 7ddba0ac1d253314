"""Values as sentences print them."""

from __future__ import annotations

from typing import Any

from desktop.domain.days import short
from desktop.domain.schema import SHAPES, Kind
from desktop.exchange.reconcile.lineage import TYPED
from desktop.exchange.reconcile.staff import Staff
from desktop.exchange.reconcile.standing import HERE

_PLANS = {
    "cp": "child protection",
    "cla": "looked after",
    "cin": "child in need",
    "care_leaver": "care leaver",
}


def say(staff: Staff, table: str, column: str, value: Any) -> str:
    """A value of a field in words; "nothing" for a blank."""
    if value is None or value == "":
        return "nothing"
    field = SHAPES[table].field(column)
    if field.kind is Kind.DAY:
        return short(value)
    if field.kind is Kind.FLAG:
        return "yes" if value else "no"
    if field.kind is Kind.REF:
        names = {"worker": staff.worker_name, "team": staff.team_name, "managing_authority": staff.home_name}
        return names[field.to](value)
    return f"“{value}”" if field.kind is Kind.TEXT else str(value).replace("_", " ")


def plan_name(kind: str) -> str:
    """A kind of case in words."""
    return _PLANS.get(kind, kind.replace("_", " "))


def difference(source: str, layout: str, older: bool, ours: str, theirs: str) -> str:
    """The sentence that shows both values of a disagreement."""
    if source == HERE:
        return f"an earlier row here says {ours}, this one {theirs}; the first stays until someone chooses"
    if source == TYPED:
        return (
            f"a person recorded {ours}, this file says {theirs}; what was typed stays until someone chooses"
        )
    if source != layout:
        name = source.replace("_", " ").replace("annex a", "Annex A")
        return f"the {name} says {ours}, this file {theirs}; the first stays until someone chooses"
    if older:
        return f"a later file says {ours}, this older one {theirs}; the later one stays"
    return f"it was {ours} and is now {theirs}; it stays as it was until someone confirms"
