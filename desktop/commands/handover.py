"""A DoLS request that goes to another council, and a decision that is taken back as a correction."""

from __future__ import annotations

from desktop.commands import checks, decisions
from desktop.commands.acts import Builder
from desktop.commands.plans import release
from desktop.domain import cases, dols_steps
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.errors import Refused


def transfer(book: Casebook, case: int, council: str, on: int, *, author: str, today: int) -> Act:
    """Hand a request over to the council that turned out to be responsible (ordinary residence settled).

    Until then the council that received it acts, and every clock runs on.

    Raises:
        Refused: no council named, in the future or before receipt, or already with an assessor or decided.
    """
    checks.is_kind(book, case, ("dols",), "A transfer")
    if not council.strip():
        raise Refused("Name the council that the request goes to.")
    checks.happened(on, today, "transfer")
    received = cases.started_on(book, case)
    if received != NO_DAY and on < received:
        raise Refused(f"The request was received on {short(received)}; it cannot have gone before that.")
    dols_steps.refuse(book, case, "TRANSFERRED", max(on, today))
    build = Builder(book, "handover.transfer", author)
    words = f"transferred to {council.strip()}"
    build.insert("event", case=case, kind="signed_off", on=on, outcome=f"closed: {words}")
    build.insert("event", case=case, kind="ended", on=on, outcome=words)
    build.insert(
        "decision",
        case=case,
        kind="transferred",
        on=on,
        code="wrong_council",
        assessed=decisions.how_assessed(book, case),
        receiving_council=council.strip(),
    )
    release(build, book, case, on)
    return build.act(f"Request transferred on {short(on)}", words)


def reopen(book: Casebook, case: int, *, author: str, reason: str) -> Act:
    """Take a decision back as a correction: the request is open again and its clocks run as before.

    Everything taken back stays in the history; copies that were sent stay on record.

    Raises:
        Refused: no reason, not decided, or an authorisation that has been suspended or reviewed since.
    """
    checks.need_reason(reason, "why the decision is taken back.")
    checks.is_kind(book, case, ("dols",), "Reopening")
    if decisions.undecided(book, case) and cases.ended_on(book, case) == NO_DAY:
        raise Refused("This request has not been decided, so there is nothing to take back.")
    if cases.facts(book.suspension, case) or cases.facts(book.authorisation_review, case):
        raise Refused(
            "The authorisation has been suspended or reviewed since. Take that back first.", "council rule"
        )
    build = Builder(book, "handover.reopen", author)
    for row in cases.events(book, case, "signed_off", "ended"):
        build.supersede("event", row)
    for table in ("decision", "authorisation", "condition", "representative"):
        for row in cases.facts(book.tables[table], case):
            build.supersede(table, row)
    return build.act("Decision taken back; the request is open again", reason)
