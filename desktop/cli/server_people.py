"""``caseclock server``: who may do what, a copy of a person's data and the end of it."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.handed import NEW_PASSWORD_FD, handed_over
from desktop.cli.server import address_of, password_of, tls_root
from desktop.domain.days import short
from desktop.errors import KnownError
from desktop.server import people

if TYPE_CHECKING:
    import psycopg


@contextmanager
def _connected(options: argparse.Namespace) -> Iterator[psycopg.Connection[Any]]:
    import psycopg

    from desktop.server.install import administering

    with administering(address_of(options), password_of(options), tls_root=tls_root(options)) as db:
        try:
            yield db
        except psycopg.errors.InsufficientPrivilege as error:
            raise KnownError(
                "This login may not do that in the shared database, so nothing was changed; use an "
                "administrator's, or for a copy and a disposal an auditor's.",
                details=str(error).partition("\n")[0],
            ) from error


def run_add_user(options: argparse.Namespace) -> int:
    """Let somebody in."""
    if not options.role:
        raise KnownError("Say which role, with --role. Nothing was changed.")
    password = _new_password(options.login) if options.new_password else ""
    with _connected(options) as db:
        people.put(db, options.login, _place(db, options), password)
    print(f"{options.login} has a place here as {options.role}{_from(options)}.")
    return 0


def run_set_role(options: argparse.Namespace) -> int:
    """Give somebody another place, or everybody theirs from the directory."""
    if options.from_groups:
        return _follow_directory(options)
    if not (options.login and options.role):
        raise KnownError("Say whom and which role, or --from-groups FILE. Nothing was changed.")
    with _connected(options) as db:
        if people.held_by(db, options.login) is None:
            raise KnownError(f"{options.login} has no place here. Nothing was changed; use add-user.")
        people.put(db, options.login, _place(db, options))
    print(f"{options.login} now has a place as {options.role}{_from(options)}.")
    return 0


def _from(options: argparse.Namespace) -> str:
    starts = f" from {short(options.starts_on)}" if options.starts_on else ""
    return starts + (f" until {short(options.last_day)}" if options.last_day else "")


def _place(db: psycopg.Connection[Any], options: argparse.Namespace) -> people.Place:
    return people.Place(
        role=options.role,
        name=options.name,
        team=people.team_named(db, options.team) if options.team else "",
        worker=people.worker_named(db, options.worker) if options.worker else "",
        service=options.service,
        starts_on=options.starts_on,
        ends_on=options.last_day,
    )


def _follow_directory(options: argparse.Namespace) -> int:
    from desktop.server import directory

    entries = directory.read(Path(options.from_groups))
    with _connected(options) as db:
        done = directory.follow(db, entries, even_many=options.even_many, dry_run=options.dry_run)
    would = "would be " if options.dry_run else ""
    for word, logins in (
        (f"{would}added", done.added),
        (f"{would}changed", done.changed),
        (f"{would}ended", done.ended),
        ("given by hand, left alone", done.by_hand),
        ("in groups that mean different things, left alone", done.unclear),
    ):
        for login in logins:
            print(f"{login}: {word}")
    for login, sentence in done.refused:
        print(f"{login}: {sentence}")
    return 3 if done.refused or done.unclear else 0


def run_remove_user(options: argparse.Namespace) -> int:
    """End somebody's access."""
    with _connected(options) as db:
        people.end(db, options.login, options.last_day)
    when = f"after {short(options.last_day)}" if options.last_day else "now"
    print(f"The access of {options.login} ends {when}. What they have not sent stays on their laptop.")
    return 0


def run_map_group(options: argparse.Namespace) -> int:
    """Say what a group of the directory stands for."""
    with _connected(options) as db:
        team = people.team_named(db, options.team) if options.team else ""
        people.map_group(db, options.group, options.role, team, options.service)
    print(
        f"Members of {options.group} are {options.role}; it counts from the next set-role --from-groups on."
    )
    return 0


def run_grant_access(options: argparse.Namespace) -> int:
    """Open a restricted record to one login."""
    with _connected(options) as db:
        person = people.person_of(db, options.person) if options.person else ""
        case = people.case_of(db, options.case) if options.case else ""
        people.name_access(
            db, options.login, case=case, person=person, reason=options.reason, ends_on=options.until
        )
    print(f"{options.login} may see that record, within their role, until {short(options.until)}.")
    return 0


def run_block(options: argparse.Namespace) -> int:
    """Never show a person to a login."""
    with _connected(options) as db:
        people.block(db, options.login, people.person_of(db, options.person), options.reason)
    print(f"{options.login} no longer sees anything of that person, nor of people with their family mark.")
    return 0


def run_hold(options: argparse.Namespace) -> int:
    """Keep a person's data from being disposed of, or end that."""
    with _connected(options) as db:
        person = people.person_of(db, options.ref)
        if options.end:
            print(f"{people.end_hold(db, person)} holds were ended.")
            return 0
        if not options.reason:
            raise KnownError("Say why, with --reason. Nothing was changed.")
        people.hold(db, person, options.reason, options.until)
    print("Nothing of that person can be disposed of while the hold lasts.")
    return 0


def run_wipe(options: argparse.Namespace) -> int:
    """Have lost laptops destroy their key."""
    with _connected(options) as db:
        marked = people.wipe(db, options.login, options.device)
    if not marked:
        raise KnownError(f"No laptop of {options.login} has ever been in contact. Nothing was marked.")
    print(
        f"{marked} laptops of {options.login} destroy their key at their next contact. A laptop that never "
        "comes on line again locks by itself after 14 days; see docs/dba-guide.md, Lost laptop."
    )
    return 0


def run_person_export(options: argparse.Namespace) -> int:
    """Write everything that is held on a person."""
    from desktop.server import person_export

    out = Path(options.out)
    with _connected(options) as db:
        rows = person_export.write(person_export.held_on(db, options.ref), out)
    print(f"{out.name} holds {rows} rows with their history and who opened them. The request was logged.")
    return 0


def run_dispose(options: argparse.Namespace) -> int:
    """Erase a person for good."""
    from desktop.server.disposal import dispose

    if not options.yes:
        _ask_twice(options.ref)
    with _connected(options) as db:
        done = dispose(db, options.ref, options.reason)
    print(
        f"{done.rows} rows were erased for good (revision {done.revision}). Laptops forget them at their "
        "next contact; backups hold them until they are overwritten."
    )
    return 0


def _ask_twice(ref: str) -> None:
    if not sys.stdin.isatty():
        raise KnownError("This cannot be undone: say --yes to go on without being asked. Nothing was erased.")
    if input(f"Erase everything held on {ref} for good? Type the reference again: ").strip() != ref:
        raise KnownError("That was another reference. Nothing was erased.")


def _new_password(login: str) -> str:
    if handed := handed_over(NEW_PASSWORD_FD):
        return handed
    first = getpass.getpass(f"New password of {login} (12 characters or more): ")
    if len(first) < 12 or first != getpass.getpass("Once more: "):
        raise KnownError("The two were not the same, or shorter than 12 characters. Nothing was changed.")
    return first
