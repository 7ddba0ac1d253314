"""What IT sets counts, whatever a person chooses; what cannot be understood stops the start."""

from __future__ import annotations

import os
import re
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop import policy
from desktop.cli import run
from desktop.commands.workspace import Workspace
from desktop.errors import KnownError, Refused
from desktop.settings import LAST_DATABASE, Settings
from desktop.store import keys
from desktop.store.keys import Key

SetPolicy = Callable[[str], Path]
ROOT = Path(__file__).parents[2]
KEY = "00112233445566778899aabbccddeeff" * 2


def with_key(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run one verb with a key on a file descriptor."""
    read, write = os.pipe()
    os.write(write, KEY.encode())
    os.close(write)
    monkeypatch.setenv("CASECLOCK_KEY_FD", str(read))
    keys.forget_descriptor()
    return run([*arguments])


def test_without_a_policy_nothing_is_set(set_policy: SetPolicy) -> None:
    found = policy.policy()
    assert found == policy.Policy()
    assert all(found.allows(feature) for feature in policy.FEATURES)


def test_every_setting_is_read_from_the_file(set_policy: SetPolicy) -> None:
    set_policy(
        'database_url = "/srv/council.caseclock"\ntls_root = "/etc/ssl/council.pem"\nupdate_notice = false\n'
        'update_manifest = "/mnt/it/caseclock.toml"\noffline_allowed = false\nteam = "DoLS"\n'
        '[features]\n"*" = ["visits", "supervision"]\nDoLS = ["dols", "export"]\n'
    )
    found = policy.policy()
    assert (found.database_url, found.tls_root) == ("/srv/council.caseclock", "/etc/ssl/council.pem")
    assert (found.update_notice, found.offline_allowed) == (False, False)
    assert found.update_manifest == "/mnt/it/caseclock.toml"
    assert [one for one in policy.FEATURES if found.allows(one)] == ["dols", "export"]
    assert found.allows("today")


def test_the_registry_says_the_same_in_its_own_form() -> None:
    values = {
        "DatabaseUrl": r"C:\ProgramData\Council\council.caseclock",
        "OfflineAllowed": 0,
        "UpdateNotice": 1,
        "Team": "Locality 1",
        "Features": {"*": ["visits", "supervision"], "DoLS": "dols; export"},
    }
    found = policy.parse(values, "HKLM")
    assert found.database_url.endswith("council.caseclock")
    assert (found.offline_allowed, found.update_notice) == (False, True)
    assert [one for one in policy.FEATURES if found.allows(one)] == ["visits", "supervision"]
    assert found.features["DoLS"] == {"dols", "export"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("database = 'x'", "no setting called database"),
        ("update_notice = 'no'", "update_notice needs true or false"),
        ("tls_root = 1", "tls_root needs text"),
        ("features = 'dols'", "one list a team"),
        ("[features]\nDoLS = ['dolls']", "no feature called dolls"),
        ("database_url = ", "cannot be used"),
    ],
)
def test_a_policy_that_cannot_be_understood_stops_the_start_in_one_sentence(
    set_policy: SetPolicy, text: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = set_policy(text)
    with pytest.raises(KnownError, match=re.escape(says)):
        policy.policy()
    assert run(["list", "overdue"]) == 1
    printed = capsys.readouterr()
    assert str(file) in printed.err
    assert "Traceback" not in printed.err


def test_the_registry_key_is_read_with_its_teams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's registry module exists on Windows only; here its calls are answered from a dictionary."""
    keys = {
        policy.KEY: [("", "default", 1), ("DatabaseUrl", r"C:\c.caseclock", 1), ("UpdateNotice", 0, 4)],
        policy.KEY + r"\Features": [("DoLS", ["dols"], 7)],
    }

    class Key(list[tuple[str, Any, int]]):
        def __enter__(self) -> Any:
            return self

        def __exit__(self, *_: object) -> None:
            pass

    def opened(hive: str, name: str, reserved: int, access: int) -> Key:
        if hive != "HKLM" or access != 3 or name not in keys:
            raise FileNotFoundError(name)
        return Key(keys[name])

    registry = types.SimpleNamespace(
        HKEY_LOCAL_MACHINE="HKLM", KEY_READ=1, KEY_WOW64_64KEY=2, OpenKey=opened,
        QueryInfoKey=lambda key: (0, len(key), 0), EnumValue=lambda key, at: key[at],
    )  # fmt: skip
    monkeypatch.setitem(sys.modules, "winreg", registry)
    found = policy.parse(policy.registry_values(), "HKLM")
    assert found.database_url == r"C:\c.caseclock"
    assert found.update_notice is False
    assert found.features == {"DoLS": frozenset({"dols"})}
    keys.clear()
    assert policy.registry_values() == {}


def test_no_other_database_can_be_made_or_opened(
    set_policy: SetPolicy, tmp_path: Path, little_file: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    ours, other = tmp_path / "council.caseclock", tmp_path / "mine.caseclock"
    Workspace.create(ours, Key.for_file(KEY, little_file), author="it").close()
    Workspace.create(other, Key.generate(), author="somebody").close()
    set_policy(f'database_url = "{ours}"')
    with pytest.raises(Refused, match="sets the database of this computer"):
        Workspace.open(other, author="somebody")
    with pytest.raises(Refused, match="sets the database of this computer"):
        Workspace.create(tmp_path / "new.caseclock", Key.generate(), author="somebody")
    assert not (tmp_path / "new.caseclock").exists()
    assert run(["list", "overdue", "--database", str(other)]) == 1
    monkeypatch.setenv("CASECLOCK_DATABASE", str(other))
    assert run(["list", "overdue"]) == 1
    assert "council rule" in capsys.readouterr().err
    Workspace.open(little_file, author="somebody").close()  # a demo holds nobody
    monkeypatch.delenv("CASECLOCK_DATABASE")
    assert with_key(monkeypatch, "list", "overdue", "--json") == 0


def test_data_may_be_kept_off_a_computer(set_policy: SetPolicy, tmp_path: Path, little_file: Path) -> None:
    set_policy("offline_allowed = false")
    with pytest.raises(Refused, match="does not allow data to be kept on this computer"):
        Workspace.create(tmp_path / "new.caseclock", Key.generate(), author="somebody")
    Workspace.open(little_file, author="somebody").close()


def test_the_window_opens_the_policys_database_whatever_was_open_last(
    set_policy: SetPolicy, tmp_path: Path
) -> None:
    from desktop.views.window import _database

    settings = Settings()
    settings.put(LAST_DATABASE, str(tmp_path / "mine.caseclock"))
    set_policy(f'database_url = "{tmp_path / "council.caseclock"}"')
    assert _database(None, settings) == str(tmp_path / "council.caseclock")


def test_import_and_export_can_be_switched_off(
    set_policy: SetPolicy, little_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_policy('[features]\n"*" = ["dols"]')
    database = ["--database", str(little_file)]
    assert run(["import", str(ROOT / "tests/data/dols_tracker.xlsx"), *database]) == 1
    assert run(["export", "dols", "--out", str(tmp_path / "out.csv"), *database]) == 1
    assert not (tmp_path / "out.csv").exists()
    assert run(["list", "visits", *database]) == 1
    assert capsys.readouterr().err.count("has not switched on") == 3
    assert run(["list", "dols", *database]) == 0


def test_the_administrators_papers_name_every_setting() -> None:
    names = [one for one in policy.Policy.__dataclass_fields__ if one != "source"]
    page = (ROOT / "docs" / "it.md").read_text(encoding="utf-8")
    example = (ROOT / "packaging" / "policy" / "policy.toml").read_text(encoding="utf-8")
    template = (ROOT / "packaging" / "policy" / "caseclock.admx").read_text(encoding="utf-8")
    for name in names:
        registry = "".join(part.capitalize() for part in name.split("_"))
        assert name in page, name
        assert registry in page, name
        assert name in example, name
        assert registry in template, name
    assert policy.parse_file(example, "example").source == "example"


def test_a_team_sees_the_pages_that_are_switched_on_for_it(
    qtbot: Any, set_policy: SetPolicy, little_file: Path
) -> None:
    from desktop.domain.lists.selection import Selection
    from desktop.views.nav import NavButton
    from desktop.views.places import part_of
    from desktop.views.window import Window, make_application

    set_policy('team = "DoLS"\n[features]\nDoLS = ["dols", "people"]')
    window = Window(make_application(), str(little_file))
    window.start()
    qtbot.waitUntil(lambda: window.session is not None and window.session.desk is not None, timeout=20_000)
    shell = window.shell
    assert shell is not None
    shown = {one.place.name for one in shell.nav.findChildren(NavButton) if one.isCheckable()}
    assert {part_of(name) for name in shown} == {"today", "dols", "people"}
    assert {"today", "dols", "people"} <= shown
    shell.go("dols")
    shell.go("visits")
    assert shell.stack.name == "dols"
    assert "has not switched on “visits”" in shell.toast.words.text()
    shell.open_selection(Selection("supervision", shell.session.as_at_now()))
    assert shell.stack.name == "dols"
    shell.close()
