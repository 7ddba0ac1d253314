"""What happens to a child beside visits and supervision: reviews, core groups, health, education, contacts.

Which kinds there are, on which plans, and what each asks is data (``resources/children/records.toml``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.commands import checks, planned
from desktop.commands.acts import Builder
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act, new_id
from desktop.domain.childrens_words import recordables
from desktop.domain.days import short
from desktop.errors import Refused


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that happened, as it is typed.

    Attributes:
        kind: one of `recordables`.
        seen: whether the child or young person was seen, where that is asked (None: not said).
        worker: who held or attended it, -1 not said.
    """

    kind: str
    on: int
    seen: bool | None = None
    outcome: str = ""
    detail: str = ""
    worker: int = -1


def record(book: Casebook, chosen: Sequence[int], what: Record, *, author: str, today: int) -> Act:
    """Record it for each case; for several together under one id, as one meeting.

    Raises:
        Refused: no case, a kind that does not fit the plan, a day to come, one of the same kind on that
            day, or a worker who had left.
    """
    if not chosen:
        raise Refused("Choose at least one child.")
    shape = recordables().get(what.kind)
    if shape is None:
        raise Refused("Choose what happened.")
    words = shape.words[0].lower() + shape.words[1:] if not shape.words.startswith("IRO") else shape.words
    checks.happened(what.on, today, words, "Plan it instead, or check the date.")
    checks.still_here(book, what.worker, what.on, "cannot have done this")
    build = Builder(book, f"records.{what.kind}", author)
    joint = new_id() if len(chosen) > 1 else None
    for case in chosen:
        checks.is_kind(book, case, shape.kinds, shape.words)
        _refuse_second(book, case, what, words)
        build.insert(
            "event",
            case=case,
            kind=what.kind,
            on=what.on,
            worker=what.worker,
            seen=None if what.seen is None or "seen" not in shape.asks else int(what.seen),
            outcome=what.outcome.strip(),
            joint=joint,
            detail=what.detail.strip(),
        )
        if shape.planned and what.seen is not False:
            planned.answer(build, book, case, shape.planned, what.on)
    return build.act(
        f"{shape.words} on {short(what.on)}, {checks.count_of(len(chosen), 'child', 'children')}"
    )


def _refuse_second(book: Casebook, case: int, what: Record, words: str) -> None:
    if any(book.event.on[row] == what.on for row in cases.events(book, case, what.kind)):
        raise Refused(
            f"The {words} on {short(what.on)} is already recorded. Correct that entry, or change the date.",
            "council rule",
        )


def warnings(book: Casebook, chosen: Sequence[int], what: Record) -> list[str]:
    """What is odd about it, for the person to see before saving; none of it stops them."""
    shape = recordables().get(what.kind)
    name = shape.words.partition(" (")[0].lower() if shape else "entry"
    told = (checks.outside_plan(book, case, what.on, name) for case in chosen)
    return [line for line in told if line]
