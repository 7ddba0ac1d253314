"""What the records of the DoLS desk say in a case's timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.domain import dols_reasons
from desktop.domain.days import NO_DAY, short
from desktop.domain.lists import evidence_words
from desktop.domain.lists.timeline_parts import Lines, ended_line, joined, to_words, worker_name

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk

_TESTS = {"cheshire_west": "test of before 2 June 2026", "agni": "test of [2026] UKSC 16"}
_DECISIONS = {
    "granted": "Granted",
    "not_granted": "Not granted",
    "closed": "Closed",
    "transferred": "Transferred",
}
_ASSESSED = {"fully": "fully assessed", "partly": "partly assessed", "none": "not assessed"}
_COPIES = {
    "person": "the person",
    "rpr": "the representative",
    "managing_authority": "the home or ward",
    "imca": "the advocate",
    "consulted": "those consulted",
}
_CHECKS = {
    "there": "still there",
    "died": "died",
    "moved": "moved or discharged",
    "withdrawn": "no longer needed",
}
_ANSWERS = {
    "still_wanted": "still wanted",
    "withdrawn": "withdrawn",
    "changed": "circumstances have changed",
}


def _triage(desk: Desk, row: int) -> Lines:
    table = desk.book.triage
    level, computed = table.word("level", row), table.word("computed", row)
    over = f"the ticks come to {computed}" if computed and computed != level else ""
    again = int(table.rescreen_on[row])
    return [
        (
            int(table.on[row]),
            joined(
                f"Triaged: {level} priority",
                worker_name(desk, int(table.worker[row])),
                over,
                table.reason[row],
                f"look again {short(again)}" if again != NO_DAY else "",
            ),
        )
    ]


def _rescreen(desk: Desk, row: int) -> Lines:
    table = desk.book.rescreen
    lines = [(int(table.asked_on[row]), "Home asked whether it is still appropriate")]
    if table.answered_on[row] != NO_DAY:
        answer = _ANSWERS.get(table.word("answer", row), "")
        words = joined(f"Home answered: {answer}", table.informant[row])
        lines.append((int(table.answered_on[row]), words))
    return lines


def _detail(desk: Desk, row: int) -> Lines:
    table = desk.book.request_detail
    wanted = int(table.authority_wanted_from[row])
    words = joined(
        "What the form gave",
        table.route[row],
        table.purpose[row],
        f"wanted from {short(wanted)}" if wanted != NO_DAY else "",
    )
    return [(NO_DAY, words)]


def _best_interests(desk: Desk, row: int) -> Lines:
    table = desk.book.best_interests
    months, until = int(table.longest_months[row]), int(table.longest_until[row])
    longest = f"at most {months} months" if months else ""
    test = _TESTS.get(table.word("legal_test", row), "")
    mode = table.word("mode", row)
    words = joined(
        "Best interests assessment",
        f"{mode} assessment" if mode else "",
        test,
        longest,
        f"at most {to_words(until)}" if until != NO_DAY else "",
        table.conditions[row],
        f"representative: {table.rpr[row]}" if table.rpr[row] else "",
    )
    return [(int(table.on[row]), words)]


def _decision(desk: Desk, row: int) -> Lines:
    table = desk.book.decision
    reason = dols_reasons.closing_reasons().get(table.column("code")[row])
    words = joined(
        _DECISIONS[table.word("kind", row)],
        reason.words if reason else "",
        table.receiving_council[row],
        _ASSESSED.get(table.word("assessed", row), ""),
        worker_name(desk, int(table.signatory[row])),
    )
    lines = [(int(table.on[row]), words)]
    if table.form_sent_on[row] != NO_DAY:
        lines.append((int(table.form_sent_on[row]), "Form of the decision sent"))
    return lines


def _representative(desk: Desk, row: int) -> Lines:
    table = desk.book.representative
    kind = table.word("kind", row)
    if kind == "none":
        return [(int(table.appointed_on[row]), "No representative found yet")]
    who = joined(f"Representative ({kind}): {table.name[row]}", table.relation[row])
    return [(int(table.appointed_on[row]), who), *ended_line(table, row, f"Ended: {who}", table.reason[row])]


def _advocate(desk: Desk, row: int) -> Lines:
    table = desk.book.advocate
    who = joined(f"IMCA {table.word('kind', row)} instructed", table.name[row], table.provider[row])
    return [(int(table.instructed_on[row]), who), *ended_line(table, row, f"Ended: {who}", "")]


def _condition(desk: Desk, row: int) -> Lines:
    table = desk.book.condition
    followed = int(table.followed_up_on[row])
    if followed == NO_DAY:
        return [(int(table.due_on[row]), f"Condition to follow up: {table.text[row]}")]
    met = "met" if table.met[row] == 1 else "not met"
    return [(followed, f"Condition {met}: {table.text[row]}")]


def _copy(desk: Desk, row: int) -> Lines:
    table = desk.book.copy_sent
    return [(int(table.on[row]), f"Copy sent to {_COPIES[table.word('to', row)]}")]


def _payment(desk: Desk, row: int) -> Lines:
    table = desk.book.payment
    who = worker_name(desk, int(table.worker[row]))
    fee = int(table.fee_pence[row])
    words = joined(f"Fee of {who}", f"£{fee / 100:,.2f}" if fee else "", table.invoice[row])
    lines = [(int(table.invoiced_on[row]), f"{words}; invoiced")]
    if table.paid_on[row] != NO_DAY:
        lines.append((int(table.paid_on[row]), f"{words}; paid"))
    return lines


def _court(desk: Desk, row: int) -> Lines:
    table = desk.book.court_challenge
    words = "Application to the Court of Protection (section 21A)"
    return [
        (int(table.on[row]), words),
        *ended_line(table, row, "Section 21A application ended", table.outcome[row]),
    ]


def _review(desk: Desk, row: int) -> Lines:
    table = desk.book.authorisation_review
    by = table.word("requested_by", row).replace("_", " ")
    lines = [
        (int(table.requested_on[row]), joined("Review asked for (Form 10)", f"by the {by}" if by else ""))
    ]
    if table.decided_on[row] != NO_DAY:
        lines.append((int(table.decided_on[row]), joined("Review decided", table.outcome[row])))
    return lines


def _home_check(desk: Desk, row: int) -> Lines:
    table = desk.book.home_check
    words = joined(f"Home says: {_CHECKS[table.word('answer', row)]}", table.informant[row])
    return [(int(table.on[row]), words)]


TABLES: dict[str, Callable[[Desk, int], Lines]] = {
    "assessor_choice": evidence_words.line,
    "triage": _triage,
    "rescreen": _rescreen,
    "request_detail": _detail,
    "best_interests": _best_interests,
    "decision": _decision,
    "representative": _representative,
    "advocate": _advocate,
    "condition": _condition,
    "copy_sent": _copy,
    "payment": _payment,
    "court_challenge": _court,
    "authorisation_review": _review,
    "home_check": _home_check,
}
