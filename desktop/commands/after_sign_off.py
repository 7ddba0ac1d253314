"""What follows a decision: who was sent a copy, the representative, advocates, conditions, court, payment.

Paragraphs are those of Schedule A1 to the Mental Capacity Act 2005.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.commands import checks
from desktop.commands.acts import Builder
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.errors import Refused

COPIES = {
    "person": "The person",
    "rpr": "Their representative",
    "managing_authority": "The home or ward",
    "imca": "The advocate (IMCA)",
    "consulted": "Everybody consulted",
}


@dataclass(frozen=True, slots=True)
class Representative:
    """The relevant person's representative (paragraph 139).

    Attributes:
        kind: ``unpaid``, ``paid`` or ``none`` (nobody can be found yet).
    """

    kind: str
    name: str = ""
    relation: str = ""
    appointed_on: int = NO_DAY


@dataclass(frozen=True, slots=True)
class Advocate:
    """An independent mental capacity advocate: ``39A``, ``39C`` or ``39D`` of the Act."""

    kind: str
    provider: str = ""
    name: str = ""
    instructed_on: int = NO_DAY


@dataclass(frozen=True, slots=True)
class Payment:
    """What an assessment costs and when it was paid.

    Attributes:
        worker: the assessor's row.
        role: ``bia`` or ``mha``.
    """

    worker: int
    role: str
    fee_pence: int = 0
    invoice: str = ""
    invoiced_on: int = NO_DAY
    paid_on: int = NO_DAY


@dataclass(frozen=True, slots=True)
class After:
    """Everything that one look at a decided request may record; what is None stays as it is.

    Attributes:
        copies: who has been sent a copy, all of them; one left out is taken back.
        copies_on: the day that newly ticked copies were sent.
        representative: the one appointed; ends the appointment before.
        vacant_on, vacant_because: the day the representative's appointment ended (Form 8).
        conditions: rows of conditions followed up, and whether each is met.
        new_conditions: further conditions, as words.
        challenged_on: an application under section 21A.
        challenge_ended_on, challenge_outcome: how that application ended.
    """

    copies: tuple[str, ...] | None = None
    copies_on: int = NO_DAY
    representative: Representative | None = None
    vacant_on: int = NO_DAY
    vacant_because: str = ""
    advocate: Advocate | None = None
    conditions: tuple[tuple[int, bool], ...] = ()
    new_conditions: tuple[str, ...] = ()
    challenged_on: int = NO_DAY
    challenge_ended_on: int = NO_DAY
    challenge_outcome: str = ""
    payments: tuple[Payment, ...] = ()


def record(book: Casebook, case: int, after: After, *, author: str, today: int) -> Act:
    """Record what followed a decision, all in one act.

    Raises:
        Refused: not decided yet, nothing to record, a day still to come, or dates that contradict.
    """
    checks.is_kind(book, case, ("dols",), "What follows a decision")
    if cases.last_day(book, case, "signed_off") == NO_DAY:
        raise Refused("This request is not signed off yet, so nothing follows it. Sign it off first.")
    build = Builder(book, "after_sign_off.record", author)
    _copies(build, book, case, after, today)
    _representation(build, book, case, after, today)
    _conditions(build, book, case, after, today)
    _challenge(build, book, case, after, today)
    for payment in after.payments:
        _pay(build, book, case, payment, today)
    act = build.act("What followed the decision recorded")
    if not act.sets:
        raise Refused("Nothing was changed.")
    return act


def sent_to(book: Casebook, case: int) -> dict[str, int]:
    """To whom copies have been sent, with the day of each."""
    table = book.copy_sent
    return {table.word("to", row): int(table.on[row]) for row in cases.facts(table, case)}


def _copies(build: Builder, book: Casebook, case: int, after: After, today: int) -> None:
    if after.copies is None:
        return
    table = book.copy_sent
    had = {table.word("to", row): row for row in cases.facts(table, case)}
    new = [to for to in after.copies if to not in had]
    if new:
        checks.happened(after.copies_on, today, "sending of copies")
        signed = cases.last_day(book, case, "signed_off")
        if after.copies_on < signed:
            raise Refused(f"It was signed off on {short(signed)}; no copy can have gone before that.")
    for to in new:
        build.insert("copy_sent", case=case, to=to, on=after.copies_on)
    for to, row in had.items():
        if to not in after.copies:
            build.supersede("copy_sent", row)


def representative_now(book: Casebook, case: int) -> int:
    """The row of the representative's appointment that has not ended, -1 for a vacancy."""
    table = book.representative
    rows = [
        row
        for row in cases.facts(table, case)
        if table.ended_on[row] == NO_DAY and table.word("kind", row) != "none"
    ]
    return rows[-1] if rows else -1


def _representation(build: Builder, book: Casebook, case: int, after: After, today: int) -> None:
    held, new = representative_now(book, case), after.representative
    if after.vacant_on != NO_DAY:
        checks.happened(after.vacant_on, today, "end of the appointment")
        if held < 0:
            raise Refused("No representative is on record, so no appointment can end.")
        checks.need_reason(after.vacant_because, "why the representative's appointment ended.")
        build.replace("representative", held, ended_on=after.vacant_on, reason=after.vacant_because.strip())
    elif new is not None and held >= 0:
        ends = new.appointed_on if new.appointed_on != NO_DAY else today
        build.replace("representative", held, ended_on=ends, reason="another was appointed")
    if new is not None:
        put_representative(build, case, new, today)
    if after.advocate is not None:
        put_advocate(build, case, after.advocate, today)


def put_representative(build: Builder, case: int, who: Representative, today: int) -> None:
    """Appoint a representative; for one with a name the day is needed.

    Raises:
        Refused: an appointment still to come, or a representative without a name.
    """
    if who.kind != "none":
        if not who.name.strip():
            raise Refused("Give the representative's name, or say that nobody has been found yet.")
        checks.happened(who.appointed_on, today, "representative's appointment")
    build.insert(
        "representative",
        case=case,
        kind=who.kind,
        name=who.name.strip(),
        relation=who.relation.strip(),
        appointed_on=who.appointed_on,
    )


def put_advocate(build: Builder, case: int, who: Advocate, today: int) -> None:
    """Record that an advocate was instructed (Form 11).

    Raises:
        Refused: no day, or one still to come.
    """
    checks.happened(who.instructed_on, today, "instruction of the advocate")
    build.insert(
        "advocate",
        case=case,
        kind=who.kind,
        provider=who.provider.strip(),
        name=who.name.strip(),
        instructed_on=who.instructed_on,
    )


def put_conditions(build: Builder, case: int, lines: Sequence[str]) -> None:
    """Keep each condition by itself, so that it can be followed up."""
    for line in lines:
        if line.strip():
            build.insert("condition", case=case, text=line.strip())


def _conditions(build: Builder, book: Casebook, case: int, after: After, today: int) -> None:
    own = set(cases.facts(book.condition, case))
    for row, met in after.conditions:
        if row not in own:
            raise Refused("That condition was changed meanwhile. Look at it again and decide.")
        if int(book.condition.met[row]) != int(met) or book.condition.followed_up_on[row] == NO_DAY:
            build.replace("condition", row, followed_up_on=today, met=met)
    put_conditions(build, case, after.new_conditions)


def challenge_now(book: Casebook, case: int) -> int:
    """The row of a section 21A application that has not ended, -1 for none."""
    table = book.court_challenge
    rows = [row for row in cases.facts(table, case) if table.ended_on[row] == NO_DAY]
    return rows[-1] if rows else -1


def _challenge(build: Builder, book: Casebook, case: int, after: After, today: int) -> None:
    if after.challenged_on != NO_DAY:
        checks.happened(after.challenged_on, today, "application to the court")
        build.insert("court_challenge", case=case, on=after.challenged_on)
    if after.challenge_ended_on != NO_DAY:
        checks.happened(after.challenge_ended_on, today, "end of the court case")
        held = challenge_now(book, case)
        if held < 0:
            raise Refused("No application under section 21A is running, so none can end.")
        build.replace(
            "court_challenge",
            held,
            ended_on=after.challenge_ended_on,
            outcome=after.challenge_outcome.strip(),
        )


def payment_row(book: Casebook, case: int, worker: int, role: str) -> int:
    """The row that says what an assessor's work on a request costs, -1 for none."""
    table = book.payment
    rows = [
        row
        for row in cases.facts(table, case)
        if table.worker[row] == worker and table.word("role", row) == role
    ]
    return rows[-1] if rows else -1


def _pay(build: Builder, book: Casebook, case: int, payment: Payment, today: int) -> None:
    if payment.fee_pence < 0:
        raise Refused("A fee cannot be less than nothing. Check the amount.")
    for on, what in ((payment.invoiced_on, "invoice"), (payment.paid_on, "payment")):
        if on != NO_DAY:
            checks.happened(on, today, what)
    if NO_DAY not in (payment.invoiced_on, payment.paid_on) and payment.paid_on < payment.invoiced_on:
        raise Refused("The fee was paid before it was invoiced. Check the two dates.")
    values = {
        "fee_pence": payment.fee_pence,
        "invoice": payment.invoice.strip(),
        "invoiced_on": payment.invoiced_on,
        "paid_on": payment.paid_on,
    }
    row = payment_row(book, case, payment.worker, payment.role)
    if row < 0:
        build.insert("payment", case=case, worker=payment.worker, role=payment.role, **values)
    elif any(_differs(book, row, name, value) for name, value in values.items()):
        build.replace("payment", row, **values)


def _differs(book: Casebook, row: int, name: str, value: object) -> bool:
    return bool(book.payment.column(name)[row] != value)
