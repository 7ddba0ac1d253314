"""The council's own tracker, imported and run on: every open request is driven to its last sign-off."""

from __future__ import annotations

import pytest
from scene import TODAY
from spreadsheets import DATA

from desktop.commands import allocations, assessments, decisions, importing, people, triage
from desktop.commands.allocations import Choice
from desktop.commands.assessments import Findings
from desktop.commands.decisions import SignOff
from desktop.commands.triage import Screening
from desktop.commands.workspace import Workspace
from desktop.domain import cases, dols_states
from desktop.domain.days import NO_DAY
from desktop.domain.dols_authority import latest_end
from desktop.domain.dols_stages import stages
from desktop.domain.lists.build import build, counts
from desktop.domain.lists.desk import Desk
from desktop.domain.lists.selection import Selection
from desktop.errors import Refused
from desktop.store.keys import Key


@pytest.fixture
def office(tmp_path):
    path = tmp_path / "council.caseclock"
    with Workspace.create(path, Key.generate(), author="manager", today=lambda: TODAY) as space:
        importing.apply(space, importing.dry_run(space, DATA / "dols_tracker.xlsx", TODAY))
        for name, more in (
            ("Zed Assessor", {"is_bia": True}),
            ("Zoe Doctor", {"is_mha": True}),
            ("Sig Natory", {}),
        ):
            space.run(people.add_worker(space.book, name, engagement="independent", author="manager", **more))
        yield Office(space)


class Office:
    """The three who finish what the tracker left open, many requests at a time where a verb takes many."""

    def __init__(self, space: Workspace) -> None:
        self.space, self.book = space, space.book
        self.bia, self.mha, self.signatory = (len(space.book.worker) - at for at in (3, 2, 1))
        self.by = {"author": "manager", "today": TODAY}

    def desk(self) -> Desk:
        return Desk.open(self.book, self.space.timescales, TODAY)

    def open_requests(self) -> list[int]:
        flags = self.desk().flags
        return flags.case[flags.open].tolist()

    def triage(self, chosen: list[int]) -> None:
        """Every request of the tracker has its priority; the checklist says so for a few of them again."""
        state = self.desk().fact("dols_state")
        assert not any(state[case] == dols_states.RECEIVED for case in chosen)
        self.space.run(triage.screen(self.book, chosen[:20], Screening(("asks",)), **self.by))

    def assess(self, chosen: list[int], met: bool) -> None:
        for role, worker in (("mha", self.mha), ("bia", self.bia)):
            out = [case for case in chosen if not decisions.standing_returns(self.book, case, role)]
            choices = [
                Choice(case, worker, role, TODAY)
                for case in out
                if not cases.allocations(self.book, case, role)
            ]
            self.space.run(allocations.allocate(self.book, choices, **self.by))
            self._back(out, role, met or role == "mha")
        said_yes = [case for case in chosen if not met and not decisions.negative(self.book, case)]
        if said_yes:
            asked = assessments.queried(self.book, said_yes, "bia", TODAY, note="capacity?", **self.by)
            self.space.run(asked)
            self._back(said_yes, "bia", False)

    def _back(self, chosen: list[int], role: str, met: bool) -> None:
        findings = Findings(longest_months=6) if role == "bia" else None
        back = assessments.returned(self.book, chosen, role, TODAY, met=met, findings=findings, **self.by)
        self.space.run(back)

    def sign(self, chosen: list[int], outcome: str) -> None:
        for case in chosen:
            decision = SignOff(
                TODAY,
                outcome,
                "" if outcome == "granted" else "has_capacity",
                TODAY if outcome == "granted" else NO_DAY,
                latest_end(TODAY, 6) if outcome == "granted" else NO_DAY,
                signatory=self.signatory,
            )
            self.space.run(decisions.sign_off(self.book, case, decision, **self.by))


def test_the_tracker_runs_on_to_its_last_sign_off(office):
    waiting = office.open_requests()
    assert len(waiting) > 100
    assert set(listed(office.desk(), "dols", "open")) == set(waiting)
    refused = [case for case in waiting if decisions.negative(office.book, case)]
    others = [case for case in waiting if case not in refused]
    granted, refused = others[::8], refused + others[1::8]
    closed = [case for case in others if case not in granted and case not in refused]
    office.triage(waiting)
    office.assess(granted, met=True)
    office.assess(refused, met=False)
    office.sign(granted, "granted")
    office.sign(refused, "not granted")
    office.space.run(
        decisions.close(office.book, closed, SignOff(TODAY, "closed", "withdrawn_by_home"), **office.by)
    )
    desk = office.desk()
    assert not desk.flags.open.any()
    found = {one.key: one.n for one in counts(desk, "dols", Selection("dols", TODAY))}
    assert not any(found[key] for key in ("open", "untriaged", "with_bia", "back", "gap", "queried"))
    assert set(granted) <= set(listed(desk, "renewals"))
    assert set(listed(desk, "renewals", "no_representative")) & set(waiting) == set(granted)
    ends = {"granted": granted, "not granted": refused, "closed": closed}
    _states_are_those_decided(desk, {case: end for end, chosen in ends.items() for case in chosen})
    _nothing_is_held_and_the_days_add_up(office, waiting)


def listed(desk: Desk, name: str, chip: str = "") -> list[int]:
    return build(desk, Selection(name, TODAY, chip=chip)).case.tolist()


def _states_are_those_decided(desk, ends):
    words = {
        "granted": dols_states.IN_FORCE,
        "not granted": dols_states.NOT_GRANTED,
        "closed": dols_states.CLOSED_NA,
    }
    state = desk.fact("dols_state")
    assert {case: int(state[case]) for case in ends} == {case: words[end] for case, end in ends.items()}


def _nothing_is_held_and_the_days_add_up(office, waiting):
    for case in waiting:
        for role in ("bia", "mha"):
            assert cases.holder(office.book, case, role, TODAY) < 0
        assert cases.last_day(office.book, case, "signed_off") == TODAY
        with pytest.raises(Refused, match="signed off on 20/11/2026"):
            triage.set_priority(office.book, [case], "low", **office.by)
    found = stages(office.desk().context(office.book))
    assert (found.before + found.offered + found.bia + found.after == found.total).all()
