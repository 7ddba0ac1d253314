from __future__ import annotations

import importlib
import os
import subprocess
import sys

import keyring.backend
import pytest

from desktop.errors import KnownError
from desktop.store import keys
from desktop.store.keys import Key, KeyNeeded
from desktop.store.store import Store


class Keychain(keyring.backend.KeyringBackend):
    """A keychain that forgets at the end of the test."""

    priority = 9
    kept: dict = {}
    locked = False

    def get_password(self, service, username):
        self._ask()
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self._ask()
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]

    def _ask(self):
        if self.locked:
            raise keyring.errors.KeyringLocked("locked")


@pytest.fixture
def keychain(monkeypatch):
    monkeypatch.setattr(keys, "KEYCHAINS", {f"{__name__}.Keychain": "a test keychain"})
    monkeypatch.setattr(Keychain, "kept", {})
    monkeypatch.setattr(Keychain, "locked", False)
    return Keychain


@pytest.fixture
def no_keychain(monkeypatch):
    monkeypatch.setattr(keys, "KEYCHAINS", {})


@pytest.fixture
def descriptor(monkeypatch):
    def hand_over(text):
        reader, writer = os.pipe()
        os.write(writer, text.encode())
        os.close(writer)
        monkeypatch.setenv("CASECLOCK_KEY_FD", str(reader))
        monkeypatch.setattr(keys, "_read", {})

    return hand_over


def test_the_recovery_key_opens_the_file_and_says_when_it_is_mistyped(path, no_keychain):
    key = Key.generate()
    Store.create(path, key, author="Ann").close()
    text = key.recovery_text
    assert [len(group) for group in text.split("-")] == [4] * 14
    typed = text.lower().replace("-", " ").replace("1", "l").replace("0", "o")
    Store.open(path, Key.for_file(typed, path), author="Ann").close()
    wrong = ("A" if text[0] != "A" else "B") + text[1:]
    with pytest.raises(KnownError, match="mistyped"):
        Key.for_file(wrong, path)


@pytest.mark.parametrize("raw", [bytes(32), b"\xff" * 32, bytes(range(32))])
def test_every_key_survives_being_written_down(raw):
    assert keys.raw_from_recovery(Key(raw, bytes(16)).recovery_text) == raw


def test_the_key_never_shows_when_an_object_is_printed():
    key = Key.generate()
    assert key.raw.hex() not in repr(key)
    assert repr(key.raw) not in repr(key)


def test_a_new_file_takes_its_key_from_the_keychain_and_finds_it_there(path, keychain, tmp_path):
    Store.create(path, keys.new_key(), author="Ann").close()
    moved = path.rename(tmp_path / "elsewhere.caseclock")
    Store.open(moved, author="Ann").close()
    keys.forget(keys.salt_of(moved))
    with pytest.raises(KeyNeeded, match="passphrase or its recovery key"):
        Store.open(moved, author="Ann")


def test_a_locked_keychain_is_said_so(path, keychain):
    Store.create(path, keys.new_key(), author="Ann").close()
    keychain.locked = True
    with pytest.raises(KnownError, match="locked"):
        Store.open(path, author="Ann")


def test_without_a_keychain_a_passphrase_opens_the_file_and_so_does_its_recovery_key(path, no_keychain):
    with pytest.raises(KeyNeeded, match="choose a passphrase"):
        keys.new_key()
    with pytest.raises(KnownError, match="at least 12"):
        keys.new_key("short")
    key = keys.new_key("correct horse battery")
    Store.create(path, key, author="Ann").close()
    Store.open(path, Key.for_file("correct horse battery", path), author="Ann").close()
    Store.open(path, Key.for_file(key.recovery_text, path), author="Ann").close()
    with pytest.raises(KnownError, match="that key does not open it"):
        Store.open(path, Key.for_file("incorrect horse battery", path), author="Ann")
    with pytest.raises(KeyNeeded):
        Store.open(path, author="Ann")


@pytest.mark.parametrize("name", ["null.Keyring", "fail.Keyring", "chainer.ChainerBackend"])
def test_stores_that_keep_no_secret_are_never_used(monkeypatch, name):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"keyring.backends.{name}")
    before = keyring.get_keyring()
    module, kind = name.split(".")
    backend = getattr(importlib.import_module(f"keyring.backends.{module}"), kind)
    keyring.set_keyring(backend())
    try:
        chain = keys.keychain()
    finally:
        keyring.set_keyring(before)
    assert chain is None or f"{type(chain).__module__}.{type(chain).__qualname__}" in keys.KEYCHAINS


def test_only_operating_system_keychains_are_on_the_list():
    assert {name.split(".")[2] for name in keys.KEYCHAINS} == {"Windows", "macOS", "SecretService", "kwallet"}


def test_a_machine_without_a_keychain_remembers_nothing(no_keychain):
    assert keys.keychain() is None
    assert keys.remember(Key.generate()) is False


@pytest.mark.parametrize("form", ["hex", "recovery", "passphrase"])
def test_a_descriptor_hands_over_a_key_in_any_form(path, no_keychain, descriptor, form):
    key = Key.from_passphrase("a long passphrase")
    texts = {"hex": key.raw.hex(), "recovery": key.recovery_text, "passphrase": "a long passphrase"}
    Store.create(path, key, author="Ann").close()
    descriptor(texts[form] + "\n")
    Store.open(path, author="Ann").close()
    Store.open(path, author="Ann").close()  # the descriptor is empty now, the process remembers


def test_a_new_file_takes_its_key_from_the_descriptor(path, no_keychain, descriptor):
    descriptor("22" * 32)
    Store.create(path, keys.new_key(), author="Ann").close()
    Store.open(path, author="Ann").close()


def test_a_descriptor_with_nothing_in_it_is_no_reason_to_go_on_without(path, no_keychain, descriptor):
    descriptor("")
    with pytest.raises(KnownError, match="nothing could be read"):
        keys.new_key()
    os.environ["CASECLOCK_KEY_FD"] = "97"
    with pytest.raises(KnownError, match="does not name a readable"):
        keys.new_key()


def test_nothing_readable_lies_in_the_files(path, no_keychain, office):
    key = Key.generate()
    with Store.create(path, key, author="Ann") as store:
        _, case, made = office.child()
        store.commit(office.act(*made, office.visit(case, 20_000, outcome="seen at Marlpit Farm")))
        for file in path.parent.iterdir():
            content = file.read_bytes()
            assert b"Marlpit" not in content
            assert key.raw not in content
            assert key.raw.hex().encode() not in content


def test_a_demo_file_asks_for_no_key(path, no_keychain):
    with Store.create(path, None, author="demo") as store:
        assert store.demo
    Store.open(path, author="Ann").close()
    Store.open(path, Key.generate(), author="Ann").close()


def test_a_machine_without_any_keychain_works_in_a_fresh_process(path):
    code = (
        "from desktop.store import keys\n"
        "from desktop.store.store import Store\n"
        f"Store.create({str(path)!r}, keys.new_key(), author='ci').close()\n"
        f"Store.open({str(path)!r}, author='ci').close()\n"
    )
    reader, writer = os.pipe()
    os.write(writer, b"33" * 32)
    os.close(writer)
    environment = {**os.environ, "CASECLOCK_KEY_FD": str(reader)}
    subprocess.run([sys.executable, "-c", code], env=environment, pass_fds=[reader], check=True, timeout=60)
    os.close(reader)
