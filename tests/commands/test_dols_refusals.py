"""What a DoLS desk may not do: one sentence that says whether it is the law or the council, nothing saved."""

from __future__ import annotations

import pytest
from scene import TODAY, on

from desktop.commands import allocations, assessments, authorisations, decisions, requests
from desktop.commands.allocations import Choice
from desktop.commands.assessments import Findings
from desktop.commands.decisions import SignOff
from desktop.domain.dols_authority import latest_end
from desktop.errors import Refused


@pytest.fixture
def desk(council, staff):
    """A request with its BIA since 9 November, and what a council wants to do with it."""
    return Desk(council, staff)


class Desk:
    def __init__(self, council, staff):
        self.council, self.book, self.staff, self.by = council, council.book, staff, council.by
        self.signatory = council.worker("Sig Natory")
        self.case = council.request("P1")
        self.urgent = council.request(
            "P2", "16 nov", urgent_given_on=on("9 nov"), urgent_stated_end=on("15 nov")
        )

    def give(self, worker, day="9 nov", role="bia"):
        return allocations.allocate(self.book, [Choice(self.case, worker, role, on(day))], **self.by)

    def back(self, day="12 nov", role="bia", months=0):
        said = Findings(longest_months=months) if role == "bia" else None
        return assessments.returned(self.book, [self.case], role, on(day), findings=said, **self.by)

    def sign(self, months=12):
        decision = SignOff(TODAY, "granted", "", TODAY, latest_end(TODAY, months), signatory=self.signatory)
        return decisions.sign_off(self.book, self.case, decision, **self.by)

    def granted(self):
        for role, worker in (("bia", self.staff.bia), ("mha", self.staff.mha)):
            self.council.run(self.give(worker, role=role))
            self.council.run(self.back(role=role, months=6))
        self.council.run(self.sign(6))


def refused(desk, act, words, basis):
    """The act is refused in one line that names its basis, and leaves nothing behind."""
    size = {name: len(columns) for name, columns in desk.book.tables.items()}
    with pytest.raises(Refused, match=words) as caught:
        act()
    assert caught.value.basis == basis
    assert basis in caught.value.message.casefold()
    assert "\n" not in caught.value.message
    assert {name: len(columns) for name, columns in desk.book.tables.items()} == size


def test_who_is_given_it_and_when(desk):
    bia = desk.staff.bia
    refused(desk, lambda: desk.give(bia, "1 nov"), "began on 02/11/2026", "council rule")
    refused(desk, desk.back, "Nobody is allocated as best interests assessor", "council rule")
    desk.council.run(desk.give(bia))
    refused(
        desk, lambda: desk.back("8 nov"), "cannot be back before the assessor was allocated", "council rule"
    )


def test_two_assessors_do_not_have_it_on_the_same_days(desk):
    desk.council.run(desk.give(desk.staff.bia))
    away = allocations.end(desk.book, [desk.case], "bia", on("16 nov"), reason="ill", **desk.by)
    desk.council.run(away)
    refused(desk, desk.back, "handed back on 16/11/2026", "council rule")
    refused(desk, lambda: desk.give(desk.staff.both, "10 nov"), "until 16/11/2026", "council rule")
    desk.council.run(desk.give(desk.staff.both, "16 nov"))


def test_how_long_an_authorisation_may_be(desk):
    for role, worker in (("bia", desk.staff.bia), ("mha", desk.staff.mha)):
        desk.council.run(desk.give(worker, role=role))
    refused(desk, lambda: desk.back(months=13), r"1 to 12 months .*paragraph 42\(2\)", "statute")
    desk.council.run(desk.back(months=6))
    desk.council.run(desk.back(role="mha"))
    refused(desk, lambda: desk.sign(12), r"paragraph 51\(2\)", "statute")


def test_nothing_goes_to_a_signatory_before_its_forms_are_back(desk):
    def send():
        return assessments.to_signatory(desk.book, [desk.case], TODAY, signatory=desk.signatory, **desk.by)

    for role, worker in (("bia", desk.staff.bia), ("mha", desk.staff.mha)):
        desk.council.run(desk.give(worker, role=role))
        refused(desk, send, "Form 3 is not back yet", "council rule")
    desk.council.run(desk.back())
    refused(desk, send, "Form 4 is not back yet", "council rule")
    desk.council.run(desk.back(role="mha"))
    desk.council.run(send())


def extend(desk, decided, days=7):
    return lambda: requests.extend_urgent(
        desk.book, desk.urgent, days, requested_on=on(decided), decided_on=on(decided), **desk.by
    )


def test_an_urgent_is_extended_once_and_while_it_runs(desk):
    refused(desk, extend(desk, "16 nov"), r"ended on 15/11/2026.*paragraph 84\)", "statute")
    refused(desk, extend(desk, "14 nov", 8), "1 to 7 days", "statute")
    with pytest.raises(Refused, match="was given on 09/11/2026"):
        extend(desk, "8 nov")()
    desk.council.run(extend(desk, "15 nov")())
    refused(desk, extend(desk, "15 nov"), "only once", "statute")


def test_only_what_is_in_force_is_suspended(desk):
    desk.granted()
    end = authorisations.end_authorisation(desk.book, desk.case, TODAY, reason="moved", **desk.by)
    desk.council.run(end)
    later = {"author": "m", "today": TODAY + 9}

    def suspend(day):
        return authorisations.suspend(desk.book, desk.case, day, reason="detained", **later)

    refused(desk, lambda: suspend(TODAY + 1), "ended on 20/11/2026.*paragraph 93", "statute")
    with pytest.raises(Refused, match="starts on 20/11/2026"):
        suspend(TODAY - 1)
    desk.council.run(suspend(TODAY))  # told late of what was so then
    refused(
        desk,
        lambda: authorisations.review(desk.book, desk.case, TODAY + 1, "rpr", **later),
        "reviewed on 21/11/2026.*paragraph 102",
        "statute",
    )
