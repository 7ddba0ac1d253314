"""A large workbook read as two smaller ones at once, one on each core.

What takes the time of an import is taking a sheet's XML apart, which needs no Python. So the rows of
every sheet are dealt out to two workbooks in memory, read side by side and put together again. Only
sheets that the inspection found plain (each cell says where it is) are cut, and between two rows; with
anything else the workbook is read whole, which gives the same cells.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

SHEETS = "xl/worksheets/"
WORTH = 8 * 1024 * 1024  # bytes of XML from which two readers are quicker than one
_BEGIN, _END, _ROW = b"<sheetData>", b"</sheetData>", b"<row "

Piece = tuple[memoryview, ...]  # what a part is put together of
Parts = Mapping[str, Piece]
Rows = list[list[Any]]


def halves(path: Path, sheets: Mapping[str, bytes]) -> tuple[Parts, Parts] | None:
    """The parts of the two workbooks that differ from those of the file; None when it is read whole.

    Args:
        path: the file.
        sheets: the unpacked XML of its plain sheets, by the name of the part.
    """
    if sum(map(len, sheets.values())) < WORTH:
        return None
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if name.startswith(SHEETS) and name.endswith(".xml")]
    cuts = [_cut(sheets[name]) for name in names if name in sheets]
    if len(cuts) < len(names):
        return None
    made = [each for each in cuts if each is not None]
    if len(made) < len(names):
        return None
    first, second = ({name: cut[at] for name, cut in zip(names, made, strict=True)} for at in (0, 1))
    return first, second


def _cut(sheet: bytes) -> tuple[Piece, Piece] | None:
    """A sheet's XML with the first and with the second half of its rows."""
    if b"row" not in sheet:
        return (memoryview(sheet),), (memoryview(sheet),)
    begin, end = sheet.find(_BEGIN), sheet.rfind(_END)
    # A comment, quoted text or an instruction might hold what looks like a row.
    hidden = (b"!" in sheet and b"<!" in sheet) or sheet.find(b"<?", 2) >= 0
    if hidden or not 0 < begin < end or sheet.find(_BEGIN, begin + 1) >= 0:
        return None
    middle = sheet.find(_ROW, (begin + end) // 2, end)
    middle = end if middle < 0 else middle
    view = memoryview(sheet)
    return (view[:middle], view[end:]), (view[: begin + len(_BEGIN)], view[middle:])


def read_halves(path: Path, parts: tuple[Parts, Parts], names: list[str]) -> Iterator[Rows]:
    """The cells of some sheets of a workbook in two halves, each from its first row and column.

    Raises:
        ValueError: when the halves of a sheet cannot be told apart; the workbook is to be read whole.
    """
    from python_calamine import CalamineWorkbook

    def opened(half: Parts) -> Any:
        return CalamineWorkbook.from_filelike(_packed(path, half))

    with ThreadPoolExecutor(1) as beside:
        second = beside.submit(opened, parts[1])
        first = opened(parts[0])
        for name in names:
            rest = beside.submit(lambda name: second.result().get_sheet_by_name(name), name)
            yield _together(first.get_sheet_by_name(name), rest.result())


def _packed(path: Path, half: Parts) -> io.BytesIO:
    """The workbook with half of its rows, not packed again."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        for part in whole.namelist():
            with package.open(part, "w") as goal:
                for piece in half.get(part) or (whole.read(part),):
                    goal.write(piece)
    made.seek(0)
    return made


def _together(first: Any, second: Any) -> Rows:
    above: Rows = first.to_python(skip_empty_area=False)
    if second.start is None:
        return above
    row, column = second.start
    if first.end is None or row <= first.end[0]:
        raise ValueError("rows that are not in order")
    below: Rows = second.to_python(skip_empty_area=True)
    width = max(len(above[0]), column + len(below[0]))
    blank = [[""] * width for _ in range(row - len(above))]
    return _widened(above, 0, width) + blank + _widened(below, column, width)


def _widened(rows: Rows, left: int, width: int) -> Rows:
    right = width - left - len(rows[0])
    if not left and not right:
        return rows
    before, after = [""] * left, [""] * right
    return [before + cells + after for cells in rows]
