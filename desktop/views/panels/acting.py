"""The tick by which an assessor says that they record something for the one who has the request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desktop.domain.lanes import Lanes
from desktop.views.panels.fields import Tick

if TYPE_CHECKING:
    from desktop.views.panels.entry import Entry


class ForThem:
    """Shown only where another assessor has the request."""

    def __init__(self, entry: Entry) -> None:
        self.tick = Tick("I act for the assessor who has it")
        self._pair = entry.add("", self.tick)
        self._pair.hide()
        self.tick.toggled.connect(entry.changed)

    def tell(self, name: str) -> None:
        """Who has it, blank when it is one's own or nobody's."""
        self.tick.setText(f"I act for {name}, who has it")
        self.tick.setAccessibleName(self.tick.text())
        self._pair.setVisible(bool(name))

    def said(self, mine: int) -> dict[str, Any]:
        """What the verb is told of it."""
        return {"as_worker": mine, "for_them": self.tick.isChecked()}


def whose(found: Sequence[Lanes], role: str, mine: int) -> str:
    """Who else has one of the requests in a role, for an assessor at the keyboard; blank for nobody."""
    others = (one.of(role) for one in found if mine >= 0)
    return next((lane.who for lane in others if lane.held and lane.worker != mine and lane.who), "")
