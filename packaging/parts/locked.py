"""What the lock files say: names, versions, and which of them ship."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from parts import ROOT

APP = ROOT / "requirements" / "app.txt"
PACKAGE = ROOT / "requirements" / "package.txt"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)\s*(?:;\s*([^\\]+))?")


def key(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).casefold()


def pins(path: Path, *, everywhere: bool = False) -> dict[str, str]:
    """Package -> version in a lock file; only what applies to this Python and system unless `everywhere`."""
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        match = _PIN.match(line)
        if match and (everywhere or applies(match[3] or "")):
            found[key(match[1])] = match[2]
    return found


def every_pin(path: Path) -> list[tuple[str, str]]:
    """(package, version) of every line, for every system: the same package may be there twice."""
    lines = map(_PIN.match, path.read_text(encoding="utf-8").splitlines())
    return sorted({(key(match[1]), match[2]) for match in lines if match})


def applies(marker: str) -> bool:
    """Whether a lock file's condition holds here."""
    if not marker.strip():
        return True
    from packaging.markers import Marker

    return Marker(marker.strip()).evaluate()


def shipped() -> dict[str, str]:
    """Package -> version of all that goes into the frozen folder on this system."""
    both = pins(PACKAGE)
    wanted = list(pins(APP))
    frozen = _collected()
    return {name: both[name] for name in wanted if name in both and (not frozen or name in frozen)}


def _collected() -> set[str]:
    """The packages of which the freezer took in a module; empty when nothing was frozen yet."""
    from importlib.metadata import packages_distributions

    archive = ROOT / "build" / "work" / "frozen" / "caseclock"
    tables = [*archive.glob("PYZ-*.toc"), *archive.glob("COLLECT-*.toc")]
    if not tables:
        return set()
    text = "\n".join(one.read_text(encoding="utf-8", errors="replace") for one in tables)
    tops = set(re.findall(r"site-packages[/\\]+([A-Za-z0-9_]+)", text))
    owners = packages_distributions()
    return {key(owner) for top in tops for owner in owners.get(top, ())} | {"shiboken6"} if tops else set()


def python_version() -> str:
    """The Python that is frozen."""
    return sys.version.split()[0]
