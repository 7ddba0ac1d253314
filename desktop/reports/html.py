"""A paper as HTML that a rich-text printer understands: tables for layout, points for type."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from html import escape

from desktop.reports.drawing import Drawings, svg
from desktop.reports.paper import BOX, SIGNS, Cell, Facts, Grid, Paper, Part, Row, Sentences, drawings

KEEP = "keep:"  # the name of an anchor in a heading: so many points below its top stay on its page
_TITLE, _LINE, _ROW = 18.0, 11.0, 17.0  # points
_ACROSS = 190  # characters of small type across a page
_SHORT, _FIRST = 9, 2  # rows
_SIGNS = frozenset({*SIGNS.values(), BOX} - {""})


def body(paper: Paper, points: float) -> str:
    """The paper's content, without what stands on every page.

    Args:
        paper: what to print.
        points: size of ordinary type.
    """
    number = itertools.count()
    parts = "".join(_part(part, number) for part in paper.parts)
    return f"<html><head>{_style(points)}</head><body>{_top(paper)}{parts}</body></html>"


def pieces(paper: Paper, points: float) -> Iterator[str]:
    """The same content one part after another, so that none takes long to lay out."""
    number = itertools.count()
    head = f"<html><head>{_style(points)}</head><body>"
    yield f"{head}{_top(paper)}</body></html>"
    for part in paper.parts:
        yield f"{head}{_part(part, number)}</body></html>"


def _top(paper: Paper) -> str:
    about = f"<p class='about'>{escape(paper.about)}</p>" if paper.about else ""
    return f"<p class='title'>{escape(paper.title)}</p>{about}"


def page(paper: Paper) -> str:
    """The paper as a document of its own, for people who read it with a screen reader."""
    lines = [paper.marking, paper.as_at, paper.filters]
    said = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    title = f"<p class='title'>{escape(paper.title)}</p>"
    head = f"<head><meta charset='utf-8'><title>{escape(paper.title)}</title>"
    made = body(paper, 11).replace("<head>", head, 1).replace("<html>", "<!DOCTYPE html><html lang='en-GB'>")
    made = made.replace(title, f"<h1>{escape(paper.title)}</h1>{said}", 1)
    for at, one in enumerate(drawings(paper)):
        made = made.replace(picture(at, one.width, one.height), svg(one), 1)
    return made.replace("<p class='part'>", "<p class='part' role='heading' aria-level='2'>")


def _style(points: float) -> str:
    small, pad = max(6.6, points * 0.86), 1.5 if points > 8 else 0.5
    return (
        "<style>"
        f"body {{ font-size: {points:.2f}pt; color: #000; }}"
        "p { margin: 0; }"
        f".title {{ font-size: {points * 1.75:.2f}pt; font-weight: bold; }}"
        f".part {{ font-size: {points * 1.1:.2f}pt; font-weight: bold;"
        f" margin: {points * 0.8:.0f}px 0 2px 0; }}"
        f".about {{ color: #333; margin-bottom: {points * 0.4:.1f}px; }}"
        f".small {{ font-size: {small:.2f}pt; color: #333; }}"
        ".close { line-height: 88%; }"
        f".sign {{ font-size: {points * 0.85:.2f}pt; }}"
        f".label {{ font-size: {small:.2f}pt; color: #333; }}"
        "th { text-align: left; background-color: #e4e4e4; font-weight: bold; }"
        f"td, th {{ padding: {pad}px 3px {pad}px 3px; }}"
        ".group { background-color: #f1f1f1; font-weight: bold; }"
        "</style>"
    )


def picture(number: int, width: float, height: float) -> str:
    """The place of a chart; whoever prints the page paints it there. A pixel of HTML is 3/4 of a point."""
    return f"<img src='drawing:{number}' width='{width / 0.75:.0f}' height='{height / 0.75:.0f}'>"


def _heading(title: str, points: float) -> str:
    """A part's heading, and how much of the page it wants to have below its top (see `KEEP`)."""
    return f"<p class='part'><a name='{KEEP}{points:.0f}'></a>{escape(title)}</p>"


def _part(part: Part, number: Iterator[int]) -> str:
    if isinstance(part, Drawings):
        return _drawings(part, number)
    if isinstance(part, Grid):
        return _grid(part)
    if isinstance(part, Facts):
        return _facts(part)
    return _sentences(part)


def _drawings(part: Drawings, number: Iterator[int]) -> str:
    lines = []
    for at in range(0, len(part.drawings), part.across):
        cells = (
            f"<td>{picture(next(number), one.width, one.height)}</td>"
            for one in part.drawings[at : at + part.across]
        )
        lines.append(f"<tr>{''.join(cells)}</tr>")
    note = f"<p class='small'>{escape(part.note)}</p>" if part.note else ""
    table = f"<table cellspacing='0' cellpadding='0' border='0'>{''.join(lines)}</table>"
    room = _TITLE + (_LINE * (1 + len(part.note) // _ACROSS) if part.note else 0)
    return f"{_heading(part.title, room + part.drawings[0].height)}{note}{table}"


def _sentences(part: Sentences) -> str:
    """One paragraph; long ones each to itself."""
    lines = f"<p>{' '.join(escape(line) for line in part.lines)}</p>"
    if any(len(line) > _ACROSS / 2 for line in part.lines):
        lines = "".join(f"<p>{escape(line)}</p>" for line in part.lines)
    return f"{_heading(part.title, _TITLE + _LINE)}{lines}"


def _facts(part: Facts) -> str:
    """Two pairs a row."""
    pairs = list(part.pairs)
    lines = []
    for at in range(0, len(pairs), 2):
        cells = "".join(
            f"<td width='13%' class='label'>{escape(label)}</td><td width='37%'>{escape(words)}</td>"
            for label, words in (*pairs[at : at + 2], *([("", "")] * (2 - len(pairs[at : at + 2]))))
        )
        lines.append(f"<tr>{cells}</tr>")
    return f"<table width='100%' cellspacing='0' cellpadding='0' border='0'>{''.join(lines)}</table>"


def _grid(part: Grid) -> str:
    title = _heading(part.title, _room(part)) if part.title else ""
    if not part.rows:
        return f"{title}<p>{escape(part.empty)}</p>"
    heads = "".join(
        f"<th{_width(head.width)}{' align=right' if head.right else ''}>{escape(head.title)}</th>"
        for head in part.heads
    )
    rows = "".join(_row(row, part) for row in part.rows)
    table = "<table width='100%' cellspacing='0' cellpadding='0' border='1' style='border-collapse: collapse;"
    return f"{title}{table} border-color: #999;'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _room(part: Grid) -> float:
    """Room for a short table as a whole, else for its headings and the first rows."""
    tall = any(cell.small for row in part.rows for cell in row.cells)
    lines = min(len(part.rows), _SHORT) if len(part.rows) <= _SHORT else _FIRST
    return _TITLE + _ROW + lines * (1.6 * _ROW if tall else _ROW)


def _width(share: float) -> str:
    return f" width='{share:g}%'" if share else ""


def _row(row: Row, part: Grid) -> str:
    if row.heading:
        return f"<tr><td class='group' colspan='{len(part.heads)}'>{escape(row.heading)}</td></tr>"
    cells = "".join(_cell(cell, head.right) for cell, head in zip(row.cells, part.heads, strict=True))
    return f"<tr>{cells}</tr>"


def _cell(cell: Cell, right: bool) -> str:
    first, _, rest = cell.text.partition(" ")
    words = escape(cell.text)
    if first in _SIGNS:  # the font that has the shape is taller than the others
        words = f"<span class='sign'>{first}</span> {escape(rest)}"
    words = f"<b>{words}</b>" if cell.strong else words
    small = f"<br><span class='small'>{escape(cell.small)}</span>" if cell.small else ""
    return f"<td{' align=right' if right else ''}><p class='close'>{words}{small}</p></td>"
