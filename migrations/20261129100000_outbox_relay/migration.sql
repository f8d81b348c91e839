-- The relay finds what is due by an index that holds nothing else, and is told of an event only while it sleeps.

-- A transaction that notifies holds a lock of the whole server from before its commit is synced until after: with every append
-- notifying, all services together committed no faster than one sync after the other.
ALTER TABLE worker.relay_lease ADD COLUMN is_asleep boolean NOT NULL DEFAULT true;

-- Runs as its owner: services may not read the worker's schema.
CREATE OR REPLACE FUNCTION backend.notify_outbox() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (
    SELECT FROM worker.relay_lease
     WHERE source = TG_TABLE_SCHEMA AND is_asleep AND expires_at > clock_timestamp()
  ) THEN
    PERFORM pg_notify('horizon_outbox', TG_TABLE_SCHEMA);
  END IF;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION backend.notify_outbox() FROM PUBLIC;

DO $$
DECLARE
  s text;
BEGIN
  FOREACH s IN ARRAY ARRAY['auth', 'customer', 'credit', 'dispute', 'billing', 'notification', 'worker'] LOOP
    EXECUTE format($ddl$
      -- Events that nobody wants wake nobody.
      DROP TRIGGER outbox_event_notify ON %1$I.outbox_event;
      CREATE TRIGGER outbox_delivery_notify AFTER INSERT ON %1$I.outbox_delivery
        FOR EACH STATEMENT EXECUTE FUNCTION backend.notify_outbox();

      CREATE INDEX outbox_delivery_due ON %1$I.outbox_delivery (consumer, next_attempt_at, seq) WHERE state = 'pending';
      DROP INDEX %1$I.outbox_delivery_open;
      DROP INDEX %1$I.outbox_delivery_done;
      -- What is asked about an aggregate is asked of its deliveries, by outbox_delivery_order.
      DROP INDEX %1$I.outbox_event_aggregate;
    $ddl$, s);
  END LOOP;
END
$$;
