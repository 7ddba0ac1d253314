"""The played DoLS requests as rows: people, urgents, assessors, returned forms, decisions, chases."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from desktop.demo.dols_flow import Flow, Request
from desktop.demo.names import Names, initials
from desktop.demo.organisation import Organisation
from desktop.demo.sheet import Sheet
from desktop.domain.names import name_key

_CHASES = (
    "Chased for Form 3, promised this week.",
    "Left a message with the assessor.",
    "Home asked for the care plan.",
    "Family contacted, happy with the placement.",
    "Assessor off until next week.",
    "Doctor's visit rearranged.",
)


class DolsRows:
    """Writes requests and everything that hangs on them.

    Attributes:
        unasked: open requests that nobody has been given; `out` those whose assessors have not reported,
            as (case, best interests assessor, day given).
    """

    def __init__(self, sheet: Sheet, names: Names, council: Organisation) -> None:
        self._sheet = sheet
        self._names = names
        self._council = council
        self._people: dict[int, str] = {}
        self._died: dict[int, int] = {}
        self._numbers: dict[int, int] = {}
        bias, doctors = list(council.bias), list(council.doctors)
        sheet.source.shuffle(bias)
        self._bias: Iterator[tuple[str, str]] = cycle(bias)
        self._doctors: Iterator[tuple[str, str]] = cycle(doctors)
        self._odd = _Oddities(sheet)
        self.unasked: list[str] = []
        self.out: list[tuple[str, str, int]] = []

    def make(self) -> None:
        """Two years of requests."""
        sheet = self._sheet
        requests = Flow(sheet.source, sheet.calendar, sheet.today, len(self._council.places)).play()
        self._died = {one.person: one.signed for one in requests if one.outcome == "RIP"}
        for request in requests:
            self._request(request)
        self._third_parties()

    def _request(self, request: Request) -> None:
        sheet, source = self._sheet, self._sheet.source
        case = self._case(request)
        dated = bool(request.signed) or not self._odd.take("undated", 2)
        if dated:
            sheet.event(case, "started", request.received)
        fresh = request.received > sheet.today - 8
        urgent = request.form == "form1" and source.random() < (0.85 if fresh else 0.58)
        self._said(case, request, urgent)
        if urgent:
            self._urgent(case, request)
        if request.signed:
            self._decided(case, request)
        else:
            self._waiting(case, request)

    def _case(self, request: Request) -> str:
        year = (request.received - 12) * 400 // 146_097 + 1970
        number = self._numbers[year] = self._numbers.get(year, 0) + 1
        if request.person not in self._people:
            self._people[request.person] = self._person(request.person)
        return self._sheet.add(
            "case",
            person=self._people[request.person],
            kind="dols",
            team=self._council.team["DoLS Team"],
            ref=f"D{year % 100}{number:04d}",
        )

    def _person(self, number: int) -> str:
        source = self._sheet.source
        name = self._names.unique()
        return self._sheet.add(
            "person",
            ref=str(200_000 + number * 7),
            name=name,
            initials=initials(name),
            name_key=name_key(name),
            born_on=self._sheet.today - round(source.triangular(22, 101, 84) * 365.25),
            died_on=self._died.get(number) or None,
        )

    def _said(self, case: str, request: Request, urgent: bool) -> None:
        source = self._sheet.source
        objecting = int(source.random() < (0.3 if request.priority == "high" else 0.06))
        gone = not request.signed and self._odd.take("gone", 3)
        untriaged = request.received > self._sheet.today - 6 and source.random() < 0.5
        self._sheet.add(
            "dols_request",
            recorded_on=request.received,
            case=case,
            form=request.form,
            managing_authority=self._council.places[request.place],
            priority=None if untriaged else request.priority,
            objecting=objecting,
            urgent=int(urgent),
            still_there=0 if gone else 1 if source.random() < 0.3 else None,
        )

    def _urgent(self, case: str, request: Request) -> None:
        """Mostly seven days from the day of the request; a few odd ones, as homes do write them."""
        sheet, source = self._sheet, self._sheet.source
        if not request.signed and self._odd.take("urgent without dates", 3):
            return
        given = request.received - source.choices((0, 1, 2, 3), (74, 15, 7, 4))[0]
        lot = source.random()
        length = 7 if lot < 0.84 else source.randint(3, 6) if lot < 0.88 else 14
        if request.received > sheet.today - 6 and self._odd.take("about to expire", 4, often=0.7):
            given, length = sheet.today - source.choice((4, 5, 6)), 7
        if not request.signed and self._odd.take("expired before receipt", 2):
            given, length = request.received - 9, 7
        extended = length == 14 and source.random() < 0.6
        decided = given + source.choice((4, 5, 6))
        sheet.add(
            "urgent_authorisation",
            recorded_on=request.received,
            case=case,
            given_on=given,
            stated_end=given + length - 1,
            extension_requested_on=decided - 1 if extended else None,
            extension_decided_on=decided if extended and decided < sheet.today else None,
            extension_days=7 if extended and decided < sheet.today else None,
        )
        old = request.received < sheet.today - 12
        if not request.signed and old and self._odd.take("second urgent", 7):
            again = given + length + 2
            sheet.add(
                "urgent_authorisation", recorded_on=again, case=case, given_on=again, stated_end=again + 6
            )

    def _allocated(self, case: str, role: str, on: int, ended: int = 0) -> str:
        sheet, source = self._sheet, self._sheet.source
        worker, team = next(self._bias if role == "bia" else self._doctors)
        sheet.add(
            "allocation",
            recorded_on=on,
            case=case,
            role=role,
            worker=worker,
            team=team,
            on=on,
            due_back_on=on + source.choice((10, 14, 14, 21)),
            ended_on=ended or None,
        )
        return worker

    def _decided(self, case: str, request: Request) -> None:
        sheet, source = self._sheet, self._sheet.source
        age = request.signed - request.received
        if request.outcome in ("Granted", "Not granted"):
            back = request.signed - min(source.randrange(0, 24), max(age - 2, 0))
            on = max(back - source.randrange(8, 45), request.received + 1)
            back = max(sheet.workday(back), on)
            self._returned(case, "bia", "form3_returned", on, back, request)
            self._returned(
                case, "mha", "form4_returned", on, max(back - source.randrange(-2, 9), on), request
            )
            sheet.event(case, "sent_to_signatory", sheet.workday(max(back, request.signed - 3)))
        elif age > 60 and source.random() < 0.3:
            self._allocated(case, "bia", request.signed - source.randrange(3, 40), request.signed)
        sheet.event(case, "signed_off", request.signed, outcome=request.outcome)
        if request.outcome == "Granted":
            self._authorised(case, request)
        else:
            sheet.event(case, "ended", request.signed, outcome=request.outcome)

    def _returned(self, case: str, role: str, kind: str, on: int, back: int, request: Request) -> None:
        back = min(back, request.signed or self._sheet.today - 1)
        worker = self._allocated(case, role, on, back)
        negative = request.outcome == "Not granted" and kind == "form3_returned"
        self._sheet.event(case, kind, back, worker=worker, outcome="not met" if negative else None)

    def _authorised(self, case: str, request: Request) -> None:
        sheet, source = self._sheet, self._sheet.source
        recent = request.signed > sheet.today - 300
        if recent and self._odd.take("granted without a row", 4):
            return
        open_ended = recent and self._odd.take("no end date", 9)
        over = request.ends < sheet.today - 1
        ceased = 0
        if not over and source.random() < 0.08:
            ceased = min(request.starts + source.randrange(20, 160), sheet.today - 2)
        ceased = ceased if ceased > max(request.starts, request.signed) else 0
        sheet.add(
            "authorisation",
            recorded_on=request.signed,
            case=case,
            starts_on=request.starts,
            ends_on=None if open_ended else request.ends,
            ended_on=ceased or None,
            end_reason=source.choice(("died", "discharged", "moved")) if ceased else None,
            conditions="Review of the care plan within a month" if source.random() < 0.25 else None,
        )
        if ceased or over:
            sheet.event(case, "ended", ceased or request.ends, outcome="ceased" if ceased else "expired")
        elif request.starts < sheet.today - 60 and self._odd.take("suspended", 6):
            self._suspended(case)

    def _suspended(self, case: str) -> None:
        sheet = self._sheet
        ago = sheet.source.choice((4, 9, 15, 22, 33, 60))
        sheet.add(
            "suspension",
            recorded_on=sheet.today - ago,
            case=case,
            notice_on=sheet.today - ago,
            reason="detained under the Mental Health Act",
            resumed_on=sheet.today - ago + 18 if ago > 40 else None,
        )

    def _waiting(self, case: str, request: Request) -> None:
        """Half wait for an assessor; the rest are out, back in part, or back and unsigned."""
        sheet, source = self._sheet, self._sheet.source
        age = sheet.today - request.received
        stage = source.random() + (0.12 if request.priority == "high" else 0)
        if age < 4 or stage < 0.5:
            if age > 40 and source.random() < 0.15:
                self._chase(case)
            self.unasked.append(case)
            return
        on = sheet.today - source.randrange(1, min(age, 75))
        if stage < 0.82 or sheet.today - on < 9:
            self._out(case, on)
        else:
            back = sheet.today - source.randrange(1, min(sheet.today - on, 25))
            self._returned(case, "bia", "form3_returned", on, back, request)
            self._returned(case, "mha", "form4_returned", on, max(back - source.randrange(0, 6), on), request)
        if request.form == "form2" and source.random() < 0.5:
            carried_out = request.received - source.randrange(120, 345)
            sheet.add(
                "equivalent_assessment",
                recorded_on=on,
                case=case,
                assessment="mental_health",
                carried_out_on=carried_out,
            )

    def _out(self, case: str, on: int) -> None:
        """With the assessors; one of the two forms may be back."""
        sheet, source = self._sheet, self._sheet.source
        bia = self._allocated(case, "bia", on)
        self.out.append((case, bia, on))
        if source.random() < 0.8:
            doctor = self._allocated(case, "mha", on)
            if source.random() < 0.4 and sheet.today - on > 6:
                back = source.randrange(on + 3, sheet.today)
                sheet.event(case, "form4_returned", back, worker=doctor)
        elif source.random() < 0.5 and sheet.today - on > 10:
            sheet.event(case, "form3_returned", source.randrange(on + 5, sheet.today), worker=bia)
        if sheet.today - on > 14 and source.random() < 0.75:
            self._chase(case)

    def _chase(self, case: str) -> None:
        sheet, source = self._sheet, self._sheet.source
        on = sheet.today - source.randrange(1, 20)
        again = sheet.workday(sheet.today + source.randrange(-4, 9))
        sheet.add(
            "note",
            recorded_on=on,
            case=case,
            kind="chase",
            on=on,
            chase_next_on=again,
            text=source.choice(_CHASES),
        )

    def _third_parties(self) -> None:
        """Requests by relatives and others about people with no authorisation at all."""
        sheet, source = self._sheet, self._sheet.source
        for number in range(14):
            ago = (1, 2, 4, 6, 9)[number] if number < 5 else source.randrange(20, 600)
            request = Request(100_000 + number, source.randrange(20), sheet.today - ago, form="third_party")
            case = self._case(request)
            sheet.event(case, "started", request.received)
            self._said(case, request, False)
            if number >= 5:
                done = request.received + source.randrange(3, 9)
                sheet.event(case, "unauthorised_check_done", done)
                sheet.event(case, "signed_off", done, outcome="Not a deprivation")
                sheet.event(case, "ended", done)


class _Oddities:
    """So many of each unusual thing, spread over those that could have it."""

    def __init__(self, sheet: Sheet) -> None:
        self._source = sheet.source
        self._taken: dict[str, int] = {}

    def take(self, kind: str, most: int, often: float = 0.12) -> bool:
        """Whether this one gets it."""
        if self._taken.get(kind, 0) >= most or self._source.random() > often:
            return False
        self._taken[kind] = self._taken.get(kind, 0) + 1
        return True
