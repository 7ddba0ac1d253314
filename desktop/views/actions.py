"""Everything the window can do, declared once: words, keys, icon, and when it can be done.

Menus, the context menu, the buttons, the shortcuts and the help sheet all read this.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.domain.kinds import CASE_KINDS
from desktop.models.may import why_not
from desktop.views.places import PLACES
from desktop.views.theme import theme

CHILD_KINDS = frozenset(CASE_KINDS) - {"dols"}
PLANS = frozenset({"cp", "cla", "cin", "care_leaver", "private_fostering"})
CLA = frozenset({"cla"})
DOLS = frozenset({"dols"})
ANY = frozenset(CASE_KINDS)
Scope = Literal["window", "list", "row"]


@dataclass(frozen=True)
class UiState:
    """What enabling depends on: an open database (shared or not), the rows chosen, today's desk, a worker.

    `role`: the person's in the shared database, blank without one.
    """

    is_open: bool = False
    kinds: frozenset[str] = frozenset()
    chosen: int = 0
    is_today: bool = True
    has_worker: bool = False
    shared: bool = False
    role: str = ""


@dataclass(frozen=True)
class Verb:
    """One thing to do.

    Attributes:
        scope: "window" works anywhere; "list" on a list page; "row" needs a chosen row and its single
            letter counts only while the list has the focus.
        kinds: the kinds of case it is for ("row" only).
        single: only with exactly one row chosen.
        rowless: may be done with no row chosen: its panel asks whom it is about.
        of_worker: for the worker of the current row, so that rows of workers will do too.
        changes: writes something, so not while an earlier day is looked at as it was then known.
        shared: about the shared database, so only while one is open.
    """

    id: str
    text: str
    keys: str
    group: str
    icon: str = ""
    scope: Scope = "window"
    kinds: frozenset[str] = ANY
    single: bool = False
    rowless: bool = False
    of_worker: bool = False
    changes: bool = False
    shared: bool = False
    means: str = ""

    def allowed(self, state: UiState) -> bool:
        """Whether it can be done now."""
        if (self.shared and not state.shared) or why_not(self.id, state.role):
            return False
        if not state.is_open and self.scope != "window":
            return False
        if self.scope != "row":
            return state.is_open or self.id in _WITHOUT_DATABASE
        if self.of_worker:
            return state.has_worker
        if not state.chosen and self.rowless:
            return state.is_open
        if not state.chosen or (self.single and state.chosen != 1):
            return False
        return bool(state.kinds) and state.kinds <= self.kinds


def _row(name: str, text: str, keys: str, icon: str, **more: object) -> Verb:
    return Verb(name, text, keys, "For the chosen rows", icon, "row", **more)  # type: ignore[arg-type]


VERBS: tuple[Verb, ...] = (
    *(Verb(f"go_{place.name}", place.title, place.keys, "Go to", place.icon) for place in PLACES),
    Verb("new_request", "New request", "Ctrl+N", "Add", "plus", changes=True, means="A DoLS request"),
    Verb("new_plan", "New child or plan", "Ctrl+Shift+N", "Add", "plus", changes=True),
    Verb("import", "Import spreadsheets…", "Ctrl+O", "Add", "import", changes=True),
    _row("explain", "Explain this date", "E", "explain", single=True),
    _row("visit", "Visit", "V", "visits", kinds=CHILD_KINDS, rowless=True, changes=True),
    _row("supervision", "Supervision", "S", "supervision", kinds=CHILD_KINDS, changes=True),
    _row("visit_to", "Visit to somebody else", "Shift+V", "visits", rowless=True, changes=True),
    _row("record", "Review, health, meeting, contact", "U", "check", kinds=CHILD_KINDS, changes=True),
    _row("plan_ahead", "Plan a visit or supervision", "L", "calendar", kinds=CHILD_KINDS, changes=True),
    _row("frequency", "Agreed visiting frequency", "F", "visits", kinds=CLA, single=True, changes=True),
    _row("escalate", "Inform a manager", "I", "warning", kinds=CHILD_KINDS, changes=True),
    _row("allocate", "Allocate", "A", "allocate", changes=True),
    _row("visited", "Assessor visited", "M", "visits", kinds=DOLS, changes=True),
    _row("propose", "Propose assessors", "Shift+A", "allocate", kinds=DOLS, changes=True),
    _row("returned", "Assessment returned", "R", "return", kinds=DOLS, changes=True),
    _row("query", "Query to the assessor", "Q", "return", kinds=DOLS, changes=True),
    _row("offer_answer", "Answer, hand back or cancel", "D", "return", kinds=DOLS, changes=True),
    _row("sign_off", "Sign off", "G", "check", kinds=DOLS, changes=True),
    _row("after", "After sign-off", "B", "check", kinds=DOLS, single=True, changes=True),
    _row("triage", "Triage", "T", "dols", kinds=DOLS, changes=True),
    _row("note", "Note or chase", "N", "note", changes=True),
    _row("change", "Other change", "P", "file", kinds=PLANS | DOLS, single=True, changes=True),
    _row("correct", "Correct an entry", "C", "file", single=True, changes=True),
    _row("priority_high", "High priority", "1", "dols", kinds=DOLS, changes=True),
    _row("priority_medium", "Medium priority", "2", "dols", kinds=DOLS, changes=True),
    _row("priority_low", "Low priority", "3", "dols", kinds=DOLS, changes=True),
    _row("close", "Close", "X", "close", changes=True),
    _row("still_there", "Still there?", "O", "people", kinds=DOLS, changes=True),
    _row("worker_page", "Open the worker's page", "W", "people", of_worker=True),
    _row("child_page", "Open the child's page", "K", "file", kinds=CHILD_KINDS, single=True),
    _row("home", "Open the home's page", "H", "people", kinds=DOLS, single=True),
    Verb("absence", "Worker away, covered or left", "Ctrl+Shift+A", "Add", "people", changes=True),
    Verb("assessor", "Assessor's register entry", "Ctrl+Shift+R", "Add", "people", changes=True),
    Verb("find", "Find in this list", "Ctrl+F", "In a list", "search", "list"),
    Verb("clear", "Show all rows again", "Esc", "In a list", "close", "list"),
    Verb("columns", "Choose columns", "Ctrl+Shift+L", "In a list", "columns", "list"),
    Verb("detail", "Show or hide the case's detail", "F4", "In a list", "file", "list"),
    Verb("print", "Print, or save as PDF", "Ctrl+P", "In a list", "print", "list"),
    Verb("copy", "Copy rows with headings", "Ctrl+C", "In a list", "copy", "row"),
    Verb("copy_plain", "Copy rows without headings", "Ctrl+Shift+C", "In a list", "copy", "row"),
    Verb("palette", "Find anybody or anything", "Ctrl+K", "Window", "search"),
    Verb("as_at", "Look at another day", "Ctrl+D", "Window", "calendar"),
    Verb("undo", "Undo", "Ctrl+Z", "Window", "undo"),
    Verb("bigger", "Larger text", "Ctrl++", "Window", "plus"),
    Verb("smaller", "Smaller text", "Ctrl+-", "Window", "search"),
    Verb("theme", "Light, dark or as the system", "Ctrl+Shift+T", "Window", "theme"),
    Verb("sync_now", "Send and fetch now", "F5", "Window", "return", shared=True),
    Verb("unsent", "Unsent work", "Ctrl+Shift+U", "Window", "file", shared=True),
    Verb("settings", "Settings and closure days…", "Ctrl+,", "Window", "columns"),
    Verb("open", "Open another database…", "Ctrl+Shift+O", "Window", "file"),
    Verb("help", "All keys", "F1", "Window", "help"),
)
BY_ID: dict[str, Verb] = {verb.id: verb for verb in VERBS}
_WITHOUT_DATABASE = frozenset({"bigger", "smaller", "theme", "open", "help"})
# Letters count only while a list has the focus, so that they can be typed everywhere else; Esc belongs
# to whatever has the focus.
_LOCAL = frozenset(verb.id for verb in VERBS if verb.scope == "row") | {"clear"}


@dataclass
class Actions:
    """The verbs as Qt actions on one window.

    Attributes:
        made: action by verb id.
    """

    window: QWidget
    perform: Callable[[str], None]
    made: dict[str, QAction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for verb in VERBS:
            action = QAction(verb.text, self.window)
            action.setToolTip(f"{verb.text} ({verb.keys})")
            action.triggered.connect(lambda _=False, name=verb.id: self.perform(name))
            if verb.id not in _LOCAL:
                action.setShortcut(QKeySequence(verb.keys))
                self.window.addAction(action)
            self.made[verb.id] = action

    def update(self, state: UiState) -> None:
        """Enable what can be done now; the only place that decides it."""
        for verb in VERBS:
            self.made[verb.id].setEnabled(verb.allowed(state))

    def with_icons(self, ids: list[str]) -> list[QAction]:
        """Some actions, with their icons, for a menu."""
        for name in ids:
            self.made[name].setIcon(theme().icon(BY_ID[name].icon, "text_soft"))
        return [self.made[name] for name in ids]


def verb_of_letter(letter: str) -> Verb | None:
    """The row verb of a letter (``a``, ``Shift+A``) pressed while a list has the focus."""
    return next((verb for verb in VERBS if verb.scope == "row" and verb.keys.upper() == letter.upper()), None)


def row_verbs(kinds: frozenset[str]) -> list[Verb]:
    """The verbs for rows of these kinds, in the order of menus."""
    return [verb for verb in VERBS if verb.scope == "row" and kinds and kinds <= verb.kinds]
