"""A paper before it is printed: its pages as they will come out, a printer or a PDF file to choose."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.lists.desk import Desk
from desktop.errors import AppError
from desktop.models.session import Session
from desktop.reports.paper import Paper
from desktop.views.controls import announce, button, column, label
from desktop.views.printing import Printed, page_layout, print_on, write_pdf
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.views.pages.list_page import ListPage

SHOWN = 12  # pages drawn on the screen; all of them are printed


def offer_paper(parent: QWidget, session: Session, make: Callable[[Desk], Paper]) -> PaperDialog:
    """Lay a paper out off the GUI thread and show it; `make` is asked of the desk."""
    made = PaperDialog(session, make, parent)
    made.show()
    return made


def print_list(page: ListPage, session: Session) -> PaperDialog | None:
    """Offer the list of a page as it stands on the screen: its rows, columns, order and filters."""
    answer = page.answer
    if answer is None:
        return None
    data, title, filters = answer.data, page.spec.title, tuple(page.bar.chips.texts)
    sections, (key, descending) = page.table.head.shown_sections(), page.model.sort_key
    columns = [page.model.columns[at].key for at in sections]

    def make(_: Desk) -> Paper:
        from desktop.reports.lists import list_paper

        order = data.order_by(key, descending) if key else None
        return list_paper(data, title, filters, order=order, columns=columns)

    return offer_paper(page, session, make)


@dataclass(frozen=True)
class Shown:
    """A paper as it was laid out; the layout itself stays on the thread that made it.

    Attributes:
        stamp: who printed it and when, for the foot of each page.
        pages: how many there are.
        pictures: the first of them.
    """

    paper: Paper
    stamp: str
    pages: int
    pictures: tuple[QImage, ...]


class PaperDialog(QDialog):
    """The pages, and what can be done with them."""

    def __init__(
        self, session: Session, make: Callable[[Desk], Paper], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.printed: Shown | None = None
        self.setWindowTitle("Print")
        self.setAccessibleName("Print")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build()
        session.ask(make, self._lay_out, owner=self, key="paper", on_error=self._refuse)

    def _build(self) -> None:
        box = column(self, gap=0.6, margin=0.8)
        head = QHBoxLayout()
        self.about = label("Laying out the pages…", token="text_soft")
        self.save = button("Save as PDF… (Ctrl+S)", self.ask_pdf, primary=True)
        self.send = button("Print… (Ctrl+P)", self.ask_printer)
        head.addWidget(self.about, 1)
        for made in (self.save, self.send):
            made.setEnabled(False)
            head.addWidget(made)
        head.addWidget(button("Close (Esc)", self.reject, quiet=True))
        box.addLayout(head)
        self._pages = QWidget()
        self._line = QVBoxLayout(self._pages)
        self._line.setSpacing(theme().px(0.7))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName("Pages")
        self.area.setWidget(self._pages)
        box.addWidget(self.area, 1)
        for keys, act in (("Ctrl+S", self.ask_pdf), ("Ctrl+P", self.ask_printer)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self.resize(theme().px(56), theme().px(46))

    # public

    def save_pdf(self, path: Path) -> None:
        """Save it as PDF, off the GUI thread."""
        printed = self.printed
        if printed is None:
            return
        self._session.tasks.run(
            lambda: write_pdf(printed.paper, path, printed.stamp),
            lane="io",
            owner=self,
            on_done=lambda _: self._left(
                printed.paper, f"Saved as {path.name}. It names people: keep it where case files are."
            ),
            on_error=self._refuse,
        )

    def ask_pdf(self) -> None:
        """Save it as a file that is chosen."""
        if self.printed is None:
            return
        name = re.sub(r"[^\w.-]+", "-", self.printed.paper.title).strip("-").casefold()
        path, _ = QFileDialog.getSaveFileName(self, "Save as PDF", f"{name}.pdf", "PDF (*.pdf)")
        if path:
            self.save_pdf(Path(path))

    def ask_printer(self) -> None:
        """Print it on a printer that is chosen; the pages are painted off the GUI thread."""
        printed = self.printed
        if printed is None:
            return
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(page_layout(printed.paper))
        printer.setDocName("Caseclock")
        if QPrintDialog(printer, self).exec():
            self._session.tasks.run(
                lambda: print_on(printer, printed.paper, printed.stamp),
                lane="io",
                owner=self,
                on_done=lambda _: self._left(printed.paper, "Sent to the printer."),
                on_error=self._refuse,
            )

    # slots and private

    def _lay_out(self, paper: Paper) -> None:
        """Lay it out beside the database's lane: a long list takes seconds, and saving must not wait."""
        width = theme().px(52)
        stamp = f"printed {dt.datetime.now():%d/%m/%Y %H:%M} by {self._session.author}"
        self._session.tasks.run(
            lambda: _laid_out(paper, stamp, width),
            lane="io",
            owner=self,
            on_done=self._show,
            on_error=self._refuse,
        )

    def _show(self, made: Shown) -> None:
        self.printed, pages = made, made.pages
        for number, picture in enumerate(made.pictures):
            self._line.addWidget(_page(picture, f"Page {number + 1} of {pages}"))
        self._line.addStretch(1)
        more = f"; the first {SHOWN} are shown" if pages > SHOWN else ""
        self._say(f"{made.paper.title}: {pages} {'page' if pages == 1 else 'pages'} of A4{more}")
        for one in (self.save, self.send):
            one.setEnabled(True)
        self.save.setFocus()

    def _left(self, paper: Paper, words: str) -> None:
        """It has left Caseclock."""
        rows = sum(len(getattr(part, "rows", ())) for part in paper.parts)
        self._session.exported(f"paper: {paper.title}", rows)
        self._say(words)

    def _say(self, words: str) -> None:
        self.about.setText(words)
        announce(self, words)

    def _refuse(self, error: AppError) -> None:
        self._say(error.message)


def _laid_out(paper: Paper, stamp: str, width: int) -> Shown:
    """Lay out a paper and draw its first pages so many dots wide; not on the GUI thread."""
    printed = Printed(paper, stamp)
    dots = width / printed.width
    pictures = tuple(printed.picture(number, dots) for number in range(min(printed.pages, SHOWN)))
    return Shown(paper, stamp, printed.pages, pictures)


def _page(picture: QImage, name: str) -> QLabel:
    shown = QLabel()
    shown.setAccessibleName(name)
    shown.setPixmap(QPixmap.fromImage(picture))
    shown.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return shown
