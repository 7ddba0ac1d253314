"""What an import would do, with the rows behind every count."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from desktop.domain.changes import Act
from desktop.exchange.reconcile.findings import Finding
from desktop.exchange.records import ParsedFile


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file.

    Attributes:
        ref: the child's id, or the reference of the request.
        why: for a row that waits for a person, both values of everything that differs.
    """

    sheet: str
    row: int
    ref: str
    why: str = ""


@dataclass(slots=True)
class ImportPlan:
    """The answer of a dry run.

    Every row of the sheets is new, changed, same, repeated, rejected or skipped, and is counted once.
    *New* brings something that goes in by itself (a new case, a later event, a blank filled), *changed*
    differs from what stands and waits for a person, *same* brings nothing.

    Attributes:
        parsed: the file as read.
        layout: of the file.
        as_at: the day it describes, None when neither the file nor the importer says.
        outcome: what each record counts as.
        findings: everything to look at, whether or not an earlier import listed it.
        act: what would be committed; None when the file brings nothing new.
        revision: of the casebook that the file was compared with.
    """

    parsed: ParsedFile
    layout: str
    as_at: int | None
    outcome: list[str]
    findings: list[Finding] = field(default_factory=list)
    act: Act | None = None
    revision: int = -1

    @property
    def new(self) -> list[Line]:
        """Rows that bring something that goes in by itself."""
        return self._lines("new")

    @property
    def changed(self) -> list[Line]:
        """Rows that differ from what stands, each with what differs."""
        why: dict[tuple[str, int], list[str]] = {}
        for one in (*self.to_confirm, *self.conflicts):
            why.setdefault((one.sheet, one.row), []).append(f"{one.column}: {one.reason}")
        lines = self._lines("changed")
        return [replace(line, why="; ".join(why.get((line.sheet, line.row), []))) for line in lines]

    @property
    def same(self) -> list[Line]:
        """Rows that bring nothing."""
        return self._lines("same")

    @property
    def repeated(self) -> list[Line]:
        """Rows that speak of a case again and add nothing to it, exact repeats included."""
        exact = [Line(one.sheet, one.row, "") for one in self.parsed.skipped if one.kind == "repeated"]
        return self._lines("repeated") + exact

    @property
    def rejected(self) -> list[Finding]:
        """Rows that say nothing that can be read."""
        return self._level("rejected")

    @property
    def exceptions(self) -> list[Finding]:
        """Odd facts that were kept and flagged."""
        return self._level("exception")

    @property
    def conflicts(self) -> list[Finding]:
        """Two sources that disagree; what stood first stays."""
        return self._level("conflict")

    @property
    def to_confirm(self) -> list[Finding]:
        """Values that a later file changes."""
        return self._level("changed")

    @property
    def possible_matches(self) -> list[Finding]:
        """People who may be one."""
        return self._level("possible_match")

    @property
    def gone(self) -> list[Finding]:
        """Open cases that an earlier file of this layout showed and this one does not."""
        return self._level("gone")

    def _level(self, level: str) -> list[Finding]:
        return [one for one in self.findings if one.level == level]

    def _lines(self, outcome: str) -> list[Line]:
        lines = []
        first = 0
        for table in self.parsed.tables:
            refs = table.columns.get("ref") or table.columns["child_id"]
            for at, row in enumerate(table.rows):
                if self.outcome[first + at] == outcome:
                    lines.append(Line(table.sheet, row, refs[at]))
            first += len(table)
        return lines

    def counts(self) -> dict[str, int]:
        """How many rows of each kind, and how many things to look at."""
        exact = self.parsed.repeated
        return {
            "new": self.outcome.count("new"),
            "changed": self.outcome.count("changed"),
            "same": self.outcome.count("same"),
            "rejected": len(self.rejected),
            "gone": len(self.gone),
            "repeated": self.outcome.count("repeated") + exact,
            "skipped": sum(each.how_many for each in self.parsed.skipped) - exact,
            "exceptions": len(self.exceptions),
            "conflicts": len(self.conflicts),
            "possible_matches": len(self.possible_matches),
        }
