"""Today: what goes wrong next, what waits, and what changed since the person last looked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.days import day_end_ms, now_ms
from desktop.domain.lists.selection import Count, Selection
from desktop.models.list_answer import ListAnswer
from desktop.models.looks import LastLook, instant_words
from desktop.models.session import Session
from desktop.settings import Settings
from desktop.views.controls import button, label
from desktop.views.count_strip import CountStrip
from desktop.views.pages.list_page import ListPage
from desktop.views.pages.specs import SPECS
from desktop.views.theme import theme


class SinceLine(QWidget):
    """One line of numbers: what changed, each number a key that opens exactly those rows.

    Signals:
        pressed: (count) its rows are wanted.
        seen: everything on it has been seen.
    """

    pressed = Signal(object)
    seen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What changed since you last looked")
        self.words = label(token="text_soft")
        self.words.setWordWrap(False)
        self.strip = CountStrip(small=True)
        self.strip.setAccessibleName("What changed")
        self.strip.pressed.connect(self._on_pressed)
        self.mark = button("Seen", self.seen.emit, quiet=True, tip="Count changes from now on")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().px(0.6))
        line.addWidget(self.words)
        line.addWidget(self.strip, 1)
        line.addWidget(self.mark)
        self.hide()

    def show_counts(self, since: int, counts: Sequence[Count], *, is_first: bool) -> None:
        """Show the numbers.

        Args:
            since: the instant from which they are counted.
            counts: what changed.
            is_first: the person has not looked here before, so it is yesterday that is compared with.
        """
        changed = any(count.n for count in counts)
        when = "yesterday" if is_first else f"you last looked, {instant_words(since)}"
        self.words.setText(f"Since {when}:" if changed else f"Nothing has changed since {when}.")
        self.strip.setVisible(changed)
        self.mark.setVisible(changed)
        self.strip.show_counts(counts, "")
        self.show()

    def _on_pressed(self, count: Count, _: bool) -> None:
        self.strip.cards[count.key].setChecked(False)
        self.pressed.emit(count)


class TodayPage(ListPage):
    """The list with one more line of numbers above it."""

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(SPECS["today"], session, settings, parent)
        self._looks = LastLook(session, settings)
        self.since = SinceLine()
        self.since.pressed.connect(lambda count: self.elsewhere.emit(count.selection))
        self.since.seen.connect(self.call_seen)
        self.above.insertWidget(1, self.since)

    def call_seen(self) -> None:
        """Count changes from now on; the keyboard goes to the list."""
        self._looks.call_seen(now_ms())
        self._ask_since()
        self.table.setFocus()

    # Qt

    def hideEvent(self, event: QHideEvent) -> None:
        if self._session.workspace is not None and self.answer is not None:
            self._looks.look(now_ms())
        super().hideEvent(event)

    # slots and private

    def _show(self, made: ListAnswer) -> None:
        super()._show(made)
        if self.isVisible():
            self._looks.look(now_ms())
            self._ask_since()

    def _ask_since(self) -> None:
        """Behind the list, which comes first."""
        from desktop.domain.lists import counts

        asked, since = self.selection, self._looks.looks.since
        is_first = since is None
        instant = day_end_ms(asked.as_at - 1) if since is None else since
        wanted = Selection(
            "changed", asked.as_at, asked.known_at, team=asked.team, worker=asked.worker, since=instant
        )
        self._session.ask(
            lambda desk: counts(desk, "changed", wanted),
            lambda found: self.since.show_counts(instant, found, is_first=is_first),
            owner=self,
            key="today.since",
        )
