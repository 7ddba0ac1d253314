"""Age bands and the backlog: every request in one band, every number with exactly its rows."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from desktop.analysis.ages import EDGES, ages, burn
from desktop.analysis.stages import last_months
from desktop.commands import figures
from desktop.commands.workspace import Workspace
from desktop.domain.days import NO_DAY, day
from desktop.domain.lists import build
from desktop.domain.lists.requests import stages_of
from desktop.domain.lists.selection import Selection
from desktop.domain.months import month_of
from desktop.errors import KnownError, Refused
from desktop.models.ages import ages_answer, burn_path

TODAY = day(dt.date(2026, 11, 20))


@pytest.fixture(scope="module")
def space(demo_master):
    with Workspace.open(demo_master, None, exclusive=False, today=lambda: TODAY) as opened:
        yield opened


@pytest.fixture(scope="module")
def desk(space):
    return space.desk(as_at=TODAY)


def test_every_request_is_in_one_band_and_every_number_opens_its_rows(desk):
    found = ages(desk, last_months(desk, 12))
    every = [*found.bands, found.unknown]
    plain = Selection("requests", desk.as_at, desk.known_at)
    assert sum(band.open for band in every) == len(build(desk, plain.but(chip="open"))) > 0
    finished = build(desk, plain.but(period=found.period.text()))
    assert sum(band.finished for band in every) == len(finished) > 0
    for band in every:
        assert len(build(desk, band.opens)) == band.open
        assert len(build(desk, band.closes)) == band.finished


def test_a_band_holds_the_days_that_it_names(desk):
    found = ages(desk, last_months(desk, 12))
    for band, high in zip(found.bands, (*EDGES, 10_000), strict=True):
        days = build(desk, band.opens).sort_keys("total")
        assert ((days >= band.first) & (days <= high)).all()


def test_the_backlog_of_a_day_is_what_a_plain_count_finds_and_opens_its_rows(desk):
    found, every = burn(desk, 6), stages_of(desk)
    for on, count, chosen in zip(found.days, found.counts, found.selections, strict=True):
        plain = 0
        for received, until, done in zip(every.received, every.until, every.finished, strict=True):
            plain += bool(on - received > 21 and (not done or until > on))
        assert count == plain == len(build(desk, chosen))
    assert found.counts[-1] == int(np.count_nonzero(~every.finished & (every.total > 21)))


def test_a_backlog_of_the_past_is_that_of_the_desk_on_that_day(space, desk):
    on = burn(desk, 6).days[2]
    assert burn(space.desk(as_at=on), 1).counts[-1] == burn(desk, 6).counts[2]


def test_no_target_no_path(desk):
    found = burn(desk)
    assert (found.target, found.a_month) == (NO_DAY, None)
    labels, path = burn_path(found)
    assert len(labels) == len(path) == 24


def test_the_way_to_none_ends_at_the_target(demo_file):
    with Workspace.open(demo_file, None, today=lambda: TODAY) as space:
        target = day(dt.date(2027, 5, 31))
        space.run(figures.set_backlog_target(space.book, target, author="manager", today=TODAY))
        found = burn(space.desk())
        assert found.target == target
        assert found.needed(month_of(target)) == 0
        assert found.needed(month_of(TODAY) + 3) == pytest.approx(found.counts[-1] / 2)
        answer = ages_answer(space.desk(), 12)
        assert "31/05/2027" in answer.words or "31 May 2027" in answer.words
        with pytest.raises(Refused, match="has passed"):
            figures.set_backlog_target(space.book, TODAY, author="manager", today=TODAY)
        space.run(figures.set_backlog_target(space.book, NO_DAY, author="manager", today=TODAY))
        assert burn(space.desk()).target == NO_DAY


@pytest.mark.parametrize("of", ["age:young", "backlog:soon"])
def test_an_age_that_cannot_be_read_is_one_sentence(desk, of):
    with pytest.raises(KnownError, match="is not an age"):
        build(desk, Selection("requests", desk.as_at, desk.known_at, of=of))
