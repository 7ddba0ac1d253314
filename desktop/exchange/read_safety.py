"""Whether a file may be opened at all: asked before any reader sees a byte of it.

Every refusal is one sentence that says what happened, that nothing was changed, and what to do.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, Literal

from desktop.errors import KnownError
from desktop.exchange.read_pieces import SHEETS, Pieces

MAX_BYTES = 100 * 1024 * 1024  # a file on disk
MAX_UNPACKED = 1024 * 1024 * 1024  # all parts of a workbook together
MAX_RATIO = 400  # of one part above `RATIO_FROM`; real sheets pack 10 to 60 times
RATIO_FROM = 64 * 1024 * 1024
MAX_CELLS = 16_000_000  # the rectangle that a sheet spans: the reader holds all of it
_CHUNK = 4 * 1024 * 1024
_OVERLAP = 64
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# Any cell but one in columns A to Z of the first 99,999 rows, written as every usual program does:
# a sheet without one cannot reach `MAX_CELLS`, and its cells need no second look.
_UNUSUAL = re.compile(rb'<c(?! r="[A-Z]\d{1,5}")[\s/>]')
_COLUMNS, _ROWS = re.compile(rb'c r="([A-Z]{1,3})\d'), re.compile(rb'c r="[A-Z]{1,3}(\d{1,7})"')
_STRANGE = re.compile(rb'<(?:\w+:)?c(?! r="[A-Z]{1,3}\d{1,7}")(?:\s[^>]*|/)?>')
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]{1,3})(\d{1,7})\s*["']""")
# A count that a part states about itself: the reader sets that much memory aside before it looks.
_HUGE_COUNT = re.compile(rb"""ount\s*=\s*["']\s*[+0]*[1-9]\d{7}""")
_NO_REFERENCE = re.compile(rb"""<(?:\w+:)?c(?:\s+(?!r\b)[\w:]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_ROW_NUMBER = re.compile(rb"""row\b[^>]*?\sr\s*=\s*["'](\d+)""")
_SAFE = "Nothing was changed."

FileKind = Literal["workbook", "text"]


def inspect(path: Path, pieces: Pieces | None = None) -> FileKind:
    """What sort of file this is.

    Args:
        path: the file.
        pieces: takes the XML of the sheets as it is found to be safe, to read it meanwhile.

    Raises:
        KnownError: when it is missing, locked, empty, too large, encrypted, damaged, hostile, or
            neither a workbook nor a text table.
    """
    name = path.name
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise KnownError(f"{name} is a folder, not a file. {_SAFE} Choose the spreadsheet inside it.")
        with path.open("rb") as stream:
            head = stream.read(4096)
            return _judge(stream, head, size, name, pieces or Pieces())
    except FileNotFoundError:
        raise KnownError(f"{name} is no longer there. {_SAFE} Look where it was moved to.") from None
    except PermissionError:
        raise KnownError(
            f"{name} is locked: another program has it open or you may not read it. {_SAFE} "
            "Close it there, or copy it to your own folder, and import the copy."
        ) from None
    except OSError as error:
        raise KnownError(
            f"{name} could not be read from its disk. {_SAFE} Copy it to this machine and try again.",
            type(error).__name__,
        ) from None


def _judge(stream: BinaryIO, head: bytes, size: int, name: str, pieces: Pieces) -> FileKind:
    if size == 0:
        raise KnownError(f"{name} is empty. {_SAFE} Save it again in the program that made it.")
    if size > MAX_BYTES:
        raise KnownError(
            f"{name} is larger than 100 MB, which no tracker is. {_SAFE} "
            "Remove pictures and old sheets, or save only the sheets you need."
        )
    if head.startswith(b"PK"):
        _check_workbook(stream, name, pieces)
        return "workbook"
    if head.startswith(_OLE):
        raise KnownError(_about_ole(stream, head, name))
    _check_text(head, name)
    return "text"


def _about_ole(stream: BinaryIO, head: bytes, name: str) -> str:
    start = head + stream.read(MAX_BYTES)
    if "EncryptedPackage".encode("utf-16-le") in start:
        return f"{name} is protected by a password. {_SAFE} Save a copy without it and import the copy."
    return f"{name} is in the old Excel format (.xls). {_SAFE} Open it in Excel and save it as .xlsx."


def _check_text(head: bytes, name: str) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"%pdf", b"{\\rtf")):
        raise KnownError(
            f"{name} is not a spreadsheet, whatever its name says. {_SAFE} "
            "Save it as .xlsx or .csv and try again."
        )
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not utf16 and (b"\0" in head or head.startswith((b"\x89PNG", b"\xff\xd8", b"GIF8"))):
        raise KnownError(
            f"{name} is not a spreadsheet or a text table. {_SAFE} Choose an .xlsx or .csv file."
        )


def _check_workbook(stream: BinaryIO, name: str, pieces: Pieces) -> None:
    damaged = KnownError(
        f"{name} is damaged or was not copied completely. {_SAFE} "
        "Copy it again, or open and save it in Excel."
    )
    try:
        with zipfile.ZipFile(stream) as package:
            parts = package.infolist()
            _check_contents(parts, name)
            for part in parts:
                if not part.filename.startswith(SHEETS):
                    _check_part(package, part, name, None)
            pieces.begin(package)
            for part in parts:
                if part.filename.startswith(SHEETS):
                    _check_part(package, part, name, pieces)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise damaged from None


def _check_contents(parts: list[zipfile.ZipInfo], name: str) -> None:
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise KnownError(
            f"{name} is protected by a password. {_SAFE} Save a copy without it and import the copy."
        )
    if "xl/workbook.xml" not in names:
        kind = (
            "is in Excel's binary format (.xlsb)"
            if "xl/workbook.bin" in names
            else "is not an Excel workbook"
        )
        raise KnownError(f"{name} {kind}. {_SAFE} Save it as .xlsx or .csv and import that.")
    unpacked = sum(part.file_size for part in parts)
    packed = any(
        part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if unpacked > MAX_UNPACKED or packed or len(parts) > 10_000:
        raise _bomb(name)


def _bomb(name: str) -> KnownError:
    return KnownError(
        f"{name} would unpack to far more than a tracker holds, so it was not opened. {_SAFE} "
        "Ask whoever sent it for a plain .xlsx or .csv."
    )


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, pieces: Pieces | None) -> None:
    """Unpack one part within bounds: no document types, no more than it says, not too wide or tall.

    A single byte is found many times as fast as a word, so a word's rarest byte is looked for first.
    """
    is_xml = part.filename.lower().endswith((".xml", ".rels"))
    unusual, tail = False, b""
    if pieces:
        pieces.sheet(part.filename)
    for chunk in _ahead(_unpacked(package, part, name)):
        window = tail + chunk
        if is_xml and not tail and (b"\0" in window[:200] or window.startswith((b"\xff\xfe", b"\xfe\xff"))):
            raise _document_type(name)
        if is_xml and b"!" in window and (b"<!DOCTYPE" in window or b"<!ENTITY" in window):
            raise _document_type(name)
        if is_xml and _HUGE_COUNT.search(window):
            raise _bomb(name)
        found = None if unusual else _UNUSUAL.search(window)
        whole = found is not None and found.start() < len(window) - _OVERLAP
        unusual = unusual or whole or (b":" in window and b":c " in window)
        if pieces and not unusual:
            pieces.take(chunk, _OVERLAP)
        tail = window[-2 * _OVERLAP :]  # a cell that the chunk cuts in two is whole in the next window
    unusual = unusual or _UNUSUAL.search(tail) is not None
    if pieces:
        pieces.end(plain=is_xml and not unusual)
    if is_xml and unusual:
        bottom, right = _corner(_unpacked(package, part, name))
        if bottom * right > MAX_CELLS:
            raise KnownError(
                f"{name} has a sheet that reaches to row {bottom:,} and column {right:,}, more than can be "
                f"read. {_SAFE} Delete the empty rows and columns beyond the table, save, and try again."
            )


def _document_type(name: str) -> KnownError:
    return KnownError(
        f"{name} carries instructions that no tracker needs (an XML document type), so it was not opened. "
        f"{_SAFE} Open it in Excel, save it under a new name and import that."
    )


def _unpacked(package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The part's bytes in chunks, taken from the packed stream itself: its stated size may be a lie."""
    total = 0
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            total += len(chunk)
            if total > MAX_UNPACKED:
                raise _bomb(name)
            yield chunk


def _ahead(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same chunks, each unpacked while the one before it is looked at."""
    first = next(chunks, b"")
    if len(first) < _CHUNK:  # the only one
        yield first
        return
    with ThreadPoolExecutor(1) as pool:
        while first:
            following = pool.submit(next, chunks, b"")
            yield first
            first = following.result()


def _corner(chunks: Iterator[bytes]) -> tuple[int, int]:
    """The lowest row and the rightmost column of a sheet's cells.

    Raises:
        ValueError: when a cell says where it is in a way that is no address.
    """
    bottom, right, tail = 1, 1, b""
    for chunk in chunks:
        window = tail + chunk
        right = max([right, *map(_column_number, set(_COLUMNS.findall(window)))])
        bottom = max([bottom, *map(int, set(_ROWS.findall(window)))])
        for cell in set(_STRANGE.findall(window)):
            if found := _REFERENCE.search(cell):
                right, bottom = max(right, _column_number(found[1])), max(bottom, int(found[2]))
            elif not _NO_REFERENCE.fullmatch(cell):
                raise ValueError("a cell address that cannot be read")
            else:  # placed by its row alone
                bottom = max([bottom, *(int(number[:9]) for number in _ROW_NUMBER.findall(window))])
                right = max(right, 26)
        tail = window[-2 * _OVERLAP :]
    return bottom, right


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
