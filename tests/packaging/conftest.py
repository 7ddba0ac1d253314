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
