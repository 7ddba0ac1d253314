"""Tables of the children's side beside visits, plans and agreements: actions, supervision, escalation."""

from __future__ import annotations

from desktop.domain.schema_fields import Table, code, day, ref, text

CHILDREN: tuple[Table, ...] = (
    Table(  # agreed at a supervision, review or panel; comes back at the next one until done
        "action",
        (
            ref("case", required=True),
            code("raised_at", "supervision", "review", "core_group", "panel", "visit", "other"),
            day("raised_on", required=True),
            text("text", required=True),
            ref("owner", "worker"),
            day("due_on"),
            day("done_on", group="end"),
            text("outcome", group="end"),
        ),
        fact=True,
    ),
    Table(  # a worker's own supervision: that it took place, nothing of what was said
        "worker_supervision",
        (ref("worker", required=True), ref("supervisor", "worker"), day("on", required=True)),
        fact=True,
    ),
    Table(  # a case brought to a named manager: attempts failed, or unseen for too long
        "escalation",
        (
            ref("case", required=True),
            day("on", required=True),
            ref("to", "worker", group="told"),
            text("reason", group="told"),
            day("answered_on", group="answer"),
            text("answer", group="answer"),
        ),
        fact=True,
    ),
)
