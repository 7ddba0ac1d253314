"""A desk that was patched after an edit says the same as one that is opened afresh."""

from __future__ import annotations

import random

import numpy as np
import pytest
from lists_council import AS_AT, Council, random_council

from desktop.domain.changes import Changes
from desktop.domain.lists import LISTS, Selection, build, counts
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.listdata import ListData
from desktop.models.list_answer import answer

TABLES = (
    "visit",
    "supervision",
    "allocation",
    "ended",
    "note",
    "new case",
    "signed off",
    "correction",
    "placement",
)


def edit(made: Council, dice: random.Random, what: str) -> dict[str, tuple[str, ...]]:
    """Change something as a command would; returns the ids touched by table."""
    book = made.book
    case = dice.choice(book.case.ids)
    if what == "visit":
        return {"event": (made.visit(case, AS_AT - dice.randrange(9), dice.choice((0, 1))),)}
    if what in ("supervision", "ended"):
        return {"event": (made.event(case, what, AS_AT - dice.randrange(9)),)}
    if what == "signed off":
        return {"event": (made.event(case, "signed_off", AS_AT - 1),)}
    if what == "allocation":
        return {"allocation": (made.allocate(case, dice.choice(book.worker.ids), AS_AT - 2, "worker"),)}
    if what == "note":
        return {"note": (made.add("note", case=case, kind="chase", on=AS_AT, text="x", chase_next_on=AS_AT),)}
    if what == "placement":
        return {"placement": (made.add("placement", case=case, starts_on=AS_AT - 3),)}
    if what == "correction":
        row = dice.randrange(len(book.event))
        values = book.record("event", row)
        book.apply(
            "event", [{"id": book.event.ids[row], **values, "recorded_at": 1_000, "superseded_at": 2_000}]
        )
        return {"event": (book.event.ids[row],)}
    person = dice.choice(book.person.ids)
    fresh = made.case(dice.choice(("cp", "cla", "cin", "dols")), person, AS_AT - 30)
    return {"case": (fresh,), "event": (book.event.ids[-1],)}


def lists_of(desk: Desk) -> dict[str, object]:
    """Everything that the lists of a desk say."""
    said: dict[str, object] = {}
    for name in LISTS:
        data = build(desk, Selection(name, AS_AT))
        everyone = np.arange(len(data))
        texts = [data.text(column.key, everyone) for column in data.columns]
        said[name] = (data.case.tolist(), data.rag.tolist(), texts)
        said[name + " counts"] = [
            (count.key, count.n) for count in counts(desk, name, Selection(name, AS_AT))
        ]
    return said


@pytest.mark.parametrize("seed", range(6))
def test_patched_and_fresh_desks_agree(seed: int) -> None:
    dice, made = random.Random(seed), random_council(seed, 70)
    desk = made.desk()
    lists_of(desk)  # so that every fact is there to be patched
    for step in range(18):
        revision = desk.revision
        touched = edit(made, dice, TABLES[step % len(TABLES)])
        desk.apply(Changes(touched=touched))
        assert desk.revision > revision
        patched, fresh = lists_of(desk), lists_of(made.desk())
        for name, said in fresh.items():
            assert patched[name] == said, (step, name)


@pytest.mark.parametrize("seed", range(3))
def test_a_desk_that_nobody_asked_for_a_while_says_what_a_fresh_one_says(seed: int) -> None:
    dice, made = random.Random(seed), random_council(seed, 40)
    desk = made.desk()
    lists_of(desk)
    for step in range(2 * len(TABLES)):
        desk.apply(Changes(touched=edit(made, dice, TABLES[step % len(TABLES)])))
    assert lists_of(desk) == lists_of(made.desk())


@pytest.mark.parametrize("seed", range(3))
def test_rows_that_are_not_said_to_have_changed_say_the_same(seed: int) -> None:
    dice, made = random.Random(seed), random_council(seed, 60)
    desk, kept = made.desk(), 0
    before = answer(desk, Selection("visits", AS_AT))
    said = words_of(before.data)  # then: the old list reads what is on record when it is asked
    for step in range(2 * len(TABLES)):
        desk.apply(Changes(touched=edit(made, dice, TABLES[step % len(TABLES)])))
        after = answer(desk, Selection("visits", AS_AT), before=before)
        if after.changed is not None:
            now = words_of(after.data)
            same = (said.keys() & now.keys()) - set(after.changed.tolist())
            kept += len(same)
            assert {row: now[row] for row in same} == {row: said[row] for row in same}
        before, said = after, words_of(after.data)
    assert kept > 200


def words_of(data: ListData) -> dict[int, tuple[str, ...]]:
    """What each row says, by its identity."""
    everyone = np.arange(len(data))
    texts = zip(*(data.text(column.key, everyone) for column in data.columns), strict=True)
    return dict(zip(data.identity().tolist(), texts, strict=True))


def test_applying_says_which_cases_were_touched() -> None:
    made = Council()
    case, _ = made.case("cp"), made.case("cp")
    desk = made.desk()
    touched = desk.apply(Changes(touched={"event": (made.visit(case, AS_AT),)}))
    assert touched.tolist() == [0]


def test_a_new_cover_shows_at_once() -> None:
    made = Council()
    ada, ben = made.worker("Ada"), made.worker("Ben")
    made.allocate(made.case("cp"), ada)
    desk = made.desk()
    assert build(desk, Selection("visits", AS_AT)).text("worker", np.array([0])) == ["Ada"]
    away = made.add("absence", worker=ada, starts_on=AS_AT, cover=ben)
    desk.apply(Changes(touched={"absence": (away,)}))
    assert build(desk, Selection("visits", AS_AT)).text("worker", np.array([0])) == ["Ben for Ada"]


def test_a_worker_who_moves_takes_cases_without_a_team_along() -> None:
    made = Council()
    north, south = made.team("North"), made.team("South")
    ada = made.worker("Ada", north)
    made.allocate(made.case("cp"), ada)
    desk = made.desk()
    assert len(build(desk, Selection("visits", AS_AT, team=north))) == 1
    made.book.apply("worker", [{"id": ada, "team": south}])
    desk.apply(Changes(touched={"worker": (ada,)}))
    assert len(build(desk, Selection("visits", AS_AT, team=north))) == 0
    assert len(build(desk, Selection("visits", AS_AT, team=south))) == 1


def test_a_changed_rule_is_read_again() -> None:
    made = Council()
    case = made.case("cp")
    made.visit(case, AS_AT - 16)
    desk = made.desk()
    assert len(build(desk, Selection("visits", AS_AT, chip="cp_10"))) == 1
    changed = made.add(
        "timescale_override", rule="cp_visit_10wd", field="n", value="15", valid_from=AS_AT - 99
    )
    desk.apply(Changes(touched={"timescale_override": (changed,)}))
    assert len(build(desk, Selection("visits", AS_AT, chip="cp_10"))) == 0


def test_what_was_known_then_stays_as_it_was() -> None:
    made = Council()
    case = made.case("cp")
    made.visit(case, AS_AT - 30)
    made.visit(case, AS_AT - 2, recorded_at=5_000)
    then, now = made.desk(known_at=4_000), made.desk()
    assert build(then, Selection("visits", AS_AT, known_at=4_000)).text("seen", np.array([0])) == [
        "21/10/2026"
    ]
    assert build(now, Selection("visits", AS_AT)).text("seen", np.array([0])) == ["18/11/2026"]
