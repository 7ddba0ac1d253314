"""What each list page is called, what it says of itself, and what it says when it is empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# The list in which a case of each kind is looked at; every other kind is in the queue.
LIST_OF_KIND = {"dols": "dols", "cp": "visits", "cla": "visits", "cin": "visits"}
# What a list without rows says while nothing at all is recorded, and what it offers once something is.
NOTHING_YET = (
    "Nothing is recorded yet",
    "Import the trackers you keep today, or add a first request or child; this page fills by itself.",
)
WAYS: dict[str, Sequence[str]] = {
    "dols": ("new_request", "import"),
    "board": ("new_request",),
    "homes": ("new_request", "import"),
    "renewals": ("import",),
    "visits": ("new_plan", "import"),
    "supervision": ("new_plan", "import"),
    "children": ("new_plan", "import"),
    "people": ("import",),
}


@dataclass(frozen=True)
class PageSpec:
    """One list page.

    Attributes:
        list: the name of the list in a `Selection`.
        nav: the navigation entry under which it stands.
        blurb: one sentence under the title: what the list is and how it is ordered.
        empty_title, empty_text: what is said when nothing is in the list at all.
    """

    list: str
    nav: str
    title: str
    blurb: str
    icon: str
    empty_title: str
    empty_text: str
    orders: Sequence[tuple[str, str]] = ()


SPECS: dict[str, PageSpec] = {
    spec.list: spec
    for spec in (
        PageSpec(
            "today",
            "today",
            "Today",
            "What goes wrong next, what can still be prevented first.",
            "today",
            "Nothing goes wrong in the next few days",
            "No clock runs out soon and nothing waits for a decision. The other pages have everything else.",
        ),
        PageSpec(
            "changed",
            "changed",
            "What changed",
            "What ran out, came in, moved, came off or was closed since then. The worse comes first.",
            "return",
            "Nothing has changed since then",
            "No clock ran out or came off; no case came in, moved or was closed. Type an earlier day above.",
        ),
        PageSpec(
            "dols",
            "dols",
            "DoLS",
            "Requests and authorisations. What can still be prevented comes before what has already lapsed.",
            "dols",
            "No DoLS request is open",
            "Add a request, or import the DoLS tracker that is kept today.",
            (("", "What can still be prevented first"), ("legal", "Strictly legal order")),
        ),
        PageSpec(
            "requests",
            "dols",
            "All requests",
            "Every request, open or finished, and whose days its time was. The last finished come first.",
            "dols",
            "No request has come in yet",
            "Add a request, or import the DoLS tracker that is kept today.",
        ),
        PageSpec(
            "counted",
            "indicators",
            "Who is counted",
            "The children behind one figure of one month: counted, missed, or left out and why.",
            "visits",
            "Nobody is counted",
            "No child was in the population of this figure in that month.",
        ),
        PageSpec(
            "visits",
            "visits",
            "Visits",
            "When each child was last seen. Never seen and past the legal limit come first.",
            "visits",
            "No child has a plan yet",
            "Add a child or plan, or import the visits tracker or the Annex A workbook.",
        ),
        PageSpec(
            "supervision",
            "supervision",
            "Supervision",
            "By worker, the most overdue child protection plan first.",
            "supervision",
            "No supervision is due",
            "Add a child or plan, or import the supervision tracker.",
        ),
        PageSpec(
            "people",
            "people",
            "People",
            "Everybody's work at a glance. Open a worker to see their whole queue.",
            "people",
            "No worker is known yet",
            "Workers come in with the first import, or when a case is allocated.",
        ),
        PageSpec(
            "overdue",
            "today",
            "Overdue",
            "Every clock that has run out, most overdue first.",
            "warning",
            "Nothing is overdue",
            "Every clock that can be calculated is in time.",
        ),
        PageSpec(
            "due_soon",
            "today",
            "Due soon",
            "Every clock that runs out in the next days.",
            "today",
            "Nothing is due in the next days",
            "Look at Visits or DoLS for what comes after.",
        ),
        PageSpec(
            "queue",
            "people",
            "Queue",
            "Everything that waits for somebody, across all kinds of work.",
            "people",
            "Nothing waits",
            "No running clock waits for this worker or team.",
        ),
        PageSpec(
            "unallocated",
            "people",
            "Unallocated",
            "Open cases that nobody has.",
            "allocate",
            "Everything is allocated",
            "Each open case has a worker, and each request an assessor.",
        ),
        PageSpec(
            "turning",
            "visits",
            "Turns overdue",
            "What turns overdue by the end of next week if nothing happens, less what is planned in time.",
            "calendar",
            "Nothing turns overdue by the end of next week",
            "Every clock that runs out until then has a plan in time, by somebody who is not away.",
        ),
        PageSpec(
            "children",
            "people",
            "Children",
            "A row per child: every plan that one worker holds, with all its clocks. What is overdue first.",
            "people",
            "No child has a plan yet",
            "Add a child or plan, or import the visits tracker or the Annex A workbook.",
        ),
        PageSpec(
            "board",
            "board",
            "Board",
            "Requests that want an assessor, and who could take them. A allocates; Shift+A proposes.",
            "allocate",
            "Every request has its assessors",
            "Nothing waits to be allocated. New requests stand here as soon as they are recorded.",
            (("", "What can still be prevented first"), ("legal", "Strictly legal order")),
        ),
        PageSpec(
            "mine",
            "mine",
            "My work",
            "What an assessor is asked, has to visit and to report on. M, Enter: visited; R, Enter: back.",
            "today",
            "No assessment is out",
            "What is offered or allocated stands here, with the day on which the report is wanted.",
        ),
        PageSpec(
            "renewals",
            "renewals",
            "Renewals",
            "Authorisations by what is wanted next, each day counted back from the end. E explains them.",
            "today",
            "No authorisation is in force",
            "Sign a request off as granted, or import the DoLS tracker; its end starts the pipeline.",
        ),
        PageSpec(
            "homes",
            "homes",
            "Homes",
            "Every home and ward where somebody waits or is authorised. Enter opens the list to ring.",
            "people",
            "No home has anybody who waits or is authorised",
            "Homes come in with requests: add one, or import the DoLS tracker.",
        ),
        PageSpec(
            "home",
            "homes",
            "People at homes",
            "Who waits and who is authorised, by name. O records what the home says of the chosen people.",
            "people",
            "Nobody here waits or is authorised",
            "Requests and authorisations at this home will stand here by themselves.",
        ),
        PageSpec(
            "assessors",
            "assessors",
            "Assessors",
            "The register: load, leave, and what lapses next. Ctrl+Shift+R changes the chosen one's entry.",
            "people",
            "No assessor is on the register",
            "Press Ctrl+Shift+R to make a worker an assessor, or import the DoLS tracker.",
        ),
        PageSpec(
            "staff_bia",
            "staff_bia",
            "Staff's BIA work",
            "Best interests work that is out, under the line manager at the time. Nothing of the person.",
            "people",
            "Nobody has best interests work",
            "Work stands here from the day it is offered until the report is back.",
        ),
        PageSpec(
            "agreements",
            "visits",
            "Agreed visits",
            "Intervals agreed for looked-after children. What has lapsed or lacks evidence comes first.",
            "visits",
            "No other interval than six weeks is agreed",
            "Record an agreement with F on a looked-after child, or import the visits tracker.",
        ),
        PageSpec(
            "no_date",
            "data",
            "Cannot be calculated",
            "Clocks that lack a date. They are never counted as in time; each says what it needs.",
            "warning",
            "Every clock can be calculated",
            "No date is missing.",
        ),
    )
}
