"""Preferences and window state of one person on one machine; never a secret, never council data.

Each setting is declared once with its default. A value that cannot be read falls back to the default.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from desktop.paths import data_dir

T = TypeVar("T", str, int, bool, QByteArray)


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One declared setting: where it lies and what it is when nobody has chosen."""

    key: str
    default: T


THEME = Setting("setting/theme", "system")  # system, light or dark
TEXT_SCALE = Setting("setting/text_scale", 100)  # per cent
COPY_HEADERS = Setting("setting/copy_headers", True)
BACKUP_FOLDER = Setting("setting/backup_folder", "")
ME = Setting("persist/me", "")  # id of the worker that the person at this computer is
LAST_DATABASE = Setting("persist/last_database", "")
LAST_PAGE = Setting("persist/last_page", "today")
GEOMETRY = Setting("persist/geometry", QByteArray())
DETAIL_WIDTH = Setting("persist/detail_width", 0)


class Settings(QObject):
    """Typed access to the settings file.

    Signals:
        changed: the key of the setting that got another value.
    """

    changed = Signal(str)

    def __init__(self, path: str | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = QSettings(path or str(data_dir() / "settings.ini"), QSettings.Format.IniFormat)

    def get(self, setting: Setting[T]) -> T:
        """The value chosen, or the default when there is none or it is unreadable."""
        return _converted(self._store.value(setting.key), setting.default)

    def put(self, setting: Setting[T], value: T) -> None:
        """Keep a value; `changed` is emitted when it differs."""
        if self.get(setting) == value:
            return
        self._store.setValue(setting.key, value)
        self.changed.emit(setting.key)

    def columns(self, list_name: str) -> dict[str, str]:
        """Saved layout of a list: column key to ``width`` or ``-width`` when hidden."""
        text = str(self._store.value(f"persist/columns/{list_name}") or "")
        pairs = (part.split("=", 1) for part in text.split(";") if "=" in part)
        return dict(pairs)

    def put_columns(self, list_name: str, layout: dict[str, str]) -> None:
        """Keep the layout of a list, by column key so that a new column changes nothing else."""
        text = ";".join(f"{key}={value}" for key, value in layout.items())
        self._store.setValue(f"persist/columns/{list_name}", text)

    def sync(self) -> None:
        """Write to disk now."""
        self._store.sync()


def _converted(value: Any, default: T) -> T:
    """INI files return text; give back the declared type, or the default."""
    if value is None:
        return default
    try:
        if isinstance(default, bool):
            return str(value).lower() in ("1", "true", "yes")
        if isinstance(default, int):
            return int(value)
        if isinstance(default, QByteArray):
            return value if isinstance(value, QByteArray) else default
        return str(value)
    except ValueError:
        return default
