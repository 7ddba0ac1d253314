"""The entries of the navigation: each page's name, title, icon and keys, declared once.

The navigation draws them, and the verb ``go_<name>`` of each comes from here too.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """One entry: the page's name (a list, or one of `pages.registry.PAGES`), its title, icon and keys.

    An entry with `under` belongs to the one of that name above it.
    """

    name: str
    title: str
    icon: str
    keys: str
    under: str = ""


PLACES = (
    Place("today", "Today", "today", "Ctrl+1"),
    Place("changed", "What changed", "undo", "F3", under="today"),
    Place("mine", "My work", "check", "Ctrl+M", under="today"),
    Place("dols", "DoLS", "dols", "Ctrl+2"),
    Place("board", "Board", "allocate", "Ctrl+7", under="dols"),
    Place("renewals", "Renewals", "calendar", "Ctrl+8", under="dols"),
    Place("homes", "Homes", "people", "Ctrl+9", under="dols"),
    Place("times", "Times", "calendar", "F7", under="dols"),
    Place("assessors", "Assessors", "people", "Ctrl+0", under="dols"),
    Place("visits", "Visits", "visits", "Ctrl+3"),
    Place("supervision", "Supervision", "supervision", "Ctrl+4"),
    Place("people", "People", "people", "Ctrl+5"),
    Place("staff_bia", "Staff's BIA work", "people", "Ctrl+Shift+B", under="people"),
    Place("teams", "Teams", "chart", "F6"),
    Place("indicators", "Indicators", "file", "F8"),
    Place("packs", "Packs", "file", "F9", under="indicators"),
    Place("data", "Data", "data", "Ctrl+6"),
)


def part_of(name: str) -> str:
    """The entry at the top level that one belongs to: what policy switches on and off as a whole."""
    return next((place.under for place in PLACES if place.name == name and place.under), name)
