"""Actions agreed at a supervision, review or panel: raised, done, and taken up again until they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.commands import checks
from desktop.commands.acts import Builder
from desktop.domain.actions import Action, open_for, open_of_owner
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.errors import Refused

__all__ = [
    "RAISED_AT",
    "Action",
    "NewAction",
    "done",
    "finish",
    "open_for",
    "open_of_owner",
    "put",
    "raise_action",
]
_CHILDRENS = (
    "cp",
    "cla",
    "cin",
    "care_leaver",
    "assessment",
    "s47",
    "referral",
    "private_fostering",
)
RAISED_AT = {
    "supervision": "Supervision",
    "review": "Review or conference",
    "core_group": "Core group",
    "panel": "Panel",
    "visit": "Visit",
    "other": "Other",
}


@dataclass(frozen=True, slots=True)
class NewAction:
    """One action as it is typed.

    Attributes:
        case: case row of the child.
        text: what is to be done.
        owner: worker row, -1 nobody named.
        due_on: `NO_DAY` for no date.
    """

    case: int
    text: str
    owner: int = -1
    due_on: int = NO_DAY


def raise_action(
    book: Casebook, new: NewAction, raised_on: int, *, author: str, today: int, raised_at: str = "other"
) -> Act:
    """Agree an action about a child; it comes back at each supervision until it is done.

    Raises:
        Refused: no words, a day to come, due before it was raised, or an owner who will have left.
    """
    checks.happened(raised_on, today, "agreement of the action")
    build = Builder(book, "actions.raise", author)
    put(build, book, new, raised_on, raised_at)
    return build.act("Action agreed" + (f", due {short(new.due_on)}" if new.due_on != NO_DAY else ""))


def put(build: Builder, book: Casebook, new: NewAction, raised_on: int, raised_at: str) -> str:
    """Add an action to an act that is being built; see `raise_action` for what is refused."""
    if not new.text.strip():
        raise Refused("Write what is to be done, or leave the action out.")
    checks.is_kind(book, new.case, _CHILDRENS, "An action")
    if new.due_on != NO_DAY and new.due_on < raised_on:
        raise Refused(f"The action is due on {short(new.due_on)}, before it was agreed. Check the date.")
    checks.still_here(book, new.owner, max(raised_on, new.due_on), "cannot be asked to do this by then")
    return build.insert(
        "action",
        case=new.case,
        raised_at=raised_at,
        raised_on=raised_on,
        text=new.text.strip(),
        owner=new.owner,
        due_on=new.due_on,
    )


def done(book: Casebook, rows: Sequence[int], on: int, *, author: str, today: int, outcome: str = "") -> Act:
    """Record that actions are done, or are no longer needed (say so in `outcome`).

    Raises:
        Refused: none ticked, a day to come or before the action was agreed, or one done before.
    """
    if not rows:
        raise Refused("Tick at least one action that is done.")
    build = Builder(book, "actions.done", author)
    finish(build, book, rows, on, today, outcome)
    return build.act(f"{checks.count_of(len(rows), 'action')} done on {short(on)}")


def finish(
    build: Builder, book: Casebook, rows: Sequence[int], on: int, today: int, outcome: str = ""
) -> None:
    """End actions within an act that is being built; see `done` for what is refused."""
    checks.happened(on, today, "completion of the action")
    for row in rows:
        if book.action.done_on[row] != NO_DAY:
            raise Refused(f"That action was done on {short(int(book.action.done_on[row]))} already.")
        if on < book.action.raised_on[row]:
            since = short(int(book.action.raised_on[row]))
            raise Refused(f"That action was agreed on {since}; it cannot have been done before.")
        build.replace("action", row, done_on=on, outcome=outcome.strip())
