"""The window's speed: start, scrolling, sorting, filtering, one recorded visit.

Run as ``python tests/bench/bench_window.py [start] [table] [visit]``. Peers in the same run, interleaved:
a bare QLabel window; the usual tutorial model (row objects, an if-chain, a brush per call) with Qt's
own painting and fixed row heights; QSortFilterProxyModel over it; Calc with the tracker of 50,000 rows.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from ratio import Result, compare  # noqa: E402

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

class Label(QLabel):
    done = False
    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.done:
            self.done = True
            QTimer.singleShot(0, self.tell)
    def tell(self):
        open(sys.argv[1], "w").write(repr(time.time()))
        QApplication.quit()

app = QApplication(sys.argv[:1])
label = Label("Caseclock")
label.resize(1200, 760)
label.show()
app.exec()
"""


# start


def start_results(folder: Path) -> list[Result]:
    """From spawning Python to the first list on the screen, demo council, warm."""
    database = _demo(folder)
    home = folder / "home"
    home.mkdir()
    env = {**os.environ, "CASECLOCK_HOME": str(home), "CASECLOCK_DATABASE": str(database)}
    log = folder / "painted"
    bare = folder / "bare.py"
    bare.write_text(BARE)

    def ours() -> float:
        return _until_painted(
            [sys.executable, "-m", "desktop"], {**env, "CASECLOCK_START_LOG": str(log)}, log
        )

    def theirs() -> float:
        return _until_painted([sys.executable, str(bare), str(log)], env, log)

    return [compare("start to first list painted v a bare QLabel", ours, theirs, most=3.5, rounds=11, warm=2)]


def _until_painted(command: list[str], env: dict[str, str], log: Path) -> float:
    log.unlink(missing_ok=True)
    begin = time.time()
    subprocess.run(command, env=env, check=True, stderr=subprocess.DEVNULL)
    return float(log.read_text()) - begin


def _demo(folder: Path) -> Path:
    """The demo council as it lies after a first session: with its first list kept."""
    from desktop.commands.workspace import Workspace
    from desktop.demo import write
    from desktop.models import snapshot
    from desktop.models.session import today

    path = folder / "demo.caseclock"
    write(path, 1, today())
    with Workspace.open(path, author="bench", today=today) as workspace:
        assert workspace.keep_first_list(snapshot.draw)
    return path


# the table


class Row:
    """One row as the tutorials have it."""

    def __init__(self, texts: tuple[str, ...], rag: int) -> None:
        self.texts, self.rag = texts, rag


def tutorial_model(rows: list[Row], titles: list[str]) -> object:
    """Row objects, an if-chain, a brush per call."""
    from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
    from PySide6.QtGui import QBrush, QColor

    class Tutorial(QAbstractTableModel):
        def rowCount(self, parent=QModelIndex()):  # noqa: ANN001, ANN202, B008
            return 0 if parent.isValid() else len(rows)

        def columnCount(self, parent=QModelIndex()):  # noqa: ANN001, ANN202, B008
            return 0 if parent.isValid() else len(titles)

        def headerData(self, section, orientation, role=Qt.DisplayRole):  # noqa: ANN001, ANN202
            if role == Qt.DisplayRole and orientation == Qt.Horizontal:
                return titles[section]
            return None

        def data(self, index, role=Qt.DisplayRole):  # noqa: ANN001, ANN202
            row = rows[index.row()]
            if role == Qt.DisplayRole:
                return row.texts[index.column()]
            if role == Qt.ForegroundRole:
                return QBrush(QColor("#a8201a" if row.rag == 4 else "#17202a"))
            if role == Qt.BackgroundRole:
                return QBrush(QColor("#ffffff" if index.row() % 2 else "#f8fafb"))
            if role == Qt.TextAlignmentRole:
                return int(Qt.AlignLeft | Qt.AlignVCenter)
            return None

    return Tutorial()


def table_results() -> list[Result]:
    """One list of 100,000 rows through Qt, every repaint included."""
    import numpy as np
    from council import AS_AT, council
    from PySide6.QtCore import QSortFilterProxyModel
    from PySide6.QtWidgets import QTableView

    from desktop.app import make_application
    from desktop.domain.lists import Selection, build
    from desktop.domain.lists.desk import Desk
    from desktop.domain.timescales import Timescales
    from desktop.models.array_table import ArrayTableModel
    from desktop.views.table import ListTable

    application = make_application()
    application.setStyleSheet("")  # the peers would paint through it, and slowly
    desk = Desk.open(council(100_000, 400_000), Timescales.shipped(), AS_AT)
    selection = Selection("queue", AS_AT)
    data = build(desk, selection)
    model = ArrayTableModel()
    model.set_source(data)
    ours = ListTable(model)
    ours.head.lay_out(model.columns, {})
    shown = [model.columns[at] for at in ours.head.shown_sections()]
    every = np.arange(len(data), dtype=np.int32)
    texts = zip(*(data.text(column.key, every) for column in shown), strict=True)
    rows = [Row(line, int(rag)) for line, rag in zip(texts, data.rag, strict=True)]
    peer_model = tutorial_model(rows, [column.title for column in shown])
    peer, proxied = QTableView(), QTableView()
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(peer_model)
    for view, its_model in ((peer, peer_model), (proxied, proxy)):
        view.setModel(its_model)
        view.verticalHeader().setDefaultSectionSize(ours.rowHeight(0))
        view.verticalHeader().hide()
        for at, section in enumerate(ours.head.shown_sections()):
            view.setColumnWidth(at, ours.columnWidth(section))
    for view in (ours, peer, proxied):
        view.resize(1400, 900)
        view.show()
    application.processEvents()
    name = f"{len(data):,} rows"
    key = "person"
    at = next(place for place, column in enumerate(shown) if column.key == key)
    found = [
        compare(f"one scroll frame of {name} v the tutorial model", _scroll(ours), _scroll(peer), most=0.5)
    ]
    found += [
        _sort(model, ours, key, proxied, at, name),
        _filter(desk, selection, model, ours, proxy, proxied, at, name),
    ]
    return found


def _scroll(view: object) -> Callable[[], float]:
    """The median of sixty frames, a few lines further each; the first ten are dropped."""
    bar = view.verticalScrollBar()  # type: ignore[attr-defined]

    def frames() -> float:
        times = []
        begin = bar.value() % 5000
        for step in range(60):
            start = time.perf_counter()
            bar.setValue(begin + 3 * step)
            view.viewport().repaint()  # type: ignore[attr-defined]
            times.append(time.perf_counter() - start)
        return statistics.median(times[10:])

    return frames


def _sort(model: object, ours: object, key: str, proxied: object, at: int, name: str) -> Result:
    from PySide6.QtCore import Qt

    turn = {"ours": False, "peer": False}

    def ours_once() -> None:
        turn["ours"] = not turn["ours"]
        model.sort_by(key, turn["ours"])  # type: ignore[attr-defined]
        ours.viewport().repaint()  # type: ignore[attr-defined]

    def peer_once() -> None:
        turn["peer"] = not turn["peer"]
        order = Qt.SortOrder.DescendingOrder if turn["peer"] else Qt.SortOrder.AscendingOrder
        proxied.model().sort(at, order)  # type: ignore[attr-defined]
        proxied.viewport().repaint()  # type: ignore[attr-defined]

    return compare(
        f"sort {name}, repainted v QSortFilterProxyModel", ours_once, peer_once, most=0.007, rounds=3
    )


def _filter(
    desk: object,
    selection: object,
    model: object,
    ours: object,
    proxy: object,
    proxied: object,
    at: int,
    name: str,
) -> Result:
    from desktop.domain.lists import build

    model.sort_by("")  # type: ignore[attr-defined]
    proxy.sort(-1)  # type: ignore[attr-defined]
    proxy.setFilterKeyColumn(at)  # type: ignore[attr-defined]
    words = ["p1", "p12", "p1", "p123"]
    turn = {"ours": 0, "peer": 0}

    def ours_once() -> None:
        turn["ours"] += 1
        text = words[turn["ours"] % 4]
        model.set_source(build(desk, selection.but(text=text)))  # type: ignore[attr-defined]
        ours.viewport().repaint()  # type: ignore[attr-defined]

    def peer_once() -> None:
        turn["peer"] += 1
        proxy.setFilterFixedString(words[turn["peer"] % 4])  # type: ignore[attr-defined]
        proxied.viewport().repaint()  # type: ignore[attr-defined]

    return compare(
        f"one keystroke of a filter over {name}, repainted", ours_once, peer_once, most=0.05, rounds=8
    )


# one recorded visit


TEAMS, ROWS = 60, 50_000


def write_tracker(path: Path) -> None:
    """A tracker as a manager keeps it: due, days over and status beside each row, counts by team.

    Written without cached values, so that Calc computes every cell.
    """
    import datetime as dt
    import random

    from openpyxl import Workbook

    dice = random.Random(7)
    book = Workbook(write_only=True)
    sheet, counts = book.create_sheet("Visits"), book.create_sheet("Counts")
    sheet.append(
        ("Child ID", "Initials", "Status", "Worker", "Plan/care start", "Last visit", "Seen?", "Team")
    )
    base = dt.date.today()
    for at in range(ROWS):
        line = at + 2
        sheet.append(
            [
                1_000_000 + at,
                dice.choice("ABCDEFGH") + dice.choice("JKLMNOP"),
                dice.choice(("CP", "CIN", "CLA")),
                f"Worker {at % 480}",
                base - dt.timedelta(days=dice.randint(100, 900)),
                base - dt.timedelta(days=dice.randint(1, 60)),
                "Y",
                f"Team {at % TEAMS}",
                f"=WORKDAY(F{line},10)",
                f"=MAX(0,NETWORKDAYS(I{line},TODAY())-1)",
                f'=IF(J{line}>0,"Overdue","In time")',
            ]
        )
    last = ROWS + 1
    for team in range(TEAMS):
        words = ("Overdue", "In time")
        cells = [
            f'=COUNTIFS(Visits.H$2:H${last},"Team {team}",Visits.K$2:K${last},"{word}")' for word in words
        ]
        counts.append([f"Team {team}", *(cell.replace("Visits.", "Visits!") for cell in cells)])
    book.save(path)


def visit_results(folder: Path) -> list[Result]:
    """A visit recorded in a list of 50,000 rows: durable, list and counts refreshed and repainted."""
    python = "/usr/bin/python3"
    if not shutil.which("soffice") or subprocess.call(
        [python, "-c", "import uno"], stderr=subprocess.DEVNULL
    ):
        print("skip visit: LibreOffice with its Python bridge is not installed")
        return []
    workbook = folder / "visits.xlsx"
    write_tracker(workbook)
    record = _recorder(folder, workbook)
    command = [python, str(HERE / "calc_edit.py"), str(workbook)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as calc:
        assert calc.stdin is not None
        assert calc.stdout is not None
        assert calc.stdout.readline().strip() == "ready"

        def edit() -> float:
            calc.stdin.write("\n")
            calc.stdin.flush()
            return float(calc.stdout.readline())

        name = f"one visit recorded, {ROWS:,} rows, list and counts repainted v Calc's one cell"
        result = compare(name, record, edit, most=0.02, rounds=11, warm=3)
        calc.stdin.close()
    return [result]


def _recorder(folder: Path, workbook: Path) -> Callable[[], float]:
    """Opens the window on an encrypted database of the same 50,000 rows; returns what records one."""
    from PySide6.QtCore import QEvent, QEventLoop, QObject

    from desktop.app import Window, make_application
    from desktop.commands import importing, visits
    from desktop.commands.workspace import Workspace
    from desktop.store.keys import Key

    application = make_application()
    path, key = folder / "fifty.caseclock", Key.generate()
    with Workspace.create(path, key, author="bench") as workspace:
        importing.apply(workspace, importing.dry_run(workspace, workbook))
    window = Window(application, str(folder / "none"))
    window.start()
    assert window.session is not None
    assert window.shell is not None
    session, shell = window.session, window.shell
    window.open(path, key)

    def settle() -> None:
        until = time.monotonic() + 0.5
        while session.desk is None or session.tasks.busy or time.monotonic() < until:
            application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.005)

    settle()
    shell.resize(1400, 900)
    shell.go("visits")
    settle()
    page = shell.list_page
    assert page is not None
    page.side.hide()  # the detail follows later, after the list and its counts
    settle()

    class Painted(QObject):
        """Sees that the list and at least one count were painted with the new answer."""

        seen: set[str] = set()

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                self.seen.add("list" if watched is page.table.viewport() else "count")
            return False

    painted = Painted()
    for part in (page.table.viewport(), *page.strip.cards.values()):
        part.installEventFilter(painted)

    def record() -> float:
        row = page.table.current_row()
        case, before = int(page.answer.data.case[row]), page.answer
        today = session.today
        painted.seen.clear()
        begin = time.perf_counter()
        session.run(
            lambda desk: visits.record(
                desk.book,
                visits.Visit(today, [visits.Seen(case)], again="second"),
                author="bench",
                today=today,
            )
        )
        while page.answer is before or len(painted.seen) < 2:  # asleep in between, as the real loop is
            application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if page.answer is before:
                painted.seen.clear()
        spent = time.perf_counter() - begin
        settle()
        page.table.go_to_first()
        return spent

    return record


def main() -> int:
    """Every comparison, or those named; 1 when one is over its limit."""
    wanted = sys.argv[1:] or ["start", "table", "visit"]
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["CASECLOCK_HOME"] = str(folder / "own-home")
        if "start" in wanted:
            results += start_results(folder)
        if "table" in wanted:
            results += table_results()
        if "visit" in wanted:
            results += visit_results(folder)
    return int(any(result.ratio > result.most for result in results))


if __name__ == "__main__":
    sys.stdout.flush()
    code = main()
    sys.stdout.flush()
    os._exit(code)  # no window is left to be taken down in order
