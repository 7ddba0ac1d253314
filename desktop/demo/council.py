"""Making the demo council and writing it to a file that is marked as made up and needs no key."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from desktop.demo.assessors import add_register
from desktop.demo.children_desk import ChildrenDesk
from desktop.demo.dols_desk import DolsDesk
from desktop.demo.dols_rows import DolsRows
from desktop.demo.families import Population
from desktop.demo.figures import Figures
from desktop.demo.front_door import FrontDoor
from desktop.demo.looked_after import LookedAfter
from desktop.demo.names import Names
from desktop.demo.offered import Offered
from desktop.demo.organisation import organise
from desktop.demo.plans import Plans
from desktop.demo.protection import Protection
from desktop.demo.published import published
from desktop.demo.sheet import DAY_MS, Sheet
from desktop.domain.calendar import FIRST, LAST
from desktop.domain.changes import Act, ChangeSet, Rows
from desktop.errors import KnownError
from desktop.store.store import Store

AUTHOR = "demo"
_MANAGER = "Performance team"
_FIRST_DAY = FIRST + 12 * 366  # some of its children have been looked after for eleven years
_SEED, _DATE = "demo_seed", "demo_date"
Progress = Callable[[float], None]


def make(seed: int, today: int) -> dict[str, Rows]:
    """Every row of the council as at the morning of a day, by table in the order of insertion.

    Args:
        seed: the same seed and day give the same rows to the last id.
        today: day number; nothing in the council has happened on it yet.

    Raises:
        KnownError: for a day before 2012 or after 2040, which the calendar cannot carry.
    """
    if not _FIRST_DAY <= today <= LAST:
        raise KnownError("The demo council can be made for any day from 2012 to 2040. Choose another date.")
    sheet = Sheet(seed, today)
    names = Names(sheet.source)
    council = organise(sheet, names)
    population, plans = Population(sheet, names, council), Plans(sheet)
    protection = Protection(sheet, population, plans)
    protection.make()
    LookedAfter(sheet, population, plans).make(protection.protected)
    FrontDoor(sheet, population, plans).make(protection.protected)
    ChildrenDesk(sheet, council).make()
    requests = DolsRows(sheet, names, council)
    requests.make()
    add_register(sheet, council, requests)
    DolsDesk(sheet, names, council).make()
    Offered(sheet, council).make()
    Figures(sheet).make()
    return sheet.rows()


def write(path: str | Path, seed: int, today: int, progress: Progress | None = None) -> None:
    """Write the demo council, replacing a demo file that is there already.

    Args:
        path: where; a file there that is not a demo is never touched.
        seed, today: see `make`.
        progress: called with the share done, 0 to 1.

    Raises:
        KnownError: when the path holds something else than a demo, or a demo that is open in a
            window, or cannot be written.
    """
    target = Path(path)
    if target.exists():
        _origin(target, exclusive=True)
    told = progress or (lambda share: None)
    told(0.0)
    rows = make(seed, today)
    told(0.3)
    building = target.with_name(f"{target.name}.building")
    _remove(building)
    _fill(building, rows, seed, today)
    told(0.95)
    _remove(target)
    shutil.move(building, target)
    told(1.0)


def made_for(path: str | Path) -> tuple[int, int]:
    """The seed and the day that a demo file was made with.

    Raises:
        KnownError: when the file is not a demo.
    """
    return _origin(path, exclusive=False)


def _origin(path: str | Path, exclusive: bool) -> tuple[int, int]:
    with Store.open(path, author=AUTHOR, exclusive=exclusive) as store:
        seed, date = store.meta(_SEED), store.meta(_DATE)
        if not store.demo or not seed or not date:
            raise KnownError("That file is not a demo council, so it is left as it is. Choose another name.")
        return int(seed), int(date)


def redate(path: str | Path, today: int, progress: Progress | None = None) -> None:
    """Make an older demo file again for another day, with its own seed; changes made in it are lost.

    Raises:
        KnownError: when the file is not a demo, or cannot be written.
    """
    seed, _ = made_for(path)
    write(path, seed, today, progress)


def _fill(path: Path, rows: dict[str, Rows], seed: int, today: int) -> None:
    """Acts by the demo's own author, with ids and times that follow from seed and day."""
    instant = today * DAY_MS - DAY_MS // 12
    with Store.create(path, None, author=AUTHOR, exclusive=False) as store:
        store.commit(_act(instant, seed, today, "Made-up council", tuple(rows.values())))
        frozen = published(store.load(), today, _MANAGER)
        store.commit(_act(instant + 1, seed, today, "Month frozen", frozen))
        store.set_meta(_SEED, str(seed))
        store.set_meta(_DATE, str(today))


def _act(instant: int, seed: int, today: int, summary: str, rows: tuple[Rows, ...]) -> Act:
    act_id, set_id = (f"{instant:012x}7{part}8{seed & 0xFFF:03x}{today:012x}" for part in ("fff", "ffe"))
    return Act(
        id=act_id,
        verb="demo.write",
        summary=summary,
        author=AUTHOR,
        made_at=instant,
        sets=(ChangeSet(id=set_id, rows=rows),),
    )


def _remove(path: Path) -> None:
    """A database with its side files."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
