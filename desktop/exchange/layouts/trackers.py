"""The children's trackers: visits and supervision, a sheet a team, one row a child."""

from __future__ import annotations

from desktop.exchange.headers import Layout

_CHILD = {
    "child_id": (
        "Child ID",
        "Child Unique ID",
        "Person ID",
        "CareDirector ID",
        "Client ID",
        "Child ref",
        "ID",
        "PID",
    ),
    "initials": ("Initials", "Init", "Child initials", "Child's initials"),
    "name": ("Name", "Child name", "Child's name", "Child"),
    "plan": ("Status", "Plan", "Plan type", "Case status", "Legal status", "Case type"),
    "team": ("Team", "Allocated team", "Team name"),
    "worker": ("Worker", "Allocated worker", "Social worker", "SW", "Allocated SW", "PA"),
    "comment": ("Notes", "Comments", "Comment", "Note", "Remarks"),
}

VISITS = Layout(
    name="visits_tracker",
    must=("child_id", "last_visit"),
    team_sheets=True,
    headers={
        **_CHILD,
        "born_on": ("DOB", "Date of birth"),
        "plan_start": (
            "Plan/care start",
            "Plan start",
            "Care start",
            "Plan or care start",
            "Start date",
            "Plan start date",
            "Date started",
        ),
        "last_visit": (
            "Last visit",
            "Date of last visit",
            "Last visit date",
            "Last stat visit",
            "Last statutory visit",
            "Last seen",
            "Date last seen",
            "Last visited",
        ),
        "seen": ("Seen?", "Seen", "Child seen", "Seen Y/N"),
        "seen_alone": ("Seen alone", "Alone", "Seen alone?", "Seen alone Y/N"),
        "agreed": (
            "Agreed freq",
            "Agreed frequency",
            "Visit frequency",
            "Frequency",
            "Agreed visits",
            "Agreed interval",
        ),
    },
)

SUPERVISION = Layout(
    name="supervision_tracker",
    must=("child_id", "last_supervision"),
    team_sheets=True,
    headers={
        **_CHILD,
        "last_supervision": (
            "Last supervision",
            "Last sup",
            "Date of last supervision",
            "Last supervision date",
            "Supervision date",
            "Last case supervision",
            "Last supervised",
        ),
    },
)
