"""A policy of this machine for as long as a test lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop import policy


@pytest.fixture
def set_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Path]]:
    """Writes what an administrator would write to /etc/caseclock/policy.toml."""
    file = tmp_path / "etc" / "policy.toml"
    file.parent.mkdir()
    monkeypatch.setattr(policy, "FILE", file)

    def write(text: str) -> Path:
        file.write_text(text, encoding="utf-8")
        policy.policy.cache_clear()
        return file

    policy.policy.cache_clear()
    yield write
    policy.policy.cache_clear()


@pytest.fixture
def little_file(tmp_path: Path) -> Path:
    """A database that holds three made-up children and is marked as made up."""
    from desktop.cli.health_engine import bring_in
    from desktop.commands.workspace import Workspace

    path = tmp_path / "little.caseclock"
    with Workspace.create(path, None, author="somebody") as workspace:
        bring_in(workspace)
    return path
