"""What changed: today's desk beside the desk of an earlier instant, which can be chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.days import NO_DAY, day_end_ms, day_of_ms
from desktop.domain.lists.selection import Selection
from desktop.models.list_answer import ListAnswer
from desktop.models.looks import LastLook, instant_words
from desktop.models.session import Session
from desktop.settings import Settings
from desktop.views.controls import beside_field, button
from desktop.views.date_field import DateField
from desktop.views.pages.list_page import ListPage
from desktop.views.pages.specs import SPECS
from desktop.views.theme import theme


class ChangedPage(ListPage):
    """The list of changes.

    Signals:
        title_changed: the heading, with the instant compared with.
    """

    title_changed = Signal(str)

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(SPECS["changed"], session, settings, parent)
        self._looks = LastLook(session, settings)
        self.day = DateField("Since the end of", session.today)
        self.day.setMinimumWidth(theme().px(24))
        self.day.entered.connect(self._on_entered)
        self.mine = button("Since I last looked at Today", self._on_mine)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, theme().px(1), 0)
        for part in (beside_field("Since the end of", self.day), self.day, self.mine):
            line.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        line.addStretch(1)
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        box.insertLayout(0, line)

    def open_selection(self, selection: Selection) -> None:
        """Show what changed since the selection's instant; since the last look where it names none."""
        since = selection.since if selection.since is not None else self._last_look()
        super().open_selection(selection.but(since=since))

    def refresh(self) -> None:
        """Build the list again if anything may have changed since it was built."""
        if self.selection.since is None:
            self.selection = self.selection.but(since=self._last_look())
        super().refresh()

    # slots and private

    def _last_look(self) -> int:
        since = self._looks.looks.since
        return day_end_ms(self._session.as_at_now() - 1) if since is None else since

    def _on_entered(self) -> None:
        if self.day.wrong or self.day.day == NO_DAY:
            self.said.emit(self.day.wrong or "Type a day first: 24/10/26, y, -7, mon.")
            return
        self.open_selection(self.selection.but(since=day_end_ms(self.day.day), chip=""))
        self.table.setFocus()

    def _on_mine(self) -> None:
        self.open_selection(self.selection.but(since=self._last_look(), chip=""))
        self.table.setFocus()

    def _show(self, made: ListAnswer) -> None:
        super()._show(made)
        since = made.selection.since
        if since is None:
            return
        self.title_changed.emit(f"Changed since {instant_words(since).removeprefix('the end of ')}")
        if not self.day.edit.hasFocus():
            self.day.set_day(day_of_ms(since))
