"""This person's own choices, kept on this machine: where backups go, colours, and the size of text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from desktop.domain.days import spoken
from desktop.models.session import Session
from desktop.settings import BACKUP_FOLDER, TEXT_SCALE, THEME, Settings
from desktop.views.controls import button, column, label
from desktop.views.panels.fields import Choice
from desktop.views.theme import SCALES, theme
from desktop.views.upkeep import folder_of, last_backup

THEMES = (("system", "As the system has it"), ("light", "Light"), ("dark", "Dark"))


class Backups(QWidget):
    """The folder, and the last backup in it."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self._session, self._settings = session, settings
        box = column(self, gap=0.6)
        box.setContentsMargins(0, theme().px(0.8), 0, 0)
        box.addWidget(label("Backup folder", bold=True))
        self.folder = label()
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(self.folder)
        self.last = label(token="text_soft")
        box.addWidget(self.last)
        line = QHBoxLayout()
        line.addWidget(button("Choose another folder…", self._choose))
        line.addStretch(1)
        box.addLayout(line)
        words = (
            "A checked copy of the whole database is made once a day while the window is open; the last 14 "
            "are kept, protected by the same key. A folder on another disk or a network drive also survives "
            "the loss of this computer. To bring one back: caseclock restore."
        )
        box.addWidget(label(words, token="text_soft"))
        box.addStretch(1)
        self._tell()

    def use(self, folder: str) -> None:
        """Send backups to another folder from now on; today's is made at once."""
        self._settings.put(BACKUP_FOLDER, folder)
        self._tell()

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Backup folder", str(folder_of(self._settings)))
        if folder:
            self.use(folder)

    def _tell(self) -> None:
        folder, path = folder_of(self._settings), self._session.path
        self.folder.setText(str(folder))
        if self._session.sync.on:
            self.last.setText("The council backs the shared database up; this computer's copy needs none.")
            return
        if self._session.is_demo or path is None:
            self.last.setText("This is a demo: nothing in it needs a backup.")
            return
        self._session.tasks.run(
            lambda: last_backup(path, folder), lane="io", owner=self, on_done=self._tell_last
        )

    def _tell_last(self, day: int | None) -> None:
        self.last.setText(f"Last backup: {spoken(day)}." if day is not None else "No backup is there yet.")


class Look(QWidget):
    """Colours and text size; they change at once."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        box = column(self, gap=0.4)
        box.setContentsMargins(0, theme().px(0.8), 0, 0)
        self.theme = Choice(THEMES, "Colours")
        self.theme.pick(settings.get(THEME))
        self.scale = Choice([(scale, f"{scale} per cent") for scale in SCALES], "Text size")
        self.scale.pick(settings.get(TEXT_SCALE))
        for words, field in (
            ("Colours (Ctrl+Shift+T)", self.theme),
            ("Text size (Ctrl++ and Ctrl+-)", self.scale),
        ):
            above = label(words, bold=True)
            above.setBuddy(field)
            box.addWidget(above)
            field.setMaximumWidth(theme().px(16))
            box.addWidget(field)
            field.chosen.connect(self._apply)
        box.addWidget(label("Kept on this computer, for you alone.", token="text_soft"))
        box.addStretch(1)

    def _apply(self) -> None:
        self._settings.put(THEME, str(self.theme.value))
        self._settings.put(TEXT_SCALE, int(str(self.scale.value)))
        theme().apply(self._settings.get(THEME), self._settings.get(TEXT_SCALE))
