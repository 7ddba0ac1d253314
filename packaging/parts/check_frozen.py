"""Trying the frozen folder as a machine without Python would: nothing counts without positive output."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parts import BUILD, FROZEN, ROOT, Failed, contents, fresh, manifest, tool

KEY = "00112233445566778899aabbccddeeff" * 2  # of databases that are thrown away
TRACKERS = ("dols_tracker.xlsx", "visits_tracker.xlsx", "supervision_tracker.xlsx")
LAST_CHECK = "painted page"
FEWEST_PICTURES = 20
FEWEST_COLOURS = 50


class App:
    """A Caseclock to try: its command, and a home of its own."""

    def __init__(self, command: list[str], home: Path, **env: str) -> None:
        self.command, self.home = command, home
        kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
        self.env = {**kept, "PATH": "/usr/bin:/bin", "HOME": str(home), "CASECLOCK_HOME": str(home / "data")}
        self.env |= {"LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen", **env}
        (home / "data").mkdir(parents=True, exist_ok=True)

    def run(self, *arguments: str, fine: tuple[int, ...] = (0,), timeout: float = 600, **env: str) -> str:
        """Run a verb with the key on a descriptor; returns what it printed.

        Raises:
            Failed: when it ends in a code that is not fine.
        """
        with _key() as number:
            done = subprocess.run(
                [*self.command, *arguments],
                env={**self.env, "CASECLOCK_KEY_FD": str(number), **env},
                pass_fds=(number,),
                capture_output=True,
                text=True,
                timeout=timeout,
            )
        if done.returncode not in fine:
            raise Failed(f"caseclock {arguments[0] if arguments else ''} ended with {done.returncode}: "
                         f"{(done.stderr or done.stdout).strip()[-400:]}")  # fmt: skip
        return done.stdout


@contextmanager
def _key() -> Iterator[int]:
    read, write = os.pipe()
    os.write(write, KEY.encode())
    os.close(write)
    try:
        yield read
    finally:
        os.close(read)


def check() -> None:
    """Self-test, window, tracker and pages: without a display, and under a virtual one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = App([str(FROZEN / "caseclock")], folder)
        passes_self_test(app, "offscreen")
        imports_and_draws(app, folder)
        with display() as number:
            seen = App(app.command, folder, DISPLAY=number, QT_QPA_PLATFORM="xcb")
            passes_self_test(seen, "xcb")
            opens_a_window(seen, folder)


def passes_self_test(app: App, platform: str) -> None:
    """The self-test ends with a page drawn on the platform that was asked for.

    Raises:
        Failed: when it does not, or says too little.
    """
    lines = json.loads(app.run("self-test", "--json"))
    last = lines[-1]
    if last["check"] != LAST_CHECK or any(one["ok"] != "yes" for one in lines):
        raise Failed(f"the self-test stopped at {last['check']}: {last['result']}")
    if not last["result"].endswith(f"on {platform}"):
        raise Failed(f"the page was not drawn on {platform}: {last['result']}")
    print(f"self-test on {platform}: {len(lines)} checks; {last['result']}")


def imports_and_draws(app: App, folder: Path) -> None:
    """The three trackers go in, give the same overdue list as from source, and every page is drawn."""
    database = ["--database", str(folder / "council.caseclock")]
    files = [str(ROOT / "tests" / "data" / name) for name in TRACKERS]
    app.run(
        "import", *files, *database, "--as-at", "2026-11-20", "--rejects", str(folder / "r.csv"), fine=(3,)
    )
    asked = ["list", "overdue", "--as-at", "2026-11-20", "--json", *database]
    frozen = json.loads(app.run(*asked))
    source = App([sys.executable, "-m", "desktop"], folder, PYTHONPATH=str(ROOT))
    if not frozen or frozen != json.loads(source.run(*asked)):
        raise Failed("the frozen program's overdue list is not the one that the sources give")
    print(f"three trackers imported; {len(frozen)} overdue, the same as from source")
    out = folder / "pages"
    app.run("tour", "--out", str(out), *database)
    pictures = sorted(out.rglob("*.png"))
    if len(pictures) < FEWEST_PICTURES:
        raise Failed(f"only {len(pictures)} pages were drawn")
    blank = [one.name for one in pictures if _colours(one) < FEWEST_COLOURS]
    if blank:
        raise Failed(f"{blank[0]} is blank")
    print(f"{len(pictures)} pages drawn, none blank")


def opens_a_window(app: App, folder: Path) -> None:
    """The window itself, with no verb, shows its first list and then ends.

    Raises:
        Failed: when no list was painted.
    """
    log, database = folder / "painted", folder / "demo.caseclock"
    app.run("demo", "--no-window", "--out", str(database))
    log.unlink(missing_ok=True)
    start = time.time()
    app.run("--database", str(database), CASECLOCK_START_LOG=str(log), timeout=120)
    if not log.is_file():
        raise Failed("the window ended without having painted anything")
    print(f"window painted {float(log.read_text()) - start:.2f} s after its start, on a display")


def check_left_out() -> None:
    """Take each resource, migration, backend and driver away in turn: the self-test must fail each time."""
    folder = fresh(BUILD / "left-out") / "caseclock"
    shutil.copytree(FROZEN, folder, copy_function=os.link, symlinks=True)
    with tempfile.TemporaryDirectory() as home:
        app = App([str(folder / "caseclock")], Path(home))
        tried = {one: _fails_without(app, folder, one, listed=True) for one in everything(folder)}
        never = {one: _fails_without(app, folder, one, listed=False) for one in never_put_in(folder)}
        missed = [one.name for found in (tried, never) for one, fails in found.items() if not fails]
        if missed:
            raise Failed(f"the self-test passes without {len(missed)} things: {', '.join(missed)}")
        passes_self_test(app, "offscreen")
    print(
        f"{len(tried)} things taken away in turn, and {len(never)} left out from the start: every one found"
    )
    shutil.rmtree(folder.parent)


def everything(folder: Path) -> list[Path]:
    """Every resource, migration, keychain backend, driver and dialect, and what Qt draws with."""
    inside = folder / "_internal"
    found = [one for top in ("resources", "sql") for one in (inside / top).rglob("*") if one.is_file()]
    found += [one for name in contents.loose_modules() for one in module_files(inside, name)]
    plugins = inside / "PySide6" / "Qt" / "plugins"
    found += [one for kind in ("platforms", "iconengines") for one in (plugins / kind).iterdir()]
    return sorted(set(found))


def never_put_in(folder: Path) -> list[Path]:
    """What the self-test must miss by itself, even when the list of files does not name it."""
    inside = folder / "_internal"
    found = [*(inside / "sql").rglob("*.py"), inside / "sql" / "sqlite_schema.sql"]
    found += list((inside / "resources" / "timescales").iterdir())
    found += list((inside / "resources" / "calendars").iterdir())
    found += [one for name in contents.loose_modules() for one in module_files(inside, name)]
    plugins = inside / "PySide6" / "Qt" / "plugins" / "platforms"
    return sorted({*found, plugins / "libqoffscreen.so"})


def module_files(inside: Path, name: str) -> list[Path]:
    """The files without which a module cannot be loaded: its own, else its package's first."""
    base = inside.joinpath(*name.split("."))
    own = [base.with_suffix(".pyc"), base / "__init__.pyc"]
    libraries = (base if base.is_dir() else base.parent).glob("*.so")
    return [one for one in own if one.is_file()] + sorted(
        one for one in libraries if name.startswith(one.parent.name)
    )


def _fails_without(app: App, folder: Path, path: Path, *, listed: bool) -> bool:
    name = path.relative_to(folder).as_posix()
    away, listing = folder.parent / "away", folder / manifest.NAME
    whole = listing.read_text(encoding="utf-8")
    path.rename(away)
    if not listed:
        content = json.loads(whole)
        content["files"].pop(name, None)
        listing.unlink()  # the copy shares its files with the frozen folder
        listing.write_text(json.dumps(content), encoding="utf-8")
    try:
        told = app.run("self-test", "--json", fine=(0, 1, -6, 134))
    finally:
        away.rename(path)
        if not listed:
            listing.write_text(whole, encoding="utf-8")
    lines = json.loads(told) if told.strip() else [{"ok": "NO", "check": "start"}]
    return bool(lines[-1]["ok"] == "NO")


@contextmanager
def display() -> Iterator[str]:
    """A virtual display of its own for as long as it is needed."""
    server = tool("Xvfb", "xvfb")
    read, write = os.pipe()
    command = [server, "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        if not number:
            raise Failed("no virtual display could be started")
        yield f":{number}"
    finally:
        process.terminate()
        process.wait(10)


def _colours(path: Path) -> int:
    from PySide6.QtGui import QImage

    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    return len(set(memoryview(image.constBits()).cast("I")[::7])) if not image.isNull() else 0
