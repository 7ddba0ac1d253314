"""One sheet into tables: where the header is, which rows are data, what the rest of them are."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.domain.days import day
from desktop.exchange import headers
from desktop.exchange.annex_a import AGE, ANNEX_A, IGNORED, UNUSED
from desktop.exchange.dates import read_day
from desktop.exchange.headers import Header, Layout
from desktop.exchange.layouts import TRACKERS
from desktop.exchange.layouts.checks import check
from desktop.exchange.read_rows import Context, Memo, Memos, build, exceptions, flag_all, take
from desktop.exchange.read_sheets import Grid, Row
from desktop.exchange.records import ParsedTable, Problem, SheetNote, Skipped
from desktop.exchange.text import key, words

LAYOUTS: tuple[Layout, ...] = (*TRACKERS, *ANNEX_A)
_TOTAL = re.compile(r"(grand |sub ?)?(totals?|count|sum|no\.? of|number of)\b", re.IGNORECASE)
_FILTERS = re.compile(r"applied filters|^filters?\b", re.IGNORECASE)
_AS_AT = re.compile(r"\bas (?:at|of|on)\b[: ]*(.{6,30}?)(?:$|[),;])", re.IGNORECASE)
_GENERIC = re.compile(r"(sheet|data|export|table|list|query|report|results?|no team)[ _]?\d*", re.IGNORECASE)
_OF_TEAM = re.compile(r"^(.*?)\s+[-–:|]\s+\S.*$")


@dataclass
class Sheet:
    """What was read from one sheet."""

    note: SheetNote
    tables: list[ParsedTable] = field(default_factory=list)
    rejected: list[Problem] = field(default_factory=list)
    exceptions: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    as_at: int | None = None
    likely_as_at: int | None = None
    unknown: tuple[str, ...] = ()
    unused_list: str = ""  # the number of an Annex A list that is left out


class Seen:
    """Rows already read from this file, so that an exact repeat is known, whatever sheet it is on."""

    def __init__(self) -> None:
        self._ids: dict[str, set[Any]] = {}  # layout -> ids met
        self._later: dict[str, list[tuple[int, list[list[Any]]]]] = {}  # columns that no row repeats so far
        self._known: dict[str, dict[tuple[Any, ...], int]] = {}  # layout -> values -> place
        self._tables: list[tuple[int, str, list[int]]] = []  # first place, sheet, rows
        self._next = 0

    def add(self, table: ParsedTable, id_field: str) -> list[Skipped]:
        """Take the repeats out of a table and say where each was before."""
        start = self._next
        self._tables.append((start, table.sheet, table.rows))
        self._next += len(table)
        if self._without_repeats(table, id_field, start):
            return []
        known = self._known.setdefault(table.layout, {})
        for first, columns in self._later.pop(table.layout, ()):
            for place, values in enumerate(zip(*columns, strict=True), first):
                known.setdefault(values, place)
        rows = list(zip(*table.columns.values(), strict=True))
        for place, values in enumerate(rows, start):
            known.setdefault(values, place)
        repeats, keep = [], []
        for at, values in enumerate(rows):
            if known[values] == start + at:
                keep.append(at)
                continue
            sheet, row = self._place(known[values])
            place_name = f"row {row}" if sheet == table.sheet else f"row {row} of sheet {sheet}"
            repeats.append(Skipped(table.sheet, table.rows[at], "repeated", f"says the same as {place_name}"))
        if repeats:
            take(table, keep)
            table.issues = {new: table.issues[old] for new, old in enumerate(keep) if old in table.issues}
        return repeats

    def _without_repeats(self, table: ParsedTable, id_field: str, start: int) -> bool:
        """Whether the ids alone show it; the rows are then looked at only if an id comes again."""
        ids = table.columns[id_field]
        met = self._ids.setdefault(table.layout, set())
        own = set(ids)
        unlike = len(own) == len(ids) and own.isdisjoint(met)
        met |= own
        if unlike:
            self._later.setdefault(table.layout, []).append((start, list(table.columns.values())))
        return unlike

    def _place(self, place: int) -> tuple[str, int]:
        start, sheet, rows = next(table for table in reversed(self._tables) if table[0] <= place)
        return sheet, rows[place - start]


def read_sheet(grid: Grid, seen: Seen, memos: Memos, today: int) -> Sheet:
    """Everything that one sheet says; its note tells why when it says nothing."""
    header = headers.find(grid.rows, LAYOUTS)
    if header is None:
        number = _unused_list(grid)
        why = f"Annex A list {number} holds no clock that is counted here" if number else _why_not(grid)
        return Sheet(SheetNote(grid.name, "", 0, 0, why), unused_list=number)
    unknown = tuple(text for text in header.unknown if key(text) not in IGNORED)
    sheet = Sheet(SheetNote(grid.name, header.layout.name, header.row, 0, ""), unknown=unknown)
    sheet.as_at = _as_at([*_texts(grid.rows[: header.row - 1]), grid.name], today)
    sheet.likely_as_at = _fits_ages(grid, header)
    today = sheet.as_at or sheet.likely_as_at or today
    sheet.skipped += _above(grid, header)
    context = Context(header.layout, today, grid.name, _team(grid, header), memos)
    for block in _blocks(grid, header, sheet, memos.of(header.layout.id_spec, context)):
        table, rejected = build(context, block.header, block.rows, block.numbers)
        sheet.rejected += rejected
        sheet.skipped += seen.add(table, header.layout.id_field)
        flag_all(table, block.header, check(table, today))
        sheet.exceptions += exceptions(table)
        sheet.tables.append(table)
    records = sum(len(table) for table in sheet.tables)
    hidden = "it is hidden in Excel" if grid.hidden else ""
    sheet.note = SheetNote(grid.name, header.layout.name, header.row, records, hidden)
    return sheet


def _unused_list(grid: Grid) -> str:
    for row in grid.rows[: headers.HEADER_ROWS]:
        found = {key(cell) for cell in row if isinstance(cell, str)}
        for number, signs in UNUSED.items():
            if signs <= found:
                return number
    return ""


def _why_not(grid: Grid) -> str:
    if not grid.rows:
        return "the sheet is empty"
    return "no row with the headers of a tracker or of Annex A was found in the first 20 rows"


def _fits_ages(grid: Grid, header: Header) -> int | None:
    """The one day on which every exact age printed beside a date of birth is true."""
    ages = [
        at for at, cell in enumerate(grid.rows[header.row - 1]) if isinstance(cell, str) and key(cell) in AGE
    ]
    if not ages or "born_on" not in header.columns:
        return None
    days = set()
    for row in grid.rows[header.row :]:
        age, born = row[ages[0]], row[header.columns["born_on"]]
        if isinstance(age, float) and not age.is_integer() and isinstance(born, dt.date):
            days.add(round(day(born) + age * 365.25))
    return days.pop() if len(days) == 1 else None


def _texts(rows: Sequence[Row]) -> list[str]:
    return [words(cell) for row in rows for cell in row if isinstance(cell, str) and cell.strip()]


def _as_at(texts: list[str], today: int) -> int | None:
    for text in texts:
        if found := _AS_AT.search(text):
            said = read_day(found[1].strip(), today=today)
            if isinstance(said, int):
                return said
    return None


def _team(grid: Grid, header: Header) -> str:
    """The team a sheet belongs to: its name, or its title where the name says nothing."""
    if not header.layout.team_sheets:
        return ""
    if not grid.is_file and not _GENERIC.fullmatch(grid.name.strip()):
        return words(grid.name)
    for title in _texts(grid.rows[: header.row - 1]):
        found = _OF_TEAM.match(title)
        if found and not _GENERIC.fullmatch(found[1]):
            return found[1]
    return ""


def _above(grid: Grid, header: Header) -> list[Skipped]:
    skipped = []
    for at, row in enumerate(grid.rows[: header.row - 1]):
        texts = _texts([row])
        if len(texts) > 1:
            skipped.append(Skipped(grid.name, at + 1, "header", "headers of groups of columns"))
        elif texts:
            skipped.append(Skipped(grid.name, at + 1, "title", f"a title: {texts[0][:80]}"))
        else:
            skipped.append(Skipped(grid.name, at + 1, "blank", "an empty row"))
    skipped.append(Skipped(grid.name, header.row, "header", "the headers"))
    return skipped


@dataclass
class _Block:
    """Rows under one header row; a header that comes again further down starts another block."""

    header: Header
    rows: list[Row] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


def _blocks(grid: Grid, header: Header, sheet: Sheet, ids: Memo) -> list[_Block]:
    blocks = [_Block(header)]
    at_id = header.columns[header.layout.id_field]
    start = header.row
    for at in _without_id(grid, start, at_id, ids):
        cell = grid.rows[at][at_id]
        if not any(grid.rows[at]):  # a sheet can have a million of these
            _extend(blocks[-1], grid, start, at)
            start = at + 1
            _skip(sheet.skipped, Skipped(grid.name, at + 1, "blank", "an empty row"))
            continue
        again = headers.match(grid.rows, at, (header.layout,)) if isinstance(cell, str) and cell else None
        kind, why = ("header", "the headers again") if again else _not_data(grid, at, at_id)
        if not kind:
            continue  # a row that has to be accounted for: it stays, and is read or rejected
        _extend(blocks[-1], grid, start, at)
        start = at + 1
        _skip(sheet.skipped, Skipped(grid.name, at + 1, kind, why))
        if again and again.columns != blocks[-1].header.columns:
            blocks.append(_Block(again))
    _extend(blocks[-1], grid, start, len(grid.rows))
    return blocks


def _without_id(grid: Grid, start: int, at_id: int, ids: Memo) -> list[int]:
    """Positions of the rows whose id cell holds no plain id: titles, totals, blanks, mistakes."""
    cells = [row[at_id] for row in grid.rows[start:]]
    ids.take_numbers(cells)
    return [at for at, found in enumerate(map(ids.__getitem__, cells), start) if not found or " " in found]


def _extend(block: _Block, grid: Grid, start: int, end: int) -> None:
    block.rows += grid.rows[start:end]
    block.numbers += range(start + 1, end + 1)


def _skip(skipped: list[Skipped], item: Skipped) -> None:
    """Add a skipped row; a run of empty rows stays one entry."""
    last = skipped[-1] if skipped else None
    if last and item.kind == last.kind == "blank" and last.row + last.how_many == item.row:
        skipped[-1] = Skipped(
            last.sheet, last.row, "blank", f"{last.how_many + 1} empty rows", last.how_many + 1
        )
    else:
        skipped.append(item)


def _not_data(grid: Grid, at: int, at_id: int) -> tuple[str, str]:
    """What a row without a plain id is: ("", "") when it may be data and has to be accounted for."""
    row = grid.rows[at]
    filled = [(number, cell) for number, cell in enumerate(row) if cell != "" and not _empty(cell)]
    if not filled:
        return "blank", "an empty row"
    first = words(filled[0][1])
    said = first[:80]
    if _TOTAL.match(first):
        return "total", f"a total: {said}"
    if _FILTERS.search(first):
        return "footer", f"a note of the program that made the file: {said}"
    later = at + 1 < len(grid.rows)
    if len(filled) == 1:
        return ("title", f"a title: {said}") if later else ("footer", f"a line at the foot: {said}")
    words_only = all(isinstance(cell, str) for _, cell in filled)
    if len(filled) == 2 and words_only and not any(character.isdigit() for character in str(row[at_id])):
        return "footer", f"a line that names nobody: {said}"
    return "", ""


def _empty(cell: Any) -> bool:
    return isinstance(cell, str) and not cell.strip()
