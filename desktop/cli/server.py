"""``caseclock server``: each verb does one thing, checks it and says in a sentence what is so now."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.handed import PASSWORD_FD, handed_over
from desktop.errors import KnownError
from desktop.policy import policy

if TYPE_CHECKING:
    from desktop.server.address import Address
    from desktop.server.install import Installed


def run_init(options: argparse.Namespace) -> int:
    """Make a database the shared one."""
    from desktop.server.install import install

    address, password = address_of(options), password_of(options)
    done = install(address, password, tls_root=tls_root(options))
    if not done.new:
        print(
            f"{_name(address)} was set up already and is up to date (schema {done.schema}); it was checked."
        )
        return 0
    print(
        f"{_name(address)} is now a shared database of Caseclock (schema {done.schema}, PostgreSQL "
        f"{done.postgresql}). It was checked. Next: caseclock server add-user, for a first administrator."
    )
    return 0


def run_upgrade(options: argparse.Namespace) -> int:
    """Bring the shared database up to date, or say what that would do."""
    from desktop.server import install

    address, password = address_of(options), password_of(options)
    with install.administering(address, password, tls_root=tls_root(options)) as raw:
        if install.migrations(raw) == ("", ""):
            raise KnownError(
                "There is no Caseclock in that database to upgrade. Nothing was changed; "
                "run caseclock server init to set one up."
            )
    done = install.install(address, password, tls_root=tls_root(options), dry_run=options.dry_run)
    steps = _steps(done)
    if options.dry_run:
        print(
            f"{_name(address)} would be brought up to date ({steps}). It was tried, checked and taken back."
        )
    else:
        print(f"{_name(address)} is up to date ({steps}) and was checked.")
    return 0


def _steps(done: Installed) -> str:
    if done.before == done.now:
        return "no new tables; functions, rights and views made again"
    return f"data {done.before[0]} to {done.now[0]}, server {done.before[1]} to {done.now[1]}"


def run_check(options: argparse.Namespace) -> int:
    """Say whether the shared database is as it must be."""
    from desktop.server import check, install

    address = address_of(options)
    with install.administering(address, password_of(options), tls_root=tls_root(options)) as raw:
        install.refuse_newer(raw)
        found = check.findings(raw)
        if not found:
            found = [
                f"{count} rows of {table} are unknown to laptops" for table, count in check.unfed(raw).items()
            ]
    for line in found:
        print(line)
    if found:
        raise KnownError(
            f"{_name(address)} is not as it must be; run caseclock server upgrade, or report this."
        )
    print(f"{_name(address)} is as it must be: tables, functions, rights, guards and feed were checked.")
    return 0


def run_adopt(options: argparse.Namespace) -> int:
    """Put an embedded database into an empty shared one."""
    from desktop.cli.opening import key_of
    from desktop.server.adopt import adopt

    address, path = address_of(options), Path(options.file)
    key = key_of(path)
    done = adopt(path, key, address, password_of(options), tls_root=tls_root(options))
    print(
        f"{_name(address)} now holds what {path.name} held: {sum(done.rows.values())} rows, {done.acts} acts "
        f"and {done.lines} lines of history, each table counted and summed on both sides. {path.name} is as "
        "it was and is no longer recorded in."
    )
    return 0


def run_release(options: argparse.Namespace) -> int:
    """Let a file that was put into a shared database be recorded in again."""
    from desktop.cli.opening import key_of
    from desktop.server.adopt import release

    path = Path(options.file)
    release(path, key_of(path))
    print(f"{path.name} can be recorded in again; the shared database was not touched.")
    return 0


def run_verify_history(options: argparse.Namespace) -> int:
    """Say whether anything of the history was altered."""
    from desktop.server import history, install

    with install.administering(address_of(options), password_of(options), tls_root=tls_root(options)) as raw:
        found = history.verify(raw)
    for revision, what in found.wrong:
        print(f"revision {revision}: {what}" if revision is not None else what)
    if found.wrong:
        raise KnownError(
            f"The history was altered in {len(found.wrong)} places. Keep the server as it is, and tell the "
            "council's information owner today."
        )
    print(
        f"The history is whole: {found.lines} revisions up to {found.revision}, none altered; "
        f"{found.witnesses} laptops remember the same. Its end, to be kept elsewhere: {found.chain}"
    )
    return 0


def run_backup_note(options: argparse.Namespace) -> int:
    """Say where the shared database stands."""
    from desktop.server import history, install

    with install.administering(address_of(options), password_of(options), tls_root=tls_root(options)) as raw:
        note = history.note(raw, restored=options.restored)
    if options.restored:
        print(
            "A new epoch has begun: laptops will compare all they hold and offer again what the backup does "
            f"not have. Now at: {note.line}"
        )
    else:
        print(f"Keep this line with the backup: {note.line}")
    return 0


def run_purge(options: argparse.Namespace) -> int:
    """Take away what was removed long ago."""
    from desktop.cli.show import today
    from desktop.commands.checks import count_of
    from desktop.domain.days import short
    from desktop.server import install
    from desktop.server.purge import purge

    before = today() - options.days if options.before is None else options.before
    with install.administering(address_of(options), password_of(options), tls_root=tls_root(options)) as raw:
        done = purge(raw, before, today=today(), dry_run=options.dry_run)
    for table, number in sorted(done.rows.items()):
        print(f"{table}: {number}")
    went = "would be taken away; nothing was" if options.dry_run else "were taken away for good"
    print(
        f"{count_of(sum(done.rows.values()), 'row')} removed before {short(before)} and "
        f"{count_of(done.lines, 'line')} of the feed {went}. "
        f"Laptops that last came before that compare all they hold at their next contact: {done.laptops}."
    )
    return 0


def address_of(options: argparse.Namespace) -> Address:
    """The address that a verb was given.

    Raises:
        KnownError: when it is none.
    """
    from desktop.server.address import Address

    return Address.parse(options.url)


def password_of(options: argparse.Namespace) -> str | None:
    """The administrator's password: handed over by a descriptor, else typed; None for integrated sign-in.

    Nobody is asked when there is nobody, or the server is on this machine and may know its user already.
    """
    if handed := handed_over(PASSWORD_FD):
        return handed
    address = address_of(options)
    if address.local or not address.login or not sys.stdin or not sys.stdin.isatty():
        return None
    return getpass.getpass(f"Password of {address.login} (blank for integrated sign-in): ") or None


def tls_root(options: argparse.Namespace) -> str:
    """The file of certificates to trust: the verb's, else the policy's."""
    return str(options.tls_root or policy().tls_root)


def _name(address: Address) -> str:
    return address.database
