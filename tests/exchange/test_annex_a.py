import datetime as dt

import pytest
from sheets_made import DATA, workbook

from desktop.domain.days import day
from desktop.exchange import annex_a
from desktop.exchange.read import read_file
from desktop.exchange.records import FIELDS

TODAY = day(dt.date(2026, 11, 20))
CP = [
    "Child Unique ID",
    "Date of Birth",
    "Child Protection Plan Start Date",
    "Date of the Last Statutory Visit",
    "Was the Child Seen Alone?",
    "Child Protection Plan End Date",
    "Allocated Worker",
]


@pytest.fixture(scope="module")
def annex():
    return read_file(DATA / "Annex_A.xlsx", today=TODAY)


def rows(parsed, number):
    return [record for record in parsed.records if record.layout == f"annex_a_{number}"]


def test_lists_3_to_9_are_read_and_the_others_named_once(annex):
    counts = {n: len(rows(annex, n)) for n in range(3, 10)}
    assert counts == {3: 6, 4: 5, 5: 5, 6: 5, 7: 7, 8: 5, 9: 6}
    assert (annex.layout, annex.rejected) == ("annex_a", [])
    assert annex.notes == ["Annex A lists not used, as no clock is counted from them: 1, 2, 10, 11."]


def test_the_day_of_the_workbook_follows_from_its_exact_ages(annex):
    assert annex.as_at is None
    assert annex.likely_as_at == day(dt.date(2021, 3, 16))


def test_values_of_each_list(annex):
    referral, assessment, s47 = rows(annex, 3)[0], rows(annex, 4)[0], rows(annex, 5)[2]
    assert (referral["child_id"], referral["worker"], referral["no_further_action"]) == (
        "6537810",
        ("Dustin Hazlett",),
        0,
    )
    assert (assessment["seen"], assessment["authorised_on"]) == (1, day(dt.date(2021, 2, 8)))
    assert (s47["icpc_unnecessary"], s47["icpc_on"]) == (1, None)
    cin, cp, cla, leaver = rows(annex, 6)[0], rows(annex, 7)[3], rows(annex, 8)[1], rows(annex, 9)[0]
    assert (cin["case_status"], cin["worker"]) == ("cin", ())
    assert (cp["seen_alone"], cp["plan_end"]) == (0, day(dt.date(2021, 1, 4)))
    assert (cla["legal_status"], cla["placement_code"], cla["postcode"]) == ("C2", "U1", "nope")
    assert (leaver["eligibility"], leaver["in_touch"], leaver["personal_adviser"]) == (
        "former_relevant",
        1,
        (),
    )


def test_what_is_odd_in_it_is_listed(annex):
    assert [(p.sheet, p.row, p.code) for p in annex.exceptions] == [
        ("List 7", 7, "after_end"),
        ("List 7", 8, "after_end"),
        ("List 8", 2, "over_18_in_care"),
        ("List 8", 5, "before_birth"),
    ]


@pytest.mark.parametrize(
    ("field", "raw", "word"),
    [
        ("seen_alone", "Child not seen alone", "0"),
        ("seen_alone", "No Visit - new in last month", ""),
        ("seen_alone", "1 - Yes", "1"),
        ("case_status", "CLA&CP", "cla"),
        ("case_status", "CP Ext", "cp"),
        ("case_status", "Care leaver", None),
        ("disabled", "NOBT", ""),
        ("eligibility", "FR", "former_relevant"),
        ("in_touch", "5 - No, residence not known", ""),
        ("in_touch", "NO", "0"),
        ("gender", "2 - Female", "f"),
        ("seen", "perhaps", None),
    ],
)
def test_spellings_that_councils_sent(field, raw, word):
    assert annex_a.standard(field, raw) == word


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("d) U4: Foster placement - long term", "U4"),
        ("U4IN - anything", "U4"),
        ("Placed with parents", "P1"),
        ("Foster placement", ""),
        ("Placement with other foster carer - Long Term", "U4"),
        ("", ""),
    ],
)
def test_a_placement_is_coded_only_where_the_words_leave_no_doubt(raw, code):
    assert annex_a.placement_code(raw) == code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("C2: FCO", "C2"),
        ("CLA - Interim Care Order", "C1"),
        ("V2 - section 20 accommodation", "V2"),
        ("Special Guardianship Order", ""),
        ("CLA - E1 - Placement order granted AND C2 - Full Care Order", "E1"),
    ],
)
def test_legal_status_by_code_or_by_unmistakable_words(raw, code):
    assert annex_a.legal_status(raw) == code


def test_every_standard_word_is_one_the_layout_can_hold():
    for field, spellings in annex_a.variants().items():
        specs = [spec for fields in FIELDS.values() for spec in fields if spec.name == field]
        assert specs
        for word in set(spellings.values()):
            assert all(spec.kind != "code" or word in (*spec.codes, "") for spec in specs)
            assert all(spec.kind != "flag" or word in ("0", "1", "") for spec in specs)


def test_sheets_are_known_by_headers_not_by_names_or_order(tmp_path):
    one = ["111", dt.date(2020, 5, 1), "01/10/2026", "10/11/2026", "a) Yes", "", "#N/A"]
    parsed = read_file(workbook(tmp_path / "a.xlsx", {"contacts": [["Annex"], CP, one]}), today=TODAY)
    (record,) = parsed.records
    assert (record.layout, record["seen_alone"], record["worker"]) == ("annex_a_7", 1, ())


def test_a_referral_without_its_date_says_nothing(tmp_path):
    heads = ["Child Unique ID", "Date of referral", "Referral NFA?"]
    parsed = read_file(
        workbook(tmp_path / "a.xlsx", {"x": [heads, ["111", "", "No"], ["222", "01/10/2026", "NFA"]]}),
        today=TODAY,
    )
    assert [(p.row, p.code) for p in parsed.rejected] == [(2, "no_key_date")]
    assert [record["no_further_action"] for record in parsed.records] == [1]


def test_a_plan_without_its_start_is_kept_as_not_known(tmp_path):
    row = ["111", "", "", "10/11/2026", "maybe", "", ""]
    parsed = read_file(workbook(tmp_path / "a.xlsx", {"x": [CP, row]}), today=TODAY)
    assert parsed.record_count == 1
    assert {p.code for p in parsed.exceptions} == {"no_start", "unknown_words"}
