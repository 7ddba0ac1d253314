"""Which Caseclock this is beside the newest there is, and the oldest that may still write.

The council's database keeps both in its notes (``minimum_client``, ``newest_client``, set with
``caseclock clients``); a file on a share, named by policy, can announce the newest, too. Caseclock
tells; it never updates itself: the installer comes through Intune or SCCM.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from desktop import __version__
from desktop.errors import KnownError

MINIMUM = "minimum_client"
NEWEST = "newest_client"


@dataclass(frozen=True)
class Newer:
    """A newer version that is out; `notes` says in a line what is in it, blank when nobody said."""

    version: str
    notes: str = ""

    @property
    def words(self) -> str:
        """One sentence for a person."""
        about = f" {self.notes.strip()}" if self.notes.strip() else ""
        return (
            f"Caseclock {self.version} is out; this is {__version__}.{about} "
            "Your IT service installs it; nothing needs to be done here."
        )


def number(text: str) -> tuple[int, ...]:
    """A version as numbers that compare in order; empty when `text` is none."""
    match = re.fullmatch(r"v?(\d{1,5}(?:\.\d{1,5}){1,3})", text.strip())
    if not match:
        return ()
    parts = [int(part) for part in match[1].split(".")]
    return tuple(parts + [0] * (4 - len(parts)))


def is_older(one: str, other: str) -> bool:
    """Whether a version is older than another; False when either is not a version."""
    return bool(number(one)) and bool(number(other)) and number(one) < number(other)


def may_not_write(minimum: str) -> str:
    """Why this version may not write to a database with that minimum; empty when it may."""
    if not is_older(__version__, minimum):
        return ""
    return (
        f"This Caseclock ({__version__}) is older than your council's database allows ({minimum} or newer): "
        "you can read everything, but nothing can be saved. Ask your IT service for the newer version."
    )


def refuse_older(minimum: str) -> None:
    """Refuse to write when this version is older than the database's minimum.

    Raises:
        KnownError: with the sentence of `may_not_write`.
    """
    if why := may_not_write(minimum):
        raise KnownError(why)


def announced(manifest: str, row: str = "") -> Newer | None:
    """The newest version announced by a file (``version`` and ``notes``, in TOML) or a database's row.

    A file that is missing or cannot be read announces nothing.
    """
    found = [Newer(row)] if row else []
    if manifest:
        found += _read(Path(manifest))
    newer = [one for one in found if is_older(__version__, one.version)]
    return max(newer, key=lambda one: number(one.version), default=None)


def _read(path: Path) -> list[Newer]:
    import tomllib

    try:
        said = tomllib.loads(path.read_text(encoding="utf-8")[:10_000])
    except (OSError, ValueError):
        return []
    return [Newer(str(said.get("version", "")), str(said.get("notes", ""))[:200])]
