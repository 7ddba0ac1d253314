"""Words in cells: spaces of every kind, ids that Excel made numbers, blanks that are spelled out."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

_SPACES = re.compile(r"[\s\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]+")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_SEVERAL = re.compile(r"\s*(?:[/&;+\n]|\band\b)\s*", re.IGNORECASE)
_ID = re.compile(r"[A-Z0-9][A-Z0-9 ./_\-]{0,39}")

BLANK_WORDS = frozenset(
    """
    |-|--|---|–|—|.|..|?|??|n/a|na|n.a.|n.a|none|nil|null|nan|#n/a|#ref!|#value!|#name?|#div/0!|#null!|#num!
    |tbc|tba|tbd|t.b.c.|t.b.a.|not known|unknown|not recorded|not applicable|blank|<blank>
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
# Said of a cell whose writer did not know, as against one where nothing was to be said.
UNKNOWN_WORDS = frozenset({"?", "??", "tbc", "tba", "tbd", "t.b.c.", "t.b.a.", "not known", "unknown"})
_NOBODY = frozenset(
    """
    awaiting alloc|awaiting allocation|awaiting allocated|awaiting|unallocated|to be allocated|not allocated
    |to allocate|vacant|vacancy|not yet|not yet allocated|no worker|nobody|no one|-1|0|pending|waiting list
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_YES = frozenset({"y", "yes", "true", "1", "x", "✓", "✔", "a) yes", "a. yes", "1 - yes"})
_NO = frozenset({"n", "no", "false", "0", "b) no", "b. no", "0 - no", "✗", "✘"})
_UNSAID = frozenset({"c) unknown", "refused", "refu"})


def words(raw: Any) -> str:
    """A cell as text on one line: numbers without ``.0``, dates day first, every space a plain one."""
    if isinstance(raw, str):
        return _SPACES.sub(" ", unicodedata.normalize("NFC", raw)).strip()
    return as_typed(raw)


def as_typed(raw: Any) -> str:
    """A cell as a person would type it; text stays exactly as it is."""
    if isinstance(raw, str):
        return raw
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else repr(raw)
    if isinstance(raw, dt.date):
        date = f"{raw.day:02}/{raw.month:02}/{raw.year}"
        timed = isinstance(raw, dt.datetime) and raw.time() != dt.time()
        return f"{date} {raw:%H:%M}" if timed else date
    return str(raw)


LARGEST_ID = 1e15  # Excel rounds longer numbers


def key(text: str) -> str:
    """A name for matching: case, accents' form, punctuation and spacing set aside."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("’", "")
    return _NOT_WORD.sub(" ", folded).strip()


def is_blank(raw: Any) -> bool:
    """Whether a cell says nothing: empty, a dash, ``N/A``, ``TBC``, an Excel error."""
    return raw is None or (isinstance(raw, str) and words(raw).casefold() in BLANK_WORDS)


def note(raw: Any) -> str:
    """A comment, verbatim. A bare number 0 is what Excel shows for a link to an empty cell: blank."""
    if isinstance(raw, (int, float)) and raw == 0:
        return ""
    text = as_typed(raw)
    return text if text.strip() else ""


def identifier(raw: Any) -> str | None:
    """An id as text: ``624050.0`` is 624050, leading zeros stay, letters become capitals.

    Returns:
        The id, "" for a blank cell, or None where no id can be read: a fraction, a number that
        Excel has rounded, scientific notation, or words without a digit.
    """
    if isinstance(raw, str):
        if raw.isdigit() and raw.isascii() and len(raw) <= 40:
            return raw
    elif isinstance(raw, float):
        return str(int(raw)) if 0 <= raw < LARGEST_ID and raw.is_integer() else None
    elif raw is not None:
        return str(raw) if isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0 else None
    text = words(raw).upper()
    if text.casefold() in BLANK_WORDS:
        return ""
    text = text[:-2] if re.fullmatch(r"\d+\.0", text) else text
    if not _ID.fullmatch(text) or not any(letter.isdigit() for letter in text):
        return None
    return None if re.fullmatch(r"\d(\.\d+)?E[0-9-]+", text) and "." in text else text


def flag(raw: Any) -> int | None | str:
    """Yes 1, no 0, nothing said None; a string (the words) where it is none of these."""
    if isinstance(raw, bool):
        return int(raw)
    text = words(raw).casefold()
    if text in _YES:
        return 1
    if text in _NO:
        return 0
    return None if text in BLANK_WORDS or text in _UNSAID else text


def people(raw: Any) -> tuple[str, ...]:
    """The people a cell names, as typed; () for nobody, two or more stay two or more."""
    if isinstance(raw, str):
        raw = raw.strip("\n")
        joined = [words(part) for part in _SEVERAL.split(raw)]
    else:
        joined = [words(raw)]
    nobody = BLANK_WORDS | _NOBODY
    if words(raw).casefold() in nobody:
        return ()
    return tuple(part for part in joined if part and part.casefold() not in nobody)


def whole(raw: Any) -> int | None | str:
    """A count; None for blank, a string (the words) where it is not a whole number."""
    if is_blank(raw):
        return None
    try:
        number = float(raw)
    except (TypeError, ValueError, OverflowError):
        return words(raw)
    return int(number) if abs(number) < 1e6 and number == int(number) else words(raw)
