"""What a person has to look at after an import: the rows of ``import_issue``, before they are written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from desktop.domain.casebook import Casebook
from desktop.exchange.dates import read_day

LEVELS = ("rejected", "exception", "conflict", "changed", "possible_match", "gone")
_ANY_DAY = 20_000  # only two-digit years are read against it, and always in the same way
Proposal = list[dict[str, Any]]  # see desktop.commands.issues for the steps it can hold


@dataclass(slots=True)
class Finding:
    """One row of the list of things to look at.

    Attributes:
        level: one of `LEVELS`.
        sheet, row, column, value: the cell as typed; row 0 when the file as a whole is meant.
        reason: what is the matter, in plain English.
        case, person: ids, "" when none.
        proposal: what a person's yes would do; empty when there is nothing to say yes to.
        code: a stable word for the reason, "" for one made here.
    """

    level: str
    sheet: str
    row: int
    column: str
    value: str
    reason: str
    case: str = ""
    person: str = ""
    proposal: Proposal | None = None
    code: str = ""

    def key(self) -> tuple[str, ...]:
        """The same finding in another file or on another row has the same key."""
        whose = self.case or self.person or f"{self.sheet}!{self.row}"
        level = "differs" if self.level in ("changed", "conflict") else self.level
        reason = "" if level == "differs" else self.reason
        return level, whose, self.column.casefold(), _as_meant(self.value), reason


@dataclass(frozen=True, slots=True)
class Listed:
    """A finding that an earlier import listed.

    Attributes:
        row: row of ``import_issue``.
        batch: row of ``import_batch``.
        waiting: nobody has decided it yet.
    """

    row: int
    batch: int
    waiting: bool
    finding: Finding


def listed(book: Casebook) -> list[Listed]:
    """Every finding on record, decided or not; those of imports that were taken back left out."""
    table = book.import_issue
    waiting = table.code("state", "open")
    numbers, columns = table.column("row"), table.column("column")
    found = []
    for row in range(len(table)):
        batch = int(table.batch[row])
        if not table.live[row] or batch < 0 or not book.import_batch.live[batch]:
            continue
        case, person = int(table.case[row]), int(table.person[row])
        finding = Finding(
            table.word("level", row),
            table.sheet[row],
            int(numbers[row]),
            columns[row],
            table.value[row],
            table.reason[row],
            book.case.ids[case] if case >= 0 else "",
            book.person.ids[person] if person >= 0 else "",
        )
        found.append(Listed(row, batch, int(table.state[row]) == waiting, finding))
    return found


@lru_cache(maxsize=65536)
def _as_meant(value: str) -> str:
    """A value however it was typed: ``22/4/26`` and ``22.04.2026`` are one."""
    day = read_day(value, today=_ANY_DAY) if value[:1].isdigit() or value[:1] == " " else None
    return str(day) if isinstance(day, int) else value.strip().casefold()


def as_text(proposal: Proposal | None) -> str:
    """A proposal as it is kept."""
    return json.dumps(proposal, separators=(",", ":"), ensure_ascii=False) if proposal else ""
