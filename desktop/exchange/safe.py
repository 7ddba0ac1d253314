"""Text that a spreadsheet will not run when it opens our csv."""

from __future__ import annotations


def safe_cell(value: object) -> str:
    """A value as csv may hold it: text that begins like a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_number(text):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
