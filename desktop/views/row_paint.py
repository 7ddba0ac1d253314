"""Draws the lines of a list column by column; with two-part columns each line has two rows of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from desktop.domain.lists.columns import Column
from desktop.domain.lists.listdata import Group
from desktop.models.array_table import ArrayTableModel
from desktop.views.rag import colour, shape_pixmap
from desktop.views.theme import theme

_ELIDED_KEPT = 30_000
_BREAK = "; "  # where the words of one cell go on in the second row

Texts = Sequence[list[str | None] | None]


@dataclass(frozen=True)
class Span:
    """Where a column stands: its left edge and width in pixels, and its section."""

    section: int
    left: int
    width: int


@dataclass(frozen=True)
class Look:
    """One row of words within a line: its font, where its base line is, and how tall a shape may be."""

    font: QFont
    metrics: QFontMetrics
    base: int
    middle: int
    token: str


class RowPainter:
    """Fonts, measures and drawing of a table's lines.

    Attributes:
        tall: each line has two rows of words.
        height, pad: of a line and of a cell's sides, in pixels.
    """

    def __init__(self) -> None:
        self.tall = False
        self._elided: dict[tuple[str, int, int], str] = {}
        self.measure()

    def measure(self, tall: bool | None = None) -> None:
        """Take fonts and sizes from the theme anew."""
        look = theme()
        self.tall = self.tall if tall is None else tall
        self.height, self.pad = look.px(2.65 if self.tall else 1.9), look.px(0.4)
        self._shape = look.px(0.85)
        self._elided.clear()
        metrics = QFontMetrics(look.font())
        gap = (self.height - metrics.height()) // 2
        base = (look.px(0.22) if self.tall else gap) + metrics.ascent()
        second = base + round(metrics.height() * 1.02)
        self._first = self._row(look.font(), base, "text")
        self._names = self._row(look.font(medium=True), base, "text")
        self._second = self._row(look.font(0.95), second, "text_soft")

    @staticmethod
    def _row(font: QFont, base: int, token: str) -> Look:
        metrics = QFontMetrics(font)
        return Look(font, metrics, base, base - metrics.ascent() + metrics.height() // 2, token)

    def column(
        self,
        painter: QPainter,
        model: ArrayTableModel,
        span: Span,
        lines: Sequence[int],
        tops: Sequence[int],
        texts: Texts,
    ) -> None:
        """Draw one column of the lines, with what stands under it."""
        column = model.columns[span.section]
        first = self._names if column.names else self._first
        own = [row[span.section] or "" if row else "" for row in texts]
        if column.kind == "rag":
            self._states(painter, model, span, lines, tops, own, first)
        else:
            begun = [text.partition(_BREAK)[0] for text in own] if self.tall else own
            self._words(painter, column, span, tops, begun, first)
        if self.tall:
            rest = [text.partition(_BREAK)[2] for text in own] if column.kind == "text" else [""] * len(own)
            self._under(painter, model, span, lines, tops, texts, rest)

    def heading(self, painter: QPainter, group: Group, top: int, width: int) -> None:
        """Draw the heading of a group of lines."""
        look = theme()
        painter.fillRect(0, top, width, self.height, look.colour("window"))
        strong, plain = self._names, self._first
        base = top + (self.height - strong.metrics.height()) // 2 + strong.metrics.ascent()
        painter.setFont(strong.font)
        painter.setPen(look.colour("text"))
        painter.drawText(self.pad, base, group.title)
        x = self.pad + strong.metrics.horizontalAdvance(group.title + "  ")
        painter.setFont(plain.font)
        painter.setPen(look.colour("text_soft"))
        painter.drawText(x, base, f"{group.count:,}")

    def is_cut(self, column: Column, text: str, width: int) -> bool:
        """Whether a cell of that width cannot show all of its words."""
        room = width - 2 * self.pad
        if column.kind == "rag":
            room -= self._shape + self.pad
        rows = text.split(_BREAK, 1) if self.tall else [text]
        return "\n" in text or any(self._first.metrics.horizontalAdvance(row) > room for row in rows)

    def _under(
        self,
        painter: QPainter,
        model: ArrayTableModel,
        span: Span,
        lines: Sequence[int],
        tops: Sequence[int],
        texts: Texts,
        rest: Sequence[str],
    ) -> None:
        """The second row: the words of the column under this one, then what the first row left over."""
        column = model.columns[span.section]
        section = model.column_at(column.under)
        own = [row[section] or "" if row and section >= 0 else "" for row in texts]
        if section >= 0 and model.columns[section].kind == "rag":
            self._states(painter, model, span, lines, tops, own, self._second)
            return
        both = [" · ".join(filter(None, pair)) for pair in zip(own, rest, strict=True)]
        self._words(painter, column, span, tops, both, self._second)

    def _words(
        self,
        painter: QPainter,
        column: Column,
        span: Span,
        tops: Sequence[int],
        texts: Sequence[str],
        row: Look,
    ) -> None:
        room, from_right = span.width - 2 * self.pad, column.align == "right"
        x, right = span.left + self.pad, span.left + span.width - self.pad
        ink, soft = theme().colour(row.token), theme().colour("text_soft")
        painter.setFont(row.font)
        painter.setPen(ink)
        for top, text in zip(tops, texts, strict=True):
            if not text:
                continue
            if from_right:  # a nought is there to be passed over
                painter.setPen(soft if text == "0" else ink)
            words = self._fit(text, room, row)
            at = right - row.metrics.horizontalAdvance(words) if from_right else x
            painter.drawText(at, top + row.base, words)

    def _states(
        self,
        painter: QPainter,
        model: ArrayTableModel,
        span: Span,
        lines: Sequence[int],
        tops: Sequence[int],
        texts: Sequence[str],
        row: Look,
    ) -> None:
        size, ratio = self._shape, painter.device().devicePixelRatio()
        painter.setFont(row.font)
        for line, top, text in zip(lines, tops, texts, strict=True):
            if not text:
                continue
            rag, x = model.rag_at(line), span.left + self.pad
            if rag:
                painter.drawPixmap(x, top + row.middle - size // 2, shape_pixmap(rag, size, ratio))
                x += size + self.pad
            painter.setPen(colour(rag))
            room = span.left + span.width - self.pad - x
            painter.drawText(x, top + row.base, self._fit(text, room, row))

    def _fit(self, text: str, room: int, row: Look) -> str:
        """The text, shortened with an ellipsis where it does not fit; kept, for it costs most."""
        key = (text, room, id(row))
        words = self._elided.get(key)
        if words is None:
            if len(self._elided) > _ELIDED_KEPT:
                self._elided.clear()
            words = row.metrics.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, room)
            self._elided[key] = words
        return words
