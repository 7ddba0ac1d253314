"""One turn of the sync: greet, send, fetch, and now and then compare; on one thread, one at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from desktop import __version__, versions
from desktop.domain.schema import SHAPES
from desktop.server import trouble
from desktop.server.trouble import ServerTrouble
from desktop.store import fast, layout
from desktop.sync import decide, pulling, replica, whole
from desktop.sync.calls import Calls
from desktop.sync.ops import Op, references
from desktop.sync.shared_store import SharedStore
from desktop.sync.whole import Plan

log = logging.getLogger(__name__)
PAGE = 2_000  # feed lines at a time
BATCH = 100  # edits sent without waiting
BATCH_BYTES = 1_000_000
STRANGE = 3  # times that the server may fail over one edit before it is put aside for a person
DAY_MS = 86_400_000
NOT_TAKEN = (
    "The shared database cannot take this edit and does not say why, so it is kept here and the others go "
    "on. Nothing is lost; report it with the details."
)
REWRITTEN = (
    "The history of the shared database is not the one that this laptop has seen before. What you sent is "
    "being offered again and nothing is lost; tell the Caseclock administrator, who can verify the history."
)


class Wiped(Exception):
    """The server says that this laptop is lost: its keys are to be destroyed."""


class Again(Exception):
    """The server's history is another one than it was a moment ago: begin the turn again."""


def _quiet(*_: Any) -> None:
    """Who wants to know nothing."""


class Turn:
    """Brings a store and the server together over one connection.

    Attributes:
        stands: where the server stood when it last said so.
        on_phase: called with ``sending``, ``fetching`` or ``first`` and with rows done and in all.
        stopped: asked between steps whether to leave off.
    """

    def __init__(
        self,
        store: SharedStore,
        connection: Any,
        *,
        on_phase: Callable[[str, int, int], None] = _quiet,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self.store = store
        self.calls = Calls(connection, store.outbox.device)
        self.on_phase = on_phase
        self.stopped = stopped
        self.stands: dict[str, Any] = {}
        self.greeted = False
        self.sent = 0
        self._skipped: set[int] = set()  # edits that the server failed over in this turn

    def run(self) -> None:
        """One whole turn.

        Raises:
            ServerTrouble: with its kind and one sentence; what was done until then stays done.
            Wiped: when the server says that this laptop is lost.
        """
        for _ in range(5):
            try:
                self._once()
                return
            except Again:
                self.greeted = False
        raise ServerTrouble("strange", trouble.OFFLINE, "the server's history changes again and again")

    def close(self) -> None:
        """Close the connection."""
        with suppress(Exception):
            self.calls.connection.close()

    def report_wiped(self, unsent: int) -> None:
        """Tell the server that the copy is destroyed, and how many edits went with it."""
        with suppress(ServerTrouble):
            self.calls.seen(0, "", "", f"{__version__}, wiped with {unsent} unsent")

    def _once(self) -> None:
        if not self.greeted:
            self.greet()
        if not self.store.readonly:
            self.push()
        self.pull()
        self.merge()
        self.tell()

    # greeting

    def greet(self) -> None:
        """Say how far this laptop is, and heed where the server stands."""
        with self.store._using() as db:
            (cursor, _, _), epoch = pulling.cursor_of(db), fast.meta_value(db, "epoch")
            chain = fast.meta_value(db, "chain") if replica.number(db, "chain_at") == cursor else ""
        self.heed(self.calls.seen(cursor, epoch, chain))
        self.greeted = True

    def heed(self, stands: Mapping[str, Any]) -> bool:
        """Take notice of where the server stands, before anything is sent or stored.

        Returns:
            True when its history is another one than this laptop knows.

        Raises:
            Wiped, ServerTrouble: see `run`.
        """
        self.stands = {**stands, "lines": None}
        if stands.get("wipe"):
            raise Wiped
        refuse_newer(stands)
        self.store.heard(self.stands)
        self.store.readonly = versions.may_not_write(str(stands.get("minimum") or ""))
        if not self.store.safeguards.epoch or not self._is_another_history(stands):
            return False
        self._another_history(stands)
        return True

    def _is_another_history(self, stands: Mapping[str, Any]) -> bool:
        with self.store._using() as db:
            epoch, fork = fast.meta_value(db, "epoch"), fast.meta_value(db, "fork")
            cursor, tail, _ = pulling.cursor_of(db)
            chain = fast.meta_value(db, "chain") if replica.number(db, "chain_at") == cursor else ""
            others = self.store.outbox.other_epochs(stands["epoch"])
        if not epoch:
            return others
        if epoch != stands["epoch"] or fork not in ("", stands["fork"]) or cursor > stands["head"]:
            return True
        agrees = stands["agrees"] if "agrees" in stands else stands.get("cursor_chain") == chain
        if chain and tail == "~" and not agrees:
            self.store.note_alarm(REWRITTEN)
            return True
        return False

    def _another_history(self, stands: Mapping[str, Any]) -> None:
        """A restored server: offer again what was acknowledged, and take everything afresh.

        What is offered again is told by the outbox, never by the replica, which may be lost as well.
        """
        log.warning("the server's history is another one; everything is offered and fetched again")
        with self.store.transaction() as db:
            same = fast.meta_value(db, "epoch") == stands["epoch"]
            self.store.outbox.offer_again("" if same else stands["epoch"])
            self.store.steps("reoffer")
            replica.note(db, epoch=stands["epoch"], fork=stands["fork"], cursor='[0, "", ""]', passed=0)
            replica.note(db, chain="", chain_at=0, whole="", token="", need="epoch")
        self.store.refold()

    # sending

    def push(self) -> None:
        """Send what waits, in order; independent edits without waiting between them."""
        self._skipped.clear()
        while batch := self._batch():
            self.on_phase("sending", 0, 0)
            if self.stopped():
                return
            self.store.steps("before send")
            answers = self.calls.push(batch, fresh_ids=not self.store.safeguards.same_id)
            self.store.steps("after answer")
            self._settle(batch, answers)

    def _batch(self) -> list[Op]:
        """The next edits of which none builds on another that has no answer yet."""
        with self.store._using():
            waiting = self.store.outbox.to_send(limit=4 * BATCH)
        batch: list[Op] = []
        taken: set[tuple[str, str]] = set()
        size = 0
        for op in waiting:
            rows = {(patch.table, patch.row) for patch in op.patches} | self._points(op)
            fits = len(batch) < BATCH and (size < BATCH_BYTES or not batch)
            if fits and not rows & taken and op.seq not in self._skipped:
                batch.append(op)
                size += len(op.text)
            taken |= {(patch.table, patch.row) for patch in op.patches}
        return batch

    @staticmethod
    def _points(op: Op) -> set[tuple[str, str]]:
        return {place for patch in op.patches for place in references(patch)}

    def _settle(self, batch: Sequence[Op], answers: Sequence[dict[str, Any] | ServerTrouble]) -> None:
        done, failed = [], None
        for op, answer in zip(batch, answers, strict=False):
            if isinstance(answer, ServerTrouble) and answer.kind == "strange":
                self._skipped.add(op.seq)
                if put_aside := self._failed(op, answer):
                    done.append(put_aside)
            elif isinstance(answer, ServerTrouble):
                failed = failed or answer
            elif answer["outcome"] == "refused":
                self.store.readonly = str(answer["sentence"])
                failed = ServerTrouble("older", self.store.readonly)
            else:
                done.append(_settled(op, answer))
        self.store.settle(done)
        self.sent += len(done)
        if failed is not None:
            raise failed

    def _failed(self, op: Op, why: ServerTrouble) -> tuple[int, str, int, str, str] | None:
        """Put one edit aside that the server fails over again and again, so that the others go on."""
        log.warning("the server failed over an edit: %s", why.details)
        failures = self.store.failures
        failures[op.seq] = failures.get(op.seq, 0) + 1
        if failures[op.seq] < STRANGE:
            return None
        said = {"outcome": "rejected", "rule": "shape", "sentence": NOT_TAKEN, "details": why.details}
        return op.seq, "rejected", 0, "", replica.as_json(said)

    # fetching

    def pull(self) -> None:
        """Take in what changed since the last turn, or everything where differences do not tell."""
        while not self.stopped():
            with self.store._using() as db:
                asked = pulling.cursor_of(db)
            answer = self.calls.pull(asked, PAGE)
            if self.store.safeguards.epoch_in_pull and self.heed(answer):
                raise Again
            why = self._need(answer, asked[0])
            if why:
                if not self._everything(answer, why):
                    return
                continue
            self.on_phase("fetching", 0, 0)
            with self.store._using() as db:
                fresh = pulling.arrivals(db, answer["lines"]) if answer["lines"] else []
            cases = self._cases(fresh)
            self.store.steps("before page")
            if pulling.store_page(self.store, answer, cases, asked) and not answer["more"]:
                return

    def _cases(self, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for at in range(0, len(ids), whole.CASES):
            for table, rows in self.calls.cases(ids[at : at + whole.CASES]).items():
                found.setdefault(table, []).extend(rows)
        return found

    def _need(self, stands: Mapping[str, Any], cursor: int) -> str:
        """Why everything has to be taken afresh, "" when the differences will do."""
        guards = self.store.safeguards
        with self.store._using() as db:
            if not replica.number(db, "filled"):
                return "first"
            if need := fast.meta_value(db, "need"):
                return need
            begun = Plan.read(db)
            if begun is not None:
                return begun.why
            if guards.scope_token and fast.meta_value(db, "token") != stands["token"]:
                return "scope"
        return "horizon" if guards.horizon and cursor < int(stands["horizon"]) else ""

    def _everything(self, stands: Mapping[str, Any], why: str) -> bool:
        self.calls.forget_rights()
        begun = whole.plan(self.calls, self.store, stands, why)
        done = whole.run(
            self.calls, self.store, begun, lambda n, total: self.on_phase("first", n, total), self.stopped
        )
        if done:
            with self.store.transaction() as db:
                replica.note(db, need="", fork=stands["fork"])
        return done

    # after it

    def merge(self) -> None:
        """Settle conflicts of which the two sides do not overlap."""
        with self.store._using() as db:
            found = [op.set_id for op in self.store.outbox.stuck() if decide.merges(db, op)]
        for set_id in found:
            self.store.keep_mine(set_id)
        if found:
            self.push()

    def tell(self) -> None:
        """Hand over which records were opened and what was exported."""
        with self.store._using():
            waiting = self.store.outbox.to_tell()
        for kind in ("opened", "exported"):
            lines = [dict(replica.from_json(text)) for _, each, text in waiting if each == kind]
            if lines:
                self.calls.tell(kind, lines)
        if waiting:
            with self.store._using():
                self.store.outbox.told(waiting[-1][0])

    def compare(self) -> list[str]:
        """Compare rows and checksums of every table; what differs is taken afresh and is a defect of ours.

        Returns:
            The tables that differed.
        """
        head, theirs = self.calls.checksums()
        with self.store._using() as db:
            if pulling.cursor_of(db)[0] != head:
                return []  # something came meanwhile; the next turn compares
            wrong = [t for t in SHAPES if whole.checksum(db, t) != theirs.get(t, (0, 0))]
        if not wrong:
            return []
        log.error("replica and server differ in %s; fetching again", ", ".join(wrong))
        with self.store.transaction() as db:
            replica.note(db, need="checksum")
        self.pull()
        return wrong


def _settled(op: Op, answer: Mapping[str, Any]) -> tuple[int, str, int, str, str]:
    states = {"applied": "acked", "conflict": "conflict", "rejected": "rejected"}
    state = states[str(answer["outcome"])]
    return op.seq, state, int(answer.get("revision") or 0), str(answer["epoch"]), replica.as_json(answer)


def refuse_newer(stands: Mapping[str, Any]) -> None:
    """Refuse a server whose schema this program cannot read; the copy here can still be.

    Raises:
        ServerTrouble: ``newer`` or ``older``.
    """
    trouble.refuse_version(str(stands["schema"]), layout.SCHEMA_MAJOR, layout.SCHEMA_MINOR)
