-- The time limits of the driver, for connections that cannot bring them: a pooler drops startup parameters, and clears
-- what a session was told when it hands the connection to another. Those of a role are what is left then.

DO $$
DECLARE
  s text;
BEGIN
  FOREACH s IN ARRAY ARRAY['auth', 'customer', 'credit', 'dispute', 'billing', 'notification', 'worker'] LOOP
    EXECUTE format('ALTER ROLE %I SET statement_timeout = ''15s''', 'horizon_' || s);
    EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = ''30s''', 'horizon_' || s);
  END LOOP;
END
$$;
