"""Every page, panel and dialog drawn to PNG files, so that people can look at all of them at once."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.domain.lists.selection import LISTS
from desktop.settings import TEXT_SCALE, THEME
from desktop.views.panels.entry import Entry
from desktop.views.theme import theme
from desktop.views.window import Window, make_application

if TYPE_CHECKING:
    from desktop.views.shell import Shell

WIDTH, HEIGHT = 1440, 900  # at 100 per cent; a laptop with the system's scaling off
ON_DOLS = (
    "allocate",
    "triage",
    "visited",
    "offer_answer",
    "returned",
    "query",
    "sign_off",
    "after",
    "note",
    "change",
    "correct",
    "close",
    "new_request",
)
ON_VISITS = (
    *("visit", "visit_to", "supervision", "record", "plan_ahead", "escalate", "allocate", "change"),
    *("correct", "new_plan"),
)

_INDICATORS = ("children", "dols", "ages", "whatif", "glance")  # the tabs of that page


def draw(out: Path, *, database: str | None, theme: str = "light", scale: int = 100) -> list[Path]:
    """Draw everything; returns the files. With no database: what a first start shows.

    Args:
        out: the folder, made when missing.
        database: the file to show; it is opened as the window opens it.
        theme: "light" or "dark".
        scale: text size in per cent.
    """
    os.environ.pop("QT_FONT_DPI", None)  # the text scale is ours; both would be too much
    out.mkdir(parents=True, exist_ok=True)
    made = Tour(out, database, theme, scale).run()
    if database is None:
        with TemporaryDirectory() as folder:
            made += Tour(out, _nothing_in(Path(folder)), theme, scale, empty=True).run()
    return made


def _nothing_in(folder: Path) -> str:
    """A database without a row, to see what each page says then."""
    from desktop.store.store import Store

    path = folder / "empty.caseclock"
    Store.create(path, None, author="tour").close()
    return str(path)


class Tour:
    """Walks through the window."""

    def __init__(
        self, out: Path, database: str | None, look: str, scale: int, *, empty: bool = False
    ) -> None:
        self.application: QApplication = make_application()
        self._out, self._suffix, self._scale = out, f"{look}-{scale}", scale
        self._made: list[Path] = []
        missing = str(out / "no-database-here.caseclock")
        self.window = Window(self.application, database or missing)
        self.window.settings.put(THEME, look)
        self.window.settings.put(TEXT_SCALE, scale)
        theme().apply(look, scale)
        self._first_start, self._empty = database is None, empty

    def run(self) -> list[Path]:
        """Draw all of it."""
        self.window.start()
        self.settle()
        shell = self._shell
        factor = max(1.0, self._scale / 100)
        shell.resize(round(WIDTH * factor), round(HEIGHT * factor))
        for name, show in self._stops():
            if show() is not False:
                self._grab(name, shell)
        shell.close()
        self.settle()
        return self._made

    def settle(self, patience: float = 30.0) -> None:
        """Let everything that was asked be answered and painted."""
        until, quiet = time.monotonic() + patience, 0
        while quiet < 4 and time.monotonic() < until:
            for _ in range(3):
                QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
                QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            time.sleep(0.04)
            session = self.window.session
            busy = session is None or session.tasks.busy
            quiet = 0 if busy else quiet + 1

    @property
    def _shell(self) -> Shell:
        assert self.window.shell is not None
        return self.window.shell

    def _stops(self) -> Iterator[tuple[str, Callable[[], object]]]:
        shell = self._shell
        if self._first_start:
            yield "first-start", lambda: None
            yield "first-start-connect", lambda: self.window.ask_connect()
            yield "first-start-recovery", self._recovery
            yield "first-start-passphrase", self._passphrase
            return
        for name in LISTS:
            yield f"{'empty' if self._empty else 'page'}-{name}", partial(shell.go, name)
        if self._empty:
            yield "empty-data", partial(self._data, 0)
            yield "empty-to-settle", partial(self._data, 1)
            yield "empty-past-imports", partial(self._data, 2)
            for name in ("times", "teams", "packs"):
                yield f"empty-{name}", partial(self._go_to, name)
            for tab, name in enumerate(_INDICATORS):
                yield f"empty-indicators-{name}", partial(self._indicators, tab)
            return
        yield from self._figures()
        yield from self._panels("dols", ON_DOLS)
        yield from self._panels("visits", ON_VISITS)
        yield from self._panels("agreements", ("frequency",))
        yield from self._panels("people", ("absence",))
        yield from self._panels("assessors", ("assessor",))
        yield from self._desk()
        yield from self._seeing()
        for tab in range(4):
            yield f"settings-{tab + 1}", partial(self._settings, tab)
        yield "explain", self._explain
        yield "filtered", self._filtered
        yield "as-at", self._as_at
        yield "no-match", self._no_match
        for tab, name in enumerate(("bring-in", "to-settle", "past-imports", "take-out")):
            yield f"data-{name}", partial(self._data, tab)
        yield "help", self._help
        yield "palette", self._palette
        yield "toast", lambda: shell.toast.say("8 requests allocated.", can_undo=True)
        yield "versions", self._versions

    def _seeing(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """A worker and a child in full, and a paper before it is printed."""
        yield "worker", lambda: self._letter("supervision", "worker_page")
        yield "worker-sheet", lambda: self._letter("supervision", "worker_page", "print")
        yield "child", lambda: self._letter("visits", "child_page")
        yield "list-on-paper", lambda: self._letter("visits", "print")

    def _letter(self, page: str, *verbs: str) -> None:
        """A page, and then what is done from its first row, one after the other."""
        shell = self._shell
        self._open(page)
        for verb in verbs:
            shell.perform(verb)
            self.settle()

    def _desk(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Allocating on the board, and a home with what it said."""
        yield "board-choosing", self._choosing
        yield "board-proposal", self._proposal
        yield "home-one", self._home
        yield "home-still-there", partial(self._say, "still_there")

    def _choosing(self) -> None:
        self._open("board")
        self._say("allocate")

    def _proposal(self) -> None:
        self._open("board")
        shell = self._shell
        page = shell.list_page
        assert page is not None
        page.propose([int(case) for case in page.answer.data.case[:8]])  # type: ignore[attr-defined,union-attr]

    def _home(self) -> None:
        shell = self._shell
        proposal = getattr(shell.page, "proposal", None)
        if proposal is not None:
            proposal.closed.emit()
        assert shell.session.desk is not None
        shell.open_page("home", shell.session.desk.book.managing_authority.ids[0])

    def _say(self, verb: str) -> None:
        shell = self._shell
        shell.perform(verb)

    def _figures(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """The pages of counts: days by month, team and assessors; the monthly tables and charts."""
        for at, by in enumerate(("month", "team", "manager", "assessor", "mha")):
            yield f"page-times-{by}", partial(self._times, at)
        for tab, name in enumerate(_INDICATORS):
            yield f"page-indicators-{name}", partial(self._indicators, tab)
        yield "panel-step", self._step
        yield "page-packs", partial(self._go_to, "packs")
        yield "page-packs-since", self._since
        yield "page-teams", partial(self._teams, 0)
        yield "page-teams-dots", partial(self._teams, 1)
        yield "page-teams-months", self._teams_months

    def _go_to(self, name: str) -> None:
        shell = self._shell
        shell.go(name)

    def _times(self, by: int) -> None:
        shell = self._shell
        shell.go("times")
        shell.page.by.setCurrentIndex(by)  # type: ignore[union-attr]

    def _indicators(self, tab: int) -> None:
        shell = self._shell
        shell.go("indicators")
        shell.page.tabs.setCurrentIndex(tab)  # type: ignore[union-attr]

    def _step(self) -> None:
        """A step change beside the children's table."""
        from desktop.views.panels.figure_note import StepEntry

        self._indicators(0)
        self.settle()
        shell = self._shell
        shell.page.children_tab.notes.open(StepEntry)  # type: ignore[union-attr]

    def _since(self) -> None:
        """The published month, and what is known of it now."""
        self._go_to("packs")
        self.settle()
        shell = self._shell
        shell.page.month.setCurrentIndex(1)  # type: ignore[union-attr]
        shell.page.tabs.setCurrentIndex(1)  # type: ignore[union-attr]

    def _teams(self, shape: int) -> None:
        """The funnel, or the dot plot."""
        self._go_to("teams")
        shell = self._shell
        shell.page.shape.setCurrentIndex(shape)  # type: ignore[union-attr]

    def _teams_months(self) -> None:
        """A chart of months with a declared step change."""
        self._go_to("teams")
        self.settle()
        shell = self._shell
        page = shell.page
        page.indicator.pick("dental")  # type: ignore[union-attr]
        page.tabs.setCurrentIndex(1)  # type: ignore[union-attr]

    def _panels(self, page: str, verbs: tuple[str, ...]) -> Iterator[tuple[str, Callable[[], object]]]:
        for verb in verbs:
            yield f"panel-{page}-{verb}", partial(self._panel, page, verb)

    def _open(self, page: str) -> None:
        """A page with its list and the detail beside it, no entry panel."""
        shell = self._shell
        shell.go(page)
        here = shell.list_page
        beside = here.side.currentWidget() if here is not None else None
        if here is not None and isinstance(beside, Entry):
            here.end_side(beside)
        self.settle()

    # stops

    def _versions(self) -> None:
        from desktop.versions import Newer

        watch = self.window.versions
        assert watch is not None
        watch.say("newer", Newer("9.0.0", "Renewals by home.").words)

    def _panel(self, page: str, verb: str) -> None:
        shell = self._shell
        self._open(page)
        shell.perform(verb)

    def _explain(self) -> None:
        shell = self._shell
        self._open("visits")
        shell.perform("explain")

    def _settings(self, tab: int) -> None:
        from desktop.views.settings_dialog import SettingsDialog

        shell = self._shell
        shell.perform("settings")
        shell.findChildren(SettingsDialog)[-1].tabs.setCurrentIndex(tab)

    def _filtered(self) -> None:
        shell = self._shell
        self._open("visits")
        page = shell.list_page
        assert page is not None
        card = next((one for one in page.strip.cards.values() if one.count.n > 0), None)
        if card is not None:
            card.click()
        page.bar.search.setText("sam")

    def _no_match(self) -> None:
        shell = self._shell
        shell.session.move_to(None)
        shell.go("visits")
        page = shell.list_page
        assert page is not None
        page.clear()
        page.bar.search.setText("zzzz nobody")

    def _as_at(self) -> None:
        shell = self._shell
        shell.go("today")
        shell.session.move_to(shell.session.today - 21)

    def _data(self, tab: int) -> None:
        shell = self._shell
        shell.go("data")
        shell.page.tabs.setCurrentIndex(tab)  # type: ignore[union-attr]

    def _help(self) -> None:
        shell = self._shell
        shell.go("today")
        shell.show_help()

    def _palette(self) -> None:
        from desktop.views.palette import open_palette

        shell = self._shell
        found = open_palette(shell)
        found.field.setText("sam")
        found.field.typed.emit("sam")

    def _recovery(self) -> None:
        from desktop.store.keys import Key
        from desktop.views.first_start import RecoveryPage

        shell = self._shell
        shell.show_first_start(RecoveryPage(Key(bytes(range(32)), bytes(16)).recovery_text, lambda: None))

    def _passphrase(self) -> None:
        from desktop.views.first_start import PassphrasePage

        shell = self._shell
        why = "This computer has no keychain that Caseclock accepts."
        shell.show_first_start(PassphrasePage(why, lambda words, tell: None))

    def _grab(self, name: str, shell: QWidget) -> None:
        self.settle()
        path = self._out / f"{name}-{self._suffix}.png"
        picture = shell.grab()
        dialogs = [
            one for one in self.application.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()
        ]
        for dialog in dialogs:
            _lay_over(picture, dialog, shell)
            dialog.close()
        picture.save(str(path))
        self._made.append(path)


def _lay_over(picture: object, dialog: QDialog, shell: QWidget) -> None:
    """Paint a dialog over the window's picture, in the middle, as a person would see it."""
    from PySide6.QtGui import QColor, QPainter, QPixmap

    assert isinstance(picture, QPixmap)
    shown = dialog.grab()
    painter = QPainter(picture)
    painter.fillRect(picture.rect(), QColor(0, 0, 0, 70))
    x, y = (shell.width() - dialog.width()) // 2, (shell.height() - dialog.height()) // 2
    painter.drawPixmap(x, max(0, y), shown)
    painter.end()
