r"""What IT sets for a machine: a person cannot change it, and every choice of theirs gives way to it.

Windows reads the registry key ``HKLM\Software\Policies\Caseclock`` (Intune, group policy, SCCM); every
other system reads ``/etc/caseclock/policy.toml``, which root owns. The names in both are those of
`Policy`'s fields, in the registry without underscores (``DatabaseUrl``). docs/it.md explains each.

A policy that cannot be understood stops Caseclock with one sentence: going on without it could put a
council's data where it must not be.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from desktop.errors import KnownError, Refused

FILE = Path("/etc/caseclock/policy.toml")
KEY = r"Software\Policies\Caseclock"
PAGES = ("dols", "visits", "supervision", "people", "teams", "indicators", "data")  # Today is always there
FEATURES = (*PAGES, "import", "export")
EVERYBODY = "*"


@dataclass(frozen=True)
class Policy:
    """What is set for this machine; a field at its default is not set.

    Attributes:
        database_url: the council's database: a file on this machine, or the address of the shared one.
        tls_root: file with the certificates that a shared database's server must be signed by.
        update_notice: whether a newer version is announced at all.
        update_manifest: file (often on a share) that names the newest version.
        offline_allowed: whether council data may lie in a file on this machine.
        team: the team whose features this machine has; blank for none.
        features: team -> what it may use, of `FEATURES`; ``*`` stands for every team not named.
        source: where all this was read, blank when nothing is set.
    """

    database_url: str = ""
    tls_root: str = ""
    update_notice: bool = True
    update_manifest: str = ""
    offline_allowed: bool = True
    team: str = ""
    features: Mapping[str, frozenset[str]] = field(default_factory=dict)
    source: str = ""

    def allows(self, feature: str) -> bool:
        """Whether this machine's team may use a page, ``import`` or ``export``.

        A page that `FEATURES` does not name cannot be switched off.
        """
        named = self.features.get(self.team) if self.team else None
        chosen = self.features.get(EVERYBODY) if named is None else named
        return chosen is None or feature not in FEATURES or feature in chosen

    def database(self, chosen: str) -> str:
        """The database that counts: the policy's where it names one, else what the person chose."""
        return self.database_url or chosen

    def same_database(self, chosen: str) -> bool:
        """Whether what a person opened is what the policy names, whatever the login."""
        return bool(self.database_url and chosen) and _same(self.database_url, chosen)

    def refuse_database(self, path: str | Path) -> None:
        """Refuse a council's database that policy does not allow here; a demo holds nobody and is free.

        Raises:
            Refused: when another database is set, or data may not lie on this machine.
        """
        if is_demo(path):
            return
        if self.database_url and not _same(self.database_url, path):
            raise Refused(
                "Your council sets the database of this computer, so no other can be opened or made here "
                "(council rule). Nothing was changed; ask your IT service desk.",
                "council rule",
            )
        if not self.offline_allowed and "://" not in str(path):
            raise Refused(
                "Your council does not allow data to be kept on this computer (council rule). Nothing was "
                "changed; ask your IT service desk.",
                "council rule",
            )

    def refuse_feature(self, feature: str) -> None:
        """Refuse a page or verb that is switched off for this machine's team.

        Raises:
            Refused: when it is.
        """
        if not self.allows(feature):
            raise Refused(
                f"Your council has not switched on “{feature}” for this computer (council rule). Nothing was "
                "changed; ask your IT service desk.",
                "council rule",
            )


@cache
def policy() -> Policy:
    """This machine's policy, read once.

    Raises:
        KnownError: when it is there but cannot be read or understood.
    """
    if sys.platform == "win32":
        values = registry_values()
        return parse(values, rf"HKLM\{KEY}") if values else Policy()
    try:
        text = FILE.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Policy()
    except (OSError, UnicodeDecodeError):
        raise _unreadable(str(FILE), "it cannot be read") from None
    return parse_file(text, str(FILE))


def parse_file(text: str, source: str) -> Policy:
    """The policy that an administrator's file sets.

    Raises:
        KnownError: when it is not TOML, or says something that is not understood.
    """
    import tomllib  # the start of a window on a machine without policy need not know it

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(source, str(error)) from None
    return parse(values, source)


def parse(values: Mapping[str, Any], source: str) -> Policy:
    """A policy from names and values as a file or the registry gives them.

    Raises:
        KnownError: on a name that does not exist, or a value of the wrong type.
    """
    known = {one.name.replace("_", ""): one.name for one in fields(Policy) if one.name != "source"}
    found: dict[str, Any] = {}
    for written, value in values.items():
        name = known.get(written.replace("_", "").casefold())
        if name is None:
            raise _unreadable(source, f"there is no setting called {written}")
        found[name] = _typed(name, written, value, source)
    return Policy(**found, source=source)


def _typed(name: str, written: str, value: Any, source: str) -> Any:
    kind = type(getattr(Policy(), name))
    if name == "features":
        return _features(value, source)
    if kind is bool and (value is True or value is False or (type(value) is int and value in (0, 1))):
        return bool(value)
    if kind is str and isinstance(value, str):
        return value.strip()
    needs = "true or false (in the registry 1 or 0)" if kind is bool else "text"
    raise _unreadable(source, f"{written} needs {needs}")


def _features(value: Any, source: str) -> dict[str, frozenset[str]]:
    if not isinstance(value, Mapping):
        raise _unreadable(source, "features needs one list a team")
    found = {}
    for team, names in value.items():
        listed = names.replace(";", ",").split(",") if isinstance(names, str) else names
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise _unreadable(source, f"the features of {team} need a list of names")
        chosen = frozenset(one.strip().casefold() for one in listed if one.strip())
        if chosen - set(FEATURES):
            wrong = ", ".join(sorted(chosen - set(FEATURES)))
            raise _unreadable(source, f"there is no feature called {wrong}; there are {', '.join(FEATURES)}")
        found[team] = chosen
    return found


def _unreadable(source: str, why: str) -> KnownError:
    return KnownError(
        f"The policy that IT set for this computer ({source}) cannot be used: {why}. "
        "Caseclock does not start without it; nothing was changed. Ask your IT service desk."
    )


def is_demo(path: str | Path) -> bool:
    """Whether a file is not encrypted: only a demo is, and it holds no real person."""
    try:
        with open(path, "rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except (OSError, ValueError):
        return False


def _same(one: str, other: str | Path) -> bool:
    if "://" in one or "://" in str(other):
        return _anybodys(one) == _anybodys(str(other))
    return Path(one).resolve() == Path(other).resolve()


def _anybodys(address: str) -> str:
    """The address of a shared database without the login of whoever connects."""
    return re.sub(r"://[^@/?]*@", "://", address)


def registry_values() -> dict[str, Any]:
    """Windows: the values of the policy key, its ``Features`` key as a dictionary; empty without it."""
    import winreg  # only Windows has it

    found: dict[str, Any] = {}
    access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY  # type: ignore[attr-defined,unused-ignore]
    for name in ("", r"\Features"):
        try:
            key = winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, KEY + name, 0, access)  # type: ignore[attr-defined,unused-ignore]
        except FileNotFoundError:
            continue
        with key:
            count = winreg.QueryInfoKey(key)[1]  # type: ignore[attr-defined,unused-ignore]
            values = [winreg.EnumValue(key, at)[:2] for at in range(count)]  # type: ignore[attr-defined,unused-ignore]
        if name:
            found["Features"] = dict(values)
        else:
            found.update((written, value) for written, value in values if written)
    return {name: value for name, value in found.items() if value != {}}
