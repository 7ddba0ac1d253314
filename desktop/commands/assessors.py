"""The register of assessors: entries, postings, standing interests.

Leave is an absence like everybody's (`desktop.commands.people`). Nothing about an assessor is ever
overwritten: an entry that is changed supersedes the one before, which stays readable as at then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desktop.commands import checks
from desktop.commands.acts import Builder
from desktop.domain import cases
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.domain.schema import SHAPES, Kind
from desktop.errors import Refused

_PAST = {  # facts that cannot lie ahead of today
    "first_registered_on": "first registration",
    "refreshed_on": "further training",
    "dbs_on": "DBS certificate",
}
_NOTHING = (None, "", NO_DAY, 0)
INTERESTS = ("financial", "relative", "employment", "other")


@dataclass(frozen=True, slots=True)
class OnRegister:
    """As what a worker is on the register; None leaves it as it is."""

    is_bia: bool | None = None
    is_mha: bool | None = None
    engagement: str | None = None


def put_entry(
    book: Casebook,
    worker: int,
    facts: dict[str, Any],
    *,
    author: str,
    today: int,
    role: OnRegister | None = None,
    reason: str = "",
) -> Act:
    """Add or change an assessor's entry in the register.

    Args:
        book: the casebook.
        worker: worker row.
        facts: fields of the table ``assessor`` to set; a day of `NO_DAY` or an empty text takes one away.
        author: who changes it.
        today: the day that no past fact may pass.
        role: whether they assess best interests, mental health, and how they are engaged.
        reason: why, in the author's words.

    Raises:
        Refused: nothing said, a past fact that lies ahead, or a number below zero.
    """
    said = {name: value for name, value in _said(book, worker, role).items() if value is not None}
    _refuse_facts(facts, today)
    row = entry_of(book, worker)
    before = book.record("assessor", row) if row >= 0 else {}
    changed = {
        name: value for name, value in facts.items() if _plain(name, value) != _plain(name, before.get(name))
    }
    if row >= 0 and not changed and not said:
        raise Refused("Nothing was changed.")
    build = Builder(book, "assessors.put_entry", author)
    if said:
        build.update("worker", worker, **said)
    if row < 0:
        build.insert("assessor", worker=worker, **facts)
    elif changed:
        build.replace("assessor", row, **changed)
    return build.act("Register entry added" if row < 0 else "Register entry changed", reason)


def _said(book: Casebook, worker: int, role: OnRegister | None) -> dict[str, Any]:
    """What differs from the worker's own row."""
    if role is None:
        return {}
    now = book.worker
    made: dict[str, Any] = {}
    for name in ("is_bia", "is_mha"):
        value = getattr(role, name)
        if value is not None and (now.column(name)[worker] == 1) != value:
            made[name] = int(value)
    if role.engagement is not None and role.engagement != now.word("engagement", worker):
        made["engagement"] = role.engagement
    return made


def _refuse_facts(facts: dict[str, Any], today: int) -> None:
    for name, words in _PAST.items():
        on = facts.get(name)
        if on not in (None, NO_DAY) and on > today:
            raise Refused(f"The {words} is dated {short(on)}, which has not come yet. Check the date.")
    for name, words in (("quota", "quota"), ("at_once", "most at once"), ("fee_pence", "fee")):
        if facts.get(name) is not None and facts[name] < 0:
            raise Refused(f"The {words} cannot be below zero.")


def _plain(name: str, value: Any) -> Any:
    """A value so that two ways of saying nothing are one; a flag's *no* is something said."""
    nothing = (None, "", NO_DAY, -1) if SHAPES["assessor"].field(name).kind is Kind.FLAG else _NOTHING
    return None if value in nothing else value


def entry_of(book: Casebook, worker: int) -> int:
    """The row of a worker's entry that stands now, or -1."""
    rows = [
        row for row in cases.standing(book.assessor).nonzero()[0] if int(book.assessor.worker[row]) == worker
    ]
    return int(max(rows, key=lambda row: int(book.assessor.recorded_at[row]))) if rows else -1


def post(
    book: Casebook, worker: int, team: int, manager: int, starts_on: int, *, author: str, today: int
) -> Act:
    """Record under which team and line manager somebody works from a day; the posting before ends then.

    Work is shown to the manager at the time, so an earlier posting stays as it was.

    Raises:
        Refused: no day, neither team nor manager, their own manager, or a day not after the last posting's
            first.
    """
    checks.need_day(starts_on, "first day of the posting")
    if team < 0 and manager < 0:
        raise Refused("Say the team, the line manager or both.")
    if manager == worker:
        raise Refused("Nobody is their own line manager. Choose somebody else.")
    build = Builder(book, "assessors.post", author)
    table = book.posting
    for row in _postings(book, worker):
        if table.starts_on[row] >= starts_on:
            since = short(int(table.starts_on[row]))
            raise Refused(f"A posting from {since} is on record. Choose a later first day.")
        if table.ends_on[row] == NO_DAY or table.ends_on[row] >= starts_on:
            build.replace("posting", row, ends_on=starts_on - 1)
    build.insert("posting", worker=worker, team=team, manager=manager, starts_on=starts_on)
    if team >= 0 and starts_on <= today and book.worker.team[worker] != team:
        build.update("worker", worker, team=team)
    return build.act(f"Posting from {short(starts_on)}")


def _postings(book: Casebook, worker: int) -> list[int]:
    rows = cases.standing(book.posting).nonzero()[0]
    mine = [int(row) for row in rows if int(book.posting.worker[row]) == worker]
    return sorted(mine, key=lambda row: int(book.posting.starts_on[row]))


def add_interest(
    book: Casebook,
    worker: int,
    kind: str,
    *,
    author: str,
    home: int = -1,
    provider: str = "",
    detail: str = "",
    starts_on: int = NO_DAY,
) -> Act:
    """Record a standing interest of an assessor in a home, or in whoever runs it.

    Raises:
        Refused: neither a home nor a provider, or no kind.
    """
    if home < 0 and not provider.strip():
        raise Refused("Say which home or which provider the interest is in.")
    if kind not in INTERESTS:
        raise Refused("Say what kind of interest it is.")
    build = Builder(book, "assessors.add_interest", author)
    build.insert(
        "interest",
        worker=worker,
        managing_authority=home,
        provider=provider.strip(),
        kind=kind,
        detail=detail.strip(),
        starts_on=starts_on,
    )
    return build.act("Standing interest recorded")


def end_interest(book: Casebook, interest: int, ends_on: int, *, author: str, reason: str) -> Act:
    """Record that a standing interest is over; it bars nothing from the day after.

    Raises:
        Refused: no day, no reason, or a day before it began.
    """
    checks.need_day(ends_on, "end of the interest")
    checks.need_reason(reason, "why the interest is over.")
    began = int(book.interest.starts_on[interest])
    if began != NO_DAY and ends_on < began:
        raise Refused(f"The interest began on {short(began)}; it cannot have ended before that.")
    build = Builder(book, "assessors.end_interest", author)
    build.replace("interest", interest, ends_on=ends_on)
    return build.act(f"Standing interest ended {short(ends_on)}", reason)
