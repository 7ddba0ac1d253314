"""An assessor's entry in the register, their team and line manager, and their standing interests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.commands import assessors
from desktop.domain import cases
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists.desk import Desk
from desktop.errors import Refused
from desktop.views.date_field import DateField
from desktop.views.panels import asking
from desktop.views.panels.entry import Cases, Entry
from desktop.views.panels.fields import Choice, Tick, Typed

WHAT = (
    ("entry", "Register entry"),
    ("post", "Team and line manager"),
    ("interest", "Standing interest in a home"),
    ("over", "A standing interest is over"),
)
ENGAGEMENTS = (
    ("", "Not said"),
    ("in_house_team", "In-house, DoLS team"),
    ("in_house_rota", "In-house, on the rota"),
    ("independent", "Independent"),
    ("agency", "Agency"),
)
PROFESSIONS = (
    ("", "Not said"),
    ("amhp", "AMHP"),
    ("social_worker", "Social worker"),
    ("nurse", "Nurse"),
    ("occupational_therapist", "Occupational therapist"),
    ("psychologist", "Psychologist"),
    ("doctor", "Doctor"),
)
INSURANCE = (("", "Not said"), ("employer", "By their employer"), ("own", "Their own"))
YES_NO = ((-1, "Not said"), (1, "Yes"), (0, "No"))
INTERESTS = (
    ("financial", "Financial interest: partner, director, office holder, large shareholder (reg 11)"),
    ("relative", "Related to somebody with such an interest (reg 10)"),
    ("employment", "They or a relative work there"),
    ("other", "Something else worth knowing"),
)
_DAYS = (  # field, words, lies ahead
    ("registration_ends", "Registered to", True),
    ("first_registered_on", "First registered", False),
    ("qualified_on", "BIA course completed", False),
    ("refreshed_on", "Last further training", False),
    ("insured_until", "Insured until", True),
    ("dbs_on", "DBS certificate of", False),
    ("s12_ends", "Section 12 approved until", True),
    ("dols_trained_on", "Training for these assessments", False),
)
_TEXTS = (
    ("registration", "Registration number", ""),
    ("course", "Course", ""),
    ("dbs_kind", "Kind of DBS certificate", "The law asks for an enhanced one."),
    ("employer", "Employer", "Empty: this council, for somebody in-house."),
    ("skills", "Skills", "Separated by commas: hospital, nursing, learning disability."),
    ("languages", "Languages", "Separated by commas."),
    ("areas", "Areas", "Postcode districts separated by commas: SO14, SO15."),
)
_FLAGS = ("suspended", "three_years")
_FOR_BIA = ("first_registered_on", "qualified_on", "refreshed_on", "course")
_FOR_DOCTOR = ("s12_ends", "three_years", "dols_trained_on")
_NUMBERS = (("quota", "Assessments a month"), ("at_once", "Most at once"))
_NUMBER_HINT = {"quota": "Empty: not agreed.", "at_once": "Empty: the council's usual number."}


@dataclass(frozen=True)
class Register:
    """What the panel offers: people, teams, homes, and what is on record as plain values."""

    people: list[tuple[int, str]]
    teams: list[tuple[int, str]]
    homes: list[tuple[int, str]]
    entries: dict[int, dict[str, Any]]
    workers: dict[int, tuple[bool, bool, str]]
    words: dict[int, str]
    interests: dict[int, list[tuple[int, str]]]


class AssessorEntry(Entry):
    """The register panel."""

    key = "assessor"
    title = "Assessor's register entry"

    def build(self) -> None:
        self.facts: Register | None = None
        self._pairs: dict[str, list[QWidget]] = {key: [] for key, _ in WHAT}
        self._fields: dict[str, DateField | QLineEdit | Choice] = {}
        self._pair: dict[str, QWidget] = {}
        self.who = Typed((), "Who", "type part of a name")
        self.add("Who", self.who)
        self.what = Choice(WHAT, "What to record")
        self.add("What to record", self.what)
        self._build_entry()
        self._build_post()
        self._build_interest()
        self._build_over()
        self.why = QLineEdit()
        self.add("Reason", self.why, "Needed where an interest is over; else only if you want to.")
        self.why.textChanged.connect(self.changed)
        self.what.chosen.connect(self._on_what)
        self.who.chosen.connect(self._on_who)
        self._on_what()

    def _build_entry(self) -> None:
        self.is_bia, self.is_mha = Tick("Best interests assessor"), Tick("Mental health assessor")
        for tick in (self.is_bia, self.is_mha):
            self._pairs["entry"].append(self.add("", tick))
            tick.toggled.connect(self._on_what)
        self._pick("engagement", "Engaged as", ENGAGEMENTS)
        self._pick("profession", "Profession", PROFESSIONS)
        self._text(*_TEXTS[0])
        self._day(*_DAYS[0])
        self._pick("suspended", "Suspended from the register", YES_NO)
        for day in _DAYS[1:4]:
            self._day(*day)
        self._text(*_TEXTS[1])
        self._pick("insurance", "Insured", INSURANCE)
        self._day(*_DAYS[4])
        self._day(*_DAYS[5])
        self._text(*_TEXTS[2])
        self._day(*_DAYS[6])
        self._pick("three_years", "Three years' experience of mental disorder", YES_NO)
        self._day(*_DAYS[7])
        for text in _TEXTS[3:]:
            self._text(*text)
        for name, words in _NUMBERS:
            self._text(name, words, _NUMBER_HINT[name])

    def _build_post(self) -> None:
        self.team, self.manager = Typed((), "Team", "type part of a name"), Typed((), "Line manager", "")
        self.from_day = DateField("From", self.context.today, prefer="past")
        self.from_day.set_day(self.context.today)
        for words, field in (("Team", self.team), ("Line manager", self.manager), ("From", self.from_day)):
            self._pairs["post"].append(self.add(words, field))
        for box in (self.team, self.manager):
            box.chosen.connect(self.changed)
        self.from_day.day_changed.connect(self.changed)

    def _build_interest(self) -> None:
        self.kind = Choice(INTERESTS, "Kind of interest")
        self.home = Typed((), "Home or ward", "type part of its name")
        self.provider, self.detail = QLineEdit(), QLineEdit()
        self._pairs["interest"] += [
            self.add("Kind of interest", self.kind),
            self.add("Home or ward", self.home),
            self.add("Or everything run by", self.provider, "The company or trust, as the homes have it."),
            self.add("What it is", self.detail, "Shown where they are not chosen: her brother works there."),
        ]
        for box in (self.kind, self.home):
            box.chosen.connect(self.changed)
        for line in (self.provider, self.detail):
            line.textChanged.connect(self.changed)

    def _build_over(self) -> None:
        self.which = Choice((), "Which interest")
        self.over_on = DateField("Ended", self.context.today, prefer="past")
        self.over_on.set_day(self.context.today)
        for words, field in (("Which interest", self.which), ("Ended", self.over_on)):
            self._pairs["over"].append(self.add(words, field))
        self.which.chosen.connect(self.changed)
        self.over_on.day_changed.connect(self.changed)

    def _day(self, name: str, words: str, ahead: bool) -> None:
        field = DateField(words, self.context.today, prefer="future" if ahead else "past")
        field.day_changed.connect(self.changed)
        self._put(name, words, field)

    def _text(self, name: str, words: str, hint: str = "") -> None:
        field = QLineEdit()
        field.textChanged.connect(self.changed)
        self._put(name, words, field, hint)

    def _pick(self, name: str, words: str, options: tuple[tuple[object, str], ...]) -> None:
        field = Choice(options, words)
        field.chosen.connect(self.changed)
        self._put(name, words, field)

    def _put(self, name: str, words: str, field: Any, hint: str = "") -> None:
        self._fields[name] = field
        self._pair[name] = self.add(words, field, hint)
        self._pairs["entry"].append(self._pair[name])

    @staticmethod
    def gather(desk: Desk, chosen: Cases, today: int, wanted: Any) -> Register:
        book = desk.book
        names = [(line.row, line.name) for line in asking.workers(desk, today)]
        homes = [
            (row, book.managing_authority.name[row])
            for row in range(len(book.managing_authority))
            if book.managing_authority.live[row]
        ]
        rows = cases.standing(book.assessor).nonzero()[0].tolist()
        flags = book.worker
        return Register(
            people=names,
            teams=asking.teams(desk, "adults"),
            homes=sorted(homes, key=lambda one: one[1].casefold()),
            entries={int(book.assessor.worker[row]): book.record("assessor", row) for row in rows},
            workers={
                row: (
                    bool(flags.is_bia[row] == 1),
                    bool(flags.is_mha[row] == 1),
                    flags.word("engagement", row),
                )
                for row, _ in names
            },
            words={row: _words(desk, row) for row, _ in names},
            interests={row: _interests(desk, row) for row, _ in names},
        )

    def fill(self, facts: Register) -> None:
        self.facts = facts
        for box, options in (
            (self.who, facts.people),
            (self.manager, facts.people),
            (self.team, facts.teams),
            (self.home, facts.homes),
        ):
            box.offer(options)
        for box in (self.manager, self.team, self.home):
            box.pick(None)
        if self.context.worker in facts.workers:
            self.who.pick(self.context.worker)
            self._first = self.what
            self.take_focus()
        self._on_who()

    def _on_what(self) -> None:
        for what, pairs in self._pairs.items():
            for pair in pairs:
                pair.setVisible(what == self.what.value)
        if self.what.value == "entry":
            for names, tick in ((_FOR_BIA, self.is_bia), (_FOR_DOCTOR, self.is_mha)):
                for name in names:
                    self._pair[name].setVisible(tick.isChecked())
        self.changed()

    def _on_who(self) -> None:
        """Show what is on record of the one chosen."""
        worker = self.who.value if isinstance(self.who.value, int) else -1
        if self.facts is None or worker not in self.facts.workers:
            self.about.hide()
            return
        bia, mha, engagement = self.facts.workers[worker]
        self.is_bia.setChecked(bia)
        self.is_mha.setChecked(mha)
        entry = {**self.facts.entries.get(worker, {}), "engagement": engagement}
        for name, field in self._fields.items():
            _show(field, entry.get(name), name)
        self.which.offer(self.facts.interests[worker])
        self.about.setText(self.facts.words[worker])
        self.about.show()
        self.changed()

    def make(self) -> Callable[[Desk], Act]:
        worker = self.who.value
        if not isinstance(worker, int):
            raise Refused("Say who it is: pick a worker from the list.")
        by, why = self.context.by, self.why.text()
        if self.what.value == "post":
            team, boss, first = _row(self.team), _row(self.manager), self.from_day.day
            return lambda desk: assessors.post(desk.book, worker, team, boss, first, **by)
        if self.what.value == "interest":
            return self._make_interest(worker)
        if self.what.value == "over":
            return self._make_over()
        facts = {name: _typed(field, name) for name, field in self._fields.items() if name != "engagement"}
        role = assessors.OnRegister(
            self.is_bia.isChecked(),
            self.is_mha.isChecked(),
            str(self._fields["engagement"].value),  # type: ignore[union-attr]
        )
        return lambda desk: assessors.put_entry(desk.book, worker, facts, role=role, reason=why, **by)

    def _make_interest(self, worker: int) -> Callable[[Desk], Act]:
        kind, home, author = str(self.kind.value), _row(self.home), self.context.author
        provider, detail, today = self.provider.text(), self.detail.text(), self.context.today
        return lambda desk: assessors.add_interest(
            desk.book,
            worker,
            kind,
            author=author,
            home=home,
            provider=provider,
            detail=detail,
            starts_on=today,
        )

    def _make_over(self) -> Callable[[Desk], Act]:
        interest, ended = self.which.value, self.over_on.day
        author, why = self.context.author, self.why.text()
        if not isinstance(interest, int):
            raise Refused("Nobody has recorded a standing interest of theirs that still runs.")
        return lambda desk: assessors.end_interest(desk.book, interest, ended, author=author, reason=why)

    def state(self) -> dict[str, Any]:
        typed = {name: _draft(field) for name, field in self._fields.items()}
        return {
            "who": self.who.text,
            "what": self.what.value,
            "fields": typed,
            "bia": self.is_bia.isChecked(),
            "mha": self.is_mha.isChecked(),
            "detail": self.detail.text(),
            "provider": self.provider.text(),
            "why": self.why.text(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.who.setCurrentText(state["who"])
        self.what.pick(state["what"])
        self.is_bia.setChecked(state["bia"])
        self.is_mha.setChecked(state["mha"])
        for name, typed in state["fields"].items():
            field = self._fields[name]
            if isinstance(field, Choice):
                field.pick(typed)
            else:
                (field.edit if isinstance(field, DateField) else field).setText(typed)
        self.detail.setText(state["detail"])
        self.provider.setText(state["provider"])
        self.why.setText(state["why"])


def _words(desk: Desk, worker: int) -> str:
    """What is on record beside the entry: where they work, and in what they have an interest."""
    book, told = desk.book, []
    for row in cases.standing(book.posting).nonzero()[0].tolist():
        if book.posting.worker[row] == worker and book.posting.ends_on[row] == NO_DAY:
            manager = int(book.posting.manager[row])
            under = f" under {book.worker.name[manager]}" if manager >= 0 else ""
            team = asking.team_name(desk, int(book.posting.team[row])) or "Posted"
            told.append(f"{team}{under} since {short(int(book.posting.starts_on[row]))}")
    told += [f"Interest: {words}" for _, words in _interests(desk, worker)]
    return "\n".join(told) or "No posting and no standing interest on record."


def _row(field: Typed) -> int:
    return field.value if isinstance(field.value, int) else -1


def _show(field: DateField | QLineEdit | Choice, value: Any, name: str) -> None:
    if isinstance(field, DateField):
        if value is None:
            field.edit.clear()
        else:
            field.set_day(value)
    elif isinstance(field, QLineEdit):
        field.setText(str(value) if value not in (None, 0) else "")
    else:
        field.pick((-1 if value is None else value) if name in _FLAGS else value or "")


def _typed(field: DateField | QLineEdit | Choice, name: str) -> Any:
    if isinstance(field, DateField):
        return field.day
    if isinstance(field, Choice):
        return field.value
    text = field.text().strip()
    if name not in dict(_NUMBERS):
        return text
    if text and not text.isdecimal():
        raise Refused(f"{dict(_NUMBERS)[name]}: type a whole number.")
    return int(text or 0)


def _draft(field: DateField | QLineEdit | Choice) -> Any:
    if isinstance(field, Choice):
        return field.value
    return field.edit.text() if isinstance(field, DateField) else field.text()


def _interests(desk: Desk, worker: int) -> list[tuple[int, str]]:
    """A worker's standing interests that still run: row and ``Shirley Lodge, her brother works there``."""
    table, told = desk.book.interest, []
    for row in cases.standing(table).nonzero()[0].tolist():
        if table.worker[row] == worker and table.ends_on[row] == NO_DAY:
            home = int(table.managing_authority[row])
            where = desk.book.managing_authority.name[home] if home >= 0 else table.provider[row]
            told.append((row, f"{where}, {table.detail[row] or table.word('kind', row)}"))
    return told
