-- A schema and a role for each service of the backend, and the tables that all of them have: outbox, processed events,
-- idempotency keys, audit chain. They are read and written by packages/db/src/backend; Prisma does not know them.

CREATE SCHEMA backend;

-- The audit chain ----------------------------------------------------------------------------------------------
-- hash = sha256 over prev_hash and the row's values in this order, each as `<bytes>:<text>`, or `-` when null.
-- packages/db/src/backend/service-audit.ts computes the same and is the check on this.

CREATE FUNCTION backend.audit_field(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN value IS NULL THEN '-' ELSE octet_length(value) || ':' || value END;

CREATE FUNCTION backend.chain_audit_event() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  head record;
BEGIN
  -- One writer a schema until it commits: the next one must see this row, or the chain would fork.
  PERFORM pg_advisory_xact_lock(hashtextextended(TG_TABLE_SCHEMA || '.audit_event', 0));
  EXECUTE format('SELECT seq, hash FROM %I.audit_event ORDER BY seq DESC LIMIT 1', TG_TABLE_SCHEMA) INTO head;
  NEW.seq := coalesce(head.seq, 0) + 1;
  NEW.at := date_trunc('milliseconds', clock_timestamp());
  NEW.prev_hash := coalesce(head.hash, repeat('0', 64));
  NEW.hash := encode(sha256(convert_to(
    backend.audit_field(NEW.prev_hash)
    || backend.audit_field(NEW.seq::text)
    || backend.audit_field(to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    || backend.audit_field(NEW.actor)
    || backend.audit_field(NEW.actor_role)
    || backend.audit_field(NEW.on_behalf_of)
    || backend.audit_field(NEW.action)
    || backend.audit_field(NEW.object_type)
    || backend.audit_field(NEW.object_id)
    || backend.audit_field(NEW.before_hash)
    || backend.audit_field(NEW.after_hash)
    || backend.audit_field(NEW.reason)
    || backend.audit_field(NEW.details::text)
    || backend.audit_field(NEW.client_address)
    || backend.audit_field(NEW.request_id)
  , 'UTF8')), 'hex');
  RETURN NEW;
END
$$;

CREATE FUNCTION backend.refuse_audit_change() RETURNS trigger
  LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION '%.audit_event is append-only: % refused', TG_TABLE_SCHEMA, TG_OP
    USING ERRCODE = 'insufficient_privilege';
END
$$;

-- Wakes the relay; it also polls, so a lost notification costs a second and nothing else.
CREATE FUNCTION backend.notify_outbox() RETURNS trigger
  LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM pg_notify('horizon_outbox', TG_TABLE_SCHEMA);
  RETURN NULL;
END
$$;

-- The schemas --------------------------------------------------------------------------------------------------
-- Roles are made where the server is: by Terraform, or by the embedded server, which also give them passwords.

DO $$
DECLARE
  s text;
  r text;
BEGIN
  FOREACH s IN ARRAY ARRAY['auth', 'customer', 'credit', 'dispute', 'billing', 'notification', 'worker'] LOOP
    r := 'horizon_' || s;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', r);
    END IF;
    EXECUTE format('CREATE SCHEMA %I', s);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', s, r);
    EXECUTE format('GRANT USAGE ON SCHEMA backend TO %I', r);

    EXECUTE format($ddl$
      CREATE TABLE %1$I.outbox_event (
        id uuid PRIMARY KEY,
        seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        type text NOT NULL,
        aggregate_type text NOT NULL,
        aggregate_id uuid NOT NULL,
        data jsonb NOT NULL,
        request_id text,
        occurred_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX outbox_event_aggregate ON %1$I.outbox_event (aggregate_id, seq);

      -- One row for each service that wants the event: it is late, lost or dead for one of them alone.
      CREATE TABLE %1$I.outbox_delivery (
        event_id uuid NOT NULL REFERENCES %1$I.outbox_event (id) ON DELETE CASCADE,
        consumer text NOT NULL,
        seq bigint NOT NULL,
        aggregate_id uuid NOT NULL,
        state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead', 'skipped')),
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        last_error text,
        delivered_at timestamptz(3),
        PRIMARY KEY (event_id, consumer)
      );
      CREATE INDEX outbox_delivery_open ON %1$I.outbox_delivery (consumer, seq) WHERE state IN ('pending', 'dead');
      CREATE INDEX outbox_delivery_order ON %1$I.outbox_delivery (consumer, aggregate_id, seq) WHERE state IN ('pending', 'dead');
      CREATE INDEX outbox_delivery_done ON %1$I.outbox_delivery (delivered_at) WHERE state = 'delivered';

      CREATE TABLE %1$I.processed_event (
        event_id uuid PRIMARY KEY,
        processed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX processed_event_age ON %1$I.processed_event (processed_at);

      CREATE TABLE %1$I.idempotency_key (
        principal text NOT NULL,
        operation text NOT NULL,
        key text NOT NULL,
        request_hash text NOT NULL,
        status integer NOT NULL,
        headers jsonb NOT NULL,
        body jsonb,
        created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (principal, operation, key)
      );
      CREATE INDEX idempotency_key_age ON %1$I.idempotency_key (created_at);

      CREATE TABLE %1$I.audit_event (
        seq bigint PRIMARY KEY,
        at timestamptz(3) NOT NULL,
        actor text NOT NULL,
        actor_role text NOT NULL,
        on_behalf_of text,
        action text NOT NULL,
        object_type text NOT NULL,
        object_id text NOT NULL,
        before_hash text,
        after_hash text,
        reason text,
        details jsonb NOT NULL,
        client_address text,
        request_id text,
        prev_hash text NOT NULL,
        hash text NOT NULL
      );
      CREATE INDEX audit_event_object ON %1$I.audit_event (object_type, object_id, seq);

      CREATE TRIGGER outbox_event_notify AFTER INSERT ON %1$I.outbox_event
        FOR EACH STATEMENT EXECUTE FUNCTION backend.notify_outbox();
      CREATE TRIGGER audit_event_chain BEFORE INSERT ON %1$I.audit_event
        FOR EACH ROW EXECUTE FUNCTION backend.chain_audit_event();
      CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %1$I.audit_event
        FOR EACH STATEMENT EXECUTE FUNCTION backend.refuse_audit_change();
      ALTER TABLE %1$I.audit_event ENABLE ALWAYS TRIGGER audit_event_append_only;

      GRANT SELECT, INSERT ON %1$I.outbox_event, %1$I.outbox_delivery, %1$I.audit_event TO %2$I;
      GRANT SELECT, INSERT, DELETE ON %1$I.processed_event TO %2$I;
      GRANT SELECT, INSERT, DELETE ON %1$I.idempotency_key TO %2$I;
    $ddl$, s, r);
  END LOOP;

  -- The relay reads every outbox, notes what it delivered, and removes what was delivered long ago. Nothing else is open to it.
  FOREACH s IN ARRAY ARRAY['auth', 'customer', 'credit', 'dispute', 'billing', 'notification', 'worker'] LOOP
    EXECUTE format($ddl$
      GRANT USAGE ON SCHEMA %1$I TO horizon_worker;
      GRANT SELECT, DELETE ON %1$I.outbox_event, %1$I.outbox_delivery TO horizon_worker;
      GRANT UPDATE (state, attempts, next_attempt_at, last_error, delivered_at) ON %1$I.outbox_delivery TO horizon_worker;
    $ddl$, s);
  END LOOP;
END
$$;
