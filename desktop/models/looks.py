"""When a person last looked at Today: kept per author and database on their own computer."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from desktop.domain.days import day_end_ms, day_of_ms
from desktop.models.session import Session
from desktop.settings import Setting, Settings


@dataclass(frozen=True)
class Looks:
    """Two instants in milliseconds, None for never.

    Attributes:
        since: changes are told from here: the last look of an earlier day, or when all were called seen.
        last: the last look.
    """

    since: int | None = None
    last: int | None = None


class LastLook:
    """Remembers the looks of whoever is at the keyboard at the open database.

    A new day's first look moves `since` to the last look before it, so that what happened overnight is
    told all day, however often the page is opened.
    """

    def __init__(self, session: Session, settings: Settings) -> None:
        self._session, self._settings = session, settings

    @property
    def looks(self) -> Looks:
        """What is remembered."""
        first, _, second = self._settings.get(self._setting).partition(" ")
        return Looks(_number(first), _number(second))

    def look(self, now: int) -> Looks:
        """The page is seen now."""
        looks = self.looks
        earlier_day = looks.last is not None and local(looks.last).date() < local(now).date()
        return self._keep(Looks(looks.last if earlier_day else looks.since, now))

    def call_seen(self, now: int) -> Looks:
        """Everything up to now has been seen: changes are told from here on."""
        return self._keep(Looks(now, now))

    def _keep(self, looks: Looks) -> Looks:
        self._settings.put(self._setting, f"{looks.since or ''} {looks.last or ''}")
        self._settings.sync()
        return looks

    @property
    def _setting(self) -> Setting[str]:
        """Neither the author's name nor the file's is written out."""
        whose = f"{self._session.author}\n{self._session.path}"
        return Setting(f"persist/looked/{hashlib.sha256(whose.encode()).hexdigest()[:16]}", "")


def local(instant: int) -> dt.datetime:
    """An instant in this computer's own time."""
    return dt.datetime.fromtimestamp(instant / 1000)


def instant_words(instant: int) -> str:
    """``Thu 19 Nov 2026, 16:40``; ``the end of Thu 19 Nov 2026`` for the last of a day."""
    whole = instant == day_end_ms(day_of_ms(instant))
    when = dt.datetime.fromtimestamp(instant / 1000, dt.UTC) if whole else local(instant)
    date = f"{when:%a} {when.day} {when:%b %Y}"
    return f"the end of {date}" if whole else f"{date}, {when:%H:%M}"


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
