"""The frame of every entry panel: title, fields, what is odd, what is wrong, Save and Close.

Nothing is read or written on the GUI thread: a panel asks the desk for what it shows (`gather`), for
what an entry would do (`look`), and hands over a function that makes the act (`make`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.domain.changes import Act, Changes
from desktop.domain.lists.desk import Desk
from desktop.errors import AppError, Refused
from desktop.views.controls import announce, button, column, icon_button, label, rule
from desktop.views.date_field import DateField
from desktop.views.panels.context import PanelContext
from desktop.views.theme import theme

Cases = tuple[int, ...]
WIDTH = 25  # lines of text; less would cut its lists, however narrow the case's detail is kept
LOOK_MS = 120  # a preview follows typing, not every key


class Entry(QWidget):
    """One entry panel.

    Attributes:
        key: the verb's id.
        title: the heading.

    Signals:
        saved: (Changes) the act was committed.
        closed: the panel is done with and may be removed.
    """

    saved = Signal(object)
    closed = Signal()
    key = ""
    title = ""
    save_words = "Save"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._ready = False
        self._saving = False
        self._fresh: dict[str, Any] = {}
        self._first: QWidget | None = None
        self._build_frame()
        self.build()
        self.form.addStretch(1)
        self._connect_frame()
        self.refill()

    # what a panel adds

    def build(self) -> None:
        """Make the fields (`add`)."""

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Any:
        """On the database lane: what the fields offer.

        A static method, so that no widget can be let go of on that lane.

        Args:
            desk: the snapshot.
            chosen: the case rows of the context.
            today: today's day number.
            wanted: what `wanted` says.
        """

    @property
    def wanted(self) -> Any:
        """What else `gather` needs to know of the panel; plain data."""
        return None

    def fill(self, facts: Any) -> None:
        """On the GUI thread: show what was gathered."""

    def look(self) -> Callable[[Desk], Any] | None:
        """What to ask the desk about the entry as it stands; None for nothing."""
        return None

    def show_look(self, answer: Any) -> None:
        """Show what `look` found."""

    def make(self) -> Callable[[Desk], Act]:
        """What makes the act; it runs on the database lane.

        Raises:
            Refused: when something is missing or cannot be read.
        """
        raise NotImplementedError

    def state(self) -> dict[str, Any]:
        """What was typed, for the draft; values that JSON can hold."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Show a draft again."""

    # frame

    def _build_frame(self) -> None:
        self.setObjectName(f"panel_{self.key}")
        self.setAccessibleName(self.title)
        self.setMinimumWidth(theme().px(WIDTH))
        self.heading = label(self.title, size=1.15, bold=True)
        self.about = label("", token="text_soft")
        self.odd = label("", token="due_soon")
        self.wrong = label("", token="overdue", bold=True)
        self.back = label("What you had begun is here again.", token="text_soft")
        self.back.hide()
        self.save = button(f"{self.save_words} (Ctrl+Enter)", self.commit, primary=True)
        self.shut = button("Close (Esc)", self.leave, quiet=True)
        inner = QWidget()
        self.form = column(inner, gap=0.55)
        self.form.setContentsMargins(0, 0, theme().px(0.4), 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        box = column(self, gap=0.45, margin=0.9)
        box.addLayout(self._head())
        box.addWidget(self.about)
        box.addWidget(self.back)
        box.addWidget(rule())
        box.addWidget(scroll, 1)
        box.addWidget(self.odd)
        box.addWidget(self.wrong)
        box.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(self.heading, 1)
        cross = icon_button("close", f"Close {self.title} (Esc)", self.leave)
        cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line.addWidget(cross)
        return line

    def _foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(self.save)
        line.addWidget(self.shut)
        line.addStretch(1)
        return line

    def _connect_frame(self) -> None:
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            self._shortcut(keys, self.commit)
        self._shortcut("Esc", self.leave)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look_now)

    def _shortcut(self, keys: str, act: Callable[[], object]) -> None:
        made = QShortcut(QKeySequence(keys), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(act)

    def add(self, words: str, widget: QWidget, hint: str = "") -> QWidget:
        """Put a field under its label; the label names it for screen readers. Returns the pair."""
        pair = QWidget()
        box = QVBoxLayout(pair)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme().px(0.12))
        if words:
            above = QLabel(words)
            above.setFont(theme().font(0.95, medium=True))
            above.setBuddy(widget)
            box.addWidget(above)
            if not widget.accessibleName():
                widget.setAccessibleName(words.replace("&", ""))
        box.addWidget(widget)
        if hint:
            widget.setAccessibleDescription(hint)
            box.addWidget(label(hint, size=0.92, token="text_soft"))
        self.form.addWidget(pair)
        self._first = self._first or widget
        return pair

    def add_date(
        self, words: str, day: int | None = None, *, future: bool = False, hint: str = ""
    ) -> DateField:
        """A date field; Enter in it saves, because the date is often all that is typed."""
        prefer = "future" if future else "past"
        made = DateField(words, self.context.today, prefer=prefer, calendar=self.context.calendar)  # type: ignore[arg-type]
        if day is not None:
            made.set_day(day)
        made.day_changed.connect(self.changed)
        made.entered.connect(self.commit)
        made.pair = self.add(words, made, hint)  # type: ignore[attr-defined]
        return made

    # life

    def refill(self) -> None:
        """Ask the desk again for what the fields offer."""
        gather, wanted = type(self).gather, self.wanted
        chosen, today = self.context.cases, self.context.today
        self.context.session.ask(
            lambda desk: gather(desk, chosen, today, wanted),
            self._filled,
            owner=self,
            key=f"panel.{self.key}",
            on_error=self.refuse,
        )

    def _filled(self, facts: Any) -> None:
        self.fill(facts)
        if not self._ready:
            self._ready = True
            self._fresh = self.state()
            self._bring_back()
        self.changed()

    def _bring_back(self) -> None:
        drafts = self.context.drafts
        kept = drafts.get(self.draft_key) if drafts else None
        if kept and kept != self._fresh:
            self.restore(kept)
            self.back.show()

    @property
    def draft_key(self) -> str:
        """Drafts are kept per verb and case."""
        desk = self.context.session.desk
        ids = [desk.book.case.ids[row] for row in self.context.cases[:3]] if desk else []
        return " ".join([self.key, *ids])

    def changed(self, *_: object) -> None:
        """Something was typed: the refusal is stale, the preview is due, the draft is kept."""
        if not self._ready:
            return
        self.say_wrong("")
        self._timer.start()
        drafts, state = self.context.drafts, self.state()
        if drafts is not None:
            if state == self._fresh:
                drafts.drop(self.draft_key)
            else:
                drafts.keep(self.draft_key, state)

    def _look_now(self) -> None:
        question = self.look()
        if question is not None:
            self.context.session.ask(
                question, self.show_look, owner=self, key=f"panel.look.{self.key}", on_error=lambda _: None
            )

    def commit(self) -> None:
        """Save the entry; what is refused is said in the panel and nothing typed is lost."""
        if not self._ready or self._saving:
            return
        try:
            self._refuse_unreadable()
            maker = self.make()
        except Refused as error:
            self.refuse(error)
            return
        self._saving = True
        self.save.setEnabled(False)
        self.context.session.run(maker, initiator=self.key, on_done=self._on_saved, on_error=self.refuse)

    def _refuse_unreadable(self) -> None:
        for field in self.findChildren(DateField):
            if field.wrong and field.isVisibleTo(self):
                field.edit.setFocus()
                raise Refused(field.wrong)

    def _on_saved(self, changes: Changes) -> None:
        if self.context.drafts is not None:
            self.context.drafts.drop(self.draft_key)
        if not isValid(self):  # left while it was being saved
            return
        self._saving = False
        self.saved.emit(changes)
        self.finish()

    def finish(self) -> None:
        """After saving: close, unless a panel goes on to the next case."""
        self.closed.emit()

    def leave(self) -> None:
        """Close without saving; the draft stays for the next time."""
        self.closed.emit()

    def refuse(self, error: AppError) -> None:
        """Say inside the panel why it was not saved; in the window when the panel was left meanwhile."""
        if not isValid(self):
            self.context.session.failed.emit(error)
            return
        self._saving = False
        self.save.setEnabled(True)
        self.say_wrong(error.message)

    def say_wrong(self, words: str) -> None:
        """Show (and have a screen reader say) what is wrong; empty when all is well."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))
        if words:
            announce(self, words)
        self.save.setEnabled(not self._saving)

    def say_odd(self, told: list[str]) -> None:
        """Show what is odd but will be recorded."""
        self.odd.setText("\n".join(f"Note: {line}" for line in told))
        self.odd.setVisible(bool(told))

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.wrong.setVisible(bool(self.wrong.text()))
        self.odd.setVisible(bool(self.odd.text()))
        self.about.setVisible(bool(self.about.text()))
        self.take_focus()

    def take_focus(self) -> None:
        """Put the cursor where typing starts."""
        first = self._first
        if isinstance(first, DateField):
            first.edit.setFocus()
            first.edit.selectAll()
        elif first is not None:
            first.setFocus()
