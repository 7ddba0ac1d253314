"""What goes to the clipboard can be pasted into a spreadsheet and runs nothing there."""

from desktop.models.copying import as_mime, safe


def test_formulas_get_an_apostrophe_and_numbers_do_not():
    assert safe("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert safe("@cmd") == "'@cmd"
    assert safe("+44 23") == "'+44 23"
    assert safe("-12") == "-12"
    assert safe("two\nlines\tand tabs") == "two lines and tabs"


def test_rows_under_headings_in_both_forms():
    mime = as_mime(["Name", "Due"], [["A <b>", "24/10/2026"], ["=x", ""]])
    assert mime.text() == "Name\tDue\nA <b>\t24/10/2026\n'=x\t\n"
    assert "A &lt;b&gt;" in mime.html()
    assert mime.html().count("<tr>") == 3


def test_without_headings_only_rows():
    assert as_mime([], [["a", "b"]]).text() == "a\tb\n"
