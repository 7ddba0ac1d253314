"""What a panel is given tells no small number: not by sums, not beside another figure, not month by month."""

from __future__ import annotations

import datetime as dt
import shutil
from itertools import permutations, product

import pytest
from subtracting import follows

from desktop.analysis import frozen_content
from desktop.analysis.frozen import COUNTED, OUT, frozen_rows
from desktop.commands import figures, freezing, visits
from desktop.commands.workspace import Workspace
from desktop.domain.days import day
from desktop.domain.months import last_day, read_month
from desktop.reports.packs import pack
from desktop.reports.packs_dols import AVERAGE, OVER, SIGNED, DolsFigures
from desktop.reports.packs_figures import Figures
from desktop.reports.packs_lists import rows_of
from desktop.reports.packs_published import material
from desktop.reports.paper import Grid
from desktop.reports.suppress import SMALL
from desktop.reports.withheld import WITHHELD

OCTOBER = read_month("2026-10")
TODAY = day(dt.date(2026, 11, 20))
BY = {"author": "clerk-7", "today": TODAY}


def name(scope):
    return f"all of {scope.key}" if scope.kind in ("whole", "service") else scope.key


class Paper:
    """Everything that is printed of a month, by what it is, and what adds up on it."""

    def __init__(self, panel, month):
        self.values, self.hidden, self.sums = {}, set(), []
        below = panel.groups(month)
        scopes = panel._printed(month)
        for one in panel.indicators:
            no_share, no_d = panel.hidden(one, month)
            for scope in scopes:
                group = name(scope)
                n, d = panel._counted(one, scope, month)
                self.cell("n", one, group, n, group in no_share)
                self.cell("r", one, group, d - n, group in no_share)
                self.cell("d", one, group, d, group in no_d)
                self.sums.append((("d", one.id, group), [("n", one.id, group), ("r", one.id, group)]))
            for total, parts in below.items():
                for what in "nrd":
                    self.sums.append(((what, one.id, total), [(what, one.id, part) for part in parts]))
        self.below = below

    def cell(self, what, one, group, value, hidden):
        self.values[what, one.id, group] = value
        if hidden:
            self.hidden.add((what, one.id, group))

    def same(self, panel, month):
        """Denominators of the same children: what is hidden in one is not to be read in another."""
        groups = [name(scope) for scope in panel._printed(month)]
        first = {}
        for one in panel.indicators:
            key = (one.population, *(self.values["d", one.id, group] for group in groups))
            other = first.setdefault(key, one.id)
            if other != one.id:
                self.sums += [(("d", one.id, group), [("d", other, group)]) for group in groups]

    def against(self, panel):
        """Differences of figures of the same children, as if somebody worked them all out."""
        found = []
        groups = {group for _, _, group in self.values}
        for what, links in (("n", panel.links.counted), ("d", panel.links.whole)):
            for (inner, outers), group in product(links.items(), groups):
                for outer in outers:
                    gap = f"{what} of {outer.id} not of", inner, group
                    self.values[gap] = self.values[what, outer.id, group] - self.values[what, inner, group]
                    self.sums.append(((what, outer.id, group), [(what, inner, group), gap]))
                    found.append(gap)
        for (whole, parts), group, what in product(panel.links.parts.items(), groups, "nd"):
            twice = f"{what} of two parts of", whole, group
            each = [(what, one.id, group) for one in parts]
            self.values[twice] = sum(self.values[one] for one in each) - self.values[what, whole, group]
            # the parts are the whole and those in two of them: (whole + twice) has the sum of the parts
            both = f"{what} of all parts of", whole, group
            self.values[both] = sum(self.values[one] for one in each)
            self.sums += [(both, each), (both, [(what, whole, group), twice])]
            found += [twice, both]
        self.hidden |= set(found)
        for label, totals in {(gap[0], gap[1]): self.below for gap in found}.items():
            for total, parts in totals.items():
                self.sums.append(((*label, total), [(*label, part) for part in parts]))
        return found


# within a month


def printed_by(panel):
    """The months on show, each with the figures that it is printed from."""
    return [(month, panel.published.get(month, panel)) for month in panel.months]


def test_nothing_hidden_follows_from_sums_and_no_difference_is_small(panel):
    """Every team, service, total and pair of figures of a month together, by exact elimination."""
    for month, by in printed_by(panel):
        paper = Paper(by, month)
        small = [one for one, value in paper.values.items() if value in SMALL and one not in paper.hidden]
        assert not small
        paper.same(by, month)
        printed = set(paper.hidden)
        assert printed
        paper.against(by)
        known = follows(paper.sums, paper.hidden)
        assert not known & printed
        assert not [one for one in known if abs(paper.values[one]) in SMALL]


def test_what_is_hidden_below_a_total_adds_up_to_no_small_number(panel):
    for month, by in printed_by(panel):
        paper = Paper(by, month)
        for total, parts in paper.sums:
            left = [one for one in parts if one in paper.hidden]
            if total not in paper.hidden and left:
                assert sum(paper.values[one] for one in left) not in SMALL, total


def test_every_pair_of_figures_of_the_same_children_was_looked_at(panel):
    """Child by child: where another figure holds all of one and five or fewer more, one is hidden."""
    month, tried = panel.frozen.month, 0
    whole = {}
    for one in panel.indicators:
        rows = panel.frozen.figures[one.id, "pack"].rows
        whole[one.id, "n"] = frozenset(row.case for row in rows if row.state == COUNTED)
        whole[one.id, "d"] = frozenset(row.case for row in rows if row.state != OUT)
    for scope in panel.scopes:
        mine = {
            key: frozenset(
                row.case
                for row in panel.frozen.figures[key[0], "pack"].rows
                if scope.holds(row) and row.state != OUT and (key[1] == "d" or row.state == COUNTED)
            )
            for key in whole
        }
        shown = {one.id: panel.shown(one, scope, month) for one in panel.indicators}
        for inner, outer in permutations(whole, 2):
            if whole[inner] and whole[inner] < whole[outer] and inner[1] == outer[1]:
                tried += 1
                more = len(mine[outer]) - len(mine[inner])
                if more in SMALL:
                    read = [shown[key] and getattr(shown[key], what) for key, what in (inner, outer)]
                    assert None in read, (scope.title, inner, outer)
    assert tried > 500


# one month against the next


@pytest.fixture(scope="module")
def two(demo_master, tmp_path_factory):
    """September's pack, then visits of September written up late, then October's."""
    path = shutil.copy(demo_master, tmp_path_factory.mktemp("two") / "demo.db")
    with (
        pytest.MonkeyPatch.context() as patch,
        Workspace.open(path, None, "clerk-7", today=lambda: TODAY) as space,
    ):
        patch.setattr(frozen_content, "MONTHS", 4)
        book = space.book
        if not frozen_rows(book, OCTOBER - 1):
            space.run(freezing.freeze(book, OCTOBER - 1, **BY))
        first = material(book, frozen_rows(book, OCTOBER - 1)[0], "panel").figures()
        missed = [
            row
            for key in ("cp_visit_10wd", "cla_visit_6w")
            for row in rows_of(first, first.whole, first.frozen.figures[key, "pack"].indicator, (2,))[:3]
        ]
        for row in missed:
            seen = (visits.Seen(book.case.index[row.case]),)
            late = visits.Visit(last_day(OCTOBER - 1), seen, worker=0)
            space.run(visits.record(book, late, **BY))
        if not frozen_rows(book, OCTOBER):
            space.run(freezing.freeze(book, OCTOBER, **BY))
        row = frozen_rows(book, OCTOBER)[0]
        yield first, material(book, row, "panel").figures(), book


def test_a_month_printed_before_is_printed_as_it_was(two):
    """So no pack less another is the number of those whose records came late."""
    first, second, book = two
    later = Figures(second.frozen, "panel", {}, {}, {})  # the same reading, without what was published
    month, moved = OCTOBER - 1, 0
    for one in second.indicators:
        for scope in second.packs[:-1]:
            then = next((old for old in first._printed(month) if name(old) == name(scope)), None)
            if then is None:
                continue
            assert second.shown(one, scope, month) == first.shown(one, then, month), (one.id, scope.title)
            moved += later.shown(one, scope, month) != first.shown(one, then, month)
    assert moved  # the late visits are in October's own reading
    for key in DolsFigures(second).table:
        assert DolsFigures(second).shown(key, month) == DolsFigures(first).shown(key, month)


def test_the_pack_says_why_months_are_not_to_be_set_against_each_other(two):
    words = " ".join(line for part in pack(two[1], two[1].whole).parts for line in getattr(part, "lines", ()))
    assert "One month less another is no number of children" in words
    assert "printed as they were then" in words


# the DoLS table


def test_no_number_of_the_dols_table_is_small_or_tells_one(panel, frozen):
    dols = DolsFigures(panel)
    for month in dols.months:
        of = {key: dols.count(key, month) for key in dols.table}
        for key, shown in ((key, dols.shown(key, month)) for key in dols.table):
            assert shown.hidden or of[key] not in SMALL
        if not dols.shown(OVER, month).hidden and not dols.shown(SIGNED, month).hidden:
            assert of[SIGNED] - of[OVER] not in SMALL


@pytest.mark.parametrize(
    "signed", [(30, 3, 40, 5), (2, 2, 1, 30), (6, 6, 6, 6), (0, 4, 0, 50), (50, 4, 4, 4)]
)
def test_no_two_averages_are_over_nearly_the_same_requests(panel, signed):
    """April to July with few signed off: average times requests, less the same, is the days of the few."""
    dols = doctored(panel, signed)
    shown = [month for month in dols.months if not dols.shown(AVERAGE, month).hidden]
    for one, other in permutations(shown, 2):
        assert abs(dols.count(AVERAGE, one) - dols.count(AVERAGE, other)) not in SMALL
    for month in dols.months:
        assert dols.shown(SIGNED, month).hidden == (dols.count(SIGNED, month) in SMALL)
        if dols.shown(SIGNED, month).hidden:
            assert dols.shown(OVER, month).text == "c"
    assert dols.difference(SIGNED) == ("c" if signed[-1] in SMALL else f"{signed[-1] - 138:+d}")


def doctored(panel, signed):
    """The panel's table with other numbers from April to July."""
    april = read_month("2026-04")
    made = DolsFigures.__new__(DolsFigures)
    frozen = panel.frozen
    totals = [sum(signed[: at + 1]) for at in range(len(signed))]
    numbers = {
        "dols_received": [20] * len(signed),
        SIGNED: list(signed),
        OVER: [0] * len(signed),
        AVERAGE: totals,
    }
    dols = {
        key: ([[april + at, 100, count, 0] for at, count in enumerate(counts)], ())
        for key, counts in numbers.items()
    }
    for key in ("dols_received", SIGNED, OVER):
        for cell in dols[key][0]:
            cell[1] = cell[2]
    shallow = Figures.__new__(Figures)
    shallow.__dict__.update(panel.__dict__)
    shallow.published = {}
    shallow.frozen = type(frozen)(
        **{key: getattr(frozen, key) for key in frozen.__dataclass_fields__ if key != "dols"}, dols=dols
    )
    made.__init__(shallow)
    return made


# comments


def test_a_comment_that_names_somebody_is_not_printed_for_a_panel(demo_file, monkeypatch):
    monkeypatch.setattr(frozen_content, "MONTHS", 1)
    with Workspace.open(demo_file, None, "clerk-7", today=lambda: TODAY) as space:
        book = space.book
        worker = next(one for one in book.worker.name if " " in one)
        surname = worker.split()[-1]
        for words in (f"Ask {worker} about it.", f"{surname}'s cases were shared.", "Nobody is named."):
            space.run(figures.add_note(book, "cp_visit_10wd", OCTOBER, words, **BY))
        space.run(freezing.freeze(book, OCTOBER, **BY, reason="comments"))
        row = frozen_rows(book, OCTOBER)[0]
        said = {
            audience: comments(material(book, row, audience).figures()) for audience in ("managers", "panel")
        }
    assert {f"Ask {worker} about it.", "Nobody is named."} <= said["managers"]
    assert WITHHELD in said["panel"]
    assert "Nobody is named." in said["panel"]
    assert not [one for one in said["panel"] if surname in one]


def comments(made):
    paper = pack(made, made.whole)
    grid = next(part for part in paper.parts if isinstance(part, Grid) and part.title.startswith("Comments"))
    return {row.cells[2].text for row in grid.rows}
