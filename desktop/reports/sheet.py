"""The supervision sheet: one page about one worker, to be taken into the room and written on."""

from __future__ import annotations

import numpy as np

from desktop.domain.days import NO_DAY, short, spoken
from desktop.domain.lists.clockmap import rag_of
from desktop.domain.lists.columns import DUE_TODAY, OVERDUE, UNKNOWN
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.listdata import ListData
from desktop.domain.lists.rows import initials_of
from desktop.domain.lists.worker import WorkerView
from desktop.reports.paper import BOX, Cell, Facts, Grid, Head, Paper, Part, Row, Sentences, state

_PRESSING = (OVERDUE, DUE_TODAY, UNKNOWN)
_ACTIONS = 10  # more would push the children off the page; the page on the screen has them all

_CHILDREN = (
    Head("", 3.5),
    Head("Child", 10),
    Head("Plans", 8.5),
    Head("Visit", 17),
    Head("Supervision", 17),
    Head("Next of the others", 26),
    Head("Notes"),
)
_TODO = (Head("", 3.5), Head("Child", 14), Head("What", 42), Head("Who", 18), Head("Due"))
_BLANK = "_" * 28  # to be written on


def supervision_sheet(desk: Desk, view: WorkerView) -> Paper:
    """A worker's sheet as at the desk's day. Children stand by initials and id, never by name."""
    parts: list[Part] = [Facts(_facts(view))]
    if view.well:
        parts.append(Sentences("What went well", view.well))
    parts.append(_actions(desk, view))
    parts.append(
        Grid(_CHILDREN, _children(desk, view), "Children, by clock", f"{view.name} has no children now.")
    )
    about = ", ".join(part for part in (view.team, view.post) if part)
    return Paper(
        title=f"Supervision: {view.name}",
        about=about,
        as_at=f"As at {spoken(desk.as_at)}",
        parts=tuple(parts),
        fit=1,
    )


def _facts(view: WorkerView) -> tuple[tuple[str, str], ...]:
    lead = "OVER the ceiling: " if view.load.is_over else ""
    own = len(view.load.weights)
    held = "" if own == view.children else f"; {view.children} here with those covered for"
    return (
        ("Load", f"{lead}{view.load.words()}{held}"),
        ("Next supervision", view.next.words()),
        ("Supervision", view.gaps),
        ("Last session", short(view.session) or "none recorded"),
        ("Recording", view.lag.words()),
        ("Own supervision", short(view.personal) or "no date recorded"),
        ("Leave", ". ".join(view.leave) or "none in the next 8 weeks"),
        ("Covers for", ", ".join(view.covers) or "nobody"),
        ("Held on", _BLANK),
        ("Supervisor", _BLANK),
    )


def _actions(desk: Desk, view: WorkerView) -> Grid:
    shown, book = view.actions[:_ACTIONS], desk.book
    rows = [
        Row(
            (
                Cell(BOX),
                Cell(f"{initials_of(desk, one.person)} {book.person.ref[one.person]}"),
                Cell(one.text),
                Cell(book.worker.name[one.owner] if one.owner >= 0 else "nobody named"),
                _due(one.due_on, one.overdue_by),
            )
        )
        for one in shown
    ]
    more = len(view.actions) - len(shown)
    if more:
        rows.append(Row(heading=f"and {more} more, on the worker's page"))
    return Grid(_TODO, tuple(rows), "Actions from last time", "No action is open.")


def _due(due: int, over: int) -> Cell:
    if due == NO_DAY:
        return Cell("no date")
    return Cell(state(OVERDUE, f"{short(due)}, {over} d over"), strong=True) if over else Cell(short(due))


def _children(desk: Desk, view: WorkerView) -> tuple[Row, ...]:
    data = view.data
    everyone = np.arange(len(data), dtype=np.int32)
    texts = {column.key: data.text(column.key, everyone) for column in data.columns}
    rags = {key: _rags(desk, data, key) for key in ("visit", "supervision", "other")}
    rows: list[Row] = []
    for group in data.groups():
        rows.append(Row(heading=f"{group.title} ({group.count})"))
        rows += [_child(texts, rags, at) for at in range(group.first, group.first + group.count)]
    return tuple(rows)


def _rags(desk: Desk, data: ListData, key: str) -> list[int]:
    found: list[int] = rag_of(desk, data.base.clocks[key][data.at]).tolist()
    return found


def _child(texts: dict[str, list[str]], rags: dict[str, list[int]], at: int) -> Row:
    def clock(key: str, small: str) -> Cell:
        rag, words = rags[key][at], texts[key][at]
        return Cell(state(rag, words), small if words else "", strong=rag in _PRESSING)

    seen, met, actions = texts["seen"][at], texts["supervised"][at], texts["actions"][at]
    todo = f"{actions} action{'' if actions == '1' else 's'} open" if actions else ""
    return Row(
        (
            Cell(BOX),
            Cell(texts["initials"][at], texts["person"][at], strong=True),
            Cell(texts["plans"][at]),
            clock("visit", f"seen {seen}" if seen else "not seen yet"),
            clock("supervision", f"last {met}" if met else "never recorded"),
            clock("other", texts["other_rule"][at]),
            Cell("", todo),
        )
    )
