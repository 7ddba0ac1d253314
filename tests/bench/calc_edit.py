"""Calc as the peer of one recorded visit: waits for a line, changes one cell, says how long it took.

Run with the system's python3: ``calc_edit.py FILE``. It says ``ready`` once the file is loaded and
calculated. One cell of the last-seen column changes and Calc recalculates what depends on it: the row,
everything volatile (TODAY) and the counts by team.
"""

import contextlib
import sys
import time

from calc_driver import load, start


def main(path):
    process, desktop = start()
    document = load(desktop, path)
    document.calculateAll()
    sheet = document.Sheets.getByIndex(0)
    print("ready", flush=True)
    for at, _ in enumerate(sys.stdin):
        cell = sheet.getCellByPosition(5, 10 + at)
        begin = time.perf_counter()
        cell.Value = cell.Value + 1
        document.calculate()
        print(time.perf_counter() - begin, flush=True)
    document.close(True)
    with contextlib.suppress(Exception):  # it closes the pipe under us
        desktop.terminate()
    process.wait()


if __name__ == "__main__":
    main(sys.argv[1])
