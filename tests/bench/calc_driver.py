"""LibreOffice Calc as the peer, driven headless through its own Python bridge.

Run with the system's python3 (the one that has ``uno``): ``calc_driver.py MODE FILE OUT``. Prints one
number of seconds a line. Calc paints nothing here, which flatters it.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time


def start():
    import uno

    pipe = f"caseclock{os.getpid()}"
    profile = tempfile.mkdtemp()
    process = subprocess.Popen(
        [
            "soffice",
            "--headless",
            "--norestore",
            "--nologo",
            f"-env:UserInstallation=file://{profile}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            break
        except Exception:
            time.sleep(0.01)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    return process, desktop


def option(name, value):
    from com.sun.star.beans import PropertyValue

    one = PropertyValue()
    one.Name, one.Value = name, value
    return one


def load(desktop, path):
    return desktop.loadComponentFromURL(f"file://{path}", "_blank", 0, (option("Hidden", True),))


def whole(path, out):
    begin = time.perf_counter()
    process, desktop = start()
    document = load(desktop, path)
    document.calculateAll()
    filters = (option("FilterName", "Text - txt - csv (StarCalc)"), option("FilterOptions", "44,34,76,1"))
    document.storeToURL(f"file://{out}", filters)
    document.close(True)
    with contextlib.suppress(Exception):  # it closes the pipe under us
        desktop.terminate()
    process.wait()
    print(time.perf_counter() - begin)


def one_edit(path, rounds):
    process, desktop = start()
    document = load(desktop, path)
    document.calculateAll()
    sheet = document.Sheets.getByIndex(0)
    for at in range(rounds):
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
    if sys.argv[1] == "whole":
        whole(sys.argv[2], sys.argv[3])
    else:
        one_edit(sys.argv[2], int(sys.argv[3]))
