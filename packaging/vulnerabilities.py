"""Known vulnerabilities of what the lock files name: ``python packaging/vulnerabilities.py [--online]``.

Without a network it holds every locked version against packaging/advisories.toml, and says what it could
not know. With ``--online`` (the release workflow) pip-audit asks the index too; a lock file that the index
cannot answer for counts as a failure.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "packaging"))

from parts import locked  # noqa: E402

KEPT = ROOT / "packaging" / "advisories.toml"
LOCKS = ("app.txt", "dev.txt", "package.txt")
OLD_AFTER = 90  # days


def main(arguments: list[str]) -> int:
    """Print what is known; 1 when a locked version is vulnerable."""
    known = tomllib.loads(KEPT.read_text(encoding="utf-8"))
    pins = sorted({pin for name in LOCKS for pin in locked.every_pin(ROOT / "requirements" / name)})
    found = affected(pins, known["advisory"])
    for line in found:
        print(f"VULNERABLE {line}")
    print(offline_words(pins, known, dt.date.today()))
    online = asked_online() if "--online" in arguments else None
    if online is None:
        print("Not asked online here; the release workflow does (packaging/vulnerabilities.py --online).")
        return 1 if found else 0
    for line in online:
        print(line)
    return 1 if found or online else 0


def affected(pins: list[tuple[str, str]], advisories: list[dict[str, Any]]) -> list[str]:
    """One line for every locked version that an advisory is about.

    Args:
        pins: (package, version).
        advisories: package, id, what, and ``below`` (the first version without the fault) and, where it
            has a beginning, ``since``.
    """
    found = []
    for package, version in pins:
        for one in advisories:
            since = one.get("since", "0")
            if one["package"] == package and parsed(since) <= parsed(version) < parsed(one["below"]):
                found.append(f"{package} {version}: {one['id']}, {one['what']}; mended in {one['below']}")
    return found


def parsed(version: str) -> tuple[int, ...]:
    """A version as numbers; letters after them are left out, so a pre-release counts as its release."""
    match = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(map(int, match[0].split("."))) if match else ()


def offline_words(pins: list[tuple[str, str]], known: dict[str, Any], today: dt.date) -> str:
    """What was looked at, and what could not be known without a network."""
    age = (today - known["as_of"]).days
    named = {one["package"] for one in known["advisory"]}
    unknown = len({package for package, _ in pins} - named)
    words = (
        f"{len(pins)} locked versions against {len(known['advisory'])} advisories kept here as of "
        f"{known['as_of']}; of {unknown} packages it holds none, and what came out later it cannot know."
    )
    return f"{words} It is {age} days old: renew it." if age > OLD_AFTER else words


def asked_online() -> list[str]:
    """What pip-audit says of the lock file that ships; a line for everything wrong, none when all is well."""
    program = shutil.which(
        "pip-audit", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    )
    if not program:
        return ["ONLINE: pip-audit is not installed here (requirements/package.txt has it)."]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "audit.json"
        command = [program, "-r", str(ROOT / "requirements" / "package.txt"), "--disable-pip"]
        command += ["--require-hashes", "--progress-spinner", "off", "-f", "json", "-o", str(out)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        if not out.is_file():
            return [f"ONLINE: pip-audit could not ask ({done.stderr.strip().splitlines()[-1:]})."]
        answer = json.loads(out.read_text(encoding="utf-8"))["dependencies"]
    skipped = [one["name"] for one in answer if "skip_reason" in one]
    lines = [
        f"VULNERABLE {one['name']} {one['version']}: {fault['id']}"
        for one in answer
        for fault in one.get("vulns", ())
    ]
    return lines + ([f"ONLINE: the index does not answer for {len(skipped)} packages."] if skipped else [])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
