"""Many months in one pass give each month, team and indicator the number that its list alone has."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from random_council import TODAY, RandomCouncil

from desktop.analysis.frozen import countable
from desktop.analysis.many_months import many_months
from desktop.domain.days import day_end_ms
from desktop.domain.lists.counted import BY, Question, answer, groups
from desktop.domain.lists.desk import Desk
from desktop.domain.measures import MEASURES
from desktop.domain.months import month_of
from desktop.domain.timescales import Timescales

LAST = month_of(TODAY)


def one_by_one(desk, one, month, measure, by):
    """n and d of each group as the lists have them, groups without anybody left out."""
    asked = Question(one, measure, month)
    found = answer(desk, asked)
    if not by:
        return {"": (found.n, found.d)} if found.d else {}
    if by == "frequency" and not (one.population == "cla" and "cla_visit_6w" in one.rules):
        return {}
    column, key_of = groups(desk, asked, by)
    made = {}
    for group in np.unique(column[found.inside]).tolist():
        mine = column == group
        made[key_of(group)] = (int((mine & found.counted).sum()), int((mine & found.inside).sum()))
    return made


@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(
    seed=st.integers(0, 10_000),
    ago=st.sampled_from((0, 0, 12, 130)),
    known=st.sampled_from((None, None, 60)),
    by=st.sampled_from(("", *BY)),
)
def test_every_number_is_that_of_its_list(seed, ago, known, by):
    book = RandomCouncil(seed).book
    rules = Timescales.shipped().with_overrides(book)
    desk = Desk.open(book, rules, TODAY - ago, None if known is None else day_end_ms(TODAY - known))
    last = month_of(desk.as_at)
    months = [last - 9, last - 4, last - 1, last]
    for measure in MEASURES:
        made = many_months(desk, months, countable(), measure, by)
        for one in countable():
            n, d = made.of(one.id)
            for at, month in enumerate(months):
                ours = {
                    key: (int(n[at, group]), int(d[at, group]))
                    for group, key in enumerate(made.keys)
                    if d[at, group]
                }
                assert ours == one_by_one(desk, one, month, measure, by), (one.id, measure, by, month)
