"""What a person sees when there is no database: three ways in; and where a key is asked for or shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop.errors import AppError
from desktop.models.session import Session, today
from desktop.paths import data_dir
from desktop.views.controls import Panel, button, column, label
from desktop.views.theme import theme

if TYPE_CHECKING:
    from desktop.models.signing_in import Login
    from desktop.store.keys import Key

DEMO_FILE = "demo.caseclock"
COUNCIL_FILE = "council.caseclock"


class Opener(Protocol):
    """What opens and makes databases (the application's window)."""

    session: Session | None
    path: Path

    def open(self, path: Path, key: Key | None = None) -> None: ...
    def create(self, path: Path, key: Key | None) -> None: ...
    def open_shared(self, login: Login, on_error: Callable[[AppError], None]) -> None: ...


class FirstStart(QWidget):
    """Open the demo, import spreadsheets, or start empty."""

    def __init__(self, opener: Opener, problem: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opener = opener
        self._import_after = False
        self.setAccessibleName("Welcome")
        self.stack = QStackedWidget()
        self.stack.addWidget(self._ways(problem))
        self.stack.setMaximumWidth(theme().px(66))
        line = QHBoxLayout(self)
        line.addStretch(1)
        line.addWidget(self.stack, 20)
        line.addStretch(1)

    def focus_first(self) -> None:
        """Put the keyboard on the first choice."""
        self.spreadsheets.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ways(self, problem: str) -> QWidget:
        page = QWidget()
        box = column(page, gap=1, margin=2)
        box.addStretch(1)
        intro = "Caseclock shows what is overdue, what will be next, for whom, and why."
        for line in (
            label("What would you like to do?", size=1.7, bold=True),
            label(intro, size=1.1, token="text_soft"),
        ):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(line)
        box.addSpacing(theme().px(1))
        if problem:
            box.addWidget(label(problem, token="overdue", bold=True))
        cards = QHBoxLayout()
        cards.setSpacing(theme().px(1))
        self.demo = button("Open the demo", self._open_demo)
        self.spreadsheets = button("Import spreadsheets", lambda: self._ask_key(True), primary=True)
        self.empty = button("Start empty", lambda: self._ask_key(False))
        for title, words, key in (
            (
                "Import your spreadsheets",
                "Bring in the trackers you keep today. You see all that would change before it is saved.",
                self.spreadsheets,
            ),
            (
                "Look round first",
                "A made-up council with two years of work. No real person is in it.",
                self.demo,
            ),
            ("Start empty", "A new, encrypted database. Add requests and plans one by one.", self.empty),
        ):
            cards.addWidget(_card(title, words, key))
        box.addLayout(cards)
        box.addWidget(self._shared_card())
        self.busy = label(token="text_soft")
        box.addWidget(self.busy)
        box.addStretch(2)
        return page

    def _shared_card(self) -> Panel:
        """Under the others: the way in for a council that has a shared database."""
        card = Panel()
        line = QHBoxLayout(card)
        line.setContentsMargins(*(theme().px(1.4), theme().px(0.8)) * 2)
        line.setSpacing(theme().px(1))
        words = column(gap=0.2)
        words.addWidget(label("Connect to your council's shared database", size=1.1, bold=True))
        words.addWidget(label("For a council whose people work on one database together.", token="text_soft"))
        self.connect_shared = button("Connect…", self.ask_connect)
        line.addLayout(words, 1)
        line.addWidget(self.connect_shared)
        return card

    def ask_connect(self) -> None:
        """Ask for address, login and password of a shared database."""
        from desktop.views.connect_page import ConnectPage

        page = ConnectPage(self._opener, back=lambda: self.stack.setCurrentIndex(0))
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.focus_first()

    def _open_demo(self) -> None:
        session = self._opener.session
        if session is None:
            return
        path = data_dir() / DEMO_FILE
        if path.exists():
            self._opener.open(path)
            return
        self.demo.setEnabled(False)
        self.busy.setText("Making the demo council; this takes a few seconds…")

        def make() -> None:
            from desktop.demo import write

            write(path, 1, today())

        session.tasks.run(
            make,
            owner=self,
            on_done=lambda _: self._opener.open(path),
            on_error=lambda error: self._tell(error),
        )

    def _tell(self, error: AppError) -> None:
        self.demo.setEnabled(True)
        self.busy.setText(error.message)

    def _ask_key(self, import_after: bool) -> None:
        """Make a key on the io lane (the keychain may ask), or ask for a passphrase where there is none."""
        session = self._opener.session
        if session is None:
            return
        self._import_after = import_after

        def make() -> Any:
            from desktop.store import keys

            return keys.new_key()

        session.tasks.run(
            make, lane="io", owner=self, on_done=self._show_recovery, on_error=self._ask_passphrase
        )

    def _ask_passphrase(self, error: AppError) -> None:
        page = PassphrasePage(error.message, self._take_passphrase)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.first.setFocus()

    def _take_passphrase(self, words: str, tell: Callable[[str], None]) -> None:
        session = self._opener.session
        if session is None:
            return

        def make() -> Any:
            from desktop.store import keys

            return keys.new_key(words)

        session.tasks.run(
            make,
            lane="io",
            owner=self,
            on_done=self._show_recovery,
            on_error=lambda error: tell(error.message),
        )

    def _show_recovery(self, key: Key) -> None:
        page = RecoveryPage(key.recovery_text, lambda: self._make(key))
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.copy.setFocus()

    def _make(self, key: Key) -> None:
        path = free_path(self._opener.path if not self._opener.path.exists() else data_dir() / COUNCIL_FILE)
        session = self._opener.session
        if self._import_after and session is not None:
            shell = self.window()
            session.opened.connect(
                lambda: shell.start_import(),  # type: ignore[attr-defined]
                Qt.ConnectionType.SingleShotConnection,
            )
        self._opener.create(path, key)


def centred(widget: QWidget, width: float) -> QVBoxLayout:
    """A column of that width, in lines of text, in the middle of a page."""
    inside = QWidget()
    inside.setMaximumWidth(theme().px(width))
    line = QHBoxLayout(widget)
    line.addStretch(1)
    line.addWidget(inside, 20)
    line.addStretch(1)
    return column(inside, gap=0.8, margin=2)


class RecoveryPage(QWidget):
    """Shows the recovery key once, to be written down before anything else."""

    def __init__(self, recovery: str, on_done: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recovery = recovery
        box = centred(self, 52)
        box.addStretch(1)
        box.addWidget(label("Your recovery key", size=1.5, bold=True))
        why = (
            "The database is encrypted. This key opens it and its backups if this computer is lost. "
            "It is shown only now: print it or write it down, and keep it where your council keeps keys."
        )
        box.addWidget(label(why, token="text_soft"))
        frame = Panel()
        inside = column(frame, gap=0, margin=1.2)
        self.key = QLabel(in_lines(recovery))
        self.key.setFont(theme().fixed_font(1.35))
        self.key.setAccessibleName("Recovery key")
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        inside.addWidget(self.key)
        box.addWidget(frame, 0, Qt.AlignmentFlag.AlignLeft)
        keys = QHBoxLayout()
        self.copy = button("Copy", self._copy, icon="copy")
        keys.addWidget(self.copy)
        keys.addWidget(button("Print…", self._print, icon="print"))
        keys.addStretch(1)
        box.addLayout(keys)
        self.kept = QCheckBox("I have written it down or printed it")
        self.go_on = button("Go on", on_done, primary=True)
        self.go_on.setEnabled(False)
        self.kept.toggled.connect(self.go_on.setEnabled)
        box.addWidget(self.kept)
        box.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(2)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._recovery)

    def _print(self) -> None:
        from PySide6.QtGui import QTextDocument
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter()
        if QPrintDialog(printer, self).exec():
            document = QTextDocument()
            document.setPlainText(f"Caseclock recovery key\n\n{in_lines(self._recovery)}\n\nKeep this safe.")
            document.print_(printer)


class PassphrasePage(QWidget):
    """Asks for a passphrase twice, where the computer has no keychain that can be trusted."""

    def __init__(
        self, why: str, on_done: Callable[[str, Callable[[str], None]], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._on_done = on_done
        box = centred(self, 30)
        box.addStretch(1)
        box.addWidget(label("Choose a passphrase", size=1.5, bold=True))
        box.addWidget(label(why, token="text_soft"))
        self.first, self.second = QLineEdit(), QLineEdit()
        for field, name in ((self.first, "Passphrase"), (self.second, "The same again")):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(name)
            field.setPlaceholderText(name)
            field.setMaximumWidth(theme().px(24))
            box.addWidget(field)
        box.addWidget(label("Four or five words that nobody would guess are best.", token="text_soft"))
        self.wrong = label(token="overdue", bold=True)
        box.addWidget(self.wrong)
        box.addWidget(button("Go on", self._done, primary=True), 0, Qt.AlignmentFlag.AlignLeft)
        self.second.returnPressed.connect(self._done)
        box.addStretch(2)

    def _done(self) -> None:
        if self.first.text() != self.second.text():
            self.wrong.setText("The two are not the same. Type them again.")
            return
        self.wrong.setText("")
        self._on_done(self.first.text(), self.wrong.setText)


class KeyPage(QWidget):
    """Asks for the passphrase or the recovery key of an existing file."""

    def __init__(self, opener: Opener, path: Path, why: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opener, self._path = opener, path
        box = centred(self, 30)
        box.addStretch(1)
        box.addWidget(label(f"Open {path.name}", size=1.5, bold=True))
        box.addWidget(label(why, token="text_soft"))
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName("Passphrase or recovery key")
        self.field.setPlaceholderText("Passphrase or recovery key")
        self.field.setMaximumWidth(theme().px(34))
        self.field.returnPressed.connect(self._done)
        self.wrong = label(token="overdue", bold=True)
        box.addWidget(self.field)
        box.addWidget(self.wrong)
        box.addWidget(button("Open", self._done, primary=True), 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(2)

    def tell_wrong(self, words: str) -> None:
        """Say why it did not open; what was typed can be typed again."""
        self.wrong.setText(words)
        self.field.setFocus()
        self.field.selectAll()

    def _done(self) -> None:
        session, path, typed = self._opener.session, self._path, self.field.text()
        if session is None or not typed.strip():
            return

        def make() -> Any:
            from desktop.store.keys import Key

            return Key.for_file(typed, path)

        session.tasks.run(
            make,
            lane="io",
            owner=self,
            on_done=lambda key: self._opener.open(path, key),
            on_error=lambda error: self.tell_wrong(error.message),
        )


def free_path(path: Path) -> Path:
    """The path, or the same with a number when a file is there already."""
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return free


def in_lines(recovery: str) -> str:
    """The groups of a recovery key on two lines."""
    groups = recovery.split("-")
    half = -(-len(groups) // 2)
    return "-".join(groups[:half]) + "-\n" + "-".join(groups[half:])


def _card(title: str, words: str, key: QWidget) -> Panel:
    card = Panel()
    card.setMinimumHeight(theme().px(12))
    box = column(card, gap=0.6, margin=1.4)
    box.addWidget(label(title, size=1.2, bold=True))
    text = label(words, token="text_soft")
    text.setAlignment(Qt.AlignmentFlag.AlignTop)
    box.addWidget(text, 1)
    box.addWidget(key, 0, Qt.AlignmentFlag.AlignLeft)
    return card
