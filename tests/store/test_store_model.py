"""Random acts, undos and refreshes: a casebook kept by difference always equals one freshly loaded."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from store_office import Office, columns

from desktop.domain.changes import Patch
from desktop.domain.days import now_ms
from desktop.errors import Refused
from desktop.store.keys import Key
from desktop.store.store import Store


class TwoWindows(RuleBasedStateMachine):
    """One file, two processes' worth of stores, each with its own casebook."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path, key = Path(self.folder.name) / "model.caseclock", Key.generate()
        first = Store.create(path, key, author="Ann")
        self.stores = [first, Store.open(path, key, author="Cli", exclusive=False)]
        self.books = [store.load() for store in self.stores]
        self.office = Office()
        self.snapshots: dict[str, dict] = {}  # act id -> the database as it was before it

    def teardown(self):
        for store in self.stores:
            store.close()
        self.folder.cleanup()

    who = st.integers(0, 1)
    pick = st.integers(0, 10**6)

    def commit(self, who, *patches):
        self.stores[who].refresh(self.books[who])
        act = self.office.act(*patches)
        self.snapshots[act.id] = live(self.stores[who].load())
        self.stores[who].commit(act)

    @rule(who=who)
    def start_a_plan(self, who):
        self.commit(who, *self.office.child()[2])

    @rule(who=who, pick=pick, seen=st.sampled_from([None, 0, 1]))
    def record_a_visit(self, who, pick, seen):
        cases = self.rows(who, "case")
        if cases:
            book = self.books[who]
            self.commit(who, self.office.visit(book.case.ids[cases[pick % len(cases)]], 20_000, seen=seen))

    @rule(who=who, pick=pick)
    def supersede_or_remove_a_fact(self, who, pick):
        events = self.rows(who, "event")
        if events:
            book, row = self.books[who], events[pick % len(events)]
            row_id, version = book.event.ids[row], int(book.event.version[row])
            if pick % 2:
                self.commit(who, Patch("event", row_id, "delete", version=version))
            else:
                at = {"superseded_at": now_ms()}
                self.commit(who, Patch("event", row_id, "update", at, {"superseded_at": None}, version))

    @rule(who=who, pick=pick, detail=st.text(max_size=5))
    def change_a_detail(self, who, pick, detail):
        events = self.rows(who, "event")
        if events:
            book, row = self.books[who], events[pick % len(events)]
            old = {"detail": book.event.detail[row]}
            version = int(book.event.version[row])
            self.commit(who, Patch("event", book.event.ids[row], "update", {"detail": detail}, old, version))

    @rule(who=who)
    def undo_the_last_act(self, who):
        acts = self.stores[who].acts(1)
        if acts:
            self.snapshots_after_undo(who, acts[0])

    def snapshots_after_undo(self, who, act):
        before = live(self.stores[who].load())
        undo = self.stores[who].undo(act.id, "Ann")
        self.snapshots[undo.act] = before
        assert live(self.stores[who].load()) == self.snapshots[act.id], "as it was before the act"

    @rule(who=who, pick=pick)
    def undo_an_older_act_if_that_is_possible(self, who, pick):
        acts = self.stores[who].acts(50)
        if acts:
            before = live(self.stores[who].load())
            try:
                undo = self.stores[who].undo(acts[pick % len(acts)].id, "Ann")
            except Refused:
                assert live(self.stores[who].load()) == before
            else:
                self.snapshots[undo.act] = before

    def rows(self, who, table):
        self.stores[who].refresh(self.books[who])
        return [
            row
            for row in range(len(self.books[who].tables[table]))
            if self.books[who].tables[table].live[row]
        ]

    @invariant()
    def kept_by_difference_equals_loaded(self):
        for store, book in zip(self.stores, self.books, strict=True):
            store.refresh(book)
            assert columns(book) == columns(store.load())

    @invariant()
    def nothing_that_is_there_refers_to_something_removed(self):
        book = self.stores[0].load()
        for row in range(len(book.event)):
            assert book.case.live[book.event.case[row]] or not book.event.live[row]


def live(book):
    """What a person sees: the rows that are there, without version numbers."""
    return {
        name: {
            row_id: (book.record(name, row), int(table.superseded_at[row]) if table.shape.fact else None)
            for row, row_id in enumerate(table.ids)
            if table.live[row]
        }
        for name, table in book.tables.items()
        if any(table.live)
    }


TestTwoWindows = TwoWindows.TestCase
TestTwoWindows.settings = settings(
    max_examples=12,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
