"""The verbs of ``caseclock server`` about people: who may do what, a copy of their data, its end."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # argparse has no public name for it

ROLES = (
    "administrator",
    "head_of_service",
    "dols_manager",
    "team_manager",
    "practice_supervisor",
    "worker",
    "bia",
    "independent_bia",
    "analyst",
    "auditor",
)


def add_people(
    kinds: Verbs,
    make: Callable[..., argparse.ArgumentParser],
    address: Callable[[argparse.ArgumentParser], None],
    iso_day: Callable[[str], int],
) -> None:
    """Add them; `make` makes a verb, `address` gives it the server's."""

    def verb(name: str, words: str) -> argparse.ArgumentParser:
        parser = make(kinds, name, "server_people", words)
        address(parser)
        return parser

    day: dict[str, Any] = {"type": iso_day, "metavar": "YYYY-MM-DD"}
    add = verb("add-user", "Let somebody in, or give them another place and password.")
    add.add_argument("login", help="as the directory knows them, in small letters")
    _place(add, day)
    add.add_argument("--new-password", action="store_true", help="type one, or CASECLOCK_NEW_PASSWORD_FD")
    change = verb("set-role", "Give somebody another place, or everybody theirs from the directory.")
    change.add_argument("login", nargs="?", default="")
    _place(change, day)
    _directory(change)
    remove = verb("remove-user", "End somebody's access: now, or after their last day.")
    remove.add_argument("login")
    remove.add_argument("--last-day", help="the last day on which they work", **day)
    group = verb("map-group", "Say what a group of the directory stands for.")
    group.add_argument("group")
    group.add_argument("--role", choices=ROLES, required=True)
    group.add_argument("--team", default="")
    group.add_argument("--service", choices=("children", "adults"), default="")
    _access(verb, day)
    lost = verb("wipe", "Have a lost laptop destroy its key at its next contact.")
    lost.add_argument("login", help="whose laptops")
    lost.add_argument("--device", default="", metavar="ID", help="only this one")
    copy = verb("person-export", "Write everything that is held on a person; logged with your name.")
    copy.add_argument("ref", help="their reference in the council's case system")
    copy.add_argument("--out", required=True, metavar="FILE", help=".xlsx, or .json")
    erase = verb("dispose", "Erase a person for good; logged with your name and the reason.")
    erase.add_argument("ref", help="their reference in the council's case system")
    erase.add_argument("--reason", required=True, help="the line of the retention schedule, without names")
    erase.add_argument("--yes", action="store_true", help="do not ask again")


def _place(parser: argparse.ArgumentParser, day: dict[str, Any]) -> None:
    parser.add_argument("--role", choices=ROLES, default="")
    parser.add_argument("--name", default="", help="as colleagues see it")
    parser.add_argument("--team", default="", help="the team's name")
    parser.add_argument("--worker", default="", help="their name or reference on the list of workers")
    parser.add_argument("--service", choices=("children", "adults"), default="", help="a head's; blank: both")
    parser.add_argument("--starts-on", **day)
    parser.add_argument("--last-day", **day)


def _directory(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from-groups", metavar="FILE", help="CSV: login, group, and name, staff_ref")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
    parser.add_argument("--even-many", action="store_true", help="even if many would lose their place")


def _access(verb: Callable[[str, str], argparse.ArgumentParser], day: dict[str, Any]) -> None:
    grant = verb("grant-access", "Open a restricted record to one login until a day.")
    grant.add_argument("login")
    which = grant.add_mutually_exclusive_group(required=True)
    which.add_argument("--person", default="", metavar="REF")
    which.add_argument("--case", default="", metavar="REF")
    grant.add_argument("--reason", required=True)
    grant.add_argument("--until", required=True, **day)
    block = verb("block", "Never show a person to a login: own family, a conflict of interest.")
    block.add_argument("login")
    block.add_argument("--person", required=True, metavar="REF")
    block.add_argument("--reason", required=True)
    hold = verb("hold", "Keep a person's data from being disposed of, or end such a hold.")
    hold.add_argument("ref")
    hold.add_argument("--reason", default="")
    hold.add_argument("--until", **day)
    hold.add_argument("--end", action="store_true", help="end every hold on this person")
