"""What the window says of the shared database: how fresh, what is unsent, why it is offline."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from desktop.commands.checks import count_of
from desktop.server.trouble import OFFLINE

if TYPE_CHECKING:
    from desktop.sync.state import Here, SyncState

MINUTE = 60_000


def at_time(instant: int, now: int) -> str:
    """An instant as a person says it today: ``08:40``, or with its date when it was another day."""
    then, today = (dt.datetime.fromtimestamp(one / 1000) for one in (instant, now))
    return f"{then:%H:%M}" if then.date() == today.date() else f"{then:%d/%m/%Y %H:%M}"


def ago(instant: int, now: int) -> str:
    """How long ago: ``just now``, ``2 min ago``, ``3 h ago``, else the date and time."""
    minutes = max(0, now - instant) // MINUTE
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 12 * 60 else at_time(instant, now)


def freshness(state: SyncState, now: int) -> str:
    """The status line's words for how fresh the data are."""
    if state.phase == "first":
        return progress(state)
    if not state.last_contact:
        return "Connecting…" if state.phase == "connecting" else "Never in contact yet"
    if state.online:
        return ago(state.last_contact, now)
    return f"Offline, data of {at_time(state.last_contact, now)}"


def progress(state: SyncState) -> str:
    """How far the first sync is."""
    if not state.total:
        return "Fetching your cases…"
    share = min(99, 100 * state.done // state.total)
    what = "the rest" if state.usable else "your cases"
    return f"Fetching {what}: {state.done:,} of {state.total:,} rows, {share}%"


def saved(state: SyncState) -> str:
    """Where this laptop's edits are: with the council, or here alone."""
    if state.unsent:
        return f"{state.unsent:,} unsent, saved on this laptop"
    return "The rest saved centrally" if state.conflicts or state.rejected else "All saved centrally"


def needs_you(state: SyncState) -> str:
    """Conflicts that wait for a person; blank for none."""
    if not state.conflicts:
        return ""
    return f"{state.conflicts:,} {'needs' if state.conflicts == 1 else 'need'} you"


def refused(state: SyncState) -> str:
    """Edits that the server refused; blank for none."""
    return f"{state.rejected:,} refused" if state.rejected else ""


def also_here(here: Here | None) -> str:
    """Who else looks at the case on show: ``Priya Shah is here too``; blank for nobody."""
    names = here.names if here is not None else ()
    if not names:
        return ""
    told = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return f"{told} {'are' if len(names) > 1 else 'is'} here too"


def banner(state: SyncState, since: int, now: int) -> str:
    """The sentence across the window while something is not as usual; blank when all is well.

    Args:
        state: where the laptop stands.
        since: instant from which the server could not be reached, 0 when it can.
        now: this instant.
    """
    kept = f"{count_of(state.unsent, 'edit')} kept." if state.unsent else "Nothing waits to be sent."
    if state.phase in ("locked", "wiped", "readonly"):
        return state.sentence
    if state.online or state.phase in ("off", "first") or not since:
        return state.sentence
    data = f", working from {at_time(state.last_contact, now)} data" if state.last_contact else ""
    why = "" if state.sentence == OFFLINE else state.sentence
    return f"Offline since {at_time(since, now)}{data}. {kept} {why}".strip()


def back_online(before: SyncState, now: SyncState) -> str:
    """What came of the edits that had waited, as one message; blank when none had."""
    waited = before.unsent
    sent = waited - now.unsent - (now.conflicts - before.conflicts) - (now.rejected - before.rejected)
    if waited <= 0 or now.unsent:
        return ""
    told = [f"{max(0, sent)} sent"]
    told += [needs_you(now)] if now.conflicts else []
    told += [refused(now)] if now.rejected else []
    return f"Back in contact: {', '.join(told)}."


def on_closing(state: SyncState) -> str:
    """What is said when the window closes with edits unsent; blank when there are none."""
    if not state.unsent and not state.conflicts:
        return ""
    told = [f"{count_of(state.unsent, 'edit')} not sent yet"] if state.unsent else []
    told += [f"{count_of(state.conflicts, 'edit')} that {'needs' if state.conflicts == 1 else 'need'} you"]
    told = told if state.conflicts else told[:1]
    one = state.unsent + state.conflicts == 1
    begun = (
        f"There {'is' if one else 'are'} {' and '.join(told)}. {'It is' if one else 'They are'} safe on this"
    )
    if not state.unsent:
        return f"{begun} laptop until you decide."
    return f"{begun} laptop; what can be sent goes the next time Caseclock can reach the shared database."
