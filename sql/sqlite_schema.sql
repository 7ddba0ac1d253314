CREATE TABLE "case" (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    person_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    team_id BLOB,
    ref TEXT,
    other_la INTEGER,
    CONSTRAINT pk_case PRIMARY KEY (id),
    CONSTRAINT fk_case_person_id_person FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_case_team_id_team FOREIGN KEY(team_id) REFERENCES team (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE absence (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    worker_id BLOB NOT NULL,
    starts_on INTEGER NOT NULL,
    ends_on INTEGER,
    reason TEXT,
    cover_id BLOB,
    CONSTRAINT pk_absence PRIMARY KEY (id),
    CONSTRAINT fk_absence_worker_id_worker FOREIGN KEY(worker_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_absence_cover_id_worker FOREIGN KEY(cover_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE act (
    id BLOB NOT NULL,
    verb TEXT NOT NULL,
    summary TEXT NOT NULL,
    author TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    undoes BLOB,
    revision INTEGER NOT NULL,
    touched TEXT NOT NULL,
    CONSTRAINT pk_act PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE action (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    raised_at TEXT,
    raised_on INTEGER NOT NULL,
    text TEXT NOT NULL,
    owner_id BLOB,
    due_on INTEGER,
    done_on INTEGER,
    outcome TEXT,
    CONSTRAINT pk_action PRIMARY KEY (id),
    CONSTRAINT fk_action_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_action_owner_id_worker FOREIGN KEY(owner_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE advocate (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    provider TEXT,
    name TEXT,
    instructed_on INTEGER,
    ended_on INTEGER,
    CONSTRAINT pk_advocate PRIMARY KEY (id),
    CONSTRAINT fk_advocate_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE agreed_frequency (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    interval TEXT,
    effective_from INTEGER,
    agreed_on INTEGER,
    agreed_by TEXT,
    panel_ref TEXT,
    child_agrees INTEGER,
    carer_agrees INTEGER,
    worker_agrees INTEGER,
    iro_agrees INTEGER,
    panel_on INTEGER,
    panel_decision TEXT,
    review_by INTEGER,
    ended_on INTEGER,
    ended_reason TEXT,
    CONSTRAINT pk_agreed_frequency PRIMARY KEY (id),
    CONSTRAINT fk_agreed_frequency_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE allocation (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    role TEXT NOT NULL,
    worker_id BLOB,
    named TEXT,
    team_id BLOB,
    "on" INTEGER,
    due_back_on INTEGER,
    ended_on INTEGER,
    reason TEXT,
    reason_code TEXT,
    CONSTRAINT pk_allocation PRIMARY KEY (id),
    CONSTRAINT fk_allocation_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_allocation_worker_id_worker FOREIGN KEY(worker_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_allocation_team_id_team FOREIGN KEY(team_id) REFERENCES team (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE assessor (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    worker_id BLOB NOT NULL,
    profession TEXT,
    registration TEXT,
    registration_ends INTEGER,
    suspended INTEGER,
    first_registered_on INTEGER,
    qualified_on INTEGER,
    course TEXT,
    refreshed_on INTEGER,
    insurance TEXT,
    insured_until INTEGER,
    dbs_on INTEGER,
    dbs_kind TEXT,
    s12_ends INTEGER,
    three_years INTEGER,
    dols_trained_on INTEGER,
    employer TEXT,
    skills TEXT,
    languages TEXT,
    areas TEXT,
    quota INTEGER,
    at_once INTEGER,
    fee_pence INTEGER,
    CONSTRAINT pk_assessor PRIMARY KEY (id),
    CONSTRAINT fk_assessor_worker_id_worker FOREIGN KEY(worker_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE assessor_choice (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    role TEXT NOT NULL,
    worker_id BLOB NOT NULL,
    "on" INTEGER NOT NULL,
    checks TEXT,
    reason TEXT,
    place INTEGER,
    declared INTEGER,
    declaration TEXT,
    CONSTRAINT pk_assessor_choice PRIMARY KEY (id),
    CONSTRAINT fk_assessor_choice_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_assessor_choice_worker_id_worker FOREIGN KEY(worker_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE authorisation (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    starts_on INTEGER,
    ends_on INTEGER,
    ended_on INTEGER,
    end_reason TEXT,
    form9_sent_on INTEGER,
    conditions TEXT,
    CONSTRAINT pk_authorisation PRIMARY KEY (id),
    CONSTRAINT fk_authorisation_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE authorisation_review (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    requested_on INTEGER NOT NULL,
    requested_by TEXT,
    decided_on INTEGER,
    outcome TEXT,
    CONSTRAINT pk_authorisation_review PRIMARY KEY (id),
    CONSTRAINT fk_authorisation_review_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE best_interests (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    "on" INTEGER NOT NULL,
    worker_id BLOB,
    mode TEXT,
    legal_test TEXT,
    deprived INTEGER,
    longest_until INTEGER,
    longest_months INTEGER,
    conditions TEXT,
    rpr TEXT,
    CONSTRAINT pk_best_interests PRIMARY KEY (id),
    CONSTRAINT fk_best_interests_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_best_interests_worker_id_worker FOREIGN KEY(worker_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE cache (
    name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    CONSTRAINT pk_cache PRIMARY KEY (name)
)
 STRICT;

CREATE TABLE change_set (
    id BLOB NOT NULL,
    act_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    author TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    outcome TEXT NOT NULL,
    answer TEXT,
    patches TEXT,
    epoch BLOB,
    revision INTEGER,
    CONSTRAINT pk_change_set PRIMARY KEY (id),
    CONSTRAINT fk_change_set_act_id_act FOREIGN KEY(act_id) REFERENCES act (id)
)
 STRICT;

CREATE TABLE closure_day (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    "on" INTEGER NOT NULL,
    name TEXT,
    kind TEXT,
    CONSTRAINT pk_closure_day PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE condition (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    text TEXT NOT NULL,
    due_on INTEGER,
    followed_up_on INTEGER,
    met INTEGER,
    CONSTRAINT pk_condition PRIMARY KEY (id),
    CONSTRAINT fk_condition_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE copy_sent (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    "to" TEXT NOT NULL,
    "on" INTEGER NOT NULL,
    CONSTRAINT pk_copy_sent PRIMARY KEY (id),
    CONSTRAINT fk_copy_sent_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE court_challenge (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    "on" INTEGER NOT NULL,
    ended_on INTEGER,
    outcome TEXT,
    CONSTRAINT pk_court_challenge PRIMARY KEY (id),
    CONSTRAINT fk_court_challenge_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE decision (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    "on" INTEGER NOT NULL,
    signatory_id BLOB,
    code TEXT,
    assessed TEXT,
    receiving_council TEXT,
    form_sent_on INTEGER,
    CONSTRAINT pk_decision PRIMARY KEY (id),
    CONSTRAINT fk_decision_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_decision_signatory_id_worker FOREIGN KEY(signatory_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE dols_request (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    form TEXT,
    managing_authority_id BLOB,
    priority TEXT,
    objecting INTEGER,
    urgent INTEGER,
    still_there INTEGER,
    received_at TEXT,
    CONSTRAINT pk_dols_request PRIMARY KEY (id),
    CONSTRAINT fk_dols_request_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_dols_request_managing_authority_id_managing_authority FOREIGN KEY(managing_authority_id) REFERENCES managing_authority (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE equivalent_assessment (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    assessment TEXT,
    carried_out_on INTEGER NOT NULL,
    CONSTRAINT pk_equivalent_assessment PRIMARY KEY (id),
    CONSTRAINT fk_equivalent_assessment_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE escalation (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    "on" INTEGER NOT NULL,
    to_id BLOB,
    reason TEXT,
    answered_on INTEGER,
    answer TEXT,
    CONSTRAINT pk_escalation PRIMARY KEY (id),
    CONSTRAINT fk_escalation_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_escalation_to_id_worker FOREIGN KEY(to_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE event (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    "on" INTEGER NOT NULL,
    worker_id BLOB,
    seen INTEGER,
    alone INTEGER,
    outcome TEXT,
    joint TEXT,
    detail TEXT,
    CONSTRAINT pk_event PRIMARY KEY (id),
    CONSTRAINT fk_event_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_event_worker_id_worker FOREIGN KEY(worker_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE field_change (
    set_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    on_table TEXT NOT NULL,
    row_id BLOB NOT NULL,
    case_id BLOB,
    field TEXT NOT NULL,
    old TEXT,
    new TEXT,
    chain TEXT,
    CONSTRAINT pk_field_change PRIMARY KEY (set_id, seq),
    CONSTRAINT fk_field_change_set_id_change_set FOREIGN KEY(set_id) REFERENCES change_set (id)
)
 STRICT;

CREATE TABLE frozen_figure (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    freeze_id BLOB NOT NULL,
    indicator TEXT NOT NULL,
    measure TEXT NOT NULL,
    n INTEGER,
    d INTEGER,
    content TEXT NOT NULL,
    CONSTRAINT pk_frozen_figure PRIMARY KEY (id),
    CONSTRAINT fk_frozen_figure_freeze_id_frozen_month FOREIGN KEY(freeze_id) REFERENCES frozen_month (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE frozen_month (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    month INTEGER NOT NULL,
    edition INTEGER NOT NULL,
    as_at INTEGER NOT NULL,
    known_at INTEGER NOT NULL,
    author TEXT,
    digest TEXT NOT NULL,
    content TEXT NOT NULL,
    reason TEXT,
    CONSTRAINT pk_frozen_month PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE home_check (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    "on" INTEGER NOT NULL,
    answer TEXT NOT NULL,
    informant TEXT,
    CONSTRAINT pk_home_check PRIMARY KEY (id),
    CONSTRAINT fk_home_check_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE import_batch (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    layout TEXT NOT NULL,
    as_at INTEGER,
    counts TEXT,
    state TEXT,
    CONSTRAINT pk_import_batch PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE import_issue (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    batch_id BLOB NOT NULL,
    level TEXT,
    sheet TEXT,
    "row" INTEGER,
    "column" TEXT,
    value TEXT,
    reason TEXT NOT NULL,
    case_id BLOB,
    person_id BLOB,
    state TEXT,
    proposal TEXT,
    CONSTRAINT pk_import_issue PRIMARY KEY (id),
    CONSTRAINT fk_import_issue_batch_id_import_batch FOREIGN KEY(batch_id) REFERENCES import_batch (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_import_issue_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_import_issue_person_id_person FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE indicator_figure (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    indicator TEXT NOT NULL,
    month INTEGER,
    whose TEXT NOT NULL,
    value TEXT NOT NULL,
    unit TEXT,
    year TEXT,
    origin TEXT,
    CONSTRAINT pk_indicator_figure PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE indicator_note (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    indicator TEXT NOT NULL,
    month INTEGER,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    owner TEXT,
    due INTEGER,
    closed_on INTEGER,
    CONSTRAINT pk_indicator_note PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE interest (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    worker_id BLOB NOT NULL,
    managing_authority_id BLOB,
    provider TEXT,
    kind TEXT,
    detail TEXT,
    starts_on INTEGER,
    ends_on INTEGER,
    CONSTRAINT pk_interest PRIMARY KEY (id),
    CONSTRAINT fk_interest_worker_id_worker FOREIGN KEY(worker_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_interest_managing_authority_id_managing_authority FOREIGN KEY(managing_authority_id) REFERENCES managing_authority (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE managing_authority (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    cqc_location TEXT,
    setting TEXT,
    run_by_council INTEGER,
    postcode TEXT,
    provider TEXT,
    phone TEXT,
    email TEXT,
    CONSTRAINT pk_managing_authority PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE meta (
    "key" TEXT NOT NULL,
    value TEXT,
    CONSTRAINT pk_meta PRIMARY KEY ("key")
)
 STRICT;

CREATE TABLE note (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    kind TEXT,
    "on" INTEGER,
    chase_next_on INTEGER,
    text TEXT NOT NULL,
    CONSTRAINT pk_note PRIMARY KEY (id),
    CONSTRAINT fk_note_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE offer (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    role TEXT NOT NULL,
    worker_id BLOB NOT NULL,
    "on" INTEGER NOT NULL,
    due_back_on INTEGER,
    answer TEXT,
    answered_on INTEGER,
    reason TEXT,
    CONSTRAINT pk_offer PRIMARY KEY (id),
    CONSTRAINT fk_offer_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_offer_worker_id_worker FOREIGN KEY(worker_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE payment (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    worker_id BLOB NOT NULL,
    role TEXT,
    fee_pence INTEGER,
    invoice TEXT,
    invoiced_on INTEGER,
    paid_on INTEGER,
    CONSTRAINT pk_payment PRIMARY KEY (id),
    CONSTRAINT fk_payment_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_payment_worker_id_worker FOREIGN KEY(worker_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE person (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    ref TEXT NOT NULL,
    name TEXT,
    initials TEXT,
    name_key TEXT,
    born_on INTEGER,
    expected_on INTEGER,
    died_on INTEGER,
    nhs_number TEXT,
    family TEXT,
    disabled INTEGER,
    restricted INTEGER,
    CONSTRAINT pk_person PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE person_match (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    person_id BLOB NOT NULL,
    other_id BLOB NOT NULL,
    status TEXT,
    reason TEXT,
    moved TEXT,
    CONSTRAINT pk_person_match PRIMARY KEY (id),
    CONSTRAINT fk_person_match_person_id_person FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_person_match_other_id_person FOREIGN KEY(other_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE placement (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    starts_on INTEGER,
    ends_on INTEGER,
    code TEXT,
    legal_status TEXT,
    to_18 INTEGER,
    basis TEXT,
    order_on INTEGER,
    CONSTRAINT pk_placement PRIMARY KEY (id),
    CONSTRAINT fk_placement_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE planned (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    kind TEXT,
    "on" INTEGER NOT NULL,
    worker_id BLOB,
    reason TEXT,
    CONSTRAINT pk_planned PRIMARY KEY (id),
    CONSTRAINT fk_planned_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_planned_worker_id_worker FOREIGN KEY(worker_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE posting (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    worker_id BLOB NOT NULL,
    team_id BLOB,
    manager_id BLOB,
    starts_on INTEGER NOT NULL,
    ends_on INTEGER,
    CONSTRAINT pk_posting PRIMARY KEY (id),
    CONSTRAINT fk_posting_worker_id_worker FOREIGN KEY(worker_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_posting_team_id_team FOREIGN KEY(team_id) REFERENCES team (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_posting_manager_id_worker FOREIGN KEY(manager_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE representative (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    kind TEXT,
    name TEXT,
    relation TEXT,
    appointed_on INTEGER,
    ended_on INTEGER,
    reason TEXT,
    CONSTRAINT pk_representative PRIMARY KEY (id),
    CONSTRAINT fk_representative_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE request_detail (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    present TEXT,
    route TEXT,
    authority_wanted_from INTEGER,
    purpose TEXT,
    CONSTRAINT pk_request_detail PRIMARY KEY (id),
    CONSTRAINT fk_request_detail_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE rescreen (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    asked_on INTEGER NOT NULL,
    answered_on INTEGER,
    answer TEXT,
    informant TEXT,
    CONSTRAINT pk_rescreen PRIMARY KEY (id),
    CONSTRAINT fk_rescreen_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE scenario (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    name TEXT NOT NULL,
    settings TEXT NOT NULL,
    CONSTRAINT pk_scenario PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE setting (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    "key" TEXT NOT NULL,
    value TEXT,
    CONSTRAINT pk_setting PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE suspension (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    notice_on INTEGER NOT NULL,
    reason TEXT,
    resumed_on INTEGER,
    CONSTRAINT pk_suspension PRIMARY KEY (id),
    CONSTRAINT fk_suspension_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE team (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    parent_id BLOB,
    manager_id BLOB,
    service TEXT,
    CONSTRAINT pk_team PRIMARY KEY (id),
    CONSTRAINT fk_team_parent_id_team FOREIGN KEY(parent_id) REFERENCES team (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_team_manager_id_worker FOREIGN KEY(manager_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE timescale_override (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    rule TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    valid_from INTEGER,
    valid_to INTEGER,
    reason TEXT,
    CONSTRAINT pk_timescale_override PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE triage (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    "on" INTEGER NOT NULL,
    worker_id BLOB,
    tool TEXT,
    criteria TEXT,
    computed TEXT,
    level TEXT,
    reason TEXT,
    rescreen_on INTEGER,
    legal_test TEXT,
    CONSTRAINT pk_triage PRIMARY KEY (id),
    CONSTRAINT fk_triage_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_triage_worker_id_worker FOREIGN KEY(worker_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE urgent_authorisation (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    case_id BLOB NOT NULL,
    given_on INTEGER,
    stated_end INTEGER,
    extension_requested_on INTEGER,
    extension_decided_on INTEGER,
    extension_days INTEGER,
    ended_on INTEGER,
    confirmed INTEGER,
    CONSTRAINT pk_urgent_authorisation PRIMARY KEY (id),
    CONSTRAINT fk_urgent_authorisation_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE worker (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    staff_ref TEXT,
    team_id BLOB,
    is_bia INTEGER,
    is_mha INTEGER,
    engagement TEXT,
    left_on INTEGER,
    fte_pct INTEGER,
    ceiling INTEGER,
    CONSTRAINT pk_worker PRIMARY KEY (id),
    CONSTRAINT fk_worker_team_id_team FOREIGN KEY(team_id) REFERENCES team (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE TABLE worker_supervision (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    set_id BLOB NOT NULL,
    source TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    worker_id BLOB NOT NULL,
    supervisor_id BLOB,
    "on" INTEGER NOT NULL,
    CONSTRAINT pk_worker_supervision PRIMARY KEY (id),
    CONSTRAINT fk_worker_supervision_worker_id_worker FOREIGN KEY(worker_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_worker_supervision_supervisor_id_worker FOREIGN KEY(supervisor_id) REFERENCES worker (id) DEFERRABLE INITIALLY DEFERRED
)
 STRICT;

CREATE INDEX ix_absence_revision ON absence (revision);

CREATE INDEX ix_act_revision ON act (revision);

CREATE INDEX ix_act_undoes ON act (undoes);

CREATE INDEX ix_action_case_id ON action (case_id);

CREATE INDEX ix_action_revision ON action (revision);

CREATE INDEX ix_advocate_case_id ON advocate (case_id);

CREATE INDEX ix_advocate_revision ON advocate (revision);

CREATE INDEX ix_agreed_frequency_case_id ON agreed_frequency (case_id);

CREATE INDEX ix_agreed_frequency_revision ON agreed_frequency (revision);

CREATE INDEX ix_allocation_case_id ON allocation (case_id);

CREATE INDEX ix_allocation_revision ON allocation (revision);

CREATE INDEX ix_assessor_choice_case_id ON assessor_choice (case_id);

CREATE INDEX ix_assessor_choice_revision ON assessor_choice (revision);

CREATE INDEX ix_assessor_revision ON assessor (revision);

CREATE INDEX ix_authorisation_case_id ON authorisation (case_id);

CREATE INDEX ix_authorisation_review_case_id ON authorisation_review (case_id);

CREATE INDEX ix_authorisation_review_revision ON authorisation_review (revision);

CREATE INDEX ix_authorisation_revision ON authorisation (revision);

CREATE INDEX ix_best_interests_case_id ON best_interests (case_id);

CREATE INDEX ix_best_interests_revision ON best_interests (revision);

CREATE INDEX ix_case_revision ON "case" (revision);

CREATE INDEX ix_change_set_act_id ON change_set (act_id);

CREATE INDEX ix_closure_day_revision ON closure_day (revision);

CREATE INDEX ix_condition_case_id ON condition (case_id);

CREATE INDEX ix_condition_revision ON condition (revision);

CREATE INDEX ix_copy_sent_case_id ON copy_sent (case_id);

CREATE INDEX ix_copy_sent_revision ON copy_sent (revision);

CREATE INDEX ix_court_challenge_case_id ON court_challenge (case_id);

CREATE INDEX ix_court_challenge_revision ON court_challenge (revision);

CREATE INDEX ix_decision_case_id ON decision (case_id);

CREATE INDEX ix_decision_revision ON decision (revision);

CREATE INDEX ix_dols_request_case_id ON dols_request (case_id);

CREATE INDEX ix_dols_request_revision ON dols_request (revision);

CREATE INDEX ix_equivalent_assessment_case_id ON equivalent_assessment (case_id);

CREATE INDEX ix_equivalent_assessment_revision ON equivalent_assessment (revision);

CREATE INDEX ix_escalation_case_id ON escalation (case_id);

CREATE INDEX ix_escalation_revision ON escalation (revision);

CREATE INDEX ix_event_case_id ON event (case_id);

CREATE INDEX ix_event_revision ON event (revision);

CREATE INDEX ix_field_change_case_id ON field_change (case_id);

CREATE INDEX ix_field_change_row_id ON field_change (row_id);

CREATE INDEX ix_frozen_figure_revision ON frozen_figure (revision);

CREATE INDEX ix_frozen_month_revision ON frozen_month (revision);

CREATE INDEX ix_home_check_case_id ON home_check (case_id);

CREATE INDEX ix_home_check_revision ON home_check (revision);

CREATE INDEX ix_import_batch_revision ON import_batch (revision);

CREATE INDEX ix_import_issue_case_id ON import_issue (case_id);

CREATE INDEX ix_import_issue_revision ON import_issue (revision);

CREATE INDEX ix_indicator_figure_revision ON indicator_figure (revision);

CREATE INDEX ix_indicator_note_revision ON indicator_note (revision);

CREATE INDEX ix_interest_revision ON interest (revision);

CREATE INDEX ix_managing_authority_revision ON managing_authority (revision);

CREATE INDEX ix_note_case_id ON note (case_id);

CREATE INDEX ix_note_revision ON note (revision);

CREATE INDEX ix_offer_case_id ON offer (case_id);

CREATE INDEX ix_offer_revision ON offer (revision);

CREATE INDEX ix_payment_case_id ON payment (case_id);

CREATE INDEX ix_payment_revision ON payment (revision);

CREATE INDEX ix_person_match_revision ON person_match (revision);

CREATE INDEX ix_person_revision ON person (revision);

CREATE INDEX ix_placement_case_id ON placement (case_id);

CREATE INDEX ix_placement_revision ON placement (revision);

CREATE INDEX ix_planned_case_id ON planned (case_id);

CREATE INDEX ix_planned_revision ON planned (revision);

CREATE INDEX ix_posting_revision ON posting (revision);

CREATE INDEX ix_representative_case_id ON representative (case_id);

CREATE INDEX ix_representative_revision ON representative (revision);

CREATE INDEX ix_request_detail_case_id ON request_detail (case_id);

CREATE INDEX ix_request_detail_revision ON request_detail (revision);

CREATE INDEX ix_rescreen_case_id ON rescreen (case_id);

CREATE INDEX ix_rescreen_revision ON rescreen (revision);

CREATE INDEX ix_scenario_revision ON scenario (revision);

CREATE INDEX ix_setting_revision ON setting (revision);

CREATE INDEX ix_suspension_case_id ON suspension (case_id);

CREATE INDEX ix_suspension_revision ON suspension (revision);

CREATE INDEX ix_team_revision ON team (revision);

CREATE INDEX ix_timescale_override_revision ON timescale_override (revision);

CREATE INDEX ix_triage_case_id ON triage (case_id);

CREATE INDEX ix_triage_revision ON triage (revision);

CREATE INDEX ix_urgent_authorisation_case_id ON urgent_authorisation (case_id);

CREATE INDEX ix_urgent_authorisation_revision ON urgent_authorisation (revision);

CREATE INDEX ix_worker_revision ON worker (revision);

CREATE INDEX ix_worker_supervision_revision ON worker_supervision (revision);

CREATE TRIGGER field_change_no_delete BEFORE DELETE ON field_change BEGIN SELECT RAISE(ABORT, 'field_change is append-only'); END;

CREATE TRIGGER field_change_no_update BEFORE UPDATE ON field_change BEGIN SELECT RAISE(ABORT, 'field_change is append-only'); END;

CREATE UNIQUE INDEX uq_allocation_open_assessor ON allocation (case_id, role) WHERE deleted = 0 AND superseded_at IS NULL AND role IN ('bia', 'mha') AND ended_on IS NULL;

CREATE UNIQUE INDEX uq_decision_one_decision ON decision (case_id) WHERE deleted = 0 AND superseded_at IS NULL;

CREATE UNIQUE INDEX uq_frozen_month_edition ON frozen_month (month, edition) WHERE deleted = 0 AND superseded_at IS NULL;

CREATE UNIQUE INDEX uq_offer_open_offer ON offer (case_id, role) WHERE deleted = 0 AND superseded_at IS NULL AND answer IS NULL;

