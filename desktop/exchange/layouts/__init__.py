"""The layouts that Caseclock reads: how their columns are headed, and what is odd in their rows."""

from __future__ import annotations

from desktop.exchange.headers import Layout
from desktop.exchange.layouts.dols import DOLS
from desktop.exchange.layouts.trackers import SUPERVISION, VISITS

__all__ = ["DOLS", "SUPERVISION", "TRACKERS", "VISITS"]

TRACKERS: tuple[Layout, ...] = (DOLS, VISITS, SUPERVISION)
