"""Homes and wards, and the page about one of them: who is there, and the list to ring it through."""

from __future__ import annotations

from urllib.parse import quote

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.list_answer import ListAnswer
from desktop.models.session import Session
from desktop.reports.ring_list import SUBJECT, RingList, about_home, ring_list
from desktop.settings import Settings
from desktop.views.controls import button, label
from desktop.views.pages.beside import OwnVerbs
from desktop.views.pages.list_page import ListPage
from desktop.views.pages.specs import SPECS
from desktop.views.theme import theme


class HomesPage(ListPage):
    """Every home with its numbers; Enter opens one.

    Signals:
        page_asked: the page about one home is wanted (its name, the home's id).
    """

    page_asked = Signal(str, str)

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(SPECS["homes"], session, settings, parent)

    def chosen_home(self) -> str:
        """The id of the home under the cursor, empty for none."""
        row, desk = self.table.current_row(), self._session.desk
        if row < 0 or self.answer is None or desk is None:
            return ""
        return str(desk.book.managing_authority.ids[int(self.answer.data.identity()[row])])

    # slots and private

    def _tell_worker(self) -> None:
        home = self.chosen_home()
        if not home or self.model.source is None or self._session.desk is None:
            return
        desk = self._session.desk
        place = desk.book.managing_authority.row(home)
        counts = [one for one in self.model.columns if one.kind == "int"]
        texts = self.model.texts([self.table.current_row()], counts)[0]
        told = [
            f"{one.title}: {text}" for one, text in zip(counts, texts, strict=True) if text not in ("", "0")
        ]
        words = "\n".join([*about_home(desk, place).split(" · "), "", *told])
        opening = button("Open the people there (Enter)", self._enter_detail, primary=True)
        self.detail.tell_other(desk.book.managing_authority.name[place], words, opening)

    def _enter_detail(self) -> None:
        home = self.chosen_home()
        if home:
            self.page_asked.emit("home", home)


class HomePage(ListPage):
    """The people at one home (or at all of them), with what can be taken along to ring it.

    Signals:
        title_changed: the name of the home.
    """

    title_changed = Signal(str)

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(SPECS["home"], session, settings, parent)
        self.about = label(token="text_soft")
        line = QHBoxLayout()
        line.addWidget(self.about, 1)
        for made in (
            button("Ring list (Ctrl+P)", self.offer_list, icon="print", tip="To print, or to save as PDF"),
            button("Copy as text", self.copy_list, icon="copy"),
            button("E-mail…", self.mail_list, tip="Copies the list and begins a message to the home"),
        ):
            line.addWidget(made)
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        line.setContentsMargins(0, 0, theme().px(1), 0)
        box.insertLayout(0, line)

    def show_for(self, row_id: str) -> None:
        """Show one home."""
        self.open_selection(self.selection.but(home=row_id, chip="", text="", team="", worker=""))

    def own_verbs(self) -> OwnVerbs:
        return super().own_verbs() | {"print": self.offer_list}

    def ring_list(self) -> RingList | None:
        """What stands on the list now: the chosen people when more than one is, else everybody on it."""
        desk = self._session.desk
        if desk is None or self.answer is None:
            return None
        chosen = self.table.selected_rows()
        return ring_list(desk, self.answer.data, self.selection.home, chosen if len(chosen) > 1 else ())

    def offer_list(self) -> object:
        """Offer the list to ring through, to print it or save it as PDF."""
        from desktop.views.print_dialog import offer_paper

        made = self.ring_list()
        return offer_paper(self, self._session, lambda _: made.paper()) if made is not None else None

    def copy_list(self) -> None:
        """Put it on the clipboard as text."""
        made = self.ring_list()
        if made is not None:
            QGuiApplication.clipboard().setText(made.text)
            self.said.emit(f"{len(made.lines)} people copied as text.")

    def mail_list(self) -> None:
        """Copy it and begin an e-mail; no name is put in the message's address, subject or link."""
        made = self.ring_list()
        if made is None:
            return
        self.copy_list()
        QDesktopServices.openUrl(self.mail_link(made))
        self.said.emit("Copied. Paste it into the message, and send it by your secure mail only.")

    @staticmethod
    def mail_link(made: RingList) -> QUrl:
        """A message to the home; links are kept in places that nobody guards, so it names nobody."""
        return QUrl(f"mailto:{quote(made.email, safe='@')}?subject={quote(SUBJECT)}")

    # slots and private

    def _show(self, made: ListAnswer) -> None:
        super()._show(made)
        desk, home = self._session.desk, made.selection.home
        if desk is None:
            return
        place = desk.book.managing_authority.row(home) if home else -1
        self.about.setText(about_home(desk, place))
        name = desk.book.managing_authority.name[place] if place >= 0 else self.spec.title
        self.title_changed.emit(name)
