"""What the server has beside the data: feed, revision counter, history chain, members, devices, logs.

Revision 0001, before which there was nothing.
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

COMMON = """
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    revision bigint NOT NULL,
    deleted boolean NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text NOT NULL,
    set_id uuid NOT NULL,
    source text,"""
TEAM = "uuid REFERENCES team(id) DEFERRABLE INITIALLY DEFERRED"
WORKER = "uuid REFERENCES worker(id) DEFERRABLE INITIALLY DEFERRED"
CASE = 'uuid REFERENCES "case"(id) DEFERRABLE INITIALLY DEFERRED'
PERSON = "uuid REFERENCES person(id) DEFERRABLE INITIALLY DEFERRED"

STATEMENTS = (
    # Where each row stands in the order of changes: ids only, never content.
    """CREATE TABLE feed (
    tbl text NOT NULL,
    row_id uuid NOT NULL,
    revision bigint NOT NULL,
    PRIMARY KEY (tbl, row_id))""",
    "CREATE INDEX ix_feed_revision ON feed (revision, tbl, row_id)",
    # One row, taken last by every push and held until it commits, so that revisions appear in order.
    """CREATE TABLE clock_meta (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    epoch uuid NOT NULL,
    revision bigint NOT NULL,
    horizon bigint NOT NULL DEFAULT 0,
    chain bytea NOT NULL,
    policy_version integer NOT NULL DEFAULT 0,
    schema_version text NOT NULL,
    minimum_client text NOT NULL DEFAULT '',
    newest_client text NOT NULL DEFAULT '',
    fork text NOT NULL
) WITH (fillfactor = 10)""",
    # digest: of a change set (see seal) or of `content`; chain: of the chain before, digest and revision.
    """CREATE TABLE history (
    revision bigint PRIMARY KEY,
    kind text NOT NULL,
    set_id uuid,
    content text,
    digest bytea NOT NULL,
    chain bytea NOT NULL)""",
    "CREATE UNIQUE INDEX ix_history_set_id ON history (set_id) WHERE set_id IS NOT NULL",
    # The change sets that an embedded database brought; their digests together are one line of history.
    "CREATE TABLE history_part (set_id uuid PRIMARY KEY, revision bigint NOT NULL, digest bytea NOT NULL)",
    f"""CREATE TABLE member ({COMMON}
    login text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    team_id {TEAM},
    worker_id {WORKER},
    service text,
    starts_on date,
    ends_on date)""",
    "CREATE INDEX ix_member_login ON member (login)",
    f"""CREATE TABLE named_access ({COMMON}
    login text NOT NULL,
    case_id {CASE},
    person_id {PERSON},
    reason text NOT NULL,
    starts_on date,
    ends_on date)""",
    "CREATE INDEX ix_named_access_login ON named_access (login)",
    f"""CREATE TABLE blocked ({COMMON}
    login text NOT NULL,
    person_id {PERSON} NOT NULL,
    reason text NOT NULL)""",
    "CREATE INDEX ix_blocked_login ON blocked (login)",
    f"""CREATE TABLE legal_hold ({COMMON}
    person_id {PERSON} NOT NULL,
    reason text NOT NULL,
    ends_on date)""",
    f"""CREATE TABLE directory_group ({COMMON}
    name text NOT NULL,
    role text NOT NULL,
    team_id {TEAM},
    service text)""",
    """CREATE TABLE device (
    id uuid NOT NULL,
    login text NOT NULL,
    last_seen timestamptz NOT NULL,
    cursor bigint NOT NULL DEFAULT 0,
    epoch uuid,
    chain bytea,
    client text NOT NULL DEFAULT '',
    wipe boolean NOT NULL DEFAULT false,
    disagrees_at timestamptz,
    PRIMARY KEY (id, login))""",
    # Who looks at which case just now; worth nothing after a crash.
    """CREATE UNLOGGED TABLE presence (
    login text NOT NULL,
    device uuid NOT NULL,
    case_id uuid NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (login, device))""",
    "CREATE INDEX ix_presence_case_id ON presence (case_id)",
    """CREATE TABLE opened (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login text NOT NULL,
    device uuid,
    case_id uuid,
    opened_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL)""",
    "CREATE INDEX ix_opened_case_id ON opened (case_id)",
    """CREATE TABLE exported (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login text NOT NULL,
    device uuid,
    what text NOT NULL,
    row_count integer NOT NULL,
    with_names boolean NOT NULL,
    exported_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL)""",
    """CREATE TABLE backup_note (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    epoch uuid NOT NULL,
    revision bigint NOT NULL,
    chain bytea NOT NULL,
    fork text NOT NULL,
    noted_at timestamptz NOT NULL,
    noted_by text NOT NULL,
    restored boolean NOT NULL DEFAULT false)""",
    # How a row travels to a laptop: made again at each upgrade from the shape of the data.
    """CREATE TABLE wire_column (
    tbl text NOT NULL,
    place integer NOT NULL,
    col text NOT NULL,
    fast text NOT NULL,
    PRIMARY KEY (tbl, place))""",
    "INSERT INTO clock_meta (epoch, revision, chain, schema_version, fork) "
    "VALUES (gen_random_uuid(), 0, sha256('caseclock'), '', '')",
    # Act, set and lines are written by push alone and together, so that nothing is left to be checked, and
    # each check would be made while everybody else waits for the counter.
    "ALTER TABLE field_change DROP CONSTRAINT fk_field_change_set_id_change_set",
    "ALTER TABLE change_set DROP CONSTRAINT fk_change_set_act_id_act",
    "DROP INDEX ix_act_revision",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
