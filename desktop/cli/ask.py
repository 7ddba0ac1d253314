"""Verbs that ask: ``due``, ``list`` and ``explain``."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from typing import Any

from desktop.cli.opening import desk_of, open_workspace
from desktop.cli.output import print_columns, print_rows
from desktop.domain.days import day_end_ms
from desktop.errors import KnownError
from desktop.policy import policy


def run_due(options: argparse.Namespace) -> int:
    """When a rule falls due from a start date, with the count that gives it."""
    from desktop.domain.explain import due_answer

    answer = due_answer(
        options.rule,
        options.start,
        as_at=options.as_at,
        first_day=options.first_day,
        closed=options.closed,
    )
    if options.form == "json":
        json.dump(answer, sys.stdout, indent=1, ensure_ascii=False)
        print()
    elif options.form == "csv":
        print_rows([{**answer, "explain": " ".join(answer["explain"])}], "csv")
    else:
        print("\n".join(answer["explain"]))
    return 0


def run_list(options: argparse.Namespace) -> int:
    """Print one list: the same selection as the window builds."""
    from desktop.domain.lists import build, to_columns

    policy().refuse_feature(options.name)
    with open_workspace(options) as workspace:
        desk = desk_of(options, workspace)
        data = build(desk, _selection(options, desk))
        print_columns(to_columns(desk, data), options.form)
    return 0


def _selection(options: argparse.Namespace, desk: Any) -> Any:
    from desktop.cli.names import find_home, find_team, find_worker
    from desktop.domain.lists import Selection

    return Selection(
        list=options.name.replace("-", "_"),
        as_at=desk.as_at,
        known_at=desk.known_at,
        team=find_team(desk.book, options.team) if options.team else "",
        worker=find_worker(desk.book, options.worker) if options.worker else "",
        rule=_known_rule(desk, options.rule),
        plan=options.plan,
        days=options.days,
        order=options.order,
        home=find_home(desk.book, options.home) if options.home else "",
        period=options.period,
        since=None if options.since is None else day_end_ms(options.since),
    )


def _known_rule(desk: Any, rule: str) -> str:
    if rule and rule not in desk.timescales.by_id:
        raise KnownError(f"There is no rule called {rule}. Rules are listed in resources/timescales.")
    return rule


def run_explain(options: argparse.Namespace) -> int:
    """Why a case's dates are what they are."""
    from desktop.cli.names import find_cases
    from desktop.domain.explain import explain_clock

    with open_workspace(options) as workspace:
        desk = desk_of(options, workspace)
        rule = _known_rule(desk, options.rule)
        cases = find_cases(desk.book, options.case)
        rows = [at for case in cases for at in desk.clocks.of_case(case)]
        left_out = {one.id for case in cases for one in desk.clocks.left_out(desk.book, desk.rules, case)}
        told = [explain_clock(desk.book, desk.timescales, desk.clocks, int(at)) for at in rows]
    told = [one for one in told if not rule or one.rule == rule]
    if not told and rule in left_out:
        raise KnownError(f"{rule} is not counted for {options.case}: no such record has come in yet.")
    if not told:
        raise KnownError(f"No clock {rule + ' ' if rule else ''}runs for {options.case} on that day.")
    _print_told(told, options.form)
    return 0


def _print_told(told: list[Any], form: str) -> None:
    if form == "table":
        for one in told:
            print(one.title, *(f"  {line}" for line in one.lines), "", sep="\n")
        return
    rows = [dataclasses.asdict(one) for one in told]
    if form == "csv":
        rows = [{**row, "lines": " ".join(row["lines"])} for row in rows]
    print_rows(rows, form)
