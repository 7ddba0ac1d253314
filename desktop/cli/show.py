"""Verbs that show: ``demo`` opens a made-up council, ``tour`` draws every page."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop.domain.days import day, short
from desktop.paths import data_dir


def today() -> int:
    """This machine's date as a day number."""
    import datetime as dt

    return day(dt.date.today())


def has_display() -> bool:
    """Whether a window could be seen by a person."""
    if sys.platform in ("win32", "darwin"):
        return True
    if os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal"):
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_demo(options: argparse.Namespace) -> int:
    """Make the demo council and open it; with no display, draw every page and say where."""
    path = Path(options.out) if options.out else data_dir() / "demo.caseclock"
    date = options.date if options.date is not None else today()
    if options.shared:
        from desktop.cli.shared_demo import run_shared

        return run_shared(options, date, has_display=has_display())
    _write_demo(path, options.seed, date)
    if options.no_window:
        return 0
    if has_display():
        from desktop.app import run_window

        return run_window(str(path))
    return _draw_demo(path)


def _write_demo(path: Path, seed: int, date: int) -> None:
    from desktop.demo import write

    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, seed, date)
    print(f"Demo council as at {short(date)}: {path}")


def _draw_demo(path: Path) -> int:
    out = Path("demo-pages").resolve()
    code = _tour(out, str(path), "light", 100)
    print(f"There is no display here, so every page was drawn to {out}")
    return code


def run_tour(options: argparse.Namespace) -> int:
    """Draw every page of a database (the demo council when none is named) to PNG files."""
    out = Path(options.out)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        database = options.database or os.environ.get("CASECLOCK_DATABASE")
        is_demo = not (options.empty or database)
        if is_demo:
            database = str(Path(folder) / "demo.caseclock")
            _write_demo(Path(database), 1, today())
        code = _tour(out, None if options.empty else database, options.theme, options.scale)
        if is_demo:
            from desktop.views.tour_shared import draw_shared

            draw_shared(out, Path(str(database)), options.theme, options.scale)
    print(f"Every page was drawn to {out.resolve()}")
    return code


def _tour(out: Path, database: str | None, theme: str, scale: int) -> int:
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")  # it warns of what it cannot do
    os.environ["QT_FONT_DPI"] = str(round(96 * scale / 100))
    from desktop.views.tour import draw

    draw(out, database=database, theme=theme, scale=scale)
    return 0
