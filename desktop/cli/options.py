"""Verbs and their options, declared in one place; the work is in the modules named here."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from contextlib import nullcontext
from importlib import import_module
from typing import TYPE_CHECKING

from desktop.cli.options_server import add_server
from desktop.collector import at_rest
from desktop.domain.days import day

if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # argparse has no public name for it

WINDOWED = ("show",)  # verbs that may open a window, which lives for a day
FIRST_YEAR, LAST_YEAR = 2000, 2040  # what `desktop.domain.calendar` covers, without its tables
LISTS = (
    "overdue",
    "due-soon",
    "turning",
    "queue",
    "unallocated",
    "dols",
    "board",
    "mine",
    "homes",
    "home",
    "renewals",
    "no-date",
    "visits",
    "supervision",
    "children",
    "agreements",
    "requests",
    "assessors",
    "staff-bia",
    "today",
    "changed",
)


def add_verbs(parser: argparse.ArgumentParser) -> None:
    """Add every verb to the parser."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    _add_demo(verbs)
    _add_import(verbs)
    _add_due(verbs)
    _add_list(verbs)
    _add_explain(verbs)
    _add_export(verbs)
    _add_indicators(verbs)
    _add_variability(verbs)
    _add_forecast(verbs)
    _add_pack(verbs)
    _add_sheet(verbs)
    _add_diary(verbs)
    _add_tour(verbs)
    _add_restore(verbs)
    _add_self_test(verbs)
    _add_clients(verbs)
    _add_sync(verbs)
    _add_parallel_run(verbs)
    add_server(verbs, _verb, iso_day)


def iso_day(text: str) -> int:
    """A ``YYYY-MM-DD`` argument as a day number."""
    try:
        return day(dt.date.fromisoformat(text))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write it as 2026-11-20") from None


def iso_month(text: str) -> int:
    """A ``YYYY-MM`` argument as a month number, within the years that the calendar covers."""
    from desktop.domain.months import read_month

    try:
        month = read_month(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        raise argparse.ArgumentTypeError(f"{text!r} is not in the years {FIRST_YEAR} to {LAST_YEAR}")
    return month


def as_at_day(text: str) -> int:
    """An ``--as-at`` argument as a day number, within the years that the calendar covers."""
    number = iso_day(text)
    if not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        raise argparse.ArgumentTypeError(f"{text!r} is not in the years {FIRST_YEAR} to {LAST_YEAR}")
    return number


def _verb(verbs: Verbs, name: str, module: str, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=text, description=text)
    parser.set_defaults(verb=_lazy(module, name.replace("-", "_")))
    return parser


def _lazy(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    """The verb's function, imported only when it is asked for."""

    def call(options: argparse.Namespace) -> int:
        with nullcontext() if module in WINDOWED else at_rest():
            return int(getattr(import_module(f"desktop.cli.{module}"), f"run_{function}")(options) or 0)

    return call


def _database(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--database", metavar="PATH", help="the database file (default: this user's own)")


def _as_at(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-at", type=as_at_day, metavar="YYYY-MM-DD", help="what had happened by then (default: today)"
    )
    parser.add_argument(
        "--known-at", type=iso_day, metavar="YYYY-MM-DD", help="what was on record by the end of that day"
    )


def _form(parser: argparse.ArgumentParser) -> None:
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--csv", dest="form", action="store_const", const="csv", default="table")
    group.add_argument("--json", dest="form", action="store_const", const="json")


def _add_demo(verbs: Verbs) -> None:
    parser = _verb(verbs, "demo", "show", "Open a made-up council; no real person is in it.")
    parser.add_argument("--out", metavar="PATH", help="where to write the demo database")
    parser.add_argument("--seed", type=int, default=1, help="another number, another council (default 1)")
    parser.add_argument(
        "--date", type=iso_day, metavar="YYYY-MM-DD", help="the demo's today (default: today)"
    )
    parser.add_argument("--no-window", action="store_true", help="write the database and stop")
    parser.add_argument(
        "--shared", action="store_true", help="in a shared database on a throw-away server, two windows on it"
    )


def _add_import(verbs: Verbs) -> None:
    parser = _verb(verbs, "import", "bring_in", "Read trackers or an Annex A workbook into the database.")
    parser.add_argument("files", nargs="+", metavar="FILE", help=".xlsx or .csv")
    _database(parser)
    _form(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    parser.add_argument("--as-at", type=as_at_day, metavar="YYYY-MM-DD", help="the date the file speaks of")
    parser.add_argument("--rejects", metavar="FILE", help="save rejected rows to this CSV file")
    parser.add_argument(
        "--findings",
        metavar="FILE",
        help="save all there is to look at (rejected, odd, changed, in conflict)",
    )
    parser.add_argument("--list", choices=LISTS, metavar="LIST", help="then print this list, not counts")


def _add_due(verbs: Verbs) -> None:
    parser = _verb(verbs, "due", "ask", "When a rule falls due from a date, and why.")
    parser.add_argument("rule", metavar="RULE", help="a rule id such as cp_visit_10wd")
    parser.add_argument("--start", type=iso_day, required=True, metavar="YYYY-MM-DD")
    parser.add_argument("--as-at", type=iso_day, metavar="YYYY-MM-DD")
    parser.add_argument("--first-day", choices=("same_day", "day_after"), help="how the first day counts")
    parser.add_argument(
        "--closed", type=iso_day, action="append", default=[], metavar="YYYY-MM-DD", help="council closure"
    )
    _form(parser)


def _add_list(verbs: Verbs) -> None:
    parser = _verb(verbs, "list", "ask", "Print a list: the same rows as the window shows.")
    parser.add_argument("name", choices=LISTS, metavar="LIST", help=", ".join(LISTS))
    _database(parser)
    _as_at(parser)
    _form(parser)
    parser.add_argument("--team", default="", help="a team's name (its sub-teams count)")
    parser.add_argument("--worker", default="", help="a worker's name or staff reference")
    parser.add_argument("--rule", default="", help="one rule id")
    parser.add_argument("--plan", default="", help="one kind of plan: cp, cla, cin, care_leaver ...")
    parser.add_argument("--days", type=int, default=5, help="how far ahead due-soon looks (default 5)")
    parser.add_argument("--order", choices=("prevent", "legal"), default="", help="for dols and board")
    parser.add_argument("--home", default="", help="for home: the name of one home or ward")
    parser.add_argument("--period", default="", help="for requests: 'signed 2026-04..2026-06'")
    parser.add_argument(
        "--since", type=iso_day, metavar="YYYY-MM-DD", help="for changed: since the end of that day"
    )


def _add_explain(verbs: Verbs) -> None:
    parser = _verb(verbs, "explain", "ask", "Why a case's dates are what they are, day by day.")
    parser.add_argument("case", metavar="CASE", help="a request's reference or a person's id")
    parser.add_argument("rule", nargs="?", default="", metavar="RULE")
    _database(parser)
    _as_at(parser)
    _form(parser)


def _add_export(verbs: Verbs) -> None:
    parser = _verb(verbs, "export", "bring_out", "Write a tracker in the layout it came in.")
    parser.add_argument("tracker", choices=("dols", "visits", "supervision"), metavar="TRACKER")
    parser.add_argument("--out", metavar="FILE", required=True, help=".xlsx or .csv")
    _database(parser)
    _as_at(parser)


def _add_indicators(verbs: Verbs) -> None:
    parser = verbs.add_parser("indicators", help="The monthly tables, and the days behind them.")
    tables = parser.add_subparsers(metavar="TABLE", required=True)
    dols = _verb(tables, "dols", "figures", "The council's monthly DoLS table, for any month.")
    dols.add_argument("--months", type=int, default=9, help="how many months it shows (default 9)")
    times = _verb(tables, "times", "figures", "Whose days were they: the time of finished requests.")
    times.add_argument("--months", type=int, default=12, help="how many months it counts (default 12)")
    times.add_argument("--by", choices=("month", "team", "manager", "assessor", "mha"), default="month")
    times.add_argument("--signed", action="store_true", help="signed off only, not those closed unsigned")
    children = _verb(tables, "children", "figures", "The children's indicators of one month, n/d and %.")
    children.add_argument("--measure", choices=("pack", "not-overdue", "period"), default="pack")
    children.add_argument("--by", choices=("team", "worker", "manager", "frequency"), default="")
    children.add_argument("--indicator", default="", metavar="ID", help="one indicator only")
    children.add_argument(
        "--as-printed", action="store_true", help="cut to a whole per cent, as the pack does"
    )
    children.add_argument(
        "--rows", choices=("n", "missed", "d", "out"), default="", help="the cases counted (one indicator)"
    )
    for table in (dols, times, children):
        table.add_argument("--month", type=iso_month, required=True, metavar="YYYY-MM")
        table.add_argument(
            "--known-at", type=iso_day, metavar="YYYY-MM-DD", help="what was on record by the end of that day"
        )
        _database(table)
        _form(table)
    check = _verb(tables, "seed-check", "figures", "Percentages of a printed pack against their own n/d.")
    check.add_argument("file", metavar="FILE", help="a .csv with numerator, denominator and printed_pct")
    _form(check)


def _add_variability(verbs: Verbs) -> None:
    parser = _verb(verbs, "variability", "figures_teams", "How teams differ in one indicator of a month.")
    parser.add_argument("indicator", metavar="INDICATOR", help="an id such as cp_visit_10wd")
    parser.add_argument("--month", type=iso_month, required=True, metavar="YYYY-MM")
    parser.add_argument("--by", choices=("team",), default="team")
    parser.add_argument("--measure", choices=("pack", "not-overdue", "period"), default="pack")
    parser.add_argument(
        "--known-at", type=iso_day, metavar="YYYY-MM-DD", help="what was on record by the end of that day"
    )
    _database(parser)
    _form(parser)


def _add_pack(verbs: Verbs) -> None:
    parser = _verb(verbs, "pack", "pack", "Freeze a month and build its assurance packs.")
    parser.add_argument("--month", type=iso_month, required=True, metavar="YYYY-MM")
    parser.add_argument("--out", metavar="DIR", required=True, help="the folder in which they get their own")
    parser.add_argument("--audience", choices=("managers", "panel"), default="managers")
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--team", default="", metavar="NAME", help="one team, service or manager")
    whose.add_argument("--all", action="store_true", help="every team and service and the whole (default)")
    parser.add_argument("--reason", default="", help="freeze it again, because of this")
    _database(parser)


def _add_forecast(verbs: Verbs) -> None:
    parser = _verb(verbs, "forecast", "forecast", "Project the DoLS backlog under a scenario; no forecast.")
    parser.add_argument("--scenario", default="", metavar="NAME", help="a saved scenario to begin from")
    for name, text in (
        ("arrivals", "requests received a month"),
        ("bias", "assessors who work on requests"),
        ("each", "assessments that one of them returns in a month"),
        ("leave-pct", "share of the time that they are away, per cent"),
        ("hours-a-case", "hours of an assessor that a request takes"),
        ("hours-a-month", "hours that one assessor has for requests in a month"),
    ):
        parser.add_argument(f"--{name}", type=float, metavar="N", help=f"{text} (default: as recorded)")
    _database(parser)
    _as_at(parser)
    _form(parser)


def _add_sheet(verbs: Verbs) -> None:
    parser = _verb(verbs, "sheet", "paper", "Write a worker's supervision sheet, for the meeting.")
    _paper(parser, ".pdf or .html")


def _add_diary(verbs: Verbs) -> None:
    parser = _verb(verbs, "diary", "paper", "Write a worker's due dates as a calendar file; initials only.")
    _paper(parser, ".ics")


def _paper(parser: argparse.ArgumentParser, kinds: str) -> None:
    parser.add_argument("worker", metavar="WORKER", help="a worker's name or staff reference")
    parser.add_argument("--out", metavar="FILE", required=True, help=kinds)
    _database(parser)
    _as_at(parser)


def _add_tour(verbs: Verbs) -> None:
    parser = _verb(verbs, "tour", "show", "Draw every page to PNG files.")
    parser.add_argument("--out", metavar="DIR", required=True)
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--scale", type=int, default=100, metavar="PERCENT", help="text size (default 100)")
    parser.add_argument("--empty", action="store_true", help="with an empty database")
    _database(parser)


def _add_restore(verbs: Verbs) -> None:
    parser = _verb(verbs, "restore", "care", "Put a backup in the place of the database.")
    parser.add_argument("backup", metavar="BACKUP", nargs="?", help="a backup file; without it, lists them")
    parser.add_argument("--folder", metavar="DIR", help="where the daily backups lie")
    _database(parser)
    _form(parser)


def _add_self_test(verbs: Verbs) -> None:
    parser = _verb(verbs, "self-test", "care", "Check this installation from top to bottom.")
    _database(parser)
    _form(parser)


def _add_sync(verbs: Verbs) -> None:
    parser = _verb(verbs, "sync", "sync", "Send this computer's edits to the shared database and fetch news.")
    parser.add_argument("--database", metavar="URL", help="postgresql://login@server/database")
    parser.add_argument("--ledger", metavar="FILE", help="save the edits that are not sent, encrypted")
    parser.add_argument("--take-in", metavar="FILE", help="first take in another computer's unsent edits")
    _form(parser)


def _add_clients(verbs: Verbs) -> None:
    parser = _verb(verbs, "clients", "care", "Which versions of Caseclock may write to the database.")
    parser.add_argument("--minimum", metavar="VERSION", help="older programs read but do not write")
    parser.add_argument("--newest", metavar="VERSION", help="older programs say that a newer one is out")
    _database(parser)
    _form(parser)


def _add_parallel_run(verbs: Verbs) -> None:
    parser = _verb(
        verbs, "parallel-run", "parallel", "A tracker against the database, row by row; changes nothing."
    )
    parser.add_argument("sheet", metavar="SHEET", help="the tracker that is still kept: .xlsx or .csv")
    _database(parser)
    parser.add_argument("--as-at", type=as_at_day, metavar="YYYY-MM-DD", help="the date the sheet speaks of")
    parser.add_argument("--all", action="store_true", help="also the differences that are explained")
    parser.add_argument("--out", metavar="FILE", help="save every difference as .xlsx or .csv")
    _form(parser)
