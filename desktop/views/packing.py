"""Building the packs of a frozen month: a PDF for each team, service and the whole; workbook and index."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.months import spoken_month, written
from desktop.errors import KnownError
from desktop.reports.html import page
from desktop.reports.packs import pack, title_of
from desktop.reports.packs_figures import Figures, Scope
from desktop.reports.packs_workbook import pack_workbook
from desktop.reports.paper import Cell, Grid, Head, Paper, Row
from desktop.views.printing import write_pdf, write_whole

_FOR_PANEL = "For the panel: counts only, small numbers hidden."
_FOR_MANAGERS = "For managers: names people. Keep it where case files are."
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Built:
    """What was written.

    Attributes:
        folder: where.
        files: names, the index last.
        pages: of all PDFs together.
    """

    folder: Path
    files: tuple[str, ...]
    pages: int


def build_packs(
    figures: Figures,
    scopes: Sequence[Scope],
    out: Path,
    progress: Progress = lambda *_: None,
) -> Built:
    """Write the packs into a folder of their own below `out`.

    Args:
        figures: the frozen month for one audience.
        scopes: whose packs.
        out: a folder that is there, or can be made.
        progress: called before each file with how many are done, of how many, and the next one's title; may
            raise to stop, and then nothing of this run is left.

    Raises:
        KnownError: when the folder or disk refuses, or the stored freeze was changed.
    """
    frozen = figures.frozen
    if not frozen.whole:
        raise KnownError(
            "What is stored of this frozen month is not what was frozen, so no pack was built. Restore a "
            "backup, or freeze the month again with the reason."
        )
    folder = out / f"{written(frozen.month)} {figures.audience}, edition {frozen.edition}"
    _make(folder)
    made: list[tuple[str, str]] = []
    try:
        pages = 0
        for at, scope in enumerate(scopes):
            title = title_of(figures, scope)
            progress(at, len(scopes) + 1, title)
            name = f"{_name(title, made)}.pdf"
            made.append((name, title))
            pages += write_pdf(pack(figures, scope), folder / name)
        progress(len(scopes), len(scopes) + 1, "Workbook")
        title = f"Assurance figures, {spoken_month(frozen.month)}"
        made.append((f"figures-{written(frozen.month)}.xlsx", f"{title}, as a workbook"))
        write_whole(folder / made[-1][0], pack_workbook(figures, scopes, title))
        made.append(("index.html", "This index"))
        write_whole(folder / "index.html", _linked(page(_index(figures, made)), made).encode())
    except BaseException:
        for name, _ in made:
            (folder / name).unlink(missing_ok=True)
        raise
    return Built(folder, tuple(name for name, _ in made), pages)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = error.strerror or "the disk refused"
        raise KnownError(
            f"The folder {folder.name} could not be made ({why}). Nothing was written; choose another."
        ) from None


def _name(title: str, made: Sequence[tuple[str, str]]) -> str:
    name = re.sub(r"[^\w.-]+", "-", title).strip("-.").casefold()
    taken = {one for one, _ in made}
    number = 2
    found = name
    while f"{found}.pdf" in taken:
        found, number = f"{name}-{number}", number + 1
    return found


def _linked(text: str, made: Sequence[tuple[str, str]]) -> str:
    for name, _ in made[:-1]:
        text = text.replace(name, f"<a href='{name}'>{name}</a>")
    return text


def _index(figures: Figures, made: Sequence[tuple[str, str]]) -> Paper:
    frozen = figures.frozen
    rows = tuple(Row((Cell(title), Cell(name))) for name, title in made)
    return Paper(
        title=f"Assurance packs, {spoken_month(frozen.month)}",
        about=_FOR_PANEL if figures.is_panel else _FOR_MANAGERS,
        as_at=f"{frozen.label}, SHA-256 {frozen.digest}",
        parts=(Grid((Head("Pack", 60), Head("File", 40)), rows, "Files"),),
    )
