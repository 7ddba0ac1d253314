"""Why there is no connection: one sentence for each reason, and never a name or a value in its details."""

from __future__ import annotations

import datetime as dt
import socket
import subprocess
import threading
import time

import pg
import psycopg
import pytest
from server_office import Laptop
from stand_in_chain import Chain

from desktop.domain.days import now_ms
from desktop.errors import KnownError
from desktop.server import passwords, trouble
from desktop.server.address import Address
from desktop.server.connect import ServerTrouble, Timeouts, connect
from desktop.store import keys


def refusal(address, password=None, **more):
    with pytest.raises(ServerTrouble) as caught:
        connect(address, password, **more)
    assert caught.value.message.count("\n") == 0
    assert "nothing is lost" in caught.value.message or "kept on this laptop" in caught.value.message
    assert (address.login or "~") not in caught.value.message + caught.value.details
    return caught.value


def test_a_wrong_password_and_a_missing_one(base):
    login = base.login("worker", password="right horse")
    address = base.address(login, tcp=True)
    connect(address, "right horse").close()
    assert refusal(address, "wrong horse").kind == "password"
    assert "type the password again" in refusal(address).message


def test_an_expired_password_is_told_from_a_wrong_one_by_what_the_server_said_before(base):
    login = base.login("worker", password="right horse", until="2099-01-01")
    address = base.address(login, tcp=True)
    with connect(address, "right horse") as connection:
        until = Laptop(connection).pull()["me"]["password_until"]
    assert until == dt.datetime(2099, 1, 1, tzinfo=dt.UTC).timestamp() * 1000
    base.admin().execute(f"ALTER ROLE \"{login}\" VALID UNTIL '2020-01-01'")
    found = refusal(address, "right horse", password_until=now_ms() - 1000)
    assert (found.kind, "has expired" in found.message) == ("expired", True)
    assert refusal(address, "right horse", password_until=until).kind == "password"


def test_a_login_that_was_ended(base):
    login = base.login("worker")
    base.admin().execute(f'ALTER ROLE "{login}" NOLOGIN')
    assert refusal(base.address(login)).kind == "revoked"
    assert refusal(base.address("nobody_at_all")).kind == "revoked"


def test_a_login_without_a_place_in_the_team_list_sees_and_changes_nothing(base, laptop):
    laptop.case()
    login = base.login("worker")
    own = base.admin()
    own.execute("SET caseclock.writing = 'yes'")
    own.execute("UPDATE member SET ends_on = current_date - 1 WHERE login = %s", (login,))
    gone = Laptop(base.connect(login))
    assert gone.pull().get("me") is None
    assert all(
        row is None for (table, _), row in gone.lines().items() if table in ("case", "person", "event")
    )
    assert gone.push()["outcome"] == "rejected"


def test_no_such_database_and_nothing_there(base):
    other = Address("postgres", str(base.cluster.folder), base.cluster.port, "no_such_database")
    assert refusal(other).kind == "not_ours"
    assert refusal(Address("ann.smith", "127.0.0.1", pg.free_port(), "caseclock")).kind == "offline"
    assert refusal(Address("ann.smith", "no-such-host.invalid", 5432, "caseclock")).kind == "offline"


def answering(reply, wait=0.0):
    """A port where something else answers; its number."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        with listener:
            for _ in range(2):
                one, _ = listener.accept()
                with one:
                    one.recv(1024)
                    time.sleep(wait)
                    one.sendall(reply)

    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1]


@pytest.mark.parametrize("mode", ["disable", "verify-full"])
def test_a_proxy_that_answers_with_a_web_page(mode):
    port = answering(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n<html>Sign in</html>")
    found = refusal(Address("ann.smith", "127.0.0.1", port, "caseclock", (("sslmode", mode),)))
    assert found.kind == "strange"
    assert "proxy" in found.message


def test_something_that_never_answers_is_given_up():
    port = answering(b"", wait=3)
    found = refusal(Address("ann.smith", "127.0.0.1", port, "caseclock"), timeouts=Timeouts(connect=2))
    assert found.kind == "offline"


def test_a_server_that_is_full(base):
    login = base.login("worker")
    base.admin().execute(f'ALTER ROLE "{login}" CONNECTION LIMIT 0')
    assert refusal(base.address(login)).kind == "refused"


def test_a_spare_server_that_only_reads_is_not_taken(base):
    login = base.login("worker")
    base.admin().execute(f'ALTER ROLE "{login}" SET default_transaction_read_only = on')
    assert refusal(base.address(login)).kind == "offline"


def test_a_database_that_is_no_caseclock(base):
    with base.cluster.admin() as elsewhere, pytest.raises(psycopg.Error) as caught:
        elsewhere.execute("SELECT caseclock.head('', NULL)")
    assert trouble.of_statement(caught.value).kind == "not_ours"


@pytest.mark.parametrize(("schema", "kind"), [("2.0", "newer"), ("0.9", "older"), ("", "not_ours")])
def test_a_schema_of_another_age(schema, kind):
    trouble.refuse_version("1.0", 1, 0)
    trouble.refuse_version("1.7", 1, 0)
    with pytest.raises(ServerTrouble) as caught:
        trouble.refuse_version(schema, 1, 0)
    assert caught.value.kind == kind


# ---- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://ann@db.council.gov.uk/caseclock",
        "postgresql://ann.o%27neill%40council.gov.uk@db.council.gov.uk:6432/case%20clock",
        "postgresql://ann@/caseclock?host=%2Ftmp%2Fx&port=5433",
        "postgresql://db.council.gov.uk/caseclock?krbsrvname=postgres&sslmode=verify-full",
    ],
)
def test_an_address_is_read_as_it_is_written(text):
    assert Address.parse(text).text == text
    assert Address.parse(Address.parse(text).text) == Address.parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("postgresql://ann:secret@db/caseclock", "holds a password"),
        ("postgresql://ann@db/caseclock?password=secret", "holds a password"),
        ("postgresql://ann@db/", "not the address"),
        ("mysql://ann@db/caseclock", "not the address"),
        ("postgresql://ann@db:port/caseclock", "not the address"),
        ("postgresql://ann@db/caseclock?options=-csession", "not known (options)"),
    ],
)
def test_what_is_no_address_is_refused_without_repeating_a_password(text, words):
    with pytest.raises(KnownError) as caught:
        Address.parse(text)
    assert words in caught.value.message
    assert "secret" not in caught.value.message + caught.value.details


def test_a_server_elsewhere_must_always_prove_who_it_is():
    weak = Address.parse("postgresql://ann@db.council.gov.uk/caseclock?sslmode=require")
    with pytest.raises(KnownError, match="verify-full"):
        connect(weak)


# ---- passwords -----------------------------------------------------------------------------------


def test_a_password_is_kept_in_the_keychain_and_nowhere_else(monkeypatch, tmp_path):
    address = Address.parse("postgresql://ann@db.council.gov.uk/caseclock")
    monkeypatch.setattr(keys, "keychain", lambda: None)
    assert passwords.find(address) is None
    with pytest.raises(KnownError, match="no keychain"):
        passwords.remember(address, "right horse")
    chain = Chain()
    monkeypatch.setattr(keys, "keychain", lambda: chain)
    passwords.remember(address, "right horse")
    assert chain.kept == {("Caseclock", address.text): "right horse"}
    assert passwords.find(address) == "right horse"
    passwords.forget(address)
    assert passwords.find(address) is None


# ---- certificates, against a PostgreSQL that has SSL ------------------------------------------------


def certificate(folder, name, issuer=None):
    """A key and a certificate for a name, signed by itself or by an issuer; (certificate, key)."""
    key, request, made = (folder / f"{name}.{end}" for end in ("key", "csr", "crt"))
    run = ["openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-subj", f"/CN={name}"]
    quiet = {"check": True, "capture_output": True}
    if issuer is None:
        subprocess.run([*run, "-x509", "-days", "2", "-out", made], **quiet)
        return made, key
    subprocess.run([*run, "-out", request], **quiet)
    (folder / "names").write_text(f"subjectAltName=DNS:{name}")
    sign = [
        "openssl",
        "x509",
        "-req",
        "-in",
        request,
        "-CA",
        issuer[0],
        "-CAkey",
        issuer[1],
        "-CAcreateserial",
    ]
    subprocess.run([*sign, "-days", "2", "-extfile", folder / "names", "-out", made], **quiet)
    return made, key


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    """A server with SSL, certified as ``localhost`` by a council's own authority."""
    version = pg.with_ssl()
    if version is None:
        pytest.skip("no PostgreSQL with SSL here: install the system's own (apt install postgresql)")
    folder = tmp_path_factory.mktemp("certificates")
    authority = certificate(folder, "Council CA")
    made, key = certificate(folder, "localhost", authority)
    cluster = pg.Cluster(version)
    for path, name in ((made, "server.crt"), (key, "server.key")):
        goal = cluster.data / name
        goal.write_bytes(path.read_bytes())
        goal.chmod(0o600)
        pg.give(goal)
    with cluster.admin() as admin:
        admin.execute("ALTER SYSTEM SET ssl = on")
    cluster.restart("fast")
    yield cluster, authority[0], certificate(folder, "Another CA")[0]
    cluster.remove()


def test_a_certificate_that_matches_is_taken(secure):
    cluster, authority, _ = secure
    with connect(Address("postgres", "localhost", cluster.port, "postgres"), tls_root=str(authority)) as one:
        assert one.pgconn.ssl_in_use


def test_a_certificate_of_another_authority_or_name_is_not(secure):
    cluster, authority, another = secure
    here = Address("postgres", "localhost", cluster.port, "postgres")
    assert refusal(here, tls_root=str(another)).kind == "certificate"
    assert (
        refusal(Address("postgres", "127.0.0.1", cluster.port, "postgres"), tls_root=str(authority)).kind
        == "certificate"
    )
    checked = Address("postgres", "localhost", cluster.port, "postgres", (("sslmode", "verify-full"),))
    assert refusal(checked).kind == "certificate"  # the system's own authorities do not know the council's
    assert refusal(here, tls_root="/no/such/file.pem").kind == "certificate"


def test_a_server_without_protection_is_not_taken(secure, cluster):
    _, authority, _ = secure
    plain = Address("postgres", "localhost", cluster.port, "postgres")
    assert refusal(plain, tls_root=str(authority)).kind == "certificate"
