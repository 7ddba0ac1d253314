"""What a spreadsheet says, as read: the shapes that readers make and `reconcile` compares.

Nothing here knows the database. Values are the casebook's own: day numbers, 1/0/None flags, code
words, text. A field that the sheet does not have, or that is blank there, is ``None`` (day, flag,
int), ``""`` (text, code, id) or ``()`` (names): a blank says nothing and must overwrite nothing.

A parsed file is *columnar*: one `ParsedTable` per sheet and layout holds each field as a list, so
that 50,000 rows cost ten lists and not 50,000 dictionaries. Walk ``table.columns["child_id"]`` where
speed matters; `Record` is a light view of one row for everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

FieldKind = Literal["id", "text", "note", "names", "day", "flag", "int", "code"]
ABSENT: dict[str, Any] = {
    "id": "",
    "text": "",
    "note": "",
    "names": (),
    "day": None,
    "flag": None,
    "int": None,
    "code": "",
}


@dataclass(frozen=True, slots=True)
class Spec:
    """One field of a layout.

    Attributes:
        name: the key in ``ParsedTable.columns`` and ``Record.values``.
        kind: how the value is held. *id* text without ``.0``, spaces or case changes; *text* with
            every kind of space made one plain space; *note* verbatim, except that an Excel ``0``
            left by a link to an empty cell is blank; *names* a tuple of people, as typed, empty for
            ``Awaiting alloc``, ``TBA`` and the like, two or more where one cell names several (they
            stay two, unresolved); *code* one of `codes`, or "" when the words are not known (the
            words are then listed as an exception).
        codes: the words that a code field can hold.
        key: without this field the row says nothing: it is rejected where the cell cannot be read.
    """

    name: str
    kind: FieldKind
    codes: tuple[str, ...] = ()
    key: bool = False


def _all(kind: FieldKind, names: str) -> tuple[Spec, ...]:
    return tuple(Spec(name, kind) for name in names.split())


PLANS = ("cp", "cla", "cin", "care_leaver")  # also the case kinds
INTERVALS = ("6w", "3m", "6m")
OUTCOMES = ("granted", "not_granted", "withdrawn", "died", "ceased")
FORMS = ("form1", "form2", "third_party", "court")

_CHILD = (Spec("child_id", "id", key=True),)
_ANNEX = (
    *_CHILD,
    *_all("day", "born_on"),
    *_all("flag", "disabled"),
    Spec("gender", "code", ("m", "f", "x")),
)
_WHO = (*_all("text", "team"), *_all("names", "worker"))

FIELDS: dict[str, tuple[Spec, ...]] = {
    # One row is one DoLS request. `person_id` is the person's id in the council's system, `ref` the
    # request's own. An urgent of more than 7 days without an extension column is the exception
    # "urgent_over_7"; both dates are kept as typed.
    "dols_tracker": (
        Spec("ref", "id", key=True),
        Spec("person_id", "id", key=True),
        *_all("text", "name"),
        *_all("day", "born_on"),
        *_all("text", "home cqc_location"),  # home keeps its own case; match it by name key
        Spec("form", "code", FORMS),
        Spec("received_on", "day", key=True),  # blank is kept (no date); unreadable is rejected
        *_all("flag", "urgent"),
        *_all("day", "urgent_from urgent_ends extension_requested_on extension_decided_on"),
        *_all("int", "extension_days"),
        Spec("priority", "code", ("high", "medium", "low")),
        *_all("flag", "objecting"),
        *_all("names", "bia"),
        *_all("text", "bia_team"),
        *_all("day", "bia_allocated_on bia_due_on form3_on"),
        *_all("names", "mha"),
        *_all("day", "mha_allocated_on form4_on sent_to_signatory_on signed_off_on"),
        Spec("outcome", "code", OUTCOMES),
        *_all("text", "outcome_text"),  # as typed: "NOT GRANTED - not met"
        *_all("day", "authorisation_from authorisation_to"),
        *_all("note", "comment"),
    ),
    # One row is one child on one plan; the sheet's name is the team unless there is a Team column.
    "visits_tracker": (
        *_CHILD,
        *_all("text", "initials name"),
        Spec("plan", "code", PLANS),
        *_WHO,
        *_all("day", "born_on plan_start"),
        Spec("last_visit", "day", key=True),
        *_all("flag", "seen seen_alone"),  # seen 0 = an attempt, which satisfies nothing
        Spec("agreed", "code", INTERVALS),
        *_all("note", "comment"),
    ),
    "supervision_tracker": (
        *_CHILD,
        *_all("text", "initials name"),
        Spec("plan", "code", PLANS),
        *_WHO,
        Spec("last_supervision", "day", key=True),
        *_all("note", "comment"),
    ),
    # Annex A of Ofsted's inspection guidance: list 3 referrals, 4 assessments, 5 section 47 and
    # conferences, 6 child in need, 7 child protection plans, 8 looked after, 9 care leavers.
    "annex_a_3": (
        *_ANNEX,
        Spec("referred_on", "day", key=True),
        *_all("text", "source"),
        *_all("flag", "no_further_action"),
        *_all("int", "referrals_12m"),
        *_WHO,
    ),
    "annex_a_4": (
        *_ANNEX,
        Spec("started_on", "day", key=True),
        *_all("flag", "seen"),
        *_all("day", "authorised_on"),
        *_all("text", "support_required"),
        *_WHO,
    ),
    "annex_a_5": (
        *_ANNEX,
        Spec("strategy_on", "day", key=True),
        *_all("flag", "icpc_unnecessary"),
        *_all("day", "icpc_on"),
        *_all("flag", "icpc_led_to_plan"),
        *_all("int", "s47_12m icpc_12m"),
        *_WHO,
    ),
    "annex_a_6": (
        *_ANNEX,
        Spec("plan_start", "day", key=True),
        *_all("text", "need"),
        *_all("day", "last_seen_on plan_end"),
        *_all("text", "end_reason"),
        Spec("case_status", "code", ("cla", "cp", "cin", "assessment", "closed")),
        *_all("text", "case_status_text"),
        *_WHO,
    ),
    "annex_a_7": (
        *_ANNEX,
        Spec("plan_start", "day", key=True),
        *_all("text", "category_initial category_latest"),
        *_all("day", "last_visit"),
        *_all("flag", "seen_alone"),
        *_all("day", "last_review plan_end"),
        *_all("flag", "emergency_protection"),
        *_all("int", "previous_plans"),
        *_WHO,
    ),
    "annex_a_8": (
        *_ANNEX,
        *_all("flag", "uasc"),
        Spec("plan_start", "day", key=True),  # date started to be looked after
        *_all("text", "need"),
        *_all("flag", "second_period"),
        *_all("day", "legal_status_from"),
        *_all("text", "legal_status"),  # SSDA903 code: C1, C2, E1, V2 ...; as typed when unknown
        *_all("day", "last_review last_visit"),
        *_all("text", "permanence_plan"),
        *_all("day", "last_iro_visit last_health_assessment last_dental_check"),
        *_all("int", "placements_12m"),
        *_all("day", "plan_end"),
        *_all("text", "end_reason"),
        *_all("day", "placement_start"),
        *_all("text", "placement_code placement_text provider postcode"),  # code: U1, P1, H5 ...
        *_all("int", "missing_12m absent_12m"),
        *_all("flag", "return_offered return_accepted"),
        *_WHO,
    ),
    "annex_a_9": (
        *_ANNEX,
        *_all("flag", "uasc"),
        *_WHO,
        *_all("names", "personal_adviser"),
        Spec("eligibility", "code", ("relevant", "former_relevant", "qualifying", "eligible", "other")),
        *_all("day", "last_pathway_review"),
        *_all("flag", "in_touch"),
        *_all("day", "last_contact"),
        *_all("text", "accommodation suitability activity"),
    ),
}


class Problem(NamedTuple):
    """A rejected row, or an odd fact that was kept.

    Attributes:
        level: "rejected" (the row is not in `tables`) or "exception" (it is, with this beside it).
        row: the row's number as Excel shows it.
        column: the header as printed, "" when the row as a whole is meant.
        value: the cell as typed.
        reason: plain English, without names of people.
        cell: Excel's address, ``H83``, "" when the row as a whole is meant.
        code: a stable word for the reason; see `reasons.REASONS`.
        field: the field's name in `FIELDS`.
    """

    level: Literal["rejected", "exception"]
    sheet: str
    row: int
    column: str
    value: str
    reason: str
    cell: str = ""
    code: str = ""
    field: str = ""


class Skipped(NamedTuple):
    """A row that holds no request and no child.

    Attributes:
        kind: "title", "header", "blank", "total", "footer" or "repeated" (an exact repeat).
        how_many: rows from `row` on (runs of blank rows are one entry).
    """

    sheet: str
    row: int
    kind: str
    why: str
    how_many: int = 1


@dataclass(frozen=True, slots=True)
class SheetNote:
    """What was made of one sheet: its layout ("" when none was recognised) and why."""

    name: str
    layout: str
    header_row: int
    records: int
    why: str


@dataclass(slots=True)
class ParsedTable:
    """The readable rows of one sheet.

    Attributes:
        layout: a key of `FIELDS`.
        team: the sheet's name where the sheet is a team, else "".
        rows: each record's row number as Excel shows it.
        columns: field -> values, for **every** field of the layout, each as long as `rows`.
        raw: field -> the cells as the file holds them, only for fields the sheet has.
        headers: field -> header as printed, only for fields the sheet has.
        issues: position in `rows` -> its exceptions.
    """

    layout: str
    sheet: str
    team: str
    rows: list[int]
    columns: dict[str, list[Any]]
    raw: dict[str, list[Any]]
    headers: dict[str, str]
    issues: dict[int, list[Problem]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Record]:
        return (Record(self, at) for at in range(len(self.rows)))


class Record:
    """One row, as a view of its table; as cheap as a tuple."""

    __slots__ = ("at", "table")

    def __init__(self, table: ParsedTable, at: int) -> None:
        self.table = table
        self.at = at

    def __getitem__(self, name: str) -> Any:
        return self.table.columns[name][self.at]

    @property
    def layout(self) -> str:
        return self.table.layout

    @property
    def sheet(self) -> str:
        return self.table.sheet

    @property
    def row(self) -> int:
        return self.table.rows[self.at]

    @property
    def source(self) -> str:
        """Where the row stands, in the form that patches use: ``sheet!row``."""
        return f"{self.table.sheet}!{self.row}"

    @property
    def values(self) -> dict[str, Any]:
        """Every field of the layout."""
        return {name: column[self.at] for name, column in self.table.columns.items()}

    @property
    def raw(self) -> dict[str, Any]:
        """The cells as the file holds them, for the fields that the sheet has."""
        return {name: column[self.at] for name, column in self.table.raw.items()}

    @property
    def issues(self) -> list[Problem]:
        return self.table.issues.get(self.at, [])


@dataclass(slots=True)
class ParsedFile:
    """One file, read.

    Attributes:
        name: the file's name without its folder.
        sha256: of the file's bytes, in hex.
        layout: "dols_tracker", "visits_tracker", "supervision_tracker", "annex_a", or "mixed".
        as_at: the day the file says it describes ("as at 20/11/2026" in a title), else None.
        likely_as_at: the day that every age in the file fits (Annex A prints exact ages), for a
            person to confirm; None when the file has no such ages.
        skipped: rows that hold no data, exact repeats among them, with the reason.
        notes: sentences for the person: which lists are not used, which headers are not known.
    """

    path: str
    name: str
    sha256: str
    layout: str
    as_at: int | None = None
    likely_as_at: int | None = None
    tables: list[ParsedTable] = field(default_factory=list)
    rejected: list[Problem] = field(default_factory=list)
    exceptions: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    sheets: list[SheetNote] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def records(self) -> Iterator[Record]:
        """Every readable row of every sheet, in file order."""
        return (record for table in self.tables for record in table)

    @property
    def record_count(self) -> int:
        return sum(len(table) for table in self.tables)

    @property
    def repeated(self) -> int:
        """How many rows are exact repeats of an earlier one."""
        return sum(item.how_many for item in self.skipped if item.kind == "repeated")
