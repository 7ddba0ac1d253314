"""The register that the exceptional arrangements panel works through."""

import numpy as np
import pytest
from build import CaseBuilder, on

from desktop.domain.lists import Selection, build, counts, to_records
from desktop.domain.lists.columns import DUE_SOON, IN_TIME, NONE, OVERDUE, UNKNOWN
from desktop.domain.lists.desk import Desk
from desktop.domain.timescales import Timescales

AS_AT = on("2025-11-20")


def settled(build: CaseBuilder, ref: str, code="U4", moved=None, **more) -> int:
    case = build.case("cla", "2024-01-08", person=build.person(ref))
    build.placement(case, "2024-01-08", moved, code=code, to_18=1)
    if moved:
        build.placement(case, moved, code="U6")
    build.visit(case, "2025-11-03")
    build.agree(case, more.pop("interval", "3m"), more.pop("since", "2025-06-16"), **more)
    return case


@pytest.fixture
def desk() -> Desk:
    build = CaseBuilder()
    settled(build, "good", carer_agrees=1, iro_agrees=1, panel_ref="EAP-1", panel_decision="agreed")
    settled(build, "soon", review_by="2025-11-22")
    settled(build, "late", review_by="2025-11-01")
    settled(build, "short", code="R1", interval="6m", child_agrees=1)
    settled(build, "refused", panel_decision="refused", panel_on="2025-07-01")
    settled(build, "moved", moved="2025-10-01", ended_on="2025-10-01", ended_reason="placement moved")
    build.case("cla", "2024-01-08", person=build.person("never"))
    closed = settled(build, "gone")
    build.event(closed, "ended", "2025-11-01")
    return Desk.open(build.book, Timescales.shipped(), AS_AT)


def told(desk: Desk, chip: str = "", *columns: str) -> dict[str, tuple[str, ...]]:
    found = build(desk, Selection("agreements", AS_AT, chip=chip))
    rows = np.arange(len(found))
    texts = [found.text(key, rows) for key in ("person", *columns)]
    return {ref: tuple(rest) for ref, *rest in zip(*texts, strict=True)}


def test_lapsed_and_unproven_come_first_and_what_has_ended_last(desk):
    found = build(desk, Selection("agreements", AS_AT))
    refs = list(told(desk))
    assert refs[0] == "late"
    assert set(refs[1:3]) == {"short", "refused"}
    assert refs[3:] == ["soon", "good", "moved"]
    assert found.rag.tolist() == [OVERDUE, UNKNOWN, UNKNOWN, DUE_SOON, IN_TIME, NONE]


def test_each_row_says_what_became_of_it_and_why(desk):
    rows = told(desk, "", "state", "interval", "in_force")
    assert rows["late"][:2] == ("Review overdue 19 d", "3 months")
    assert rows["soon"][0] == "Review due in 2 d"
    assert rows["good"] == ("In force", "3 months", "3 months, as agreed")
    assert rows["short"][0] == "Without evidence"
    assert "long-term foster placement" in rows["short"][2]
    assert rows["refused"][0] == "Not approved"
    more = told(desk, "", "agreed_by", "panel", "placement", "end_reason")
    assert more["good"][:3] == ("carer, IRO", "Panel: EAP-1 agreed", "U4 since 08/01/2024")
    assert more["soon"][1] == "Panel: not recorded"
    assert more["refused"][1] == "Panel: refused 01/07/2025"
    assert more["moved"][3] == "placement moved"


def test_the_panels_counts_open_their_own_rows(desk):
    wanted = {
        "expired": {"late"},
        "review": {"soon"},
        "unproven": {"short"},
        "unapproved": {"refused"},
        "longer": {"good", "soon"},
        "moved": {"moved"},
    }
    for count in counts(desk, "agreements", Selection("agreements", AS_AT)):
        assert set(told(desk, count.key)) == wanted[count.key]
        assert count.n == len(wanted[count.key])


def test_what_is_printed_says_the_state_that_the_screen_shows(desk):
    printed = to_records(desk, build(desk, Selection("agreements", AS_AT)))
    assert {row["person"]: row["state"] for row in printed} == {
        ref: state for ref, (state,) in told(desk, "", "state").items()
    }
    assert printed[0]["state"] == "Review overdue 19 d"
