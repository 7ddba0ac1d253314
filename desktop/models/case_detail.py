"""One case for the detail panel: the domain's words, with what the panel's buttons need to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk
    from desktop.domain.lists.detail import CaseDetail


@dataclass(frozen=True)
class CaseView:
    """One case.

    Attributes:
        told: its facts, clocks and timeline in words.
        case_id: its lasting id, for the history of changes.
        kind: ``cp``, ``dols`` ..., which decides what can be done with it.
        state: where a DoLS request stands, one of `domain.dols_states.STATES`; blank for every other case.
    """

    told: CaseDetail
    case_id: str
    kind: str
    state: str = ""

    @property
    def title(self) -> str:
        """The person's name where it is recorded, else initials, plan and reference."""
        return self.told.name or self.told.title


def case_view(desk: Desk, case: int) -> CaseView:
    """The case as at the desk's day; made off the GUI thread."""
    from desktop.domain.dols_states import STATES
    from desktop.domain.lists.detail import case_detail

    kind = desk.book.case.word("kind", case)
    state = STATES[int(desk.fact("dols_state")[case])] if kind == "dols" else ""
    return CaseView(case_detail(desk, case), desk.book.case.ids[case], kind, state)
