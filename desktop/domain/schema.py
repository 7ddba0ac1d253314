"""The shape of the data, written once.

The SQL tables (`desktop.store.tables`), the columns in memory (`desktop.domain.casebook`) and the
field groups of a change set are all made from `TABLES`. Every table also carries the columns of
`COMMON`; a table marked ``fact`` carries those of `FACT` too, so that nothing that moves a clock is
ever overwritten: a correction supersedes the old row and inserts a new one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.kinds import CASE_KINDS, EVENT_KINDS


class Kind(StrEnum):
    """How a field is held: text in SQL and a list, a day number and an int32 column, and so on."""

    TEXT = "text"  # list[str], "" when absent
    CODE = "code"  # int16 index into Field.codes (0 is "" = not said)
    REF = "ref"  # int32 row of another table, -1 when absent; 32 hex digits in SQL
    DAY = "day"  # int32 day number, NO_DAY when absent
    INSTANT = "instant"  # int64 milliseconds, 0 when absent
    FLAG = "flag"  # int8: 1 yes, 0 no, -1 not said
    INT = "int"  # int32, 0 when absent


@dataclass(frozen=True)
class Field:
    """One column. ``group`` names the fields that mean something together in a conflict."""

    name: str
    kind: Kind
    to: str = ""
    codes: tuple[str, ...] = ()
    required: bool = False
    group: str = ""


@dataclass(frozen=True)
class Table:
    """One table: its own fields, whether its rows are dated facts, and whether it has a case."""

    name: str
    fields: tuple[Field, ...]
    fact: bool = False

    def field(self, name: str) -> Field:
        """The field of that name.

        Raises:
            KeyError: when the table has no such field.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.name}.{name}")


def _text(name: str, **more: object) -> Field:
    return Field(name, Kind.TEXT, **more)  # type: ignore[arg-type]


def _code(name: str, *codes: str, **more: object) -> Field:
    return Field(name, Kind.CODE, codes=("", *codes), **more)  # type: ignore[arg-type]


def _ref(name: str, to: str = "", **more: object) -> Field:
    return Field(name, Kind.REF, to=to or name, **more)  # type: ignore[arg-type]


def _day(name: str, **more: object) -> Field:
    return Field(name, Kind.DAY, **more)  # type: ignore[arg-type]


def _flag(name: str, **more: object) -> Field:
    return Field(name, Kind.FLAG, **more)  # type: ignore[arg-type]


def _int(name: str, **more: object) -> Field:
    return Field(name, Kind.INT, **more)  # type: ignore[arg-type]


TABLES: tuple[Table, ...] = (
    Table(
        "team",
        (
            _text("name", required=True),
            _text("name_key", required=True),
            _ref("parent", "team"),
            _ref("manager", "worker"),
            _code("service", "children", "adults"),
        ),
    ),
    Table(
        "worker",
        (
            _text("name", required=True),
            _text("name_key", required=True),
            _text("staff_ref"),
            _ref("team"),
            _flag("is_bia"),
            _flag("is_mha"),
            _code("engagement", "in_house_team", "in_house_rota", "independent", "agency"),
            _day("left_on"),
        ),
    ),
    Table(
        "person",
        (
            _text("ref", required=True),  # the person's id in the council's case system
            _text("name", group="name"),
            _text("initials", group="name"),
            _text("name_key", group="name"),
            _day("born_on", group="birth"),
            _day("expected_on", group="birth"),
            _day("died_on"),
            _text("nhs_number"),
            _text("family"),
            _flag("disabled"),
            _flag("restricted"),
        ),
    ),
    Table(
        "person_match",
        (
            _ref("person", required=True),
            _ref("other", "person", required=True),
            _code("status", "possible", "same", "different"),
            _text("reason"),
            _text("moved"),  # ids of the cases that "same" moved from `other` to `person`, to split again
        ),
    ),
    Table(
        "managing_authority",
        (
            _text("name", required=True),
            _text("name_key", required=True),
            _text("cqc_location"),
            _code("setting", "care_home", "nursing_home", "hospital", "other"),
            _flag("run_by_council"),
            _text("postcode"),
        ),
    ),
    Table(
        "case",
        (
            _ref("person", required=True),
            _code("kind", *CASE_KINDS, required=True),
            _ref("team"),
            _text("ref"),  # the request's or plan's own reference, D26000
            _flag("other_la"),  # plan held for another authority: not in the cohort
        ),
    ),
    Table(
        "event",
        (
            _ref("case", required=True),
            _code("kind", *EVENT_KINDS, required=True),
            _day("on", required=True, group="held"),
            _ref("worker", group="held"),
            _flag("seen", group="held"),
            _flag("alone", group="held"),
            _text("outcome", group="held"),
            _text("joint"),  # one id for all rows of a joint visit or a supervision session
            _text("detail"),
        ),
        fact=True,
    ),
    Table(
        "allocation",
        (
            _ref("case", required=True),
            _code("role", "worker", "bia", "mha", "pa", "iro", "secondary", required=True, group="who"),
            _ref("worker", group="who"),  # absent: unresolved, see `named`
            _text("named", group="who"),  # as typed, when it names two people or nobody we know
            _ref("team", group="who"),  # the assessor's own team at the time
            _day("on", group="who"),
            _day("due_back_on"),
            _day("ended_on"),
            _text("reason"),
        ),
        fact=True,
    ),
    Table(
        "dols_request",
        (
            _ref("case", required=True),
            _code("form", "form1", "form2", "third_party", "court"),
            _ref("managing_authority"),
            _code("priority", "high", "medium", "low", group="triage"),
            _flag("objecting", group="triage"),
            _flag("urgent"),  # what the request said; the dates are in urgent_authorisation
            _flag("still_there"),  # 0: confirmed no longer at the home
        ),
        fact=True,
    ),
    Table(
        "urgent_authorisation",
        (
            _ref("case", required=True),
            _day("given_on", group="period"),
            _day("stated_end", group="period"),
            _day("extension_requested_on", group="extension"),
            _day("extension_decided_on", group="extension"),
            _int("extension_days", group="extension"),
            _day("ended_on"),
            _flag("confirmed"),  # a person has confirmed an end that the form alone does not support
        ),
        fact=True,
    ),
    Table(
        "authorisation",
        (
            _ref("case", required=True),
            _day("starts_on", group="period"),
            _day("ends_on", group="period"),
            _day("ended_on", group="end"),
            _text("end_reason", group="end"),
            _text("conditions"),
        ),
        fact=True,
    ),
    Table(
        "suspension",
        (
            _ref("case", required=True),
            _day("notice_on", required=True),
            _text("reason"),
            _day("resumed_on"),
        ),
        fact=True,
    ),
    Table(
        "equivalent_assessment",
        (
            _ref("case", required=True),
            _text("assessment"),  # age, mental_health, capacity, best_interests, no_refusals, eligibility
            _day("carried_out_on", required=True),
        ),
        fact=True,
    ),
    Table(
        "placement",
        (
            _ref("case", required=True),
            _day("starts_on", group="period"),
            _day("ends_on", group="period"),
            _text("code"),  # SSDA903 placement code: U1, U4, P1 ...
            _text("legal_status"),  # C1, C2, V2 ...
            _flag("to_18"),  # intended to last until the child is 18
            _code("basis", "reg19", "reg24", "ico_home", "co_home", "short_break"),
            _day("order_on"),  # date of the care order, for a child living with a parent
        ),
        fact=True,
    ),
    Table(
        "agreed_frequency",
        (
            _ref("case", required=True),
            _code("interval", "6w", "3m", "6m", group="terms"),
            _day("effective_from", group="terms"),
            _day("agreed_on", group="terms"),
            _text("agreed_by", group="terms"),
            _text("panel_ref"),
            _flag("child_agrees", group="terms"),
            _day("review_by"),
            _day("ended_on", group="end"),
            _text("ended_reason", group="end"),
        ),
        fact=True,
    ),
    Table(
        "planned",
        (
            _ref("case", required=True),
            _code("kind", "visit", "supervision", "review"),
            _day("on", required=True),
            _ref("worker"),
            _text("reason"),
        ),
        fact=True,
    ),
    Table(
        "note",
        (
            _ref("case", required=True),
            _code("kind", "note", "chase", "comment"),
            _day("on"),
            _day("chase_next_on"),
            _text("text", required=True),
        ),
        fact=True,
    ),
    Table(
        "absence",
        (
            _ref("worker", required=True),
            _day("starts_on", required=True),
            _day("ends_on"),
            _text("reason"),
            _ref("cover", "worker"),
        ),
        fact=True,
    ),
    Table(
        "timescale_override",
        (
            _text("rule", required=True),
            _text("field", required=True),
            _text("value", required=True),
            _day("valid_from"),
            _day("valid_to"),
            _text("reason"),
        ),
        fact=True,
    ),
    Table(
        "setting",
        (_text("key", required=True), _text("value")),
        fact=True,
    ),
    Table(
        "closure_day",
        (_day("on", required=True), _text("name"), _code("kind", "closure", "bank_holiday")),
        fact=True,
    ),
    Table(
        "import_batch",
        (
            _text("file", required=True),
            _text("sha256", required=True),
            _text("layout", required=True),
            _day("as_at"),
            _text("counts"),  # JSON: new, changed, same, rejected, gone
            _code("state", "applied", "undone"),
        ),
    ),
    Table(
        "import_issue",
        (
            _ref("batch", "import_batch", required=True),
            _code("level", "rejected", "exception", "conflict", "changed", "possible_match", "gone"),
            _text("sheet"),
            _int("row"),
            _text("column"),
            _text("value"),
            _text("reason", required=True),
            _ref("case"),
            _ref("person"),
            _code("state", "open", "confirmed", "dismissed"),
            _text("proposal"),  # JSON patch that a person's yes would commit
        ),
    ),
)

SHAPES: dict[str, Table] = {table.name: table for table in TABLES}

# Columns of every table beside its own: id (32 hex digits), version, revision, deleted, changed_at,
# changed_by, set_id (the change set that inserted the row) and source ("sheet!row" of an import).
COMMON = ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source")
FACT = ("recorded_at", "superseded_at")
