"""Small numbers in figures that leave the service: whose figures to hide so that nobody can work them out.

Counts of one to five are hidden, met and missed alike, as the Department for Education does in its tables,
and with them as many others as it takes that none follows from what is shown. That is so when, below every
total on show, either nothing is hidden or at least two groups are: what one has more the other may have
less, and no sum on paper tells which. Nor may what is hidden below a total add up to a small number, because
that is a small number of children too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

SMALL = range(1, 6)
SHOWN_AS = "c"  # how the national tables mark a hidden number
Counts = Mapping[str, tuple[int, ...]]
Tree = Mapping[str, Sequence[str]]


def hidden_groups(counts: Counts, below: Tree, hidden: Collection[str] = ()) -> frozenset[str]:
    """The groups whose counts are hidden.

    Args:
        counts: for each group those of its counts that may give a small number away, met and missed for
            example; they add up over the tree.
        below: for each total the groups that it is the sum of; of a total among them likewise.
        hidden: groups that are hidden whatever their counts, because they are hidden elsewhere.
    """
    found = {group for group, own in counts.items() if any(one in SMALL for one in own)} | set(hidden)
    changed = True
    while changed:
        before = len(found)
        for total in below:
            _close(total, counts, below, found)
        changed = len(found) != before
    return frozenset(found)


def _close(total: str, counts: Counts, below: Tree, hidden: set[str]) -> None:
    """Hide more below a total, or the total itself, until it gives nothing away."""
    while _gives_away(total, counts, below, hidden):
        shown = [group for group in below[total] if group not in hidden]
        if not shown:
            hidden.add(total)
            return
        hidden.add(min(shown, key=lambda group: (not sum(counts[group]), sum(counts[group]), group)))


def _gives_away(total: str, counts: Counts, below: Tree, hidden: Collection[str]) -> bool:
    parts = [group for group in below[total] if group in hidden]
    if total in hidden:
        return not parts
    if not parts:
        return False
    return len(parts) == 1 or any(
        one in SMALL
        for level in (parts, list(_smallest(parts, below, hidden)))
        for one in _added(level, counts)
    )


def _smallest(groups: Sequence[str], below: Tree, hidden: Collection[str]) -> Iterator[str]:
    """The hidden groups at the bottom: what is left when all that is shown is taken away."""
    for group in groups:
        inside = [one for one in below.get(group, ()) if one in hidden]
        if inside:
            yield from _smallest(inside, below, hidden)
        else:
            yield group


def _added(groups: Sequence[str], counts: Counts) -> list[int]:
    return [sum(each) for each in zip(*(counts[group] for group in groups), strict=True)]
