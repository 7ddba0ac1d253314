"""What each role may change, asked of `push` as a client does."""

from __future__ import annotations

import uuid

import pytest
from rights_world import a_council, an_id, push, seen

TODAY = "2026-01-20"


@pytest.fixture(scope="module")
def council(cluster):
    made = a_council(cluster)
    yield made
    made.base.drop()


def new():
    return str(uuid.uuid4())


def event(case, kind="visit", **values):
    return ("event", new(), "insert", {"case_id": an_id("case", case), "kind": kind, "on": TODAY, **values})


def allocation(case, worker, role="worker", **values):
    given = {"case_id": an_id("case", case), "worker_id": an_id("worker", worker), "role": role, "on": TODAY}
    return ("allocation", new(), "insert", given | values)


def refused(answer, words=""):
    assert answer["outcome"] == "rejected", answer
    assert answer["rule"] == "right", answer
    assert answer["sentence"].endswith("nothing was changed (council rule).")
    assert words in answer["sentence"], answer["sentence"]


def applied(answer):
    assert answer["outcome"] == "applied", answer


HIDDEN = "record that you may not change, or that is no longer there"


def test_a_worker_records_on_their_own_cases_and_on_no_others(council):
    db = council.connect("worker")
    applied(push(db, event("held")))
    for case in ("team", "elsewhere", "secret_held", "family", "held_once", "held_this_year"):
        refused(push(db, event(case)), HIDDEN)
    refused(push(db, ("event", new(), "insert", {"case_id": new(), "kind": "visit", "on": TODAY})), HIDDEN)
    refused(push(db, event("held"), event("team")), HIDDEN)


def test_a_row_cannot_be_moved_into_or_out_of_a_case_out_of_sight(council):
    db = council.connect("worker")
    visit = event("held")
    applied(push(db, visit))
    refused(push(db, ("event", visit[1], "update", {"case_id": an_id("case", "team")})), HIDDEN)
    refused(push(db, ("note", an_id("note", "team"), "update", {"case_id": an_id("case", "held")})), HIDDEN)
    refused(push(db, ("note", an_id("note", "team"), "delete", {})), HIDDEN)
    refused(push(db, ("note", new(), "update", {"text": "x"})), HIDDEN)


def test_a_row_that_carries_the_id_of_a_hidden_case_does_not_open_it(council):
    db = council.connect("worker")
    trick = ("note", an_id("case", "team"), "insert", {"case_id": an_id("case", "held"), "text": "x"})
    refused(push(db, trick, event("team")), HIDDEN)


@pytest.mark.parametrize(
    ("role", "kind"),
    [("worker", "supervision"), ("worker", "ended"), ("bia", "signed_off"), ("practice_supervisor", "ended"),
     ("independent_bia", "visit")],
)  # fmt: skip
def test_words_that_a_role_may_not_write_are_refused_by_the_database_too(council, role, kind):
    refused(push(council.connect(role), event("held", kind)), "this part of events")


def test_a_worker_may_not_reopen_a_case_by_ending_its_closing(council):
    boss, db = council.connect("head_of_service"), council.connect("worker")
    closing = event("held", "ended")
    applied(push(boss, closing))
    for change in ({"superseded_at": "2026-01-21T00:00:00Z"}, {"kind": "visit"}):
        refused(push(db, ("event", closing[1], "update", change)), "this part of events")
    refused(push(db, ("event", closing[1], "delete", {})), "this part of events")


def test_only_those_who_may_allocate_do(council):
    refused(
        push(council.connect("worker"), allocation("held", "me")),
        "A worker may not change allocations",
    )
    refused(push(council.connect("team_manager"), allocation("team", "me", "bia")), "DoLS desk")
    applied(push(council.connect("team_manager"), allocation("team", "far")))
    supervisor = council.connect("practice_supervisor")
    applied(push(supervisor, allocation("below", "lower")))
    refused(push(supervisor, allocation("below", "far")), "workers of your own team")
    applied(push(council.connect("dols_manager"), allocation("dols", "far", "bia")))
    refused(push(council.connect("dols_manager"), allocation("team", "far")), HIDDEN)


def test_an_assessor_hands_their_own_assessment_back_and_cannot_lengthen_their_way_in(council):
    db = council.connect("independent_bia")
    held = an_id("allocation", "dols_held", "me")
    end = ("allocation", held, "update", {"superseded_at": "2026-01-21T00:00:00Z"})
    again = allocation("dols_held", "me", "bia")
    refused(push(db, again), "end your own allocation")
    refused(push(db, end, again), "end your own allocation")
    refused(push(db, end, allocation("dols_held", "me", "bia", ended_on="2099-01-01")), "end your own")
    refused(push(db, ("allocation", held, "update", {"ended_on": "2026-01-01"})), "end your own")
    refused(push(db, ("allocation", held, "delete", {})), "end your own")
    refused(push(db, ("allocation", an_id("allocation", "dols_held"), "update", end[3])), "only your own")
    ended = allocation("dols_held", "me", "bia", ended_on=TODAY, reason_code="handed_back")
    applied(push(db, end, ended))
    back = ("allocation", held, "update", {"superseded_at": None})
    refused(push(db, back), "end your own")
    once_more = allocation("dols_held", "me", "bia", ended_on=TODAY)
    refused(push(db, ("allocation", ended[1], "update", end[3]), once_more), "end your own")


def start(team, *, kind="cp", person=None):
    person, case = person or new(), new()
    made = [("person", person, "insert", {"ref": f"P{person[:6]}", "name": "New"})]
    return [
        *made,
        (
            "case",
            case,
            "insert",
            {"person_id": person, "kind": kind, "team_id": team and an_id("team", team)},
        ),
        ("event", new(), "insert", {"case_id": case, "kind": "started", "on": TODAY}),
    ]


def test_a_manager_starts_cases_in_their_own_teams_and_hands_them_out_but_takes_none_in(council):
    db = council.connect("team_manager")
    started = start("T1a")
    applied(push(db, *started))
    refused(push(db, *start("T2")), "in your own teams")
    refused(push(db, *start(None)), "in your own teams")
    refused(push(council.connect("dols_manager"), *start("T3")), "this kind of case")
    refused(push(council.connect("practice_supervisor"), *start("T1")), "may not change cases")
    case = started[1][1]
    applied(push(db, ("case", case, "update", {"team_id": an_id("team", "T2")})))
    assert uuid.UUID(case) not in seen(db, "case")
    refused(push(db, ("case", case, "update", {"team_id": an_id("team", "T1")})), HIDDEN)
    refused(
        push(db, ("case", an_id("case", "elsewhere"), "update", {"team_id": an_id("team", "T1")})), HIDDEN
    )


def test_a_case_cannot_be_tied_to_a_person_out_of_sight(council):
    db = council.connect("team_manager")
    hidden = an_id("person", "elsewhere")
    case = ("case", new(), "insert", {"person_id": hidden, "kind": "cp", "team_id": an_id("team", "T1")})
    refused(push(db, case), HIDDEN)
    refused(push(db, ("case", an_id("case", "team"), "update", {"person_id": hidden})), HIDDEN)
    refused(push(db, ("person", hidden, "update", {"name": "x"})), HIDDEN)
    trick = ("event", hidden, "insert", {"case_id": an_id("case", "team"), "kind": "visit", "on": TODAY})
    refused(push(db, trick, case), HIDDEN)


def test_a_record_is_restricted_by_those_who_may_and_nobody_opens_it_for_themselves(council):
    person = an_id("person", "team")
    refused(
        push(council.connect("team_manager"), ("person", person, "update", {"restricted": True})),
        "restricted",
    )
    secret = ("person", an_id("person", "secret"), "update", {"restricted": False})
    for role in ("team_manager", "head_of_service", "dols_manager"):
        answer = push(council.connect(role), secret)
        assert answer["rule"] == "right"
    grant = {"login": council.login("auditor"), "person_id": an_id("person", "secret"), "reason": "r"}
    refused(
        push(council.connect("auditor"), ("named_access", new(), "insert", grant)),
        "Nobody may change their own",
    )


def test_staff_are_changed_by_their_own_managers(council):
    def absence(worker):
        return ("absence", new(), "insert", {"worker_id": an_id("worker", worker), "starts_on": TODAY})

    manager, worker = council.connect("team_manager"), council.connect("worker")
    for who in ("colleague", "lower", "managed", "me"):
        applied(push(manager, absence(who)))
    refused(push(manager, absence("far")), HIDDEN)
    applied(push(worker, absence("me")))
    refused(push(worker, absence("colleague")), "only your own absences")
    refused(
        push(manager, ("worker", an_id("worker", "far"), "update", {"team_id": an_id("team", "T1")})), HIDDEN
    )
    applied(push(manager, ("worker", an_id("worker", "lower"), "update", {"name": "Lower"})))
    boss = {"worker_id": an_id("worker", "far"), "manager_id": an_id("worker", "me"), "starts_on": TODAY}
    refused(push(manager, ("posting", new(), "insert", boss)), HIDDEN)


def test_roles_are_given_by_an_administrator_and_never_to_oneself(council):
    member = {"login": "newcomer", "name": "New Comer", "role": "worker", "team_id": an_id("team", "T1")}
    given = ("member", new(), "insert", member)
    for role in ("head_of_service", "team_manager", "worker", "auditor", "independent_bia"):
        refused(push(council.connect(role), given), "may not change users")
    db = council.connect("administrator")
    applied(push(db, given))
    applied(push(db, ("member", given[1], "update", {"role": "bia"})))
    assert push(db, ("member", given[1], "update", {"role": "king"}))["rule"] == "shape"
    (own,) = db.execute("SELECT id FROM caseclock.member WHERE login = session_user").fetchone()
    refused(push(db, ("member", own, "update", {"role": "head_of_service"})), "their own role")
    refused(push(db, ("member", own, "delete", {})), "their own role")
    refused(
        push(db, ("member", new(), "insert", member | {"login": council.login("administrator")})), "their own"
    )
    refused(push(db, ("member", given[1], "update", {"login": council.login("administrator")})), "their own")
    refused(
        push(db, ("note", new(), "insert", {"case_id": an_id("case", "team"), "text": "x"})),
        "may not change notes",
    )


def test_a_login_without_a_role_in_force_changes_nothing(council):
    login = council.base.login("worker", worker=an_id("worker", "me"))
    db = council.base.connect(login)
    applied(push(db, event("held")))
    applied(
        push(
            council.connect("administrator"),
            ("member", _member(council, login), "update", {"ends_on": "2026-01-01"}),
        )
    )
    refused(push(db, event("held")), "no role in the shared database")


def _member(council, login):
    query = "SELECT id FROM caseclock.member WHERE login = %s"
    return council.connect("administrator").execute(query, (login,)).fetchone()[0]
