"""What happens to a running clock when its interval changes in the middle of it."""

from __future__ import annotations

import numpy as np

from desktop.domain.calendar import Days


def changed_due(last: Days, old_due: Days, new_due: Days, effective: Days) -> Days:
    """The due day after an interval changed on a day.

    A visit on or after the change counts by the new interval alone. Otherwise a longer interval helps
    only a child who was not yet overdue on the effective day, and a shorter one never makes a child
    overdue in the past: the earlier of the old due day and the later of the new one and the effective day.

    Args:
        last: day of the last event.
        old_due, new_due: that day plus the old and the new interval.
        effective: day from which the new interval holds.
    """
    looser = np.where(old_due < effective, old_due, new_due)
    tighter = np.minimum(old_due, np.maximum(new_due, effective))
    changed = np.where(new_due >= old_due, looser, tighter)
    return np.where(effective <= last, new_due, changed)
