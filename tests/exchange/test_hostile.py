"""Files that are wrong, locked, broken or meant to do harm: one sentence each, and nothing changes."""

import os
import random
import struct
import time
import zipfile

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheets_made import DATA, SUPERVISION, repacked, supervision, workbook

from desktop.errors import KnownError
from desktop.exchange.read import read_file

GOOD = ["111", "AB", "CP", "Uma Smith", "01/10/2026", "fine"]
SHEET = "xl/worksheets/sheet1.xml"


def refusal(path):
    with pytest.raises(KnownError) as caught:
        read_file(path)
    message = caught.value.message
    assert path.name in message
    assert "Nothing was changed." in message
    assert "Traceback" not in message
    return message


def made(path, content):
    path.write_bytes(content)
    return path


@pytest.fixture
def good(tmp_path):
    return supervision(tmp_path / "good.xlsx", GOOD)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.xlsx", b"", "is empty"),
        ("empty.csv", b"", "is empty"),
        ("scan.xlsx", b"%PDF-1.7 ...", "not a spreadsheet"),
        ("web.xls", b"<html><table><tr><td>x", "not a spreadsheet"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(50), "not a spreadsheet"),
        ("nul.csv", b"Child ID,Last supervision\n1,01/10/2026\0\n", "not a spreadsheet"),
        ("old.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "old Excel format"),
        (
            "locked.xlsx",
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        ("half.xlsx", b"PK\x03\x04" + bytes(40), "damaged"),
        ("words.csv", b"Dear all,\nplease see attached\n", "none of the headers"),
        ("blank.csv", b"\n\n  \n,,,\n", "no rows"),
    ],
)
def test_files_that_are_no_tracker(tmp_path, name, content, says):
    assert says in refusal(made(tmp_path / name, content))


def test_a_missing_file_and_a_folder(tmp_path):
    assert "no longer there" in refusal(tmp_path / "gone.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    assert "is a folder" in refusal(tmp_path / "folder.xlsx")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(good):
    good.chmod(0)
    assert "is locked" in refusal(good)


def test_a_file_that_another_program_holds(good, monkeypatch):
    def held(self, *args, **kwargs):
        raise PermissionError(13, "in use")

    monkeypatch.setattr(type(good), "open", held)
    assert "is locked" in refusal(good)


def test_a_file_over_100_mb_is_not_opened(tmp_path):
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024 + 1)
    assert "larger than 100 MB" in refusal(path)


def test_a_workbook_cut_off_anywhere_is_damaged(good, tmp_path):
    whole = good.read_bytes()
    for length in range(40, len(whole) - 1, 331):
        assert "damaged" in refusal(made(tmp_path / "cut.xlsx", whole[:length]))


def test_other_zips_are_not_workbooks(tmp_path):
    path = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert "not an Excel workbook" in refusal(path)


def test_a_zip_bomb_is_not_opened(good, tmp_path):
    bomb = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(good) as old,
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for part in old.infolist():
            if part.filename != SHEET:
                new.writestr(part.filename, old.read(part.filename))
        with new.open(SHEET, "w", force_zip64=True) as stream:
            for _ in range(160):
                stream.write(b" " * 1024 * 1024)
    started = time.monotonic()
    assert "unpack to far more" in refusal(bomb)
    assert time.monotonic() - started < 5


def test_a_zip_that_lies_about_its_size_is_damaged(good, tmp_path):
    raw = bytearray(good.read_bytes())
    at = raw.rfind(b"PK\x01\x02", 0, raw.find(SHEET.encode(), raw.find(b"PK\x01\x02")))
    struct.pack_into("<I", raw, at + 24, 10)  # the size it claims to unpack to
    assert "damaged" in refusal(made(tmp_path / "liar.xlsx", bytes(raw)))


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_document_types_in_any_part_are_refused(good, tmp_path, part):
    with zipfile.ZipFile(good) as package:
        xml = package.read(part)
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    cut = xml.index(b"?>") + 2
    for padding in (b"", b"<!-- " + b"x" * 5_000_000 + b" -->"):
        bad = repacked(good, tmp_path / "dtd.xlsx", {part: xml[:cut] + padding + laughs + xml[cut:]})
        assert "document type" in refusal(bad)
    wide = repacked(good, tmp_path / "utf16.xlsx", {part: xml.decode().encode("utf-16")})
    assert "document type" in refusal(wide)


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="XFD1048576"><v>1</v></c>',
        b"<c r='XFD1048576'><v>1</v></c>",
        b'<c s="0" r = "XFD1048576"><v>1</v></c>',
        b'<c\nr="XFD1048576"><v>1</v></c>',
    ],
)
def test_a_sheet_stretched_to_its_last_corner_is_refused_and_not_held_in_memory(good, tmp_path, cell):
    with zipfile.ZipFile(good) as package:
        xml = package.read(SHEET)
    far = xml.replace(b"</sheetData>", b'<row r="1048576">' + cell + b"</row></sheetData>")
    assert "reaches to row 1,048,576" in refusal(repacked(good, tmp_path / "far.xlsx", {SHEET: far}))


@pytest.mark.parametrize("address", [b"C99999999999999999999", b"C4294967296", b"C1 D2", b"7C"])
def test_a_cell_with_no_possible_address_is_refused(good, tmp_path, address):
    with zipfile.ZipFile(good) as package:
        xml = package.read(SHEET)
    bad = xml.replace(b"</sheetData>", b'<row r="9"><c r="' + address + b'"><v>1</v></c></row></sheetData>')
    assert refusal(repacked(good, tmp_path / "far.xlsx", {SHEET: bad}))


def test_a_part_that_states_four_billion_entries_is_refused(tmp_path):
    source = DATA / "supervision_tracker.xlsx"
    with zipfile.ZipFile(source) as package:
        xml = package.read("xl/sharedStrings.xml")
    at = xml.index(b'uniqueCount="') + len(b'uniqueCount="')
    lie = xml[:at] + b"4294967296" + xml[xml.index(b'"', at) :]
    assert "unpack to far more" in refusal(
        repacked(source, tmp_path / "x.xlsx", {"xl/sharedStrings.xml": lie})
    )


def test_a_million_empty_rows_are_only_slow_to_scroll(tmp_path):
    path = tmp_path / "tall.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("East")
    sheet.write_row(0, 0, SUPERVISION)
    sheet.write_row(1, 0, GOOD)
    sheet.write_string(1_048_575, 0, " ")
    book.close()
    parsed = read_file(path)
    assert (parsed.record_count, len(parsed.rejected), len(parsed.skipped)) == (1, 0, 1)


def test_formulas_in_text_are_text(tmp_path):
    danger = "=cmd|'/c calc'!A1"
    parsed = read_file(supervision(tmp_path / "f.xlsx", ["111", "+AB", "CP", "@Uma", "01/10/2026", danger]))
    (record,) = parsed.records
    assert (record["comment"], record["initials"], record["worker"]) == (danger, "+AB", ("@Uma",))
    rejected = read_file(
        supervision(tmp_path / "g.xlsx", GOOD, ["=1+1", "AB", "CP", "Uma", "01/10/2026", ""])
    )
    assert [(p.row, p.value) for p in rejected.rejected] == [(3, "=1+1")]


def test_a_macro_workbook_is_read_for_its_values_only(good, tmp_path):
    parsed = read_file(repacked(good, tmp_path / "m.xlsm", {"xl/vbaProject.bin": b"\0" * 500}))
    assert parsed.record_count == 1


def test_cancel_stops_with_a_sentence(good):
    with pytest.raises(KnownError, match="Nothing was changed"):
        read_file(good, cancel=lambda: True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_a_workbook_with_damaged_bytes_is_read_or_refused(tmp_path, chance: random.Random):
    raw = bytearray((DATA / "supervision_tracker.xlsx").read_bytes())
    for _ in range(chance.randint(1, 20)):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    _read_or_refused(made(tmp_path / "fuzz.xlsx", bytes(raw)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(max_size=12), max_size=8), max_size=8))
def test_any_text_table_under_a_good_header_is_accounted_for(tmp_path, rows):
    cells = [[cell.replace('"', '""') for cell in row] for row in [SUPERVISION, *rows]]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in cells)
    _read_or_refused(made(tmp_path / "fuzz.csv", text.encode("utf-8", "surrogatepass")))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(
            st.one_of(st.text(max_size=12), st.floats(-1e6, 1e6), st.booleans(), st.none()),
            min_size=6,
            max_size=6,
        ),
        max_size=8,
    )
)
def test_every_data_row_is_a_record_rejected_or_skipped(tmp_path, rows):
    path = workbook(
        tmp_path / "any.xlsx", {"East": [SUPERVISION, GOOD, *rows, GOOD[:4] + ["02/10/2026", "end"]]}
    )
    parsed = read_file(path)
    told = {(p.row) for p in parsed.rejected} | {record.row for record in parsed.records}
    for item in parsed.skipped:
        told |= set(range(item.row, item.row + item.how_many))
    assert told == set(range(1, len(rows) + 4))


def _read_or_refused(path):
    try:
        said = read_file(path).layout
    except KnownError as error:
        said = error.message
    assert said in ("supervision_tracker", "mixed") or "Nothing was changed." in said
