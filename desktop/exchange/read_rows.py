"""One table of one sheet: cells into values, column by column.

Every conversion is remembered by the cell's raw value, so a column of 50,000 cells costs as many
dictionary look-ups and only as many conversions as it has different values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from desktop.exchange import text
from desktop.exchange.annex_a import legal_status, placement_code, standard
from desktop.exchange.dates import Odd, read_day
from desktop.exchange.headers import Header, Layout
from desktop.exchange.layouts.words import code_of
from desktop.exchange.read_sheets import Row
from desktop.exchange.reasons import reason
from desktop.exchange.records import ABSENT, FIELDS, ParsedTable, Problem, Spec

# What a date cell may hold without the row being lost: blank, "not known" and placeholders.
_BLANK_DATES = frozenset({"unknown_date", "placeholder_date"})
# Without a date these rows say nothing at all; elsewhere a blank key date is a fact not yet known.
_NEEDED = {"annex_a_3": "referred_on", "annex_a_4": "started_on", "annex_a_5": "strategy_on"}
_STARTS = ("received_on", "plan_start")  # listed as "no start" anyway
_MISSING = {
    "annex_a_3": "date of referral",
    "annex_a_4": "start date",
    "annex_a_5": "date of the strategy discussion",
}


class Memo(dict[Any, Any]):
    """Raw cell -> value, converted once however often it stands in a column.

    Attributes:
        strange: the raw cells whose value has to be looked at: odd readings and several names.
    """

    def __init__(self, convert: Callable[[Any], Any]) -> None:
        super().__init__()
        self._convert = convert
        self.strange: set[Any] = set()

    def take_numbers(self, cells: Sequence[Any]) -> None:
        """Convert a whole column of ids at once where all of them are whole numbers, as Excel has them."""
        numbers = set(map(type, cells)) == {float} and min(cells) >= 0 and max(cells) < text.LARGEST_ID
        if numbers and all(map(float.is_integer, cells)):
            self.update(zip(cells, map(str, map(int, cells)), strict=True))

    def __missing__(self, raw: Any) -> Any:
        value = self[raw] = self._convert(raw)
        if isinstance(value, tuple) and (isinstance(value, (Odd, Kept)) or len(value) > 1):
            self.strange.add(raw)
        return value


class Memos:
    """The memos of one file: sheets of one layout share them."""

    def __init__(self) -> None:
        self._memos: dict[tuple[str, str, int], Memo] = {}

    def of(self, spec: Spec, context: Context) -> Memo:
        """The memo of a field, as at the context's day."""
        name = (context.layout.name, spec.name, context.today)
        if name not in self._memos:
            self._memos[name] = Memo(_converter(spec, context))
        return self._memos[name]


@dataclass
class Context:
    """What reading a cell depends on beside the cell itself."""

    layout: Layout
    today: int
    sheet: str
    team: str
    memos: Memos


@dataclass
class Converted:
    """Columns of values with what was odd in them, before rejected rows are taken out."""

    columns: dict[str, list[Any]] = field(default_factory=dict)
    odd: list[tuple[int, str, str]] = field(default_factory=list)  # position, field, reason code
    rejected: dict[int, tuple[str, str]] = field(default_factory=dict)  # position -> field, code


class Kept(NamedTuple):
    """A value that was kept although it is odd (words of no known code)."""

    value: Any
    code: str


def build(
    context: Context, header: Header, rows: list[Row], numbers: list[int]
) -> tuple[ParsedTable, list[Problem]]:
    """A table of the given data rows, and the rows that had to be rejected.

    Args:
        rows: the data rows (no titles, totals or blanks), all of one length.
        numbers: each row's number as Excel shows it.
    """
    cells = list(zip(*rows, strict=True)) or [()] * (max(header.columns.values()) + 1)
    raw = {name: list(cells[at]) for name, at in header.columns.items()}
    converted = _convert(context, raw, len(rows))
    rejected = [
        _problem("rejected", context, header, numbers[at], name, raw, at, code)
        for at, (name, code) in sorted(converted.rejected.items())
    ]
    table = ParsedTable(
        context.layout.name,
        context.sheet,
        context.team,
        numbers,
        converted.columns,
        raw,
        {name: header.printed[at] for name, at in header.columns.items()},
    )
    keep = [at for at in range(len(rows)) if at not in converted.rejected] if converted.rejected else None
    places = dict(zip(keep, range(len(keep)), strict=True)) if keep is not None else None
    for at, name, code in converted.odd:
        if at not in converted.rejected:
            place = places[at] if places is not None else at
            issue = _problem("exception", context, header, numbers[at], name, raw, at, code)
            table.issues.setdefault(place, []).append(issue)
    if keep is not None:
        take(table, keep)
    return table, rejected


def take(table: ParsedTable, keep: list[int]) -> None:
    """Keep only these positions of every column (issues are left as they are)."""
    table.rows = [table.rows[at] for at in keep]
    table.columns = {name: [column[at] for at in keep] for name, column in table.columns.items()}
    table.raw = {name: [column[at] for at in keep] for name, column in table.raw.items()}


def flag_all(table: ParsedTable, header: Header, found: Iterable[tuple[int, str, str]]) -> None:
    """Put what the layout's checks found (position, field, reason code) beside the rows."""
    letters = {name: column_letters(at) for name, at in header.columns.items()}
    for at, name, code in found:
        row = table.rows[at]
        cells = table.raw.get(name)
        issue = Problem(
            "exception",
            table.sheet,
            row,
            table.headers.get(name, ""),
            text.as_typed(cells[at]) if cells else "",
            reason(code),
            f"{letters[name]}{row}" if cells else "",
            code,
            name,
        )
        table.issues.setdefault(at, []).append(issue)


def column_letters(at: int) -> str:
    """Excel's name of a column: ``A`` for 0, ``AB`` for 27."""
    number, letters = at + 1, ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _problem(
    level: Any,
    context: Context,
    header: Header,
    row: int,
    name: str,
    raw: dict[str, list[Any]],
    at: int,
    code: str,
) -> Problem:
    what = context.layout.id_name if name == context.layout.id_field else _said(context.layout.name, name)
    return Problem(
        level,
        context.sheet,
        row,
        header.printed[header.columns[name]] if name in header.columns else "",
        text.as_typed(raw[name][at]) if name in raw else "",
        reason(code, what),
        f"{column_letters(header.columns[name])}{row}" if name in header.columns else "",
        code,
        name,
    )


def _said(layout: str, name: str) -> str:
    return "person id" if name == "person_id" else _MISSING.get(layout, "date")


def _convert(context: Context, raw: dict[str, list[Any]], size: int) -> Converted:
    out = Converted()
    for spec in FIELDS[context.layout.name]:
        cells = raw.get(spec.name)
        if cells is None:
            out.columns[spec.name] = [ABSENT[spec.kind]] * size
            continue
        if bool in set(map(type, cells)):  # True equals 1.0 in a dictionary; keep them apart
            cells = [text.as_typed(cell) if isinstance(cell, bool) else cell for cell in cells]
        memo = context.memos.of(spec, context)
        values = list(map(memo.__getitem__, cells))
        if memo.strange and not memo.strange.isdisjoint(cells):
            _settle(spec, values, out)
        if spec.kind == "id":
            _need(spec, values, out)
        elif _NEEDED.get(context.layout.name) == spec.name:
            absent = (at for at, value in enumerate(values) if value is None)
            for at in absent:
                out.rejected.setdefault(at, (spec.name, "no_key_date"))
        out.columns[spec.name] = values
    _fill(context, raw, out, size)
    return out


def _settle(spec: Spec, values: list[Any], out: Converted) -> None:
    """Replace odd readings by what is kept of them, and note where they stand."""
    for at, value in enumerate(values):
        if isinstance(value, Kept):
            out.odd.append((at, spec.name, value.code))
            values[at] = value.value
        elif isinstance(value, Odd):
            values[at] = None
            if spec.key and value.code not in _BLANK_DATES:
                out.rejected.setdefault(at, (spec.name, value.code))
            elif value.code != "unknown_date" or spec.name not in _STARTS:
                out.odd.append((at, spec.name, value.code))
        elif spec.kind == "names" and len(value) > 1:
            out.odd.append((at, spec.name, "two_people"))


def _need(spec: Spec, values: list[Any], out: Converted) -> None:
    for at, value in enumerate(values):
        if not value:
            out.rejected.setdefault(at, (spec.name, "bad_id" if value is None else "no_id"))
            values[at] = ""


def _fill(context: Context, raw: dict[str, list[Any]], out: Converted, size: int) -> None:
    """Columns that come from another: the sheet's team, the words beside a code."""
    columns = out.columns
    if context.team and "team" in columns:
        columns["team"] = [team or context.team for team in columns["team"]]
    for code, words in (("outcome", "outcome_text"), ("case_status", "case_status_text")):
        if words in columns and code in raw:
            columns[words] = [text.words(cell) for cell in raw[code]]
    if "placement_code" in columns and "placement_text" in raw:
        memo = Memo(placement_code)
        columns["placement_code"] = [memo[cell] for cell in columns["placement_text"]]


def _converter(spec: Spec, context: Context) -> Callable[[Any], Any]:
    annex = context.layout.name.startswith("annex_a")
    if spec.kind == "day":
        born, today, adult = spec.name == "born_on", context.today, context.layout.adults
        return lambda cell: read_day(cell, born=born, today=today, adult=adult)
    if spec.kind == "flag":
        return lambda cell: _flag(spec.name, cell, annex)
    if spec.kind == "code":
        return lambda cell: _code(spec.name, cell, annex)
    if spec.kind == "int":
        return _whole
    if spec.name == "legal_status":
        return lambda cell: legal_status(cell) or _text(cell)
    return {"id": text.identifier, "note": text.note, "names": text.people, "text": _text}[spec.kind]


def _text(cell: Any) -> str:
    return "" if text.is_blank(cell) else text.words(cell)


def _whole(cell: Any) -> Any:
    value = text.whole(cell)
    return Kept(None, "not_a_number") if isinstance(value, str) else value


def _flag(name: str, cell: Any, annex: bool) -> Any:
    if annex and (word := standard(name, cell)) is not None:
        return int(word) if word else None
    value = text.flag(cell)
    if not isinstance(value, str):
        return value
    word = code_of(name, value)
    return int(word) if word else Kept(None, "unknown_words")


def _code(name: str, cell: Any, annex: bool) -> Any:
    if text.is_blank(cell):
        return ""
    word = standard(name, cell) if annex else code_of(name, text.words(cell))
    return Kept("", "unknown_words") if word is None else word


def exceptions(table: ParsedTable) -> Iterator[Problem]:
    """All exceptions of a table in row order."""
    for at in sorted(table.issues):
        yield from table.issues[at]
