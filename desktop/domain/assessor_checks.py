"""May this assessor take this request? Every check of the law and of the council, each with its source.

A hard result bars: our own act is refused. A soft one is said, and where it asks for a reason the act needs
one. What nobody has recorded is never a bar: a tracker names assessors without a register, so a fact that is
not on record is said softly; a fact on record that has lapsed bars. Regulations are those of SI 2008/1858,
paragraphs those of Schedule A1 to the Mental Capacity Act 2005.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from desktop.domain.dols_facts import Bools, Ints

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

OK, SOFT, ASK, HARD = range(4)  # ASK is soft and wants a reason
Rows = Sequence[int] | Ints
Result = Literal["ok", "soft", "hard"]
STATUTE, COUNCIL = "statute", "council rule"
RULES: dict[str, tuple[str, str]] = {  # rule id -> (basis, citation)
    "register": (STATUTE, "SI 2008/1858 regulations 4 and 5"),
    "entry": (STATUTE, "SI 2008/1858 regulations 3 to 5"),
    "profession": (STATUTE, "SI 2008/1858 regulation 5(2)"),
    "doctor": (STATUTE, "SI 2008/1858 regulation 4"),
    "registration": (STATUTE, "SI 2008/1858 regulation 5(2) and (3)(a)"),
    "experience": (STATUTE, "SI 2008/1858 regulation 5(3)(b)"),
    "qualified": (STATUTE, "SI 2008/1858 regulation 5(3)(c)"),
    "refresher": (STATUTE, "SI 2008/1858 regulation 5(3)(d)"),
    "section_12": (STATUTE, "SI 2008/1858 regulation 4"),
    "dols_training": (STATUTE, "SI 2008/1858 regulation 4"),
    "insurance": (STATUTE, "SI 2008/1858 regulation 3(2)"),
    "dbs": (STATUTE, "SI 2008/1858 regulation 3(4)"),
    "dbs_age": (COUNCIL, "how often certificates are renewed"),
    "same_person": (STATUTE, "Mental Capacity Act 2005 Schedule A1 paragraph 129(5)"),
    "involved": (STATUTE, "SI 2008/1858 regulation 12(1)"),
    "own_home": (STATUTE, "SI 2008/1858 regulation 12(2)"),
    "relative": (STATUTE, "SI 2008/1858 regulation 10"),
    "financial_interest": (STATUTE, "SI 2008/1858 regulation 11"),
    "declared": (STATUTE, "SI 2008/1858 regulations 10 to 12"),
    "interest": (COUNCIL, "standing interests"),
    "same_team": (COUNCIL, "independence from the placement decision"),
    "away": (COUNCIL, "leave"),
    "room": (COUNCIL, "how much an assessor takes on"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One check of one assessor for one request.

    Attributes:
        rule: id in `RULES`; result: ``ok``, ``soft`` or ``hard``.
        basis: ``statute`` or ``council rule``; citation: its regulation or paragraph, or the council's words.
        words: the finding, without the name of the relevant person.
        asks: a soft one that an allocation must give a reason for.
    """

    rule: str
    result: Result
    basis: str
    citation: str
    words: str
    asks: bool = False


@dataclass(frozen=True)
class Finding:
    """One rule for all pairs: `code` has an entry per assessor, or one per request and assessor.

    ``words`` makes the sentence of a pair (place of the request, place of the assessor).
    """

    rule: str
    code: Ints
    words: Callable[[int, int], str]

    def at(self, request: int, assessor: int) -> int:
        """How one pair stands with the rule: `OK` to `HARD`."""
        return int(self.code[assessor] if self.code.ndim == 1 else self.code[request, assessor])


@dataclass(frozen=True)
class CheckTable:
    """Every check of some assessors for some requests.

    Attributes:
        cases, workers: rows; `on` the day of the selection.
        worst: int8[request, assessor], the worst of all findings.
    """

    role: str
    cases: Ints
    workers: Ints
    on: int
    findings: tuple[Finding, ...]
    worst: Ints

    @property
    def barred(self) -> Bools:
        """Which pairs may not be."""
        made: Bools = self.worst == HARD
        return made

    @property
    def asks(self) -> Bools:
        """Which pairs may be, with a reason."""
        made: Bools = self.worst == ASK
        return made

    def of(self, request: int, assessor: int) -> list[Check]:
        """All checks of one pair, the worst first."""
        made = [_check(one, request, assessor) for one in self.findings]
        rank = {"hard": 0, "soft": 1, "ok": 3}
        return sorted(made, key=lambda check: rank[check.result] - 0.5 * check.asks)

    def said(self, request: int, assessor: int, least: int = SOFT) -> list[Check]:
        """The checks of one pair that found something at least so bad, the worst first."""
        found = [one for one in self.findings if one.at(request, assessor) >= least]
        found.sort(key=lambda one: -one.at(request, assessor))
        return [_check(one, request, assessor) for one in found]


def checks(desk: Desk, cases: Rows, workers: Rows, role: str, on: int) -> CheckTable:
    """Check assessors for requests.

    Args:
        desk: the snapshot; its day decides about leave and load.
        cases: case rows of DoLS requests.
        workers: worker rows.
        role: ``bia`` or ``mha``.
        on: the day of the selection, which is the day of the allocation.
    """
    from desktop.domain.assessor_rules import findings

    case, worker = np.asarray(cases, np.int32), np.asarray(workers, np.int32)
    found = tuple(findings(desk, case, worker, role, on))
    alone, worst = np.zeros(len(worker), np.int8), np.zeros((len(case), len(worker)), np.int8)
    for one in found:
        np.maximum(
            alone if one.code.ndim == 1 else worst, one.code, out=alone if one.code.ndim == 1 else worst
        )
    np.maximum(worst, alone, out=worst)
    return CheckTable(role, case, worker, on, found, worst)


def check_pair(desk: Desk, case: int, worker: int, role: str, on: int) -> list[Check]:
    """All checks of one assessor for one request, the worst first."""
    return checks(desk, [case], [worker], role, on).of(0, 0)


def as_json(found: Sequence[Check]) -> str:
    """The checks as they are kept with the selection (the evidence that para 129 asks for)."""
    return json.dumps([asdict(check) for check in found], ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> list[Check]:
    """The checks that were kept with a selection; none for a blank."""
    return [Check(**one) for one in json.loads(text)] if text else []


def _check(one: Finding, request: int, assessor: int) -> Check:
    code = one.at(request, assessor)
    basis, citation = RULES[one.rule]
    result: Result = "hard" if code == HARD else "ok" if code == OK else "soft"
    words = one.words(request, assessor) if code != OK else "In order"
    return Check(one.rule, result, basis, citation, words, asks=code == ASK)
