"""My work: what the assessor at the keyboard is asked, has to visit and to report on."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.lists.mine import role_of
from desktop.models.list_answer import ListAnswer
from desktop.models.session import Session
from desktop.settings import ME, Settings
from desktop.views.controls import button, label
from desktop.views.pages.list_page import ListPage
from desktop.views.pages.specs import SPECS
from desktop.views.theme import theme


class MyWorkPage(ListPage):
    """The work of one assessor; of everybody while it is not known who is at the keyboard."""

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(SPECS["mine"], session, settings, parent)
        self.whose = label(token="text_soft")
        self.this_is_me = button("This is me", self.adopt, tip="My work opens with this worker from now on")
        line = QHBoxLayout()
        line.addWidget(self.whose, 1)
        line.addWidget(self.this_is_me)
        line.setContentsMargins(0, 0, theme().px(1), 0)
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        box.insertLayout(0, line)
        self._begin()

    def chosen_role(self) -> str:
        """The lane of the row under the cursor, blank for none."""
        row = self.table.current_row()
        return role_of(int(self.answer.data.identity()[row])) if row >= 0 and self.answer is not None else ""

    def adopt(self) -> None:
        """Remember on this computer that the worker on show is the one who sits here."""
        self._session.known_as = self.selection.worker
        self._settings.put(ME, self.selection.worker)
        self._tell_whose()

    # slots and private

    def _begin(self) -> None:
        """Start with one's own work, where it is known whose that is."""
        desk, mine = self._session.desk, self._session.me
        if desk is not None and mine >= 0:
            self.selection = self.selection.but(worker=desk.book.worker.ids[mine])

    def _on_opened(self) -> None:
        super()._on_opened()
        self._begin()

    def _show(self, made: ListAnswer) -> None:
        super()._show(made)
        self._tell_whose()

    def _tell_whose(self) -> None:
        desk, chosen = self._session.desk, self.selection.worker
        if desk is None:
            return
        mine = desk.book.worker.ids[self._session.me] if self._session.me >= 0 else ""
        name = desk.book.worker.name[desk.book.worker.row(chosen)] if chosen else ""
        self.this_is_me.setVisible(bool(chosen) and chosen != mine)
        if not chosen:
            why = "" if mine else " Choose yourself under All workers to see your own only."
            self.whose.setText(f"Everybody's assessments.{why}")
        else:
            self.whose.setText(f"{name}, with whatever they cover." + ("" if chosen == mine else " Not you."))
