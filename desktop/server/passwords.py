"""Passwords for the shared database: in this computer's keychain and nowhere else."""

from __future__ import annotations

from desktop.errors import KnownError
from desktop.server.address import Address
from desktop.store import keys


def find(address: Address) -> str | None:
    """The password kept for an address and login; None when none is kept or there is no keychain.

    Raises:
        KnownError: when the keychain is there but locked or refuses.
    """
    chain = keys.keychain()
    kept = keys.asked(lambda: chain.get_password(keys.SERVICE, address.text)) if chain else None
    return str(kept) if kept else None


def remember(address: Address, password: str) -> None:
    """Keep a password that the server has accepted.

    Raises:
        KnownError: when there is no keychain that is accepted: it is asked for each time then, and never kept
            in a file.
    """
    chain = keys.keychain()
    if chain is None:
        raise KnownError(
            "This computer has no keychain that Caseclock accepts, so the password is not kept; it is asked "
            "for each time. Nothing else changes."
        )
    keys.asked(lambda: chain.set_password(keys.SERVICE, address.text, password))


def forget(address: Address) -> None:
    """Remove a password: it was changed, or the laptop is handed on."""
    chain = keys.keychain()
    if chain is not None and find(address) is not None:
        keys.asked(lambda: chain.delete_password(keys.SERVICE, address.text))
