"""Triage: how soon a request is looked at, by the checklist or by a key, and what the home is asked again.

A level orders the queue; it moves no date and takes nothing out of a list. What is asked of a home
(whether a request is still appropriate after [2026] UKSC 16) holds nothing up either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop.commands import checks, decisions
from desktop.commands.acts import Builder
from desktop.commands.decisions import SignOff
from desktop.domain import cases, dols_priority
from desktop.domain.casebook import Casebook
from desktop.domain.changes import Act
from desktop.domain.days import NO_DAY, short
from desktop.errors import Refused

SET_BY_KEY = "set by key, no criteria ticked"
ANSWERS = {
    "still_wanted": "Still wanted",
    "withdrawn": "Withdrawn: no longer appropriate",
    "changed": "Circumstances have changed",
}


@dataclass(frozen=True, slots=True)
class Screening:
    """A triage as it is typed.

    Attributes:
        criteria: codes ticked on the checklist.
        level: ``high``, ``medium`` or ``low``; "" for what the ticks come to.
        reason: why the level is not the computed one; needed then.
        on: the day of the triage, today when not given.
        rescreen_on: when to look again.
        legal_test: ``cheshire_west`` or ``agni``; by the day of the triage when not said.
        tool: version of the checklist; the current one when not said.
        objecting: whether the person objects, None to leave it as it is.
    """

    criteria: tuple[str, ...] = ()
    level: str = ""
    reason: str = ""
    on: int = NO_DAY
    rescreen_on: int = NO_DAY
    legal_test: str = ""
    tool: str = ""
    objecting: bool | None = None


def screen(
    book: Casebook, chosen: Sequence[int], screening: Screening, *, author: str, today: int, worker: int = -1
) -> Act:
    """Triage requests with the checklist; the request's priority changes in the same act.

    Args:
        book: the casebook.
        chosen: case rows of requests.
        screening: what was ticked and decided.
        author: who records it.
        today: the day that may not be passed.
        worker: who triaged, -1 not said.

    Raises:
        Refused: no request, nothing ticked and no level, a level other than the computed one without a
            reason, a request already decided, or a re-screen date before the triage.
    """
    on = today if screening.on == NO_DAY else screening.on
    values = _values(screening, on)
    checks.happened(on, today, "triage")
    build = Builder(book, "triage.screen", author)
    for case in _requests(book, chosen):
        build.insert("triage", case=case, on=on, worker=worker, **values)
        said: dict[str, Any] = {"priority": values["level"]}
        if screening.objecting is not None:
            said["objecting"] = int(screening.objecting)
        put_said(build, book, case, **said)
        build.cut()
    what = checks.count_of(len(chosen), "request")
    return build.act(f"Triage of {what}: {values['level']}", screening.reason.strip())


def _values(screening: Screening, on: int) -> dict[str, Any]:
    tool = dols_priority.tool(screening.tool) if screening.tool else dols_priority.current()
    computed = tool.level(screening.criteria)
    level = screening.level or computed
    if not level:
        raise Refused("Tick what applies, or choose the priority yourself and say why.")
    if computed != level:
        checks.need_reason(
            screening.reason,
            f"the ticks come to {computed} priority, not {level}."
            if computed
            else "nothing is ticked, so the checklist gives no priority.",
        )
    if screening.rescreen_on != NO_DAY and screening.rescreen_on <= on:
        raise Refused("Look at it again on a day after the triage. Check the two dates.")
    return {
        "tool": tool.version,
        "criteria": ",".join(screening.criteria),
        "computed": computed,
        "level": level,
        "reason": screening.reason.strip(),
        "rescreen_on": screening.rescreen_on,
        "legal_test": screening.legal_test or dols_priority.legal_test_of(on),
    }


def set_priority(
    book: Casebook, chosen: Sequence[int], level: str, *, author: str, today: int, reason: str = SET_BY_KEY
) -> Act:
    """Triage requests by one key: the level alone, without the checklist's ticks.

    Raises:
        Refused: no request chosen, or one already decided.
    """
    return screen(book, chosen, Screening(level=level, reason=reason), author=author, today=today)


def _requests(book: Casebook, chosen: Sequence[int]) -> Sequence[int]:
    if not chosen:
        raise Refused("Choose at least one request.")
    for case in chosen:
        checks.is_kind(book, case, ("dols",), "Triage")
        decisions.refuse_signed(book, case, "it needs no triage")
        checks.running(book, case, "triaged")
    return chosen


def say(book: Casebook, chosen: Sequence[int], *, author: str, reason: str = "", **said: Any) -> Act:
    """Set what is known of requests: ``objecting``, ``still_there``, ``managing_authority``, ``form``.

    Raises:
        Refused: no request chosen, nothing said, or a priority, which `screen` and `set_priority` set.
    """
    if not chosen or not said:
        raise Refused("Nothing was changed.")
    if "priority" in said:
        raise Refused("The priority is set by triage, with its reason.")
    build = Builder(book, "triage.say", author)
    for case in chosen:
        checks.is_kind(book, case, ("dols",), "That")
        put_said(build, book, case, **said)
        build.cut()
    return build.act(f"Details of {checks.count_of(len(chosen), 'request')} changed", reason)


def put_said(build: Builder, book: Casebook, case: int, **said: Any) -> None:
    """Carry the request's own row on with what is known now."""
    row = cases.latest(book.dols_request, case, "recorded_at")
    if row < 0:
        build.insert("dols_request", case=case, **said)
    else:
        build.replace("dols_request", row, **said)


def refuse_untriaged(book: Casebook, case: int) -> None:
    """Refuse an assessor for a request that nobody has looked at yet.

    Raises:
        Refused: when it has no priority, by triage or from a spreadsheet, and nobody has begun on it.
    """
    said = cases.latest(book.dols_request, case, "recorded_at")
    if said >= 0 and book.dols_request.priority[said]:
        return
    if latest(book, case) < 0 and not cases.allocations(book, case, "bia"):
        raise Refused(
            "This request has not been triaged yet. Set its priority first: 1, 2 or 3, or T for the "
            "checklist.",
            "council rule",
        )


def latest(book: Casebook, case: int) -> int:
    """The row of the last triage of a request, -1 for none."""
    rows = cases.facts(book.triage, case)
    return max(rows, key=lambda row: (int(book.triage.on[row]), row), default=-1)


def describe(
    book: Casebook,
    case: int,
    present: Sequence[str],
    *,
    author: str,
    route: str = "",
    purpose: str = "",
    wanted_from: int = NO_DAY,
) -> Act:
    """Record what a request came with; what is missing is asked for and stops no clock.

    Raises:
        Refused: not a request, or nothing changes.
    """
    checks.is_kind(book, case, ("dols",), "What the form gave")
    known = {fact.code for fact in dols_priority.request_facts()}
    values = {
        "present": ",".join(code for code in present if code in known),
        "route": route.strip(),
        "purpose": purpose.strip(),
        "authority_wanted_from": wanted_from,
    }
    build = Builder(book, "triage.describe", author)
    rows = cases.facts(book.request_detail, case)
    if rows:
        build.replace("request_detail", rows[-1], **values)
    else:
        build.insert("request_detail", case=case, **values)
    return build.act("What the request came with recorded")


def ask_home(book: Casebook, chosen: Sequence[int], on: int, *, author: str, today: int) -> Act:
    """Record that homes were asked whether requests are still appropriate; every clock runs on.

    Raises:
        Refused: no request, already decided, asked and not answered before, or a day still to come.
    """
    checks.happened(on, today, "question to the home")
    build = Builder(book, "triage.ask_home", author)
    for case in _requests(book, chosen):
        waiting = asked(book, case)
        if waiting >= 0:
            since = short(int(book.rescreen.asked_on[waiting]))
            raise Refused(f"The home was asked about this request on {since} and has not answered yet.")
        build.insert("rescreen", case=case, asked_on=on)
        build.cut()
    what = checks.count_of(len(chosen), "request")
    return build.act(f"Home asked to look again at {what}")


def asked(book: Casebook, case: int) -> int:
    """The row of a question to the home that has not been answered, -1 for none."""
    table = book.rescreen
    rows = [row for row in cases.facts(table, case) if table.answered_on[row] == NO_DAY]
    return rows[-1] if rows else -1


def home_answered(
    book: Casebook,
    chosen: Sequence[int],
    answer: str,
    on: int,
    informant: str,
    *,
    author: str,
    today: int,
) -> Act:
    """Record what the home answered; a withdrawal closes the request with the one code for it.

    Raises:
        Refused: no request or answer, nobody who answered, never asked, before the question, or a day
            still to come.
    """
    if answer not in ANSWERS:
        raise Refused("Choose what the home answered.")
    if not informant.strip():
        raise Refused("Say who answered for the home or ward.")
    checks.happened(on, today, "answer")
    build = Builder(book, "triage.home_answered", author)
    for case in _requests(book, chosen):
        put_answer(build, book, case, answer, on, informant)
        if answer == "withdrawn":
            decisions.put_decision(build, book, case, SignOff(today, "closed", "withdrawn_rescreened"), today)
        build.cut()
    what = checks.count_of(len(chosen), "request")
    return build.act(f"{what}: {ANSWERS[answer].partition(':')[0].lower()}")


def put_answer(build: Builder, book: Casebook, case: int, answer: str, on: int, informant: str) -> None:
    """Answer the question that waits.

    Raises:
        Refused: when the home was never asked, or only after that day.
    """
    row = asked(book, case)
    if row < 0:
        raise Refused("The home has not been asked about this request. Record the question first.")
    since = int(book.rescreen.asked_on[row])
    if on < since:
        raise Refused(f"The home was asked on {short(since)}; it cannot have answered before that.")
    build.replace("rescreen", row, answered_on=on, answer=answer, informant=informant.strip())
