"""A laptop in a process of its own, to be killed: opens the window, makes edits when told to on its input.

The keychain is a file of the test's. Each line of input is answered by a line of output.
"""

import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.app import Window, make_application
from desktop.commands import notes
from desktop.store import keys


class FileChain:
    """Stands for the operating system's keychain, which outlives a process."""

    persist = ""

    def __init__(self, path):
        self.path = path

    def _kept(self):
        return json.loads(self.path.read_text()) if self.path.exists() else {}

    def get_password(self, service, name):
        return self._kept().get(f"{service}/{name}")

    def set_password(self, service, name, word):
        self.path.write_text(json.dumps({**self._kept(), f"{service}/{name}": word}))

    def delete_password(self, service, name):
        kept = self._kept()
        del kept[f"{service}/{name}"]
        self.path.write_text(json.dumps(kept))


def wait(application, is_so, seconds=30.0):
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:
        application.processEvents()
        time.sleep(0.01)
    return is_so()


def say(**words):
    print(json.dumps(words), flush=True)


def main(address, chain):
    keys.keychain = lambda: FileChain(Path(chain))
    application = make_application()
    window = Window(application, address)
    window.start()
    wait(application, lambda: window.session.desk is not None and window.session.sync.state.usable)
    session = window.session
    wait(application, lambda: session.sync.state.phase in ("idle", "offline"))
    say(cases=list(session.desk.book.case.ids), unsent=session.sync.state.unsent)
    for line in sys.stdin:
        case, text = json.loads(line)
        row, before = session.desk.book.case.row(case), session.sync.state.unsent
        session.run(lambda desk, row=row, text=text: notes.add(
            desk.book, [row], text, author=session.author, today=session.today))  # fmt: skip
        wait(application, lambda before=before: session.sync.state.unsent > before)
        say(banner=window.sync_care.banner.text, unsent=session.sync.state.unsent)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    QApplication.setQuitOnLastWindowClosed(False)
    main(*sys.argv[1:])
