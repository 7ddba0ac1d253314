"""Entry panels: what a person types for each verb, beside the list it concerns.

The shell opens `PANELS[verb].open(context)` beside the list, shows the widget, and removes it when it
emits `closed`. Its keys and words are those of the verb in `desktop.views.actions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from desktop.domain.kinds import CASE_KINDS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.views.panels.context import PanelContext
    from desktop.views.panels.entry import Entry

CHILDREN = frozenset(CASE_KINDS) - {"dols"}
CLA = frozenset({"cla"})
DOLS = frozenset({"dols"})
EVERY = frozenset(CASE_KINDS)
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PanelFactory:
    """One entry panel, imported when it is first opened.

    Attributes:
        key: the id of the verb that opens it.
        title: what it is headed with.
        shortcut: the key that opens it.
        lists: the lists whose rows it applies to; none for a panel that needs no row.
        kinds: the kinds of case it applies to.
        where: module and class.
        children: module and class where every row is a child's case, when that asks for other fields.
    """

    key: str
    title: str
    shortcut: str
    lists: frozenset[str]
    kinds: frozenset[str]
    where: str
    children: str = ""

    def open(self, context: PanelContext, parent: QWidget | None = None) -> Entry:
        """A fresh panel for the rows of a context; it fills itself."""
        module, _, name = self._where(context).partition(":")
        made: Entry = getattr(import_module(f"desktop.views.panels.{module}"), name)(context, parent)
        return made

    def _where(self, context: PanelContext) -> str:
        desk = context.session.desk
        if not self.children or desk is None or not context.cases:
            return self.where
        kinds = {desk.book.case.word("kind", case) for case in context.cases}
        return self.children if kinds <= CHILDREN else self.where


_CHILD_LISTS = frozenset(
    {"today", "visits", "supervision", "people", "overdue", "due_soon", "queue", "no_date", "agreements"}
)
_DOLS_LISTS = frozenset({"today", "dols", "people", "overdue", "due_soon", "queue", "unallocated", "no_date"})
_ALL = _CHILD_LISTS | _DOLS_LISTS

PANELS: dict[str, PanelFactory] = {
    made.key: made
    for made in (
        PanelFactory(
            "new_request", "New DoLS request", "Ctrl+N", frozenset(), NONE, "new_request:NewRequest"
        ),
        PanelFactory(
            "new_plan", "New child or plan", "Ctrl+Shift+N", frozenset(), NONE, "new_plan:NewPlanEntry"
        ),
        PanelFactory("visit", "Visit", "V", _CHILD_LISTS, CHILDREN, "visit:VisitEntry"),
        PanelFactory(
            "supervision", "Supervision", "S", _CHILD_LISTS, CHILDREN, "supervision:SupervisionEntry"
        ),
        PanelFactory("visit_to", "Visit to somebody else", "Shift+V", _CHILD_LISTS, NONE, "visit:VisitTo"),
        PanelFactory(
            "record",
            "Review, health, meeting, contact",
            "U",
            _CHILD_LISTS,
            CHILDREN,
            "records:RecordEntry",
        ),
        PanelFactory(
            "plan_ahead",
            "Plan a visit or supervision",
            "L",
            _CHILD_LISTS,
            CHILDREN,
            "plan_ahead:PlanAheadEntry",
        ),
        PanelFactory(
            "frequency", "Agreed visiting frequency", "F", _CHILD_LISTS, CLA, "frequency:FrequencyEntry"
        ),
        PanelFactory("escalate", "Inform a manager", "I", _CHILD_LISTS, CHILDREN, "escalate:EscalateEntry"),
        PanelFactory(
            "allocate",
            "Allocate",
            "A",
            _ALL,
            EVERY,
            "allocate:AllocateEntry",
            children="reallocate:ReallocateEntry",
        ),
        PanelFactory("visited", "Assessor visited", "M", _DOLS_LISTS, DOLS, "visited:VisitedEntry"),
        PanelFactory(
            "offer_answer",
            "Answer, hand back or cancel",
            "D",
            _DOLS_LISTS,
            DOLS,
            "offer_answer:OfferAnswerEntry",
        ),
        PanelFactory(
            "assessor",
            "Assessor's register entry",
            "Ctrl+Shift+R",
            frozenset(),
            NONE,
            "assessor_register:AssessorEntry",
        ),
        PanelFactory("returned", "Assessment returned", "R", _DOLS_LISTS, DOLS, "returned:ReturnedEntry"),
        PanelFactory("query", "Query to the assessor", "Q", _DOLS_LISTS, DOLS, "query:QueryEntry"),
        PanelFactory("triage", "Triage", "T", _DOLS_LISTS, DOLS, "triage:TriageEntry"),
        PanelFactory("after", "After sign-off", "B", _DOLS_LISTS, DOLS, "after:AfterEntry"),
        PanelFactory("sign_off", "Sign off", "G", _DOLS_LISTS, DOLS, "sign_off:SignOffEntry"),
        PanelFactory("note", "Note or chase", "N", _ALL, EVERY, "note:NoteEntry"),
        PanelFactory("change", "Other change", "P", _ALL, EVERY, "change:ChangeEntry"),
        PanelFactory("correct", "Correct an entry", "C", _ALL, EVERY, "correct:CorrectEntry"),
        PanelFactory(
            "absence", "Worker away, covered or left", "Ctrl+Shift+A", frozenset(), NONE, "away:AwayEntry"
        ),
        PanelFactory("close", "Close", "X", _ALL, EVERY, "close:CloseEntry"),
        PanelFactory("still_there", "Still there?", "O", _DOLS_LISTS, DOLS, "still_there:StillThereEntry"),
    )
}
