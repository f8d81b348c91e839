-- What Prisma's schema language cannot say: checks, the audit chain, and the rights of the role `horizon_ops`.

-- Checks -------------------------------------------------------------------------------------------------------

ALTER TABLE ops.member
  ADD CONSTRAINT member_email_lower_case CHECK (email = lower(email));

ALTER TABLE ops.approval
  ADD CONSTRAINT approval_by_second_person CHECK (decided_by <> requested_by),
  ADD CONSTRAINT approval_decided_at_with_decision CHECK ((decision IS NULL) = (decided_at IS NULL)),
  ADD CONSTRAINT approval_decided_by_someone
    CHECK ((decided_by IS NOT NULL) = (decision IS NOT NULL AND decision <> 'expired')),
  ADD CONSTRAINT approval_expires_later CHECK (expires_at > requested_at);

ALTER TABLE ops.freeze_window
  ALTER COLUMN services SET NOT NULL,
  ALTER COLUMN except_member_ids SET NOT NULL,
  ALTER COLUMN except_services SET NOT NULL,
  ADD CONSTRAINT freeze_window_ends_after_start CHECK (ends_at > starts_at);

ALTER TABLE ops.rollout_history
  ALTER COLUMN images SET NOT NULL;

ALTER TABLE ops.saved_view
  ADD CONSTRAINT saved_view_path_of_console CHECK (path LIKE '/%' AND path NOT LIKE '//%');

-- The audit chain ----------------------------------------------------------------------------------------------
-- hash = sha256 over the fields in this order, each as `<bytes>:<text>`, or `-` when null; prev_hash comes first.
-- packages/db/src/queries/audit-chain.ts computes the same and is the check on this.

CREATE FUNCTION ops.audit_field(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN value IS NULL THEN '-' ELSE octet_length(value) || ':' || value END;

CREATE FUNCTION ops.chain_audit_event() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  head record;
BEGIN
  -- One writer at a time until it commits: the next one must see this row, or the chain would fork.
  PERFORM pg_advisory_xact_lock(hashtextextended('ops.audit_event', 0));
  SELECT seq, hash INTO head FROM ops.audit_event ORDER BY seq DESC LIMIT 1;

  NEW.seq := coalesce(head.seq, 0) + 1;
  NEW.at := date_trunc('milliseconds', clock_timestamp());
  NEW.prev_hash := coalesce(head.hash, repeat('0', 64));
  NEW.hash := encode(sha256(convert_to(
    ops.audit_field(NEW.prev_hash)
    || ops.audit_field(NEW.seq::text)
    || ops.audit_field(to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    || ops.audit_field(NEW.actor_id::text)
    || ops.audit_field(NEW.actor_name)
    || ops.audit_field(NEW.actor_role)
    || ops.audit_field(NEW.action)
    || ops.audit_field(NEW.environment)
    || ops.audit_field(NEW.target)
    || ops.audit_field(NEW.reason)
    || ops.audit_field(NEW.outcome)
    || ops.audit_field(NEW.intent_id::text)
    || ops.audit_field(NEW.seen::text)
    || ops.audit_field(NEW.details::text)
    || ops.audit_field(NEW.client_address)
  , 'UTF8')), 'hex');
  RETURN NEW;
END
$$;

CREATE TRIGGER audit_event_chain BEFORE INSERT ON ops.audit_event
  FOR EACH ROW EXECUTE FUNCTION ops.chain_audit_event();

CREATE FUNCTION ops.refuse_audit_change() RETURNS trigger
  LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION 'ops.audit_event is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ops.audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION ops.refuse_audit_change();

-- Also for sessions that play back a replication stream, which skip ordinary triggers.
ALTER TABLE ops.audit_event ENABLE ALWAYS TRIGGER audit_event_append_only;

-- Rights of ops-server -----------------------------------------------------------------------------------------
-- The role is made where the server is: by Terraform, or by the embedded server, which also give it a password.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'horizon_ops') THEN
    CREATE ROLE horizon_ops NOLOGIN;
  END IF;
END
$$;

GRANT USAGE ON SCHEMA ops TO horizon_ops;
GRANT SELECT ON ALL TABLES IN SCHEMA ops TO horizon_ops;
GRANT INSERT ON ALL TABLES IN SCHEMA ops TO horizon_ops;

GRANT UPDATE (name, role, active, updated_at) ON ops.member TO horizon_ops;
-- What was asked, by whom and why cannot be rewritten afterwards.
GRANT UPDATE (guards, state, message, request, response, outcome, updated_at, acted_at, observed_at)
  ON ops.intent TO horizon_ops;
GRANT UPDATE (decision, decided_by, decided_at, comment) ON ops.approval TO horizon_ops;
GRANT UPDATE, DELETE ON ops.kube_event TO horizon_ops;
GRANT UPDATE ON ops.rollout_history TO horizon_ops;
GRANT UPDATE ON ops.freeze_window TO horizon_ops;
GRANT UPDATE, DELETE ON ops.saved_view TO horizon_ops;
