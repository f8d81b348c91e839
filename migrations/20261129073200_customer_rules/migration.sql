-- What Prisma's schema language cannot say: checks, the rights of the role `horizon_customer`, and the state rules known so far.

-- Checks -------------------------------------------------------------------------------------------------------

-- A number that was not sealed never gets in, whatever the code does.
ALTER TABLE customer.customers
  ADD CONSTRAINT customers_ssn_is_sealed CHECK (ssn_encrypted ~ '^v1\.[0-9]+\.[A-Za-z0-9_-]{40,}$'),
  ADD CONSTRAINT customers_ssn_last4_is_sealed CHECK (ssn_last4_encrypted ~ '^v1\.[0-9]+\.[A-Za-z0-9_-]{40,}$'),
  ADD CONSTRAINT customers_birth_date_is_sealed CHECK (birth_date_encrypted ~ '^v1\.[0-9]+\.[A-Za-z0-9_-]{40,}$');

-- Null, not false: the unique keys over these columns allow one true and any number of nulls.
ALTER TABLE customer.customer_address ADD CONSTRAINT customer_address_current CHECK (current);
ALTER TABLE customer.customer_consent
  ADD CONSTRAINT customer_consent_current CHECK (current),
  ADD CONSTRAINT customer_consent_withdrawn_is_not_current CHECK (withdrawn_at IS NULL OR current IS NULL);
ALTER TABLE customer.identity_verification
  ALTER COLUMN document_ids SET NOT NULL,
  ADD CONSTRAINT identity_verification_open CHECK (open = true AND status = 'pending' OR open IS NULL AND status <> 'pending');
ALTER TABLE customer.customer_blind_index
  ADD CONSTRAINT customer_blind_index_unique CHECK ("unique" = true AND kind = 'ssn' OR "unique" IS NULL AND kind = 'ssn_last4');

ALTER TABLE customer.contract
  ADD CONSTRAINT contract_total_is_not_negative CHECK (total_cents >= 0),
  ADD CONSTRAINT contract_delivery_known CHECK (delivery IN ('electronic', 'paper')),
  -- The hold ends with the window, and neither exists before the copies were handed over.
  ADD CONSTRAINT contract_hold_ends_with_window CHECK (
    (cancel_deadline IS NULL) = (copies_given_at IS NULL)
    AND (cancel_deadline IS NULL) = (cancel_deadline_at IS NULL)
    AND (cancel_deadline IS NULL) = (service_not_before IS NULL)
    AND (cancel_deadline IS NULL OR service_not_before = cancel_deadline + 1)
  ),
  ADD CONSTRAINT contract_signed_has_date CHECK (
    (signed_at IS NULL) = (signed_on IS NULL)
    AND (status NOT IN ('signed', 'in_force', 'completed', 'terminated', 'cancelled_in_window') OR signed_at IS NOT NULL)
  ),
  ADD CONSTRAINT contract_in_force_after_window CHECK (status <> 'in_force' OR cancel_deadline IS NOT NULL);

ALTER TABLE customer.contract_line
  ADD CONSTRAINT contract_line_counts CHECK (unit_price_cents >= 0 AND quantity > 0);

-- Rights -------------------------------------------------------------------------------------------------------

GRANT SELECT, INSERT, UPDATE ON
  customer.customers, customer.customer_data_key, customer.customer_blind_index, customer.customer_address,
  customer.customer_consent, customer.esign_challenge, customer.customer_document, customer.disclosure_delivery,
  customer.contract, customer.identity_verification, customer.privacy_request, customer.customer_task
  TO horizon_customer;
-- What was once so stays so; of a signature the personal data alone can be taken out, when it is disposed of.
GRANT SELECT, INSERT ON
  customer.contract_line, customer.contract_signature, customer.contract_delivery, customer.cancellation_notice,
  customer.timeline_entry, customer.customer_note, customer.ssn_reveal
  TO horizon_customer;
GRANT UPDATE (typed_name, client_address, user_agent) ON customer.contract_signature TO horizon_customer;
-- Disposal deletes keys, indexes and what was written about a person.
GRANT DELETE ON
  customer.customer_data_key, customer.customer_blind_index, customer.customer_address, customer.esign_challenge,
  customer.customer_note, customer.customer_task
  TO horizon_customer;
GRANT SELECT ON customer.state_rule TO horizon_customer;

-- State rules --------------------------------------------------------------------------------------------------
-- Read by engineering in secondary sources; counsel has to confirm each before launch. Those that nobody vouches for do not apply.

INSERT INTO customer.state_rule (state, key, value, effective_from, source_url, reviewed_by, reviewed_on) VALUES
  ('CA', 'cancel_business_days', '5', '2023-01-01', 'https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=CIV&sectionNum=1789.16', 'engineering, counsel pending', '2026-11-23'),
  ('CA', 'completion_days', '180', '2023-01-01', 'https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=CIV&sectionNum=1789.13', 'engineering, counsel pending', '2026-11-23'),
  ('CA', 'monthly_statement', 'true', '2023-01-01', 'https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=CIV&sectionNum=1789.13', 'engineering, counsel pending', '2026-11-23'),
  ('GA', 'serviceable', 'false', '2000-01-01', 'https://law.justia.com/codes/georgia/title-16/chapter-9/article-4/section-16-9-59/', 'engineering, counsel pending', '2026-11-23'),
  ('FL', 'cancel_business_days', '5', '2000-01-01', 'http://www.leg.state.fl.us/statutes/index.cfm?App_mode=Display_Statute&URL=0800-0899/0817/0817PARTIIIContentsIndex.html', NULL, NULL),
  ('NY', 'serviceable', 'false', '2000-01-01', 'https://www.nysenate.gov/legislation/laws/GBS/458-F', NULL, NULL);
