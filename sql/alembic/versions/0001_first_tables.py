"""The first tables.

Revision 0001, before which there was nothing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desktop.store.types import Day, Flag, Id, Instant, Number

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "act",
        sa.Column("id", Id(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undoes", Id(), nullable=True),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("touched", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_act_revision"), ["revision"], unique=False)
        batch_op.create_index(batch_op.f("ix_act_undoes"), ["undoes"], unique=False)

    op.create_table(
        "cache",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_cache")),
        sqlite_strict=True,
    )
    op.create_table(
        "closure_day",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("on", Day(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure_day")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("closure_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_closure_day_revision"), ["revision"], unique=False)

    op.create_table(
        "import_batch",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("as_at", Day(), nullable=True),
        sa.Column("counts", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batch_revision"), ["revision"], unique=False)

    op.create_table(
        "managing_authority",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("cqc_location", sa.Text(), nullable=True),
        sa.Column("setting", sa.Text(), nullable=True),
        sa.Column("run_by_council", Flag(), nullable=True),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_managing_authority")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("managing_authority", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_managing_authority_revision"), ["revision"], unique=False)

    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
        sqlite_strict=True,
    )
    op.create_table(
        "person",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("initials", sa.Text(), nullable=True),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("born_on", Day(), nullable=True),
        sa.Column("expected_on", Day(), nullable=True),
        sa.Column("died_on", Day(), nullable=True),
        sa.Column("nhs_number", sa.Text(), nullable=True),
        sa.Column("family", sa.Text(), nullable=True),
        sa.Column("disabled", Flag(), nullable=True),
        sa.Column("restricted", Flag(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_revision"), ["revision"], unique=False)

    op.create_table(
        "setting",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("setting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_setting_revision"), ["revision"], unique=False)

    op.create_table(
        "team",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("parent_id", Id(), nullable=True),
        sa.Column("manager_id", Id(), nullable=True),
        sa.Column("service", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["manager_id"],
            ["worker.id"],
            name=op.f("fk_team_manager_id_worker"),
            initially="DEFERRED",
            deferrable=True,
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["team.id"],
            name=op.f("fk_team_parent_id_team"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_revision"), ["revision"], unique=False)

    op.create_table(
        "timescale_override",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("valid_from", Day(), nullable=True),
        sa.Column("valid_to", Day(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timescale_override")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("timescale_override", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timescale_override_revision"), ["revision"], unique=False)

    op.create_table(
        "case",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("team_id", Id(), nullable=True),
        sa.Column("ref", sa.Text(), nullable=True),
        sa.Column("other_la", Flag(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_case_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_case_team_id_team"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_revision"), ["revision"], unique=False)

    op.create_table(
        "change_set",
        sa.Column("id", Id(), nullable=False),
        sa.Column("act_id", Id(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("patches", sa.Text(), nullable=True),
        sa.Column("epoch", Id(), nullable=True),
        sa.Column("revision", Number(), nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_change_set_act_id_act")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_set")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("change_set", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_set_act_id"), ["act_id"], unique=False)

    op.create_table(
        "person_match",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("person_id", Id(), nullable=False),
        sa.Column("other_id", Id(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("moved", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["person.id"],
            name=op.f("fk_person_match_other_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_person_match_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_match")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("person_match", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_match_revision"), ["revision"], unique=False)

    op.create_table(
        "worker",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("staff_ref", sa.Text(), nullable=True),
        sa.Column("team_id", Id(), nullable=True),
        sa.Column("is_bia", Flag(), nullable=True),
        sa.Column("is_mha", Flag(), nullable=True),
        sa.Column("engagement", sa.Text(), nullable=True),
        sa.Column("left_on", Day(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
            name=op.f("fk_worker_team_id_team"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("worker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_worker_revision"), ["revision"], unique=False)

    op.create_table(
        "absence",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("worker_id", Id(), nullable=False),
        sa.Column("starts_on", Day(), nullable=False),
        sa.Column("ends_on", Day(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("cover_id", Id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cover_id"],
            ["worker.id"],
            name=op.f("fk_absence_cover_id_worker"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["worker.id"],
            name=op.f("fk_absence_worker_id_worker"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_revision"), ["revision"], unique=False)

    op.create_table(
        "agreed_frequency",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("interval", sa.Text(), nullable=True),
        sa.Column("effective_from", Day(), nullable=True),
        sa.Column("agreed_on", Day(), nullable=True),
        sa.Column("agreed_by", sa.Text(), nullable=True),
        sa.Column("panel_ref", sa.Text(), nullable=True),
        sa.Column("child_agrees", Flag(), nullable=True),
        sa.Column("review_by", Day(), nullable=True),
        sa.Column("ended_on", Day(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_agreed_frequency_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreed_frequency")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("agreed_frequency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreed_frequency_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreed_frequency_revision"), ["revision"], unique=False)

    op.create_table(
        "allocation",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("worker_id", Id(), nullable=True),
        sa.Column("named", sa.Text(), nullable=True),
        sa.Column("team_id", Id(), nullable=True),
        sa.Column("on", Day(), nullable=True),
        sa.Column("due_back_on", Day(), nullable=True),
        sa.Column("ended_on", Day(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_allocation_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
            name=op.f("fk_allocation_team_id_team"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["worker.id"],
            name=op.f("fk_allocation_worker_id_worker"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allocation_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_revision"), ["revision"], unique=False)

    op.create_table(
        "authorisation",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("starts_on", Day(), nullable=True),
        sa.Column("ends_on", Day(), nullable=True),
        sa.Column("ended_on", Day(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("conditions", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_authorisation_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorisation")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("authorisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_authorisation_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_authorisation_revision"), ["revision"], unique=False)

    op.create_table(
        "dols_request",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("managing_authority_id", Id(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=True),
        sa.Column("objecting", Flag(), nullable=True),
        sa.Column("urgent", Flag(), nullable=True),
        sa.Column("still_there", Flag(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_dols_request_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["managing_authority_id"],
            ["managing_authority.id"],
            name=op.f("fk_dols_request_managing_authority_id_managing_authority"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dols_request")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("dols_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dols_request_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dols_request_revision"), ["revision"], unique=False)

    op.create_table(
        "equivalent_assessment",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("assessment", sa.Text(), nullable=True),
        sa.Column("carried_out_on", Day(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_equivalent_assessment_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equivalent_assessment")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("equivalent_assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_equivalent_assessment_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_equivalent_assessment_revision"), ["revision"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on", Day(), nullable=False),
        sa.Column("worker_id", Id(), nullable=True),
        sa.Column("seen", Flag(), nullable=True),
        sa.Column("alone", Flag(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("joint", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_event_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["worker.id"],
            name=op.f("fk_event_worker_id_worker"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_revision"), ["revision"], unique=False)

    op.create_table(
        "field_change",
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("on_table", sa.Text(), nullable=False),
        sa.Column("row_id", Id(), nullable=False),
        sa.Column("case_id", Id(), nullable=True),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("chain", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["set_id"], ["change_set.id"], name=op.f("fk_field_change_set_id_change_set")
        ),
        sa.PrimaryKeyConstraint("set_id", "seq", name=op.f("pk_field_change")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("field_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_field_change_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_field_change_row_id"), ["row_id"], unique=False)

    op.create_table(
        "import_issue",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("batch_id", Id(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("column", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("case_id", Id(), nullable=True),
        sa.Column("person_id", Id(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["import_batch.id"],
            name=op.f("fk_import_issue_batch_id_import_batch"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_import_issue_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_import_issue_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_issue")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("import_issue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_issue_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_issue_revision"), ["revision"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("on", Day(), nullable=True),
        sa.Column("chase_next_on", Day(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_note_case_id_case"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_note_revision"), ["revision"], unique=False)

    op.create_table(
        "placement",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("starts_on", Day(), nullable=True),
        sa.Column("ends_on", Day(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("legal_status", sa.Text(), nullable=True),
        sa.Column("to_18", Flag(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("order_on", Day(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_placement_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placement_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_revision"), ["revision"], unique=False)

    op.create_table(
        "planned",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("on", Day(), nullable=False),
        sa.Column("worker_id", Id(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_planned_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["worker.id"],
            name=op.f("fk_planned_worker_id_worker"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("planned", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planned_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_planned_revision"), ["revision"], unique=False)

    op.create_table(
        "suspension",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("notice_on", Day(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("resumed_on", Day(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_suspension_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("suspension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suspension_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_suspension_revision"), ["revision"], unique=False)

    op.create_table(
        "urgent_authorisation",
        sa.Column("id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", Number(), nullable=False),
        sa.Column("deleted", Flag(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("set_id", Id(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("superseded_at", Instant(), nullable=True),
        sa.Column("case_id", Id(), nullable=False),
        sa.Column("given_on", Day(), nullable=True),
        sa.Column("stated_end", Day(), nullable=True),
        sa.Column("extension_requested_on", Day(), nullable=True),
        sa.Column("extension_decided_on", Day(), nullable=True),
        sa.Column("extension_days", sa.Integer(), nullable=True),
        sa.Column("ended_on", Day(), nullable=True),
        sa.Column("confirmed", Flag(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_urgent_authorisation_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urgent_authorisation")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("urgent_authorisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_urgent_authorisation_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_urgent_authorisation_revision"), ["revision"], unique=False)
    if op.get_bind().dialect.name != "sqlite":  # teams and workers refer to each other; SQLite has it inline
        op.create_foreign_key(
            "fk_team_manager_id_worker",
            "team",
            "worker",
            ["manager_id"],
            ["id"],
            deferrable=True,
            initially="DEFERRED",
        )
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


APPEND_ONLY = {
    "sqlite": (
        "CREATE TRIGGER field_change_no_update BEFORE UPDATE ON field_change "
        "BEGIN SELECT RAISE(ABORT, 'field_change is append-only'); END",
        "CREATE TRIGGER field_change_no_delete BEFORE DELETE ON field_change "
        "BEGIN SELECT RAISE(ABORT, 'field_change is append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION field_change_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'field_change is append-only'; END $$",
        "CREATE TRIGGER field_change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON field_change "
        "FOR EACH STATEMENT EXECUTE FUNCTION field_change_refuse()",
    ),
}
