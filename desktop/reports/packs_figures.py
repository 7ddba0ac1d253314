"""The figures of a pack: whose they are, month by month, and which of them a panel may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from desktop.analysis.frozen import Frozen, FrozenRow
from desktop.domain.indicators import Indicator, percentage
from desktop.domain.lists.counted import NOBODY
from desktop.reports.packs_links import Links, links_of
from desktop.reports.suppress import SHOWN_AS, hidden_groups

AUDIENCES = ("managers", "panel")
WHOLE, DOLS = "whole", "dols"


@dataclass(frozen=True)
class Scope:
    """Whose pack it is.

    Attributes:
        key: a team's id, a manager's id, `WHOLE` or `DOLS`.
        kind: ``whole``, ``service``, ``team``, ``manager`` or ``dols`` (its own table, no children).
        teams: the ids of its teams ("nobody" for cases of no team); of a manager none.
    """

    key: str
    title: str
    kind: str
    teams: tuple[str, ...] = ()

    def holds(self, row: FrozenRow) -> bool:
        """Whether a counted thing is part of it."""
        return row.manager == self.key if self.kind == "manager" else (row.team or NOBODY) in self.teams


DOLS_SCOPE = Scope(DOLS, "DoLS", "dols")


@dataclass(frozen=True)
class Shown:
    """A figure as it may be printed; None for a hidden number."""

    n: int | None
    d: int | None

    def percent(self, indicator: Indicator) -> float | None:
        """The share with one decimal, None where there is none or it is hidden."""
        if self.n is None or self.d is None or not indicator.is_share:
            return None
        return percentage(self.n, self.d)

    def words(self, indicator: Indicator) -> str:
        """``230/281``; ``c`` for what is hidden."""
        n = SHOWN_AS if self.n is None else f"{self.n:,}"
        return f"{n}/{SHOWN_AS if self.d is None else f'{self.d:,}'}" if indicator.is_share else n


class Figures:
    """A frozen month's figures for one audience; `desktop.reports.packs_published` makes them.

    Attributes:
        frozen: what they are of.
        audience: ``managers``, or ``panel`` for counts with the small ones hidden.
        people: for managers, by case id the child's initials, id and the case's reference; a panel's figures
            hold none.
        published: by an earlier month the panel's figures that printed it before.
        withheld: the comments that a panel does not see, and what it reads in their place.
    """

    def __init__(
        self,
        frozen: Frozen,
        audience: str,
        people: Mapping[str, tuple[str, str, str]],
        published: Mapping[int, Figures],
        withheld: Mapping[str, str],
    ) -> None:
        self.frozen, self.audience = frozen, audience
        self.people, self.published, self.withheld = people, published, withheld
        self._hidden: dict[tuple[str, int], tuple[frozenset[str], frozenset[str]]] = {}

    @property
    def is_panel(self) -> bool:
        """Whether names are left out and small numbers hidden."""
        return self.audience == "panel"

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Those with anything to print in the months on show."""
        return [
            figure.indicator
            for (_, measure), figure in self.frozen.figures.items()
            if measure == "pack" and figure.series
        ]

    @cached_property
    def months(self) -> list[int]:
        """The months of the series, oldest first."""
        return sorted({at for one in self._series.values() for months in one.values() for at in months})

    @cached_property
    def _series(self) -> Mapping[str, Mapping[str, Mapping[int, tuple[int, int]]]]:
        return {
            key: {team: {at: (n, d) for at, n, d in months} for team, months in figure.series.items()}
            for (key, measure), figure in self.frozen.figures.items()
            if measure == "pack"
        }

    # whose

    @cached_property
    def scopes(self) -> list[Scope]:
        """The whole, the services below it and every team with anybody, each after what it belongs to."""
        return scopes_of(self._teams, self.frozen.teams)

    @cached_property
    def packs(self) -> list[Scope]:
        """Everything that is a pack of its own: `scopes`, and the DoLS table where there is any request."""
        there = any(count for months, _ in self.frozen.dols.values() for _, _, count, _ in months)
        return [*self.scopes, DOLS_SCOPE] if there else self.scopes

    @cached_property
    def whole(self) -> Scope:
        """All teams together."""
        return self.scopes[0]

    @cached_property
    def _teams(self) -> list[str]:
        """Teams with anybody counted in the frozen month."""
        month = self.frozen.month
        found = {team for one in self._series.values() for team, months in one.items() if month in months}
        return list(found)

    def team_name(self, key: str) -> str:
        """A team's name as it was then."""
        return _name_of(key, self.frozen.teams)

    def managers(self) -> list[Scope]:
        """Everybody who managed somebody who had a case; never of a panel pack, because they are names."""
        rows = (row for figure in self.frozen.figures.values() for row in figure.rows)
        keys = {row.manager for row in rows if row.manager}
        return [
            Scope(key, f"Workers of {self.frozen.workers[key]}", "manager")
            for key in sorted(keys, key=self.frozen.workers.__getitem__)
        ]

    # how many

    def shown(self, indicator: Indicator, scope: Scope, month: int | None = None) -> Shown | None:
        """A figure as it may be printed; None where nobody was counted.

        Args:
            indicator: which.
            scope: whose; of a manager the frozen month only.
            month: the frozen one when left out.
        """
        month = self.frozen.month if month is None else month
        before = self.published.get(month)
        if before is not None:
            return self._as_printed(before, indicator, scope, month)
        n, d = self._counted(indicator, scope, month)
        if not d:
            return None
        if not self.is_panel:
            return Shown(n, d)
        shares, wholes = self.hidden(indicator, month)
        group = _group(scope)
        return Shown(None if group in shares else n, None if group in wholes else d)

    def _as_printed(self, before: Figures, indicator: Indicator, scope: Scope, month: int) -> Shown | None:
        """A figure as the panel has it already; what was not printed then is not printed now."""
        group = _group(scope)
        then = next((one for one in before._printed(month) if _group(one) == group), None)
        there = indicator.id in before._series
        if then is not None and there:
            return before.shown(indicator, then, month)
        return Shown(None, None) if self._counted(indicator, scope, month)[1] else None

    @cached_property
    def links(self) -> Links:
        """Which figures tell something beside one another."""
        return links_of(self.frozen)

    def _counted(self, indicator: Indicator, scope: Scope, month: int) -> tuple[int, int]:
        if scope.kind == "manager":
            if month != self.frozen.month:
                return 0, 0
            rows = [row for row in self.frozen.figures[indicator.id, "pack"].rows if scope.holds(row)]
            return sum(row.state == 1 for row in rows), sum(row.state != 0 for row in rows)
        series = self._series[indicator.id]
        found = [series[team][month] for team in scope.teams if month in series.get(team, ())]
        return sum(n for n, _ in found), sum(d for _, d in found)

    # small numbers

    def hidden(self, one: Indicator, month: int) -> tuple[frozenset[str], frozenset[str]]:
        """The groups whose numerator, and those whose denominator, no panel may see (see `groups`)."""
        kept = self._hidden.get((one.id, month))
        if kept is None:
            below, wholes_of, shares_of = self.groups(month), {}, {}
            for scope in self._printed(month):
                n, d = self._counted(one, scope, month)
                count = partial(self._counted, scope=scope, month=month)
                wholes_of[_group(scope)] = (d, *self.links.of_whole(one, count))
                shares_of[_group(scope)] = (n, d - n, *self.links.of_counted(one, count))
            wholes = hidden_groups(wholes_of, below)
            shares = hidden_groups(shares_of, below, wholes)
            kept = self._hidden[one.id, month] = (shares, wholes)
        return kept

    def groups(self, month: int) -> dict[str, list[str]]:
        """For each total of a month the groups that it is the sum of: services and teams, none in another."""
        scopes = self._printed(month)
        made: dict[str, list[str]] = {}
        for scope in scopes:
            if scope.kind != "team":
                inside = [one for one in scopes if one is not scope and set(one.teams) <= set(scope.teams)]
                made[_group(scope)] = [
                    _group(one)
                    for one in inside
                    if not any(one is not other and set(one.teams) <= set(other.teams) for other in inside)
                ]
        return made

    def _printed(self, month: int) -> list[Scope]:
        """Everything that may be printed of a month, and teams that had somebody then and have nobody now."""
        then = {team for one in self._series.values() for team, months in one.items() if month in months}
        extra = [Scope(key, self.team_name(key), "team", (key,)) for key in sorted(then - set(self._teams))]
        if NOBODY in self._teams:
            extra.append(Scope(NOBODY, "No team", "team", (NOBODY,)))
        every = tuple(dict.fromkeys((*self._teams, *(one.key for one in extra))))
        return [Scope(WHOLE, self.whole.title, "whole", every), *self.scopes[1:], *extra]


def scopes_of(there: Iterable[str], teams: Mapping[str, tuple[str, str, str, str]]) -> list[Scope]:
    """The whole, and below it every service and team with anybody, each after what it belongs to.

    Args:
        there: ids of teams with anybody, "nobody" for cases of no team.
        teams: as `Frozen.teams`.
    """
    listed = sorted(there, key=lambda key: (key == NOBODY, _name_of(key, teams).casefold()))
    return [Scope(WHOLE, "Whole council", "whole", tuple(listed)), *_below("", listed, teams)]


def _below(above: str, there: list[str], teams: Mapping[str, tuple[str, str, str, str]]) -> Iterator[Scope]:
    for key in sorted((key for key in teams if teams[key][1] == above), key=lambda key: teams[key][0]):
        under = [team for team in there if key in _line(team, teams)]
        if len(under) > 1 and len(under) < len(there):
            yield Scope(key, teams[key][0], "service", tuple(under))
        if key in there:
            own = f"{teams[key][0]}, itself" if len(under) > 1 else teams[key][0]
            yield Scope(key, own, "team", (key,))
        yield from _below(key, there, teams)


def _line(team: str, teams: Mapping[str, tuple[str, str, str, str]]) -> list[str]:
    """A team and all above it."""
    found: list[str] = []
    while team in teams and team not in found:
        found.append(team)
        team = teams[team][1]
    return found


def _name_of(key: str, teams: Mapping[str, tuple[str, str, str, str]]) -> str:
    return teams[key][0] if key in teams else "No team"


def _group(scope: Scope) -> str:
    """A scope's name among the groups: a service may be a team too."""
    return f"all of {scope.key}" if scope.kind in ("service", "whole") else scope.key
