"""What the unsent ledger and the conflict panel show: this laptop's edits, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

State = Literal[
    "pending",  # on this laptop alone; it will be sent
    "held",  # waits: it builds on an edit that is in conflict or was refused
    "conflict",  # somebody else changed the same; a person decides
    "rejected",  # the server refused it, `Entry.why` says why
    "reoffer",  # was acknowledged, but the server has been restored since; it will be sent again
    "acked",  # the server has it
    "given_up",  # a person kept theirs
]
UNSETTLED: tuple[State, ...] = ("pending", "held", "conflict", "rejected", "reoffer")


@dataclass(frozen=True, slots=True)
class Entry:
    """One change set of this laptop.

    Attributes:
        set_id: its id, the same on every laptop and on the server.
        act_id: the act that it is a part of.
        verb: the command's name, ``visits.record``.
        summary: the act's line for the undo menu.
        made_at: instant on this laptop's clock.
        state: where it stands.
        why: one sentence for a held, conflicting or rejected one, else "".
        table_names: tables that it touches, in the schema's order.
        case_ids: cases that it touches.
        rows: how many rows it adds, changes or removes.
    """

    set_id: str
    act_id: str
    verb: str
    summary: str
    made_at: int
    state: State
    why: str = ""
    table_names: tuple[str, ...] = ()
    case_ids: tuple[str, ...] = ()
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One field in conflict; values are in the form that patches use (day numbers, ids as hex digits).

    Attributes:
        table, row, field: where; `field` is the schema's name.
        seen: the value that the author of ours had before them.
        theirs: the value that stands on the server.
        mine: the value that our edit wanted.
    """

    table: str
    row: str
    field: str
    seen: Any = None
    theirs: Any = None
    mine: Any = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A conflict to decide.

    Attributes:
        set_id: our change set.
        kind: ``changed`` (the same fields), ``once`` (what may be there only once is there already)
            or ``gone`` (the row is not there any more, or not for us).
        who: the login of whoever made theirs, "" when we may not know.
        when: instant at which theirs was recorded on the server, 0 when not known.
        lines: the fields, theirs and ours.
        dependents: how many later edits of this laptop wait for the decision.
        case_id: the case, "" when the rows belong to none.
        sentence: the conflict in one sentence.
        summary: what our edit was.
    """

    set_id: str
    kind: Literal["changed", "once", "gone"]
    who: str
    when: int
    lines: tuple[Line, ...] = ()
    dependents: int = 0
    case_id: str = ""
    sentence: str = ""
    summary: str = ""
