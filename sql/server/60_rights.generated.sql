-- Made by sql/make_rights.py from resources/rights.toml and sql/server/rights.in.sql; change those
-- and make this file again. Run whole at every upgrade, by the owner of schema caseclock.

SET LOCAL search_path = caseclock, pg_temp;

DROP TABLE IF EXISTS right_role, right_cell, right_limit, right_without, right_version;
CREATE TABLE right_version (version integer NOT NULL);
CREATE TABLE right_role (role text PRIMARY KEY, title text NOT NULL, grp text NOT NULL,
    cases text NOT NULL, keep_months integer NOT NULL, write_days integer NOT NULL);
CREATE TABLE right_cell (role text NOT NULL, tbl text NOT NULL, reads text, writes text,
    words text NOT NULL, PRIMARY KEY (role, tbl));
CREATE TABLE right_limit (role text NOT NULL, tbl text NOT NULL, field text NOT NULL,
    never text[] NOT NULL, only_these text[] NOT NULL, why text NOT NULL);
CREATE TABLE right_without (grp text NOT NULL, tbl text NOT NULL, field text NOT NULL,
    PRIMARY KEY (grp, tbl, field));
INSERT INTO right_version VALUES (1);
INSERT INTO right_role VALUES
    ('administrator', 'System administrator', 'caseclock_administrator', 'none', 12, 28),
    ('head_of_service', 'Head of service', 'caseclock_member', 'service', 12, 28),
    ('dols_manager', 'DoLS manager', 'caseclock_member', 'dols', 12, 28),
    ('team_manager', 'Team manager', 'caseclock_team', 'team', 12, 28),
    ('practice_supervisor', 'Practice supervisor', 'caseclock_team', 'team', 12, 28),
    ('worker', 'Worker', 'caseclock_team', 'own', 12, 28),
    ('bia', 'Worker who is a best interests assessor', 'caseclock_team', 'own', 12, 28),
    ('independent_bia', 'Independent best interests assessor', 'caseclock_independent', 'own', 3, 28),
    ('analyst', 'Performance analyst', 'caseclock_analyst', 'none', 12, 28),
    ('auditor', 'Auditor or Caldicott guardian', 'caseclock_auditor', 'named', 12, 28);
INSERT INTO right_cell VALUES
    ('administrator', 'team', 'all', 'any', 'teams'),
    ('head_of_service', 'team', 'all', 'any', 'teams'),
    ('dols_manager', 'team', 'all', NULL, 'teams'),
    ('team_manager', 'team', 'all', NULL, 'teams'),
    ('practice_supervisor', 'team', 'all', NULL, 'teams'),
    ('worker', 'team', 'all', NULL, 'teams'),
    ('bia', 'team', 'all', NULL, 'teams'),
    ('independent_bia', 'team', 'all', NULL, 'teams'),
    ('analyst', 'team', NULL, NULL, 'teams'),
    ('auditor', 'team', 'all', NULL, 'teams'),
    ('administrator', 'timescale_override', 'all', 'any', 'changed timescales'),
    ('head_of_service', 'timescale_override', 'all', 'any', 'changed timescales'),
    ('dols_manager', 'timescale_override', 'all', NULL, 'changed timescales'),
    ('team_manager', 'timescale_override', 'all', NULL, 'changed timescales'),
    ('practice_supervisor', 'timescale_override', 'all', NULL, 'changed timescales'),
    ('worker', 'timescale_override', 'all', NULL, 'changed timescales'),
    ('bia', 'timescale_override', 'all', NULL, 'changed timescales'),
    ('independent_bia', 'timescale_override', 'all', NULL, 'changed timescales'),
    ('analyst', 'timescale_override', NULL, NULL, 'changed timescales'),
    ('auditor', 'timescale_override', 'all', NULL, 'changed timescales'),
    ('administrator', 'closure_day', 'all', 'any', 'closure days'),
    ('head_of_service', 'closure_day', 'all', 'any', 'closure days'),
    ('dols_manager', 'closure_day', 'all', NULL, 'closure days'),
    ('team_manager', 'closure_day', 'all', NULL, 'closure days'),
    ('practice_supervisor', 'closure_day', 'all', NULL, 'closure days'),
    ('worker', 'closure_day', 'all', NULL, 'closure days'),
    ('bia', 'closure_day', 'all', NULL, 'closure days'),
    ('independent_bia', 'closure_day', 'all', NULL, 'closure days'),
    ('analyst', 'closure_day', NULL, NULL, 'closure days'),
    ('auditor', 'closure_day', 'all', NULL, 'closure days'),
    ('administrator', 'setting', 'all', 'any', 'the council''s settings'),
    ('head_of_service', 'setting', 'all', 'any', 'the council''s settings'),
    ('dols_manager', 'setting', 'all', 'any', 'the council''s settings'),
    ('team_manager', 'setting', 'all', NULL, 'the council''s settings'),
    ('practice_supervisor', 'setting', 'all', NULL, 'the council''s settings'),
    ('worker', 'setting', 'all', NULL, 'the council''s settings'),
    ('bia', 'setting', 'all', NULL, 'the council''s settings'),
    ('independent_bia', 'setting', 'all', NULL, 'the council''s settings'),
    ('analyst', 'setting', NULL, NULL, 'the council''s settings'),
    ('auditor', 'setting', 'all', NULL, 'the council''s settings'),
    ('administrator', 'worker', 'all', 'any', 'workers'),
    ('head_of_service', 'worker', 'all', 'any', 'workers'),
    ('dols_manager', 'worker', 'all', 'any', 'workers'),
    ('team_manager', 'worker', 'all', 'team', 'workers'),
    ('practice_supervisor', 'worker', 'all', NULL, 'workers'),
    ('worker', 'worker', 'all', NULL, 'workers'),
    ('bia', 'worker', 'all', NULL, 'workers'),
    ('independent_bia', 'worker', 'all', NULL, 'workers'),
    ('analyst', 'worker', NULL, NULL, 'workers'),
    ('auditor', 'worker', 'all', NULL, 'workers'),
    ('administrator', 'managing_authority', 'all', 'any', 'care homes and hospitals'),
    ('head_of_service', 'managing_authority', 'all', 'any', 'care homes and hospitals'),
    ('dols_manager', 'managing_authority', 'all', 'any', 'care homes and hospitals'),
    ('team_manager', 'managing_authority', 'all', NULL, 'care homes and hospitals'),
    ('practice_supervisor', 'managing_authority', 'all', NULL, 'care homes and hospitals'),
    ('worker', 'managing_authority', 'all', NULL, 'care homes and hospitals'),
    ('bia', 'managing_authority', 'all', NULL, 'care homes and hospitals'),
    ('independent_bia', 'managing_authority', 'all', NULL, 'care homes and hospitals'),
    ('analyst', 'managing_authority', NULL, NULL, 'care homes and hospitals'),
    ('auditor', 'managing_authority', 'all', NULL, 'care homes and hospitals'),
    ('administrator', 'absence', NULL, NULL, 'absences'),
    ('head_of_service', 'absence', 'all', 'any', 'absences'),
    ('dols_manager', 'absence', 'all', 'any', 'absences'),
    ('team_manager', 'absence', 'team', 'team', 'absences'),
    ('practice_supervisor', 'absence', 'team', 'team', 'absences'),
    ('worker', 'absence', 'own', 'own', 'absences'),
    ('bia', 'absence', 'own', 'own', 'absences'),
    ('independent_bia', 'absence', NULL, NULL, 'absences'),
    ('analyst', 'absence', NULL, NULL, 'absences'),
    ('auditor', 'absence', NULL, NULL, 'absences'),
    ('administrator', 'posting', 'all', 'any', 'postings to a team and a line manager'),
    ('head_of_service', 'posting', 'all', 'any', 'postings to a team and a line manager'),
    ('dols_manager', 'posting', 'all', 'any', 'postings to a team and a line manager'),
    ('team_manager', 'posting', 'team', 'team', 'postings to a team and a line manager'),
    ('practice_supervisor', 'posting', 'team', NULL, 'postings to a team and a line manager'),
    ('worker', 'posting', 'own', NULL, 'postings to a team and a line manager'),
    ('bia', 'posting', 'own', NULL, 'postings to a team and a line manager'),
    ('independent_bia', 'posting', NULL, NULL, 'postings to a team and a line manager'),
    ('analyst', 'posting', NULL, NULL, 'postings to a team and a line manager'),
    ('auditor', 'posting', NULL, NULL, 'postings to a team and a line manager'),
    ('administrator', 'worker_supervision', NULL, NULL, 'workers'' own supervision'),
    ('head_of_service', 'worker_supervision', 'all', 'any', 'workers'' own supervision'),
    ('dols_manager', 'worker_supervision', NULL, NULL, 'workers'' own supervision'),
    ('team_manager', 'worker_supervision', 'team', 'team', 'workers'' own supervision'),
    ('practice_supervisor', 'worker_supervision', 'team', 'team', 'workers'' own supervision'),
    ('worker', 'worker_supervision', 'own', NULL, 'workers'' own supervision'),
    ('bia', 'worker_supervision', 'own', NULL, 'workers'' own supervision'),
    ('independent_bia', 'worker_supervision', NULL, NULL, 'workers'' own supervision'),
    ('analyst', 'worker_supervision', NULL, NULL, 'workers'' own supervision'),
    ('auditor', 'worker_supervision', NULL, NULL, 'workers'' own supervision'),
    ('administrator', 'assessor', NULL, NULL, 'the assessor register'),
    ('head_of_service', 'assessor', 'all', 'any', 'the assessor register'),
    ('dols_manager', 'assessor', 'all', 'any', 'the assessor register'),
    ('team_manager', 'assessor', 'team', NULL, 'the assessor register'),
    ('practice_supervisor', 'assessor', 'team', NULL, 'the assessor register'),
    ('worker', 'assessor', NULL, NULL, 'the assessor register'),
    ('bia', 'assessor', 'own', NULL, 'the assessor register'),
    ('independent_bia', 'assessor', 'own', NULL, 'the assessor register'),
    ('analyst', 'assessor', NULL, NULL, 'the assessor register'),
    ('auditor', 'assessor', NULL, NULL, 'the assessor register'),
    ('administrator', 'interest', NULL, NULL, 'assessors'' interests'),
    ('head_of_service', 'interest', 'all', 'any', 'assessors'' interests'),
    ('dols_manager', 'interest', 'all', 'any', 'assessors'' interests'),
    ('team_manager', 'interest', NULL, NULL, 'assessors'' interests'),
    ('practice_supervisor', 'interest', NULL, NULL, 'assessors'' interests'),
    ('worker', 'interest', NULL, NULL, 'assessors'' interests'),
    ('bia', 'interest', 'own', 'own', 'assessors'' interests'),
    ('independent_bia', 'interest', 'own', NULL, 'assessors'' interests'),
    ('analyst', 'interest', NULL, NULL, 'assessors'' interests'),
    ('auditor', 'interest', NULL, NULL, 'assessors'' interests'),
    ('administrator', 'person', NULL, NULL, 'people'),
    ('head_of_service', 'person', 'person', 'person', 'people'),
    ('dols_manager', 'person', 'person', 'person', 'people'),
    ('team_manager', 'person', 'person', 'person', 'people'),
    ('practice_supervisor', 'person', 'person', 'person', 'people'),
    ('worker', 'person', 'person', NULL, 'people'),
    ('bia', 'person', 'person', NULL, 'people'),
    ('independent_bia', 'person', 'person', NULL, 'people'),
    ('analyst', 'person', NULL, NULL, 'people'),
    ('auditor', 'person', 'person', NULL, 'people'),
    ('administrator', 'case', NULL, NULL, 'cases'),
    ('head_of_service', 'case', 'case', 'case', 'cases'),
    ('dols_manager', 'case', 'case', 'case', 'cases'),
    ('team_manager', 'case', 'case', 'case', 'cases'),
    ('practice_supervisor', 'case', 'case', NULL, 'cases'),
    ('worker', 'case', 'case', NULL, 'cases'),
    ('bia', 'case', 'case', NULL, 'cases'),
    ('independent_bia', 'case', 'case', NULL, 'cases'),
    ('analyst', 'case', NULL, NULL, 'cases'),
    ('auditor', 'case', 'case', NULL, 'cases'),
    ('administrator', 'event', NULL, NULL, 'events'),
    ('head_of_service', 'event', 'case', 'case', 'events'),
    ('dols_manager', 'event', 'case', 'case', 'events'),
    ('team_manager', 'event', 'case', 'case', 'events'),
    ('practice_supervisor', 'event', 'case', 'case', 'events'),
    ('worker', 'event', 'case', 'case', 'events'),
    ('bia', 'event', 'case', 'case', 'events'),
    ('independent_bia', 'event', 'case', 'case', 'events'),
    ('analyst', 'event', NULL, NULL, 'events'),
    ('auditor', 'event', 'case', NULL, 'events'),
    ('administrator', 'planned', NULL, NULL, 'plans'),
    ('head_of_service', 'planned', 'case', 'case', 'plans'),
    ('dols_manager', 'planned', 'case', 'case', 'plans'),
    ('team_manager', 'planned', 'case', 'case', 'plans'),
    ('practice_supervisor', 'planned', 'case', 'case', 'plans'),
    ('worker', 'planned', 'case', 'case', 'plans'),
    ('bia', 'planned', 'case', 'case', 'plans'),
    ('independent_bia', 'planned', NULL, NULL, 'plans'),
    ('analyst', 'planned', NULL, NULL, 'plans'),
    ('auditor', 'planned', 'case', NULL, 'plans'),
    ('administrator', 'note', NULL, NULL, 'notes'),
    ('head_of_service', 'note', 'case', 'case', 'notes'),
    ('dols_manager', 'note', 'case', 'case', 'notes'),
    ('team_manager', 'note', 'case', 'case', 'notes'),
    ('practice_supervisor', 'note', 'case', 'case', 'notes'),
    ('worker', 'note', 'case', 'case', 'notes'),
    ('bia', 'note', 'case', 'case', 'notes'),
    ('independent_bia', 'note', NULL, NULL, 'notes'),
    ('analyst', 'note', NULL, NULL, 'notes'),
    ('auditor', 'note', 'case', NULL, 'notes'),
    ('administrator', 'action', NULL, NULL, 'agreed actions'),
    ('head_of_service', 'action', 'case', 'case', 'agreed actions'),
    ('dols_manager', 'action', 'case', 'case', 'agreed actions'),
    ('team_manager', 'action', 'case', 'case', 'agreed actions'),
    ('practice_supervisor', 'action', 'case', 'case', 'agreed actions'),
    ('worker', 'action', 'case', 'case', 'agreed actions'),
    ('bia', 'action', 'case', 'case', 'agreed actions'),
    ('independent_bia', 'action', NULL, NULL, 'agreed actions'),
    ('analyst', 'action', NULL, NULL, 'agreed actions'),
    ('auditor', 'action', 'case', NULL, 'agreed actions'),
    ('administrator', 'escalation', NULL, NULL, 'escalations'),
    ('head_of_service', 'escalation', 'case', 'case', 'escalations'),
    ('dols_manager', 'escalation', 'case', 'case', 'escalations'),
    ('team_manager', 'escalation', 'case', 'case', 'escalations'),
    ('practice_supervisor', 'escalation', 'case', 'case', 'escalations'),
    ('worker', 'escalation', 'case', 'case', 'escalations'),
    ('bia', 'escalation', 'case', 'case', 'escalations'),
    ('independent_bia', 'escalation', NULL, NULL, 'escalations'),
    ('analyst', 'escalation', NULL, NULL, 'escalations'),
    ('auditor', 'escalation', 'case', NULL, 'escalations'),
    ('administrator', 'placement', NULL, NULL, 'placements'),
    ('head_of_service', 'placement', 'case', 'case', 'placements'),
    ('dols_manager', 'placement', 'case', 'case', 'placements'),
    ('team_manager', 'placement', 'case', 'case', 'placements'),
    ('practice_supervisor', 'placement', 'case', 'case', 'placements'),
    ('worker', 'placement', 'case', 'case', 'placements'),
    ('bia', 'placement', 'case', 'case', 'placements'),
    ('independent_bia', 'placement', NULL, NULL, 'placements'),
    ('analyst', 'placement', NULL, NULL, 'placements'),
    ('auditor', 'placement', 'case', NULL, 'placements'),
    ('administrator', 'agreed_frequency', NULL, NULL, 'agreed visiting intervals'),
    ('head_of_service', 'agreed_frequency', 'case', 'case', 'agreed visiting intervals'),
    ('dols_manager', 'agreed_frequency', 'case', NULL, 'agreed visiting intervals'),
    ('team_manager', 'agreed_frequency', 'case', 'case', 'agreed visiting intervals'),
    ('practice_supervisor', 'agreed_frequency', 'case', 'case', 'agreed visiting intervals'),
    ('worker', 'agreed_frequency', 'case', NULL, 'agreed visiting intervals'),
    ('bia', 'agreed_frequency', 'case', NULL, 'agreed visiting intervals'),
    ('independent_bia', 'agreed_frequency', NULL, NULL, 'agreed visiting intervals'),
    ('analyst', 'agreed_frequency', NULL, NULL, 'agreed visiting intervals'),
    ('auditor', 'agreed_frequency', 'case', NULL, 'agreed visiting intervals'),
    ('administrator', 'allocation', NULL, NULL, 'allocations'),
    ('head_of_service', 'allocation', 'case', 'case', 'allocations'),
    ('dols_manager', 'allocation', 'case', 'case', 'allocations'),
    ('team_manager', 'allocation', 'case', 'case', 'allocations'),
    ('practice_supervisor', 'allocation', 'case', 'within', 'allocations'),
    ('worker', 'allocation', 'case', NULL, 'allocations'),
    ('bia', 'allocation', 'case', 'end_own', 'allocations'),
    ('independent_bia', 'allocation', 'case', 'end_own', 'allocations'),
    ('analyst', 'allocation', NULL, NULL, 'allocations'),
    ('auditor', 'allocation', 'case', NULL, 'allocations'),
    ('administrator', 'offer', NULL, NULL, 'offers to assessors'),
    ('head_of_service', 'offer', 'case', 'case', 'offers to assessors'),
    ('dols_manager', 'offer', 'case', 'case', 'offers to assessors'),
    ('team_manager', 'offer', 'case', NULL, 'offers to assessors'),
    ('practice_supervisor', 'offer', 'case', NULL, 'offers to assessors'),
    ('worker', 'offer', 'case', NULL, 'offers to assessors'),
    ('bia', 'offer', 'case', NULL, 'offers to assessors'),
    ('independent_bia', 'offer', NULL, NULL, 'offers to assessors'),
    ('analyst', 'offer', NULL, NULL, 'offers to assessors'),
    ('auditor', 'offer', 'case', NULL, 'offers to assessors'),
    ('administrator', 'assessor_choice', NULL, NULL, 'why an assessor was chosen'),
    ('head_of_service', 'assessor_choice', 'case', 'case', 'why an assessor was chosen'),
    ('dols_manager', 'assessor_choice', 'case', 'case', 'why an assessor was chosen'),
    ('team_manager', 'assessor_choice', 'case', NULL, 'why an assessor was chosen'),
    ('practice_supervisor', 'assessor_choice', 'case', NULL, 'why an assessor was chosen'),
    ('worker', 'assessor_choice', 'case', NULL, 'why an assessor was chosen'),
    ('bia', 'assessor_choice', 'case', 'own', 'why an assessor was chosen'),
    ('independent_bia', 'assessor_choice', NULL, NULL, 'why an assessor was chosen'),
    ('analyst', 'assessor_choice', NULL, NULL, 'why an assessor was chosen'),
    ('auditor', 'assessor_choice', 'case', NULL, 'why an assessor was chosen'),
    ('administrator', 'dols_request', NULL, NULL, 'DoLS requests'),
    ('head_of_service', 'dols_request', 'case', 'case', 'DoLS requests'),
    ('dols_manager', 'dols_request', 'case', 'case', 'DoLS requests'),
    ('team_manager', 'dols_request', 'case', NULL, 'DoLS requests'),
    ('practice_supervisor', 'dols_request', 'case', NULL, 'DoLS requests'),
    ('worker', 'dols_request', 'case', NULL, 'DoLS requests'),
    ('bia', 'dols_request', 'case', NULL, 'DoLS requests'),
    ('independent_bia', 'dols_request', 'case', NULL, 'DoLS requests'),
    ('analyst', 'dols_request', NULL, NULL, 'DoLS requests'),
    ('auditor', 'dols_request', 'case', NULL, 'DoLS requests'),
    ('administrator', 'urgent_authorisation', NULL, NULL, 'urgent authorisations'),
    ('head_of_service', 'urgent_authorisation', 'case', 'case', 'urgent authorisations'),
    ('dols_manager', 'urgent_authorisation', 'case', 'case', 'urgent authorisations'),
    ('team_manager', 'urgent_authorisation', 'case', NULL, 'urgent authorisations'),
    ('practice_supervisor', 'urgent_authorisation', 'case', NULL, 'urgent authorisations'),
    ('worker', 'urgent_authorisation', 'case', NULL, 'urgent authorisations'),
    ('bia', 'urgent_authorisation', 'case', NULL, 'urgent authorisations'),
    ('independent_bia', 'urgent_authorisation', 'case', NULL, 'urgent authorisations'),
    ('analyst', 'urgent_authorisation', NULL, NULL, 'urgent authorisations'),
    ('auditor', 'urgent_authorisation', 'case', NULL, 'urgent authorisations'),
    ('administrator', 'authorisation', NULL, NULL, 'authorisations'),
    ('head_of_service', 'authorisation', 'case', 'case', 'authorisations'),
    ('dols_manager', 'authorisation', 'case', 'case', 'authorisations'),
    ('team_manager', 'authorisation', 'case', NULL, 'authorisations'),
    ('practice_supervisor', 'authorisation', 'case', NULL, 'authorisations'),
    ('worker', 'authorisation', 'case', NULL, 'authorisations'),
    ('bia', 'authorisation', 'case', NULL, 'authorisations'),
    ('independent_bia', 'authorisation', 'case', NULL, 'authorisations'),
    ('analyst', 'authorisation', NULL, NULL, 'authorisations'),
    ('auditor', 'authorisation', 'case', NULL, 'authorisations'),
    ('administrator', 'representative', NULL, NULL, 'representatives'),
    ('head_of_service', 'representative', 'case', 'case', 'representatives'),
    ('dols_manager', 'representative', 'case', 'case', 'representatives'),
    ('team_manager', 'representative', 'case', NULL, 'representatives'),
    ('practice_supervisor', 'representative', 'case', NULL, 'representatives'),
    ('worker', 'representative', 'case', NULL, 'representatives'),
    ('bia', 'representative', 'case', NULL, 'representatives'),
    ('independent_bia', 'representative', 'case', NULL, 'representatives'),
    ('analyst', 'representative', NULL, NULL, 'representatives'),
    ('auditor', 'representative', 'case', NULL, 'representatives'),
    ('administrator', 'advocate', NULL, NULL, 'advocates'),
    ('head_of_service', 'advocate', 'case', 'case', 'advocates'),
    ('dols_manager', 'advocate', 'case', 'case', 'advocates'),
    ('team_manager', 'advocate', 'case', NULL, 'advocates'),
    ('practice_supervisor', 'advocate', 'case', NULL, 'advocates'),
    ('worker', 'advocate', 'case', NULL, 'advocates'),
    ('bia', 'advocate', 'case', NULL, 'advocates'),
    ('independent_bia', 'advocate', 'case', NULL, 'advocates'),
    ('analyst', 'advocate', NULL, NULL, 'advocates'),
    ('auditor', 'advocate', 'case', NULL, 'advocates'),
    ('administrator', 'triage', NULL, NULL, 'triage'),
    ('head_of_service', 'triage', 'case', 'case', 'triage'),
    ('dols_manager', 'triage', 'case', 'case', 'triage'),
    ('team_manager', 'triage', 'case', NULL, 'triage'),
    ('practice_supervisor', 'triage', 'case', NULL, 'triage'),
    ('worker', 'triage', 'case', NULL, 'triage'),
    ('bia', 'triage', 'case', NULL, 'triage'),
    ('independent_bia', 'triage', NULL, NULL, 'triage'),
    ('analyst', 'triage', NULL, NULL, 'triage'),
    ('auditor', 'triage', 'case', NULL, 'triage'),
    ('administrator', 'rescreen', NULL, NULL, 'questions whether a request is still wanted'),
    ('head_of_service', 'rescreen', 'case', 'case', 'questions whether a request is still wanted'),
    ('dols_manager', 'rescreen', 'case', 'case', 'questions whether a request is still wanted'),
    ('team_manager', 'rescreen', 'case', NULL, 'questions whether a request is still wanted'),
    ('practice_supervisor', 'rescreen', 'case', NULL, 'questions whether a request is still wanted'),
    ('worker', 'rescreen', 'case', NULL, 'questions whether a request is still wanted'),
    ('bia', 'rescreen', 'case', NULL, 'questions whether a request is still wanted'),
    ('independent_bia', 'rescreen', NULL, NULL, 'questions whether a request is still wanted'),
    ('analyst', 'rescreen', NULL, NULL, 'questions whether a request is still wanted'),
    ('auditor', 'rescreen', 'case', NULL, 'questions whether a request is still wanted'),
    ('administrator', 'decision', NULL, NULL, 'decisions'),
    ('head_of_service', 'decision', 'case', 'case', 'decisions'),
    ('dols_manager', 'decision', 'case', 'case', 'decisions'),
    ('team_manager', 'decision', 'case', NULL, 'decisions'),
    ('practice_supervisor', 'decision', 'case', NULL, 'decisions'),
    ('worker', 'decision', 'case', NULL, 'decisions'),
    ('bia', 'decision', 'case', NULL, 'decisions'),
    ('independent_bia', 'decision', NULL, NULL, 'decisions'),
    ('analyst', 'decision', NULL, NULL, 'decisions'),
    ('auditor', 'decision', 'case', NULL, 'decisions'),
    ('administrator', 'suspension', NULL, NULL, 'suspensions'),
    ('head_of_service', 'suspension', 'case', 'case', 'suspensions'),
    ('dols_manager', 'suspension', 'case', 'case', 'suspensions'),
    ('team_manager', 'suspension', 'case', NULL, 'suspensions'),
    ('practice_supervisor', 'suspension', 'case', NULL, 'suspensions'),
    ('worker', 'suspension', 'case', NULL, 'suspensions'),
    ('bia', 'suspension', 'case', NULL, 'suspensions'),
    ('independent_bia', 'suspension', NULL, NULL, 'suspensions'),
    ('analyst', 'suspension', NULL, NULL, 'suspensions'),
    ('auditor', 'suspension', 'case', NULL, 'suspensions'),
    ('administrator', 'condition', NULL, NULL, 'conditions'),
    ('head_of_service', 'condition', 'case', 'case', 'conditions'),
    ('dols_manager', 'condition', 'case', 'case', 'conditions'),
    ('team_manager', 'condition', 'case', NULL, 'conditions'),
    ('practice_supervisor', 'condition', 'case', NULL, 'conditions'),
    ('worker', 'condition', 'case', NULL, 'conditions'),
    ('bia', 'condition', 'case', NULL, 'conditions'),
    ('independent_bia', 'condition', NULL, NULL, 'conditions'),
    ('analyst', 'condition', NULL, NULL, 'conditions'),
    ('auditor', 'condition', 'case', NULL, 'conditions'),
    ('administrator', 'copy_sent', NULL, NULL, 'copies sent'),
    ('head_of_service', 'copy_sent', 'case', 'case', 'copies sent'),
    ('dols_manager', 'copy_sent', 'case', 'case', 'copies sent'),
    ('team_manager', 'copy_sent', 'case', NULL, 'copies sent'),
    ('practice_supervisor', 'copy_sent', 'case', NULL, 'copies sent'),
    ('worker', 'copy_sent', 'case', NULL, 'copies sent'),
    ('bia', 'copy_sent', 'case', NULL, 'copies sent'),
    ('independent_bia', 'copy_sent', NULL, NULL, 'copies sent'),
    ('analyst', 'copy_sent', NULL, NULL, 'copies sent'),
    ('auditor', 'copy_sent', 'case', NULL, 'copies sent'),
    ('administrator', 'court_challenge', NULL, NULL, 'court challenges'),
    ('head_of_service', 'court_challenge', 'case', 'case', 'court challenges'),
    ('dols_manager', 'court_challenge', 'case', 'case', 'court challenges'),
    ('team_manager', 'court_challenge', 'case', NULL, 'court challenges'),
    ('practice_supervisor', 'court_challenge', 'case', NULL, 'court challenges'),
    ('worker', 'court_challenge', 'case', NULL, 'court challenges'),
    ('bia', 'court_challenge', 'case', NULL, 'court challenges'),
    ('independent_bia', 'court_challenge', NULL, NULL, 'court challenges'),
    ('analyst', 'court_challenge', NULL, NULL, 'court challenges'),
    ('auditor', 'court_challenge', 'case', NULL, 'court challenges'),
    ('administrator', 'authorisation_review', NULL, NULL, 'reviews of authorisations'),
    ('head_of_service', 'authorisation_review', 'case', 'case', 'reviews of authorisations'),
    ('dols_manager', 'authorisation_review', 'case', 'case', 'reviews of authorisations'),
    ('team_manager', 'authorisation_review', 'case', NULL, 'reviews of authorisations'),
    ('practice_supervisor', 'authorisation_review', 'case', NULL, 'reviews of authorisations'),
    ('worker', 'authorisation_review', 'case', NULL, 'reviews of authorisations'),
    ('bia', 'authorisation_review', 'case', NULL, 'reviews of authorisations'),
    ('independent_bia', 'authorisation_review', NULL, NULL, 'reviews of authorisations'),
    ('analyst', 'authorisation_review', NULL, NULL, 'reviews of authorisations'),
    ('auditor', 'authorisation_review', 'case', NULL, 'reviews of authorisations'),
    ('administrator', 'home_check', NULL, NULL, 'calls to homes'),
    ('head_of_service', 'home_check', 'case', 'case', 'calls to homes'),
    ('dols_manager', 'home_check', 'case', 'case', 'calls to homes'),
    ('team_manager', 'home_check', 'case', NULL, 'calls to homes'),
    ('practice_supervisor', 'home_check', 'case', NULL, 'calls to homes'),
    ('worker', 'home_check', 'case', NULL, 'calls to homes'),
    ('bia', 'home_check', 'case', NULL, 'calls to homes'),
    ('independent_bia', 'home_check', NULL, NULL, 'calls to homes'),
    ('analyst', 'home_check', NULL, NULL, 'calls to homes'),
    ('auditor', 'home_check', 'case', NULL, 'calls to homes'),
    ('administrator', 'best_interests', NULL, NULL, 'best interests assessments'),
    ('head_of_service', 'best_interests', 'case', 'case', 'best interests assessments'),
    ('dols_manager', 'best_interests', 'case', 'case', 'best interests assessments'),
    ('team_manager', 'best_interests', 'case', NULL, 'best interests assessments'),
    ('practice_supervisor', 'best_interests', 'case', NULL, 'best interests assessments'),
    ('worker', 'best_interests', 'case', NULL, 'best interests assessments'),
    ('bia', 'best_interests', 'case', 'case', 'best interests assessments'),
    ('independent_bia', 'best_interests', 'case', 'case', 'best interests assessments'),
    ('analyst', 'best_interests', NULL, NULL, 'best interests assessments'),
    ('auditor', 'best_interests', 'case', NULL, 'best interests assessments'),
    ('administrator', 'equivalent_assessment', NULL, NULL, 'equivalent assessments'),
    ('head_of_service', 'equivalent_assessment', 'case', 'case', 'equivalent assessments'),
    ('dols_manager', 'equivalent_assessment', 'case', 'case', 'equivalent assessments'),
    ('team_manager', 'equivalent_assessment', 'case', NULL, 'equivalent assessments'),
    ('practice_supervisor', 'equivalent_assessment', 'case', NULL, 'equivalent assessments'),
    ('worker', 'equivalent_assessment', 'case', NULL, 'equivalent assessments'),
    ('bia', 'equivalent_assessment', 'case', 'case', 'equivalent assessments'),
    ('independent_bia', 'equivalent_assessment', 'case', 'case', 'equivalent assessments'),
    ('analyst', 'equivalent_assessment', NULL, NULL, 'equivalent assessments'),
    ('auditor', 'equivalent_assessment', 'case', NULL, 'equivalent assessments'),
    ('administrator', 'request_detail', NULL, NULL, 'what a request came with'),
    ('head_of_service', 'request_detail', 'case', 'case', 'what a request came with'),
    ('dols_manager', 'request_detail', 'case', 'case', 'what a request came with'),
    ('team_manager', 'request_detail', 'case', NULL, 'what a request came with'),
    ('practice_supervisor', 'request_detail', 'case', NULL, 'what a request came with'),
    ('worker', 'request_detail', 'case', NULL, 'what a request came with'),
    ('bia', 'request_detail', 'case', 'case', 'what a request came with'),
    ('independent_bia', 'request_detail', 'case', NULL, 'what a request came with'),
    ('analyst', 'request_detail', NULL, NULL, 'what a request came with'),
    ('auditor', 'request_detail', 'case', NULL, 'what a request came with'),
    ('administrator', 'payment', NULL, NULL, 'payments'),
    ('head_of_service', 'payment', 'case', 'case', 'payments'),
    ('dols_manager', 'payment', 'case', 'case', 'payments'),
    ('team_manager', 'payment', NULL, NULL, 'payments'),
    ('practice_supervisor', 'payment', NULL, NULL, 'payments'),
    ('worker', 'payment', NULL, NULL, 'payments'),
    ('bia', 'payment', NULL, NULL, 'payments'),
    ('independent_bia', 'payment', NULL, NULL, 'payments'),
    ('analyst', 'payment', NULL, NULL, 'payments'),
    ('auditor', 'payment', 'case', NULL, 'payments'),
    ('administrator', 'import_batch', NULL, NULL, 'imported files'),
    ('head_of_service', 'import_batch', 'all', 'any', 'imported files'),
    ('dols_manager', 'import_batch', 'all', 'any', 'imported files'),
    ('team_manager', 'import_batch', NULL, NULL, 'imported files'),
    ('practice_supervisor', 'import_batch', NULL, NULL, 'imported files'),
    ('worker', 'import_batch', NULL, NULL, 'imported files'),
    ('bia', 'import_batch', NULL, NULL, 'imported files'),
    ('independent_bia', 'import_batch', NULL, NULL, 'imported files'),
    ('analyst', 'import_batch', NULL, NULL, 'imported files'),
    ('auditor', 'import_batch', NULL, NULL, 'imported files'),
    ('administrator', 'import_issue', NULL, NULL, 'rows of a file to look at'),
    ('head_of_service', 'import_issue', 'importer', 'any', 'rows of a file to look at'),
    ('dols_manager', 'import_issue', 'importer', 'any', 'rows of a file to look at'),
    ('team_manager', 'import_issue', NULL, NULL, 'rows of a file to look at'),
    ('practice_supervisor', 'import_issue', NULL, NULL, 'rows of a file to look at'),
    ('worker', 'import_issue', NULL, NULL, 'rows of a file to look at'),
    ('bia', 'import_issue', NULL, NULL, 'rows of a file to look at'),
    ('independent_bia', 'import_issue', NULL, NULL, 'rows of a file to look at'),
    ('analyst', 'import_issue', NULL, NULL, 'rows of a file to look at'),
    ('auditor', 'import_issue', NULL, NULL, 'rows of a file to look at'),
    ('administrator', 'person_match', NULL, NULL, 'people who may be one'),
    ('head_of_service', 'person_match', 'person', 'person', 'people who may be one'),
    ('dols_manager', 'person_match', 'person', 'person', 'people who may be one'),
    ('team_manager', 'person_match', NULL, NULL, 'people who may be one'),
    ('practice_supervisor', 'person_match', NULL, NULL, 'people who may be one'),
    ('worker', 'person_match', NULL, NULL, 'people who may be one'),
    ('bia', 'person_match', NULL, NULL, 'people who may be one'),
    ('independent_bia', 'person_match', NULL, NULL, 'people who may be one'),
    ('analyst', 'person_match', NULL, NULL, 'people who may be one'),
    ('auditor', 'person_match', NULL, NULL, 'people who may be one'),
    ('administrator', 'indicator_note', NULL, NULL, 'notes on figures'),
    ('head_of_service', 'indicator_note', 'all', 'any', 'notes on figures'),
    ('dols_manager', 'indicator_note', 'all', 'any', 'notes on figures'),
    ('team_manager', 'indicator_note', 'all', 'any', 'notes on figures'),
    ('practice_supervisor', 'indicator_note', 'all', NULL, 'notes on figures'),
    ('worker', 'indicator_note', NULL, NULL, 'notes on figures'),
    ('bia', 'indicator_note', NULL, NULL, 'notes on figures'),
    ('independent_bia', 'indicator_note', NULL, NULL, 'notes on figures'),
    ('analyst', 'indicator_note', NULL, NULL, 'notes on figures'),
    ('auditor', 'indicator_note', NULL, NULL, 'notes on figures'),
    ('administrator', 'scenario', NULL, NULL, 'what-if scenarios'),
    ('head_of_service', 'scenario', 'all', 'any', 'what-if scenarios'),
    ('dols_manager', 'scenario', 'all', 'any', 'what-if scenarios'),
    ('team_manager', 'scenario', 'all', 'any', 'what-if scenarios'),
    ('practice_supervisor', 'scenario', 'all', NULL, 'what-if scenarios'),
    ('worker', 'scenario', NULL, NULL, 'what-if scenarios'),
    ('bia', 'scenario', NULL, NULL, 'what-if scenarios'),
    ('independent_bia', 'scenario', NULL, NULL, 'what-if scenarios'),
    ('analyst', 'scenario', NULL, NULL, 'what-if scenarios'),
    ('auditor', 'scenario', NULL, NULL, 'what-if scenarios'),
    ('administrator', 'indicator_figure', NULL, NULL, 'targets and others'' figures'),
    ('head_of_service', 'indicator_figure', 'all', 'any', 'targets and others'' figures'),
    ('dols_manager', 'indicator_figure', 'all', 'any', 'targets and others'' figures'),
    ('team_manager', 'indicator_figure', 'all', NULL, 'targets and others'' figures'),
    ('practice_supervisor', 'indicator_figure', 'all', NULL, 'targets and others'' figures'),
    ('worker', 'indicator_figure', NULL, NULL, 'targets and others'' figures'),
    ('bia', 'indicator_figure', NULL, NULL, 'targets and others'' figures'),
    ('independent_bia', 'indicator_figure', NULL, NULL, 'targets and others'' figures'),
    ('analyst', 'indicator_figure', NULL, NULL, 'targets and others'' figures'),
    ('auditor', 'indicator_figure', NULL, NULL, 'targets and others'' figures'),
    ('administrator', 'frozen_month', NULL, NULL, 'frozen months'),
    ('head_of_service', 'frozen_month', 'publisher', 'any', 'frozen months'),
    ('dols_manager', 'frozen_month', NULL, NULL, 'frozen months'),
    ('team_manager', 'frozen_month', NULL, NULL, 'frozen months'),
    ('practice_supervisor', 'frozen_month', NULL, NULL, 'frozen months'),
    ('worker', 'frozen_month', NULL, NULL, 'frozen months'),
    ('bia', 'frozen_month', NULL, NULL, 'frozen months'),
    ('independent_bia', 'frozen_month', NULL, NULL, 'frozen months'),
    ('analyst', 'frozen_month', NULL, NULL, 'frozen months'),
    ('auditor', 'frozen_month', NULL, NULL, 'frozen months'),
    ('administrator', 'frozen_figure', NULL, NULL, 'frozen figures'),
    ('head_of_service', 'frozen_figure', 'publisher', 'any', 'frozen figures'),
    ('dols_manager', 'frozen_figure', NULL, NULL, 'frozen figures'),
    ('team_manager', 'frozen_figure', NULL, NULL, 'frozen figures'),
    ('practice_supervisor', 'frozen_figure', NULL, NULL, 'frozen figures'),
    ('worker', 'frozen_figure', NULL, NULL, 'frozen figures'),
    ('bia', 'frozen_figure', NULL, NULL, 'frozen figures'),
    ('independent_bia', 'frozen_figure', NULL, NULL, 'frozen figures'),
    ('analyst', 'frozen_figure', NULL, NULL, 'frozen figures'),
    ('auditor', 'frozen_figure', NULL, NULL, 'frozen figures'),
    ('administrator', 'member', 'all', 'any', 'users'),
    ('head_of_service', 'member', NULL, NULL, 'users'),
    ('dols_manager', 'member', NULL, NULL, 'users'),
    ('team_manager', 'member', NULL, NULL, 'users'),
    ('practice_supervisor', 'member', NULL, NULL, 'users'),
    ('worker', 'member', NULL, NULL, 'users'),
    ('bia', 'member', NULL, NULL, 'users'),
    ('independent_bia', 'member', NULL, NULL, 'users'),
    ('analyst', 'member', NULL, NULL, 'users'),
    ('auditor', 'member', 'all', NULL, 'users'),
    ('administrator', 'directory_group', 'all', 'any', 'the meaning of directory groups'),
    ('head_of_service', 'directory_group', NULL, NULL, 'the meaning of directory groups'),
    ('dols_manager', 'directory_group', NULL, NULL, 'the meaning of directory groups'),
    ('team_manager', 'directory_group', NULL, NULL, 'the meaning of directory groups'),
    ('practice_supervisor', 'directory_group', NULL, NULL, 'the meaning of directory groups'),
    ('worker', 'directory_group', NULL, NULL, 'the meaning of directory groups'),
    ('bia', 'directory_group', NULL, NULL, 'the meaning of directory groups'),
    ('independent_bia', 'directory_group', NULL, NULL, 'the meaning of directory groups'),
    ('analyst', 'directory_group', NULL, NULL, 'the meaning of directory groups'),
    ('auditor', 'directory_group', 'all', NULL, 'the meaning of directory groups'),
    ('administrator', 'named_access', 'all', 'any', 'named access'),
    ('head_of_service', 'named_access', NULL, NULL, 'named access'),
    ('dols_manager', 'named_access', NULL, NULL, 'named access'),
    ('team_manager', 'named_access', NULL, NULL, 'named access'),
    ('practice_supervisor', 'named_access', NULL, NULL, 'named access'),
    ('worker', 'named_access', NULL, NULL, 'named access'),
    ('bia', 'named_access', NULL, NULL, 'named access'),
    ('independent_bia', 'named_access', NULL, NULL, 'named access'),
    ('analyst', 'named_access', NULL, NULL, 'named access'),
    ('auditor', 'named_access', 'all', 'any', 'named access'),
    ('administrator', 'blocked', 'all', 'any', 'who may not see whom'),
    ('head_of_service', 'blocked', NULL, NULL, 'who may not see whom'),
    ('dols_manager', 'blocked', NULL, NULL, 'who may not see whom'),
    ('team_manager', 'blocked', NULL, NULL, 'who may not see whom'),
    ('practice_supervisor', 'blocked', NULL, NULL, 'who may not see whom'),
    ('worker', 'blocked', NULL, NULL, 'who may not see whom'),
    ('bia', 'blocked', NULL, NULL, 'who may not see whom'),
    ('independent_bia', 'blocked', NULL, NULL, 'who may not see whom'),
    ('analyst', 'blocked', NULL, NULL, 'who may not see whom'),
    ('auditor', 'blocked', 'all', 'any', 'who may not see whom'),
    ('administrator', 'legal_hold', 'all', 'any', 'legal holds'),
    ('head_of_service', 'legal_hold', NULL, NULL, 'legal holds'),
    ('dols_manager', 'legal_hold', NULL, NULL, 'legal holds'),
    ('team_manager', 'legal_hold', NULL, NULL, 'legal holds'),
    ('practice_supervisor', 'legal_hold', NULL, NULL, 'legal holds'),
    ('worker', 'legal_hold', NULL, NULL, 'legal holds'),
    ('bia', 'legal_hold', NULL, NULL, 'legal holds'),
    ('independent_bia', 'legal_hold', NULL, NULL, 'legal holds'),
    ('analyst', 'legal_hold', NULL, NULL, 'legal holds'),
    ('auditor', 'legal_hold', 'all', 'any', 'legal holds');
INSERT INTO right_limit VALUES
    ('dols_manager', 'setting', 'key', ARRAY[]::text[], ARRAY['dols_backlog_target']::text[], 'only the backlog target'),
    ('practice_supervisor', 'event', 'kind', ARRAY['started', 'ended', 'signed_off']::text[], ARRAY[]::text[], 'starting, closing and signing off are for managers'),
    ('worker', 'event', 'kind', ARRAY['started', 'ended', 'supervision', 'assessment_authorised', 'referral_decision', 'form3_returned', 'form4_returned', 'assessor_visited', 'sent_to_signatory', 'signed_off', 'unauthorised_check_done', 'authorisation_copy_sent', 'report_queried', 'screened']::text[], ARRAY[]::text[], 'a worker records visits, reviews and health, not decisions, supervision or assessments'),
    ('bia', 'event', 'kind', ARRAY['started', 'ended', 'supervision', 'assessment_authorised', 'referral_decision', 'sent_to_signatory', 'signed_off', 'unauthorised_check_done', 'authorisation_copy_sent', 'report_queried', 'screened']::text[], ARRAY[]::text[], 'an assessor records their own work, not decisions or supervision'),
    ('independent_bia', 'event', 'kind', ARRAY[]::text[], ARRAY['assessor_visited', 'form3_returned', 'form4_returned']::text[], 'an independent assessor records the visit and the report'),
    ('team_manager', 'allocation', 'role', ARRAY['bia', 'mha']::text[], ARRAY[]::text[], 'assessments are allocated by the DoLS desk'),
    ('practice_supervisor', 'allocation', 'role', ARRAY['bia', 'mha']::text[], ARRAY[]::text[], 'assessments are allocated by the DoLS desk'),
    ('team_manager', 'person', 'restricted', ARRAY[]::text[], ARRAY[]::text[], 'a record is restricted, or opened again, by the head of service or the DoLS manager'),
    ('practice_supervisor', 'person', 'restricted', ARRAY[]::text[], ARRAY[]::text[], 'a record is restricted, or opened again, by the head of service or the DoLS manager');
INSERT INTO right_without VALUES
    ('caseclock_independent', 'team', 'manager_id'),
    ('caseclock_independent', 'worker', 'staff_ref'),
    ('caseclock_independent', 'worker', 'engagement'),
    ('caseclock_independent', 'worker', 'left_on'),
    ('caseclock_independent', 'worker', 'fte_pct'),
    ('caseclock_independent', 'worker', 'ceiling'),
    ('caseclock_independent', 'managing_authority', 'run_by_council'),
    ('caseclock_independent', 'managing_authority', 'provider'),
    ('caseclock_independent', 'person', 'expected_on'),
    ('caseclock_independent', 'person', 'nhs_number'),
    ('caseclock_independent', 'person', 'family'),
    ('caseclock_independent', 'person', 'disabled'),
    ('caseclock_independent', 'person', 'restricted'),
    ('caseclock_independent', 'event', 'alone'),
    ('caseclock_independent', 'event', 'joint'),
    ('caseclock_independent', 'event', 'detail'),
    ('caseclock_independent', 'allocation', 'named'),
    ('caseclock_independent', 'allocation', 'reason'),
    ('caseclock_independent', 'allocation', 'reason_code'),
    ('caseclock_independent', 'authorisation', 'end_reason'),
    ('caseclock_auditor', 'worker', 'fte_pct'),
    ('caseclock_auditor', 'worker', 'ceiling'),
    ('caseclock_auditor', 'person', 'nhs_number'),
    ('caseclock_auditor', 'person', 'family');

-- Who is asking, what they may see and what they may change.
--
-- Every function is the owner's (policies do not bind the owner), has a fixed search_path with pg_temp last, and
-- goes by session_user, which nothing that a client says can change. Lists are given back as sets, so that a
-- policy asks once for a query and not once for a row. The cases that may be seen, seen of a few, and changed of a
-- few are one text here: a policy and `push` cannot disagree.

-- The council's day: the server's clock in London, whatever a client's session says.
CREATE OR REPLACE FUNCTION caseclock.this_day() RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = caseclock, pg_temp AS $$
    SELECT (now() AT TIME ZONE 'Europe/London')::date
$$;

-- Whose service a kind of case is.
CREATE OR REPLACE FUNCTION caseclock.service_of(kind text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT CASE WHEN kind = 'dols' THEN 'adults' ELSE 'children' END $$;

-- The caller's role, if it is in force today; no row otherwise.
CREATE OR REPLACE FUNCTION caseclock.my_member() RETURNS SETOF caseclock.member
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT m.* FROM member m JOIN right_role r ON r.role = m.role
    WHERE m.login = session_user::text AND NOT m.deleted
      AND (m.starts_on IS NULL OR m.starts_on <= this_day())
      AND (m.ends_on IS NULL OR m.ends_on >= this_day())
    ORDER BY m.changed_at DESC LIMIT 1
$$;

CREATE OR REPLACE FUNCTION caseclock.my_role() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT role FROM my_member()
$$;

CREATE OR REPLACE FUNCTION caseclock.my_worker() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT worker_id FROM my_member()
$$;

-- How the caller may read a table: a word of resources/rights.toml, or NULL.
CREATE OR REPLACE FUNCTION caseclock.my_reading(tbl text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT c.reads FROM right_cell c JOIN my_member() m ON m.role = c.role WHERE c.tbl = $1
$$;

-- The caller's team and every team below it.
CREATE OR REPLACE FUNCTION caseclock.my_teams() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    WITH RECURSIVE below (id) AS (
        SELECT team_id FROM my_member() WHERE team_id IS NOT NULL
        UNION
        SELECT t.id FROM team t JOIN below b ON t.parent_id = b.id)
    SELECT id FROM below
$$;

-- Workers of the caller's teams (for roles whose cases are their teams'), those whose line manager the caller is
-- today, and the caller.
CREATE OR REPLACE FUNCTION caseclock.my_staff() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT w.id FROM my_member() m JOIN right_role r ON r.role = m.role AND r.cases = 'team'
        JOIN worker w ON w.team_id IN (SELECT my_teams())
    UNION
    SELECT p.worker_id FROM my_member() m JOIN posting p ON p.manager_id = m.worker_id
    WHERE NOT p.deleted AND p.superseded_at IS NULL AND p.starts_on <= this_day()
      AND (p.ends_on IS NULL OR p.ends_on >= this_day())
    UNION
    SELECT worker_id FROM my_member() WHERE worker_id IS NOT NULL
$$;

-- Grants of named access that are in force for the caller.
CREATE OR REPLACE FUNCTION caseclock.my_named() RETURNS SETOF caseclock.named_access
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT * FROM named_access
    WHERE login = session_user::text AND NOT deleted
      AND (starts_on IS NULL OR starts_on <= this_day()) AND (ends_on IS NULL OR ends_on >= this_day())
$$;

-- People whom the caller may never see: those on their deny-list and whoever carries the same family mark.
CREATE OR REPLACE FUNCTION caseclock.my_blocks() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    WITH named AS MATERIALIZED (
        SELECT person_id FROM blocked
        WHERE login = session_user::text AND NOT deleted AND person_id IS NOT NULL)
    SELECT person_id FROM named
    UNION
    SELECT other.id FROM named JOIN person p ON p.id = named.person_id AND p.family <> ''
        JOIN person other ON other.family = p.family
$$;

CREATE OR REPLACE FUNCTION caseclock.my_blocked_cases() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT id FROM "case" WHERE person_id IN (SELECT my_blocks())
$$;

-- Whether nobody is on the caller's deny-list, which is nearly always so: then no row need be compared with it.
CREATE OR REPLACE FUNCTION caseclock.not_blocked() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT NOT EXISTS (SELECT FROM blocked WHERE login = session_user::text AND NOT deleted)
$$;

-- Whether the caller is head of both services.
CREATE OR REPLACE FUNCTION caseclock.whole_council() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT EXISTS (SELECT FROM my_member() WHERE role = 'head_of_service' AND coalesce(service, '') = '')
$$;

-- Every case that the caller may see now.
CREATE OR REPLACE FUNCTION caseclock.my_cases() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
DECLARE
    me record;
    since date;
    named_cases uuid[];
    named_people uuid[];
    shut uuid[];
BEGIN
    SELECT m.service, m.worker_id, m.team_id, r.cases, r.keep_months, r.write_days INTO me
    FROM member m JOIN right_role r ON r.role = m.role
    WHERE m.login = session_user::text AND NOT m.deleted
      AND (m.starts_on IS NULL OR m.starts_on <= (now() AT TIME ZONE 'Europe/London')::date)
      AND (m.ends_on IS NULL OR m.ends_on >= (now() AT TIME ZONE 'Europe/London')::date)
    ORDER BY m.changed_at DESC LIMIT 1;
    IF NOT FOUND OR me.cases = 'none' THEN RETURN; END IF;
    since := (now() AT TIME ZONE 'Europe/London')::date - make_interval(months => me.keep_months);
    SELECT coalesce(array_agg(n.case_id), '{}'), coalesce(array_agg(n.person_id), '{}')
    INTO named_cases, named_people FROM named_access n
    WHERE n.login = session_user::text AND NOT n.deleted
      AND (n.starts_on IS NULL OR n.starts_on <= (now() AT TIME ZONE 'Europe/London')::date) AND (n.ends_on IS NULL OR n.ends_on >= (now() AT TIME ZONE 'Europe/London')::date);
    SELECT coalesce(array_agg(b.person_id), '{}') INTO shut FROM blocked b
    WHERE b.login = session_user::text AND NOT b.deleted AND b.person_id IS NOT NULL;
    IF shut <> '{}' THEN
        shut := shut || ARRAY(SELECT other.id FROM person p JOIN person other ON other.family = p.family
                              WHERE p.id = ANY (shut) AND p.family <> '');
    END IF;
    IF me.cases = 'named' THEN
        RETURN QUERY SELECT c.id FROM "case" c
            WHERE (c.id = ANY (named_cases) OR c.person_id = ANY (named_people)) 
              AND c.person_id NOT IN (SELECT unnest(shut));
        RETURN;
    END IF;
    IF me.cases = 'service' THEN
        RETURN QUERY SELECT c.id FROM "case" c
            WHERE (coalesce(me.service, '') = '' OR caseclock.service_of(c.kind) = me.service)  
              AND (c.person_id NOT IN (SELECT p.id FROM person p WHERE p.restricted)
                   OR c.id = ANY (named_cases) OR c.person_id = ANY (named_people))
              AND c.person_id NOT IN (SELECT unnest(shut));
    ELSIF me.cases = 'dols' THEN
        RETURN QUERY SELECT c.id FROM "case" c WHERE c.kind = 'dols'  
              AND (c.person_id NOT IN (SELECT p.id FROM person p WHERE p.restricted)
                   OR c.id = ANY (named_cases) OR c.person_id = ANY (named_people))
              AND c.person_id NOT IN (SELECT unnest(shut));
    ELSIF me.cases = 'team' THEN
        RETURN QUERY WITH RECURSIVE below (id) AS (
                SELECT me.team_id WHERE me.team_id IS NOT NULL
                UNION SELECT t.id FROM team t JOIN below b ON t.parent_id = b.id)
            SELECT c.id FROM "case" c WHERE c.team_id IN (SELECT id FROM below)  
              AND (c.person_id NOT IN (SELECT p.id FROM person p WHERE p.restricted)
                   OR c.id = ANY (named_cases) OR c.person_id = ANY (named_people))
              AND c.person_id NOT IN (SELECT unnest(shut));
    END IF;
    IF me.worker_id IS NOT NULL THEN
        RETURN QUERY SELECT c.id FROM allocation a JOIN "case" c ON c.id = a.case_id
            WHERE a.worker_id = me.worker_id AND NOT a.deleted AND a.superseded_at IS NULL
              AND (a.ended_on IS NULL OR a.ended_on >= since)  
              AND (c.person_id NOT IN (SELECT p.id FROM person p WHERE p.restricted)
                   OR c.id = ANY (named_cases) OR c.person_id = ANY (named_people))
              AND c.person_id NOT IN (SELECT unnest(shut));
    END IF;
END $$;

-- Of some cases those that the caller may see.
CREATE OR REPLACE FUNCTION caseclock.cases_seen(ids uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
DECLARE
    me record;
    since date;
    named_cases uuid[];
    named_people uuid[];
    shut uuid[];
BEGIN
    SELECT m.service, m.worker_id, m.team_id, r.cases, r.keep_months, r.write_days INTO me
    FROM member m JOIN right_role r ON r.role = m.role
    WHERE m.login = session_user::text AND NOT m.deleted
      AND (m.starts_on IS NULL OR m.starts_on <= (now() AT TIME ZONE 'Europe/London')::date)
      AND (m.ends_on IS NULL OR m.ends_on >= (now() AT TIME ZONE 'Europe/London')::date)
    ORDER BY m.changed_at DESC LIMIT 1;
    IF NOT FOUND OR me.cases = 'none' THEN RETURN; END IF;
    since := (now() AT TIME ZONE 'Europe/London')::date - make_interval(months => me.keep_months);
    SELECT coalesce(array_agg(n.case_id), '{}'), coalesce(array_agg(n.person_id), '{}')
    INTO named_cases, named_people FROM named_access n
    WHERE n.login = session_user::text AND NOT n.deleted
      AND (n.starts_on IS NULL OR n.starts_on <= (now() AT TIME ZONE 'Europe/London')::date) AND (n.ends_on IS NULL OR n.ends_on >= (now() AT TIME ZONE 'Europe/London')::date);
    SELECT coalesce(array_agg(b.person_id), '{}') INTO shut FROM blocked b
    WHERE b.login = session_user::text AND NOT b.deleted AND b.person_id IS NOT NULL;
    IF shut <> '{}' THEN
        shut := shut || ARRAY(SELECT other.id FROM person p JOIN person other ON other.family = p.family
                              WHERE p.id = ANY (shut) AND p.family <> '');
    END IF;
    IF me.cases = 'named' THEN
        RETURN QUERY SELECT c.id FROM "case" c
            WHERE (c.id = ANY (named_cases) OR c.person_id = ANY (named_people)) AND c.id = ANY (ids)
              AND c.person_id NOT IN (SELECT unnest(shut));
        RETURN;
    END IF;
    IF me.cases = 'service' THEN
        RETURN QUERY SELECT c.id FROM "case" c
            WHERE (coalesce(me.service, '') = '' OR caseclock.service_of(c.kind) = me.service) AND c.id = ANY (ids) 
              AND (c.person_id NOT IN (SELECT p.id FROM person p WHERE p.restricted)
                   OR c.id = ANY (named_cases) OR c.person_id = ANY (named_people))
              AND c.person_id NOT IN (SELECT unnest(shut));
    ELSIF me.cases = 'dols' THEN
        RETURN QUERY SELECT c.id FROM "case" c WHERE c.kind = 'dols' AND c.id = ANY (ids) 
              AND (c.person_id NOT IN (SELECT p.id FROM person p WHERE p.restricted)
                   OR c.id = ANY (named_cases) OR c.person_id = ANY (named_people))
              AND c.person_id NOT IN (SELECT unnest(shut));
    ELSIF me.cases = 'team' THEN
        RETURN QUERY WITH RECURSIVE below (id) AS (
                SELECT me.team_id WHERE me.team_id IS NOT NULL
                UNION SELECT t.id FROM team t JOIN below b ON t.parent_id = b.id)
            SELECT c.id FROM "case" c WHERE c.team_id IN (SELECT id FROM below) AND c.id = ANY (ids) 
              AND (c.person_id NOT IN (SELECT p.id FROM person p WHERE p.restricted)
                   OR c.id = ANY (named_cases) OR c.person_id = ANY (named_people))
              AND c.person_id NOT IN (SELECT unnest(shut));
    END IF;
    IF me.worker_id IS NOT NULL THEN
        RETURN QUERY SELECT c.id FROM allocation a JOIN "case" c ON c.id = a.case_id
            WHERE a.worker_id = me.worker_id AND NOT a.deleted AND a.superseded_at IS NULL
              AND (a.ended_on IS NULL OR a.ended_on >= since) AND c.id = ANY (ids) 
              AND (c.person_id NOT IN (SELECT p.id FROM person p WHERE p.restricted)
                   OR c.id = ANY (named_cases) OR c.person_id = ANY (named_people))
              AND c.person_id NOT IN (SELECT unnest(shut));
    END IF;
END $$;

-- Of some cases those that the caller may change.
CREATE OR REPLACE FUNCTION caseclock.cases_to_change(ids uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
DECLARE
    me record;
    since date;
    named_cases uuid[];
    named_people uuid[];
    shut uuid[];
BEGIN
    SELECT m.service, m.worker_id, m.team_id, r.cases, r.keep_months, r.write_days INTO me
    FROM member m JOIN right_role r ON r.role = m.role
    WHERE m.login = session_user::text AND NOT m.deleted
      AND (m.starts_on IS NULL OR m.starts_on <= (now() AT TIME ZONE 'Europe/London')::date)
      AND (m.ends_on IS NULL OR m.ends_on >= (now() AT TIME ZONE 'Europe/London')::date)
    ORDER BY m.changed_at DESC LIMIT 1;
    IF NOT FOUND OR me.cases = 'none' THEN RETURN; END IF;
    since := (now() AT TIME ZONE 'Europe/London')::date - me.write_days;
    SELECT coalesce(array_agg(n.case_id), '{}'), coalesce(array_agg(n.person_id), '{}')
    INTO named_cases, named_people FROM named_access n
    WHERE n.login = session_user::text AND NOT n.deleted
      AND (n.starts_on IS NULL OR n.starts_on <= (now() AT TIME ZONE 'Europe/London')::date) AND (n.ends_on IS NULL OR n.ends_on >= (now() AT TIME ZONE 'Europe/London')::date);
    SELECT coalesce(array_agg(b.person_id), '{}') INTO shut FROM blocked b
    WHERE b.login = session_user::text AND NOT b.deleted AND b.person_id IS NOT NULL;
    IF shut <> '{}' THEN
        shut := shut || ARRAY(SELECT other.id FROM person p JOIN person other ON other.family = p.family
                              WHERE p.id = ANY (shut) AND p.family <> '');
    END IF;
    IF me.cases = 'named' THEN
        RETURN QUERY SELECT c.id FROM "case" c
            WHERE (c.id = ANY (named_cases) OR c.person_id = ANY (named_people)) AND c.id = ANY (ids)
              AND c.person_id NOT IN (SELECT unnest(shut));
        RETURN;
    END IF;
    IF me.cases = 'service' THEN
        RETURN QUERY SELECT c.id FROM "case" c
            WHERE (coalesce(me.service, '') = '' OR caseclock.service_of(c.kind) = me.service) AND c.id = ANY (ids) 
              AND (c.person_id NOT IN (SELECT p.id FROM person p WHERE p.restricted)
                   OR c.id = ANY (named_cases) OR c.person_id = ANY (named_people))
              AND c.person_id NOT IN (SELECT unnest(shut));
    ELSIF me.cases = 'dols' THEN
        RETURN QUERY SELECT c.id FROM "case" c WHERE c.kind = 'dols' AND c.id = ANY (ids) 
              AND (c.person_id NOT IN (SELECT p.id FROM person p WHERE p.restricted)
                   OR c.id = ANY (named_cases) OR c.person_id = ANY (named_people))
              AND c.person_id NOT IN (SELECT unnest(shut));
    ELSIF me.cases = 'team' THEN
        RETURN QUERY WITH RECURSIVE below (id) AS (
                SELECT me.team_id WHERE me.team_id IS NOT NULL
                UNION SELECT t.id FROM team t JOIN below b ON t.parent_id = b.id)
            SELECT c.id FROM "case" c WHERE c.team_id IN (SELECT id FROM below) AND c.id = ANY (ids) 
              AND (c.person_id NOT IN (SELECT p.id FROM person p WHERE p.restricted)
                   OR c.id = ANY (named_cases) OR c.person_id = ANY (named_people))
              AND c.person_id NOT IN (SELECT unnest(shut));
    END IF;
    IF me.worker_id IS NOT NULL THEN
        RETURN QUERY SELECT c.id FROM allocation a JOIN "case" c ON c.id = a.case_id
            WHERE a.worker_id = me.worker_id AND NOT a.deleted AND a.superseded_at IS NULL
              AND (a.ended_on IS NULL OR a.ended_on >= since) AND c.id = ANY (ids) 
              AND (c.person_id NOT IN (SELECT p.id FROM person p WHERE p.restricted)
                   OR c.id = ANY (named_cases) OR c.person_id = ANY (named_people))
              AND c.person_id NOT IN (SELECT unnest(shut));
    END IF;
END $$;

-- The same cases as one value, for roles that see few: a query can then look them up in an index.
CREATE OR REPLACE FUNCTION caseclock.my_case_array() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT ARRAY(SELECT my_cases())
$$;

-- People of the cases that the caller may see.
CREATE OR REPLACE FUNCTION caseclock.my_people() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT DISTINCT person_id FROM "case" WHERE id IN (SELECT my_cases())
$$;

-- Of some people those whom the caller may change: they have a case that the caller may change, or no case yet
-- and the caller recorded them.
CREATE OR REPLACE FUNCTION caseclock.people_to_change(ids uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    WITH theirs AS MATERIALIZED (SELECT id, person_id FROM "case" WHERE person_id = ANY (ids))
    SELECT person_id FROM theirs
    WHERE id IN (SELECT cases_to_change(ARRAY(SELECT id FROM theirs)))
    UNION
    SELECT p.id FROM person p WHERE p.id = ANY (ids) AND p.changed_by = session_user::text
      AND p.id NOT IN (SELECT person_id FROM theirs) AND p.id NOT IN (SELECT my_blocks())
$$;

-- What a laptop's rows were chosen by. Another token: what it holds must be compared afresh. What changes row by
-- row (teams of cases, allocations, restricted records) comes through the feed and is not in it; an allocation
-- that ended too long ago comes through no feed, so it is.
CREATE OR REPLACE FUNCTION caseclock.scope_token() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
    SELECT coalesce((SELECT md5(concat_ws('|', (SELECT version FROM right_version), m.role, m.service, m.team_id, m.worker_id,
        (SELECT string_agg(t::text, ',' ORDER BY t) FROM my_teams() t),
        (SELECT string_agg(w::text, ',' ORDER BY w) FROM my_staff() w),
        (SELECT string_agg(n.id::text, ',' ORDER BY n.id) FROM my_named() n),
        (SELECT string_agg(b::text, ',' ORDER BY b) FROM my_blocks() b),
        (SELECT count(*) FROM allocation a WHERE a.worker_id = m.worker_id AND NOT a.deleted
            AND a.superseded_at IS NULL
            AND a.ended_on < this_day() - make_interval(months => r.keep_months))))
    FROM my_member() m JOIN right_role r ON r.role = m.role), '')
$$;

-- Whether the caller may make these changes: '' or the sentence that says why not. `push` asks this with the rows
-- locked and before it compares values, so that a conflict never tells what a row holds that may not be seen. A
-- row that is hidden and a row that does not exist get the same answer.
CREATE OR REPLACE FUNCTION caseclock.may_change(patches jsonb) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
DECLARE
    tail CONSTANT text := '; nothing was changed (council rule).';
    hidden CONSTANT text := 'This is about a record that you may not change, or that is no longer there' || tail;
    me record;
    cell record;
    each_limit record;
    patch jsonb;
    was jsonb;
    given jsonb;
    becomes jsonb;
    tbl text;
    op text;
    fresh_cases uuid[];
    fresh_people uuid[];
    ended text[] := '{}';
    cases uuid[] := '{}';
    people uuid[] := '{}';
    staff uuid[];
    teams uuid[];
BEGIN
    SELECT m.role, m.service, m.worker_id, m.team_id, r.cases, r.title, r.grp INTO me FROM member m JOIN right_role r ON r.role = m.role
    WHERE m.login = session_user::text AND NOT m.deleted
      AND (m.starts_on IS NULL OR m.starts_on <= (now() AT TIME ZONE 'Europe/London')::date)
      AND (m.ends_on IS NULL OR m.ends_on >= (now() AT TIME ZONE 'Europe/London')::date)
    ORDER BY m.changed_at DESC LIMIT 1;
    IF NOT FOUND THEN
        RETURN 'Your login has no role in the shared database that is in force today' || tail;
    END IF;
    IF patches @> '[{"op": "insert", "table": "case"}]' OR patches @> '[{"op": "insert", "table": "person"}]' THEN
        SELECT array_agg(r) FILTER (WHERE t = 'case'), array_agg(r) FILTER (WHERE t = 'person')
        INTO fresh_cases, fresh_people
        FROM (SELECT value ->> 'table' AS t, (value ->> 'row')::uuid AS r FROM jsonb_array_elements(patches)
              WHERE value ->> 'op' = 'insert' AND value ->> 'table' IN ('case', 'person')) made;
    END IF;
    FOR patch IN SELECT value FROM jsonb_array_elements(patches) LOOP
        tbl := patch ->> 'table';
        op := patch ->> 'op';
        given := CASE WHEN jsonb_typeof(patch -> 'values') = 'object' THEN patch -> 'values' ELSE '{}' END;
        SELECT c.writes, c.words INTO cell FROM right_cell c WHERE c.role = me.role AND c.tbl = patch ->> 'table';
        IF NOT FOUND OR cell.writes IS NULL THEN
            RETURN 'A ' || lower(me.title) || ' may not change '
                || coalesce(cell.words, 'what is not in the shared database') || tail;
        END IF;
        IF op = 'insert' THEN
            was := NULL;
        ELSE
            was := row_before(tbl, (patch ->> 'row')::uuid);
            IF was IS NULL THEN  -- inserted by this very change set, or not there
                SELECT value -> 'values' INTO was FROM jsonb_array_elements(patches)
                WHERE value ->> 'op' = 'insert' AND value ->> 'table' = tbl AND value ->> 'row' = patch ->> 'row';
            END IF;
            IF was IS NULL THEN RETURN hidden; END IF;
        END IF;
        becomes := CASE WHEN op = 'delete' THEN was ELSE coalesce(was, '{}') || given END;

        IF op <> 'insert' THEN
            IF EXISTS (SELECT FROM right_without w WHERE w.grp = me.grp AND w.tbl = patch ->> 'table'
                       AND given ? w.field) THEN
                RETURN 'A ' || lower(me.title) || ' may not change what they may not read of ' || cell.words || tail;
            END IF;
        END IF;
        FOR each_limit IN SELECT l.* FROM right_limit l WHERE l.role = me.role AND l.tbl = patch ->> 'table' LOOP
            IF was ->> each_limit.field = ANY (each_limit.never)
                OR becomes ->> each_limit.field = ANY (each_limit.never)
                OR (each_limit.only_these <> '{}' AND NOT (
                    coalesce(was ->> each_limit.field, each_limit.only_these[1]) = ANY (each_limit.only_these)
                    AND coalesce(becomes ->> each_limit.field, '') = ANY (each_limit.only_these)))
                OR (each_limit.never = '{}' AND each_limit.only_these = '{}' AND
                    coalesce(was ->> each_limit.field, 'false')
                        <> coalesce(becomes ->> each_limit.field, 'false'))
            THEN
                RETURN 'A ' || lower(me.title) || ' may not change this part of ' || cell.words || ' ('
                    || each_limit.why || ')' || tail;
            END IF;
        END LOOP;

        IF tbl IN ('member', 'named_access', 'blocked')
            AND session_user::text IN (was ->> 'login', becomes ->> 'login') THEN
            RETURN 'Nobody may change their own role, named access or deny-list; ask another administrator'
                || tail;
        END IF;
        IF cell.writes = 'any' THEN CONTINUE; END IF;
        IF cell.writes = 'team' THEN
            teams := coalesce(teams, ARRAY(SELECT my_teams()));
            staff := coalesce(staff, ARRAY(SELECT my_staff()));
            IF tbl = 'worker' THEN
                IF ((coalesce(was, becomes)) ->> 'team_id')::uuid = ANY (teams) THEN CONTINUE; END IF;
                RETURN hidden;
            END IF;
            IF (becomes ->> 'worker_id')::uuid = ANY (staff)
                AND (was IS NULL OR (was ->> 'worker_id')::uuid = ANY (staff)) THEN CONTINUE; END IF;
            RETURN hidden;
        END IF;
        IF cell.writes IN ('own', 'end_own') AND NOT coalesce(
            (becomes ->> 'worker_id')::uuid = me.worker_id
            AND (was IS NULL OR (was ->> 'worker_id')::uuid = me.worker_id), false) THEN
            RETURN 'You may change only your own ' || cell.words || tail;
        END IF;
        IF cell.writes = 'end_own' THEN
            IF op = 'update' AND was ->> 'ended_on' IS NULL AND was ->> 'superseded_at' IS NULL
                AND given ->> 'superseded_at' IS NOT NULL
                AND NOT EXISTS (SELECT FROM jsonb_object_keys(given) k WHERE k <> 'superseded_at') THEN
                ended := ended || ((was ->> 'case_id') || (was ->> 'role'));
            ELSIF op = 'insert' AND (given ->> 'ended_on')::date <= this_day()
                AND (given ->> 'case_id') || (given ->> 'role') = ANY (ended) THEN
                ended := array_remove(ended, (given ->> 'case_id') || (given ->> 'role'));
            ELSE
                RETURN 'You may end your own allocation and change nothing else of it' || tail;
            END IF;
        END IF;
        IF cell.writes = 'within' AND becomes ->> 'ended_on' IS NULL AND op <> 'delete'
            AND (op = 'insert' OR given ? 'worker_id') AND becomes ->> 'worker_id' IS NOT NULL THEN
            teams := coalesce(teams, ARRAY(SELECT my_teams()));
            IF NOT EXISTS (SELECT FROM worker w WHERE w.id = (becomes ->> 'worker_id')::uuid
                           AND w.team_id = ANY (teams)) THEN
                RETURN 'You may allocate to workers of your own team only' || tail;
            END IF;
        END IF;

        IF tbl = 'case' THEN
            IF op <> 'insert' THEN cases := cases || (patch ->> 'row')::uuid; END IF;
            IF (op = 'insert' OR becomes ->> 'kind' IS DISTINCT FROM was ->> 'kind') AND NOT (
                (me.cases = 'service' AND (coalesce(me.service, '') = ''
                    OR service_of(becomes ->> 'kind') = me.service))
                OR (me.cases = 'dols' AND becomes ->> 'kind' = 'dols') OR me.cases = 'team') THEN
                RETURN 'You may not start this kind of case' || tail;
            END IF;
            IF op = 'insert' AND me.cases = 'team' THEN
                teams := coalesce(teams, ARRAY(SELECT my_teams()));
                IF NOT coalesce((given ->> 'team_id')::uuid = ANY (teams), false) THEN
                    RETURN 'You may start a case in your own teams only' || tail;
                END IF;
            END IF;
            IF becomes ->> 'person_id' IS DISTINCT FROM was ->> 'person_id' THEN
                people := people || (becomes ->> 'person_id')::uuid;
            END IF;
        ELSIF tbl = 'person' THEN
            IF op <> 'insert' THEN people := people || (patch ->> 'row')::uuid; END IF;
        ELSIF tbl = 'person_match' THEN
            people := people || ARRAY[(becomes ->> 'person_id')::uuid, (becomes ->> 'other_id')::uuid];
            IF was IS NOT NULL THEN
                people := people || ARRAY[(was ->> 'person_id')::uuid, (was ->> 'other_id')::uuid];
            END IF;
        ELSIF cell.writes <> 'own' OR was ? 'case_id' OR becomes ? 'case_id' THEN
            cases := cases || (becomes ->> 'case_id')::uuid;
            IF was ->> 'case_id' IS DISTINCT FROM becomes ->> 'case_id' AND was IS NOT NULL THEN
                cases := cases || (was ->> 'case_id')::uuid;
            END IF;
        END IF;
    END LOOP;

    IF cardinality(cases) = 1 AND people = '{}' AND fresh_cases IS NULL THEN  -- nearly always
        IF cases[1] IS NULL OR NOT EXISTS (SELECT FROM cases_to_change(cases) c WHERE c = cases[1]) THEN
            RETURN hidden;
        END IF;
        RETURN '';
    END IF;
    cases := ARRAY(SELECT DISTINCT c FROM unnest(cases) c WHERE c IS NULL OR c <> ALL (coalesce(fresh_cases, '{}')));
    people := ARRAY(SELECT DISTINCT p FROM unnest(people) p
                    WHERE p IS NULL OR p <> ALL (coalesce(fresh_people, '{}')));
    IF cases <> '{}' AND EXISTS (SELECT FROM unnest(cases) c
                                 WHERE c IS NULL OR c NOT IN (SELECT cases_to_change(cases)))
        OR people <> '{}' AND EXISTS (SELECT FROM unnest(people) p
                                      WHERE p IS NULL OR p NOT IN (SELECT people_to_change(people))) THEN
        RETURN hidden;
    END IF;
    RETURN '';
END $$;

-- What the rights of a change hang on, in the row as it is; NULL when there is none.
CREATE OR REPLACE FUNCTION caseclock.row_before(tbl text, row_id uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
DECLARE was jsonb;
BEGIN
    CASE tbl
        WHEN 'team' THEN
            SELECT jsonb_build_object('id', "id") INTO was FROM "team" WHERE id = row_id;
        WHEN 'timescale_override' THEN
            SELECT jsonb_build_object('id', "id") INTO was FROM "timescale_override" WHERE id = row_id;
        WHEN 'closure_day' THEN
            SELECT jsonb_build_object('id', "id", 'kind', "kind") INTO was FROM "closure_day" WHERE id = row_id;
        WHEN 'setting' THEN
            SELECT jsonb_build_object('id', "id", 'key', "key") INTO was FROM "setting" WHERE id = row_id;
        WHEN 'worker' THEN
            SELECT jsonb_build_object('id', "id", 'team_id', "team_id") INTO was FROM "worker" WHERE id = row_id;
        WHEN 'managing_authority' THEN
            SELECT jsonb_build_object('id', "id") INTO was FROM "managing_authority" WHERE id = row_id;
        WHEN 'absence' THEN
            SELECT jsonb_build_object('id', "id", 'worker_id', "worker_id") INTO was FROM "absence" WHERE id = row_id;
        WHEN 'posting' THEN
            SELECT jsonb_build_object('id', "id", 'worker_id', "worker_id", 'team_id', "team_id") INTO was FROM "posting" WHERE id = row_id;
        WHEN 'worker_supervision' THEN
            SELECT jsonb_build_object('id', "id", 'worker_id', "worker_id") INTO was FROM "worker_supervision" WHERE id = row_id;
        WHEN 'assessor' THEN
            SELECT jsonb_build_object('id', "id", 'worker_id', "worker_id") INTO was FROM "assessor" WHERE id = row_id;
        WHEN 'interest' THEN
            SELECT jsonb_build_object('id', "id", 'worker_id', "worker_id", 'kind', "kind") INTO was FROM "interest" WHERE id = row_id;
        WHEN 'person' THEN
            SELECT jsonb_build_object('id', "id", 'restricted', "restricted") INTO was FROM "person" WHERE id = row_id;
        WHEN 'case' THEN
            SELECT jsonb_build_object('id', "id", 'person_id', "person_id", 'kind', "kind", 'team_id', "team_id") INTO was FROM "case" WHERE id = row_id;
        WHEN 'event' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id", 'kind', "kind", 'worker_id', "worker_id") INTO was FROM "event" WHERE id = row_id;
        WHEN 'planned' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id", 'kind', "kind", 'worker_id', "worker_id") INTO was FROM "planned" WHERE id = row_id;
        WHEN 'note' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id", 'kind', "kind") INTO was FROM "note" WHERE id = row_id;
        WHEN 'action' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id") INTO was FROM "action" WHERE id = row_id;
        WHEN 'escalation' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id") INTO was FROM "escalation" WHERE id = row_id;
        WHEN 'placement' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id") INTO was FROM "placement" WHERE id = row_id;
        WHEN 'agreed_frequency' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id") INTO was FROM "agreed_frequency" WHERE id = row_id;
        WHEN 'allocation' THEN
            SELECT jsonb_build_object('id', "id", 'superseded_at', "superseded_at", 'case_id', "case_id", 'role', "role", 'worker_id', "worker_id", 'team_id', "team_id", 'ended_on', "ended_on") INTO was FROM "allocation" WHERE id = row_id;
        WHEN 'offer' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id", 'role', "role", 'worker_id', "worker_id") INTO was FROM "offer" WHERE id = row_id;
        WHEN 'assessor_choice' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id", 'role', "role", 'worker_id', "worker_id") INTO was FROM "assessor_choice" WHERE id = row_id;
        WHEN 'dols_request' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id") INTO was FROM "dols_request" WHERE id = row_id;
        WHEN 'urgent_authorisation' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id") INTO was FROM "urgent_authorisation" WHERE id = row_id;
        WHEN 'authorisation' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id") INTO was FROM "authorisation" WHERE id = row_id;
        WHEN 'representative' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id", 'kind', "kind") INTO was FROM "representative" WHERE id = row_id;
        WHEN 'advocate' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id", 'kind', "kind") INTO was FROM "advocate" WHERE id = row_id;
        WHEN 'triage' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id", 'worker_id', "worker_id") INTO was FROM "triage" WHERE id = row_id;
        WHEN 'rescreen' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id") INTO was FROM "rescreen" WHERE id = row_id;
        WHEN 'decision' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id", 'kind', "kind") INTO was FROM "decision" WHERE id = row_id;
        WHEN 'suspension' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id") INTO was FROM "suspension" WHERE id = row_id;
        WHEN 'condition' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id") INTO was FROM "condition" WHERE id = row_id;
        WHEN 'copy_sent' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id") INTO was FROM "copy_sent" WHERE id = row_id;
        WHEN 'court_challenge' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id") INTO was FROM "court_challenge" WHERE id = row_id;
        WHEN 'authorisation_review' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id") INTO was FROM "authorisation_review" WHERE id = row_id;
        WHEN 'home_check' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id") INTO was FROM "home_check" WHERE id = row_id;
        WHEN 'best_interests' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id", 'worker_id', "worker_id") INTO was FROM "best_interests" WHERE id = row_id;
        WHEN 'equivalent_assessment' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id") INTO was FROM "equivalent_assessment" WHERE id = row_id;
        WHEN 'request_detail' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id") INTO was FROM "request_detail" WHERE id = row_id;
        WHEN 'payment' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id", 'worker_id', "worker_id", 'role', "role") INTO was FROM "payment" WHERE id = row_id;
        WHEN 'import_batch' THEN
            SELECT jsonb_build_object('id', "id") INTO was FROM "import_batch" WHERE id = row_id;
        WHEN 'import_issue' THEN
            SELECT jsonb_build_object('id', "id", 'case_id', "case_id", 'person_id', "person_id") INTO was FROM "import_issue" WHERE id = row_id;
        WHEN 'person_match' THEN
            SELECT jsonb_build_object('id', "id", 'person_id', "person_id", 'other_id', "other_id") INTO was FROM "person_match" WHERE id = row_id;
        WHEN 'indicator_note' THEN
            SELECT jsonb_build_object('id', "id", 'kind', "kind") INTO was FROM "indicator_note" WHERE id = row_id;
        WHEN 'scenario' THEN
            SELECT jsonb_build_object('id', "id") INTO was FROM "scenario" WHERE id = row_id;
        WHEN 'indicator_figure' THEN
            SELECT jsonb_build_object('id', "id") INTO was FROM "indicator_figure" WHERE id = row_id;
        WHEN 'frozen_month' THEN
            SELECT jsonb_build_object('id', "id") INTO was FROM "frozen_month" WHERE id = row_id;
        WHEN 'frozen_figure' THEN
            SELECT jsonb_build_object('id', "id") INTO was FROM "frozen_figure" WHERE id = row_id;
        WHEN 'member' THEN
            SELECT jsonb_build_object('id', "id", 'login', "login", 'role', "role", 'team_id', "team_id", 'worker_id', "worker_id") INTO was FROM "member" WHERE id = row_id;
        WHEN 'directory_group' THEN
            SELECT jsonb_build_object('id', "id", 'role', "role", 'team_id', "team_id") INTO was FROM "directory_group" WHERE id = row_id;
        WHEN 'named_access' THEN
            SELECT jsonb_build_object('id', "id", 'login', "login", 'case_id', "case_id", 'person_id', "person_id") INTO was FROM "named_access" WHERE id = row_id;
        WHEN 'blocked' THEN
            SELECT jsonb_build_object('id', "id", 'login', "login", 'person_id', "person_id") INTO was FROM "blocked" WHERE id = row_id;
        WHEN 'legal_hold' THEN
            SELECT jsonb_build_object('id', "id", 'person_id', "person_id") INTO was FROM "legal_hold" WHERE id = row_id;
        ELSE was := NULL;
    END CASE;
    RETURN was;
END $$;

-- Every row about some cases and people.
CREATE OR REPLACE FUNCTION caseclock.rows_of(cases uuid[], people uuid[])
RETURNS TABLE (tbl text, id uuid, set_id uuid, content jsonb)
LANGUAGE sql STABLE SET search_path = caseclock, pg_temp AS $$
    SELECT 'person', t.id, t.set_id, to_jsonb(t) FROM "person" t WHERE t.id = ANY (people)
    UNION ALL SELECT 'person_match', t.id, t.set_id, to_jsonb(t) FROM "person_match" t WHERE t.person_id = ANY (people) OR t.other_id = ANY (people)
    UNION ALL SELECT 'case', t.id, t.set_id, to_jsonb(t) FROM "case" t WHERE t.id = ANY (cases) OR t.person_id = ANY (people)
    UNION ALL SELECT 'event', t.id, t.set_id, to_jsonb(t) FROM "event" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'allocation', t.id, t.set_id, to_jsonb(t) FROM "allocation" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'dols_request', t.id, t.set_id, to_jsonb(t) FROM "dols_request" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'urgent_authorisation', t.id, t.set_id, to_jsonb(t) FROM "urgent_authorisation" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'authorisation', t.id, t.set_id, to_jsonb(t) FROM "authorisation" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'suspension', t.id, t.set_id, to_jsonb(t) FROM "suspension" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'equivalent_assessment', t.id, t.set_id, to_jsonb(t) FROM "equivalent_assessment" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'placement', t.id, t.set_id, to_jsonb(t) FROM "placement" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'agreed_frequency', t.id, t.set_id, to_jsonb(t) FROM "agreed_frequency" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'planned', t.id, t.set_id, to_jsonb(t) FROM "planned" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'note', t.id, t.set_id, to_jsonb(t) FROM "note" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'import_issue', t.id, t.set_id, to_jsonb(t) FROM "import_issue" t WHERE t.case_id = ANY (cases) OR t.person_id = ANY (people)
    UNION ALL SELECT 'offer', t.id, t.set_id, to_jsonb(t) FROM "offer" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'assessor_choice', t.id, t.set_id, to_jsonb(t) FROM "assessor_choice" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'triage', t.id, t.set_id, to_jsonb(t) FROM "triage" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'rescreen', t.id, t.set_id, to_jsonb(t) FROM "rescreen" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'request_detail', t.id, t.set_id, to_jsonb(t) FROM "request_detail" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'best_interests', t.id, t.set_id, to_jsonb(t) FROM "best_interests" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'decision', t.id, t.set_id, to_jsonb(t) FROM "decision" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'representative', t.id, t.set_id, to_jsonb(t) FROM "representative" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'advocate', t.id, t.set_id, to_jsonb(t) FROM "advocate" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'condition', t.id, t.set_id, to_jsonb(t) FROM "condition" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'copy_sent', t.id, t.set_id, to_jsonb(t) FROM "copy_sent" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'payment', t.id, t.set_id, to_jsonb(t) FROM "payment" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'court_challenge', t.id, t.set_id, to_jsonb(t) FROM "court_challenge" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'authorisation_review', t.id, t.set_id, to_jsonb(t) FROM "authorisation_review" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'home_check', t.id, t.set_id, to_jsonb(t) FROM "home_check" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'action', t.id, t.set_id, to_jsonb(t) FROM "action" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'escalation', t.id, t.set_id, to_jsonb(t) FROM "escalation" t WHERE t.case_id = ANY (cases)
    UNION ALL SELECT 'named_access', t.id, t.set_id, to_jsonb(t) FROM "named_access" t WHERE t.case_id = ANY (cases) OR t.person_id = ANY (people)
    UNION ALL SELECT 'blocked', t.id, t.set_id, to_jsonb(t) FROM "blocked" t WHERE t.person_id = ANY (people)
    UNION ALL SELECT 'legal_hold', t.id, t.set_id, to_jsonb(t) FROM "legal_hold" t WHERE t.person_id = ANY (people)
$$;

-- Remove them for good.
CREATE OR REPLACE FUNCTION caseclock.erase_rows_of(cases uuid[], people uuid[]) RETURNS void
LANGUAGE plpgsql SET search_path = caseclock, pg_temp AS $$
BEGIN
    DELETE FROM "person" t WHERE t.id = ANY (people);
    DELETE FROM "person_match" t WHERE t.person_id = ANY (people) OR t.other_id = ANY (people);
    DELETE FROM "case" t WHERE t.id = ANY (cases) OR t.person_id = ANY (people);
    DELETE FROM "event" t WHERE t.case_id = ANY (cases);
    DELETE FROM "allocation" t WHERE t.case_id = ANY (cases);
    DELETE FROM "dols_request" t WHERE t.case_id = ANY (cases);
    DELETE FROM "urgent_authorisation" t WHERE t.case_id = ANY (cases);
    DELETE FROM "authorisation" t WHERE t.case_id = ANY (cases);
    DELETE FROM "suspension" t WHERE t.case_id = ANY (cases);
    DELETE FROM "equivalent_assessment" t WHERE t.case_id = ANY (cases);
    DELETE FROM "placement" t WHERE t.case_id = ANY (cases);
    DELETE FROM "agreed_frequency" t WHERE t.case_id = ANY (cases);
    DELETE FROM "planned" t WHERE t.case_id = ANY (cases);
    DELETE FROM "note" t WHERE t.case_id = ANY (cases);
    DELETE FROM "import_issue" t WHERE t.case_id = ANY (cases) OR t.person_id = ANY (people);
    DELETE FROM "offer" t WHERE t.case_id = ANY (cases);
    DELETE FROM "assessor_choice" t WHERE t.case_id = ANY (cases);
    DELETE FROM "triage" t WHERE t.case_id = ANY (cases);
    DELETE FROM "rescreen" t WHERE t.case_id = ANY (cases);
    DELETE FROM "request_detail" t WHERE t.case_id = ANY (cases);
    DELETE FROM "best_interests" t WHERE t.case_id = ANY (cases);
    DELETE FROM "decision" t WHERE t.case_id = ANY (cases);
    DELETE FROM "representative" t WHERE t.case_id = ANY (cases);
    DELETE FROM "advocate" t WHERE t.case_id = ANY (cases);
    DELETE FROM "condition" t WHERE t.case_id = ANY (cases);
    DELETE FROM "copy_sent" t WHERE t.case_id = ANY (cases);
    DELETE FROM "payment" t WHERE t.case_id = ANY (cases);
    DELETE FROM "court_challenge" t WHERE t.case_id = ANY (cases);
    DELETE FROM "authorisation_review" t WHERE t.case_id = ANY (cases);
    DELETE FROM "home_check" t WHERE t.case_id = ANY (cases);
    DELETE FROM "action" t WHERE t.case_id = ANY (cases);
    DELETE FROM "escalation" t WHERE t.case_id = ANY (cases);
    DELETE FROM "named_access" t WHERE t.case_id = ANY (cases) OR t.person_id = ANY (people);
    DELETE FROM "blocked" t WHERE t.person_id = ANY (people);
    DELETE FROM "legal_hold" t WHERE t.person_id = ANY (people);
END $$;

CREATE INDEX IF NOT EXISTS rights_case_team ON "case" (team_id);
CREATE INDEX IF NOT EXISTS rights_case_person ON "case" (person_id);
CREATE INDEX IF NOT EXISTS rights_case_dols ON "case" (id) WHERE kind = 'dols';
CREATE INDEX IF NOT EXISTS rights_allocation_worker ON allocation (worker_id) WHERE NOT deleted AND superseded_at IS NULL;
CREATE INDEX IF NOT EXISTS rights_person_restricted ON person (id) WHERE restricted;
CREATE INDEX IF NOT EXISTS rights_person_family ON person (family) WHERE family <> '';
CREATE INDEX IF NOT EXISTS rights_posting_manager ON posting (manager_id);
CREATE INDEX IF NOT EXISTS rights_worker_team ON worker (team_id);

DO $$ DECLARE each record; BEGIN
    FOR each IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'caseclock' LOOP
        EXECUTE format('DROP POLICY %I ON caseclock.%I', each.policyname, each.tablename);
    END LOOP;
END $$;
ALTER TABLE "team" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "team" FOR SELECT TO caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_auditor USING ((SELECT caseclock.my_reading('team')) = 'all');
ALTER TABLE "timescale_override" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "timescale_override" FOR SELECT TO caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_auditor USING ((SELECT caseclock.my_reading('timescale_override')) = 'all');
ALTER TABLE "closure_day" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "closure_day" FOR SELECT TO caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_auditor USING ((SELECT caseclock.my_reading('closure_day')) = 'all');
ALTER TABLE "setting" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "setting" FOR SELECT TO caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_auditor USING ((SELECT caseclock.my_reading('setting')) = 'all');
ALTER TABLE "worker" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "worker" FOR SELECT TO caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_auditor USING ((SELECT caseclock.my_reading('worker')) = 'all');
ALTER TABLE "managing_authority" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "managing_authority" FOR SELECT TO caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_auditor USING ((SELECT caseclock.my_reading('managing_authority')) = 'all');
ALTER TABLE "absence" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "absence" FOR SELECT TO caseclock_member, caseclock_team USING ((SELECT caseclock.my_reading('absence')) = 'all'
    OR (SELECT caseclock.my_reading('absence')) = 'team' AND (worker_id IN (SELECT caseclock.my_staff()))
    OR (SELECT caseclock.my_reading('absence')) = 'own' AND (worker_id = (SELECT caseclock.my_worker())));
ALTER TABLE "posting" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "posting" FOR SELECT TO caseclock_administrator, caseclock_member, caseclock_team USING ((SELECT caseclock.my_reading('posting')) = 'all'
    OR (SELECT caseclock.my_reading('posting')) = 'team' AND (worker_id IN (SELECT caseclock.my_staff()))
    OR (SELECT caseclock.my_reading('posting')) = 'own' AND (worker_id = (SELECT caseclock.my_worker())));
ALTER TABLE "worker_supervision" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "worker_supervision" FOR SELECT TO caseclock_member, caseclock_team USING ((SELECT caseclock.my_reading('worker_supervision')) = 'all'
    OR (SELECT caseclock.my_reading('worker_supervision')) = 'team' AND (worker_id IN (SELECT caseclock.my_staff()))
    OR (SELECT caseclock.my_reading('worker_supervision')) = 'own' AND (worker_id = (SELECT caseclock.my_worker())));
ALTER TABLE "assessor" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "assessor" FOR SELECT TO caseclock_member, caseclock_team, caseclock_independent USING ((SELECT caseclock.my_reading('assessor')) = 'all'
    OR (SELECT caseclock.my_reading('assessor')) = 'team' AND (worker_id IN (SELECT caseclock.my_staff()))
    OR (SELECT caseclock.my_reading('assessor')) = 'own' AND (worker_id = (SELECT caseclock.my_worker())));
ALTER TABLE "interest" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "interest" FOR SELECT TO caseclock_member, caseclock_team, caseclock_independent USING ((SELECT caseclock.my_reading('interest')) = 'all'
    OR (SELECT caseclock.my_reading('interest')) = 'own' AND (worker_id = (SELECT caseclock.my_worker())));
ALTER TABLE "person" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "person" FOR SELECT TO caseclock_member, caseclock_team, caseclock_independent, caseclock_auditor USING (id IN (SELECT caseclock.my_people()));
CREATE POLICY never ON "person" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR id NOT IN (SELECT caseclock.my_blocks()));
ALTER TABLE "case" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "case" FOR SELECT TO caseclock_member, caseclock_team, caseclock_independent, caseclock_auditor USING (id IN (SELECT caseclock.my_cases()));
CREATE POLICY never ON "case" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR person_id NOT IN (SELECT caseclock.my_blocks()));
ALTER TABLE "event" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "event" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "event" FOR SELECT TO caseclock_team, caseclock_independent, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "event" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "planned" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "planned" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "planned" FOR SELECT TO caseclock_team, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "planned" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "note" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "note" FOR SELECT TO caseclock_team, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "note" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "action" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "action" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "action" FOR SELECT TO caseclock_team, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "action" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "escalation" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "escalation" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "escalation" FOR SELECT TO caseclock_team, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "escalation" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "placement" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "placement" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "placement" FOR SELECT TO caseclock_team, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "placement" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "agreed_frequency" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "agreed_frequency" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "agreed_frequency" FOR SELECT TO caseclock_team, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "agreed_frequency" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "allocation" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "allocation" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "allocation" FOR SELECT TO caseclock_team, caseclock_independent, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "allocation" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "offer" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "offer" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "offer" FOR SELECT TO caseclock_team, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "offer" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "assessor_choice" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "assessor_choice" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "assessor_choice" FOR SELECT TO caseclock_team, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "assessor_choice" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "dols_request" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "dols_request" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "dols_request" FOR SELECT TO caseclock_team, caseclock_independent, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "dols_request" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "urgent_authorisation" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "urgent_authorisation" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "urgent_authorisation" FOR SELECT TO caseclock_team, caseclock_independent, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "urgent_authorisation" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "authorisation" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "authorisation" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "authorisation" FOR SELECT TO caseclock_team, caseclock_independent, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "authorisation" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "representative" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "representative" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "representative" FOR SELECT TO caseclock_team, caseclock_independent, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "representative" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "advocate" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "advocate" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "advocate" FOR SELECT TO caseclock_team, caseclock_independent, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "advocate" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "triage" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "triage" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "triage" FOR SELECT TO caseclock_team, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "triage" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "rescreen" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "rescreen" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "rescreen" FOR SELECT TO caseclock_team, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "rescreen" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "decision" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "decision" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "decision" FOR SELECT TO caseclock_team, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "decision" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "suspension" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "suspension" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "suspension" FOR SELECT TO caseclock_team, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "suspension" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "condition" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "condition" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "condition" FOR SELECT TO caseclock_team, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "condition" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "copy_sent" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "copy_sent" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "copy_sent" FOR SELECT TO caseclock_team, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "copy_sent" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "court_challenge" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "court_challenge" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "court_challenge" FOR SELECT TO caseclock_team, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "court_challenge" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "authorisation_review" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "authorisation_review" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "authorisation_review" FOR SELECT TO caseclock_team, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "authorisation_review" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "home_check" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "home_check" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "home_check" FOR SELECT TO caseclock_team, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "home_check" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "best_interests" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "best_interests" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "best_interests" FOR SELECT TO caseclock_team, caseclock_independent, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "best_interests" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "equivalent_assessment" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "equivalent_assessment" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "equivalent_assessment" FOR SELECT TO caseclock_team, caseclock_independent, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "equivalent_assessment" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "request_detail" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "request_detail" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "request_detail" FOR SELECT TO caseclock_team, caseclock_independent, caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "request_detail" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "payment" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "payment" FOR SELECT TO caseclock_member USING (case_id IN (SELECT caseclock.my_cases()));
CREATE POLICY scope_of_few ON "payment" FOR SELECT TO caseclock_auditor USING (case_id = ANY ((SELECT caseclock.my_case_array())::uuid[]));
CREATE POLICY never ON "payment" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "import_batch" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "import_batch" FOR SELECT TO caseclock_member USING ((SELECT caseclock.my_reading('import_batch')) = 'all');
ALTER TABLE "import_issue" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "import_issue" FOR SELECT TO caseclock_member USING ((SELECT caseclock.my_reading('import_issue')) = 'importer' AND (case_id IN (SELECT caseclock.my_cases()) OR (case_id IS NULL AND changed_by = session_user::text)));
CREATE POLICY never ON "import_issue" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR case_id IS NULL OR case_id NOT IN (SELECT caseclock.my_blocked_cases()));
ALTER TABLE "person_match" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "person_match" FOR SELECT TO caseclock_member USING (person_id IN (SELECT caseclock.my_people()) AND other_id IN (SELECT caseclock.my_people()));
CREATE POLICY never ON "person_match" AS RESTRICTIVE FOR SELECT USING ((SELECT caseclock.not_blocked()) OR ((person_id IS NULL OR person_id NOT IN (SELECT caseclock.my_blocks())) AND (other_id IS NULL OR other_id NOT IN (SELECT caseclock.my_blocks()))));
ALTER TABLE "indicator_note" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "indicator_note" FOR SELECT TO caseclock_member, caseclock_team USING ((SELECT caseclock.my_reading('indicator_note')) = 'all');
ALTER TABLE "scenario" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "scenario" FOR SELECT TO caseclock_member, caseclock_team USING ((SELECT caseclock.my_reading('scenario')) = 'all');
ALTER TABLE "indicator_figure" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "indicator_figure" FOR SELECT TO caseclock_member, caseclock_team USING ((SELECT caseclock.my_reading('indicator_figure')) = 'all');
ALTER TABLE "frozen_month" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "frozen_month" FOR SELECT TO caseclock_member USING ((SELECT caseclock.my_reading('frozen_month')) = 'publisher' AND (changed_by = session_user::text OR (SELECT caseclock.whole_council())));
ALTER TABLE "frozen_figure" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "frozen_figure" FOR SELECT TO caseclock_member USING ((SELECT caseclock.my_reading('frozen_figure')) = 'publisher' AND (changed_by = session_user::text OR (SELECT caseclock.whole_council())));
ALTER TABLE "member" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "member" FOR SELECT TO caseclock_administrator, caseclock_auditor USING ((SELECT caseclock.my_reading('member')) = 'all');
ALTER TABLE "directory_group" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "directory_group" FOR SELECT TO caseclock_administrator, caseclock_auditor USING ((SELECT caseclock.my_reading('directory_group')) = 'all');
ALTER TABLE "named_access" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "named_access" FOR SELECT TO caseclock_administrator, caseclock_auditor USING ((SELECT caseclock.my_reading('named_access')) = 'all');
ALTER TABLE "blocked" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "blocked" FOR SELECT TO caseclock_administrator, caseclock_auditor USING ((SELECT caseclock.my_reading('blocked')) = 'all');
ALTER TABLE "legal_hold" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON "legal_hold" FOR SELECT TO caseclock_administrator, caseclock_auditor USING ((SELECT caseclock.my_reading('legal_hold')) = 'all');

REVOKE ALL ON "team" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "name_key", "parent_id", "manager_id", "service") ON "team" TO caseclock_administrator;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "name_key", "parent_id", "manager_id", "service") ON "team" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "name_key", "parent_id", "manager_id", "service") ON "team" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "name_key", "parent_id", "service") ON "team" TO caseclock_independent;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "name_key", "parent_id", "manager_id", "service") ON "team" TO caseclock_auditor;
REVOKE ALL ON "timescale_override" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "rule", "field", "value", "valid_from", "valid_to", "reason") ON "timescale_override" TO caseclock_administrator;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "rule", "field", "value", "valid_from", "valid_to", "reason") ON "timescale_override" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "rule", "field", "value", "valid_from", "valid_to", "reason") ON "timescale_override" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "rule", "field", "value", "valid_from", "valid_to", "reason") ON "timescale_override" TO caseclock_independent;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "rule", "field", "value", "valid_from", "valid_to", "reason") ON "timescale_override" TO caseclock_auditor;
REVOKE ALL ON "closure_day" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "on", "name", "kind") ON "closure_day" TO caseclock_administrator;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "on", "name", "kind") ON "closure_day" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "on", "name", "kind") ON "closure_day" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "on", "name", "kind") ON "closure_day" TO caseclock_independent;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "on", "name", "kind") ON "closure_day" TO caseclock_auditor;
REVOKE ALL ON "setting" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "key", "value") ON "setting" TO caseclock_administrator;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "key", "value") ON "setting" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "key", "value") ON "setting" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "key", "value") ON "setting" TO caseclock_independent;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "key", "value") ON "setting" TO caseclock_auditor;
REVOKE ALL ON "worker" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "name_key", "staff_ref", "team_id", "is_bia", "is_mha", "engagement", "left_on", "fte_pct", "ceiling") ON "worker" TO caseclock_administrator;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "name_key", "staff_ref", "team_id", "is_bia", "is_mha", "engagement", "left_on", "fte_pct", "ceiling") ON "worker" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "name_key", "staff_ref", "team_id", "is_bia", "is_mha", "engagement", "left_on", "fte_pct", "ceiling") ON "worker" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "name_key", "team_id", "is_bia", "is_mha") ON "worker" TO caseclock_independent;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "name_key", "staff_ref", "team_id", "is_bia", "is_mha", "engagement", "left_on") ON "worker" TO caseclock_auditor;
REVOKE ALL ON "managing_authority" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "name_key", "cqc_location", "setting", "run_by_council", "postcode", "provider", "phone", "email") ON "managing_authority" TO caseclock_administrator;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "name_key", "cqc_location", "setting", "run_by_council", "postcode", "provider", "phone", "email") ON "managing_authority" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "name_key", "cqc_location", "setting", "run_by_council", "postcode", "provider", "phone", "email") ON "managing_authority" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "name_key", "cqc_location", "setting", "postcode", "phone", "email") ON "managing_authority" TO caseclock_independent;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "name_key", "cqc_location", "setting", "run_by_council", "postcode", "provider", "phone", "email") ON "managing_authority" TO caseclock_auditor;
REVOKE ALL ON "absence" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "worker_id", "starts_on", "ends_on", "reason", "cover_id") ON "absence" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "worker_id", "starts_on", "ends_on", "reason", "cover_id") ON "absence" TO caseclock_team;
REVOKE ALL ON "posting" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "worker_id", "team_id", "manager_id", "starts_on", "ends_on") ON "posting" TO caseclock_administrator;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "worker_id", "team_id", "manager_id", "starts_on", "ends_on") ON "posting" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "worker_id", "team_id", "manager_id", "starts_on", "ends_on") ON "posting" TO caseclock_team;
REVOKE ALL ON "worker_supervision" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "worker_id", "supervisor_id", "on") ON "worker_supervision" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "worker_id", "supervisor_id", "on") ON "worker_supervision" TO caseclock_team;
REVOKE ALL ON "assessor" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "worker_id", "profession", "registration", "registration_ends", "suspended", "first_registered_on", "qualified_on", "course", "refreshed_on", "insurance", "insured_until", "dbs_on", "dbs_kind", "s12_ends", "three_years", "dols_trained_on", "employer", "skills", "languages", "areas", "quota", "at_once", "fee_pence") ON "assessor" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "worker_id", "profession", "registration", "registration_ends", "suspended", "first_registered_on", "qualified_on", "course", "refreshed_on", "insurance", "insured_until", "dbs_on", "dbs_kind", "s12_ends", "three_years", "dols_trained_on", "employer", "skills", "languages", "areas", "quota", "at_once", "fee_pence") ON "assessor" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "worker_id", "profession", "registration", "registration_ends", "suspended", "first_registered_on", "qualified_on", "course", "refreshed_on", "insurance", "insured_until", "dbs_on", "dbs_kind", "s12_ends", "three_years", "dols_trained_on", "employer", "skills", "languages", "areas", "quota", "at_once", "fee_pence") ON "assessor" TO caseclock_independent;
REVOKE ALL ON "interest" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "worker_id", "managing_authority_id", "provider", "kind", "detail", "starts_on", "ends_on") ON "interest" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "worker_id", "managing_authority_id", "provider", "kind", "detail", "starts_on", "ends_on") ON "interest" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "worker_id", "managing_authority_id", "provider", "kind", "detail", "starts_on", "ends_on") ON "interest" TO caseclock_independent;
REVOKE ALL ON "person" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "ref", "name", "initials", "name_key", "born_on", "expected_on", "died_on", "nhs_number", "family", "disabled", "restricted") ON "person" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "ref", "name", "initials", "name_key", "born_on", "expected_on", "died_on", "nhs_number", "family", "disabled", "restricted") ON "person" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "ref", "name", "initials", "name_key", "born_on", "died_on") ON "person" TO caseclock_independent;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "ref", "name", "initials", "name_key", "born_on", "expected_on", "died_on", "disabled", "restricted") ON "person" TO caseclock_auditor;
REVOKE ALL ON "case" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "person_id", "kind", "team_id", "ref", "other_la") ON "case" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "person_id", "kind", "team_id", "ref", "other_la") ON "case" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "person_id", "kind", "team_id", "ref", "other_la") ON "case" TO caseclock_independent;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "person_id", "kind", "team_id", "ref", "other_la") ON "case" TO caseclock_auditor;
REVOKE ALL ON "event" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "on", "worker_id", "seen", "alone", "outcome", "joint", "detail") ON "event" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "on", "worker_id", "seen", "alone", "outcome", "joint", "detail") ON "event" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "on", "worker_id", "seen", "outcome") ON "event" TO caseclock_independent;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "on", "worker_id", "seen", "alone", "outcome", "joint", "detail") ON "event" TO caseclock_auditor;
REVOKE ALL ON "planned" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "on", "worker_id", "reason") ON "planned" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "on", "worker_id", "reason") ON "planned" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "on", "worker_id", "reason") ON "planned" TO caseclock_auditor;
REVOKE ALL ON "note" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "on", "chase_next_on", "text") ON "note" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "on", "chase_next_on", "text") ON "note" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "on", "chase_next_on", "text") ON "note" TO caseclock_auditor;
REVOKE ALL ON "action" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "raised_at", "raised_on", "text", "owner_id", "due_on", "done_on", "outcome") ON "action" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "raised_at", "raised_on", "text", "owner_id", "due_on", "done_on", "outcome") ON "action" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "raised_at", "raised_on", "text", "owner_id", "due_on", "done_on", "outcome") ON "action" TO caseclock_auditor;
REVOKE ALL ON "escalation" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "to_id", "reason", "answered_on", "answer") ON "escalation" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "to_id", "reason", "answered_on", "answer") ON "escalation" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "to_id", "reason", "answered_on", "answer") ON "escalation" TO caseclock_auditor;
REVOKE ALL ON "placement" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "starts_on", "ends_on", "code", "legal_status", "to_18", "basis", "order_on") ON "placement" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "starts_on", "ends_on", "code", "legal_status", "to_18", "basis", "order_on") ON "placement" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "starts_on", "ends_on", "code", "legal_status", "to_18", "basis", "order_on") ON "placement" TO caseclock_auditor;
REVOKE ALL ON "agreed_frequency" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "interval", "effective_from", "agreed_on", "agreed_by", "panel_ref", "child_agrees", "carer_agrees", "worker_agrees", "iro_agrees", "panel_on", "panel_decision", "review_by", "ended_on", "ended_reason") ON "agreed_frequency" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "interval", "effective_from", "agreed_on", "agreed_by", "panel_ref", "child_agrees", "carer_agrees", "worker_agrees", "iro_agrees", "panel_on", "panel_decision", "review_by", "ended_on", "ended_reason") ON "agreed_frequency" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "interval", "effective_from", "agreed_on", "agreed_by", "panel_ref", "child_agrees", "carer_agrees", "worker_agrees", "iro_agrees", "panel_on", "panel_decision", "review_by", "ended_on", "ended_reason") ON "agreed_frequency" TO caseclock_auditor;
REVOKE ALL ON "allocation" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "role", "worker_id", "named", "team_id", "on", "due_back_on", "ended_on", "reason", "reason_code") ON "allocation" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "role", "worker_id", "named", "team_id", "on", "due_back_on", "ended_on", "reason", "reason_code") ON "allocation" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "role", "worker_id", "team_id", "on", "due_back_on", "ended_on") ON "allocation" TO caseclock_independent;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "role", "worker_id", "named", "team_id", "on", "due_back_on", "ended_on", "reason", "reason_code") ON "allocation" TO caseclock_auditor;
REVOKE ALL ON "offer" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "role", "worker_id", "on", "due_back_on", "answer", "answered_on", "reason") ON "offer" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "role", "worker_id", "on", "due_back_on", "answer", "answered_on", "reason") ON "offer" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "role", "worker_id", "on", "due_back_on", "answer", "answered_on", "reason") ON "offer" TO caseclock_auditor;
REVOKE ALL ON "assessor_choice" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "role", "worker_id", "on", "checks", "reason", "place", "declared", "declaration") ON "assessor_choice" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "role", "worker_id", "on", "checks", "reason", "place", "declared", "declaration") ON "assessor_choice" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "role", "worker_id", "on", "checks", "reason", "place", "declared", "declaration") ON "assessor_choice" TO caseclock_auditor;
REVOKE ALL ON "dols_request" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "form", "managing_authority_id", "priority", "objecting", "urgent", "still_there", "received_at") ON "dols_request" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "form", "managing_authority_id", "priority", "objecting", "urgent", "still_there", "received_at") ON "dols_request" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "form", "managing_authority_id", "priority", "objecting", "urgent", "still_there", "received_at") ON "dols_request" TO caseclock_independent;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "form", "managing_authority_id", "priority", "objecting", "urgent", "still_there", "received_at") ON "dols_request" TO caseclock_auditor;
REVOKE ALL ON "urgent_authorisation" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "given_on", "stated_end", "extension_requested_on", "extension_decided_on", "extension_days", "ended_on", "confirmed") ON "urgent_authorisation" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "given_on", "stated_end", "extension_requested_on", "extension_decided_on", "extension_days", "ended_on", "confirmed") ON "urgent_authorisation" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "given_on", "stated_end", "extension_requested_on", "extension_decided_on", "extension_days", "ended_on", "confirmed") ON "urgent_authorisation" TO caseclock_independent;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "given_on", "stated_end", "extension_requested_on", "extension_decided_on", "extension_days", "ended_on", "confirmed") ON "urgent_authorisation" TO caseclock_auditor;
REVOKE ALL ON "authorisation" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "starts_on", "ends_on", "ended_on", "end_reason", "form9_sent_on", "conditions") ON "authorisation" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "starts_on", "ends_on", "ended_on", "end_reason", "form9_sent_on", "conditions") ON "authorisation" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "starts_on", "ends_on", "ended_on", "form9_sent_on", "conditions") ON "authorisation" TO caseclock_independent;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "starts_on", "ends_on", "ended_on", "end_reason", "form9_sent_on", "conditions") ON "authorisation" TO caseclock_auditor;
REVOKE ALL ON "representative" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "name", "relation", "appointed_on", "ended_on", "reason") ON "representative" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "name", "relation", "appointed_on", "ended_on", "reason") ON "representative" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "name", "relation", "appointed_on", "ended_on", "reason") ON "representative" TO caseclock_independent;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "name", "relation", "appointed_on", "ended_on", "reason") ON "representative" TO caseclock_auditor;
REVOKE ALL ON "advocate" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "provider", "name", "instructed_on", "ended_on") ON "advocate" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "provider", "name", "instructed_on", "ended_on") ON "advocate" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "provider", "name", "instructed_on", "ended_on") ON "advocate" TO caseclock_independent;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "provider", "name", "instructed_on", "ended_on") ON "advocate" TO caseclock_auditor;
REVOKE ALL ON "triage" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "worker_id", "tool", "criteria", "computed", "level", "reason", "rescreen_on", "legal_test") ON "triage" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "worker_id", "tool", "criteria", "computed", "level", "reason", "rescreen_on", "legal_test") ON "triage" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "worker_id", "tool", "criteria", "computed", "level", "reason", "rescreen_on", "legal_test") ON "triage" TO caseclock_auditor;
REVOKE ALL ON "rescreen" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "asked_on", "answered_on", "answer", "informant") ON "rescreen" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "asked_on", "answered_on", "answer", "informant") ON "rescreen" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "asked_on", "answered_on", "answer", "informant") ON "rescreen" TO caseclock_auditor;
REVOKE ALL ON "decision" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "on", "signatory_id", "code", "assessed", "receiving_council", "form_sent_on") ON "decision" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "on", "signatory_id", "code", "assessed", "receiving_council", "form_sent_on") ON "decision" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "on", "signatory_id", "code", "assessed", "receiving_council", "form_sent_on") ON "decision" TO caseclock_auditor;
REVOKE ALL ON "suspension" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "notice_on", "reason", "resumed_on") ON "suspension" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "notice_on", "reason", "resumed_on") ON "suspension" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "notice_on", "reason", "resumed_on") ON "suspension" TO caseclock_auditor;
REVOKE ALL ON "condition" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "text", "due_on", "followed_up_on", "met") ON "condition" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "text", "due_on", "followed_up_on", "met") ON "condition" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "text", "due_on", "followed_up_on", "met") ON "condition" TO caseclock_auditor;
REVOKE ALL ON "copy_sent" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "to", "on") ON "copy_sent" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "to", "on") ON "copy_sent" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "to", "on") ON "copy_sent" TO caseclock_auditor;
REVOKE ALL ON "court_challenge" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "ended_on", "outcome") ON "court_challenge" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "ended_on", "outcome") ON "court_challenge" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "ended_on", "outcome") ON "court_challenge" TO caseclock_auditor;
REVOKE ALL ON "authorisation_review" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "requested_on", "requested_by", "decided_on", "outcome") ON "authorisation_review" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "requested_on", "requested_by", "decided_on", "outcome") ON "authorisation_review" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "requested_on", "requested_by", "decided_on", "outcome") ON "authorisation_review" TO caseclock_auditor;
REVOKE ALL ON "home_check" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "answer", "informant") ON "home_check" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "answer", "informant") ON "home_check" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "answer", "informant") ON "home_check" TO caseclock_auditor;
REVOKE ALL ON "best_interests" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "worker_id", "mode", "legal_test", "deprived", "longest_until", "longest_months", "conditions", "rpr") ON "best_interests" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "worker_id", "mode", "legal_test", "deprived", "longest_until", "longest_months", "conditions", "rpr") ON "best_interests" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "worker_id", "mode", "legal_test", "deprived", "longest_until", "longest_months", "conditions", "rpr") ON "best_interests" TO caseclock_independent;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "worker_id", "mode", "legal_test", "deprived", "longest_until", "longest_months", "conditions", "rpr") ON "best_interests" TO caseclock_auditor;
REVOKE ALL ON "equivalent_assessment" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "assessment", "carried_out_on") ON "equivalent_assessment" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "assessment", "carried_out_on") ON "equivalent_assessment" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "assessment", "carried_out_on") ON "equivalent_assessment" TO caseclock_independent;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "assessment", "carried_out_on") ON "equivalent_assessment" TO caseclock_auditor;
REVOKE ALL ON "request_detail" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "present", "route", "authority_wanted_from", "purpose") ON "request_detail" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "present", "route", "authority_wanted_from", "purpose") ON "request_detail" TO caseclock_team;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "present", "route", "authority_wanted_from", "purpose") ON "request_detail" TO caseclock_independent;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "present", "route", "authority_wanted_from", "purpose") ON "request_detail" TO caseclock_auditor;
REVOKE ALL ON "payment" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "worker_id", "role", "fee_pence", "invoice", "invoiced_on", "paid_on") ON "payment" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "worker_id", "role", "fee_pence", "invoice", "invoiced_on", "paid_on") ON "payment" TO caseclock_auditor;
REVOKE ALL ON "import_batch" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "file", "sha256", "layout", "as_at", "counts", "state") ON "import_batch" TO caseclock_member;
REVOKE ALL ON "import_issue" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "batch_id", "level", "sheet", "row", "column", "value", "reason", "case_id", "person_id", "state", "proposal") ON "import_issue" TO caseclock_member;
REVOKE ALL ON "person_match" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "person_id", "other_id", "status", "reason", "moved") ON "person_match" TO caseclock_member;
REVOKE ALL ON "indicator_note" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "indicator", "month", "kind", "text", "owner", "due", "closed_on") ON "indicator_note" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "indicator", "month", "kind", "text", "owner", "due", "closed_on") ON "indicator_note" TO caseclock_team;
REVOKE ALL ON "scenario" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "name", "settings") ON "scenario" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "name", "settings") ON "scenario" TO caseclock_team;
REVOKE ALL ON "indicator_figure" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "indicator", "month", "whose", "value", "unit", "year", "origin") ON "indicator_figure" TO caseclock_member;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "indicator", "month", "whose", "value", "unit", "year", "origin") ON "indicator_figure" TO caseclock_team;
REVOKE ALL ON "frozen_month" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "month", "edition", "as_at", "known_at", "author", "digest", "content", "reason") ON "frozen_month" TO caseclock_member;
REVOKE ALL ON "frozen_figure" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "freeze_id", "indicator", "measure", "n", "d", "content") ON "frozen_figure" TO caseclock_member;
REVOKE ALL ON "member" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "login", "name", "role", "team_id", "worker_id", "service", "starts_on", "ends_on") ON "member" TO caseclock_administrator;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "login", "name", "role", "team_id", "worker_id", "service", "starts_on", "ends_on") ON "member" TO caseclock_auditor;
REVOKE ALL ON "directory_group" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "role", "team_id", "service") ON "directory_group" TO caseclock_administrator;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "role", "team_id", "service") ON "directory_group" TO caseclock_auditor;
REVOKE ALL ON "named_access" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "login", "case_id", "person_id", "reason", "starts_on", "ends_on") ON "named_access" TO caseclock_administrator;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "login", "case_id", "person_id", "reason", "starts_on", "ends_on") ON "named_access" TO caseclock_auditor;
REVOKE ALL ON "blocked" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "login", "person_id", "reason") ON "blocked" TO caseclock_administrator;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "login", "person_id", "reason") ON "blocked" TO caseclock_auditor;
REVOKE ALL ON "legal_hold" FROM PUBLIC, caseclock_administrator, caseclock_member, caseclock_team, caseclock_independent, caseclock_analyst, caseclock_auditor;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "person_id", "reason", "ends_on") ON "legal_hold" TO caseclock_administrator;
GRANT SELECT ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "person_id", "reason", "ends_on") ON "legal_hold" TO caseclock_auditor;
-- Row estimates in EXPLAIN come from statistics over all rows, whoever asks.
ALTER TABLE "team" ALTER "name" SET STATISTICS 0, ALTER "name_key" SET STATISTICS 0;
ALTER TABLE "worker" ALTER "name" SET STATISTICS 0, ALTER "name_key" SET STATISTICS 0, ALTER "staff_ref" SET STATISTICS 0;
ALTER TABLE "person" ALTER "ref" SET STATISTICS 0, ALTER "name" SET STATISTICS 0, ALTER "initials" SET STATISTICS 0, ALTER "name_key" SET STATISTICS 0, ALTER "born_on" SET STATISTICS 0, ALTER "nhs_number" SET STATISTICS 0, ALTER "family" SET STATISTICS 0;
ALTER TABLE "person_match" ALTER "reason" SET STATISTICS 0, ALTER "moved" SET STATISTICS 0;
ALTER TABLE "managing_authority" ALTER "name" SET STATISTICS 0, ALTER "name_key" SET STATISTICS 0, ALTER "cqc_location" SET STATISTICS 0, ALTER "postcode" SET STATISTICS 0, ALTER "provider" SET STATISTICS 0, ALTER "phone" SET STATISTICS 0, ALTER "email" SET STATISTICS 0;
ALTER TABLE "case" ALTER "ref" SET STATISTICS 0;
ALTER TABLE "event" ALTER "outcome" SET STATISTICS 0, ALTER "joint" SET STATISTICS 0, ALTER "detail" SET STATISTICS 0;
ALTER TABLE "allocation" ALTER "named" SET STATISTICS 0, ALTER "reason" SET STATISTICS 0, ALTER "reason_code" SET STATISTICS 0;
ALTER TABLE "dols_request" ALTER "received_at" SET STATISTICS 0;
ALTER TABLE "authorisation" ALTER "end_reason" SET STATISTICS 0, ALTER "conditions" SET STATISTICS 0;
ALTER TABLE "suspension" ALTER "reason" SET STATISTICS 0;
ALTER TABLE "equivalent_assessment" ALTER "assessment" SET STATISTICS 0;
ALTER TABLE "placement" ALTER "code" SET STATISTICS 0, ALTER "legal_status" SET STATISTICS 0;
ALTER TABLE "agreed_frequency" ALTER "agreed_by" SET STATISTICS 0, ALTER "panel_ref" SET STATISTICS 0, ALTER "ended_reason" SET STATISTICS 0;
ALTER TABLE "planned" ALTER "reason" SET STATISTICS 0;
ALTER TABLE "note" ALTER "text" SET STATISTICS 0;
ALTER TABLE "absence" ALTER "reason" SET STATISTICS 0;
ALTER TABLE "timescale_override" ALTER "rule" SET STATISTICS 0, ALTER "field" SET STATISTICS 0, ALTER "value" SET STATISTICS 0, ALTER "reason" SET STATISTICS 0;
ALTER TABLE "setting" ALTER "key" SET STATISTICS 0, ALTER "value" SET STATISTICS 0;
ALTER TABLE "closure_day" ALTER "name" SET STATISTICS 0;
ALTER TABLE "import_batch" ALTER "file" SET STATISTICS 0, ALTER "sha256" SET STATISTICS 0, ALTER "layout" SET STATISTICS 0, ALTER "counts" SET STATISTICS 0;
ALTER TABLE "import_issue" ALTER "sheet" SET STATISTICS 0, ALTER "column" SET STATISTICS 0, ALTER "value" SET STATISTICS 0, ALTER "reason" SET STATISTICS 0, ALTER "proposal" SET STATISTICS 0;
ALTER TABLE "assessor" ALTER "registration" SET STATISTICS 0, ALTER "course" SET STATISTICS 0, ALTER "dbs_kind" SET STATISTICS 0, ALTER "employer" SET STATISTICS 0, ALTER "skills" SET STATISTICS 0, ALTER "languages" SET STATISTICS 0, ALTER "areas" SET STATISTICS 0;
ALTER TABLE "interest" ALTER "provider" SET STATISTICS 0, ALTER "detail" SET STATISTICS 0;
ALTER TABLE "offer" ALTER "reason" SET STATISTICS 0;
ALTER TABLE "assessor_choice" ALTER "checks" SET STATISTICS 0, ALTER "reason" SET STATISTICS 0, ALTER "declaration" SET STATISTICS 0;
ALTER TABLE "triage" ALTER "tool" SET STATISTICS 0, ALTER "criteria" SET STATISTICS 0, ALTER "reason" SET STATISTICS 0;
ALTER TABLE "rescreen" ALTER "informant" SET STATISTICS 0;
ALTER TABLE "request_detail" ALTER "present" SET STATISTICS 0, ALTER "route" SET STATISTICS 0, ALTER "purpose" SET STATISTICS 0;
ALTER TABLE "best_interests" ALTER "conditions" SET STATISTICS 0, ALTER "rpr" SET STATISTICS 0;
ALTER TABLE "decision" ALTER "code" SET STATISTICS 0, ALTER "receiving_council" SET STATISTICS 0;
ALTER TABLE "representative" ALTER "name" SET STATISTICS 0, ALTER "relation" SET STATISTICS 0, ALTER "reason" SET STATISTICS 0;
ALTER TABLE "advocate" ALTER "provider" SET STATISTICS 0, ALTER "name" SET STATISTICS 0;
ALTER TABLE "condition" ALTER "text" SET STATISTICS 0;
ALTER TABLE "payment" ALTER "invoice" SET STATISTICS 0;
ALTER TABLE "court_challenge" ALTER "outcome" SET STATISTICS 0;
ALTER TABLE "authorisation_review" ALTER "outcome" SET STATISTICS 0;
ALTER TABLE "home_check" ALTER "informant" SET STATISTICS 0;
ALTER TABLE "action" ALTER "text" SET STATISTICS 0, ALTER "outcome" SET STATISTICS 0;
ALTER TABLE "escalation" ALTER "reason" SET STATISTICS 0, ALTER "answer" SET STATISTICS 0;
ALTER TABLE "indicator_note" ALTER "indicator" SET STATISTICS 0, ALTER "text" SET STATISTICS 0, ALTER "owner" SET STATISTICS 0;
ALTER TABLE "indicator_figure" ALTER "indicator" SET STATISTICS 0, ALTER "value" SET STATISTICS 0, ALTER "unit" SET STATISTICS 0, ALTER "year" SET STATISTICS 0, ALTER "origin" SET STATISTICS 0;
ALTER TABLE "scenario" ALTER "name" SET STATISTICS 0, ALTER "settings" SET STATISTICS 0;
ALTER TABLE "frozen_month" ALTER "author" SET STATISTICS 0, ALTER "digest" SET STATISTICS 0, ALTER "content" SET STATISTICS 0, ALTER "reason" SET STATISTICS 0;
ALTER TABLE "frozen_figure" ALTER "indicator" SET STATISTICS 0, ALTER "measure" SET STATISTICS 0, ALTER "content" SET STATISTICS 0;
