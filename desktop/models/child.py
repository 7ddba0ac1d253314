"""A child's page in one answer, made off the GUI thread: what is on record, and who changed what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.domain.lists.child import ChildView
    from desktop.domain.lists.desk import Desk


@dataclass(frozen=True)
class ChildAnswer:
    """What the page shows.

    Attributes:
        view: the child as at the desk's day.
        kinds: the kind of each of the child's cases, in the order of the view's plans.
        worker: worker row of whoever has the first plan today, -1 for nobody.
    """

    view: ChildView
    kinds: tuple[str, ...]
    worker: int


def child_answer(desk: Desk, row_id: str) -> ChildAnswer:
    """Everything about one child.

    Raises:
        KnownError: when the child is not in the database any more.
    """
    from desktop.domain.lists.child import child_view
    from desktop.domain.lists.rows import Rows
    from desktop.errors import KnownError

    if row_id not in desk.book.person.index:
        raise KnownError("That person is not in this database any more. Go back with Alt+Left.")
    view = child_view(desk, desk.book.person.row(row_id))
    cases = [plan.case for plan in view.plans]
    kinds = tuple(desk.book.case.word("kind", case) for case in cases)
    import numpy as np

    worker = int(Rows(desk, np.array(cases[:1], np.int32)).acting[0]) if cases else -1
    return ChildAnswer(view, kinds, worker)
