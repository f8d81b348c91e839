-- What Prisma's schema language cannot say about schema auth: checks, and the rights of the role horizon_auth.

ALTER TABLE auth.user_account
  ADD CONSTRAINT user_account_email_lower_case CHECK (email = lower(email)),
  ADD CONSTRAINT user_account_role_of_kind CHECK ((kind = 'customer') = (role = 'customer')),
  ADD CONSTRAINT user_account_customer_id_of_customers CHECK ((kind = 'customer') = (customer_id IS NOT NULL)),
  ADD CONSTRAINT user_account_name_of_staff CHECK (kind = 'staff' OR name IS NULL);

ALTER TABLE auth.session
  ALTER COLUMN amr SET NOT NULL,
  ADD CONSTRAINT session_revoked_for_a_reason CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL));

ALTER TABLE auth.refresh_token
  ADD CONSTRAINT refresh_token_rotated_to_successor
    CHECK ((rotated_at IS NULL) = (successor_hash IS NULL) AND (rotated_at IS NULL) = (successor_salt IS NULL));

ALTER TABLE auth.message
  ADD CONSTRAINT message_password_with_pepper CHECK ((password_hash IS NULL) = (pepper_key_id IS NULL));

ALTER TABLE auth.role_request
  ADD CONSTRAINT role_request_by_second_person CHECK (decided_by <> requested_by),
  ADD CONSTRAINT role_request_decided_whole CHECK ((decided_at IS NULL) = (approved IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL));

ALTER TABLE auth.api_client
  ALTER COLUMN scopes SET NOT NULL,
  ALTER COLUMN allowed_addresses SET NOT NULL,
  ADD CONSTRAINT api_client_one_credential CHECK ((secret_hash IS NULL) <> (jwks IS NULL));

ALTER TABLE auth.revocation
  ADD CONSTRAINT revocation_kind CHECK (kind IN ('sid', 'client', 'jti'));

CREATE UNIQUE INDEX signing_key_one_current ON auth.signing_key (state) WHERE state = 'current';
CREATE UNIQUE INDEX signing_key_one_next ON auth.signing_key (state) WHERE state = 'next';

-- Rights of auth-service ---------------------------------------------------------------------------------------

GRANT SELECT, INSERT ON
  auth.user_account, auth.password, auth.session, auth.refresh_token, auth.totp_factor, auth.recovery_code, auth.ticket,
  auth.message, auth.message_token, auth.role_request, auth.signing_key, auth.api_client, auth.client_assertion,
  auth.revocation, auth.throttle
  TO horizon_auth;
GRANT USAGE ON SEQUENCE auth.revocation_seq_seq TO horizon_auth;

-- Who a user is for other services (id, kind, customer) cannot be rewritten.
GRANT UPDATE (role, email_verified_at, disabled_at, version, updated_at) ON auth.user_account TO horizon_auth;
GRANT UPDATE (hash, pepper_key_id, changed_at) ON auth.password TO horizon_auth;
GRANT UPDATE (last_used_at, amr, step_up_at, revoked_at, revoked_reason) ON auth.session TO horizon_auth;
GRANT UPDATE (rotated_at, successor_hash, successor_salt) ON auth.refresh_token TO horizon_auth;
GRANT UPDATE (sealed_secret, confirmed_at, last_step) ON auth.totp_factor TO horizon_auth;
GRANT UPDATE (used_at) ON auth.recovery_code TO horizon_auth;
GRANT UPDATE (attempts, used_at) ON auth.ticket TO horizon_auth;
GRANT UPDATE (used_at, password_hash, pepper_key_id) ON auth.message TO horizon_auth;
GRANT UPDATE (decided_by, decided_at, approved) ON auth.role_request TO horizon_auth;
GRANT UPDATE (state, sealed_private, activated_at, retired_at) ON auth.signing_key TO horizon_auth;
GRANT UPDATE (revoked_at) ON auth.api_client TO horizon_auth;
GRANT UPDATE (failures, last_failure_at, blocked_until) ON auth.throttle TO horizon_auth;

GRANT DELETE ON
  auth.session, auth.refresh_token, auth.totp_factor, auth.recovery_code, auth.ticket, auth.message, auth.message_token,
  auth.signing_key, auth.client_assertion, auth.revocation, auth.throttle
  TO horizon_auth;
