"""A list page's whole answer, made off the GUI thread in one go: rows, counts, pick-lists, words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import ReferenceType, ref

from desktop.domain.lists.selection import Count, Selection
from desktop.models.people_picks import Pick, teams, workers

if TYPE_CHECKING:
    from desktop.domain.lists.columns import Ints
    from desktop.domain.lists.desk import Desk
    from desktop.domain.lists.listdata import ListData


@dataclass(frozen=True)
class Picks:
    """The teams there are and the workers of one of them; `of_team` is empty for everybody."""

    teams: Sequence[Pick]
    workers: Sequence[Pick]
    of_team: str


@dataclass(frozen=True)
class ListAnswer:
    """Everything that a list page shows.

    Attributes:
        titles: the words of chips, by field of the selection.
        changed: identities of the rows that may say something else than in the answer before; None for any.
        read: the desk that was asked, and its revision then.
    """

    data: ListData
    counts: Sequence[Count]
    picks: Picks
    titles: dict[str, str]
    changed: Ints | None
    read: tuple[ReferenceType[Desk], int]

    @property
    def selection(self) -> Selection:
        """What was asked."""
        return self.data.selection


def answer(
    desk: Desk, selection: Selection, picks: Picks | None = None, before: ListAnswer | None = None
) -> ListAnswer:
    """Build a list and all that stands around it; costs milliseconds, so not on the GUI thread.

    `picks` are those of the last answer, `before`, when no team or worker has changed since.
    """
    from desktop.domain.lists import build, counts

    data = build(desk, selection)
    numbers = counts(desk, selection.list, selection.but(chip=""))
    if picks is None or picks.of_team != selection.team:
        picks = Picks(teams(desk), workers(desk, selection.team), selection.team)
    titles, changed = _titles(desk, selection, numbers), _changed(desk, data, before)
    return ListAnswer(data, numbers, picks, titles, changed, (ref(desk), desk.revision))


def _changed(desk: Desk, data: ListData, before: ListAnswer | None) -> Ints | None:
    from desktop.domain.cut import among
    from desktop.domain.lists.families import with_families

    if before is None or not data.base.alone or before.read[0]() is not desk:
        return None
    cases = desk.touched_since(before.read[1])
    if cases is None:
        return None
    return data.identity()[among(data.case, with_families(desk, cases))]


def _titles(desk: Desk, selection: Selection, numbers: Sequence[Count]) -> dict[str, str]:
    from desktop.domain.lists.about import about

    made: dict[str, str] = {}
    if selection.chip:
        made["chip"] = next((one.title for one in numbers if one.key == selection.chip), selection.chip)
    if selection.team:
        made["team"] = desk.book.team.name[desk.book.team.row(selection.team)]
    if selection.worker:
        made["worker"] = desk.book.worker.name[desk.book.worker.row(selection.worker)]
    if selection.rule:
        made["rule"] = desk.timescales.rule(selection.rule).name
    return made | about(desk, selection)
