"""Where things lie: from source, from an installed wheel and from a frozen app alike."""

from __future__ import annotations

import sys
from pathlib import Path


def root(name: str) -> Path:
    """The folder ``resources`` or ``sql``, wherever the app was started from.

    Raises:
        FileNotFoundError: when the installation lacks the folder.
    """
    here = Path(__file__).resolve().parent
    installed = Path(sys.prefix) / "share" / "caseclock"
    bases = [Path(getattr(sys, "_MEIPASS", here.parent)), here.parent, installed]
    for base in bases:
        if (base / name).is_dir():
            return base / name
    raise FileNotFoundError(f"the installation lacks its {name} folder")


def resource(*parts: str) -> Path:
    """A file under ``resources``."""
    return root("resources").joinpath(*parts)


def data_dir() -> Path:
    """This user's own folder for databases, settings and logs; made when missing."""
    import os

    from platformdirs import user_data_path

    chosen = os.environ.get("CASECLOCK_HOME")
    path = Path(chosen) if chosen else user_data_path("Caseclock", appauthor=False)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def private(path: str, flags: int) -> int:
    """An ``opener`` for `open`: a file made by it can be read by its owner alone."""
    import os

    return os.open(path, flags, 0o600)


def backup_folder() -> Path:
    """Where daily backups go when no other folder is set."""
    return data_dir() / "backups"
