"""A large workbook read piece by piece, while what follows is still being unpacked and looked through.

What takes the time of an import is taking a sheet's XML apart, which needs no Python. So the rows of a
sheet are dealt out to small workbooks in memory as soon as they have been inspected; those are read side
by side and put together again. Only sheets that the inspection finds plain (each cell says where it is)
are cut, and between two rows; with anything else the workbook is read whole, which gives the same cells.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any

SHEETS = "xl/worksheets/"
WORTH = 8 * 1024 * 1024  # bytes of XML from which several readers are quicker than one
MOST = 128 * 1024 * 1024  # bytes of XML up to which a workbook is read in pieces: they lie in memory
READERS = 2
SHARED_SHARE = 2  # each piece is so many times as large as the parts that every piece has to read again
_BEGIN, _END, _ROW = b"<sheetData>", b"</sheetData>", b"<row "
_FOOT = b"</sheetData></worksheet>"
_BLANK = b"<worksheet><sheetData/></worksheet>"

Rows = list[list[Any]]
_Piece = tuple[str, tuple[int, int], Rows]  # sheet, first row and column, cells from there


class Pieces:
    """The pieces of one workbook: cut by the inspection, read beside it, asked for afterwards."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None
        self._shared: dict[str, bytes] = {}
        self._least = 0
        self._cutter: _Cutter | None = None
        self._size = 0
        self._found: list[Future[list[_Piece]]] = []

    def __enter__(self) -> Pieces:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.give_up()

    @property
    def wanted(self) -> bool:
        """Whether the workbook is still to be read in pieces."""
        return self._pool is not None

    def begin(self, package: zipfile.ZipFile) -> None:
        """Start on a workbook whose parts have all been inspected but the sheets."""
        names = [part for part in package.namelist() if part.endswith((".xml", ".rels"))]
        sheets = [name for name in names if name.startswith(SHEETS) and name.endswith(".xml")]
        size = sum(package.getinfo(name).file_size for name in sheets)
        shared = sum(package.getinfo(name).file_size for name in names) - size
        self._least = SHARED_SHARE * shared
        if not max(WORTH, 2 * self._least) <= size <= MOST:
            return
        self._shared = {name: package.read(name) for name in names if not name.startswith(SHEETS)}
        self._shared |= dict.fromkeys(sheets, _BLANK)
        self._pool = ThreadPoolExecutor(READERS)

    def sheet(self, part: str) -> None:
        """Say which sheet the next chunks are of."""
        self._cutter = _Cutter(part) if self.wanted else None

    def take(self, chunk: bytes, seen: int) -> None:
        """Take inspected bytes of the sheet.

        Args:
            chunk: what follows.
            seen: how many bytes at its end another look is still to be taken at.
        """
        if self._pool is None or self._cutter is None:
            return
        self._size += len(chunk)
        if self._size > MOST:
            self.give_up()
            return
        self._cutter.add(chunk)
        if self._cutter.size >= self._least:
            self._submit(self._cutter.cut(seen))

    def end(self, plain: bool) -> None:
        """All of the sheet has been taken; `plain` when every cell says where it is."""
        if not plain:
            self.give_up()
        elif self.wanted and self._cutter is not None:
            self._submit(self._cutter.rest())
        self._cutter = None

    def give_up(self) -> None:
        """Read the workbook whole after all."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
        self._found.clear()

    def rows(self, names: Sequence[str]) -> Iterator[Rows]:
        """The cells of some sheets, each from its first row and column.

        Raises:
            ValueError: when the pieces do not fit together; the workbook is to be read whole.
        """
        pieces: dict[str, list[_Piece]] = {name: [] for name in names}
        for future in self._found:
            for piece in future.result():
                pieces[piece[0]].append(piece)
        for name in names:
            yield _together(pieces[name])

    def _submit(self, xml: bytes | None) -> None:
        assert self._pool is not None
        assert self._cutter is not None
        if xml is None:
            self.give_up()
        elif xml:
            self._found.append(self._pool.submit(_read, self._shared, self._cutter.part, xml))


class _Cutter:
    """One sheet's XML on its way into pieces, each with the sheet's head and whole rows."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.size = 0
        self._parts: list[bytes] = []
        self._head = b""

    def add(self, chunk: bytes) -> None:
        self._parts.append(chunk)
        self.size += len(chunk)

    def cut(self, keep: int) -> bytes | None:
        """A piece up to the last row that begins `keep` bytes or more before the end.

        Empty when there is no such row; None when the sheet may not be cut.
        """
        text = self._next()
        if text is None:
            return None
        end = text.find(_END)
        last = min(len(text) if end < 0 else end, max(len(text) - keep, 0))
        middle = text.rfind(_ROW, 0, last) if self._head else 0
        self.add(text[max(middle, 0) :])
        return self._piece(text, middle) if middle > 0 else b""

    def rest(self) -> bytes | None:
        """The last piece; None when the sheet may not be cut or does not end as one should."""
        text = self._next()
        if text is None or not self._head:
            return None if text is None or b"row" in text else b""
        end = text.find(_END)
        return self._piece(text, end) if end >= 0 else None

    def _piece(self, text: bytes, end: int) -> bytes:
        return b"".join((self._head, memoryview(text)[:end], _FOOT))

    def _next(self) -> bytes | None:
        """What has not been cut off yet, without the head; None when it may not be cut."""
        text = b"".join(self._parts)
        self._parts, self.size = [], 0
        # A comment, quoted text or an instruction might hold what looks like a row.
        if (b"!" in text and b"<!" in text) or (b"?" in text[2:] and text.find(b"<?", 2) >= 0):
            return None
        begin = -1 if self._head else text.find(_BEGIN)
        if begin >= 0:
            begin += len(_BEGIN)
            self._head, text = text[:begin], text[begin:]
        return None if self._head.count(b"sheetData") > 1 else text


def _read(shared: Mapping[str, bytes], part: str, xml: bytes) -> list[_Piece]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    book = CalamineWorkbook.from_filelike(_packed(shared, part, xml))
    found: list[_Piece] = []
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        if sheet.start is not None:
            found.append((about.name, sheet.start, sheet.to_python(skip_empty_area=True)))
    return found


def _packed(shared: Mapping[str, bytes], part: str, xml: bytes) -> io.BytesIO:
    """The workbook with no rows but these, not packed again."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        for name, content in shared.items():
            package.writestr(name, xml if name == part else content)
    made.seek(0)
    return made


def _together(pieces: Sequence[_Piece]) -> Rows:
    width = max((column + len(rows[0]) for _, (_, column), rows in pieces), default=0)
    whole: Rows = []
    for _, (row, column), rows in pieces:
        if row < len(whole):
            raise ValueError("rows that are not in order")
        whole += [[""] * width for _ in range(row - len(whole))]
        whole += _widened(rows, column, width)
    return whole


def _widened(rows: Rows, left: int, width: int) -> Rows:
    right = width - left - len(rows[0])
    if not left and not right:
        return rows
    before, after = [""] * left, [""] * right
    return [before + cells + after for cells in rows]
