-- The audit log is written through two functions and in no other way: the application's role may read the
-- tables and call these. The number comes from a locked row, so that it has no gap and no two entries share it;
-- the leaf hash is computed here, over the very bytes that are stored.
CREATE FUNCTION audit_lock(p_log smallint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  v_next bigint;
BEGIN
  SELECT next_seq INTO v_next FROM public.audit_head WHERE log_id = p_log FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO public.audit_head (log_id, next_seq) VALUES (p_log, 0) ON CONFLICT DO NOTHING;
    SELECT next_seq INTO v_next FROM public.audit_head WHERE log_id = p_log FOR UPDATE;
  END IF;
  RETURN v_next;
END $$;
--> statement-breakpoint
CREATE FUNCTION audit_append(
  p_log smallint, p_seq bigint, p_body bytea, p_at timestamptz, p_actor text, p_action text,
  p_object_type text, p_object_id text, p_result text, p_zone text, p_site text
) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  v_leaf bytea := sha256('\x00'::bytea || p_body);
BEGIN
  UPDATE public.audit_head SET next_seq = p_seq + 1, last_leaf = v_leaf
    WHERE log_id = p_log AND next_seq = p_seq;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'audit entry % is not the next of log %', p_seq, p_log;
  END IF;
  INSERT INTO public.audit_entry
    (log_id, seq, body, leaf, at, actor, action, object_type, object_id, result, zone, site)
    VALUES (p_log, p_seq, p_body, v_leaf, p_at, p_actor, p_action, p_object_type, p_object_id, p_result, p_zone, p_site);
  RETURN v_leaf;
END $$;
--> statement-breakpoint
CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit entries are never changed or removed';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays();
