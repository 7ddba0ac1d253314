"""Letting a person in to a shared database: the server answers before a password is kept anywhere."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.errors import KnownError
from desktop.policy import policy

if TYPE_CHECKING:
    from desktop.server.address import Address


@dataclass(frozen=True)
class Login:
    """What a person typed to be let in.

    Attributes:
        address: the database and the login.
        password: blank where the council signs people in with their Windows account.
        passphrase: chosen for this laptop's new files where there is no keychain; blank otherwise.
        secret: typed for this laptop's existing files where no keychain holds their key.
        in_memory: nothing is kept on this laptop; work is possible only while connected.
    """

    address: Address
    password: str = ""
    passphrase: str = ""
    secret: str = ""
    in_memory: bool = False


@dataclass(frozen=True)
class OnThisComputer:
    """What this computer has for a shared database.

    Attributes:
        has_files: it was opened here before, so that it opens without the server.
        has_keychain: a key and a password can be kept.
    """

    has_files: bool
    has_keychain: bool


def let_in(typed: str, login: str, password: str) -> tuple[Address, OnThisComputer]:
    """Read an address as typed and have the server take the login; the password is then kept if it can be.

    Raises:
        KnownError: when the address cannot be read or the server does not let us in; one sentence.
    """
    from desktop.server.address import Address

    address = Address.parse(typed)
    address = address.with_login(login) if login else address
    try_password(address.text, password)
    return address, what_is_here(address)


def try_password(address: str, password: str, password_until: int = 0) -> None:
    """Have the server take a password, and keep it in the keychain where there is one.

    Args:
        address: the database and the login.
        password: blank for integrated sign-in.
        password_until: instant at which it ends, as the server said when last asked; 0 when it did not.

    Raises:
        KnownError: when the server does not take it, or the keychain is locked.
    """
    from desktop.server import passwords
    from desktop.server.address import Address
    from desktop.server.connect import connect, refuse_readers
    from desktop.store import keys

    place = Address.parse(address)
    until = password_until
    with connect(place, password or None, tls_root=policy().tls_root, password_until=until) as connection:
        refuse_readers(connection)
    if password and keys.keychain() is not None:
        passwords.remember(place, password)


def what_is_here(address: Address) -> OnThisComputer:
    """What this computer has for a shared database.

    Raises:
        KnownError: when its folder may not hold the files.
    """
    from desktop.store import keys
    from desktop.sync import files

    return OnThisComputer((files.folder_of(address) / files.OUTBOX).exists(), keys.keychain() is not None)


def starts_by_itself(address: str) -> bool:
    """Whether a start needs nobody to type anything: it was opened here before, or the password is at hand.

    Raises:
        KnownError: when the address cannot be read.
    """
    from desktop.server import passwords
    from desktop.server.address import Address

    place = Address.parse(address)
    here = what_is_here(place)
    if here.has_files:
        return True
    try:
        try_password(address, passwords.find(place) or "")
    except KnownError:
        return False
    return here.has_keychain or bool(os.environ.get("CASECLOCK_KEY_FD"))
