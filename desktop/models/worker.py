"""A worker's page in one answer, made off the GUI thread: the list beside it and what stands above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.models.list_answer import ListAnswer, Picks, answer

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk
    from desktop.domain.lists.selection import Selection
    from desktop.domain.lists.worker import WorkerView


@dataclass(frozen=True)
class WorkerAnswer:
    """What the page shows.

    Attributes:
        list: the worker's children with the counts over them.
        view: load, leave, gaps, actions and what went well.
        queue: how many cases of any kind wait for the worker.
    """

    list: ListAnswer
    view: WorkerView
    queue: int


def worker_answer(desk: Desk, row_id: str, selection: Selection, picks: Picks | None) -> WorkerAnswer:
    """Everything about one worker.

    Args:
        desk: the snapshot.
        row_id: the worker's id.
        selection: what narrows the list of children; its worker and days are set here.
        picks: those of the last answer.

    Raises:
        KnownError: when the worker is not in the database any more.
    """
    from desktop.domain.lists import Selection, build
    from desktop.domain.lists.worker import children_of, worker_view
    from desktop.errors import KnownError

    if row_id not in desk.book.worker.index:
        raise KnownError("That worker is not in this database any more. Go back with Alt+Left.")
    row = desk.book.worker.row(row_id)
    view = worker_view(desk, row)
    own = children_of(desk, row, view.next)
    narrowed = selection.but(worker=own.worker, days=own.days)
    queue = len(build(desk, Selection("queue", desk.as_at, selection.known_at, worker=row_id)))
    return WorkerAnswer(answer(desk, narrowed, picks), view, queue)
