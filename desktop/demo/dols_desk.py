"""What the DoLS desk keeps beside its requests: triage, findings, decisions, and what follows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop.demo.names import Names
from desktop.demo.organisation import Organisation
from desktop.demo.sheet import Sheet
from desktop.domain import dols_priority
from desktop.domain.days import day
from desktop.domain.dols_priority import AGNI_ON, Tool

_CODES = {
    "RIP": "died",
    "Discharged": "discharged_or_moved",
    "Withdrawn": "withdrawn_by_home",
}
_INFORMANTS = ("deputy manager", "registered manager", "nurse in charge", "ward sister", "senior carer")
_RELATIONS = ("daughter", "son", "sister", "wife", "husband", "friend", "nephew")
_OVERRIDES = ("safeguarding enquiry running", "family rang, very worried", "placement ends next month")
_COPIES = ("person", "rpr", "managing_authority", "consulted")
_FEES = {"bia": 25_000, "mha": 18_500}
_ASKED_ON = day(dt.date(2026, 6, 15))  # the letter to homes after [2026] UKSC 16
_RECENT = 380  # days of what followed a decision that are worth making


@dataclass
class _Case:
    """What the sheet already says of one request; a day of 0 has not come."""

    received: int = 0
    priority: str = ""
    signed: int = 0
    outcome: str = ""
    form3: int = 0
    form4: int = 0
    met: bool = True
    worker: dict[str, str] = field(default_factory=dict)
    starts: int = 0
    ends: int = 0
    ended: int = 0
    conditions: str = ""


class DolsDesk:
    """Writes the desk's own records about requests that are already on the sheet."""

    def __init__(self, sheet: Sheet, names: Names, council: Organisation) -> None:
        self._sheet, self._names = sheet, names
        self._independent = set(council.workers["Independent Assessors"])
        self._signatories = [
            manager
            for _, manager, service in sheet.made("team", "manager", "service")
            if service == "adults" and manager
        ][:4]
        self._cases = _gather(sheet)

    def make(self) -> None:
        """All of them, in the order in which they come about."""
        for case, said in self._cases.items():
            self._triage(case, said)
            if said.form3:
                self._findings(case, said)
            if said.signed:
                self._decided(case, said)
        self._asked_homes()
        self._home_checks()
        self._queries()
        self._now_and_then()

    def _triage(self, case: str, said: _Case) -> None:
        sheet, source = self._sheet, self._sheet.source
        if not said.received or not said.priority:
            return
        on = min(sheet.workday(said.received + source.randrange(0, 4)), said.signed or sheet.today - 1)
        on = max(on, said.received)
        tool = dols_priority.tool("2026" if on >= AGNI_ON else "2014")
        own = source.random() < 0.06
        computed = source.choice(dols_priority.LEVELS) if own else said.priority
        own = computed != said.priority
        again = max(on + 28, sheet.today + source.randrange(-4, 60))
        sheet.add(
            "triage",
            recorded_on=on,
            case=case,
            on=on,
            tool=tool.version,
            criteria=",".join(self._ticks(tool, computed)),
            computed=computed,
            level=said.priority,
            reason=source.choice(_OVERRIDES) if own else None,
            rescreen_on=again if said.priority == "low" and not said.signed else None,
            legal_test=dols_priority.legal_test_of(on),
        )
        if not said.signed:
            self._form_gave(case, said)

    def _ticks(self, tool: Tool, level: str) -> list[str]:
        source = self._sheet.source
        of_level = [one.code for one in tool.criteria if one.level == level]
        chosen = source.sample(of_level, min(len(of_level), source.choice((1, 1, 2, 3))))
        lower = dols_priority.LEVELS[dols_priority.LEVELS.index(level) + 1 :]
        beside = [one.code for one in tool.criteria if one.level in lower]
        chosen += source.sample(beside, 1) if beside and source.random() < 0.4 else []
        return [one.code for one in tool.criteria if one.code in chosen]

    def _form_gave(self, case: str, said: _Case) -> None:
        sheet, source = self._sheet, self._sheet.source
        facts = dols_priority.request_facts()
        left = set(source.sample([one.code for one in facts if one.must], source.choice((0, 0, 0, 1, 2))))
        left |= {one.code for one in facts if not one.must and source.random() < 0.35}
        sheet.add(
            "request_detail",
            recorded_on=said.received,
            case=case,
            present=",".join(one.code for one in facts if one.code not in left),
            route=source.choice(("e-mail", "portal", "portal", "post")),
            purpose="To receive care and treatment",
            authority_wanted_from=said.received,
        )

    def _findings(self, case: str, said: _Case) -> None:
        source, length = self._sheet.source, said.ends - said.starts
        months = 12 if length > 182 or not said.ends else 6
        self._sheet.add(
            "best_interests",
            recorded_on=said.form3,
            case=case,
            on=said.form3,
            worker=said.worker.get("bia"),
            mode=source.choices(("full", "short", "desktop"), (80, 12, 8))[0],
            legal_test=dols_priority.legal_test_of(said.form3),
            deprived=1 if said.met else None,
            longest_months=months if said.met else None,
            conditions=said.conditions or None,
        )
        if said.form3 > self._sheet.today - _RECENT:
            for role, back in (("bia", said.form3), ("mha", said.form4)):
                if back and said.worker.get(role) in self._independent:
                    self._fee(case, said.worker[role], role, back)

    def _fee(self, case: str, worker: str, role: str, back: int) -> None:
        sheet, source = self._sheet, self._sheet.source
        invoiced = back + source.randrange(2, 21)
        paid = invoiced + source.randrange(14, 45)
        if invoiced < sheet.today:
            sheet.add(
                "payment",
                recorded_on=invoiced,
                case=case,
                worker=worker,
                role=role,
                fee_pence=_FEES[role],
                invoice=f"INV{source.randrange(1000, 9999)}",
                invoiced_on=invoiced,
                paid_on=paid if paid < sheet.today else None,
            )

    def _decided(self, case: str, said: _Case) -> None:
        kind = {"Granted": "granted", "Not granted": "not_granted"}.get(said.outcome, "closed")
        self._sheet.add(
            "decision",
            recorded_on=said.signed,
            case=case,
            kind=kind,
            on=said.signed,
            signatory=self._sheet.source.choice(self._signatories),
            code=self._code(kind, said),
            assessed=("none", "partly", "fully")[bool(said.form3) + bool(said.form4)],
            form_sent_on=min(said.signed + 1, self._sheet.today - 1) if kind != "closed" else None,
        )
        if kind == "granted" and said.starts and said.signed > self._sheet.today - _RECENT:
            self._followed(case, said)

    def _code(self, kind: str, said: _Case) -> str | None:
        if kind == "granted":
            return None
        if kind == "closed":
            return _CODES.get(said.outcome, "other")
        after = ("not_deprived_objective", "not_deprived_consent", "has_capacity", "not_deprived_both")
        before = ("not_deprived", "has_capacity", "eligibility")
        return self._sheet.source.choice(after if said.signed >= AGNI_ON else before)

    def _followed(self, case: str, said: _Case) -> None:
        """Representative, copies and conditions of an authorisation; the newest are not all done."""
        sheet, source = self._sheet, self._sheet.source
        kind = source.choices(("unpaid", "paid", "none"), (68, 26, 6))[0]
        named = kind != "none"
        over = source.random() < 0.03 and said.signed < sheet.today - 60 and named
        sheet.add(
            "representative",
            recorded_on=said.signed,
            case=case,
            kind=kind,
            name=self._names.unique() if named else None,
            relation=source.choice(_RELATIONS) if kind == "unpaid" else None,
            appointed_on=said.signed if named else None,
            ended_on=sheet.today - 30 if over else None,
            reason="moved away" if over else None,
        )
        fresh = said.signed > sheet.today - 10
        for to in _COPIES:
            on = said.signed + source.randrange(0, 6)
            if on < sheet.today and not (fresh and source.random() < 0.4) and (named or to != "rpr"):
                sheet.add("copy_sent", recorded_on=on, case=case, to=to, on=on)
        if said.conditions:
            due = said.signed + 30
            done = due < sheet.today - 5 and source.random() < 0.9
            sheet.add(
                "condition",
                recorded_on=said.signed,
                case=case,
                text=said.conditions,
                due_on=due,
                followed_up_on=due if done else None,
                met=int(source.random() < 0.9) if done else None,
            )

    def _open(self) -> Iterator[tuple[str, _Case]]:
        return ((case, said) for case, said in self._cases.items() if said.received and not said.signed)

    def _asked_homes(self) -> None:
        """Homes were asked in June 2026 about what had come in before; most have answered."""
        sheet, source = self._sheet, self._sheet.source
        if sheet.today <= _ASKED_ON + 14:
            return
        for case, said in self._open():
            if said.received >= AGNI_ON or said.priority != "low" or source.random() < 0.4:
                continue
            answered = _ASKED_ON + source.randrange(3, 60)
            has = answered < sheet.today and source.random() < 0.85
            sheet.add(
                "rescreen",
                recorded_on=_ASKED_ON,
                case=case,
                asked_on=_ASKED_ON,
                answered_on=answered if has else None,
                answer=source.choices(("still_wanted", "changed"), (80, 20))[0] if has else None,
                informant=source.choice(_INFORMANTS) if has else None,
            )

    def _home_checks(self) -> None:
        """Some homes were rung through in the last two months."""
        sheet, source = self._sheet, self._sheet.source
        for case, said in self._open():
            on = sheet.workday(sheet.today - source.randrange(2, 60))
            if said.received < on and source.random() < 0.35:
                who = source.choice(_INFORMANTS)
                sheet.add("home_check", recorded_on=on, case=case, on=on, answer="there", informant=who)

    def _queries(self) -> None:
        """Three reports are back with their assessors."""
        sheet = self._sheet
        back = [(case, said) for case, said in self._open() if said.form3 and said.met and said.form4]
        back.sort(key=lambda pair: -pair[1].form3)
        for case, said in back[:3]:
            on = max(sheet.workday(sheet.today - 3), said.form3)
            worker = said.worker["bia"]
            sheet.event(
                case,
                "report_queried",
                on,
                worker=worker,
                outcome="bia",
                detail="Which less restrictive options were tried?",
            )
            sheet.add("allocation", recorded_on=on, case=case, role="bia", worker=worker, on=on)

    def _now_and_then(self) -> None:
        """Two authorisations are before the court, and five are under review."""
        sheet, source = self._sheet, self._sheet.source
        held = [
            case
            for case, said in self._cases.items()
            if said.starts and not said.ended and said.starts < sheet.today - 20 and said.ends > sheet.today
        ]
        for at, case in enumerate(source.sample(held, min(7, len(held)))):
            on = sheet.workday(sheet.today - source.randrange(3, 18))
            if at < 2:
                sheet.add("court_challenge", recorded_on=on, case=case, on=on)
            else:
                who = source.choice(("person", "rpr", "managing_authority"))
                sheet.add(
                    "authorisation_review", recorded_on=on, case=case, requested_on=on, requested_by=who
                )


def _gather(sheet: Sheet) -> dict[str, _Case]:
    """Every request on the sheet with what is said of it there."""
    cases = {case: _Case() for case, kind in sheet.made("case", "kind") if kind == "dols"}
    for _, case, kind, on, outcome in sheet.made("event", "case", "kind", "on", "outcome"):
        if case in cases:
            _event(cases[case], kind, on, outcome)
    for _, case, priority in sheet.made("dols_request", "case", "priority"):
        cases[case].priority = priority or ""
    for _, case, role, worker in sheet.made("allocation", "case", "role", "worker"):
        if case in cases and worker:
            cases[case].worker[role] = worker
    held = sheet.made("authorisation", "case", "starts_on", "ends_on", "ended_on", "conditions")
    for _, case, starts, ends, ended, conditions in held:
        said = cases[case]
        said.starts, said.ends, said.ended = starts or 0, ends or 0, ended or 0
        said.conditions = conditions or ""
    return cases


def _event(said: _Case, kind: str, on: int, outcome: str | None) -> None:
    if kind == "started":
        said.received = on
    elif kind == "signed_off":
        said.signed, said.outcome = on, outcome or ""
    elif kind == "form3_returned":
        said.form3, said.met = on, said.met and not outcome
    elif kind == "form4_returned":
        said.form4, said.met = on, said.met and not outcome
