-- What laptops report: how far they are, who is where, what was opened and exported.

-- A laptop tells how far it is and which chain it saw there; a server that was restored begins its new epoch now.
CREATE OR REPLACE FUNCTION seen(of_device uuid, cursor_rev bigint, of_epoch uuid, link text, of_client text DEFAULT '') RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
DECLARE
    agrees boolean;
BEGIN
    IF (SELECT fork FROM clock_meta) <> fork_now() THEN
        PERFORM begin_epoch();
    END IF;
    agrees := coalesce(link, '') = '' OR of_epoch IS DISTINCT FROM (SELECT epoch FROM clock_meta)
        OR coalesce((SELECT encode(chain, 'hex') = link FROM history WHERE revision = cursor_rev), false);
    IF EXISTS (SELECT FROM member WHERE login = session_user AND NOT deleted) THEN
        INSERT INTO device (id, login, last_seen, cursor, epoch, chain, client, disagrees_at)
        VALUES (of_device, session_user, now(), cursor_rev, of_epoch, decode(coalesce(link, ''), 'hex'), of_client,
            CASE WHEN NOT agrees THEN now() END)
        ON CONFLICT (id, login) DO UPDATE SET last_seen = now(), cursor = excluded.cursor, epoch = excluded.epoch,
            chain = excluded.chain, client = excluded.client, disagrees_at = coalesce(excluded.disagrees_at, device.disagrees_at);
    END IF;
    RETURN head(of_client, of_device)::jsonb || jsonb_build_object('agrees', agrees);
END $$;

-- What is said to a device is heard at its next pull: see standing.
CREATE OR REPLACE FUNCTION said_to_device() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = caseclock, pg_temp AS $$
BEGIN
    UPDATE clock_meta SET horizon = horizon;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER said_to_device AFTER UPDATE OF wipe ON device FOR EACH STATEMENT
    EXECUTE FUNCTION said_to_device();

-- Tell that the caller looks at a case (or at none), and who else does: [{"login", "name", "at"}].
CREATE OR REPLACE FUNCTION here(of_case uuid, of_device uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
BEGIN
    IF of_case IS NULL OR of_case NOT IN (SELECT my_cases()) THEN
        DELETE FROM presence WHERE login = session_user AND device = of_device;
        RETURN '[]';
    END IF;
    INSERT INTO presence (login, device, case_id, at) VALUES (session_user, of_device, of_case, now())
    ON CONFLICT (login, device) DO UPDATE SET case_id = excluded.case_id, at = excluded.at;
    RETURN (SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object('login', p.login, 'name', coalesce(m.name, p.login))), '[]')
        FROM presence p LEFT JOIN member m ON m.login = p.login AND NOT m.deleted
        WHERE p.case_id = of_case AND p.login <> session_user AND p.at > now() - interval '150 seconds');
END $$;

-- Cases that the caller opened, [{"case", "at" (ms), "device"}]; those that they never could have are left out.
CREATE OR REPLACE FUNCTION log_opened(lines jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
DECLARE
    taken integer;
BEGIN
    INSERT INTO opened (login, device, case_id, opened_at, recorded_at)
    SELECT session_user, (l->>'device')::uuid, (l->>'case')::uuid, to_timestamp((l->>'at')::bigint / 1000.0), now()
    FROM jsonb_array_elements(lines) l WHERE EXISTS (SELECT FROM "case" c WHERE c.id = (l->>'case')::uuid)
        AND EXISTS (SELECT FROM member WHERE login = session_user);
    GET DIAGNOSTICS taken = ROW_COUNT;
    RETURN taken;
END $$;

-- What the caller took out of the program, [{"what", "rows", "names", "at" (ms), "device"}].
CREATE OR REPLACE FUNCTION log_exported(lines jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = caseclock, pg_temp AS $$
DECLARE
    taken integer;
BEGIN
    INSERT INTO exported (login, device, what, row_count, with_names, exported_at, recorded_at)
    SELECT session_user, (l->>'device')::uuid, left(l->>'what', 200), (l->>'rows')::integer, (l->>'names')::boolean,
        to_timestamp((l->>'at')::bigint / 1000.0), now()
    FROM jsonb_array_elements(lines) l WHERE EXISTS (SELECT FROM member WHERE login = session_user);
    GET DIAGNOSTICS taken = ROW_COUNT;
    RETURN taken;
END $$;

-- ---- the administrator's, who installs: never a laptop's -------------------------------------------------

-- One change of an administrative row by whoever installs, chained like every other.
CREATE OR REPLACE FUNCTION put_row(of_tbl text, of_row uuid, content jsonb, verb text, summary text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    this uuid := gen_random_uuid();
    of_act uuid := gen_random_uuid();
    who text := session_user;
    moment timestamptz := date_trunc('milliseconds', now());
    op text;
    p jsonb;
    kept text;
    rev bigint;
BEGIN
    PERFORM set_config('caseclock.writing', 'yes', true);
    EXECUTE format('SELECT CASE WHEN EXISTS (SELECT FROM %I WHERE id = $1) THEN ''update'' ELSE ''insert'' END', of_tbl)
        INTO op USING of_row;
    p := jsonb_build_object('table', of_tbl, 'row', of_row, 'op', op, 'values', content);
    kept := jsonb_build_object('salt', gen_random_uuid(), 'patches', jsonb_build_array(p))::text;
    INSERT INTO act VALUES (of_act, verb, summary, who, moment, moment, '', NULL, 0, '{}');
    rev := next_revision('set', this, NULL, seal(this, of_act, who, moment, verb, summary, '', kept, ''));
    INSERT INTO change_set (id, act_id, seq, author, made_at, recorded_at, reason, outcome, patches, epoch, revision)
    VALUES (this, of_act, 0, who, moment, moment, '', 'applied', kept, (SELECT epoch FROM clock_meta), rev);
    PERFORM write(p, rev, moment, who, this);
    INSERT INTO feed VALUES (of_tbl, of_row, rev)
    ON CONFLICT (tbl, row_id) DO UPDATE SET revision = excluded.revision;
    RETURN rev;
END $$;

-- A login's place, from today on: the first administrator's above all, whom nobody else could let in.
CREATE OR REPLACE FUNCTION put_member(of_login text, of_name text, of_role text, of_team uuid, of_worker uuid, of_service text)
    RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    of_row uuid := coalesce((SELECT id FROM member WHERE login = of_login AND NOT deleted LIMIT 1), gen_random_uuid());
BEGIN
    PERFORM put_row('member', of_row, jsonb_build_object('login', of_login, 'name', of_name, 'role', of_role, 'team_id', of_team,
        'worker_id', of_worker, 'service', nullif(of_service, '')), 'people.member', 'Place of a login');
    RETURN of_row;
END $$;
