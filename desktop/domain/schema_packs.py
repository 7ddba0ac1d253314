"""The tables of frozen months: what was published, down to the child, and what it was read from."""

from __future__ import annotations

from desktop.domain.schema_fields import Field, Kind, Table, Unique, day, integer, ref, text

PACKS: tuple[Table, ...] = (
    Table(
        "frozen_month",
        (
            integer("month", required=True),  # see `months`
            integer("edition", required=True),
            day("as_at", required=True),
            Field("known_at", Kind.INSTANT, required=True),  # what was on record by then was counted
            text("author"),
            text("digest", required=True),  # SHA-256 of everything frozen
            text("content", required=True),  # cases, teams, rules and loads; see `desktop.analysis.frozen`
            text("reason"),  # why another edition
        ),
        fact=True,
        unique=(
            Unique(
                "edition",
                ("month", "edition"),
                (),
                "Somebody froze this month a moment ago, so it was not frozen twice and nothing was saved; "
                "build the packs from theirs.",
            ),
        ),
    ),
    Table(
        "frozen_figure",
        (
            ref("freeze", "frozen_month", required=True),
            text("indicator", required=True),
            text("measure", required=True),
            integer("n"),
            integer("d"),
            text("content", required=True),  # who was counted, who was not and why; the months before
        ),
        fact=True,
    ),
)
