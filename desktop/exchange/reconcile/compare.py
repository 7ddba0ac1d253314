"""One fact of the file against what stands: the same, new, filling a blank, or for a person to decide.

A blank never overwrites. A later date in a series is a new event. Nothing else that stands is changed
by a file: a difference becomes a finding that holds both values and, where one value can replace the
other, a proposal.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from desktop.domain.names import name_key
from desktop.exchange.layouts.words import code_of
from desktop.exchange.reconcile.facts import COLUMNS, Fact, Slot, day_column, slot_of
from desktop.exchange.reconcile.lineage import TYPED
from desktop.exchange.reconcile.patching import Patcher
from desktop.exchange.reconcile.questions import Questions, given
from desktop.exchange.reconcile.saying import difference, say
from desktop.exchange.reconcile.staff import Staff
from desktop.exchange.reconcile.standing import HERE, Case, Held

OUTCOME, DETAIL = (COLUMNS["event"].index(name) for name in ("outcome", "detail"))


class Verdict(IntEnum):
    """What became of a fact; of a row's facts the greatest counts."""

    SAME = 0
    ADDED = 1
    ASKED = 2


class Comparer:
    """Compares facts with what stands.

    Args:
        staff: for names in sentences.
        layout: of the file.
        file_day: the day that the file describes.
        questions: takes what is for a person to decide.
        patcher: puts merged values in the place of what stands.
    """

    def __init__(
        self, staff: Staff, layout: str, file_day: int, questions: Questions, patcher: Patcher
    ) -> None:
        self._staff = staff
        self._layout = layout
        self._day = file_day
        self._questions = questions
        self._patcher = patcher

    def meet(self, case: Case, fact: Fact) -> Verdict:
        """Compare one fact with what stands of its case, and act on it."""
        _, table, values = fact
        slot = slot_of(table, values)
        held = case.standing().get(slot)
        if not held:
            case.add(fact)
            return Verdict.ADDED
        if any(one.values == values for one in held):
            return Verdict.SAME
        if table == "note":
            return self._note(case, fact, held)
        at = day_column(slot)
        if at >= 0 and values[at] is not None:
            return self._series(case, fact, slot, held, at)
        return self._single(case, fact, slot, held[-1])

    def _note(self, case: Case, fact: Fact, held: list[Held]) -> Verdict:
        text = " ".join(fact[2][0].split())
        if any(" ".join(one.values[0].split()) == text for one in held):
            return Verdict.SAME
        case.add(fact)
        return Verdict.ADDED

    def _series(self, case: Case, fact: Fact, slot: Slot, held: list[Held], at: int) -> Verdict:
        on = fact[2][at]
        same_day = [one for one in held if one.values[at] == on]
        if same_day:
            return self._single(case, fact, slot, same_day[-1])
        dated = [one for one in held if one.values[at] is not None]
        # What the file could not have known says nothing against it.
        before = [one for one in dated if one.values[at] <= self._day or self._is_no_later(one)]
        latest = max(before, key=lambda one: int(one.values[at]), default=None)
        if latest is None or on > latest.values[at] or self._is_older(latest):
            case.add(fact)
            return Verdict.ADDED
        self._ask_earlier(case, fact, slot, latest, at)
        return Verdict.ASKED

    def _is_no_later(self, held: Held) -> bool:
        """Whether a value came from a file of this day or an earlier one."""
        return held.layout == HERE or (held.layout != TYPED and held.day <= self._day)

    def _is_older(self, held: Held) -> bool:
        """Whether this file describes an earlier day than the import that a value came from."""
        return held.layout not in (TYPED, HERE) and self._day < held.day

    def _ask_earlier(self, case: Case, fact: Fact, slot: Slot, latest: Held, at: int) -> None:
        rec, table, values = fact
        column = COLUMNS[table][at]
        level = self._level(latest)
        ours, theirs = (say(self._staff, table, column, each.values[at]) for each in (latest, Held(values)))
        step: dict[str, Any]
        if level == "changed":
            where = {"kind": slot[1]} if table == "event" else {}
            where[column] = latest.values[at]
            step = _set(case, table, where, given(table, values))
        else:
            step = {"do": "add", "table": table, "case": case.id, "values": given(table, values)}
        self._questions.ask(rec, level, (*slot, column), self._sentence(latest, ours, theirs), case, [step])

    def _single(self, case: Case, fact: Fact, slot: Slot, held: Held) -> Verdict:
        rec, table, values = fact
        names = COLUMNS[table]
        merged = list(held.values)
        differ: list[int] = []
        for at, (old, new) in enumerate(zip(held.values, values, strict=True)):
            if new is None or new == "" or _same(names[at], old, new):
                continue
            if old is None or old == "":
                merged[at] = new
            else:
                differ.append(at)
        if table == "allocation":
            differ = self._who(slot, held, values, merged, differ)
        elif table == "event":
            differ = _with_its_words(held, merged, differ)
        verdict = Verdict.SAME
        if tuple(merged) != held.values:
            self._patcher.fill(case, table, held, tuple(merged), self._questions.source_of(rec))
            verdict = Verdict.ADDED
        for at in differ:
            self._ask_different(case, fact, slot, held, at)
            verdict = Verdict.ASKED
        return verdict

    def goes_with(self, case: Case, facts: list[Fact]) -> None:
        """Put facts into the proposal just made: they hold only if somebody says yes to it."""
        proposal = self._questions.found[-1].proposal
        assert proposal is not None
        for _, table, values in facts:
            slot = slot_of(table, values)
            stated = given(table, values)
            if slot in case.standing():
                proposal.append(_set(case, table, {"kind": slot[1]} if slot[1] else {}, stated))
            else:
                proposal.append({"do": "add", "table": table, "case": case.id, "values": stated})

    def _who(
        self, slot: Slot, held: Held, values: tuple[Any, ...], merged: list[Any], differ: list[int]
    ) -> list[int]:
        """Who holds a case is one answer: a worker, or the words that name nobody in particular."""
        _, worker, named, *_ = held.values
        if values[1] is None and not values[2]:
            return [at for at in differ if at > 2]
        if not worker and not named:
            return differ
        if worker == values[1] and named == values[2]:
            return [at for at in differ if at > 3 or slot[1] != "worker"]
        merged[:] = held.values
        if worker and values[2] and name_key(self._staff.worker_name(worker)) in name_key(values[2]):
            return []  # somebody has chosen between the two that the cell names
        return [1]

    def _ask_different(self, case: Case, fact: Fact, slot: Slot, held: Held, first: int) -> None:
        rec, table, values = fact
        names = COLUMNS[table]
        if table == "allocation" and first == 1:
            ours, theirs = (self._holder(each) for each in (held.values, values))
            stated = {name: value for name, value in zip(names, values, strict=True) if name != "role"}
        else:
            ours, theirs = (
                say(self._staff, table, names[first], each[first]) for each in (held.values, values)
            )
            stated = {names[first]: values[first]}
            if first == OUTCOME and table == "event":
                stated["detail"] = values[DETAIL]
        where = {names[0]: values[0]} if slot[1] else {}
        at = day_column(slot)
        if at >= 0 and held.values[at] is not None:
            where[names[at]] = held.values[at]
        level = self._level(held)
        step = _set(case, table, where, stated)
        if level == "changed" and table == "allocation" and first == 1:
            step = {**step, "do": "reallocate", "on": self._day}
        sentence = self._sentence(held, ours, theirs)
        self._questions.ask(rec, level, (*slot, names[first]), sentence, case, [step])

    def _holder(self, values: tuple[Any, ...]) -> str:
        return self._staff.worker_name(values[1]) if values[1] else f"“{values[2]}”"

    def _level(self, held: Held) -> str:
        return "changed" if held.layout == self._layout and self._day >= held.day else "conflict"

    def _sentence(self, held: Held, ours: str, theirs: str) -> str:
        return difference(held.layout, self._layout, self._is_older(held), ours, theirs)


def _same(column: str, old: Any, new: Any) -> bool:
    if isinstance(old, str) and isinstance(new, str) and old != new:
        if column == "outcome":
            return _meaning(old) == _meaning(new)
        return name_key(old) == name_key(new)
    return bool(old == new)


def _meaning(outcome: str) -> str:
    """An outcome whatever its words: ``RIP`` is ``died``, ``not granted: has capacity`` is not granted."""
    words = outcome.partition(":")[0]
    return code_of("outcome", words) or name_key(words)


def _with_its_words(held: Held, merged: list[Any], differ: list[int]) -> list[int]:
    """The words as typed go with the outcome they stand for, and are no question of their own."""
    if merged[OUTCOME] == held.values[OUTCOME]:
        merged[DETAIL] = held.values[DETAIL]
    return [at for at in differ if at != DETAIL]


def _set(case: Case, table: str, where: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    return {"do": "set", "table": table, "case": case.id, "where": where, "values": values}
