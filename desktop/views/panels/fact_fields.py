"""The fields of one recorded entry, made from the shape of its table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.domain.days import NO_DAY
from desktop.domain.schema import SHAPES, Field, Kind
from desktop.errors import Refused
from desktop.views.date_field import DateField
from desktop.views.panels.fields import Choice, Lines, Typed

if TYPE_CHECKING:
    from desktop.views.panels.entry import Entry

FLAGS = ((None, "Not said"), (1, "Yes"), (0, "No"))
# what an entry is about, or what only its own verb may change
_FIXED = frozenset({"case", "kind", "joint", "team", "role", "named", "confirmed", "managing_authority"})
_OF_VISITS = frozenset({"seen", "alone"})
_VISITS = ("visit", "virtual_contact")
_LABELS = {
    "on": "Date",
    "worker": "Who",
    "seen": "Was the person seen",
    "alone": "Seen alone",
    "detail": "Detail",
    "due_back_on": "Report due back on",
    "ended_on": "Ended on",
    "urgent": "With an urgent authorisation",
    "objecting": "Is the person objecting",
    "still_there": "Is the person still there",
    "given_on": "Given on",
    "stated_end": "Ends on (last day, as the form says)",
    "extension_requested_on": "Extension asked for on",
    "extension_decided_on": "Extension decided on",
    "extension_days": "Extended by (days)",
    "starts_on": "From",
    "ends_on": "To (last day)",
    "end_reason": "Why it ended",
    "ended_reason": "Why it ended",
    "notice_on": "Notice given on",
    "resumed_on": "Lifted on",
    "code": "Placement code",
    "to_18": "Meant to last until the child is 18",
    "basis": "Which part of the regulations applies",
    "order_on": "Date of the care order",
    "interval": "Visits at least every",
    "effective_from": "From",
    "panel_ref": "Panel reference",
    "child_agrees": "Does the child agree",
    "chase_next_on": "Chase again on",
    "reason": "Its own reason or note",
}
_CODES = {"6w": "6 weeks", "3m": "3 months", "6m": "6 months"}


class FactFields:
    """Editable fields of one entry.

    Attributes:
        widgets: the controls, from top to bottom.
    """

    def __init__(
        self, entry: Entry, table: str, values: dict[str, Any], workers: Sequence[tuple[object, str]]
    ) -> None:
        self._entry, self._values, self._workers = entry, values, workers
        self._fields: dict[str, tuple[Field, QWidget]] = {}
        for field in SHAPES[table].fields:
            if self._is_offered(table, field):
                self._fields[field.name] = (field, self._made(field, values[field.name]))
        self.widgets = [widget for _, widget in self._fields.values()]

    def changes(self) -> dict[str, Any]:
        """The values that are not what they were.

        Raises:
            Refused: words where a number, or nobody where a worker is meant.
        """
        now = {name: self._value(field, widget) for name, (field, widget) in self._fields.items()}
        return {name: value for name, value in now.items() if value != self._values[name]}

    def _is_offered(self, table: str, field: Field) -> bool:
        if field.name in _FIXED:
            return False
        if table != "event" or field.name == "on":
            return True
        kind = self._values["kind"]
        if field.name in _OF_VISITS:
            return kind in _VISITS
        said = self._values[field.name] not in (None, "")
        return said or (field.name != "detail" and kind not in ("started", "ended"))

    def _made(self, field: Field, value: Any) -> QWidget:
        words = _LABELS.get(field.name, field.name.replace("_", " ").capitalize())
        if field.name == "outcome" and self._values["kind"] in _VISITS:
            words = "Outcome, or why not seen"
        if field.kind is Kind.DAY:
            return self._entry.add_date(words, NO_DAY if value is None else value)
        made = self._control(field, value, words)
        self._entry.add(words, made)
        signal = made.chosen if isinstance(made, Choice) else made.textChanged  # type: ignore[attr-defined]
        signal.connect(self._entry.changed)
        return made

    def _control(self, field: Field, value: Any, words: str) -> QWidget:
        if field.kind is Kind.REF:
            who = Typed(self._workers, words, "type part of a name")
            who.pick(value)
            return who
        if field.kind in (Kind.FLAG, Kind.CODE):
            pick = Choice(FLAGS if field.kind is Kind.FLAG else _options(field), words)
            pick.pick(value)
            return pick
        if field.name in ("text", "conditions"):
            return Lines(words, 3, value)
        return QLineEdit(str(value or ""))

    def _value(self, field: Field, widget: QWidget) -> Any:
        if isinstance(widget, DateField):
            return None if widget.day == NO_DAY else widget.day
        if isinstance(widget, Typed):
            return self._worker(widget, self._values[field.name])
        if isinstance(widget, Choice):
            return widget.value
        text = widget.toPlainText() if isinstance(widget, Lines) else widget.text().strip()  # type: ignore[attr-defined]
        if field.kind is not Kind.INT:
            return text
        if text and not text.isdecimal():
            raise Refused(f"“{text}” is not a whole number of days.")
        return int(text or 0)

    def _worker(self, field: Typed, before: Any) -> Any:
        """The id of whoever is picked; somebody who has left stays as long as nobody else is named."""
        if field.text and field.value is None:
            raise Refused("Nobody of that name works here. Pick somebody from the list, or leave it empty.")
        offered = {value for value, _ in self._workers}
        return before if not field.text and before is not None and before not in offered else field.value


def _options(field: Field) -> list[tuple[object, str]]:
    words = [(code, _CODES.get(code, code.replace("_", " ").capitalize())) for code in field.codes if code]
    return [("", "Not said"), *words]
