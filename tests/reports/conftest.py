"""The demo council with October frozen, its figures for both audiences, and a panel's packs."""

from __future__ import annotations

import datetime as dt
import io
import shutil

import openpyxl
import pytest

from desktop.analysis import frozen_content
from desktop.analysis.frozen import frozen_rows, read_frozen
from desktop.commands import freezing
from desktop.commands.workspace import Workspace
from desktop.domain.days import day
from desktop.domain.months import read_month
from desktop.reports.packs import pack
from desktop.reports.packs_published import material
from desktop.reports.packs_workbook import pack_workbook

TODAY = day(dt.date(2026, 11, 20))
OCTOBER = read_month("2026-10")


@pytest.fixture(scope="session")
def space(demo_master, tmp_path_factory):
    """October frozen with few months behind it; a test may add to the data, never freeze again."""
    path = shutil.copy(demo_master, tmp_path_factory.mktemp("packs") / "demo.db")
    with Workspace.open(path, None, "manager", today=lambda: TODAY) as workspace:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(frozen_content, "MONTHS", 4)
            workspace.run(freezing.freeze(workspace.book, OCTOBER, author="clerk-7", today=TODAY))
        yield workspace


@pytest.fixture(scope="session")
def frozen(space):
    return read_frozen(space.book, frozen_rows(space.book, OCTOBER)[0])


@pytest.fixture(scope="session")
def managers(frozen, space):
    return material(space.book, frozen_rows(space.book, OCTOBER)[0], "managers").figures()


@pytest.fixture(scope="session")
def panel(frozen, space):
    return material(space.book, frozen_rows(space.book, OCTOBER)[0], "panel").figures()


@pytest.fixture(scope="session")
def panel_papers(panel):
    return [pack(panel, scope) for scope in panel.packs]


@pytest.fixture(scope="session")
def panel_sheets(panel):
    return read_sheets(pack_workbook(panel, panel.packs, "Figures"))


def read_sheets(content):
    """The cells of a workbook by sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {one.title: [list(row) for row in one.iter_rows(values_only=True)] for one in book}


@pytest.fixture(scope="session")
def sheets():
    return read_sheets
