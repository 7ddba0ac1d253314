"""A visits tracker of 50,000 rows, from file to overdue list as CSV, whole process, against Calc.

Both read the same workbook: the tracker's columns plus the formulas a manager adds beside them (next
due, days over, status). Ours writes an encrypted database with its history on the way.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ratio import compare

ROWS = 50_000
HERE = Path(__file__).parent
HEADERS = (
    "Child ID",
    "Initials",
    "Status",
    "Worker",
    "Plan/care start",
    "Last visit",
    "Seen?",
    "Seen alone",
    "Agreed freq",
    "Notes",
    "Due",
    "Days over",
    "Flag",
)


def write_workbook(path: Path, rows: int) -> None:
    """A tracker as a manager keeps it, with formulas and no cached values."""
    import datetime as dt

    from openpyxl import Workbook

    dice = random.Random(7)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Locality 1")
    sheet.append(HEADERS)
    base = dt.date(2026, 11, 20)
    for at in range(rows):
        line = at + 2
        sheet.append(
            [
                1_000_000 + at,
                dice.choice("ABCDEFGH") + dice.choice("JKLMNOP"),
                dice.choice(("CP", "CIN", "CLA")),
                f"Worker {at % 480}",
                base - dt.timedelta(days=dice.randint(100, 900)),
                base - dt.timedelta(days=dice.randint(0, 60)),
                "Y",
                dice.choice("YN"),
                "",
                "",
                f"=WORKDAY(F{line},10)",
                f"=MAX(0,NETWORKDAYS(K{line},TODAY())-1)",
                f'=IF(L{line}>0,"Overdue","In time")',
            ]
        )
    book.save(path)


def main() -> int:
    soffice, python = shutil.which("soffice"), "/usr/bin/python3"
    if not soffice or subprocess.call([python, "-c", "import uno"], stderr=subprocess.DEVNULL):
        print("skip import: LibreOffice with its Python bridge is not installed")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "visits.xlsx"
        write_workbook(workbook, ROWS)
        result = compare(
            f"tracker of {ROWS:,} rows, file to overdue list, whole process",
            lambda: ours(workbook, Path(folder)),
            lambda: calc(workbook, Path(folder) / "calc.csv"),
            most=0.5,
            rounds=5,
        )
    return int(result.ratio > result.most)


def calc(workbook: Path, out: Path) -> float:
    """Seconds that Calc takes from start to CSV."""
    command = ["/usr/bin/python3", str(HERE / "calc_driver.py"), "whole", str(workbook), str(out)]
    return float(subprocess.check_output(command).split()[-1])


def ours(workbook: Path, folder: Path) -> float:
    """Seconds from process start to the list on disk, with a new encrypted database each time."""
    database = folder / "ours.caseclock"
    for old in folder.glob("ours.*"):
        old.unlink()
    read, write = os.pipe()
    os.write(write, b"00112233445566778899aabbccddeeff" * 2)
    os.close(write)
    command = [
        sys.executable,
        *("-m", "desktop", "import", str(workbook), "--database", str(database)),
        *("--list", "overdue", "--csv"),
    ]
    begin = time.perf_counter()
    # As installed: with its modules compiled.
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    key = {**os.environ, **compiled, "CASECLOCK_KEY_FD": str(read)}
    with open(folder / "overdue.csv", "w") as out:
        subprocess.run(command, check=True, stdout=out, pass_fds=[read], env=key)
    spent = time.perf_counter() - begin
    os.close(read)
    if (folder / "overdue.csv").read_text().count("\n") < ROWS / 10:
        raise SystemExit("the overdue list is too short to be right")
    return spent


if __name__ == "__main__":
    sys.exit(main())
