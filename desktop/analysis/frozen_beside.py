"""What stands beside the figures of a frozen month: others' figures, typed figures, notes, step changes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from desktop.analysis.beside import OTHERS, other, target
from desktop.analysis.figure_notes import Note, notes, steps
from desktop.domain.days import NO_DAY
from desktop.domain.figures import NOT_APPLICABLE, TO_COME, Entered, Value, entered
from desktop.domain.indicators import Indicator, indicators
from desktop.domain.lists.desk import Desk
from desktop.domain.months import first_day, month_of


@dataclass(frozen=True)
class FrozenNote:
    """A comment or action as it stood when the month was frozen.

    Attributes:
        month: the one that it was written for; earlier than the frozen one when it was carried on.
        due, closed_on: day numbers, `NO_DAY` for none.
        late: an action that was due before the month's last day and not done.
    """

    indicator: str
    month: int
    kind: str
    text: str
    owner: str
    due: int
    closed_on: int
    late: bool

    @property
    def is_open(self) -> bool:
        """Whether it is carried on to the next month."""
        return self.closed_on == NO_DAY


@dataclass(frozen=True)
class Beside:
    """Everything beside the figures.

    Attributes:
        others: by indicator id and whose (`beside.OTHERS`) the figures of others with unit and year.
        wanted: by indicator id the target as it is printed, ``N/A`` and ``TBC`` as words.
        typed: by the id of a row that our data cannot serve and month what was typed.
        notes: comments and actions, the open ones first.
        changes: by indicator id the months that begin something new, with the words: declared step
            changes first ("step"), then changed definitions ("definition").
    """

    others: dict[tuple[str, str], Entered]
    wanted: dict[str, Value]
    typed: dict[tuple[str, int], Entered]
    notes: tuple[FrozenNote, ...]
    changes: dict[str, tuple[tuple[str, int, str], ...]]


EMPTY = Beside({}, {}, {}, (), {})


def rows_of(table: str) -> list[Indicator]:
    """The rows of a monthly table, those that can only be typed in too."""
    return list(indicators(table).values())


def beside_header(desk: Desk, month: int, months: int) -> dict[str, Any]:
    """What stands beside a month's figures, as it is stored.

    Args:
        desk: the month as it was known.
        month: see `desktop.domain.months`.
        months: how many months back typed figures are wanted.
    """
    every = [*rows_of("children"), *rows_of("dols")]
    return {
        "others": {
            f"{one.id} {whose}": _stored(found)
            for one in every
            for whose in OTHERS
            if (found := other(desk, one, whose, month)).value.word != NOT_APPLICABLE
        },
        "wanted": {one.id: _word(target(desk, one, month)) for one in every},
        "typed": {
            f"{one.id} {at}": _stored(typed)
            for one in every
            if one.kind == "import"
            for at in range(month - months + 1, month + 1)
            if (typed := entered(desk.book, desk.known_at, one.id, "own", at)) is not None
        },
        "notes": [_note(one) for one in notes(desk, month) if one.kind != "step"],
        "changes": {one.id: new for one in every if (new := changes(desk, one, month))},
    }


def changes(desk: Desk, one: Indicator, month: int) -> list[tuple[str, int, str]]:
    """What became another thing up to a month: declared step changes, then new definitions."""
    declared = [("step", step.month, step.text) for step in steps(desk, one.id) if step.month <= month]
    ends = first_day(month + 1)
    return declared + [
        ("definition", month_of(version.begins), version.note)
        for version in one.versions[1:]
        if version.begins < ends
    ]


def read_beside(header: dict[str, Any]) -> Beside:
    """What was stored; nothing where a month was frozen before these were kept."""
    if "others" not in header:
        return EMPTY
    return Beside(
        others={_pair(key): _read(one) for key, one in header["others"].items()},
        wanted={key: _value(text) for key, text in header["wanted"].items()},
        typed={(_pair(key)[0], int(_pair(key)[1])): _read(one) for key, one in header["typed"].items()},
        notes=tuple(FrozenNote(**one) for one in header["notes"]),
        changes={
            key: tuple((kind, at, words) for kind, at, words in found)
            for key, found in header["changes"].items()
        },
    )


def _pair(key: str) -> tuple[str, str]:
    first, _, second = key.partition(" ")
    return first, second


def _note(one: Note) -> dict[str, Any]:
    late = one.late and one.kind == "action"
    made = FrozenNote(one.indicator, one.month, one.kind, one.text, one.owner, one.due, one.closed_on, late)
    return asdict(made)


def _stored(one: Entered) -> list[str]:
    return [_word(one.value), one.unit, one.year, one.origin]


def _read(stored: list[str]) -> Entered:
    text, unit, year, origin = stored
    return Entered(_value(text), unit, year, origin)


def _word(value: Value) -> str:
    return value.word if value.number is None else repr(value.number)


def _value(text: str) -> Value:
    return Value(None, text) if text in (NOT_APPLICABLE, TO_COME) else Value(float(text), "")
