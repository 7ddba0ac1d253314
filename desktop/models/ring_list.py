"""The list to ring a home through: as text to paste, and as a page to print.

It names people, so it is only ever made when somebody asks for it, and nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from desktop.domain.days import NO_DAY, short, spoken
from desktop.domain.lists.home_words import kind_words

if TYPE_CHECKING:
    from desktop.domain.lists.desk import Desk
    from desktop.domain.lists.listdata import ListData

MARK = "OFFICIAL-SENSITIVE"
SUBJECT = "People to confirm with you"  # of an e-mail: no name, no home
ANSWERS = ("There", "Died", "Moved", "Not needed", "Date and who said so")
_TITLES = ("Name", "Born", "Reference", "What we have", "Since", "Ends or due", "Last confirmed")


@dataclass(frozen=True)
class RingList:
    """Everybody on one list to ring through.

    Attributes:
        title: the home, or "All homes".
        about: what is known of the home: kind, postcode, telephone, provider.
        email: where the home can be written to, empty when not recorded.
        lines: home and the texts under `titles`, in order.
    """

    title: str
    about: str
    email: str
    as_at: int
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    titles: tuple[str, ...] = _TITLES

    @property
    def text(self) -> str:
        """To paste into an e-mail or a document: one line for each person."""
        parts = [self.title, self.about, f"As at {spoken(self.as_at)}", ""]
        for home, rows in self._by_home():
            parts += [home, *("  " + "; ".join(filter(None, row)) for row in rows), ""]
        parts.append("For each: still there, died, moved or no longer needed; on what date; who says so.")
        return "\n".join(parts)

    def html(self) -> str:
        """A page to print: headings repeat on every sheet, with boxes to tick while on the telephone."""
        heads = "".join(f"<th>{escape(title)}</th>" for title in (*self.titles, *ANSWERS))
        tables = "".join(
            f"<h3>{escape(home)} ({len(rows)})</h3>"
            f'<table border="1" cellspacing="0" cellpadding="3" width="100%"><thead><tr>{heads}</tr></thead>'
            f"<tbody>{''.join(_row(row) for row in rows)}</tbody></table>"
            for home, rows in self._by_home()
        )
        about = f"<p>{escape(self.about)}</p>" if self.about else ""
        return (
            f"<p><b>{MARK}</b></p><h2>{escape(self.title)}: people to confirm</h2>{about}"
            f"<p>As at {spoken(self.as_at)}. {len(self.lines)} to ask about. For each: is the person still "
            f"there, and is the authorisation still needed?</p>{tables}"
        )

    def _by_home(self) -> list[tuple[str, list[tuple[str, ...]]]]:
        found: dict[str, list[tuple[str, ...]]] = {}
        for home, row in self.lines:
            found.setdefault(home, []).append(row)
        return list(found.items())


def ring_list(desk: Desk, data: ListData, home: str = "", chosen: Sequence[int] = ()) -> RingList:
    """The rows of a list of people at homes, as they are to be rung through.

    Args:
        desk: the snapshot.
        data: a list called ``home``.
        home: the id of the home that it is about, empty for several.
        chosen: rows of the list; all of them when none is given.
    """
    rows = np.array(chosen or range(len(data)), np.int32)
    keys = ("home", "name", "initials", "person", "what", "since", "ends", "there", "ref")
    homes, names, initials, person, what, since, ends, there, refs = (data.text(key, rows) for key in keys)
    born = desk.book.person.born_on[desk.book.case.person[data.case[rows]]].tolist()
    lines = tuple(
        (
            homes[at],
            (
                names[at] or initials[at],
                short(born[at]) if born[at] != NO_DAY else "",
                refs[at] or person[at],
                what[at],
                since[at],
                ends[at],
                there[at] or "never",
            ),
        )
        for at in range(len(rows))
    )
    place = desk.book.managing_authority.row(home) if home else -1
    return RingList(
        desk.book.managing_authority.name[place] if place >= 0 else "All homes",
        about_home(desk, place),
        desk.book.managing_authority.email[place] if place >= 0 else "",
        desk.as_at,
        lines,
    )


def about_home(desk: Desk, place: int) -> str:
    """What is known of a home, in one line."""
    if place < 0:
        return ""
    homes = desk.book.managing_authority
    parts = (
        kind_words(desk, place),
        homes.provider[place],
        homes.postcode[place],
        f"Tel. {homes.phone[place]}" if homes.phone[place] else "",
        homes.email[place],
        f"CQC {homes.cqc_location[place]}" if homes.cqc_location[place] else "",
    )
    return " · ".join(part for part in parts if part)


def _row(texts: Sequence[str]) -> str:
    boxes = '<td align="center">☐</td>' * 4 + "<td width='16%'>&nbsp;</td>"
    return f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in texts)}{boxes}</tr>"
