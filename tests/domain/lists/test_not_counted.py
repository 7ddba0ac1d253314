"""The detail of a case names the clocks that it does not have because no record of theirs has come in."""

from __future__ import annotations

from lists_council import AS_AT, Council

from desktop.domain.lists.detail import case_detail


def not_counted(made: Council, case: str) -> str:
    facts = dict(case_detail(made.desk(), made.book.case.row(case)).facts)
    return facts.get("Not counted", "")


def test_a_plan_from_a_file_says_what_no_file_has_spoken_of_and_one_typed_in_counts_everything() -> None:
    made = Council()
    brought, typed = made.case("cp", source="Visits!7"), made.case("cp")
    said = not_counted(made, brought)
    assert said.endswith(": no such record has come in")
    assert "Supervision, child protection" in said
    assert not_counted(made, typed) == ""
    for kind in ("supervision", "core_group", "review"):
        made.event(typed, kind, AS_AT - 20)
    assert not_counted(made, brought) == ""


def test_a_closed_case_is_owed_no_such_word() -> None:
    made = Council()
    case = made.case("cp", source="Visits!7")
    made.event(case, "ended", AS_AT - 5)
    assert not_counted(made, case) == ""
