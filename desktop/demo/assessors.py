"""The register of the made-up council's assessors: in order, about to lapse, lapsed; interests; offers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from desktop.demo.dols_rows import DolsRows
from desktop.demo.organisation import Organisation
from desktop.demo.sheet import Sheet
from desktop.domain.days import date_of, day

_PROFESSIONS = ("social_worker", "social_worker", "amhp", "nurse", "occupational_therapist")
_SKILLS = ("hospital", "nursing", "learning disability", "brain injury", "dementia", "mental health")
_LANGUAGES = ("Polish", "Urdu", "Punjabi", "British Sign Language", "Somali", "Portuguese")
_YEAR = 365


def add_register(sheet: Sheet, council: Organisation, requests: DolsRows) -> None:
    """Register entries, postings and standing interests of every assessor; offers, visits, reasons kept."""
    for at, (worker, team) in enumerate(council.bias):
        _bia(sheet, council, at, worker, team)
    for at, (worker, _) in enumerate(council.doctors):
        _doctor(sheet, at, worker)
    _interests(sheet, council)
    _offers(sheet, council, requests)
    _visits(sheet, requests)


def _bia(sheet: Sheet, council: Organisation, at: int, worker: str, team: str) -> None:
    """Mostly in order; every fifteenth lapses within two months, and one has lapsed."""
    source, today = sheet.source, sheet.today
    in_house = not 10 <= at < 25
    refreshed = today - source.randint(20, 290)
    if at % 15 == 7:
        refreshed = today - _YEAR + source.randint(8, 55)
    if at == 14:
        refreshed = today - _YEAR - 24
    if at == 31:  # known from the tracker only
        return
    sheet.add(
        "assessor",
        recorded_on=today - 200,
        worker=worker,
        profession=source.choice(_PROFESSIONS),
        registration=f"SW{source.randrange(10_000, 99_999)}",
        registration_ends=_november(today) + (0 if at != 22 else -_YEAR + 20),
        first_registered_on=today - source.randint(5 * _YEAR, 24 * _YEAR),
        qualified_on=today - source.randint(2 * _YEAR, 9 * _YEAR),
        course="University of Southampton",
        refreshed_on=refreshed,
        insurance="employer" if in_house else "own",
        insured_until=None if in_house else today + (source.randint(80, 300) if at != 17 else 12),
        dbs_on=today - source.randint(60, 2 * _YEAR + 300),
        dbs_kind="enhanced",
        **_reach(sheet, at),
        **_agreed(at),
    )
    _posting(sheet, council, at, worker, team)


def _agreed(at: int) -> dict[str, Any]:
    """What was agreed: the team takes most, the rota two at once; a few take more."""
    if at < 10:
        return {"quota": 10, "at_once": 6}
    if at < 25:
        return {"quota": 4, "at_once": 4, "fee_pence": 25_000 if at % 3 else 28_000}
    return {"quota": 4, "at_once": 4} if at % 4 == 0 else {"at_once": 3} if at % 2 else {}


def _reach(sheet: Sheet, at: int) -> dict[str, str]:
    """Skills, languages and the postcode districts they go to."""
    source = sheet.source
    districts = sorted(source.sample([f"ZZ{number}" for number in range(1, 10)], source.randint(3, 6)))
    return {
        "skills": ", ".join(source.sample(_SKILLS, source.randint(1, 4))),
        "languages": source.choice(_LANGUAGES) if at % 6 == 2 else "",
        "areas": ", ".join(districts) if at % 5 else "",
    }


def _posting(sheet: Sheet, council: Organisation, at: int, worker: str, team: str) -> None:
    """Under their team's manager; every ninth moved there this year from another team."""
    today = sheet.today
    moved = today - 150 if at % 9 == 4 and at >= 25 else None
    if moved is not None:
        before = council.team["Learning Disability" if at % 2 else "Hospital Discharge"]
        sheet.add(
            "posting",
            recorded_on=today - 3 * _YEAR,
            worker=worker,
            team=before,
            manager=council.manager[before],
            starts_on=today - 3 * _YEAR,
            ends_on=moved - 1,
        )
    began = moved if moved is not None else today - 3 * _YEAR
    sheet.add(
        "posting",
        recorded_on=began,
        worker=worker,
        team=team,
        manager=council.manager[team],
        starts_on=began,
    )


def _doctor(sheet: Sheet, at: int, worker: str) -> None:
    """Approved under section 12, or by the other route; one approval ends within the month."""
    source, today = sheet.source, sheet.today
    other_route = at == 5
    sheet.add(
        "assessor",
        recorded_on=today - 200,
        worker=worker,
        profession="doctor",
        registration=str(source.randrange(4_000_000, 7_999_999)),
        registration_ends=today + source.randint(90, 360),
        first_registered_on=today - source.randint(8 * _YEAR, 30 * _YEAR),
        insurance="own",
        insured_until=today + source.randint(70, 350),
        dbs_on=today - source.randint(60, 2 * _YEAR + 300),
        dbs_kind="enhanced",
        s12_ends=None if other_route else today + (19 if at == 2 else source.randint(120, 4 * _YEAR)),
        three_years=1 if other_route else None,
        dols_trained_on=today - source.randint(_YEAR, 9 * _YEAR),
        areas=", ".join(f"ZZ{number}" for number in range(1, 10)) if at % 3 else "",
        at_once=14,
        fee_pence=17_300 if at % 2 else 19_000,
    )


def _interests(sheet: Sheet, council: Organisation) -> None:
    """Three interests, as assessors declare them."""
    for at, place, kind, detail in (
        (3, 2, "employment", "her brother works at this home"),
        (12, 9, "financial", "director of the company until it is sold"),
        (40, 6, "other", "her mother lived there until 2024"),
    ):
        sheet.add(
            "interest",
            recorded_on=sheet.today - 400,
            worker=council.bias[at][0],
            managing_authority=council.places[place],
            kind=kind,
            detail=detail,
            starts_on=sheet.today - 400,
        )


def _november(today: int) -> int:
    """The last day of November that comes next year: social workers' registration runs to it."""
    return day(dt.date(date_of(today).year + 1, 11, 30))


def _offers(sheet: Sheet, council: Organisation, requests: DolsRows) -> None:
    """Six offers of the last days: four not answered, one declined, one withdrawn."""
    today = sheet.today
    answers = (None, None, None, None, "declined", "withdrawn")
    for at, answer in enumerate(answers):
        if at >= len(requests.unasked):
            return
        on = today - 1 - at
        case, worker = requests.unasked[-1 - 3 * at % len(requests.unasked)], council.bias[at * 9 % 25][0]
        sheet.add(
            "offer",
            recorded_on=on,
            case=case,
            role="bia",
            worker=worker,
            on=on,
            due_back_on=on + 14,
            answer=answer,
            answered_on=today - 1 if answer else None,
            reason={"declined": "on leave next week", "withdrawn": "no answer"}.get(answer or ""),
        )
        sheet.add(
            "assessor_choice",
            recorded_on=on,
            case=case,
            role="bia",
            worker=worker,
            on=on,
            reason="goes to this home already",
            place=1,
        )


def _visits(sheet: Sheet, requests: DolsRows) -> None:
    """Of what is out for more than a week, two in three have been visited; what was declared is kept."""
    for at, (case, worker, on) in enumerate(requests.out):
        if at % 3 and sheet.today - on > 7:
            sheet.event(case, "assessor_visited", sheet.workday(on + 5), worker=worker, outcome="bia")
        if sheet.today - on < 30:
            sheet.add(
                "assessor_choice",
                recorded_on=on,
                case=case,
                role="bia",
                worker=worker,
                on=on,
                reason="covers the area" if at % 4 else "did the last assessment",
                place=1 + at % 3,
                declared=None if at % 6 == 5 else 1,
                declaration="not related, no financial interest, not involved" if at % 6 != 5 else None,
            )
