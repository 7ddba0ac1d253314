"""The licences of all that ships, in one file beside the program; Qt's duties under the LGPL first."""

from __future__ import annotations

import re
import shutil
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from parts import BUILD, DIST, FROZEN, MADE, ROOT, Failed, locked, tried, version

NAME = "LICENCES.txt"
_WORDS = ("licen", "copying", "notice", "authors")
_RULE = "=" * 78


def make() -> None:
    """Write LICENCES.txt beside the program and into dist/."""
    MADE.mkdir(parents=True, exist_ok=True)
    DIST.mkdir(exist_ok=True)
    text = written()
    for folder in (MADE, DIST, FROZEN):
        if folder.is_dir():
            (folder / NAME).write_text(text, encoding="utf-8")
    print(f"{NAME}: {len(locked.shipped())} packages, {len(text.splitlines()):,} lines")


def written() -> str:
    """The whole file.

    Raises:
        Failed: when a package that ships says nothing of its licence.
    """
    parts = [
        f"Caseclock {version()} and what ships with it\n",
        (ROOT / "LICENSE").read_text(encoding="utf-8"),
        (ROOT / "packaging" / "lgpl.md").read_text(encoding="utf-8"),
        _python(),
    ]
    for name, number in sorted(locked.shipped().items()):
        parts.append(_section(name, number))
    parts += [f"{name} (a library of the system)\n\n{text}" for name, text in _of_the_system()]
    return f"\n{_RULE}\n".join(parts)


def _of_the_system() -> list[tuple[str, str]]:
    """Debian packages whose libraries were taken into the folder, with their copyright files."""
    listing = BUILD / "work" / "frozen" / "caseclock" / "COLLECT-00.toc"
    if not listing.is_file() or not shutil.which("dpkg-query"):
        return []
    text = listing.read_text(encoding="utf-8", errors="replace")
    files = sorted(set(re.findall(r"'((?:/usr)?/lib/[^']+\.so[^']*)'", text)))
    names = {file for one in files for file in (one, one.removeprefix("/usr"), f"/usr{one}")}
    done = tried(["dpkg-query", "-S", *sorted(names)]) if names else None
    owners = sorted({line.partition(":")[0] for line in done.stdout.splitlines()} if done else ())
    papers = [(one, Path("/usr/share/doc", one, "copyright")) for one in owners]
    return [(one, paper.read_text(errors="replace")) for one, paper in papers if paper.is_file()]


def _python() -> str:
    import sysconfig

    places = [Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", Path("/usr/share/doc/python3/copyright")]
    text = next((one.read_text(encoding="utf-8", errors="replace") for one in places if one.is_file()), "")
    return f"Python {locked.python_version()}\nhttps://www.python.org/psf/license/\n\n{text}"


def _section(name: str, number: str) -> str:
    try:
        found = distribution(name)
    except PackageNotFoundError:
        raise Failed(f"{name} ships but is not installed here, so its licence cannot be read") from None
    says = found.metadata.get("License-Expression") or found.metadata.get("License") or _classified(found)
    texts = [_text(found, str(file)) for file in found.files or () if _is_licence(str(file))]
    if not says and not texts:
        raise Failed(f"{name} says nothing of its licence")
    home = found.metadata.get("Home-page") or next(iter(found.metadata.get_all("Project-URL") or []), "")
    return "\n\n".join(
        [f"{name} {number}\nLicence: {says.splitlines()[0] if says else 'see below'}\n{home}", *texts]
    )


def _classified(found: Distribution) -> str:
    kinds = [one for one in found.metadata.get_all("Classifier") or [] if one.startswith("License ::")]
    return "; ".join(one.rpartition(" :: ")[2] for one in kinds)


def _is_licence(file: str) -> bool:
    path = Path(file)
    return ".dist-info" in file and any(word in path.name.casefold() for word in _WORDS)


def _text(found: Distribution, file: str) -> str:
    return Path(str(found.locate_file(file))).read_text(encoding="utf-8", errors="replace")
