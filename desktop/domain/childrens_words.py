"""Lists of words of the children's side that are data: reasons, and what can be recorded.

They stand in ``resources/children``, so that a council changes a file and no code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from desktop.paths import resource


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a list.

    Attributes:
        code: stable; the national code where there is one.
        words: how people say it.
        refused: why a child was not seen, and somebody stood in the way or the child was at risk.
    """

    code: str
    words: str
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Recordable:
    """Something that can be recorded of a child beside visits and supervision.

    Attributes:
        kind: the event kind.
        words: what a person calls it.
        kinds: the kinds of case it is recorded on.
        asks: further fields, of ``seen``, ``outcome`` and ``detail``.
        outcomes: what the outcome may be, in the council's own words.
        planned: the kind of plan that it answers, "" for none.
    """

    kind: str
    words: str
    kinds: tuple[str, ...]
    asks: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    planned: str = ""


@cache
def _toml(name: str) -> Mapping[str, Any]:
    with resource("children", f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _reasons(name: str) -> tuple[Reason, ...]:
    return tuple(Reason(**entry) for entry in _toml(name)["reason"])


@cache
def attempt_reasons() -> tuple[Reason, ...]:
    """Why a child was not seen at a visit."""
    return _reasons("attempt_reasons")


@cache
def reallocation_reasons() -> tuple[Reason, ...]:
    """Why a child's worker changed, by the codes of the national return (SSDA903)."""
    return _reasons("reallocation_reasons")


@cache
def recordables() -> dict[str, Recordable]:
    """What can be recorded, by event kind, in the order in which it is offered."""
    found = {}
    for kind, entry in _toml("records").items():
        ready: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
        }
        found[kind] = Recordable(kind, **ready)
    return found
