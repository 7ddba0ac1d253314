"""Homes and wards, and the page about one of them: who is there, and the list to ring it through."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QPoint, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.errors import AppError
from desktop.models.list_answer import ListAnswer
from desktop.models.ring_list import MARK, SUBJECT, RingList, about_home, ring_list
from desktop.models.session import Session
from desktop.settings import Settings
from desktop.views.controls import button, label
from desktop.views.pages.beside import OwnVerbs
from desktop.views.pages.list_page import ListPage
from desktop.views.pages.specs import SPECS
from desktop.views.paper import lay_out, put_on, save_pdf
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
        home, source = self.chosen_home(), self.model.source
        if not home or source is None or self._session.desk is None:
            return
        desk = self._session.desk
        place = desk.book.managing_authority.row(home)
        words = about_home(desk, place).replace(" · ", "\n")
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
        self.ring = button("Ring list…", self.offer_list, icon="print", tip="Print, save or copy it (Ctrl+P)")
        line = QHBoxLayout()
        line.addWidget(self.about, 1)
        line.addWidget(self.ring)
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

    def offer_list(self) -> None:
        """Ask what to do with the list."""
        menu = QMenu(self)
        menu.setAccessibleName("Ring list")
        for words, act in (
            ("Print…", self.print_list),
            ("Save as PDF…", self.ask_pdf),
            ("Copy as text", self.copy_list),
            ("Copy, and begin an e-mail to the home", self.mail_list),
        ):
            menu.addAction(words).triggered.connect(lambda _=False, act=act: act())
        menu.popup(self.ring.mapToGlobal(QPoint(0, self.ring.height())))

    def print_list(self) -> None:
        """Print it on a printer that is chosen."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        made = self.ring_list()
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        lay_out(printer)
        if made is not None and QPrintDialog(printer, self).exec():
            put_on(printer, made.html(), MARK)
            self.said.emit("The list was sent to the printer.")

    def ask_pdf(self) -> None:
        """Save it as a file that is chosen."""
        path, _ = QFileDialog.getSaveFileName(self, "Save the ring list", "ring-list.pdf", "PDF (*.pdf)")
        if path:
            self.save_list(Path(path))

    def save_list(self, path: Path) -> None:
        """Save it as PDF."""
        made = self.ring_list()
        if made is None:
            return
        try:
            save_pdf(path, made.html(), SUBJECT, MARK)
        except AppError as error:
            self.said.emit(error.message)
            return
        self.said.emit(
            f"{len(made.lines)} people on {path.name}. It names them: keep it where case files are."
        )

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
        QDesktopServices.openUrl(QUrl(f"mailto:{quote(made.email)}?subject={quote(SUBJECT)}"))
        self.said.emit("Copied. Paste it into the message, and send it by your secure mail only.")

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
