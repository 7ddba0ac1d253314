-- Made by sql/make_server.py from the shape of the data; change that and make this file again.
-- Called by push alone, as the owner of the tables; nobody else may execute any of it.


TRUNCATE wire_column;
INSERT INTO wire_column (tbl, place, col, fast) VALUES
('team', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('team', 1, 'version', '"version"'),
('team', 2, 'revision', '"revision"'),
('team', 3, 'deleted', '"deleted"::integer'),
('team', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('team', 5, 'changed_by', '"changed_by"'),
('team', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('team', 7, 'source', '"source"'),
('team', 8, 'name', '"name"'),
('team', 9, 'name_key', '"name_key"'),
('team', 10, 'parent_id', 'replace("parent_id"::text, ''-'', '''')'),
('team', 11, 'manager_id', 'replace("manager_id"::text, ''-'', '''')'),
('team', 12, 'service', '"service"'),
('worker', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('worker', 1, 'version', '"version"'),
('worker', 2, 'revision', '"revision"'),
('worker', 3, 'deleted', '"deleted"::integer'),
('worker', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('worker', 5, 'changed_by', '"changed_by"'),
('worker', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('worker', 7, 'source', '"source"'),
('worker', 8, 'name', '"name"'),
('worker', 9, 'name_key', '"name_key"'),
('worker', 10, 'staff_ref', '"staff_ref"'),
('worker', 11, 'team_id', 'replace("team_id"::text, ''-'', '''')'),
('worker', 12, 'is_bia', '"is_bia"::integer'),
('worker', 13, 'is_mha', '"is_mha"::integer'),
('worker', 14, 'engagement', '"engagement"'),
('worker', 15, 'left_on', '"left_on" - DATE ''1970-01-01'''),
('worker', 16, 'fte_pct', '"fte_pct"'),
('worker', 17, 'ceiling', '"ceiling"'),
('person', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('person', 1, 'version', '"version"'),
('person', 2, 'revision', '"revision"'),
('person', 3, 'deleted', '"deleted"::integer'),
('person', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('person', 5, 'changed_by', '"changed_by"'),
('person', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('person', 7, 'source', '"source"'),
('person', 8, 'ref', '"ref"'),
('person', 9, 'name', '"name"'),
('person', 10, 'initials', '"initials"'),
('person', 11, 'name_key', '"name_key"'),
('person', 12, 'born_on', '"born_on" - DATE ''1970-01-01'''),
('person', 13, 'expected_on', '"expected_on" - DATE ''1970-01-01'''),
('person', 14, 'died_on', '"died_on" - DATE ''1970-01-01'''),
('person', 15, 'nhs_number', '"nhs_number"'),
('person', 16, 'family', '"family"'),
('person', 17, 'disabled', '"disabled"::integer'),
('person', 18, 'restricted', '"restricted"::integer'),
('person_match', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('person_match', 1, 'version', '"version"'),
('person_match', 2, 'revision', '"revision"'),
('person_match', 3, 'deleted', '"deleted"::integer'),
('person_match', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('person_match', 5, 'changed_by', '"changed_by"'),
('person_match', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('person_match', 7, 'source', '"source"'),
('person_match', 8, 'person_id', 'replace("person_id"::text, ''-'', '''')'),
('person_match', 9, 'other_id', 'replace("other_id"::text, ''-'', '''')'),
('person_match', 10, 'status', '"status"'),
('person_match', 11, 'reason', '"reason"'),
('person_match', 12, 'moved', '"moved"'),
('managing_authority', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('managing_authority', 1, 'version', '"version"'),
('managing_authority', 2, 'revision', '"revision"'),
('managing_authority', 3, 'deleted', '"deleted"::integer'),
('managing_authority', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('managing_authority', 5, 'changed_by', '"changed_by"'),
('managing_authority', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('managing_authority', 7, 'source', '"source"'),
('managing_authority', 8, 'name', '"name"'),
('managing_authority', 9, 'name_key', '"name_key"'),
('managing_authority', 10, 'cqc_location', '"cqc_location"'),
('managing_authority', 11, 'setting', '"setting"'),
('managing_authority', 12, 'run_by_council', '"run_by_council"::integer'),
('managing_authority', 13, 'postcode', '"postcode"'),
('managing_authority', 14, 'provider', '"provider"'),
('managing_authority', 15, 'phone', '"phone"'),
('managing_authority', 16, 'email', '"email"'),
('case', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('case', 1, 'version', '"version"'),
('case', 2, 'revision', '"revision"'),
('case', 3, 'deleted', '"deleted"::integer'),
('case', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('case', 5, 'changed_by', '"changed_by"'),
('case', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('case', 7, 'source', '"source"'),
('case', 8, 'person_id', 'replace("person_id"::text, ''-'', '''')'),
('case', 9, 'kind', '"kind"'),
('case', 10, 'team_id', 'replace("team_id"::text, ''-'', '''')'),
('case', 11, 'ref', '"ref"'),
('case', 12, 'other_la', '"other_la"::integer'),
('event', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('event', 1, 'version', '"version"'),
('event', 2, 'revision', '"revision"'),
('event', 3, 'deleted', '"deleted"::integer'),
('event', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('event', 5, 'changed_by', '"changed_by"'),
('event', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('event', 7, 'source', '"source"'),
('event', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('event', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('event', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('event', 11, 'kind', '"kind"'),
('event', 12, 'on', '"on" - DATE ''1970-01-01'''),
('event', 13, 'worker_id', 'replace("worker_id"::text, ''-'', '''')'),
('event', 14, 'seen', '"seen"::integer'),
('event', 15, 'alone', '"alone"::integer'),
('event', 16, 'outcome', '"outcome"'),
('event', 17, 'joint', '"joint"'),
('event', 18, 'detail', '"detail"'),
('allocation', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('allocation', 1, 'version', '"version"'),
('allocation', 2, 'revision', '"revision"'),
('allocation', 3, 'deleted', '"deleted"::integer'),
('allocation', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('allocation', 5, 'changed_by', '"changed_by"'),
('allocation', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('allocation', 7, 'source', '"source"'),
('allocation', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('allocation', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('allocation', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('allocation', 11, 'role', '"role"'),
('allocation', 12, 'worker_id', 'replace("worker_id"::text, ''-'', '''')'),
('allocation', 13, 'named', '"named"'),
('allocation', 14, 'team_id', 'replace("team_id"::text, ''-'', '''')'),
('allocation', 15, 'on', '"on" - DATE ''1970-01-01'''),
('allocation', 16, 'due_back_on', '"due_back_on" - DATE ''1970-01-01'''),
('allocation', 17, 'ended_on', '"ended_on" - DATE ''1970-01-01'''),
('allocation', 18, 'reason', '"reason"'),
('allocation', 19, 'reason_code', '"reason_code"'),
('dols_request', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('dols_request', 1, 'version', '"version"'),
('dols_request', 2, 'revision', '"revision"'),
('dols_request', 3, 'deleted', '"deleted"::integer'),
('dols_request', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('dols_request', 5, 'changed_by', '"changed_by"'),
('dols_request', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('dols_request', 7, 'source', '"source"'),
('dols_request', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('dols_request', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('dols_request', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('dols_request', 11, 'form', '"form"'),
('dols_request', 12, 'managing_authority_id', 'replace("managing_authority_id"::text, ''-'', '''')'),
('dols_request', 13, 'priority', '"priority"'),
('dols_request', 14, 'objecting', '"objecting"::integer'),
('dols_request', 15, 'urgent', '"urgent"::integer'),
('dols_request', 16, 'still_there', '"still_there"::integer'),
('dols_request', 17, 'received_at', '"received_at"'),
('urgent_authorisation', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('urgent_authorisation', 1, 'version', '"version"'),
('urgent_authorisation', 2, 'revision', '"revision"'),
('urgent_authorisation', 3, 'deleted', '"deleted"::integer'),
('urgent_authorisation', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('urgent_authorisation', 5, 'changed_by', '"changed_by"'),
('urgent_authorisation', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('urgent_authorisation', 7, 'source', '"source"'),
('urgent_authorisation', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('urgent_authorisation', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('urgent_authorisation', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('urgent_authorisation', 11, 'given_on', '"given_on" - DATE ''1970-01-01'''),
('urgent_authorisation', 12, 'stated_end', '"stated_end" - DATE ''1970-01-01'''),
('urgent_authorisation', 13, 'extension_requested_on', '"extension_requested_on" - DATE ''1970-01-01'''),
('urgent_authorisation', 14, 'extension_decided_on', '"extension_decided_on" - DATE ''1970-01-01'''),
('urgent_authorisation', 15, 'extension_days', '"extension_days"'),
('urgent_authorisation', 16, 'ended_on', '"ended_on" - DATE ''1970-01-01'''),
('urgent_authorisation', 17, 'confirmed', '"confirmed"::integer'),
('authorisation', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('authorisation', 1, 'version', '"version"'),
('authorisation', 2, 'revision', '"revision"'),
('authorisation', 3, 'deleted', '"deleted"::integer'),
('authorisation', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('authorisation', 5, 'changed_by', '"changed_by"'),
('authorisation', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('authorisation', 7, 'source', '"source"'),
('authorisation', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('authorisation', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('authorisation', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('authorisation', 11, 'starts_on', '"starts_on" - DATE ''1970-01-01'''),
('authorisation', 12, 'ends_on', '"ends_on" - DATE ''1970-01-01'''),
('authorisation', 13, 'ended_on', '"ended_on" - DATE ''1970-01-01'''),
('authorisation', 14, 'end_reason', '"end_reason"'),
('authorisation', 15, 'form9_sent_on', '"form9_sent_on" - DATE ''1970-01-01'''),
('authorisation', 16, 'conditions', '"conditions"'),
('suspension', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('suspension', 1, 'version', '"version"'),
('suspension', 2, 'revision', '"revision"'),
('suspension', 3, 'deleted', '"deleted"::integer'),
('suspension', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('suspension', 5, 'changed_by', '"changed_by"'),
('suspension', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('suspension', 7, 'source', '"source"'),
('suspension', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('suspension', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('suspension', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('suspension', 11, 'notice_on', '"notice_on" - DATE ''1970-01-01'''),
('suspension', 12, 'reason', '"reason"'),
('suspension', 13, 'resumed_on', '"resumed_on" - DATE ''1970-01-01'''),
('equivalent_assessment', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('equivalent_assessment', 1, 'version', '"version"'),
('equivalent_assessment', 2, 'revision', '"revision"'),
('equivalent_assessment', 3, 'deleted', '"deleted"::integer'),
('equivalent_assessment', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('equivalent_assessment', 5, 'changed_by', '"changed_by"'),
('equivalent_assessment', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('equivalent_assessment', 7, 'source', '"source"'),
('equivalent_assessment', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('equivalent_assessment', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('equivalent_assessment', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('equivalent_assessment', 11, 'assessment', '"assessment"'),
('equivalent_assessment', 12, 'carried_out_on', '"carried_out_on" - DATE ''1970-01-01'''),
('placement', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('placement', 1, 'version', '"version"'),
('placement', 2, 'revision', '"revision"'),
('placement', 3, 'deleted', '"deleted"::integer'),
('placement', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('placement', 5, 'changed_by', '"changed_by"'),
('placement', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('placement', 7, 'source', '"source"'),
('placement', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('placement', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('placement', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('placement', 11, 'starts_on', '"starts_on" - DATE ''1970-01-01'''),
('placement', 12, 'ends_on', '"ends_on" - DATE ''1970-01-01'''),
('placement', 13, 'code', '"code"'),
('placement', 14, 'legal_status', '"legal_status"'),
('placement', 15, 'to_18', '"to_18"::integer'),
('placement', 16, 'basis', '"basis"'),
('placement', 17, 'order_on', '"order_on" - DATE ''1970-01-01'''),
('agreed_frequency', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('agreed_frequency', 1, 'version', '"version"'),
('agreed_frequency', 2, 'revision', '"revision"'),
('agreed_frequency', 3, 'deleted', '"deleted"::integer'),
('agreed_frequency', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('agreed_frequency', 5, 'changed_by', '"changed_by"'),
('agreed_frequency', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('agreed_frequency', 7, 'source', '"source"'),
('agreed_frequency', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('agreed_frequency', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('agreed_frequency', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('agreed_frequency', 11, 'interval', '"interval"'),
('agreed_frequency', 12, 'effective_from', '"effective_from" - DATE ''1970-01-01'''),
('agreed_frequency', 13, 'agreed_on', '"agreed_on" - DATE ''1970-01-01'''),
('agreed_frequency', 14, 'agreed_by', '"agreed_by"'),
('agreed_frequency', 15, 'panel_ref', '"panel_ref"'),
('agreed_frequency', 16, 'child_agrees', '"child_agrees"::integer'),
('agreed_frequency', 17, 'carer_agrees', '"carer_agrees"::integer'),
('agreed_frequency', 18, 'worker_agrees', '"worker_agrees"::integer'),
('agreed_frequency', 19, 'iro_agrees', '"iro_agrees"::integer'),
('agreed_frequency', 20, 'panel_on', '"panel_on" - DATE ''1970-01-01'''),
('agreed_frequency', 21, 'panel_decision', '"panel_decision"'),
('agreed_frequency', 22, 'review_by', '"review_by" - DATE ''1970-01-01'''),
('agreed_frequency', 23, 'ended_on', '"ended_on" - DATE ''1970-01-01'''),
('agreed_frequency', 24, 'ended_reason', '"ended_reason"'),
('planned', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('planned', 1, 'version', '"version"'),
('planned', 2, 'revision', '"revision"'),
('planned', 3, 'deleted', '"deleted"::integer'),
('planned', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('planned', 5, 'changed_by', '"changed_by"'),
('planned', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('planned', 7, 'source', '"source"'),
('planned', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('planned', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('planned', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('planned', 11, 'kind', '"kind"'),
('planned', 12, 'on', '"on" - DATE ''1970-01-01'''),
('planned', 13, 'worker_id', 'replace("worker_id"::text, ''-'', '''')'),
('planned', 14, 'reason', '"reason"'),
('note', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('note', 1, 'version', '"version"'),
('note', 2, 'revision', '"revision"'),
('note', 3, 'deleted', '"deleted"::integer'),
('note', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('note', 5, 'changed_by', '"changed_by"'),
('note', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('note', 7, 'source', '"source"'),
('note', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('note', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('note', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('note', 11, 'kind', '"kind"'),
('note', 12, 'on', '"on" - DATE ''1970-01-01'''),
('note', 13, 'chase_next_on', '"chase_next_on" - DATE ''1970-01-01'''),
('note', 14, 'text', '"text"'),
('absence', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('absence', 1, 'version', '"version"'),
('absence', 2, 'revision', '"revision"'),
('absence', 3, 'deleted', '"deleted"::integer'),
('absence', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('absence', 5, 'changed_by', '"changed_by"'),
('absence', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('absence', 7, 'source', '"source"'),
('absence', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('absence', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('absence', 10, 'worker_id', 'replace("worker_id"::text, ''-'', '''')'),
('absence', 11, 'starts_on', '"starts_on" - DATE ''1970-01-01'''),
('absence', 12, 'ends_on', '"ends_on" - DATE ''1970-01-01'''),
('absence', 13, 'reason', '"reason"'),
('absence', 14, 'cover_id', 'replace("cover_id"::text, ''-'', '''')'),
('timescale_override', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('timescale_override', 1, 'version', '"version"'),
('timescale_override', 2, 'revision', '"revision"'),
('timescale_override', 3, 'deleted', '"deleted"::integer'),
('timescale_override', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('timescale_override', 5, 'changed_by', '"changed_by"'),
('timescale_override', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('timescale_override', 7, 'source', '"source"'),
('timescale_override', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('timescale_override', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('timescale_override', 10, 'rule', '"rule"'),
('timescale_override', 11, 'field', '"field"'),
('timescale_override', 12, 'value', '"value"'),
('timescale_override', 13, 'valid_from', '"valid_from" - DATE ''1970-01-01'''),
('timescale_override', 14, 'valid_to', '"valid_to" - DATE ''1970-01-01'''),
('timescale_override', 15, 'reason', '"reason"'),
('setting', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('setting', 1, 'version', '"version"'),
('setting', 2, 'revision', '"revision"'),
('setting', 3, 'deleted', '"deleted"::integer'),
('setting', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('setting', 5, 'changed_by', '"changed_by"'),
('setting', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('setting', 7, 'source', '"source"'),
('setting', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('setting', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('setting', 10, 'key', '"key"'),
('setting', 11, 'value', '"value"'),
('closure_day', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('closure_day', 1, 'version', '"version"'),
('closure_day', 2, 'revision', '"revision"'),
('closure_day', 3, 'deleted', '"deleted"::integer'),
('closure_day', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('closure_day', 5, 'changed_by', '"changed_by"'),
('closure_day', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('closure_day', 7, 'source', '"source"'),
('closure_day', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('closure_day', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('closure_day', 10, 'on', '"on" - DATE ''1970-01-01'''),
('closure_day', 11, 'name', '"name"'),
('closure_day', 12, 'kind', '"kind"'),
('import_batch', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('import_batch', 1, 'version', '"version"'),
('import_batch', 2, 'revision', '"revision"'),
('import_batch', 3, 'deleted', '"deleted"::integer'),
('import_batch', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('import_batch', 5, 'changed_by', '"changed_by"'),
('import_batch', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('import_batch', 7, 'source', '"source"'),
('import_batch', 8, 'file', '"file"'),
('import_batch', 9, 'sha256', '"sha256"'),
('import_batch', 10, 'layout', '"layout"'),
('import_batch', 11, 'as_at', '"as_at" - DATE ''1970-01-01'''),
('import_batch', 12, 'counts', '"counts"'),
('import_batch', 13, 'state', '"state"'),
('import_issue', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('import_issue', 1, 'version', '"version"'),
('import_issue', 2, 'revision', '"revision"'),
('import_issue', 3, 'deleted', '"deleted"::integer'),
('import_issue', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('import_issue', 5, 'changed_by', '"changed_by"'),
('import_issue', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('import_issue', 7, 'source', '"source"'),
('import_issue', 8, 'batch_id', 'replace("batch_id"::text, ''-'', '''')'),
('import_issue', 9, 'level', '"level"'),
('import_issue', 10, 'sheet', '"sheet"'),
('import_issue', 11, 'row', '"row"'),
('import_issue', 12, 'column', '"column"'),
('import_issue', 13, 'value', '"value"'),
('import_issue', 14, 'reason', '"reason"'),
('import_issue', 15, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('import_issue', 16, 'person_id', 'replace("person_id"::text, ''-'', '''')'),
('import_issue', 17, 'state', '"state"'),
('import_issue', 18, 'proposal', '"proposal"'),
('assessor', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('assessor', 1, 'version', '"version"'),
('assessor', 2, 'revision', '"revision"'),
('assessor', 3, 'deleted', '"deleted"::integer'),
('assessor', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('assessor', 5, 'changed_by', '"changed_by"'),
('assessor', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('assessor', 7, 'source', '"source"'),
('assessor', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('assessor', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('assessor', 10, 'worker_id', 'replace("worker_id"::text, ''-'', '''')'),
('assessor', 11, 'profession', '"profession"'),
('assessor', 12, 'registration', '"registration"'),
('assessor', 13, 'registration_ends', '"registration_ends" - DATE ''1970-01-01'''),
('assessor', 14, 'suspended', '"suspended"::integer'),
('assessor', 15, 'first_registered_on', '"first_registered_on" - DATE ''1970-01-01'''),
('assessor', 16, 'qualified_on', '"qualified_on" - DATE ''1970-01-01'''),
('assessor', 17, 'course', '"course"'),
('assessor', 18, 'refreshed_on', '"refreshed_on" - DATE ''1970-01-01'''),
('assessor', 19, 'insurance', '"insurance"'),
('assessor', 20, 'insured_until', '"insured_until" - DATE ''1970-01-01'''),
('assessor', 21, 'dbs_on', '"dbs_on" - DATE ''1970-01-01'''),
('assessor', 22, 'dbs_kind', '"dbs_kind"'),
('assessor', 23, 's12_ends', '"s12_ends" - DATE ''1970-01-01'''),
('assessor', 24, 'three_years', '"three_years"::integer'),
('assessor', 25, 'dols_trained_on', '"dols_trained_on" - DATE ''1970-01-01'''),
('assessor', 26, 'employer', '"employer"'),
('assessor', 27, 'skills', '"skills"'),
('assessor', 28, 'languages', '"languages"'),
('assessor', 29, 'areas', '"areas"'),
('assessor', 30, 'quota', '"quota"'),
('assessor', 31, 'at_once', '"at_once"'),
('assessor', 32, 'fee_pence', '"fee_pence"'),
('posting', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('posting', 1, 'version', '"version"'),
('posting', 2, 'revision', '"revision"'),
('posting', 3, 'deleted', '"deleted"::integer'),
('posting', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('posting', 5, 'changed_by', '"changed_by"'),
('posting', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('posting', 7, 'source', '"source"'),
('posting', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('posting', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('posting', 10, 'worker_id', 'replace("worker_id"::text, ''-'', '''')'),
('posting', 11, 'team_id', 'replace("team_id"::text, ''-'', '''')'),
('posting', 12, 'manager_id', 'replace("manager_id"::text, ''-'', '''')'),
('posting', 13, 'starts_on', '"starts_on" - DATE ''1970-01-01'''),
('posting', 14, 'ends_on', '"ends_on" - DATE ''1970-01-01'''),
('interest', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('interest', 1, 'version', '"version"'),
('interest', 2, 'revision', '"revision"'),
('interest', 3, 'deleted', '"deleted"::integer'),
('interest', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('interest', 5, 'changed_by', '"changed_by"'),
('interest', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('interest', 7, 'source', '"source"'),
('interest', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('interest', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('interest', 10, 'worker_id', 'replace("worker_id"::text, ''-'', '''')'),
('interest', 11, 'managing_authority_id', 'replace("managing_authority_id"::text, ''-'', '''')'),
('interest', 12, 'provider', '"provider"'),
('interest', 13, 'kind', '"kind"'),
('interest', 14, 'detail', '"detail"'),
('interest', 15, 'starts_on', '"starts_on" - DATE ''1970-01-01'''),
('interest', 16, 'ends_on', '"ends_on" - DATE ''1970-01-01'''),
('offer', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('offer', 1, 'version', '"version"'),
('offer', 2, 'revision', '"revision"'),
('offer', 3, 'deleted', '"deleted"::integer'),
('offer', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('offer', 5, 'changed_by', '"changed_by"'),
('offer', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('offer', 7, 'source', '"source"'),
('offer', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('offer', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('offer', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('offer', 11, 'role', '"role"'),
('offer', 12, 'worker_id', 'replace("worker_id"::text, ''-'', '''')'),
('offer', 13, 'on', '"on" - DATE ''1970-01-01'''),
('offer', 14, 'due_back_on', '"due_back_on" - DATE ''1970-01-01'''),
('offer', 15, 'answer', '"answer"'),
('offer', 16, 'answered_on', '"answered_on" - DATE ''1970-01-01'''),
('offer', 17, 'reason', '"reason"'),
('assessor_choice', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('assessor_choice', 1, 'version', '"version"'),
('assessor_choice', 2, 'revision', '"revision"'),
('assessor_choice', 3, 'deleted', '"deleted"::integer'),
('assessor_choice', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('assessor_choice', 5, 'changed_by', '"changed_by"'),
('assessor_choice', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('assessor_choice', 7, 'source', '"source"'),
('assessor_choice', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('assessor_choice', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('assessor_choice', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('assessor_choice', 11, 'role', '"role"'),
('assessor_choice', 12, 'worker_id', 'replace("worker_id"::text, ''-'', '''')'),
('assessor_choice', 13, 'on', '"on" - DATE ''1970-01-01'''),
('assessor_choice', 14, 'checks', '"checks"'),
('assessor_choice', 15, 'reason', '"reason"'),
('assessor_choice', 16, 'place', '"place"'),
('assessor_choice', 17, 'declared', '"declared"::integer'),
('assessor_choice', 18, 'declaration', '"declaration"'),
('triage', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('triage', 1, 'version', '"version"'),
('triage', 2, 'revision', '"revision"'),
('triage', 3, 'deleted', '"deleted"::integer'),
('triage', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('triage', 5, 'changed_by', '"changed_by"'),
('triage', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('triage', 7, 'source', '"source"'),
('triage', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('triage', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('triage', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('triage', 11, 'on', '"on" - DATE ''1970-01-01'''),
('triage', 12, 'worker_id', 'replace("worker_id"::text, ''-'', '''')'),
('triage', 13, 'tool', '"tool"'),
('triage', 14, 'criteria', '"criteria"'),
('triage', 15, 'computed', '"computed"'),
('triage', 16, 'level', '"level"'),
('triage', 17, 'reason', '"reason"'),
('triage', 18, 'rescreen_on', '"rescreen_on" - DATE ''1970-01-01'''),
('triage', 19, 'legal_test', '"legal_test"'),
('rescreen', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('rescreen', 1, 'version', '"version"'),
('rescreen', 2, 'revision', '"revision"'),
('rescreen', 3, 'deleted', '"deleted"::integer'),
('rescreen', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('rescreen', 5, 'changed_by', '"changed_by"'),
('rescreen', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('rescreen', 7, 'source', '"source"'),
('rescreen', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('rescreen', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('rescreen', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('rescreen', 11, 'asked_on', '"asked_on" - DATE ''1970-01-01'''),
('rescreen', 12, 'answered_on', '"answered_on" - DATE ''1970-01-01'''),
('rescreen', 13, 'answer', '"answer"'),
('rescreen', 14, 'informant', '"informant"'),
('request_detail', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('request_detail', 1, 'version', '"version"'),
('request_detail', 2, 'revision', '"revision"'),
('request_detail', 3, 'deleted', '"deleted"::integer'),
('request_detail', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('request_detail', 5, 'changed_by', '"changed_by"'),
('request_detail', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('request_detail', 7, 'source', '"source"'),
('request_detail', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('request_detail', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('request_detail', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('request_detail', 11, 'present', '"present"'),
('request_detail', 12, 'route', '"route"'),
('request_detail', 13, 'authority_wanted_from', '"authority_wanted_from" - DATE ''1970-01-01'''),
('request_detail', 14, 'purpose', '"purpose"'),
('best_interests', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('best_interests', 1, 'version', '"version"'),
('best_interests', 2, 'revision', '"revision"'),
('best_interests', 3, 'deleted', '"deleted"::integer'),
('best_interests', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('best_interests', 5, 'changed_by', '"changed_by"'),
('best_interests', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('best_interests', 7, 'source', '"source"'),
('best_interests', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('best_interests', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('best_interests', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('best_interests', 11, 'on', '"on" - DATE ''1970-01-01'''),
('best_interests', 12, 'worker_id', 'replace("worker_id"::text, ''-'', '''')'),
('best_interests', 13, 'mode', '"mode"'),
('best_interests', 14, 'legal_test', '"legal_test"'),
('best_interests', 15, 'deprived', '"deprived"::integer'),
('best_interests', 16, 'longest_until', '"longest_until" - DATE ''1970-01-01'''),
('best_interests', 17, 'longest_months', '"longest_months"'),
('best_interests', 18, 'conditions', '"conditions"'),
('best_interests', 19, 'rpr', '"rpr"'),
('decision', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('decision', 1, 'version', '"version"'),
('decision', 2, 'revision', '"revision"'),
('decision', 3, 'deleted', '"deleted"::integer'),
('decision', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('decision', 5, 'changed_by', '"changed_by"'),
('decision', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('decision', 7, 'source', '"source"'),
('decision', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('decision', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('decision', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('decision', 11, 'kind', '"kind"'),
('decision', 12, 'on', '"on" - DATE ''1970-01-01'''),
('decision', 13, 'signatory_id', 'replace("signatory_id"::text, ''-'', '''')'),
('decision', 14, 'code', '"code"'),
('decision', 15, 'assessed', '"assessed"'),
('decision', 16, 'receiving_council', '"receiving_council"'),
('decision', 17, 'form_sent_on', '"form_sent_on" - DATE ''1970-01-01'''),
('representative', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('representative', 1, 'version', '"version"'),
('representative', 2, 'revision', '"revision"'),
('representative', 3, 'deleted', '"deleted"::integer'),
('representative', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('representative', 5, 'changed_by', '"changed_by"'),
('representative', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('representative', 7, 'source', '"source"'),
('representative', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('representative', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('representative', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('representative', 11, 'kind', '"kind"'),
('representative', 12, 'name', '"name"'),
('representative', 13, 'relation', '"relation"'),
('representative', 14, 'appointed_on', '"appointed_on" - DATE ''1970-01-01'''),
('representative', 15, 'ended_on', '"ended_on" - DATE ''1970-01-01'''),
('representative', 16, 'reason', '"reason"'),
('advocate', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('advocate', 1, 'version', '"version"'),
('advocate', 2, 'revision', '"revision"'),
('advocate', 3, 'deleted', '"deleted"::integer'),
('advocate', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('advocate', 5, 'changed_by', '"changed_by"'),
('advocate', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('advocate', 7, 'source', '"source"'),
('advocate', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('advocate', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('advocate', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('advocate', 11, 'kind', '"kind"'),
('advocate', 12, 'provider', '"provider"'),
('advocate', 13, 'name', '"name"'),
('advocate', 14, 'instructed_on', '"instructed_on" - DATE ''1970-01-01'''),
('advocate', 15, 'ended_on', '"ended_on" - DATE ''1970-01-01'''),
('condition', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('condition', 1, 'version', '"version"'),
('condition', 2, 'revision', '"revision"'),
('condition', 3, 'deleted', '"deleted"::integer'),
('condition', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('condition', 5, 'changed_by', '"changed_by"'),
('condition', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('condition', 7, 'source', '"source"'),
('condition', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('condition', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('condition', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('condition', 11, 'text', '"text"'),
('condition', 12, 'due_on', '"due_on" - DATE ''1970-01-01'''),
('condition', 13, 'followed_up_on', '"followed_up_on" - DATE ''1970-01-01'''),
('condition', 14, 'met', '"met"::integer'),
('copy_sent', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('copy_sent', 1, 'version', '"version"'),
('copy_sent', 2, 'revision', '"revision"'),
('copy_sent', 3, 'deleted', '"deleted"::integer'),
('copy_sent', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('copy_sent', 5, 'changed_by', '"changed_by"'),
('copy_sent', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('copy_sent', 7, 'source', '"source"'),
('copy_sent', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('copy_sent', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('copy_sent', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('copy_sent', 11, 'to', '"to"'),
('copy_sent', 12, 'on', '"on" - DATE ''1970-01-01'''),
('payment', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('payment', 1, 'version', '"version"'),
('payment', 2, 'revision', '"revision"'),
('payment', 3, 'deleted', '"deleted"::integer'),
('payment', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('payment', 5, 'changed_by', '"changed_by"'),
('payment', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('payment', 7, 'source', '"source"'),
('payment', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('payment', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('payment', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('payment', 11, 'worker_id', 'replace("worker_id"::text, ''-'', '''')'),
('payment', 12, 'role', '"role"'),
('payment', 13, 'fee_pence', '"fee_pence"'),
('payment', 14, 'invoice', '"invoice"'),
('payment', 15, 'invoiced_on', '"invoiced_on" - DATE ''1970-01-01'''),
('payment', 16, 'paid_on', '"paid_on" - DATE ''1970-01-01'''),
('court_challenge', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('court_challenge', 1, 'version', '"version"'),
('court_challenge', 2, 'revision', '"revision"'),
('court_challenge', 3, 'deleted', '"deleted"::integer'),
('court_challenge', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('court_challenge', 5, 'changed_by', '"changed_by"'),
('court_challenge', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('court_challenge', 7, 'source', '"source"'),
('court_challenge', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('court_challenge', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('court_challenge', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('court_challenge', 11, 'on', '"on" - DATE ''1970-01-01'''),
('court_challenge', 12, 'ended_on', '"ended_on" - DATE ''1970-01-01'''),
('court_challenge', 13, 'outcome', '"outcome"'),
('authorisation_review', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('authorisation_review', 1, 'version', '"version"'),
('authorisation_review', 2, 'revision', '"revision"'),
('authorisation_review', 3, 'deleted', '"deleted"::integer'),
('authorisation_review', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('authorisation_review', 5, 'changed_by', '"changed_by"'),
('authorisation_review', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('authorisation_review', 7, 'source', '"source"'),
('authorisation_review', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('authorisation_review', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('authorisation_review', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('authorisation_review', 11, 'requested_on', '"requested_on" - DATE ''1970-01-01'''),
('authorisation_review', 12, 'requested_by', '"requested_by"'),
('authorisation_review', 13, 'decided_on', '"decided_on" - DATE ''1970-01-01'''),
('authorisation_review', 14, 'outcome', '"outcome"'),
('home_check', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('home_check', 1, 'version', '"version"'),
('home_check', 2, 'revision', '"revision"'),
('home_check', 3, 'deleted', '"deleted"::integer'),
('home_check', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('home_check', 5, 'changed_by', '"changed_by"'),
('home_check', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('home_check', 7, 'source', '"source"'),
('home_check', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('home_check', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('home_check', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('home_check', 11, 'on', '"on" - DATE ''1970-01-01'''),
('home_check', 12, 'answer', '"answer"'),
('home_check', 13, 'informant', '"informant"'),
('action', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('action', 1, 'version', '"version"'),
('action', 2, 'revision', '"revision"'),
('action', 3, 'deleted', '"deleted"::integer'),
('action', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('action', 5, 'changed_by', '"changed_by"'),
('action', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('action', 7, 'source', '"source"'),
('action', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('action', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('action', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('action', 11, 'raised_at', '"raised_at"'),
('action', 12, 'raised_on', '"raised_on" - DATE ''1970-01-01'''),
('action', 13, 'text', '"text"'),
('action', 14, 'owner_id', 'replace("owner_id"::text, ''-'', '''')'),
('action', 15, 'due_on', '"due_on" - DATE ''1970-01-01'''),
('action', 16, 'done_on', '"done_on" - DATE ''1970-01-01'''),
('action', 17, 'outcome', '"outcome"'),
('worker_supervision', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('worker_supervision', 1, 'version', '"version"'),
('worker_supervision', 2, 'revision', '"revision"'),
('worker_supervision', 3, 'deleted', '"deleted"::integer'),
('worker_supervision', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('worker_supervision', 5, 'changed_by', '"changed_by"'),
('worker_supervision', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('worker_supervision', 7, 'source', '"source"'),
('worker_supervision', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('worker_supervision', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('worker_supervision', 10, 'worker_id', 'replace("worker_id"::text, ''-'', '''')'),
('worker_supervision', 11, 'supervisor_id', 'replace("supervisor_id"::text, ''-'', '''')'),
('worker_supervision', 12, 'on', '"on" - DATE ''1970-01-01'''),
('escalation', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('escalation', 1, 'version', '"version"'),
('escalation', 2, 'revision', '"revision"'),
('escalation', 3, 'deleted', '"deleted"::integer'),
('escalation', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('escalation', 5, 'changed_by', '"changed_by"'),
('escalation', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('escalation', 7, 'source', '"source"'),
('escalation', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('escalation', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('escalation', 10, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('escalation', 11, 'on', '"on" - DATE ''1970-01-01'''),
('escalation', 12, 'to_id', 'replace("to_id"::text, ''-'', '''')'),
('escalation', 13, 'reason', '"reason"'),
('escalation', 14, 'answered_on', '"answered_on" - DATE ''1970-01-01'''),
('escalation', 15, 'answer', '"answer"'),
('indicator_note', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('indicator_note', 1, 'version', '"version"'),
('indicator_note', 2, 'revision', '"revision"'),
('indicator_note', 3, 'deleted', '"deleted"::integer'),
('indicator_note', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('indicator_note', 5, 'changed_by', '"changed_by"'),
('indicator_note', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('indicator_note', 7, 'source', '"source"'),
('indicator_note', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('indicator_note', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('indicator_note', 10, 'indicator', '"indicator"'),
('indicator_note', 11, 'month', '"month"'),
('indicator_note', 12, 'kind', '"kind"'),
('indicator_note', 13, 'text', '"text"'),
('indicator_note', 14, 'owner', '"owner"'),
('indicator_note', 15, 'due', '"due" - DATE ''1970-01-01'''),
('indicator_note', 16, 'closed_on', '"closed_on" - DATE ''1970-01-01'''),
('indicator_figure', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('indicator_figure', 1, 'version', '"version"'),
('indicator_figure', 2, 'revision', '"revision"'),
('indicator_figure', 3, 'deleted', '"deleted"::integer'),
('indicator_figure', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('indicator_figure', 5, 'changed_by', '"changed_by"'),
('indicator_figure', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('indicator_figure', 7, 'source', '"source"'),
('indicator_figure', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('indicator_figure', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('indicator_figure', 10, 'indicator', '"indicator"'),
('indicator_figure', 11, 'month', '"month"'),
('indicator_figure', 12, 'whose', '"whose"'),
('indicator_figure', 13, 'value', '"value"'),
('indicator_figure', 14, 'unit', '"unit"'),
('indicator_figure', 15, 'year', '"year"'),
('indicator_figure', 16, 'origin', '"origin"'),
('scenario', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('scenario', 1, 'version', '"version"'),
('scenario', 2, 'revision', '"revision"'),
('scenario', 3, 'deleted', '"deleted"::integer'),
('scenario', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('scenario', 5, 'changed_by', '"changed_by"'),
('scenario', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('scenario', 7, 'source', '"source"'),
('scenario', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('scenario', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('scenario', 10, 'name', '"name"'),
('scenario', 11, 'settings', '"settings"'),
('frozen_month', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('frozen_month', 1, 'version', '"version"'),
('frozen_month', 2, 'revision', '"revision"'),
('frozen_month', 3, 'deleted', '"deleted"::integer'),
('frozen_month', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('frozen_month', 5, 'changed_by', '"changed_by"'),
('frozen_month', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('frozen_month', 7, 'source', '"source"'),
('frozen_month', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('frozen_month', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('frozen_month', 10, 'month', '"month"'),
('frozen_month', 11, 'edition', '"edition"'),
('frozen_month', 12, 'as_at', '"as_at" - DATE ''1970-01-01'''),
('frozen_month', 13, 'known_at', '(extract(epoch FROM "known_at") * 1000)::bigint'),
('frozen_month', 14, 'author', '"author"'),
('frozen_month', 15, 'digest', '"digest"'),
('frozen_month', 16, 'content', '"content"'),
('frozen_month', 17, 'reason', '"reason"'),
('frozen_figure', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('frozen_figure', 1, 'version', '"version"'),
('frozen_figure', 2, 'revision', '"revision"'),
('frozen_figure', 3, 'deleted', '"deleted"::integer'),
('frozen_figure', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('frozen_figure', 5, 'changed_by', '"changed_by"'),
('frozen_figure', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('frozen_figure', 7, 'source', '"source"'),
('frozen_figure', 8, 'recorded_at', '(extract(epoch FROM "recorded_at") * 1000)::bigint'),
('frozen_figure', 9, 'superseded_at', '(extract(epoch FROM "superseded_at") * 1000)::bigint'),
('frozen_figure', 10, 'freeze_id', 'replace("freeze_id"::text, ''-'', '''')'),
('frozen_figure', 11, 'indicator', '"indicator"'),
('frozen_figure', 12, 'measure', '"measure"'),
('frozen_figure', 13, 'n', '"n"'),
('frozen_figure', 14, 'd', '"d"'),
('frozen_figure', 15, 'content', '"content"'),
('member', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('member', 1, 'version', '"version"'),
('member', 2, 'revision', '"revision"'),
('member', 3, 'deleted', '"deleted"::integer'),
('member', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('member', 5, 'changed_by', '"changed_by"'),
('member', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('member', 7, 'source', '"source"'),
('member', 8, 'login', '"login"'),
('member', 9, 'name', '"name"'),
('member', 10, 'role', '"role"'),
('member', 11, 'team_id', 'replace("team_id"::text, ''-'', '''')'),
('member', 12, 'worker_id', 'replace("worker_id"::text, ''-'', '''')'),
('member', 13, 'service', '"service"'),
('member', 14, 'starts_on', '"starts_on" - DATE ''1970-01-01'''),
('member', 15, 'ends_on', '"ends_on" - DATE ''1970-01-01'''),
('named_access', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('named_access', 1, 'version', '"version"'),
('named_access', 2, 'revision', '"revision"'),
('named_access', 3, 'deleted', '"deleted"::integer'),
('named_access', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('named_access', 5, 'changed_by', '"changed_by"'),
('named_access', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('named_access', 7, 'source', '"source"'),
('named_access', 8, 'login', '"login"'),
('named_access', 9, 'case_id', 'replace("case_id"::text, ''-'', '''')'),
('named_access', 10, 'person_id', 'replace("person_id"::text, ''-'', '''')'),
('named_access', 11, 'reason', '"reason"'),
('named_access', 12, 'starts_on', '"starts_on" - DATE ''1970-01-01'''),
('named_access', 13, 'ends_on', '"ends_on" - DATE ''1970-01-01'''),
('blocked', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('blocked', 1, 'version', '"version"'),
('blocked', 2, 'revision', '"revision"'),
('blocked', 3, 'deleted', '"deleted"::integer'),
('blocked', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('blocked', 5, 'changed_by', '"changed_by"'),
('blocked', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('blocked', 7, 'source', '"source"'),
('blocked', 8, 'login', '"login"'),
('blocked', 9, 'person_id', 'replace("person_id"::text, ''-'', '''')'),
('blocked', 10, 'reason', '"reason"'),
('legal_hold', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('legal_hold', 1, 'version', '"version"'),
('legal_hold', 2, 'revision', '"revision"'),
('legal_hold', 3, 'deleted', '"deleted"::integer'),
('legal_hold', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('legal_hold', 5, 'changed_by', '"changed_by"'),
('legal_hold', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('legal_hold', 7, 'source', '"source"'),
('legal_hold', 8, 'person_id', 'replace("person_id"::text, ''-'', '''')'),
('legal_hold', 9, 'reason', '"reason"'),
('legal_hold', 10, 'ends_on', '"ends_on" - DATE ''1970-01-01'''),
('directory_group', 0, 'id', 'replace("id"::text, ''-'', '''')'),
('directory_group', 1, 'version', '"version"'),
('directory_group', 2, 'revision', '"revision"'),
('directory_group', 3, 'deleted', '"deleted"::integer'),
('directory_group', 4, 'changed_at', '(extract(epoch FROM "changed_at") * 1000)::bigint'),
('directory_group', 5, 'changed_by', '"changed_by"'),
('directory_group', 6, 'set_id', 'replace("set_id"::text, ''-'', '''')'),
('directory_group', 7, 'source', '"source"'),
('directory_group', 8, 'name', '"name"'),
('directory_group', 9, 'role', '"role"'),
('directory_group', 10, 'team_id', 'replace("team_id"::text, ''-'', '''')'),
('directory_group', 11, 'service', '"service"');

CREATE OR REPLACE FUNCTION form_team(t "team") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'name', (t)."name",
        'name_key', (t)."name_key",
        'parent', replace((t)."parent_id"::text, '-', ''),
        'manager', replace((t)."manager_id"::text, '-', ''),
        'service', (t)."service")
$$;

CREATE OR REPLACE FUNCTION look_team(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "team";
    want "team";
    seen "team";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['name', 'name_key', 'parent_id', 'manager_id', 'service', 'deleted'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "team" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"team", v);
        want.id := (p->>'row')::uuid;
    IF want."service" NOT IN ('children', 'adults') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."service" NOT IN ('children', 'adults') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'parent_id' THEN 'parent' WHEN 'manager_id' THEN 'manager' ELSE k END, was->(CASE k WHEN 'parent_id' THEN 'parent' WHEN 'manager_id' THEN 'manager' ELSE k END), new->(CASE k WHEN 'parent_id' THEN 'parent' WHEN 'manager_id' THEN 'manager' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_team(cur) was, form_team(want) new
    WHERE was->(CASE k WHEN 'parent_id' THEN 'parent' WHEN 'manager_id' THEN 'manager' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'parent_id' THEN 'parent' WHEN 'manager_id' THEN 'manager' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_team(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "team" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "name_key", "parent_id", "manager_id", "service")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), w."name", w."name_key", w."parent_id", w."manager_id", w."service"
        FROM jsonb_populate_record(NULL::"team", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "team" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("name", "name_key", "parent_id", "manager_id", "service", "deleted") =
        (SELECT w."name", w."name_key", w."parent_id", w."manager_id", w."service", w.deleted FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_worker(t "worker") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'name', (t)."name",
        'name_key', (t)."name_key",
        'staff_ref', (t)."staff_ref",
        'team', replace((t)."team_id"::text, '-', ''),
        'is_bia', (t)."is_bia"::integer,
        'is_mha', (t)."is_mha"::integer,
        'engagement', (t)."engagement",
        'left_on', (t)."left_on" - DATE '1970-01-01',
        'fte_pct', (t)."fte_pct",
        'ceiling', (t)."ceiling")
$$;

CREATE OR REPLACE FUNCTION look_worker(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "worker";
    want "worker";
    seen "worker";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['name', 'name_key', 'staff_ref', 'team_id', 'is_bia', 'is_mha', 'engagement', 'left_on', 'fte_pct', 'ceiling', 'deleted'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "worker" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"worker", v);
        want.id := (p->>'row')::uuid;
    IF want."engagement" NOT IN ('in_house_team', 'in_house_rota', 'independent', 'agency') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."engagement" NOT IN ('in_house_team', 'in_house_rota', 'independent', 'agency') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'team_id' THEN 'team' ELSE k END, was->(CASE k WHEN 'team_id' THEN 'team' ELSE k END), new->(CASE k WHEN 'team_id' THEN 'team' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_worker(cur) was, form_worker(want) new
    WHERE was->(CASE k WHEN 'team_id' THEN 'team' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'team_id' THEN 'team' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_worker(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "worker" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "name_key", "staff_ref", "team_id", "is_bia", "is_mha", "engagement", "left_on", "fte_pct", "ceiling")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), w."name", w."name_key", w."staff_ref", w."team_id", w."is_bia", w."is_mha", w."engagement", w."left_on", w."fte_pct", w."ceiling"
        FROM jsonb_populate_record(NULL::"worker", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "worker" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("name", "name_key", "staff_ref", "team_id", "is_bia", "is_mha", "engagement", "left_on", "fte_pct", "ceiling", "deleted") =
        (SELECT w."name", w."name_key", w."staff_ref", w."team_id", w."is_bia", w."is_mha", w."engagement", w."left_on", w."fte_pct", w."ceiling", w.deleted FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_person(t "person") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'ref', (t)."ref",
        'name', (t)."name",
        'initials', (t)."initials",
        'name_key', (t)."name_key",
        'born_on', (t)."born_on" - DATE '1970-01-01',
        'expected_on', (t)."expected_on" - DATE '1970-01-01',
        'died_on', (t)."died_on" - DATE '1970-01-01',
        'nhs_number', (t)."nhs_number",
        'family', (t)."family",
        'disabled', (t)."disabled"::integer,
        'restricted', (t)."restricted"::integer)
$$;

CREATE OR REPLACE FUNCTION look_person(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "person";
    want "person";
    seen "person";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['ref', 'name', 'initials', 'name_key', 'born_on', 'expected_on', 'died_on', 'nhs_number', 'family', 'disabled', 'restricted', 'deleted'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "person" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"person", v);
        want.id := (p->>'row')::uuid;
    IF cur.restricted IS DISTINCT FROM want.restricted THEN
        cases := ARRAY(SELECT id FROM "case" WHERE person_id = want.id);
    END IF;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF cur.restricted IS DISTINCT FROM want.restricted THEN
        cases := ARRAY(SELECT id FROM "case" WHERE person_id = want.id);
    END IF;
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(k, was->(k), new->(k))) INTO lines
    FROM jsonb_object_keys(v) k, form_person(cur) was, form_person(want) new
    WHERE was->(k) IS DISTINCT FROM new->(k);
END $$;

CREATE OR REPLACE FUNCTION write_person(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "person" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "ref", "name", "initials", "name_key", "born_on", "expected_on", "died_on", "nhs_number", "family", "disabled", "restricted")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), w."ref", w."name", w."initials", w."name_key", w."born_on", w."expected_on", w."died_on", w."nhs_number", w."family", w."disabled", w."restricted"
        FROM jsonb_populate_record(NULL::"person", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "person" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("ref", "name", "initials", "name_key", "born_on", "expected_on", "died_on", "nhs_number", "family", "disabled", "restricted", "deleted") =
        (SELECT w."ref", w."name", w."initials", w."name_key", w."born_on", w."expected_on", w."died_on", w."nhs_number", w."family", w."disabled", w."restricted", w.deleted FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_person_match(t "person_match") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'person', replace((t)."person_id"::text, '-', ''),
        'other', replace((t)."other_id"::text, '-', ''),
        'status', (t)."status",
        'reason', (t)."reason",
        'moved', (t)."moved")
$$;

CREATE OR REPLACE FUNCTION look_person_match(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "person_match";
    want "person_match";
    seen "person_match";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['person_id', 'other_id', 'status', 'reason', 'moved', 'deleted'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "person_match" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"person_match", v);
        want.id := (p->>'row')::uuid;
    IF want."status" NOT IN ('possible', 'same', 'different') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."status" NOT IN ('possible', 'same', 'different') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'person_id' THEN 'person' WHEN 'other_id' THEN 'other' ELSE k END, was->(CASE k WHEN 'person_id' THEN 'person' WHEN 'other_id' THEN 'other' ELSE k END), new->(CASE k WHEN 'person_id' THEN 'person' WHEN 'other_id' THEN 'other' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_person_match(cur) was, form_person_match(want) new
    WHERE was->(CASE k WHEN 'person_id' THEN 'person' WHEN 'other_id' THEN 'other' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'person_id' THEN 'person' WHEN 'other_id' THEN 'other' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_person_match(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "person_match" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "person_id", "other_id", "status", "reason", "moved")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), w."person_id", w."other_id", w."status", w."reason", w."moved"
        FROM jsonb_populate_record(NULL::"person_match", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "person_match" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("person_id", "other_id", "status", "reason", "moved", "deleted") =
        (SELECT w."person_id", w."other_id", w."status", w."reason", w."moved", w.deleted FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_managing_authority(t "managing_authority") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'name', (t)."name",
        'name_key', (t)."name_key",
        'cqc_location', (t)."cqc_location",
        'setting', (t)."setting",
        'run_by_council', (t)."run_by_council"::integer,
        'postcode', (t)."postcode",
        'provider', (t)."provider",
        'phone', (t)."phone",
        'email', (t)."email")
$$;

CREATE OR REPLACE FUNCTION look_managing_authority(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "managing_authority";
    want "managing_authority";
    seen "managing_authority";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['name', 'name_key', 'cqc_location', 'setting', 'run_by_council', 'postcode', 'provider', 'phone', 'email', 'deleted'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "managing_authority" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"managing_authority", v);
        want.id := (p->>'row')::uuid;
    IF want."setting" NOT IN ('care_home', 'nursing_home', 'hospital', 'other') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."setting" NOT IN ('care_home', 'nursing_home', 'hospital', 'other') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(k, was->(k), new->(k))) INTO lines
    FROM jsonb_object_keys(v) k, form_managing_authority(cur) was, form_managing_authority(want) new
    WHERE was->(k) IS DISTINCT FROM new->(k);
END $$;

CREATE OR REPLACE FUNCTION write_managing_authority(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "managing_authority" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "name_key", "cqc_location", "setting", "run_by_council", "postcode", "provider", "phone", "email")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), w."name", w."name_key", w."cqc_location", w."setting", w."run_by_council", w."postcode", w."provider", w."phone", w."email"
        FROM jsonb_populate_record(NULL::"managing_authority", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "managing_authority" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("name", "name_key", "cqc_location", "setting", "run_by_council", "postcode", "provider", "phone", "email", "deleted") =
        (SELECT w."name", w."name_key", w."cqc_location", w."setting", w."run_by_council", w."postcode", w."provider", w."phone", w."email", w.deleted FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_case(t "case") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'person', replace((t)."person_id"::text, '-', ''),
        'kind', (t)."kind",
        'team', replace((t)."team_id"::text, '-', ''),
        'ref', (t)."ref",
        'other_la', (t)."other_la"::integer)
$$;

CREATE OR REPLACE FUNCTION look_case(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "case";
    want "case";
    seen "case";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['person_id', 'kind', 'team_id', 'ref', 'other_la', 'deleted'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "case" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"case", v);
        want.id := (p->>'row')::uuid;
    IF want."kind" NOT IN ('dols', 'cp', 'cla', 'cin', 'care_leaver', 'assessment', 's47', 'referral', 'private_fostering') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."kind" NOT IN ('dols', 'cp', 'cla', 'cin', 'care_leaver', 'assessment', 's47', 'referral', 'private_fostering') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'person_id' THEN 'person' WHEN 'team_id' THEN 'team' ELSE k END, was->(CASE k WHEN 'person_id' THEN 'person' WHEN 'team_id' THEN 'team' ELSE k END), new->(CASE k WHEN 'person_id' THEN 'person' WHEN 'team_id' THEN 'team' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_case(cur) was, form_case(want) new
    WHERE was->(CASE k WHEN 'person_id' THEN 'person' WHEN 'team_id' THEN 'team' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'person_id' THEN 'person' WHEN 'team_id' THEN 'team' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_case(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "case" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "person_id", "kind", "team_id", "ref", "other_la")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), w."person_id", w."kind", w."team_id", w."ref", w."other_la"
        FROM jsonb_populate_record(NULL::"case", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "case" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("person_id", "kind", "team_id", "ref", "other_la", "deleted") =
        (SELECT w."person_id", w."kind", w."team_id", w."ref", w."other_la", w.deleted FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_event(t "event") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'kind', (t)."kind",
        'on', (t)."on" - DATE '1970-01-01',
        'worker', replace((t)."worker_id"::text, '-', ''),
        'seen', (t)."seen"::integer,
        'alone', (t)."alone"::integer,
        'outcome', (t)."outcome",
        'joint', (t)."joint",
        'detail', (t)."detail")
$$;

CREATE OR REPLACE FUNCTION look_event(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "event";
    want "event";
    seen "event";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'kind', 'on', 'worker_id', 'seen', 'alone', 'outcome', 'joint', 'detail', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "event" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"event", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."kind" NOT IN ('started', 'ended', 'visit', 'virtual_contact', 'supervision', 'review', 'icpc', 'core_group', 'strategy_discussion', 'assessment_authorised', 'referral_decision', 'health_assessment', 'dental_check', 'sdq', 'pep', 'care_plan', 'iro_visit', 'needs_assessment', 'pathway_review', 'contact', 'accommodation_started', 'return_interview', 'found', 'form3_returned', 'form4_returned', 'sent_to_signatory', 'signed_off', 'unauthorised_check_done', 'authorisation_copy_sent', 'assessor_visited', 'report_queried', 'screened') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."kind" NOT IN ('started', 'ended', 'visit', 'virtual_contact', 'supervision', 'review', 'icpc', 'core_group', 'strategy_discussion', 'assessment_authorised', 'referral_decision', 'health_assessment', 'dental_check', 'sdq', 'pep', 'care_plan', 'iro_visit', 'needs_assessment', 'pathway_review', 'contact', 'accommodation_started', 'return_interview', 'found', 'form3_returned', 'form4_returned', 'sent_to_signatory', 'signed_off', 'unauthorised_check_done', 'authorisation_copy_sent', 'assessor_visited', 'report_queried', 'screened') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_event(cur) was, form_event(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_event(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "event" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "on", "worker_id", "seen", "alone", "outcome", "joint", "detail")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."kind", w."on", w."worker_id", w."seen", w."alone", w."outcome", w."joint", w."detail"
        FROM jsonb_populate_record(NULL::"event", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "event" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "kind", "on", "worker_id", "seen", "alone", "outcome", "joint", "detail", "deleted", "superseded_at") =
        (SELECT w."case_id", w."kind", w."on", w."worker_id", w."seen", w."alone", w."outcome", w."joint", w."detail", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_allocation(t "allocation") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'role', (t)."role",
        'worker', replace((t)."worker_id"::text, '-', ''),
        'named', (t)."named",
        'team', replace((t)."team_id"::text, '-', ''),
        'on', (t)."on" - DATE '1970-01-01',
        'due_back_on', (t)."due_back_on" - DATE '1970-01-01',
        'ended_on', (t)."ended_on" - DATE '1970-01-01',
        'reason', (t)."reason",
        'reason_code', (t)."reason_code")
$$;

CREATE OR REPLACE FUNCTION look_allocation(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "allocation";
    want "allocation";
    seen "allocation";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'role', 'worker_id', 'named', 'team_id', 'on', 'due_back_on', 'ended_on', 'reason', 'reason_code', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "allocation" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"allocation", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."role" NOT IN ('worker', 'bia', 'mha', 'pa', 'iro', 'secondary') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    cases := ARRAY[cur.case_id, want.case_id];
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."role" NOT IN ('worker', 'bia', 'mha', 'pa', 'iro', 'secondary') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    cases := ARRAY[cur.case_id, want.case_id];
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' WHEN 'team_id' THEN 'team' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' WHEN 'team_id' THEN 'team' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' WHEN 'team_id' THEN 'team' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_allocation(cur) was, form_allocation(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' WHEN 'team_id' THEN 'team' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' WHEN 'team_id' THEN 'team' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_allocation(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "allocation" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "role", "worker_id", "named", "team_id", "on", "due_back_on", "ended_on", "reason", "reason_code")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."role", w."worker_id", w."named", w."team_id", w."on", w."due_back_on", w."ended_on", w."reason", w."reason_code"
        FROM jsonb_populate_record(NULL::"allocation", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "allocation" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "role", "worker_id", "named", "team_id", "on", "due_back_on", "ended_on", "reason", "reason_code", "deleted", "superseded_at") =
        (SELECT w."case_id", w."role", w."worker_id", w."named", w."team_id", w."on", w."due_back_on", w."ended_on", w."reason", w."reason_code", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_dols_request(t "dols_request") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'form', (t)."form",
        'managing_authority', replace((t)."managing_authority_id"::text, '-', ''),
        'priority', (t)."priority",
        'objecting', (t)."objecting"::integer,
        'urgent', (t)."urgent"::integer,
        'still_there', (t)."still_there"::integer,
        'received_at', (t)."received_at")
$$;

CREATE OR REPLACE FUNCTION look_dols_request(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "dols_request";
    want "dols_request";
    seen "dols_request";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'form', 'managing_authority_id', 'priority', 'objecting', 'urgent', 'still_there', 'received_at', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "dols_request" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"dols_request", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."form" NOT IN ('form1', 'form2', 'third_party', 'court') OR want."priority" NOT IN ('high', 'medium', 'low') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."form" NOT IN ('form1', 'form2', 'third_party', 'court') OR want."priority" NOT IN ('high', 'medium', 'low') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' WHEN 'managing_authority_id' THEN 'managing_authority' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'managing_authority_id' THEN 'managing_authority' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'managing_authority_id' THEN 'managing_authority' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_dols_request(cur) was, form_dols_request(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'managing_authority_id' THEN 'managing_authority' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'managing_authority_id' THEN 'managing_authority' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_dols_request(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "dols_request" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "form", "managing_authority_id", "priority", "objecting", "urgent", "still_there", "received_at")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."form", w."managing_authority_id", w."priority", w."objecting", w."urgent", w."still_there", w."received_at"
        FROM jsonb_populate_record(NULL::"dols_request", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "dols_request" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "form", "managing_authority_id", "priority", "objecting", "urgent", "still_there", "received_at", "deleted", "superseded_at") =
        (SELECT w."case_id", w."form", w."managing_authority_id", w."priority", w."objecting", w."urgent", w."still_there", w."received_at", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_urgent_authorisation(t "urgent_authorisation") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'given_on', (t)."given_on" - DATE '1970-01-01',
        'stated_end', (t)."stated_end" - DATE '1970-01-01',
        'extension_requested_on', (t)."extension_requested_on" - DATE '1970-01-01',
        'extension_decided_on', (t)."extension_decided_on" - DATE '1970-01-01',
        'extension_days', (t)."extension_days",
        'ended_on', (t)."ended_on" - DATE '1970-01-01',
        'confirmed', (t)."confirmed"::integer)
$$;

CREATE OR REPLACE FUNCTION look_urgent_authorisation(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "urgent_authorisation";
    want "urgent_authorisation";
    seen "urgent_authorisation";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'given_on', 'stated_end', 'extension_requested_on', 'extension_decided_on', 'extension_days', 'ended_on', 'confirmed', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "urgent_authorisation" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"urgent_authorisation", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_urgent_authorisation(cur) was, form_urgent_authorisation(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_urgent_authorisation(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "urgent_authorisation" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "given_on", "stated_end", "extension_requested_on", "extension_decided_on", "extension_days", "ended_on", "confirmed")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."given_on", w."stated_end", w."extension_requested_on", w."extension_decided_on", w."extension_days", w."ended_on", w."confirmed"
        FROM jsonb_populate_record(NULL::"urgent_authorisation", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "urgent_authorisation" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "given_on", "stated_end", "extension_requested_on", "extension_decided_on", "extension_days", "ended_on", "confirmed", "deleted", "superseded_at") =
        (SELECT w."case_id", w."given_on", w."stated_end", w."extension_requested_on", w."extension_decided_on", w."extension_days", w."ended_on", w."confirmed", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_authorisation(t "authorisation") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'starts_on', (t)."starts_on" - DATE '1970-01-01',
        'ends_on', (t)."ends_on" - DATE '1970-01-01',
        'ended_on', (t)."ended_on" - DATE '1970-01-01',
        'end_reason', (t)."end_reason",
        'form9_sent_on', (t)."form9_sent_on" - DATE '1970-01-01',
        'conditions', (t)."conditions")
$$;

CREATE OR REPLACE FUNCTION look_authorisation(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "authorisation";
    want "authorisation";
    seen "authorisation";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'starts_on', 'ends_on', 'ended_on', 'end_reason', 'form9_sent_on', 'conditions', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "authorisation" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"authorisation", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_authorisation(cur) was, form_authorisation(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_authorisation(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "authorisation" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "starts_on", "ends_on", "ended_on", "end_reason", "form9_sent_on", "conditions")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."starts_on", w."ends_on", w."ended_on", w."end_reason", w."form9_sent_on", w."conditions"
        FROM jsonb_populate_record(NULL::"authorisation", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "authorisation" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "starts_on", "ends_on", "ended_on", "end_reason", "form9_sent_on", "conditions", "deleted", "superseded_at") =
        (SELECT w."case_id", w."starts_on", w."ends_on", w."ended_on", w."end_reason", w."form9_sent_on", w."conditions", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_suspension(t "suspension") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'notice_on', (t)."notice_on" - DATE '1970-01-01',
        'reason', (t)."reason",
        'resumed_on', (t)."resumed_on" - DATE '1970-01-01')
$$;

CREATE OR REPLACE FUNCTION look_suspension(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "suspension";
    want "suspension";
    seen "suspension";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'notice_on', 'reason', 'resumed_on', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "suspension" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"suspension", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_suspension(cur) was, form_suspension(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_suspension(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "suspension" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "notice_on", "reason", "resumed_on")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."notice_on", w."reason", w."resumed_on"
        FROM jsonb_populate_record(NULL::"suspension", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "suspension" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "notice_on", "reason", "resumed_on", "deleted", "superseded_at") =
        (SELECT w."case_id", w."notice_on", w."reason", w."resumed_on", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_equivalent_assessment(t "equivalent_assessment") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'assessment', (t)."assessment",
        'carried_out_on', (t)."carried_out_on" - DATE '1970-01-01')
$$;

CREATE OR REPLACE FUNCTION look_equivalent_assessment(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "equivalent_assessment";
    want "equivalent_assessment";
    seen "equivalent_assessment";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'assessment', 'carried_out_on', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "equivalent_assessment" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"equivalent_assessment", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_equivalent_assessment(cur) was, form_equivalent_assessment(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_equivalent_assessment(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "equivalent_assessment" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "assessment", "carried_out_on")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."assessment", w."carried_out_on"
        FROM jsonb_populate_record(NULL::"equivalent_assessment", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "equivalent_assessment" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "assessment", "carried_out_on", "deleted", "superseded_at") =
        (SELECT w."case_id", w."assessment", w."carried_out_on", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_placement(t "placement") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'starts_on', (t)."starts_on" - DATE '1970-01-01',
        'ends_on', (t)."ends_on" - DATE '1970-01-01',
        'code', (t)."code",
        'legal_status', (t)."legal_status",
        'to_18', (t)."to_18"::integer,
        'basis', (t)."basis",
        'order_on', (t)."order_on" - DATE '1970-01-01')
$$;

CREATE OR REPLACE FUNCTION look_placement(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "placement";
    want "placement";
    seen "placement";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'starts_on', 'ends_on', 'code', 'legal_status', 'to_18', 'basis', 'order_on', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "placement" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"placement", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."basis" NOT IN ('reg19', 'reg24', 'ico_home', 'co_home', 'short_break') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."basis" NOT IN ('reg19', 'reg24', 'ico_home', 'co_home', 'short_break') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_placement(cur) was, form_placement(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_placement(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "placement" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "starts_on", "ends_on", "code", "legal_status", "to_18", "basis", "order_on")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."starts_on", w."ends_on", w."code", w."legal_status", w."to_18", w."basis", w."order_on"
        FROM jsonb_populate_record(NULL::"placement", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "placement" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "starts_on", "ends_on", "code", "legal_status", "to_18", "basis", "order_on", "deleted", "superseded_at") =
        (SELECT w."case_id", w."starts_on", w."ends_on", w."code", w."legal_status", w."to_18", w."basis", w."order_on", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_agreed_frequency(t "agreed_frequency") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'interval', (t)."interval",
        'effective_from', (t)."effective_from" - DATE '1970-01-01',
        'agreed_on', (t)."agreed_on" - DATE '1970-01-01',
        'agreed_by', (t)."agreed_by",
        'panel_ref', (t)."panel_ref",
        'child_agrees', (t)."child_agrees"::integer,
        'carer_agrees', (t)."carer_agrees"::integer,
        'worker_agrees', (t)."worker_agrees"::integer,
        'iro_agrees', (t)."iro_agrees"::integer,
        'panel_on', (t)."panel_on" - DATE '1970-01-01',
        'panel_decision', (t)."panel_decision",
        'review_by', (t)."review_by" - DATE '1970-01-01',
        'ended_on', (t)."ended_on" - DATE '1970-01-01',
        'ended_reason', (t)."ended_reason")
$$;

CREATE OR REPLACE FUNCTION look_agreed_frequency(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "agreed_frequency";
    want "agreed_frequency";
    seen "agreed_frequency";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'interval', 'effective_from', 'agreed_on', 'agreed_by', 'panel_ref', 'child_agrees', 'carer_agrees', 'worker_agrees', 'iro_agrees', 'panel_on', 'panel_decision', 'review_by', 'ended_on', 'ended_reason', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "agreed_frequency" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"agreed_frequency", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."interval" NOT IN ('6w', '3m', '6m') OR want."panel_decision" NOT IN ('agreed', 'refused', 'deferred') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."interval" NOT IN ('6w', '3m', '6m') OR want."panel_decision" NOT IN ('agreed', 'refused', 'deferred') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_agreed_frequency(cur) was, form_agreed_frequency(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_agreed_frequency(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "agreed_frequency" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "interval", "effective_from", "agreed_on", "agreed_by", "panel_ref", "child_agrees", "carer_agrees", "worker_agrees", "iro_agrees", "panel_on", "panel_decision", "review_by", "ended_on", "ended_reason")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."interval", w."effective_from", w."agreed_on", w."agreed_by", w."panel_ref", w."child_agrees", w."carer_agrees", w."worker_agrees", w."iro_agrees", w."panel_on", w."panel_decision", w."review_by", w."ended_on", w."ended_reason"
        FROM jsonb_populate_record(NULL::"agreed_frequency", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "agreed_frequency" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "interval", "effective_from", "agreed_on", "agreed_by", "panel_ref", "child_agrees", "carer_agrees", "worker_agrees", "iro_agrees", "panel_on", "panel_decision", "review_by", "ended_on", "ended_reason", "deleted", "superseded_at") =
        (SELECT w."case_id", w."interval", w."effective_from", w."agreed_on", w."agreed_by", w."panel_ref", w."child_agrees", w."carer_agrees", w."worker_agrees", w."iro_agrees", w."panel_on", w."panel_decision", w."review_by", w."ended_on", w."ended_reason", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_planned(t "planned") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'kind', (t)."kind",
        'on', (t)."on" - DATE '1970-01-01',
        'worker', replace((t)."worker_id"::text, '-', ''),
        'reason', (t)."reason")
$$;

CREATE OR REPLACE FUNCTION look_planned(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "planned";
    want "planned";
    seen "planned";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'kind', 'on', 'worker_id', 'reason', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "planned" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"planned", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."kind" NOT IN ('visit', 'supervision', 'review') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."kind" NOT IN ('visit', 'supervision', 'review') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_planned(cur) was, form_planned(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_planned(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "planned" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "on", "worker_id", "reason")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."kind", w."on", w."worker_id", w."reason"
        FROM jsonb_populate_record(NULL::"planned", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "planned" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "kind", "on", "worker_id", "reason", "deleted", "superseded_at") =
        (SELECT w."case_id", w."kind", w."on", w."worker_id", w."reason", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_note(t "note") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'kind', (t)."kind",
        'on', (t)."on" - DATE '1970-01-01',
        'chase_next_on', (t)."chase_next_on" - DATE '1970-01-01',
        'text', (t)."text")
$$;

CREATE OR REPLACE FUNCTION look_note(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "note";
    want "note";
    seen "note";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'kind', 'on', 'chase_next_on', 'text', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "note" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"note", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."kind" NOT IN ('note', 'chase', 'comment') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."kind" NOT IN ('note', 'chase', 'comment') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_note(cur) was, form_note(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_note(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "note" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "on", "chase_next_on", "text")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."kind", w."on", w."chase_next_on", w."text"
        FROM jsonb_populate_record(NULL::"note", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "note" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "kind", "on", "chase_next_on", "text", "deleted", "superseded_at") =
        (SELECT w."case_id", w."kind", w."on", w."chase_next_on", w."text", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_absence(t "absence") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'worker', replace((t)."worker_id"::text, '-', ''),
        'starts_on', (t)."starts_on" - DATE '1970-01-01',
        'ends_on', (t)."ends_on" - DATE '1970-01-01',
        'reason', (t)."reason",
        'cover', replace((t)."cover_id"::text, '-', ''))
$$;

CREATE OR REPLACE FUNCTION look_absence(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "absence";
    want "absence";
    seen "absence";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['worker_id', 'starts_on', 'ends_on', 'reason', 'cover_id', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "absence" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"absence", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'cover_id' THEN 'cover' ELSE k END, was->(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'cover_id' THEN 'cover' ELSE k END), new->(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'cover_id' THEN 'cover' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_absence(cur) was, form_absence(want) new
    WHERE was->(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'cover_id' THEN 'cover' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'cover_id' THEN 'cover' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_absence(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "absence" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "worker_id", "starts_on", "ends_on", "reason", "cover_id")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."worker_id", w."starts_on", w."ends_on", w."reason", w."cover_id"
        FROM jsonb_populate_record(NULL::"absence", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "absence" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("worker_id", "starts_on", "ends_on", "reason", "cover_id", "deleted", "superseded_at") =
        (SELECT w."worker_id", w."starts_on", w."ends_on", w."reason", w."cover_id", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_timescale_override(t "timescale_override") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'rule', (t)."rule",
        'field', (t)."field",
        'value', (t)."value",
        'valid_from', (t)."valid_from" - DATE '1970-01-01',
        'valid_to', (t)."valid_to" - DATE '1970-01-01',
        'reason', (t)."reason")
$$;

CREATE OR REPLACE FUNCTION look_timescale_override(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "timescale_override";
    want "timescale_override";
    seen "timescale_override";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['rule', 'field', 'value', 'valid_from', 'valid_to', 'reason', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "timescale_override" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"timescale_override", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(k, was->(k), new->(k))) INTO lines
    FROM jsonb_object_keys(v) k, form_timescale_override(cur) was, form_timescale_override(want) new
    WHERE was->(k) IS DISTINCT FROM new->(k);
END $$;

CREATE OR REPLACE FUNCTION write_timescale_override(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "timescale_override" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "rule", "field", "value", "valid_from", "valid_to", "reason")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."rule", w."field", w."value", w."valid_from", w."valid_to", w."reason"
        FROM jsonb_populate_record(NULL::"timescale_override", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "timescale_override" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("rule", "field", "value", "valid_from", "valid_to", "reason", "deleted", "superseded_at") =
        (SELECT w."rule", w."field", w."value", w."valid_from", w."valid_to", w."reason", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_setting(t "setting") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'key', (t)."key",
        'value', (t)."value")
$$;

CREATE OR REPLACE FUNCTION look_setting(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "setting";
    want "setting";
    seen "setting";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['key', 'value', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "setting" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"setting", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(k, was->(k), new->(k))) INTO lines
    FROM jsonb_object_keys(v) k, form_setting(cur) was, form_setting(want) new
    WHERE was->(k) IS DISTINCT FROM new->(k);
END $$;

CREATE OR REPLACE FUNCTION write_setting(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "setting" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "key", "value")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."key", w."value"
        FROM jsonb_populate_record(NULL::"setting", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "setting" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("key", "value", "deleted", "superseded_at") =
        (SELECT w."key", w."value", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_closure_day(t "closure_day") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'on', (t)."on" - DATE '1970-01-01',
        'name', (t)."name",
        'kind', (t)."kind")
$$;

CREATE OR REPLACE FUNCTION look_closure_day(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "closure_day";
    want "closure_day";
    seen "closure_day";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['on', 'name', 'kind', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "closure_day" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"closure_day", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."kind" NOT IN ('closure', 'bank_holiday') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."kind" NOT IN ('closure', 'bank_holiday') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(k, was->(k), new->(k))) INTO lines
    FROM jsonb_object_keys(v) k, form_closure_day(cur) was, form_closure_day(want) new
    WHERE was->(k) IS DISTINCT FROM new->(k);
END $$;

CREATE OR REPLACE FUNCTION write_closure_day(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "closure_day" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "on", "name", "kind")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."on", w."name", w."kind"
        FROM jsonb_populate_record(NULL::"closure_day", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "closure_day" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("on", "name", "kind", "deleted", "superseded_at") =
        (SELECT w."on", w."name", w."kind", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_import_batch(t "import_batch") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'file', (t)."file",
        'sha256', (t)."sha256",
        'layout', (t)."layout",
        'as_at', (t)."as_at" - DATE '1970-01-01',
        'counts', (t)."counts",
        'state', (t)."state")
$$;

CREATE OR REPLACE FUNCTION look_import_batch(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "import_batch";
    want "import_batch";
    seen "import_batch";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['file', 'sha256', 'layout', 'as_at', 'counts', 'state', 'deleted'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "import_batch" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"import_batch", v);
        want.id := (p->>'row')::uuid;
    IF want."state" NOT IN ('applied', 'undone') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."state" NOT IN ('applied', 'undone') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(k, was->(k), new->(k))) INTO lines
    FROM jsonb_object_keys(v) k, form_import_batch(cur) was, form_import_batch(want) new
    WHERE was->(k) IS DISTINCT FROM new->(k);
END $$;

CREATE OR REPLACE FUNCTION write_import_batch(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "import_batch" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "file", "sha256", "layout", "as_at", "counts", "state")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), w."file", w."sha256", w."layout", w."as_at", w."counts", w."state"
        FROM jsonb_populate_record(NULL::"import_batch", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "import_batch" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("file", "sha256", "layout", "as_at", "counts", "state", "deleted") =
        (SELECT w."file", w."sha256", w."layout", w."as_at", w."counts", w."state", w.deleted FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_import_issue(t "import_issue") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'batch', replace((t)."batch_id"::text, '-', ''),
        'level', (t)."level",
        'sheet', (t)."sheet",
        'row', (t)."row",
        'column', (t)."column",
        'value', (t)."value",
        'reason', (t)."reason",
        'case', replace((t)."case_id"::text, '-', ''),
        'person', replace((t)."person_id"::text, '-', ''),
        'state', (t)."state",
        'proposal', (t)."proposal")
$$;

CREATE OR REPLACE FUNCTION look_import_issue(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "import_issue";
    want "import_issue";
    seen "import_issue";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['batch_id', 'level', 'sheet', 'row', 'column', 'value', 'reason', 'case_id', 'person_id', 'state', 'proposal', 'deleted'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "import_issue" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"import_issue", v);
        want.id := (p->>'row')::uuid;
    IF want."level" NOT IN ('rejected', 'exception', 'conflict', 'changed', 'possible_match', 'gone') OR want."state" NOT IN ('open', 'confirmed', 'dismissed') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."level" NOT IN ('rejected', 'exception', 'conflict', 'changed', 'possible_match', 'gone') OR want."state" NOT IN ('open', 'confirmed', 'dismissed') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'batch_id' THEN 'batch' WHEN 'case_id' THEN 'case' WHEN 'person_id' THEN 'person' ELSE k END, was->(CASE k WHEN 'batch_id' THEN 'batch' WHEN 'case_id' THEN 'case' WHEN 'person_id' THEN 'person' ELSE k END), new->(CASE k WHEN 'batch_id' THEN 'batch' WHEN 'case_id' THEN 'case' WHEN 'person_id' THEN 'person' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_import_issue(cur) was, form_import_issue(want) new
    WHERE was->(CASE k WHEN 'batch_id' THEN 'batch' WHEN 'case_id' THEN 'case' WHEN 'person_id' THEN 'person' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'batch_id' THEN 'batch' WHEN 'case_id' THEN 'case' WHEN 'person_id' THEN 'person' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_import_issue(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "import_issue" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "batch_id", "level", "sheet", "row", "column", "value", "reason", "case_id", "person_id", "state", "proposal")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), w."batch_id", w."level", w."sheet", w."row", w."column", w."value", w."reason", w."case_id", w."person_id", w."state", w."proposal"
        FROM jsonb_populate_record(NULL::"import_issue", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "import_issue" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("batch_id", "level", "sheet", "row", "column", "value", "reason", "case_id", "person_id", "state", "proposal", "deleted") =
        (SELECT w."batch_id", w."level", w."sheet", w."row", w."column", w."value", w."reason", w."case_id", w."person_id", w."state", w."proposal", w.deleted FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_assessor(t "assessor") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'worker', replace((t)."worker_id"::text, '-', ''),
        'profession', (t)."profession",
        'registration', (t)."registration",
        'registration_ends', (t)."registration_ends" - DATE '1970-01-01',
        'suspended', (t)."suspended"::integer,
        'first_registered_on', (t)."first_registered_on" - DATE '1970-01-01',
        'qualified_on', (t)."qualified_on" - DATE '1970-01-01',
        'course', (t)."course",
        'refreshed_on', (t)."refreshed_on" - DATE '1970-01-01',
        'insurance', (t)."insurance",
        'insured_until', (t)."insured_until" - DATE '1970-01-01',
        'dbs_on', (t)."dbs_on" - DATE '1970-01-01',
        'dbs_kind', (t)."dbs_kind",
        's12_ends', (t)."s12_ends" - DATE '1970-01-01',
        'three_years', (t)."three_years"::integer,
        'dols_trained_on', (t)."dols_trained_on" - DATE '1970-01-01',
        'employer', (t)."employer",
        'skills', (t)."skills",
        'languages', (t)."languages",
        'areas', (t)."areas",
        'quota', (t)."quota",
        'at_once', (t)."at_once",
        'fee_pence', (t)."fee_pence")
$$;

CREATE OR REPLACE FUNCTION look_assessor(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "assessor";
    want "assessor";
    seen "assessor";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['worker_id', 'profession', 'registration', 'registration_ends', 'suspended', 'first_registered_on', 'qualified_on', 'course', 'refreshed_on', 'insurance', 'insured_until', 'dbs_on', 'dbs_kind', 's12_ends', 'three_years', 'dols_trained_on', 'employer', 'skills', 'languages', 'areas', 'quota', 'at_once', 'fee_pence', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "assessor" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"assessor", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."profession" NOT IN ('amhp', 'social_worker', 'nurse', 'occupational_therapist', 'psychologist', 'doctor') OR want."insurance" NOT IN ('employer', 'own') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."profession" NOT IN ('amhp', 'social_worker', 'nurse', 'occupational_therapist', 'psychologist', 'doctor') OR want."insurance" NOT IN ('employer', 'own') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'worker_id' THEN 'worker' ELSE k END, was->(CASE k WHEN 'worker_id' THEN 'worker' ELSE k END), new->(CASE k WHEN 'worker_id' THEN 'worker' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_assessor(cur) was, form_assessor(want) new
    WHERE was->(CASE k WHEN 'worker_id' THEN 'worker' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'worker_id' THEN 'worker' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_assessor(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "assessor" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "worker_id", "profession", "registration", "registration_ends", "suspended", "first_registered_on", "qualified_on", "course", "refreshed_on", "insurance", "insured_until", "dbs_on", "dbs_kind", "s12_ends", "three_years", "dols_trained_on", "employer", "skills", "languages", "areas", "quota", "at_once", "fee_pence")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."worker_id", w."profession", w."registration", w."registration_ends", w."suspended", w."first_registered_on", w."qualified_on", w."course", w."refreshed_on", w."insurance", w."insured_until", w."dbs_on", w."dbs_kind", w."s12_ends", w."three_years", w."dols_trained_on", w."employer", w."skills", w."languages", w."areas", w."quota", w."at_once", w."fee_pence"
        FROM jsonb_populate_record(NULL::"assessor", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "assessor" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("worker_id", "profession", "registration", "registration_ends", "suspended", "first_registered_on", "qualified_on", "course", "refreshed_on", "insurance", "insured_until", "dbs_on", "dbs_kind", "s12_ends", "three_years", "dols_trained_on", "employer", "skills", "languages", "areas", "quota", "at_once", "fee_pence", "deleted", "superseded_at") =
        (SELECT w."worker_id", w."profession", w."registration", w."registration_ends", w."suspended", w."first_registered_on", w."qualified_on", w."course", w."refreshed_on", w."insurance", w."insured_until", w."dbs_on", w."dbs_kind", w."s12_ends", w."three_years", w."dols_trained_on", w."employer", w."skills", w."languages", w."areas", w."quota", w."at_once", w."fee_pence", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_posting(t "posting") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'worker', replace((t)."worker_id"::text, '-', ''),
        'team', replace((t)."team_id"::text, '-', ''),
        'manager', replace((t)."manager_id"::text, '-', ''),
        'starts_on', (t)."starts_on" - DATE '1970-01-01',
        'ends_on', (t)."ends_on" - DATE '1970-01-01')
$$;

CREATE OR REPLACE FUNCTION look_posting(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "posting";
    want "posting";
    seen "posting";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['worker_id', 'team_id', 'manager_id', 'starts_on', 'ends_on', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "posting" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"posting", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'team_id' THEN 'team' WHEN 'manager_id' THEN 'manager' ELSE k END, was->(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'team_id' THEN 'team' WHEN 'manager_id' THEN 'manager' ELSE k END), new->(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'team_id' THEN 'team' WHEN 'manager_id' THEN 'manager' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_posting(cur) was, form_posting(want) new
    WHERE was->(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'team_id' THEN 'team' WHEN 'manager_id' THEN 'manager' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'team_id' THEN 'team' WHEN 'manager_id' THEN 'manager' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_posting(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "posting" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "worker_id", "team_id", "manager_id", "starts_on", "ends_on")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."worker_id", w."team_id", w."manager_id", w."starts_on", w."ends_on"
        FROM jsonb_populate_record(NULL::"posting", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "posting" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("worker_id", "team_id", "manager_id", "starts_on", "ends_on", "deleted", "superseded_at") =
        (SELECT w."worker_id", w."team_id", w."manager_id", w."starts_on", w."ends_on", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_interest(t "interest") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'worker', replace((t)."worker_id"::text, '-', ''),
        'managing_authority', replace((t)."managing_authority_id"::text, '-', ''),
        'provider', (t)."provider",
        'kind', (t)."kind",
        'detail', (t)."detail",
        'starts_on', (t)."starts_on" - DATE '1970-01-01',
        'ends_on', (t)."ends_on" - DATE '1970-01-01')
$$;

CREATE OR REPLACE FUNCTION look_interest(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "interest";
    want "interest";
    seen "interest";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['worker_id', 'managing_authority_id', 'provider', 'kind', 'detail', 'starts_on', 'ends_on', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "interest" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"interest", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."kind" NOT IN ('financial', 'relative', 'employment', 'other') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."kind" NOT IN ('financial', 'relative', 'employment', 'other') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'managing_authority_id' THEN 'managing_authority' ELSE k END, was->(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'managing_authority_id' THEN 'managing_authority' ELSE k END), new->(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'managing_authority_id' THEN 'managing_authority' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_interest(cur) was, form_interest(want) new
    WHERE was->(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'managing_authority_id' THEN 'managing_authority' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'managing_authority_id' THEN 'managing_authority' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_interest(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "interest" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "worker_id", "managing_authority_id", "provider", "kind", "detail", "starts_on", "ends_on")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."worker_id", w."managing_authority_id", w."provider", w."kind", w."detail", w."starts_on", w."ends_on"
        FROM jsonb_populate_record(NULL::"interest", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "interest" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("worker_id", "managing_authority_id", "provider", "kind", "detail", "starts_on", "ends_on", "deleted", "superseded_at") =
        (SELECT w."worker_id", w."managing_authority_id", w."provider", w."kind", w."detail", w."starts_on", w."ends_on", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_offer(t "offer") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'role', (t)."role",
        'worker', replace((t)."worker_id"::text, '-', ''),
        'on', (t)."on" - DATE '1970-01-01',
        'due_back_on', (t)."due_back_on" - DATE '1970-01-01',
        'answer', (t)."answer",
        'answered_on', (t)."answered_on" - DATE '1970-01-01',
        'reason', (t)."reason")
$$;

CREATE OR REPLACE FUNCTION look_offer(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "offer";
    want "offer";
    seen "offer";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'role', 'worker_id', 'on', 'due_back_on', 'answer', 'answered_on', 'reason', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "offer" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"offer", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."role" NOT IN ('bia', 'mha') OR want."answer" NOT IN ('accepted', 'declined', 'withdrawn') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."role" NOT IN ('bia', 'mha') OR want."answer" NOT IN ('accepted', 'declined', 'withdrawn') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_offer(cur) was, form_offer(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_offer(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "offer" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "role", "worker_id", "on", "due_back_on", "answer", "answered_on", "reason")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."role", w."worker_id", w."on", w."due_back_on", w."answer", w."answered_on", w."reason"
        FROM jsonb_populate_record(NULL::"offer", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "offer" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "role", "worker_id", "on", "due_back_on", "answer", "answered_on", "reason", "deleted", "superseded_at") =
        (SELECT w."case_id", w."role", w."worker_id", w."on", w."due_back_on", w."answer", w."answered_on", w."reason", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_assessor_choice(t "assessor_choice") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'role', (t)."role",
        'worker', replace((t)."worker_id"::text, '-', ''),
        'on', (t)."on" - DATE '1970-01-01',
        'checks', (t)."checks",
        'reason', (t)."reason",
        'place', (t)."place",
        'declared', (t)."declared"::integer,
        'declaration', (t)."declaration")
$$;

CREATE OR REPLACE FUNCTION look_assessor_choice(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "assessor_choice";
    want "assessor_choice";
    seen "assessor_choice";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'role', 'worker_id', 'on', 'checks', 'reason', 'place', 'declared', 'declaration', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "assessor_choice" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"assessor_choice", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."role" NOT IN ('bia', 'mha') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."role" NOT IN ('bia', 'mha') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_assessor_choice(cur) was, form_assessor_choice(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_assessor_choice(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "assessor_choice" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "role", "worker_id", "on", "checks", "reason", "place", "declared", "declaration")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."role", w."worker_id", w."on", w."checks", w."reason", w."place", w."declared", w."declaration"
        FROM jsonb_populate_record(NULL::"assessor_choice", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "assessor_choice" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "role", "worker_id", "on", "checks", "reason", "place", "declared", "declaration", "deleted", "superseded_at") =
        (SELECT w."case_id", w."role", w."worker_id", w."on", w."checks", w."reason", w."place", w."declared", w."declaration", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_triage(t "triage") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'on', (t)."on" - DATE '1970-01-01',
        'worker', replace((t)."worker_id"::text, '-', ''),
        'tool', (t)."tool",
        'criteria', (t)."criteria",
        'computed', (t)."computed",
        'level', (t)."level",
        'reason', (t)."reason",
        'rescreen_on', (t)."rescreen_on" - DATE '1970-01-01',
        'legal_test', (t)."legal_test")
$$;

CREATE OR REPLACE FUNCTION look_triage(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "triage";
    want "triage";
    seen "triage";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'on', 'worker_id', 'tool', 'criteria', 'computed', 'level', 'reason', 'rescreen_on', 'legal_test', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "triage" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"triage", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."computed" NOT IN ('high', 'medium', 'low') OR want."level" NOT IN ('high', 'medium', 'low') OR want."legal_test" NOT IN ('cheshire_west', 'agni') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."computed" NOT IN ('high', 'medium', 'low') OR want."level" NOT IN ('high', 'medium', 'low') OR want."legal_test" NOT IN ('cheshire_west', 'agni') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_triage(cur) was, form_triage(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_triage(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "triage" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "worker_id", "tool", "criteria", "computed", "level", "reason", "rescreen_on", "legal_test")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."on", w."worker_id", w."tool", w."criteria", w."computed", w."level", w."reason", w."rescreen_on", w."legal_test"
        FROM jsonb_populate_record(NULL::"triage", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "triage" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "on", "worker_id", "tool", "criteria", "computed", "level", "reason", "rescreen_on", "legal_test", "deleted", "superseded_at") =
        (SELECT w."case_id", w."on", w."worker_id", w."tool", w."criteria", w."computed", w."level", w."reason", w."rescreen_on", w."legal_test", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_rescreen(t "rescreen") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'asked_on', (t)."asked_on" - DATE '1970-01-01',
        'answered_on', (t)."answered_on" - DATE '1970-01-01',
        'answer', (t)."answer",
        'informant', (t)."informant")
$$;

CREATE OR REPLACE FUNCTION look_rescreen(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "rescreen";
    want "rescreen";
    seen "rescreen";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'asked_on', 'answered_on', 'answer', 'informant', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "rescreen" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"rescreen", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."answer" NOT IN ('still_wanted', 'withdrawn', 'changed') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."answer" NOT IN ('still_wanted', 'withdrawn', 'changed') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_rescreen(cur) was, form_rescreen(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_rescreen(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "rescreen" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "asked_on", "answered_on", "answer", "informant")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."asked_on", w."answered_on", w."answer", w."informant"
        FROM jsonb_populate_record(NULL::"rescreen", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "rescreen" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "asked_on", "answered_on", "answer", "informant", "deleted", "superseded_at") =
        (SELECT w."case_id", w."asked_on", w."answered_on", w."answer", w."informant", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_request_detail(t "request_detail") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'present', (t)."present",
        'route', (t)."route",
        'authority_wanted_from', (t)."authority_wanted_from" - DATE '1970-01-01',
        'purpose', (t)."purpose")
$$;

CREATE OR REPLACE FUNCTION look_request_detail(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "request_detail";
    want "request_detail";
    seen "request_detail";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'present', 'route', 'authority_wanted_from', 'purpose', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "request_detail" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"request_detail", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_request_detail(cur) was, form_request_detail(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_request_detail(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "request_detail" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "present", "route", "authority_wanted_from", "purpose")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."present", w."route", w."authority_wanted_from", w."purpose"
        FROM jsonb_populate_record(NULL::"request_detail", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "request_detail" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "present", "route", "authority_wanted_from", "purpose", "deleted", "superseded_at") =
        (SELECT w."case_id", w."present", w."route", w."authority_wanted_from", w."purpose", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_best_interests(t "best_interests") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'on', (t)."on" - DATE '1970-01-01',
        'worker', replace((t)."worker_id"::text, '-', ''),
        'mode', (t)."mode",
        'legal_test', (t)."legal_test",
        'deprived', (t)."deprived"::integer,
        'longest_until', (t)."longest_until" - DATE '1970-01-01',
        'longest_months', (t)."longest_months",
        'conditions', (t)."conditions",
        'rpr', (t)."rpr")
$$;

CREATE OR REPLACE FUNCTION look_best_interests(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "best_interests";
    want "best_interests";
    seen "best_interests";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'on', 'worker_id', 'mode', 'legal_test', 'deprived', 'longest_until', 'longest_months', 'conditions', 'rpr', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "best_interests" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"best_interests", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."mode" NOT IN ('full', 'short', 'desktop', 'equivalent') OR want."legal_test" NOT IN ('cheshire_west', 'agni') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."mode" NOT IN ('full', 'short', 'desktop', 'equivalent') OR want."legal_test" NOT IN ('cheshire_west', 'agni') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_best_interests(cur) was, form_best_interests(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_best_interests(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "best_interests" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "worker_id", "mode", "legal_test", "deprived", "longest_until", "longest_months", "conditions", "rpr")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."on", w."worker_id", w."mode", w."legal_test", w."deprived", w."longest_until", w."longest_months", w."conditions", w."rpr"
        FROM jsonb_populate_record(NULL::"best_interests", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "best_interests" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "on", "worker_id", "mode", "legal_test", "deprived", "longest_until", "longest_months", "conditions", "rpr", "deleted", "superseded_at") =
        (SELECT w."case_id", w."on", w."worker_id", w."mode", w."legal_test", w."deprived", w."longest_until", w."longest_months", w."conditions", w."rpr", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_decision(t "decision") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'kind', (t)."kind",
        'on', (t)."on" - DATE '1970-01-01',
        'signatory', replace((t)."signatory_id"::text, '-', ''),
        'code', (t)."code",
        'assessed', (t)."assessed",
        'receiving_council', (t)."receiving_council",
        'form_sent_on', (t)."form_sent_on" - DATE '1970-01-01')
$$;

CREATE OR REPLACE FUNCTION look_decision(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "decision";
    want "decision";
    seen "decision";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'kind', 'on', 'signatory_id', 'code', 'assessed', 'receiving_council', 'form_sent_on', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "decision" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"decision", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."kind" NOT IN ('granted', 'not_granted', 'closed', 'transferred') OR want."assessed" NOT IN ('fully', 'partly', 'none') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."kind" NOT IN ('granted', 'not_granted', 'closed', 'transferred') OR want."assessed" NOT IN ('fully', 'partly', 'none') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' WHEN 'signatory_id' THEN 'signatory' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'signatory_id' THEN 'signatory' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'signatory_id' THEN 'signatory' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_decision(cur) was, form_decision(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'signatory_id' THEN 'signatory' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'signatory_id' THEN 'signatory' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_decision(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "decision" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "on", "signatory_id", "code", "assessed", "receiving_council", "form_sent_on")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."kind", w."on", w."signatory_id", w."code", w."assessed", w."receiving_council", w."form_sent_on"
        FROM jsonb_populate_record(NULL::"decision", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "decision" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "kind", "on", "signatory_id", "code", "assessed", "receiving_council", "form_sent_on", "deleted", "superseded_at") =
        (SELECT w."case_id", w."kind", w."on", w."signatory_id", w."code", w."assessed", w."receiving_council", w."form_sent_on", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_representative(t "representative") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'kind', (t)."kind",
        'name', (t)."name",
        'relation', (t)."relation",
        'appointed_on', (t)."appointed_on" - DATE '1970-01-01',
        'ended_on', (t)."ended_on" - DATE '1970-01-01',
        'reason', (t)."reason")
$$;

CREATE OR REPLACE FUNCTION look_representative(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "representative";
    want "representative";
    seen "representative";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'kind', 'name', 'relation', 'appointed_on', 'ended_on', 'reason', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "representative" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"representative", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."kind" NOT IN ('unpaid', 'paid', 'none') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."kind" NOT IN ('unpaid', 'paid', 'none') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_representative(cur) was, form_representative(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_representative(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "representative" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "name", "relation", "appointed_on", "ended_on", "reason")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."kind", w."name", w."relation", w."appointed_on", w."ended_on", w."reason"
        FROM jsonb_populate_record(NULL::"representative", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "representative" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "kind", "name", "relation", "appointed_on", "ended_on", "reason", "deleted", "superseded_at") =
        (SELECT w."case_id", w."kind", w."name", w."relation", w."appointed_on", w."ended_on", w."reason", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_advocate(t "advocate") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'kind', (t)."kind",
        'provider', (t)."provider",
        'name', (t)."name",
        'instructed_on', (t)."instructed_on" - DATE '1970-01-01',
        'ended_on', (t)."ended_on" - DATE '1970-01-01')
$$;

CREATE OR REPLACE FUNCTION look_advocate(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "advocate";
    want "advocate";
    seen "advocate";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'kind', 'provider', 'name', 'instructed_on', 'ended_on', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "advocate" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"advocate", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."kind" NOT IN ('39A', '39C', '39D') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."kind" NOT IN ('39A', '39C', '39D') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_advocate(cur) was, form_advocate(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_advocate(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "advocate" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "kind", "provider", "name", "instructed_on", "ended_on")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."kind", w."provider", w."name", w."instructed_on", w."ended_on"
        FROM jsonb_populate_record(NULL::"advocate", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "advocate" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "kind", "provider", "name", "instructed_on", "ended_on", "deleted", "superseded_at") =
        (SELECT w."case_id", w."kind", w."provider", w."name", w."instructed_on", w."ended_on", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_condition(t "condition") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'text', (t)."text",
        'due_on', (t)."due_on" - DATE '1970-01-01',
        'followed_up_on', (t)."followed_up_on" - DATE '1970-01-01',
        'met', (t)."met"::integer)
$$;

CREATE OR REPLACE FUNCTION look_condition(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "condition";
    want "condition";
    seen "condition";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'text', 'due_on', 'followed_up_on', 'met', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "condition" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"condition", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_condition(cur) was, form_condition(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_condition(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "condition" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "text", "due_on", "followed_up_on", "met")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."text", w."due_on", w."followed_up_on", w."met"
        FROM jsonb_populate_record(NULL::"condition", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "condition" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "text", "due_on", "followed_up_on", "met", "deleted", "superseded_at") =
        (SELECT w."case_id", w."text", w."due_on", w."followed_up_on", w."met", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_copy_sent(t "copy_sent") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'to', (t)."to",
        'on', (t)."on" - DATE '1970-01-01')
$$;

CREATE OR REPLACE FUNCTION look_copy_sent(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "copy_sent";
    want "copy_sent";
    seen "copy_sent";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'to', 'on', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "copy_sent" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"copy_sent", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."to" NOT IN ('person', 'rpr', 'managing_authority', 'imca', 'consulted') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."to" NOT IN ('person', 'rpr', 'managing_authority', 'imca', 'consulted') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_copy_sent(cur) was, form_copy_sent(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_copy_sent(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "copy_sent" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "to", "on")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."to", w."on"
        FROM jsonb_populate_record(NULL::"copy_sent", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "copy_sent" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "to", "on", "deleted", "superseded_at") =
        (SELECT w."case_id", w."to", w."on", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_payment(t "payment") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'worker', replace((t)."worker_id"::text, '-', ''),
        'role', (t)."role",
        'fee_pence', (t)."fee_pence",
        'invoice', (t)."invoice",
        'invoiced_on', (t)."invoiced_on" - DATE '1970-01-01',
        'paid_on', (t)."paid_on" - DATE '1970-01-01')
$$;

CREATE OR REPLACE FUNCTION look_payment(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "payment";
    want "payment";
    seen "payment";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'worker_id', 'role', 'fee_pence', 'invoice', 'invoiced_on', 'paid_on', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "payment" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"payment", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."role" NOT IN ('bia', 'mha') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."role" NOT IN ('bia', 'mha') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_payment(cur) was, form_payment(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'worker_id' THEN 'worker' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_payment(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "payment" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "worker_id", "role", "fee_pence", "invoice", "invoiced_on", "paid_on")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."worker_id", w."role", w."fee_pence", w."invoice", w."invoiced_on", w."paid_on"
        FROM jsonb_populate_record(NULL::"payment", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "payment" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "worker_id", "role", "fee_pence", "invoice", "invoiced_on", "paid_on", "deleted", "superseded_at") =
        (SELECT w."case_id", w."worker_id", w."role", w."fee_pence", w."invoice", w."invoiced_on", w."paid_on", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_court_challenge(t "court_challenge") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'on', (t)."on" - DATE '1970-01-01',
        'ended_on', (t)."ended_on" - DATE '1970-01-01',
        'outcome', (t)."outcome")
$$;

CREATE OR REPLACE FUNCTION look_court_challenge(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "court_challenge";
    want "court_challenge";
    seen "court_challenge";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'on', 'ended_on', 'outcome', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "court_challenge" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"court_challenge", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_court_challenge(cur) was, form_court_challenge(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_court_challenge(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "court_challenge" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "ended_on", "outcome")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."on", w."ended_on", w."outcome"
        FROM jsonb_populate_record(NULL::"court_challenge", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "court_challenge" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "on", "ended_on", "outcome", "deleted", "superseded_at") =
        (SELECT w."case_id", w."on", w."ended_on", w."outcome", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_authorisation_review(t "authorisation_review") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'requested_on', (t)."requested_on" - DATE '1970-01-01',
        'requested_by', (t)."requested_by",
        'decided_on', (t)."decided_on" - DATE '1970-01-01',
        'outcome', (t)."outcome")
$$;

CREATE OR REPLACE FUNCTION look_authorisation_review(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "authorisation_review";
    want "authorisation_review";
    seen "authorisation_review";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'requested_on', 'requested_by', 'decided_on', 'outcome', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "authorisation_review" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"authorisation_review", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."requested_by" NOT IN ('person', 'rpr', 'managing_authority', 'supervisory_body') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."requested_by" NOT IN ('person', 'rpr', 'managing_authority', 'supervisory_body') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_authorisation_review(cur) was, form_authorisation_review(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_authorisation_review(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "authorisation_review" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "requested_on", "requested_by", "decided_on", "outcome")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."requested_on", w."requested_by", w."decided_on", w."outcome"
        FROM jsonb_populate_record(NULL::"authorisation_review", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "authorisation_review" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "requested_on", "requested_by", "decided_on", "outcome", "deleted", "superseded_at") =
        (SELECT w."case_id", w."requested_on", w."requested_by", w."decided_on", w."outcome", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_home_check(t "home_check") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'on', (t)."on" - DATE '1970-01-01',
        'answer', (t)."answer",
        'informant', (t)."informant")
$$;

CREATE OR REPLACE FUNCTION look_home_check(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "home_check";
    want "home_check";
    seen "home_check";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'on', 'answer', 'informant', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "home_check" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"home_check", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."answer" NOT IN ('there', 'died', 'moved', 'withdrawn') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."answer" NOT IN ('there', 'died', 'moved', 'withdrawn') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_home_check(cur) was, form_home_check(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_home_check(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "home_check" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "answer", "informant")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."on", w."answer", w."informant"
        FROM jsonb_populate_record(NULL::"home_check", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "home_check" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "on", "answer", "informant", "deleted", "superseded_at") =
        (SELECT w."case_id", w."on", w."answer", w."informant", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_action(t "action") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'raised_at', (t)."raised_at",
        'raised_on', (t)."raised_on" - DATE '1970-01-01',
        'text', (t)."text",
        'owner', replace((t)."owner_id"::text, '-', ''),
        'due_on', (t)."due_on" - DATE '1970-01-01',
        'done_on', (t)."done_on" - DATE '1970-01-01',
        'outcome', (t)."outcome")
$$;

CREATE OR REPLACE FUNCTION look_action(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "action";
    want "action";
    seen "action";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'raised_at', 'raised_on', 'text', 'owner_id', 'due_on', 'done_on', 'outcome', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "action" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"action", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."raised_at" NOT IN ('supervision', 'review', 'core_group', 'panel', 'visit', 'other') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."raised_at" NOT IN ('supervision', 'review', 'core_group', 'panel', 'visit', 'other') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' WHEN 'owner_id' THEN 'owner' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'owner_id' THEN 'owner' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'owner_id' THEN 'owner' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_action(cur) was, form_action(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'owner_id' THEN 'owner' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'owner_id' THEN 'owner' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_action(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "action" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "raised_at", "raised_on", "text", "owner_id", "due_on", "done_on", "outcome")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."raised_at", w."raised_on", w."text", w."owner_id", w."due_on", w."done_on", w."outcome"
        FROM jsonb_populate_record(NULL::"action", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "action" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "raised_at", "raised_on", "text", "owner_id", "due_on", "done_on", "outcome", "deleted", "superseded_at") =
        (SELECT w."case_id", w."raised_at", w."raised_on", w."text", w."owner_id", w."due_on", w."done_on", w."outcome", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_worker_supervision(t "worker_supervision") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'worker', replace((t)."worker_id"::text, '-', ''),
        'supervisor', replace((t)."supervisor_id"::text, '-', ''),
        'on', (t)."on" - DATE '1970-01-01')
$$;

CREATE OR REPLACE FUNCTION look_worker_supervision(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "worker_supervision";
    want "worker_supervision";
    seen "worker_supervision";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['worker_id', 'supervisor_id', 'on', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "worker_supervision" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"worker_supervision", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'supervisor_id' THEN 'supervisor' ELSE k END, was->(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'supervisor_id' THEN 'supervisor' ELSE k END), new->(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'supervisor_id' THEN 'supervisor' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_worker_supervision(cur) was, form_worker_supervision(want) new
    WHERE was->(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'supervisor_id' THEN 'supervisor' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'worker_id' THEN 'worker' WHEN 'supervisor_id' THEN 'supervisor' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_worker_supervision(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "worker_supervision" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "worker_id", "supervisor_id", "on")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."worker_id", w."supervisor_id", w."on"
        FROM jsonb_populate_record(NULL::"worker_supervision", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "worker_supervision" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("worker_id", "supervisor_id", "on", "deleted", "superseded_at") =
        (SELECT w."worker_id", w."supervisor_id", w."on", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_escalation(t "escalation") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'case', replace((t)."case_id"::text, '-', ''),
        'on', (t)."on" - DATE '1970-01-01',
        'to', replace((t)."to_id"::text, '-', ''),
        'reason', (t)."reason",
        'answered_on', (t)."answered_on" - DATE '1970-01-01',
        'answer', (t)."answer")
$$;

CREATE OR REPLACE FUNCTION look_escalation(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "escalation";
    want "escalation";
    seen "escalation";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['case_id', 'on', 'to_id', 'reason', 'answered_on', 'answer', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "escalation" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"escalation", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' WHEN 'to_id' THEN 'to' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'to_id' THEN 'to' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'to_id' THEN 'to' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_escalation(cur) was, form_escalation(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'to_id' THEN 'to' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'to_id' THEN 'to' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_escalation(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "escalation" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "case_id", "on", "to_id", "reason", "answered_on", "answer")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."case_id", w."on", w."to_id", w."reason", w."answered_on", w."answer"
        FROM jsonb_populate_record(NULL::"escalation", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "escalation" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("case_id", "on", "to_id", "reason", "answered_on", "answer", "deleted", "superseded_at") =
        (SELECT w."case_id", w."on", w."to_id", w."reason", w."answered_on", w."answer", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_indicator_note(t "indicator_note") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'indicator', (t)."indicator",
        'month', (t)."month",
        'kind', (t)."kind",
        'text', (t)."text",
        'owner', (t)."owner",
        'due', (t)."due" - DATE '1970-01-01',
        'closed_on', (t)."closed_on" - DATE '1970-01-01')
$$;

CREATE OR REPLACE FUNCTION look_indicator_note(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "indicator_note";
    want "indicator_note";
    seen "indicator_note";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['indicator', 'month', 'kind', 'text', 'owner', 'due', 'closed_on', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "indicator_note" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"indicator_note", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."kind" NOT IN ('comment', 'action', 'step') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."kind" NOT IN ('comment', 'action', 'step') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(k, was->(k), new->(k))) INTO lines
    FROM jsonb_object_keys(v) k, form_indicator_note(cur) was, form_indicator_note(want) new
    WHERE was->(k) IS DISTINCT FROM new->(k);
END $$;

CREATE OR REPLACE FUNCTION write_indicator_note(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "indicator_note" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "indicator", "month", "kind", "text", "owner", "due", "closed_on")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."indicator", w."month", w."kind", w."text", w."owner", w."due", w."closed_on"
        FROM jsonb_populate_record(NULL::"indicator_note", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "indicator_note" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("indicator", "month", "kind", "text", "owner", "due", "closed_on", "deleted", "superseded_at") =
        (SELECT w."indicator", w."month", w."kind", w."text", w."owner", w."due", w."closed_on", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_indicator_figure(t "indicator_figure") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'indicator', (t)."indicator",
        'month', (t)."month",
        'whose', (t)."whose",
        'value', (t)."value",
        'unit', (t)."unit",
        'year', (t)."year",
        'origin', (t)."origin")
$$;

CREATE OR REPLACE FUNCTION look_indicator_figure(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "indicator_figure";
    want "indicator_figure";
    seen "indicator_figure";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['indicator', 'month', 'whose', 'value', 'unit', 'year', 'origin', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "indicator_figure" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"indicator_figure", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
    IF want."whose" NOT IN ('own', 'target', 'local', 'neighbours', 'region', 'england') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."whose" NOT IN ('own', 'target', 'local', 'neighbours', 'region', 'england') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(k, was->(k), new->(k))) INTO lines
    FROM jsonb_object_keys(v) k, form_indicator_figure(cur) was, form_indicator_figure(want) new
    WHERE was->(k) IS DISTINCT FROM new->(k);
END $$;

CREATE OR REPLACE FUNCTION write_indicator_figure(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "indicator_figure" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "indicator", "month", "whose", "value", "unit", "year", "origin")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."indicator", w."month", w."whose", w."value", w."unit", w."year", w."origin"
        FROM jsonb_populate_record(NULL::"indicator_figure", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "indicator_figure" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("indicator", "month", "whose", "value", "unit", "year", "origin", "deleted", "superseded_at") =
        (SELECT w."indicator", w."month", w."whose", w."value", w."unit", w."year", w."origin", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_scenario(t "scenario") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'name', (t)."name",
        'settings', (t)."settings")
$$;

CREATE OR REPLACE FUNCTION look_scenario(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "scenario";
    want "scenario";
    seen "scenario";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['name', 'settings', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "scenario" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"scenario", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(k, was->(k), new->(k))) INTO lines
    FROM jsonb_object_keys(v) k, form_scenario(cur) was, form_scenario(want) new
    WHERE was->(k) IS DISTINCT FROM new->(k);
END $$;

CREATE OR REPLACE FUNCTION write_scenario(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "scenario" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "name", "settings")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."name", w."settings"
        FROM jsonb_populate_record(NULL::"scenario", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "scenario" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("name", "settings", "deleted", "superseded_at") =
        (SELECT w."name", w."settings", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_frozen_month(t "frozen_month") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'month', (t)."month",
        'edition', (t)."edition",
        'as_at', (t)."as_at" - DATE '1970-01-01',
        'known_at', (extract(epoch FROM (t)."known_at") * 1000)::bigint,
        'author', (t)."author",
        'digest', (t)."digest",
        'content', (t)."content",
        'reason', (t)."reason")
$$;

CREATE OR REPLACE FUNCTION look_frozen_month(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "frozen_month";
    want "frozen_month";
    seen "frozen_month";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['month', 'edition', 'as_at', 'known_at', 'author', 'digest', 'content', 'reason', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "frozen_month" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"frozen_month", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(k, was->(k), new->(k))) INTO lines
    FROM jsonb_object_keys(v) k, form_frozen_month(cur) was, form_frozen_month(want) new
    WHERE was->(k) IS DISTINCT FROM new->(k);
END $$;

CREATE OR REPLACE FUNCTION write_frozen_month(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "frozen_month" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "month", "edition", "as_at", "known_at", "author", "digest", "content", "reason")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."month", w."edition", w."as_at", w."known_at", w."author", w."digest", w."content", w."reason"
        FROM jsonb_populate_record(NULL::"frozen_month", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "frozen_month" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("month", "edition", "as_at", "known_at", "author", "digest", "content", "reason", "deleted", "superseded_at") =
        (SELECT w."month", w."edition", w."as_at", w."known_at", w."author", w."digest", w."content", w."reason", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_frozen_figure(t "frozen_figure") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'recorded_at', (extract(epoch FROM (t)."recorded_at") * 1000)::bigint,
        'superseded_at', (extract(epoch FROM (t)."superseded_at") * 1000)::bigint,
        'freeze', replace((t)."freeze_id"::text, '-', ''),
        'indicator', (t)."indicator",
        'measure', (t)."measure",
        'n', (t)."n",
        'd', (t)."d",
        'content', (t)."content")
$$;

CREATE OR REPLACE FUNCTION look_frozen_figure(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "frozen_figure";
    want "frozen_figure";
    seen "frozen_figure";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['freeze_id', 'indicator', 'measure', 'n', 'd', 'content', 'deleted', 'recorded_at', 'superseded_at'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "frozen_figure" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"frozen_figure", v);
        want.id := (p->>'row')::uuid;
    want.recorded_at := moment;
    want.superseded_at := CASE WHEN want.superseded_at IS NULL THEN NULL ELSE moment END;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.recorded_at := cur.recorded_at;
    IF NOT v ? 'superseded_at' THEN
        want.superseded_at := cur.superseded_at;
    ELSIF want.superseded_at IS NOT NULL THEN
        want.superseded_at := moment;
    END IF;
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        IF seen.superseded_at IS NOT NULL AND cur.superseded_at IS NOT NULL THEN
            seen.superseded_at := cur.superseded_at;
        END IF;
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'freeze_id' THEN 'freeze' ELSE k END, was->(CASE k WHEN 'freeze_id' THEN 'freeze' ELSE k END), new->(CASE k WHEN 'freeze_id' THEN 'freeze' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_frozen_figure(cur) was, form_frozen_figure(want) new
    WHERE was->(CASE k WHEN 'freeze_id' THEN 'freeze' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'freeze_id' THEN 'freeze' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_frozen_figure(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "frozen_figure" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "recorded_at", "superseded_at", "freeze_id", "indicator", "measure", "n", "d", "content")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), moment, CASE WHEN w.superseded_at IS NOT NULL THEN moment END, w."freeze_id", w."indicator", w."measure", w."n", w."d", w."content"
        FROM jsonb_populate_record(NULL::"frozen_figure", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "frozen_figure" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("freeze_id", "indicator", "measure", "n", "d", "content", "deleted", "superseded_at") =
        (SELECT w."freeze_id", w."indicator", w."measure", w."n", w."d", w."content", w.deleted, CASE WHEN w.superseded_at IS NULL THEN NULL WHEN v ? 'superseded_at' THEN moment ELSE t.superseded_at END FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_member(t "member") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'login', (t)."login",
        'name', (t)."name",
        'role', (t)."role",
        'team', replace((t)."team_id"::text, '-', ''),
        'worker', replace((t)."worker_id"::text, '-', ''),
        'service', (t)."service",
        'starts_on', (t)."starts_on" - DATE '1970-01-01',
        'ends_on', (t)."ends_on" - DATE '1970-01-01')
$$;

CREATE OR REPLACE FUNCTION look_member(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "member";
    want "member";
    seen "member";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['login', 'name', 'role', 'team_id', 'worker_id', 'service', 'starts_on', 'ends_on', 'deleted'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "member" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"member", v);
        want.id := (p->>'row')::uuid;
    IF want."role" NOT IN ('administrator', 'head_of_service', 'dols_manager', 'team_manager', 'practice_supervisor', 'worker', 'bia', 'independent_bia', 'analyst', 'auditor') OR want."service" NOT IN ('children', 'adults') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."role" NOT IN ('administrator', 'head_of_service', 'dols_manager', 'team_manager', 'practice_supervisor', 'worker', 'bia', 'independent_bia', 'analyst', 'auditor') OR want."service" NOT IN ('children', 'adults') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'team_id' THEN 'team' WHEN 'worker_id' THEN 'worker' ELSE k END, was->(CASE k WHEN 'team_id' THEN 'team' WHEN 'worker_id' THEN 'worker' ELSE k END), new->(CASE k WHEN 'team_id' THEN 'team' WHEN 'worker_id' THEN 'worker' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_member(cur) was, form_member(want) new
    WHERE was->(CASE k WHEN 'team_id' THEN 'team' WHEN 'worker_id' THEN 'worker' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'team_id' THEN 'team' WHEN 'worker_id' THEN 'worker' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_member(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "member" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "login", "name", "role", "team_id", "worker_id", "service", "starts_on", "ends_on")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), w."login", w."name", w."role", w."team_id", w."worker_id", w."service", w."starts_on", w."ends_on"
        FROM jsonb_populate_record(NULL::"member", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "member" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("login", "name", "role", "team_id", "worker_id", "service", "starts_on", "ends_on", "deleted") =
        (SELECT w."login", w."name", w."role", w."team_id", w."worker_id", w."service", w."starts_on", w."ends_on", w.deleted FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_named_access(t "named_access") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'login', (t)."login",
        'case', replace((t)."case_id"::text, '-', ''),
        'person', replace((t)."person_id"::text, '-', ''),
        'reason', (t)."reason",
        'starts_on', (t)."starts_on" - DATE '1970-01-01',
        'ends_on', (t)."ends_on" - DATE '1970-01-01')
$$;

CREATE OR REPLACE FUNCTION look_named_access(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "named_access";
    want "named_access";
    seen "named_access";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['login', 'case_id', 'person_id', 'reason', 'starts_on', 'ends_on', 'deleted'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "named_access" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"named_access", v);
        want.id := (p->>'row')::uuid;
        of_case := want.case_id;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := want.case_id;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'case_id' THEN 'case' WHEN 'person_id' THEN 'person' ELSE k END, was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'person_id' THEN 'person' ELSE k END), new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'person_id' THEN 'person' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_named_access(cur) was, form_named_access(want) new
    WHERE was->(CASE k WHEN 'case_id' THEN 'case' WHEN 'person_id' THEN 'person' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'case_id' THEN 'case' WHEN 'person_id' THEN 'person' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_named_access(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "named_access" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "login", "case_id", "person_id", "reason", "starts_on", "ends_on")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), w."login", w."case_id", w."person_id", w."reason", w."starts_on", w."ends_on"
        FROM jsonb_populate_record(NULL::"named_access", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "named_access" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("login", "case_id", "person_id", "reason", "starts_on", "ends_on", "deleted") =
        (SELECT w."login", w."case_id", w."person_id", w."reason", w."starts_on", w."ends_on", w.deleted FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_blocked(t "blocked") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'login', (t)."login",
        'person', replace((t)."person_id"::text, '-', ''),
        'reason', (t)."reason")
$$;

CREATE OR REPLACE FUNCTION look_blocked(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "blocked";
    want "blocked";
    seen "blocked";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['login', 'person_id', 'reason', 'deleted'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "blocked" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"blocked", v);
        want.id := (p->>'row')::uuid;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'person_id' THEN 'person' ELSE k END, was->(CASE k WHEN 'person_id' THEN 'person' ELSE k END), new->(CASE k WHEN 'person_id' THEN 'person' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_blocked(cur) was, form_blocked(want) new
    WHERE was->(CASE k WHEN 'person_id' THEN 'person' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'person_id' THEN 'person' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_blocked(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "blocked" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "login", "person_id", "reason")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), w."login", w."person_id", w."reason"
        FROM jsonb_populate_record(NULL::"blocked", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "blocked" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("login", "person_id", "reason", "deleted") =
        (SELECT w."login", w."person_id", w."reason", w.deleted FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_legal_hold(t "legal_hold") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'person', replace((t)."person_id"::text, '-', ''),
        'reason', (t)."reason",
        'ends_on', (t)."ends_on" - DATE '1970-01-01')
$$;

CREATE OR REPLACE FUNCTION look_legal_hold(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "legal_hold";
    want "legal_hold";
    seen "legal_hold";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['person_id', 'reason', 'ends_on', 'deleted'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "legal_hold" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"legal_hold", v);
        want.id := (p->>'row')::uuid;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'person_id' THEN 'person' ELSE k END, was->(CASE k WHEN 'person_id' THEN 'person' ELSE k END), new->(CASE k WHEN 'person_id' THEN 'person' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_legal_hold(cur) was, form_legal_hold(want) new
    WHERE was->(CASE k WHEN 'person_id' THEN 'person' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'person_id' THEN 'person' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_legal_hold(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "legal_hold" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "person_id", "reason", "ends_on")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), w."person_id", w."reason", w."ends_on"
        FROM jsonb_populate_record(NULL::"legal_hold", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "legal_hold" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("person_id", "reason", "ends_on", "deleted") =
        (SELECT w."person_id", w."reason", w."ends_on", w.deleted FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION form_directory_group(t "directory_group") RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'deleted', (t)."deleted"::integer,
        'name', (t)."name",
        'role', (t)."role",
        'team', replace((t)."team_id"::text, '-', ''),
        'service', (t)."service")
$$;

CREATE OR REPLACE FUNCTION look_directory_group(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
DECLARE
    cur "directory_group";
    want "directory_group";
    seen "directory_group";
    v jsonb := coalesce(p->'values', '{}');
    o jsonb;
    theirs jsonb;
BEGIN
    IF v - ARRAY['name', 'role', 'team_id', 'service', 'deleted'] <> '{}' THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'column';
    END IF;
    SELECT * INTO cur FROM "directory_group" WHERE id = (p->>'row')::uuid FOR UPDATE;
    IF p->>'op' = 'insert' THEN
        want := jsonb_populate_record(NULL::"directory_group", v);
        want.id := (p->>'row')::uuid;
    IF want."role" NOT IN ('administrator', 'head_of_service', 'dols_manager', 'team_manager', 'practice_supervisor', 'worker', 'bia', 'independent_bia', 'analyst', 'auditor') OR want."service" NOT IN ('children', 'adults') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
        of_case := NULL;
        IF cur.id IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'once', 'fields', '{}'::jsonb);  -- it may be anybody's: no more
        END IF;
        RETURN;
    END IF;
    IF cur.id IS NULL THEN
        clash := jsonb_build_object('kind', 'gone', 'fields', '{}'::jsonb);
        RETURN;
    END IF;
    want := jsonb_populate_record(cur, v);
    want.deleted := coalesce(want.deleted, false) OR p->>'op' = 'delete';
    IF want."role" NOT IN ('administrator', 'head_of_service', 'dols_manager', 'team_manager', 'practice_supervisor', 'worker', 'bia', 'independent_bia', 'analyst', 'auditor') OR want."service" NOT IN ('children', 'adults') THEN
        RAISE SQLSTATE 'CC002' USING MESSAGE = 'word';
    END IF;
    of_case := NULL;
    IF NOT (same AND coalesce((p->>'version')::integer, 0) = cur.version) THEN
        o := coalesce(p->'old', '{}');
        seen := jsonb_populate_record(cur, o);
        SELECT jsonb_object_agg(k, to_jsonb(cur)->k) INTO theirs FROM jsonb_object_keys(o || v) k
        WHERE NOT (o ? k AND to_jsonb(seen)->k = to_jsonb(cur)->k) AND NOT (v ? k AND to_jsonb(want)->k = to_jsonb(cur)->k);
        IF p->>'op' = 'delete' AND o = '{}' AND NOT cur.deleted THEN
            theirs := coalesce(theirs, '{}') || jsonb_build_object('version', cur.version);
        END IF;
        IF cur.deleted AND want.deleted AND p->>'op' = 'update' AND NOT v ? 'deleted' THEN
            clash := jsonb_build_object('kind', 'gone', 'fields', '{"deleted": true}'::jsonb, 'who', cur.changed_by, 'when', cur.changed_at);
        ELSIF theirs IS NOT NULL THEN
            clash := jsonb_build_object('kind', 'changed', 'fields', theirs, 'who', cur.changed_by, 'when', cur.changed_at);
        END IF;
        IF clash IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    SELECT jsonb_agg(jsonb_build_array(CASE k WHEN 'team_id' THEN 'team' ELSE k END, was->(CASE k WHEN 'team_id' THEN 'team' ELSE k END), new->(CASE k WHEN 'team_id' THEN 'team' ELSE k END))) INTO lines
    FROM jsonb_object_keys(v) k, form_directory_group(cur) was, form_directory_group(want) new
    WHERE was->(CASE k WHEN 'team_id' THEN 'team' ELSE k END) IS DISTINCT FROM new->(CASE k WHEN 'team_id' THEN 'team' ELSE k END);
END $$;

CREATE OR REPLACE FUNCTION write_directory_group(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    v jsonb := coalesce(p->'values', '{}');
    given integer;
BEGIN
    IF p->>'op' = 'insert' THEN
        INSERT INTO "directory_group" ("id", "version", "revision", "deleted", "changed_at", "changed_by", "set_id", "source", "name", "role", "team_id", "service")
        SELECT (p->>'row')::uuid, 1, rev, coalesce(w.deleted, false), moment, who, of_set, nullif(p->>'source', ''), w."name", w."role", w."team_id", w."service"
        FROM jsonb_populate_record(NULL::"directory_group", v) w;
        RETURN 1;
    END IF;
    IF p->>'op' = 'delete' THEN
        v := '{"deleted": true}';
    END IF;
    UPDATE "directory_group" t SET version = t.version + 1, revision = rev, changed_at = moment, changed_by = who,
        ("name", "role", "team_id", "service", "deleted") =
        (SELECT w."name", w."role", w."team_id", w."service", w.deleted FROM jsonb_populate_record(t, v) w)
    WHERE t.id = (p->>'row')::uuid RETURNING t.version INTO given;
    RETURN given;
END $$;

CREATE OR REPLACE FUNCTION look(p jsonb, same boolean, moment timestamptz,
    OUT clash jsonb, OUT lines jsonb, OUT cases uuid[], OUT of_case uuid) LANGUAGE plpgsql AS $$
BEGIN
    CASE p->>'table'
    WHEN 'person' THEN SELECT * INTO clash, lines, cases, of_case FROM look_person(p, same, moment);
    WHEN 'case' THEN SELECT * INTO clash, lines, cases, of_case FROM look_case(p, same, moment);
    WHEN 'event' THEN SELECT * INTO clash, lines, cases, of_case FROM look_event(p, same, moment);
    WHEN 'allocation' THEN SELECT * INTO clash, lines, cases, of_case FROM look_allocation(p, same, moment);
    WHEN 'planned' THEN SELECT * INTO clash, lines, cases, of_case FROM look_planned(p, same, moment);
    WHEN 'note' THEN SELECT * INTO clash, lines, cases, of_case FROM look_note(p, same, moment);
    WHEN 'setting' THEN SELECT * INTO clash, lines, cases, of_case FROM look_setting(p, same, moment);
    WHEN 'team' THEN SELECT * INTO clash, lines, cases, of_case FROM look_team(p, same, moment);
    WHEN 'worker' THEN SELECT * INTO clash, lines, cases, of_case FROM look_worker(p, same, moment);
    WHEN 'person_match' THEN SELECT * INTO clash, lines, cases, of_case FROM look_person_match(p, same, moment);
    WHEN 'managing_authority' THEN SELECT * INTO clash, lines, cases, of_case FROM look_managing_authority(p, same, moment);
    WHEN 'dols_request' THEN SELECT * INTO clash, lines, cases, of_case FROM look_dols_request(p, same, moment);
    WHEN 'urgent_authorisation' THEN SELECT * INTO clash, lines, cases, of_case FROM look_urgent_authorisation(p, same, moment);
    WHEN 'authorisation' THEN SELECT * INTO clash, lines, cases, of_case FROM look_authorisation(p, same, moment);
    WHEN 'suspension' THEN SELECT * INTO clash, lines, cases, of_case FROM look_suspension(p, same, moment);
    WHEN 'equivalent_assessment' THEN SELECT * INTO clash, lines, cases, of_case FROM look_equivalent_assessment(p, same, moment);
    WHEN 'placement' THEN SELECT * INTO clash, lines, cases, of_case FROM look_placement(p, same, moment);
    WHEN 'agreed_frequency' THEN SELECT * INTO clash, lines, cases, of_case FROM look_agreed_frequency(p, same, moment);
    WHEN 'absence' THEN SELECT * INTO clash, lines, cases, of_case FROM look_absence(p, same, moment);
    WHEN 'timescale_override' THEN SELECT * INTO clash, lines, cases, of_case FROM look_timescale_override(p, same, moment);
    WHEN 'closure_day' THEN SELECT * INTO clash, lines, cases, of_case FROM look_closure_day(p, same, moment);
    WHEN 'import_batch' THEN SELECT * INTO clash, lines, cases, of_case FROM look_import_batch(p, same, moment);
    WHEN 'import_issue' THEN SELECT * INTO clash, lines, cases, of_case FROM look_import_issue(p, same, moment);
    WHEN 'assessor' THEN SELECT * INTO clash, lines, cases, of_case FROM look_assessor(p, same, moment);
    WHEN 'posting' THEN SELECT * INTO clash, lines, cases, of_case FROM look_posting(p, same, moment);
    WHEN 'interest' THEN SELECT * INTO clash, lines, cases, of_case FROM look_interest(p, same, moment);
    WHEN 'offer' THEN SELECT * INTO clash, lines, cases, of_case FROM look_offer(p, same, moment);
    WHEN 'assessor_choice' THEN SELECT * INTO clash, lines, cases, of_case FROM look_assessor_choice(p, same, moment);
    WHEN 'triage' THEN SELECT * INTO clash, lines, cases, of_case FROM look_triage(p, same, moment);
    WHEN 'rescreen' THEN SELECT * INTO clash, lines, cases, of_case FROM look_rescreen(p, same, moment);
    WHEN 'request_detail' THEN SELECT * INTO clash, lines, cases, of_case FROM look_request_detail(p, same, moment);
    WHEN 'best_interests' THEN SELECT * INTO clash, lines, cases, of_case FROM look_best_interests(p, same, moment);
    WHEN 'decision' THEN SELECT * INTO clash, lines, cases, of_case FROM look_decision(p, same, moment);
    WHEN 'representative' THEN SELECT * INTO clash, lines, cases, of_case FROM look_representative(p, same, moment);
    WHEN 'advocate' THEN SELECT * INTO clash, lines, cases, of_case FROM look_advocate(p, same, moment);
    WHEN 'condition' THEN SELECT * INTO clash, lines, cases, of_case FROM look_condition(p, same, moment);
    WHEN 'copy_sent' THEN SELECT * INTO clash, lines, cases, of_case FROM look_copy_sent(p, same, moment);
    WHEN 'payment' THEN SELECT * INTO clash, lines, cases, of_case FROM look_payment(p, same, moment);
    WHEN 'court_challenge' THEN SELECT * INTO clash, lines, cases, of_case FROM look_court_challenge(p, same, moment);
    WHEN 'authorisation_review' THEN SELECT * INTO clash, lines, cases, of_case FROM look_authorisation_review(p, same, moment);
    WHEN 'home_check' THEN SELECT * INTO clash, lines, cases, of_case FROM look_home_check(p, same, moment);
    WHEN 'action' THEN SELECT * INTO clash, lines, cases, of_case FROM look_action(p, same, moment);
    WHEN 'worker_supervision' THEN SELECT * INTO clash, lines, cases, of_case FROM look_worker_supervision(p, same, moment);
    WHEN 'escalation' THEN SELECT * INTO clash, lines, cases, of_case FROM look_escalation(p, same, moment);
    WHEN 'indicator_note' THEN SELECT * INTO clash, lines, cases, of_case FROM look_indicator_note(p, same, moment);
    WHEN 'indicator_figure' THEN SELECT * INTO clash, lines, cases, of_case FROM look_indicator_figure(p, same, moment);
    WHEN 'scenario' THEN SELECT * INTO clash, lines, cases, of_case FROM look_scenario(p, same, moment);
    WHEN 'frozen_month' THEN SELECT * INTO clash, lines, cases, of_case FROM look_frozen_month(p, same, moment);
    WHEN 'frozen_figure' THEN SELECT * INTO clash, lines, cases, of_case FROM look_frozen_figure(p, same, moment);
    WHEN 'member' THEN SELECT * INTO clash, lines, cases, of_case FROM look_member(p, same, moment);
    WHEN 'named_access' THEN SELECT * INTO clash, lines, cases, of_case FROM look_named_access(p, same, moment);
    WHEN 'blocked' THEN SELECT * INTO clash, lines, cases, of_case FROM look_blocked(p, same, moment);
    WHEN 'legal_hold' THEN SELECT * INTO clash, lines, cases, of_case FROM look_legal_hold(p, same, moment);
    WHEN 'directory_group' THEN SELECT * INTO clash, lines, cases, of_case FROM look_directory_group(p, same, moment);
    ELSE RAISE SQLSTATE 'CC002' USING MESSAGE = 'table';
    END CASE;
END $$;

CREATE OR REPLACE FUNCTION write(p jsonb, rev bigint, moment timestamptz, who text, of_set uuid)
    RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    CASE p->>'table'
    WHEN 'person' THEN RETURN write_person(p, rev, moment, who, of_set);
    WHEN 'case' THEN RETURN write_case(p, rev, moment, who, of_set);
    WHEN 'event' THEN RETURN write_event(p, rev, moment, who, of_set);
    WHEN 'allocation' THEN RETURN write_allocation(p, rev, moment, who, of_set);
    WHEN 'planned' THEN RETURN write_planned(p, rev, moment, who, of_set);
    WHEN 'note' THEN RETURN write_note(p, rev, moment, who, of_set);
    WHEN 'setting' THEN RETURN write_setting(p, rev, moment, who, of_set);
    WHEN 'team' THEN RETURN write_team(p, rev, moment, who, of_set);
    WHEN 'worker' THEN RETURN write_worker(p, rev, moment, who, of_set);
    WHEN 'person_match' THEN RETURN write_person_match(p, rev, moment, who, of_set);
    WHEN 'managing_authority' THEN RETURN write_managing_authority(p, rev, moment, who, of_set);
    WHEN 'dols_request' THEN RETURN write_dols_request(p, rev, moment, who, of_set);
    WHEN 'urgent_authorisation' THEN RETURN write_urgent_authorisation(p, rev, moment, who, of_set);
    WHEN 'authorisation' THEN RETURN write_authorisation(p, rev, moment, who, of_set);
    WHEN 'suspension' THEN RETURN write_suspension(p, rev, moment, who, of_set);
    WHEN 'equivalent_assessment' THEN RETURN write_equivalent_assessment(p, rev, moment, who, of_set);
    WHEN 'placement' THEN RETURN write_placement(p, rev, moment, who, of_set);
    WHEN 'agreed_frequency' THEN RETURN write_agreed_frequency(p, rev, moment, who, of_set);
    WHEN 'absence' THEN RETURN write_absence(p, rev, moment, who, of_set);
    WHEN 'timescale_override' THEN RETURN write_timescale_override(p, rev, moment, who, of_set);
    WHEN 'closure_day' THEN RETURN write_closure_day(p, rev, moment, who, of_set);
    WHEN 'import_batch' THEN RETURN write_import_batch(p, rev, moment, who, of_set);
    WHEN 'import_issue' THEN RETURN write_import_issue(p, rev, moment, who, of_set);
    WHEN 'assessor' THEN RETURN write_assessor(p, rev, moment, who, of_set);
    WHEN 'posting' THEN RETURN write_posting(p, rev, moment, who, of_set);
    WHEN 'interest' THEN RETURN write_interest(p, rev, moment, who, of_set);
    WHEN 'offer' THEN RETURN write_offer(p, rev, moment, who, of_set);
    WHEN 'assessor_choice' THEN RETURN write_assessor_choice(p, rev, moment, who, of_set);
    WHEN 'triage' THEN RETURN write_triage(p, rev, moment, who, of_set);
    WHEN 'rescreen' THEN RETURN write_rescreen(p, rev, moment, who, of_set);
    WHEN 'request_detail' THEN RETURN write_request_detail(p, rev, moment, who, of_set);
    WHEN 'best_interests' THEN RETURN write_best_interests(p, rev, moment, who, of_set);
    WHEN 'decision' THEN RETURN write_decision(p, rev, moment, who, of_set);
    WHEN 'representative' THEN RETURN write_representative(p, rev, moment, who, of_set);
    WHEN 'advocate' THEN RETURN write_advocate(p, rev, moment, who, of_set);
    WHEN 'condition' THEN RETURN write_condition(p, rev, moment, who, of_set);
    WHEN 'copy_sent' THEN RETURN write_copy_sent(p, rev, moment, who, of_set);
    WHEN 'payment' THEN RETURN write_payment(p, rev, moment, who, of_set);
    WHEN 'court_challenge' THEN RETURN write_court_challenge(p, rev, moment, who, of_set);
    WHEN 'authorisation_review' THEN RETURN write_authorisation_review(p, rev, moment, who, of_set);
    WHEN 'home_check' THEN RETURN write_home_check(p, rev, moment, who, of_set);
    WHEN 'action' THEN RETURN write_action(p, rev, moment, who, of_set);
    WHEN 'worker_supervision' THEN RETURN write_worker_supervision(p, rev, moment, who, of_set);
    WHEN 'escalation' THEN RETURN write_escalation(p, rev, moment, who, of_set);
    WHEN 'indicator_note' THEN RETURN write_indicator_note(p, rev, moment, who, of_set);
    WHEN 'indicator_figure' THEN RETURN write_indicator_figure(p, rev, moment, who, of_set);
    WHEN 'scenario' THEN RETURN write_scenario(p, rev, moment, who, of_set);
    WHEN 'frozen_month' THEN RETURN write_frozen_month(p, rev, moment, who, of_set);
    WHEN 'frozen_figure' THEN RETURN write_frozen_figure(p, rev, moment, who, of_set);
    WHEN 'member' THEN RETURN write_member(p, rev, moment, who, of_set);
    WHEN 'named_access' THEN RETURN write_named_access(p, rev, moment, who, of_set);
    WHEN 'blocked' THEN RETURN write_blocked(p, rev, moment, who, of_set);
    WHEN 'legal_hold' THEN RETURN write_legal_hold(p, rev, moment, who, of_set);
    WHEN 'directory_group' THEN RETURN write_directory_group(p, rev, moment, who, of_set);
    END CASE;
END $$;

CREATE OR REPLACE FUNCTION once_other(broken text, patches jsonb)
    RETURNS TABLE (tbl text, id uuid, case_id uuid, who text, moment timestamptz, fields jsonb, sentence text)
    LANGUAGE plpgsql AS $$
BEGIN
    CASE broken
    WHEN 'uq_allocation_open_assessor' THEN
        RETURN QUERY SELECT 'allocation', t.id, t.case_id,
            t.changed_by, t.changed_at, to_jsonb(t) - ARRAY['id', 'version', 'revision', 'deleted', 'changed_at', 'changed_by', 'set_id', 'source'], 'Somebody has been given this assessment already, so it was not given to another and nothing was saved; look again, and reallocate it or end that allocation first.'
        FROM jsonb_array_elements(patches) p
        CROSS JOIN LATERAL jsonb_populate_record((SELECT x FROM "allocation" x WHERE x.id = (p->>'row')::uuid), p->'values') w
        JOIN (SELECT * FROM "allocation" WHERE NOT deleted AND superseded_at IS NULL AND role IN ('bia', 'mha') AND ended_on IS NULL) t ON t."case_id" = w."case_id" AND t."role" = w."role" AND t.id <> (p->>'row')::uuid
        WHERE p->>'table' = 'allocation' LIMIT 1;
    WHEN 'uq_offer_open_offer' THEN
        RETURN QUERY SELECT 'offer', t.id, t.case_id,
            t.changed_by, t.changed_at, to_jsonb(t) - ARRAY['id', 'version', 'revision', 'deleted', 'changed_at', 'changed_by', 'set_id', 'source'], 'Somebody has been asked for this assessment already, so nothing was saved; look again, and record their answer or withdraw that offer first.'
        FROM jsonb_array_elements(patches) p
        CROSS JOIN LATERAL jsonb_populate_record((SELECT x FROM "offer" x WHERE x.id = (p->>'row')::uuid), p->'values') w
        JOIN (SELECT * FROM "offer" WHERE NOT deleted AND superseded_at IS NULL AND answer IS NULL) t ON t."case_id" = w."case_id" AND t."role" = w."role" AND t.id <> (p->>'row')::uuid
        WHERE p->>'table' = 'offer' LIMIT 1;
    WHEN 'uq_decision_one_decision' THEN
        RETURN QUERY SELECT 'decision', t.id, t.case_id,
            t.changed_by, t.changed_at, to_jsonb(t) - ARRAY['id', 'version', 'revision', 'deleted', 'changed_at', 'changed_by', 'set_id', 'source'], 'Somebody has decided this request already, so nothing was saved; look again, and correct that decision if it is wrong.'
        FROM jsonb_array_elements(patches) p
        CROSS JOIN LATERAL jsonb_populate_record((SELECT x FROM "decision" x WHERE x.id = (p->>'row')::uuid), p->'values') w
        JOIN (SELECT * FROM "decision" WHERE NOT deleted AND superseded_at IS NULL) t ON t."case_id" = w."case_id" AND t.id <> (p->>'row')::uuid
        WHERE p->>'table' = 'decision' LIMIT 1;
    WHEN 'uq_frozen_month_edition' THEN
        RETURN QUERY SELECT 'frozen_month', t.id, NULL::uuid,
            t.changed_by, t.changed_at, to_jsonb(t) - ARRAY['id', 'version', 'revision', 'deleted', 'changed_at', 'changed_by', 'set_id', 'source'], 'Somebody froze this month a moment ago, so it was not frozen twice and nothing was saved; build the packs from theirs.'
        FROM jsonb_array_elements(patches) p
        CROSS JOIN LATERAL jsonb_populate_record((SELECT x FROM "frozen_month" x WHERE x.id = (p->>'row')::uuid), p->'values') w
        JOIN (SELECT * FROM "frozen_month" WHERE NOT deleted AND superseded_at IS NULL) t ON t."month" = w."month" AND t."edition" = w."edition" AND t.id <> (p->>'row')::uuid
        WHERE p->>'table' = 'frozen_month' LIMIT 1;
    ELSE RETURN;
    END CASE;
END $$;

CREATE OR REPLACE FUNCTION turn(p jsonb) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN p->>'op' = 'delete' OR p->'values'->>'deleted' = 'true' THEN 0 WHEN p->>'op' = 'insert' THEN 1
        WHEN p->'values'->>'answer' IS NOT NULL OR p->'values'->>'ended_on' IS NOT NULL OR p->'values'->>'superseded_at' IS NOT NULL THEN 0 ELSE 2 END
$$;
