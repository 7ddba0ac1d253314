"""The protocol as a machine of random steps and faults, against a real server.

Four laptops of three people, a head of service who moves, restricts and grants, a server that is backed
up and restored. Asserted: what a person records shows at once, also after a crash; after every clean
turn a laptop holds exactly what the server shows its person; and when all is quiet nothing that was
acknowledged is lost, nothing that was not is unaccounted for, and nobody holds what they may not see.

`Tally` counts what was tried; the soak prints it.
"""

from __future__ import annotations

import itertools
import shutil
from contextlib import suppress

import sync_office as office
import sync_server as server
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sync_laptops import (
    Cut,
    Laptop,
    Offline,
    Tally,
    compared,
    cut_at,
    difference,
    rows_of,
    server_rows,
    server_versions,
    versions,
)
from sync_world import Council

from desktop.domain.changes import ChangeSet, Patch, new_id
from desktop.errors import AppError
from desktop.server import wire
from desktop.server.trouble import ServerTrouble
from desktop.sync import replica

LOCAL = ("before outbox", "outbox written")
REMOTE = (
    "before send",
    "after answer",
    "before page",
    "page stored",
    "cursor stored",
    "reconcile page",
    "reoffer",
)
EDITS = (
    "visit",
    "visit",
    "edit_person",
    "edit_person",
    "correct",
    "allocate",
    "end_allocation",
    "new_child",
    "eight",
)
DAYS = st.integers(20_001, 20_300)
_names = itertools.count(1)


class Model(Council, RuleBasedStateMachine):
    """Random steps over a `Council`; nothing of a run is left for the next."""

    @initialize()
    def begin(self):
        self.begin_again()
        self.folder = self.root / f"m{next(_names)}"
        self.folder.mkdir()
        self.laptops = [None] * 4
        self.cases = []  # ids, with the person of each
        for team in (self.teams[0], self.teams[0], self.teams[1]):
            case, patches = office.child(team=team)
            self.push(*patches)
            self.cases.append((case, patches[0].row))
        self.grants = {}
        self.copies = set()  # laptops of which an older copy of the replica is at hand
        self.backup = None  # edits by then
        self.edits = 0
        Tally["runs"] += 1

    def laptop(self, at):
        if self.laptops[at] is None:
            shutil.copytree(self.root / f"first{at}", self.folder / str(at))
            self.laptops[at] = Laptop(self.base, self.logins[at], self.folder / str(at), self.guards)
        return self.laptops[at]

    def teardown(self):
        if not hasattr(self, "laptops"):
            return
        try:
            self.heal()
        finally:
            for one in filter(None, self.laptops):
                one.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    # what people record

    @rule(
        at=st.integers(0, 3),
        what=st.sampled_from(EDITS),
        which=st.integers(0, 20),
        on=DAYS,
    )
    def record(self, at, what, which, on):
        one = self.laptop(at)
        getattr(self, what)(one, at, which, on)

    @rule(at=st.integers(0, 1), which=st.integers(0, 1), on=DAYS, first=st.booleans())
    def both_edit(self, at, which, on, first):
        """Two people, or one with two laptops, on the same row or on two groups of its fields."""
        for who, change in (
            (at, {"name": str(on)}),
            (2 if which else 1 - at, {"name": "X"} if first else {"died_on": on}),
        ):
            self.edit_person(self.laptop(who), who, which, on, change)

    def new_child(self, one, at, which, on):
        team = self.teams[0 if at < 2 else 1]
        case, patches = office.child(team=team, kind=("cp", "cla", "cin")[which % 3])
        if self.recorded(one, office.act(*patches), ("case", case)):
            self.cases.append((case, patches[0].row))

    def visit(self, one, at, which, on):
        if case := self.chosen(one, which):
            patch = office.visit(case, on)
            self.recorded(one, office.act(patch), ("event", patch.row))

    def edit_person(self, one, at, which, on, change=None):
        change = (
            change
            or ({"name": str(on)}, {"died_on": on}, {"nhs_number": str(on)}, {"family": "F"})[which % 4]
        )
        if (person := self.chosen(one, which, "person")) and person in one.live("person"):
            self.recorded(
                one, office.act(office.edit(one.store, "person", person, **change)), ("person", person)
            )

    def correct(self, one, at, which, on):
        self.replace(one, "event", which, {"on": on})

    def end_allocation(self, one, at, which, on):
        self.replace(one, "allocation", which, {"ended_on": on})

    def replace(self, one, table, which, values):
        book = one.store.load()
        columns = book.tables[table]
        rows = [
            row
            for place, row in enumerate(columns.ids)
            if columns.live[place]
            and columns.superseded_at[place] > 2**61
            and self.ours(book, int(columns.case[place]))
        ]
        if rows:
            patches = office.replace(one.store, table, rows[which % len(rows)], **values)
            self.recorded(one, office.act(*patches), (table, patches[1].row))

    def allocate(self, one, at, which, on):
        if case := self.chosen(one, which):
            values = {"case": case, "role": "worker", "worker": self.worker, "on": on}
            patch = Patch("allocation", new_id(), "insert", values)
            self.recorded(one, office.act(patch), ("allocation", patch.row))

    def eight(self, one, at, which, on):
        """A bulk: each case stands for itself."""
        live = [case for case, _ in self.cases if case in one.live("case")][:8]
        if live:
            sets = tuple(ChangeSet(new_id(), (office.visit(case, on),)) for case in live)
            self.recorded(one, office.act(sets=sets), ("event", sets[0].patches[0].row))

    @rule(at=st.integers(0, 3))
    def undo(self, at):
        one = self.laptop(at)
        last = one.store.last_undoable(one.store.author)
        if last is not None:
            before = {op.set_id for op in one.store.outbox.ops("1")}
            with suppress(AppError):
                one.store.undo(last.id, one.store.author)
            one.made |= {op.set_id for op in one.store.outbox.ops("1")} - before
            Tally["undone"] += 1

    @rule(at=st.integers(0, 3), point=st.sampled_from(LOCAL))
    def record_and_crash(self, at, point):
        """The power goes while an edit is saved: it is there whole or not at all."""
        one = self.laptop(at)
        case = self.chosen(one, at)
        if not case:
            return
        patch = office.visit(case, 20_100)
        act = office.act(patch)
        one.store.steps = cut_at(point)
        with suppress(Cut):
            one.store.commit(act)
        one.restart()
        there = patch.row in one.live("event")
        assert there == (point == "outbox written"), f"half saved at {point}"
        if there:
            one.made |= {change.id for change in act.sets}
        Tally["faults"] += 1

    # what happens between laptops and server

    @rule(at=st.integers(0, 3))
    def turn(self, at):
        self.clean_turn(self.laptop(at))

    @rule(
        at=st.integers(0, 3),
        point=st.sampled_from(REMOTE),
        after=st.integers(0, 2),
        power=st.booleans(),
    )
    def turn_with_fault(self, at, point, after, power):
        one = self.laptop(at)
        one.store.steps = cut_at(point, after, Cut if power else Offline)
        broke = False
        try:
            one.turn()
        except Cut:
            broke = True
            one.restart()
        except ServerTrouble:
            broke = True
            one.store.refold()
        one.store.steps = lambda _: None
        one.remember()
        Tally["faults"] += broke

    @rule(
        at=st.integers(0, 3),
        point=st.sampled_from(
            ("before send", "before page", "reconcile page", "reconcile page", "page stored")
        ),
        after=st.sampled_from((0, 1, 6, 7, 8, 9)),  # people and cases come seventh and ninth
        what=st.sampled_from(["move", "restrict", "grant", "visit"]),
        which=st.integers(0, 50),
        afresh=st.booleans(),
    )
    def turn_with_interference(self, at, point, after, what, which, afresh):
        """Something happens on the server in the middle of a turn, or of fetching everything."""
        one = self.laptop(at)
        left = [after if point == "reconcile page" else 0]

        def steps(name):
            if name == point:
                if left[0] == 0:
                    self.server_act(what, which)
                left[0] -= 1

        if afresh:
            with one.store.transaction() as db:
                replica.note(db, need="checksum")
        one.store.steps = steps
        with suppress(ServerTrouble):
            one.turn()
        one.store.steps = lambda _: None
        Tally["interferences"] += left[0] < 0
        self.clean_turn(one)

    @rule(what=st.sampled_from(["move", "restrict", "grant", "visit"]), which=st.integers(0, 50))
    def on_the_server(self, what, which):
        self.server_act(what, which)

    @rule(to=st.integers(0, 1))
    def move_person(self, to):
        """Ann goes to another team: her scope token changes."""
        self.ask(
            "SELECT put_member(%s, %s, 'team_manager', %s, NULL, '')",
            self.logins[0],
            self.logins[0],
            wire.native_id(self.teams[to]),
        )

    @precondition(lambda self: self.backup is None)
    @rule()
    def back_up(self):
        self.hang_up()
        server.back_up(self.base)
        self.backup = self.edits

    @precondition(lambda self: self.backup is not None and self.edits > self.backup + 2)
    @rule()
    def restore(self):
        self.hang_up()
        server.restore(self.base)
        self.backup = 10**9  # copying a database takes long: once in a run
        Tally["restores"] += 1

    def hang_up(self):
        self.hang_up_all()
        for one in filter(None, self.laptops):
            one.hang_up()

    # what happens to a laptop

    @rule(at=st.integers(0, 3), what=st.sampled_from(["copy", "copy", "power_loss", "lose", "spoil"]))
    def laptop_trouble(self, at, what):
        one = self.laptop(at)
        if what == "copy":
            one.close()
            shutil.copy(one.store.path, self.folder / f"copy{at}")
            self.copies.add(at)
            one.open()
        elif what == "power_loss" and at in self.copies:
            self.power_loss(one, self.folder / f"copy{at}")
        elif what in ("lose", "spoil"):
            self.lose_replica(one, at, what == "spoil")

    def power_loss(self, one, copy):
        """The replica comes back as it was earlier; the outbox was synchronous."""
        before = set(one.live("event"))
        one.close()
        shutil.copy(copy, one.store.path)
        one.open()
        free = one.store.outbox.ops("state = 'pending' AND waits = 0")
        lost = {row for op in free for row in rows_of(op)} & before - set(one.live("event"))
        assert not lost, "an edit of one's own is not shown after the power went"
        Tally["faults"] += 1

    def lose_replica(self, one, at, spoil):
        one.close()
        if spoil:
            one.store.path.write_bytes(bytes(8192))
        else:
            one.store.path.unlink()
        self.copies.discard(at)
        one.open()
        Tally["faults"] += 1

    @rule(at=st.integers(0, 3), choice=st.sampled_from(["theirs", "mine", "both"]))
    def decide(self, at, choice):
        one = self.laptop(at)
        for entry in one.store.ledger():
            if entry.state == "conflict" or (entry.state == "rejected" and choice == "theirs"):
                self.decided(one, entry.set_id, choice)
                break

    # oracles

    @invariant()
    def nothing_is_unaccounted_for(self):
        Tally["steps"] += 1
        for one in filter(None, getattr(self, "laptops", ())):
            known = {op.set_id for op in one.store.outbox.ops("1")}
            assert one.made <= known, "an edit has gone from the outbox"

    def clean_turn(self, one):
        one.turn()
        Tally["turns"] += 1
        theirs, ours = server_versions(one), one.bases(versions)
        assert ours == theirs, difference(ours.items(), theirs.items())

    def recorded(self, one, act, key):
        """What is recorded shows at once."""
        try:
            one.commit(act)
        except AppError as refused:
            note(f"refused: {refused.message}")
            Tally["refused here"] += 1
            return False
        self.edits += 1
        assert key in one.shown(), "what was recorded is not shown"
        return True

    def heal(self):
        """Everybody comes back, decides, and is in step; then nothing may be missing."""
        used = [one for one in self.laptops if one is not None]
        for _ in range(2):
            for one in used:
                self.settle(one)
        for one in used:
            self.clean_turn(one)
        for one in used:
            counts = one.store.state_counts()
            assert (counts.unsent, counts.conflicts, counts.rejected) == (0, 0, 0)
            theirs, ours = server_rows(one), one.bases(compared)
            assert ours == theirs, difference(ours.items(), theirs.items())
            visible = {key for key, row in theirs.items() if not dict(row).get("deleted")}
            assert one.shown().keys() == visible, difference(one.shown(), visible)
            self.check_history(one)
        self.check_twins(used)

    def check_history(self, one):
        """Every acknowledged edit is in the server's history once, or a person has been told otherwise."""
        states = {op.set_id: op.state for op in one.store.outbox.ops("1")}
        ids = [wire.native_id(each) for each in states]
        found = self.ask("SELECT id, outcome FROM change_set WHERE id = ANY (%s::uuid[])", ids)
        outcomes = {row.hex: outcome for row, outcome in found}
        for set_id in one.acked:
            if states[set_id] == "acked":
                assert outcomes.get(set_id) == "applied", "an acknowledged edit is lost"
            else:
                assert states[set_id] == "given_up", states[set_id]
        Tally["acknowledged"] += len(one.acked)

    def check_twins(self, used):
        """Two laptops of one person show the same."""
        mine = [one for one in used if one.login == self.logins[0]]
        if len(mine) == 2:
            assert mine[0].shown() == mine[1].shown()

    # means

    def settle(self, one):
        for _ in range(20):
            self.clean_turn(one)
            stuck = [e for e in one.store.ledger() if e.state in ("conflict", "rejected")]
            if not stuck:
                return
            for entry in stuck:
                self.decided(one, entry.set_id, "theirs")
        raise AssertionError("conflicts come again and again")

    def decided(self, one, set_id, choice):
        act = {"theirs": one.store.keep_theirs, "mine": one.store.keep_mine, "both": one.store.keep_both}[
            choice
        ]
        before = {op.set_id for op in one.store.outbox.ops("1")}
        try:
            act(set_id)
        except AppError as refused:
            note(f"{choice}: {refused.message}")
        one.made |= {op.set_id for op in one.store.outbox.ops("1")} - before
        Tally["conflicts"] += 1

    def chosen(self, one, which, table="case"):
        """One of this run's cases (or its person) that the laptop shows."""
        live = set(one.live("case"))
        found = [pair for pair in self.cases if pair[0] in live]
        return found[which % len(found)][table == "person"] if found else ""

    def ours(self, book, case):
        return case >= 0 and book.case.ids[case] in {each for each, _ in self.cases}
