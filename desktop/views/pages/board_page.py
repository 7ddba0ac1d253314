"""The board: requests that want an assessor, the assessors beside them, and the proposal grid."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDrag, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.commands.allocations import Choice
from desktop.domain.changes import Changes
from desktop.errors import AppError
from desktop.models.board import Offers, offers
from desktop.models.proposal import Outcome, Problem, Proposal, Wanted, commit, note_of, propose, quicker
from desktop.models.session import Session
from desktop.settings import Settings
from desktop.views.board_pane import CASES, AssessorPane, RequestTable
from desktop.views.pages.beside import OwnVerbs
from desktop.views.pages.list_page import ListPage
from desktop.views.pages.specs import SPECS
from desktop.views.proposal_view import ProposalView
from desktop.views.table import ListTable

_SHARE = 0.46  # of the page's width that the assessors take


class BoardPage(ListPage):
    """Allocates by keyboard: A for one request, Shift+A for all that are chosen."""

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(SPECS["board"], session, settings, parent)
        self._clash: tuple[Wanted, str] | None = None
        self.pane = AssessorPane()
        self.side.addWidget(self.pane)
        self.side.detail = self.pane
        self.side.setCurrentWidget(self.pane)
        self.proposal = ProposalView(session.today)
        self._build_body()
        self.pane.lane_changed.connect(lambda _: self._ask_detail())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._later.start())
        self.pane.left.connect(self.table.setFocus)
        self.pane.chosen.connect(self._allocate)
        self.pane.settled.connect(self._settle)
        self.proposal.commit_asked.connect(self._commit)
        self.proposal.settled.connect(self._note)
        self.proposal.closed.connect(self._end_proposal)

    def _build_body(self) -> None:
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        self.body = QStackedWidget()
        box.removeWidget(self.split)
        self.body.addWidget(self.split)
        self.body.addWidget(self.proposal)
        box.addWidget(self.body, 1)

    def _make_table(self) -> ListTable:
        made = RequestTable(self.model)
        made.lane_asked.connect(lambda: self.pane.other_lane())
        made.dragged.connect(self._drag)
        return made

    # what the shell asks

    def focus_first(self) -> None:
        """Put the cursor where one works: in the proposal while there is one."""
        shown = self.body.currentWidget() is self.proposal
        (self.proposal.table if shown else self.table).setFocus()

    def own_verbs(self) -> OwnVerbs:
        return super().own_verbs() | {
            "allocate": self.start_choosing,
            "propose": lambda: self.propose(self.chosen_cases()),
            "detail": self.toggle_detail,
        }

    def start_choosing(self) -> None:
        """Go to the assessors, best fit first."""
        self.side.show()
        self.side.setCurrentWidget(self.pane)
        self.pane.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_detail(self) -> None:
        """Look at the request itself in the place of the assessors, or the other way round."""
        shown = self.side.currentWidget()
        self.side.setCurrentWidget(self.detail if shown is self.pane else self.pane)
        self._ask_detail()
        self.table.setFocus()

    def propose(self, cases: list[int]) -> None:
        """Propose assessors for some requests."""
        if not self._is_today():
            return
        self._session.ask(
            lambda desk: propose(desk, cases), self._show_proposal, owner=self, key="board.propose"
        )

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._clash is not None and event.text().upper() in ("T", "M", "B"):
            self._settle(event.text().upper())
        else:
            super().keyPressEvent(event)

    # allocating

    def _allocate(self, worker: int, place: int, reason: str, cases: list[int]) -> None:
        """One assessor for the chosen requests (or for those that were dropped on them)."""
        desk, role, today = self._session.desk, self.pane.role, self._session.today
        if desk is None or not self._is_today():
            return
        chosen = cases or self.chosen_cases()
        wanted = [
            Wanted(
                case,
                desk.book.case.ids[case],
                (Choice(case, worker, role, today, reason=reason, place=place),),
                reason,
            )
            for case in chosen
        ]
        self._run(wanted, self._on_allocated)

    def _is_today(self) -> bool:
        if not self._session.is_today:
            self.said.emit("You look at another day. Go back to today (Ctrl+D, t) to allocate.")
        return self._session.is_today

    def _commit(self, wanted: list[Wanted]) -> None:
        self._run(wanted, self._on_committed)

    def _run(self, wanted: list[Wanted], on_done: object) -> None:
        work = self._session.workspace
        if work is None or not wanted:
            return
        author, today = self._session.author, self._session.today
        self._session.tasks.run(
            lambda: commit(work, wanted, author=author, today=today),
            owner=self,
            on_done=partial(self._done, wanted, on_done),
            on_error=self._on_not_saved,
        )

    def _done(self, wanted: list[Wanted], then: object, outcome: Outcome) -> None:
        if outcome.changes is not None:
            self._session.adopt(outcome.changes, outcome.told)
        elif outcome.problems:
            self._session.ask(lambda desk: desk, lambda _: self.mark_stale())
        then(wanted, outcome)  # type: ignore[operator]

    def _on_allocated(self, wanted: list[Wanted], outcome: Outcome) -> None:
        if not outcome.problems:
            self.pane.tell_wrong("")
            self.table.setFocus()
            return
        case, problem = next(iter(outcome.problems.items()))
        if problem.taken:
            self._clash = next(row for row in wanted if row.case == case), problem.words
            self.pane.tell_clash(problem.words)
            self.table.setFocus()
        else:
            self.pane.tell_wrong(problem.words)

    def _on_committed(self, wanted: list[Wanted], outcome: Outcome) -> None:
        problems = {case: (one.words, one.taken) for case, one in outcome.problems.items()}
        self.proposal.tell_problems(problems, outcome.saved)

    def _on_not_saved(self, error: AppError) -> None:
        self.proposal.not_saved()
        self._session.failed.emit(error)

    def _settle(self, letter: str) -> None:
        """Somebody was quicker: theirs stands; M asks for this manager's choice, B keeps it as a note."""
        if self._clash is None:
            return
        (row, words), self._clash = self._clash, None
        self.pane.tell_clash("")
        if letter != "T":
            self._note(row, words, letter == "M")
        self.table.setFocus()

    def _note(self, row: Wanted, words: str, asks: bool) -> None:
        author, today = self._session.author, self._session.today
        self._session.run(
            lambda desk: note_of(desk, row, words, author=author, today=today, asks=asks),
            told="You have asked for yours; it waits on Today as a chase."
            if asks
            else "Your choice is kept as a note.",
        )

    # the proposal

    def _show_proposal(self, made: Proposal) -> None:
        if not made.rows:
            self.said.emit("Nobody is wanted for the chosen requests: each lane is held or offered.")
            return
        self.proposal.today = self._session.today
        self.strip.hide()
        self.bar.hide()
        self.body.setCurrentWidget(self.proposal)
        self.proposal.tell(made)

    def _end_proposal(self) -> None:
        self.body.setCurrentWidget(self.split)
        self.strip.show()
        self.bar.show()
        self.table.setFocus()

    def _on_opened(self) -> None:
        """A proposal is about the file that was open before."""
        self._clash, self.proposal.proposal = None, None
        self.pane.tell_clash("")
        self.body.setCurrentWidget(self.split)
        self.strip.show()
        self.bar.show()
        super()._on_opened()

    def _on_changed(self, changes: Changes) -> None:
        """Whoever was quicker with a request of the proposal is named at once, not only when it is saved."""
        super()._on_changed(changes)
        work, shown = self._session.workspace, self.proposal.proposal
        if work is None or shown is None or self.body.currentWidget() is not self.proposal:
            return
        wanted = [row.wanted(self.proposal.today) for row in shown.rows if not row.taken]
        self._session.tasks.run(
            lambda: quicker(work, wanted), owner=self, key="board.quicker", on_done=self._tell_quicker
        )

    def _tell_quicker(self, found: dict[int, Problem]) -> None:
        self.proposal.tell_quicker({case: one.words for case, one in found.items()})

    # the assessors

    def _ask_detail(self) -> None:
        if self.side.currentWidget() is not self.pane:
            super()._ask_detail()
            return
        cases, role = self.chosen_cases()[:1], self.pane.role
        case = cases[0] if cases else -1
        self._session.ask(
            lambda desk: offers(desk, case, role), self._tell_offers, owner=self, key="board.offers"
        )

    def _tell_offers(self, made: Offers) -> None:
        if self._clash is not None and made.case != self._clash[0].case:
            self._clash = None
            self.pane.tell_clash("")
        self.pane.tell(made, len(self.chosen_cases()) - 1)

    def _enter_detail(self) -> None:
        self.start_choosing()

    def _drag(self) -> None:
        """The chosen requests go with the mouse; dropping them on an assessor allocates."""
        mime = QMimeData()
        mime.setData(CASES, ",".join(map(str, self.chosen_cases())).encode())
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.MoveAction)

    def _give_width(self) -> None:
        whole = max(self.split.width(), 1)
        self.split.setSizes([round(whole * (1 - _SHARE)), round(whole * _SHARE)])

    def _keep_width(self) -> None:
        """The board shares its width anew each time; the other pages keep theirs."""
