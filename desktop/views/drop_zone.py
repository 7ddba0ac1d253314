"""Where spreadsheets are dropped or chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.views.controls import button, column, label
from desktop.views.theme import theme


class DropZone(QWidget):
    """A place to drop files on, with a button that does the same.

    Signals:
        files_chosen: paths.
    """

    files_chosen = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setAccessibleName("Drop spreadsheets here")
        self._over = False
        self.choose = button("Choose spreadsheets…", self.ask, primary=True, icon="import")
        box = column(self, gap=0.7, margin=2)
        box.addStretch(1)
        words = (
            label("Drop your spreadsheets here", size=1.35, bold=True),
            label(
                "The DoLS, visits and supervision trackers as they are kept today, or the Ofsted Annex A "
                "workbook (.xlsx or .csv). You see everything that would change before anything is saved.",
                token="text_soft",
            ),
        )
        for part in words:
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(part)
        box.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)

    def ask(self) -> None:
        """Open the file chooser."""
        files, _ = QFileDialog.getOpenFileNames(
            self, "Import spreadsheets", "", "Spreadsheets (*.xlsx *.csv)"
        )
        if files:
            self.files_chosen.emit(files)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: object) -> None:
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        event.acceptProposedAction()
        self.files_chosen.emit([url.toLocalFile() for url in event.mimeData().urls()])

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(look.colour("accent" if self._over else "input_line"), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(look.colour("accent_soft" if self._over else "surface"))
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.drawRoundedRect(box, look.px(0.5), look.px(0.5))
        painter.end()


def spreadsheets_in(event: QDropEvent) -> list[str]:
    """The paths of the spreadsheets that are being dragged, wherever on the window."""
    urls = event.mimeData().urls() if event.mimeData().hasUrls() else []
    paths = [url.toLocalFile() for url in urls]
    return [path for path in paths if path.lower().endswith((".xlsx", ".csv", ".xlsm", ".xls"))]
