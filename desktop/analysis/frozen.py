"""A month as it was frozen: who was counted in each indicator, by ids, and the rules it was counted by.

What is kept is small and complete: a pack is built from it alone (names of children aside, which are read
when it is built, so that a freeze holds none), and whoever reads the data again as they were known then must
come to the same rows.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from desktop.analysis.frozen_beside import EMPTY, Beside, read_beside
from desktop.domain.casebook import Casebook
from desktop.domain.days import NEVER
from desktop.domain.indicators import Indicator, indicators
from desktop.domain.measures import MEASURES, WHY

OUT, COUNTED, MISSED = range(3)


@dataclass(frozen=True)
class FrozenRow:
    """One thing counted or left out.

    Attributes:
        case, team, worker, manager: ids, blank for nobody.
        state: `OUT`, `COUNTED` or `MISSED`.
    """

    case: str
    state: int
    why: str
    team: str
    worker: str
    manager: str
    due: int
    done: int


@dataclass(frozen=True)
class FrozenFigure:
    """One indicator by one measure.

    Attributes:
        rows: everybody in it and left out of it.
        series: per team id ("nobody" for none) its (month, n, d), oldest first; of the pack's measure only.
    """

    indicator: Indicator
    measure: str
    rows: tuple[FrozenRow, ...]
    series: Mapping[str, Sequence[tuple[int, int, int]]]

    @property
    def n(self) -> int:
        """How many meet it."""
        return sum(row.state == COUNTED for row in self.rows)

    @property
    def d(self) -> int:
        """How many are in it."""
        return sum(row.state != OUT for row in self.rows)


@dataclass(frozen=True)
class Frozen:
    """A frozen month.

    Attributes:
        teams: id -> (name, parent's id, service, what to know of it).
        workers: id -> name.
        rules, definitions: what it was counted by, in words, by rule and indicator id.
        targets: by indicator id what the council wanted that month, None for no target.
        loads: ids of the imports that were in.
        figures: the children's, by (indicator id, measure).
        beside: targets and figures of others, typed figures, comments, step changes.
        dols: by indicator id the months of the DoLS table and the requests behind the last of them; read by
            `desktop.analysis.frozen_dols`.
        whole: whether what is stored still has the digest that was stored with it.
    """

    id: str
    month: int
    edition: int
    as_at: int
    known_at: int
    author: str
    digest: str
    reason: str
    teams: Mapping[str, tuple[str, str, str, str]]
    workers: Mapping[str, str]
    rules: Mapping[str, str]
    definitions: Mapping[str, str]
    targets: Mapping[str, float | None]
    loads: tuple[str, ...]
    figures: Mapping[tuple[str, str], FrozenFigure] = field(repr=False)
    beside: Beside = EMPTY
    dols: Mapping[str, tuple[Sequence[Sequence[Any]], tuple[FrozenRow, ...]]] = field(
        default_factory=dict, repr=False
    )
    whole: bool = True

    @property
    def label(self) -> str:
        """What a reader quotes: edition and the beginning of the digest."""
        return f"freeze {self.id[-8:]}, edition {self.edition}, SHA-256 {self.digest[:12]}"

    @cached_property
    def people(self) -> frozenset[str]:
        """The ids of all cases in it."""
        requests = (row.case for _, rows in self.dols.values() for row in rows)
        return frozenset((*(row.case for figure in self.figures.values() for row in figure.rows), *requests))


@dataclass(frozen=True)
class Content:
    """What is stored: a header, a text for each figure with its n and d, and the digest of them all."""

    month: int
    as_at: int
    known_at: int
    header: str
    figures: tuple[tuple[str, str, int, int, str], ...]
    digest: str


def countable() -> list[Indicator]:
    """The children's indicators that our data can serve, in the order in which they are printed."""
    return [one for one in indicators("children").values() if one.kind != "import"]


def plain(value: Any) -> str:
    """A value as JSON in the one way that is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(month: int, as_at: int, header: str, figures: Sequence[tuple[str, str, int, int, str]]) -> str:
    """The SHA-256 of everything frozen, whatever order the figures come in."""
    whole = plain([month, int(as_at), header, sorted(list(figure) for figure in figures)])
    return hashlib.sha256(whole.encode()).hexdigest()


def packed(text: str) -> str:
    """A text as it is stored: a tenth of its size."""
    return base64.b85encode(zlib.compress(text.encode(), 9)).decode("ascii")


def _unpacked(text: str) -> str:
    return zlib.decompress(base64.b85decode(text)).decode()


def frozen_rows(book: Casebook, month: int | None = None) -> list[int]:
    """The rows of `frozen_month` that stand, of one month or all: newest month, then newest edition first."""
    table = book.frozen_month
    rows = np.flatnonzero(table.live & (table.superseded_at == NEVER)).tolist()
    rows = [row for row in rows if month is None or table.month[row] == month]
    return sorted(rows, key=lambda row: (-int(table.month[row]), -int(table.edition[row])))


@dataclass(frozen=True)
class Stored:
    """A frozen month as the database holds it: small, and readable without the rest of the data.

    Attributes:
        header: packed (see `packed`); `figures` are indicator, measure, n, d and packed text.
    """

    id: str
    month: int
    edition: int
    as_at: int
    known_at: int
    author: str
    digest: str
    reason: str
    header: str
    figures: tuple[tuple[str, str, int, int, str], ...] = field(repr=False)


def stored(book: Casebook, row: int) -> Stored:
    """What is stored of a frozen month."""
    table, figures = book.frozen_month, book.frozen_figure
    of = np.flatnonzero(figures.live & (figures.freeze == row)).tolist()
    return Stored(
        id=table.ids[row], month=int(table.month[row]), edition=int(table.edition[row]),
        as_at=int(table.as_at[row]), known_at=int(table.known_at[row]), author=table.author[row],
        digest=table.digest[row], reason=table.reason[row], header=table.content[row],
        figures=tuple(
            (figures.indicator[at], figures.measure[at], int(figures.n[at]), int(figures.d[at]),
             figures.content[at])
            for at in of
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Mentions:
    """Whom a frozen month speaks of, read without reading it as a whole.

    Attributes:
        cases: the ids of all cases in it.
        comments: the texts of its comments and actions.
    """

    cases: frozenset[str]
    comments: frozenset[str]


def mentions(there: Stored) -> Mentions:
    """Whom a stored month speaks of."""
    header = json.loads(_unpacked(there.header))
    return Mentions(frozenset(header["cases"]), frozenset(one["text"] for one in header.get("notes", ())))


def read_frozen(book: Casebook, row: int) -> Frozen:
    """A frozen month as it was stored; `whole` is False when the stored text was changed since."""
    return read_stored(stored(book, row))


def read_stored(there: Stored) -> Frozen:
    """As `read_frozen`, of what was taken out of the database."""
    header = _unpacked(there.header)
    texts = tuple((key, how, n, d, _unpacked(text)) for key, how, n, d, text in there.figures)
    digest = digest_of(there.month, there.as_at, header, texts)
    return _read(
        Content(there.month, there.as_at, there.known_at, header, texts, there.digest),
        id=there.id, edition=there.edition, author=there.author, reason=there.reason,
        whole=digest == there.digest,
    )  # fmt: skip


def as_frozen(made: Content) -> Frozen:
    """A reading that is not stored, in the same form."""
    return _read(made, id="0" * 32, edition=0, author="", reason="", whole=True)


def _read(made: Content, **about: Any) -> Frozen:
    header = json.loads(made.header)
    cases, teams, workers = header["cases"], header["teams"], header["workers"]
    texts = {(key, measure): text for key, measure, _, _, text in made.figures}
    figures = {
        (one.id, measure): _figure(one, measure, json.loads(texts[one.id, measure]), cases, teams, workers)
        for one in countable()
        for measure in MEASURES
        if (one.id, measure) in texts
    }
    return Frozen(
        month=made.month, as_at=made.as_at, known_at=made.known_at, digest=made.digest,
        teams={one[0]: (one[1], one[2], one[3], one[4]) for one in teams},
        workers=dict(workers), rules=header["rules"], definitions=header["definitions"],
        targets=header["targets"], loads=tuple(header["loads"]), figures=figures,
        beside=read_beside(header), dols=_dols(texts, cases, teams, workers), **about,
    )  # fmt: skip


def _dols(
    texts: Mapping[tuple[str, str], str], cases: list[str], teams: list[Any], workers: list[Any]
) -> dict[str, tuple[Any, tuple[FrozenRow, ...]]]:
    made = {}
    for (key, measure), text in texts.items():
        if measure == "dols":
            read = json.loads(text)
            made[key] = read["months"], _rows(read["rows"], cases, teams, workers)
    return made


def _figure(
    one: Indicator, measure: str, text: Any, cases: list[str], teams: list[Any], workers: list[Any]
) -> FrozenFigure:
    series = {key: tuple((at, n, d) for at, n, d in months) for key, months in text["series"].items()}
    return FrozenFigure(one, measure, _rows(text["rows"], cases, teams, workers), series)


def _rows(
    columns: list[list[int]], cases: list[str], teams: list[Any], workers: list[Any]
) -> tuple[FrozenRow, ...]:
    def named(table: list[Any], at: int) -> str:
        return str(table[at][0]) if at >= 0 else ""

    return tuple(
        FrozenRow(
            cases[case],
            state,
            WHY[why],
            named(teams, team),
            named(workers, worker),
            named(workers, manager),
            due,
            done,
        )
        for case, state, why, team, worker, manager, due, done in zip(*columns, strict=True)
    )
