"""How large the words are and which colours they have: changed a step at a time, and kept."""

from __future__ import annotations

from desktop.settings import TEXT_SCALE, THEME, Settings
from desktop.views.theme import SCALES, theme

_NAMES = {"system": "As the system has it", "light": "Light", "dark": "Dark"}


def scale_by(settings: Settings, step: int) -> str:
    """Make text a step larger or smaller; returns what to say of it."""
    now = settings.get(TEXT_SCALE)
    near = min(range(len(SCALES)), key=lambda at: abs(SCALES[at] - now))
    wanted = SCALES[max(0, min(len(SCALES) - 1, near + step))]
    settings.put(TEXT_SCALE, wanted)
    theme().apply(settings.get(THEME), wanted)
    return f"Text at {wanted} per cent."


def next_theme(settings: Settings) -> str:
    """Take the next of system, light and dark; returns what to say of it."""
    order = list(_NAMES)
    now = settings.get(THEME)
    wanted = order[(order.index(now) + 1) % len(order)] if now in order else order[0]
    settings.put(THEME, wanted)
    theme().apply(wanted, settings.get(TEXT_SCALE))
    return f"Colours: {_NAMES[wanted]}."
