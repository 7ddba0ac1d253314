"""The key of a database file: made, written down for a person, found again.

Decisions:

- The key is 256 random bits given to SQLCipher raw, together with the 16-byte salt that SQLCipher
  keeps in clear at the start of the file. The salt is the file's public name: the keychain entry is
  filed under it, so a file that is moved, and every backup of it, finds its key.
- The **recovery key** is the key itself in readable groups with a check word. It opens the file and all
  its backups on any machine, with nothing else needed.
- A **passphrase** (where there is no keychain) is stretched with scrypt over that same salt into the key.
  So nothing lies beside the file, a backup opens with the same passphrase, and the recovery key works
  there too.
- Only named keychains are accepted; a key is never written to a file.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.errors import KnownError

SALT_BYTES = 16
PLAIN_HEADER = b"SQLite format 3\0"
SERVICE = "Caseclock"
KEYCHAINS = {  # the keyring backends that are accepted, as a person knows them
    "keyring.backends.Windows.WinVaultKeyring": "Windows Credential Manager",
    "keyring.backends.macOS.Keyring": "the macOS keychain",
    "keyring.backends.SecretService.Keyring": "the Secret Service keyring",
    "keyring.backends.kwallet.DBusKeyring": "KWallet",
}
_PLATFORMS = {"Windows": "win32", "macOS": "darwin", "SecretService": "linux", "kwallet": "linux"}
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O or U to misread
_KEY_DIGITS, _CHECK_DIGITS, _GROUP = 52, 4, 4
_SCRYPT = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 * 2**20}
MIN_PASSPHRASE = 12


class KeyNeeded(KnownError):
    """The file is encrypted and no key is at hand: ask for the passphrase or the recovery key."""


@dataclass(frozen=True, slots=True)
class Key:
    """A raw key and the file's salt.

    Attributes:
        raw: 32 secret bytes; never shown by repr.
        salt: 16 bytes that stand in clear at the start of the file.
    """

    raw: bytes = field(repr=False)
    salt: bytes

    @classmethod
    def generate(cls) -> Key:
        """A fresh random key for a new file."""
        return cls(os.urandom(32), os.urandom(SALT_BYTES))

    @classmethod
    def from_passphrase(cls, passphrase: str, salt: bytes | None = None) -> Key:
        """The key that a passphrase gives with a file's salt (a fresh salt for a new file)."""
        salt = salt or os.urandom(SALT_BYTES)
        return cls(hashlib.scrypt(passphrase.encode(), salt=salt, dklen=32, **_SCRYPT), salt)

    @classmethod
    def for_file(cls, secret: str, path: str | Path) -> Key:
        """The key for an existing file from what a person typed: recovery key, hex digits or passphrase."""
        salt = salt_of(path) or bytes(SALT_BYTES)
        raw = _raw_from_hex(secret) or raw_from_recovery(secret)
        return cls(raw, salt) if raw else cls.from_passphrase(secret, salt)

    @property
    def pragma(self) -> str:
        """The statement that hands the key to SQLCipher."""
        return f"PRAGMA key = \"x'{self.raw.hex()}{self.salt.hex()}'\""

    @property
    def recovery_text(self) -> str:
        """The key as 14 groups of four characters, the last a check, to be written down once."""
        number = int.from_bytes(self.raw, "big")
        digits = "".join(_ALPHABET[number >> 5 * at & 31] for at in range(_KEY_DIGITS - 1, -1, -1))
        text = digits + _check(digits)
        return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def _check(digits: str) -> str:
    number = int.from_bytes(hashlib.sha256(digits.encode()).digest()[:3], "big")
    return "".join(_ALPHABET[number >> 5 * at & 31] for at in range(_CHECK_DIGITS))


def _raw_from_hex(text: str) -> bytes | None:
    text = text.strip()
    try:
        return bytes.fromhex(text) if len(text) == 64 else None
    except ValueError:
        return None


def raw_from_recovery(text: str) -> bytes | None:
    """The key behind a recovery key as typed (spaces, case and I/L/O do not matter), else None.

    Raises:
        KnownError: when it has the form of a recovery key but its check group does not agree.
    """
    typed = text.upper().translate(str.maketrans("ILO", "110", "- \t\r\n"))
    if len(typed) != _KEY_DIGITS + _CHECK_DIGITS or set(typed) - set(_ALPHABET):
        return None
    digits, check = typed[:_KEY_DIGITS], typed[_KEY_DIGITS:]
    if _check(digits) != check:
        raise KnownError("That recovery key has a mistyped character; check each group and try again.")
    number = 0
    for digit in digits:
        number = number << 5 | _ALPHABET.index(digit)
    return number.to_bytes(33, "big")[1:]


def salt_of(path: str | Path) -> bytes | None:
    """The salt at the start of an encrypted file; None for a file without encryption."""
    with open(path, "rb") as file:
        head = file.read(SALT_BYTES)
    return None if head == PLAIN_HEADER or len(head) < SALT_BYTES else head


def keychain() -> Any | None:
    """This machine's keychain if it is one of `KEYCHAINS`, else None (never a plain-text store).

    The named backends are asked one by one: what a configuration file or an environment variable makes
    keyring's default does not count, and importing every backend would cost a tenth of a second.
    """
    usable = [kind for kind in map(_backend, KEYCHAINS) if kind is not None and kind.viable]
    if not usable:
        return None
    best = max(usable, key=lambda kind: float(kind.priority))()
    if hasattr(best, "persist"):
        best.persist = "local machine"  # the default roams with a Windows profile
    return best


def backends_here() -> list[str]:
    """The modules of the accepted keychains of this system; an installation must have each of them."""
    modules = [name.rpartition(".")[0] for name in KEYCHAINS]
    return [one for one in modules if sys.platform.startswith(_PLATFORMS.get(one.rpartition(".")[2], ""))]


def _backend(name: str) -> Any | None:
    module, _, kind = name.rpartition(".")
    if not sys.platform.startswith(_PLATFORMS.get(module.rpartition(".")[2], "")):
        return None
    try:
        return getattr(importlib.import_module(module), kind)
    except ImportError:
        return None


def remember(key: Key) -> bool:
    """File a key in the keychain; False when this machine has no accepted one.

    Raises:
        KnownError: when the keychain is there but locked or refuses.
    """
    chain = keychain()
    if chain is None:
        return False
    asked(lambda: chain.set_password(SERVICE, key.salt.hex(), key.raw.hex()))
    return True


def forget(salt: bytes) -> None:
    """Remove a file's key from the keychain (a lost or retired laptop)."""
    chain = keychain()
    if chain is not None and asked(lambda: chain.get_password(SERVICE, salt.hex())) is not None:
        asked(lambda: chain.delete_password(SERVICE, salt.hex()))


def asked(question: Any) -> Any:
    """What the keychain says to a question.

    Raises:
        KnownError: when it is locked or refuses.
    """
    """What a keychain answers.

    Raises:
        KnownError: when it is locked or refuses.
    """
    from keyring.errors import KeyringError

    try:
        return question()
    except KeyringError as error:
        raise KnownError(
            "The keychain of this computer is locked or refused; unlock it and try again. "
            "Nothing has been changed.",
            details=type(error).__name__,
        ) from error


def find(path: str | Path) -> Key | None:
    """The key of an existing file: from `CASECLOCK_KEY_FD`, else the keychain; None for a plain file.

    Raises:
        KeyNeeded: when the file is encrypted and neither has its key.
    """
    salt = salt_of(path)
    if salt is None:
        return None
    secret = secret_from_descriptor()
    if secret:
        return Key.for_file(secret, path)
    chain = keychain()
    raw = _raw_from_hex(asked(lambda: chain.get_password(SERVICE, salt.hex())) or "") if chain else None
    if raw is None:
        raise KeyNeeded("This database is encrypted; type its passphrase or its recovery key to open it.")
    return Key(raw, salt)


def new_key(passphrase: str | None = None) -> Key:
    """The key for a new file: `CASECLOCK_KEY_FD`, a passphrase, or a random one filed in the keychain.

    Show `Key.recovery_text` to the person once afterwards.

    Raises:
        KeyNeeded: when there is no keychain and no passphrase was given.
        KnownError: when the passphrase is too short.
    """
    secret = secret_from_descriptor()
    raw = _raw_from_hex(secret) or raw_from_recovery(secret) if secret else None
    if raw:
        return Key(raw, os.urandom(SALT_BYTES))
    passphrase = secret or passphrase
    if passphrase:
        if len(passphrase) < MIN_PASSPHRASE:
            raise KnownError(f"A passphrase needs at least {MIN_PASSPHRASE} characters; choose a longer one.")
        return Key.from_passphrase(passphrase)
    key = Key.generate()
    if not remember(key):
        raise KeyNeeded("This computer has no keychain that Caseclock accepts; choose a passphrase instead.")
    return key


_read: dict[str, str] = {}  # a descriptor can be read only once, a process may open several files


def secret_from_descriptor() -> str:
    """What the file descriptor named by `CASECLOCK_KEY_FD` holds: key, recovery key or passphrase.

    Raises:
        KnownError: when the variable is set but nothing can be read there.
    """
    number = os.environ.get("CASECLOCK_KEY_FD", "")
    if not number:
        return ""
    if number not in _read:
        try:
            with os.fdopen(int(number), "r", encoding="utf-8") as file:
                text = file.read().strip()
        except (OSError, ValueError, OverflowError, TypeError) as error:
            raise KnownError(
                "CASECLOCK_KEY_FD is set but does not name a readable file descriptor.",
                details=type(error).__name__,
            ) from error
        if not text:
            raise KnownError("CASECLOCK_KEY_FD is set but nothing could be read from it.")
        _read[number] = text
    return _read[number]


def forget_descriptor() -> None:
    """Drop what was read from a descriptor, so that the next question reads it afresh."""
    _read.clear()
