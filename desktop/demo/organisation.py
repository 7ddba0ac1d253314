"""The council itself: forty teams as a tree, their managers and workers, assessors, homes and wards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from desktop.demo.names import Names
from desktop.demo.sheet import Sheet
from desktop.domain.names import name_key

# name, parent, service, how many workers beside the manager
_TEAMS: tuple[tuple[str, str, str, int], ...] = (
    ("Children and Learning", "", "children", 0),
    ("Safeguarding Service", "Children and Learning", "children", 0),
    *((f"Locality {n}", "Safeguarding Service", "children", 8) for n in range(1, 7)),
    ("Court Team", "Safeguarding Service", "children", 5),
    ("Assessment Service", "Children and Learning", "children", 0),
    *((f"Assessment {letter}", "Assessment Service", "children", 7) for letter in "ABCD"),
    ("Contact and Referral", "Assessment Service", "children", 5),
    ("Corporate Parenting", "Children and Learning", "children", 0),
    *((f"Pathways Through Care {n}", "Corporate Parenting", "children", 7) for n in range(1, 6)),
    *((f"Leaving Care {n}", "Corporate Parenting", "children", 5) for n in range(1, 4)),
    ("Disabled Children", "Children and Learning", "children", 6),
    ("Reviewing Officers", "Children and Learning", "children", 6),
    ("Adult Social Care", "", "adults", 0),
    ("DoLS Service", "Adult Social Care", "adults", 0),
    ("DoLS Team", "DoLS Service", "adults", 10),
    ("Independent Assessors", "DoLS Service", "adults", 27),
    ("Locality East", "Adult Social Care", "adults", 6),
    ("Locality West", "Adult Social Care", "adults", 6),
    ("Locality Central", "Adult Social Care", "adults", 6),
    ("Hospital Discharge", "Adult Social Care", "adults", 5),
    ("Learning Disability", "Adult Social Care", "adults", 4),
    ("Mental Health East", "Adult Social Care", "adults", 3),
    ("Mental Health West", "Adult Social Care", "adults", 3),
    ("Reviews and Reablement", "Adult Social Care", "adults", 2),
    ("Older Persons", "Adult Social Care", "adults", 0),
    ("Sensory Services", "Adult Social Care", "adults", 0),
)
BIAS = 60
DOCTORS = 12


@dataclass
class Organisation:
    """Ids of what was made, for the cases to use.

    Attributes:
        team: name -> id. ``workers``: team name -> ids of its workers, without the manager.
        manager: team id -> id of its manager.
        bias: (worker, team) of the best interests assessors; ``doctors`` of the mental health assessors.
        places: ids of homes and wards; the last few are hospitals.
    """

    team: dict[str, str] = field(default_factory=dict)
    workers: dict[str, list[str]] = field(default_factory=dict)
    manager: dict[str, str] = field(default_factory=dict)
    bias: list[tuple[str, str]] = field(default_factory=list)
    doctors: list[tuple[str, str]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


def organise(sheet: Sheet, names: Names) -> Organisation:
    """Make teams, workers and places."""
    made = Organisation()
    for name, parent, service, size in _TEAMS:
        _team(sheet, names, made, name, made.team.get(parent), service, size)
    for number in range(32):
        made.places.append(_place(sheet, names, number))
    _absences(sheet, made)
    return made


def _team(
    sheet: Sheet, names: Names, made: Organisation, name: str, parent: str | None, service: str, size: int
) -> None:
    manager = names.unique()
    # The manager's row follows its team's, so its id is known from the count of workers made.
    manager_id = sheet.next_id("worker")
    team = sheet.add(
        "team", name=name, name_key=name_key(name), parent=parent, manager=manager_id, service=service
    )
    made.team[name], made.manager[team] = team, manager_id
    _worker(sheet, manager, team)
    made.workers[name] = [_member(sheet, names, made, name, team, at) for at in range(size)]


def _member(sheet: Sheet, names: Names, made: Organisation, name: str, team: str, at: int) -> str:
    adults = made.team.get("Adult Social Care") is not None
    doctor = name == "Independent Assessors" and at >= 15
    if doctor:
        worker = _worker(sheet, "Dr " + names.surname(), team, is_mha=1, engagement="independent")
        made.doctors.append((worker, team))
    elif adults and len(made.bias) < BIAS:
        engagement = {"DoLS Team": "in_house_team", "Independent Assessors": "independent"}
        said = engagement.get(name, "in_house_rota")
        worker = _worker(sheet, names.unique(), team, is_bia=1, engagement=said)
        made.bias.append((worker, team))
    else:
        worker = _worker(sheet, names.unique(), team, engagement="agency" if at % 7 == 6 else "in_house_team")
    return worker


def _worker(sheet: Sheet, name: str, team: str, **values: Any) -> str:
    values = {"engagement": "in_house_team", **values}
    ref = f"S{sheet.source.randrange(10_000, 99_999)}"
    return sheet.add("worker", name=name, name_key=name_key(name), staff_ref=ref, team=team, **values)


def _place(sheet: Sheet, names: Names, number: int) -> str:
    setting = "hospital" if number >= 27 else "nursing_home" if number % 3 == 0 else "care_home"
    name = names.surname() + " Hospital" if setting == "hospital" else names.home()
    return sheet.add(
        "managing_authority",
        name=name,
        name_key=name_key(name),
        cqc_location=f"1-{900_000_000 + number * 7_919}",
        setting=setting,
        run_by_council=int(number in (4, 11)),
        postcode=f"ZZ{1 + number % 9} {number % 9}ZZ",
    )


def _absences(sheet: Sheet, made: Organisation) -> None:
    """Leave now and in the past, mostly covered by a colleague of the same team."""
    source = sheet.source
    for workers in (workers for workers in made.workers.values() if len(workers) > 2):
        for ago in (source.randrange(-10, 12), source.randrange(60, 400)):
            away, cover = source.sample(workers, 2)
            starts = sheet.today - ago
            reason = source.choice(("annual leave", "annual leave", "sick leave", "training"))
            sheet.add(
                "absence",
                recorded_on=starts - 20,
                worker=away,
                starts_on=starts,
                ends_on=starts + source.choice((4, 7, 11, 14)),
                reason=reason,
                cover=cover if source.random() < 0.7 else None,
            )
