"""The fields of a placement, shared by a new plan and a placement change."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.commands.plans import Placement
from desktop.views.panels.entry import Entry
from desktop.views.panels.fields import Choice, Typed

CODES = (
    ("U1", "U1: fostered by a relative or friend, long term"),
    ("U2", "U2: fostered by a relative or friend, may adopt"),
    ("U3", "U3: fostered by a relative or friend, other"),
    ("U4", "U4: foster carer, long term"),
    ("U5", "U5: foster carer, may adopt"),
    ("U6", "U6: foster carer, other"),
    ("P1", "P1: with own parents"),
    ("P2", "P2: independent living"),
    ("K1", "K1: secure children's home"),
    ("K2", "K2: children's home"),
    ("H5", "H5: semi-independent living"),
    ("R1", "R1: residential care home"),
    ("S1", "S1: residential school"),
    ("A3", "A3: placed for adoption with consent, with current foster carer"),
    ("Z1", "Z1: other"),
)
STATUSES = (
    ("C1", "C1: interim care order"),
    ("C2", "C2: full care order"),
    ("D1", "D1: freeing order"),
    ("E1", "E1: placement order"),
    ("V2", "V2: single period of accommodation, section 20"),
    ("V3", "V3: short breaks, agreed series"),
    ("V4", "V4: short breaks, single agreement"),
    ("L1", "L1: police protection"),
    ("J1", "J1: remanded"),
)
BASES = (
    ("", "As the code and legal status say"),
    ("reg19", "Regulation 19: with a parent before assessment"),
    ("reg24", "Regulation 24: temporary approval of a connected person"),
    ("ico_home", "Interim care order, living with a parent"),
    ("co_home", "Care order, living with a parent"),
    ("short_break", "Regulation 48: short breaks"),
)
YES_NO = ((None, "Not said"), (True, "Yes"), (False, "No"))


class PlacementPart:
    """Code, legal status, meant to last to 18, basis and order date."""

    def __init__(self, entry: Entry, *, with_code: bool = True) -> None:
        self.code = Typed(CODES, "Placement code", "U1, P1 ...")
        self.status = Typed(STATUSES, "Legal status", "C2, V2 ...")
        self.to_18 = Choice(YES_NO, "Meant to last until 18")
        self.basis = Choice(BASES, "Which part of the regulations applies")
        self.pairs: list[QWidget] = [entry.add("Placement code", self.code)] if with_code else []
        self.pairs.append(entry.add("Legal status", self.status))
        self.pairs.append(entry.add("Meant to last until the child is 18", self.to_18))
        self.pairs.append(entry.add("Which part of the regulations applies", self.basis))
        self.order = entry.add_date("Date of the care order, if at home")
        self.pairs.append(self.order.pair)  # type: ignore[attr-defined]
        for field in (self.code, self.status, self.to_18, self.basis):
            field.chosen.connect(entry.changed)

    def placement(self, starts_on: int) -> Placement:
        """The placement as it is typed."""
        return Placement(
            starts_on,
            code=str(self.code.value or self.code.text).upper(),
            legal_status=str(self.status.value or self.status.text).upper(),
            to_18=self.lasts,
            basis=str(self.basis.value),
            order_on=self.order.day,
        )

    @property
    def lasts(self) -> bool | None:
        """Whether it is meant to last until 18; None when not said."""
        value = self.to_18.value
        return None if value is None else bool(value)

    def show(self, shown: bool) -> None:
        """Show or hide these fields."""
        for pair in self.pairs:
            pair.setVisible(shown)
