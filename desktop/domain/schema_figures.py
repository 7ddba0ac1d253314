"""The tables that stand beside the monthly tables: notes on figures, others' figures, saved scenarios."""

from __future__ import annotations

from desktop.domain.schema_fields import Table, code, day, integer, text

FIGURES: tuple[Table, ...] = (
    Table(
        "indicator_note",
        (
            text("indicator", required=True),
            integer("month"),  # the month that it speaks of (see `months`)
            code("kind", "comment", "action", "step", required=True),  # step: limits are computed anew
            text("text", required=True),
            text("owner"),
            day("due"),
            day("closed_on"),
        ),
        fact=True,
    ),
    Table(
        "indicator_figure",
        (
            text("indicator", required=True),
            integer("month"),  # from which month on it is printed; of "own", its month
            code("whose", "own", "target", "local", "neighbours", "region", "england", required=True),
            text("value", required=True),  # a number, N/A or TBC
            text("unit"),
            text("year"),
            text("origin"),  # where it was read
        ),
        fact=True,
    ),
    Table(
        "scenario",
        (
            text("name", required=True),
            text("settings", required=True),  # JSON, see `desktop.analysis.whatif`
        ),
        fact=True,
    ),
)
