"""What a person has to look at after an import: the rows of ``import_issue``, before they are written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from desktop.domain.casebook import Casebook

LEVELS = ("rejected", "exception", "conflict", "changed", "possible_match", "gone")
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
        return level, whose, self.column, self.value, "" if level == "differs" else self.reason


def known_keys(book: Casebook) -> set[tuple[str, ...]]:
    """The keys of every finding already on record, decided or not."""
    table = book.import_issue
    case_ids, person_ids = book.case.ids, book.person.ids
    batch_live = book.import_batch.live
    keys = set()
    for row in range(len(table)):
        batch = int(table.batch[row])
        if not table.live[row] or batch < 0 or not batch_live[batch]:
            continue
        case, person = int(table.case[row]), int(table.person[row])
        finding = Finding(
            table.word("level", row),
            table.sheet[row],
            int(table.column("row")[row]),
            table.column("column")[row],
            table.value[row],
            table.reason[row],
            case_ids[case] if case >= 0 else "",
            person_ids[person] if person >= 0 else "",
        )
        keys.add(finding.key())
    return keys


def as_text(proposal: Proposal | None) -> str:
    """A proposal as it is kept."""
    return json.dumps(proposal, separators=(",", ":"), ensure_ascii=False) if proposal else ""
