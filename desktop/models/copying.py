"""Rows for the clipboard: tab-separated and HTML, safe to paste into a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData


def safe(text: str) -> str:
    """Text that a spreadsheet will not run as a formula; an apostrophe goes before ``= + - @``."""
    flat = " ".join(text.split())
    if flat[:1] and flat[:1] in "=+-@" and not _is_number(flat):
        return "'" + flat
    return flat


def as_mime(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> QMimeData:
    """The rows under their headings (none when `titles` is empty) in both forms."""
    lines = [titles, *rows] if titles else list(rows)
    mime = QMimeData()
    mime.setText("\n".join("\t".join(safe(cell) for cell in line) for line in lines) + "\n")
    mime.setHtml(_html(titles, rows))
    return mime


def _html(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = _line("th", titles) if titles else ""
    body = "".join(_line("td", row) for row in rows)
    return f"<table>{head}{body}</table>"


def _line(tag: str, cells: Sequence[str]) -> str:
    # mso-number-format keeps Excel from turning an id into a number, or a date into an American one.
    style = " style=\"mso-number-format:'\\@'\"" if tag == "td" else ""
    return "<tr>" + "".join(f"<{tag}{style}>{escape(safe(cell))}</{tag}>" for cell in cells) + "</tr>"


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", ""))
    except ValueError:
        return False
    return True
