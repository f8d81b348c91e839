-- What Prisma's schema language cannot say: checks, what may not change, and the rights of the role `horizon_dispute`.

ALTER TABLE dispute.item
  ADD CONSTRAINT item_bureau CHECK (bureau IN ('EFX', 'EXP', 'TUC')),
  ADD CONSTRAINT item_state CHECK (state IN ('draft', 'attested', 'in_round', 'sent', 'received', 'investigating', 'deleted', 'deleted_fraud', 'deleted_expedited', 'updated', 'verified', 'verified_other_updated', 'frivolous', 'no_response', 'rejected_identity', 'mixed', 'resolved', 'next_round', 'reinserted', 'withdrawn', 'closed')),
  ADD CONSTRAINT item_outcome CHECK (outcome IN ('deleted', 'deleted_fraud', 'deleted_expedited', 'updated', 'verified', 'verified_other_updated', 'frivolous', 'no_response', 'rejected_identity', 'mixed')),
  -- CROA-9: what the customer says is accurate is not disputed, and nothing goes out that the customer did not attest.
  ADD CONSTRAINT item_not_accurate CHECK (NOT accurate_per_customer),
  ADD CONSTRAINT item_attested CHECK (state IN ('draft', 'withdrawn') OR attested_at IS NOT NULL),
  ADD CONSTRAINT item_attested_by_someone CHECK ((attested_at IS NULL) = (attested_by IS NULL));

ALTER TABLE dispute.round
  ADD CONSTRAINT round_state CHECK (state IN ('draft', 'rendered', 'approved', 'queued', 'mailed', 'delivered', 'returned', 'awaiting_result', 'extended', 'result_partial', 'result_recorded', 'overdue', 'closed')),
  ADD CONSTRAINT round_recipient_kind CHECK (recipient_kind IN ('bureau', 'furnisher', 'collector', 'reseller')),
  -- FCRA-20: what we write to a furnisher has no legal deadline.
  ADD CONSTRAINT round_no_deadline_for_furnishers
    CHECK (recipient_kind IN ('bureau', 'reseller') OR (last_day IS NULL AND overdue_from IS NULL AND no_response_from IS NULL));

ALTER TABLE dispute.round_item
  ADD CONSTRAINT round_item_open_is_item CHECK (open_item_id = item_id),
  ADD CONSTRAINT round_item_outcome CHECK (outcome IN ('deleted', 'deleted_fraud', 'deleted_expedited', 'updated', 'verified', 'verified_other_updated', 'frivolous', 'no_response', 'rejected_identity', 'mixed'));

ALTER TABLE dispute.letter
  ADD CONSTRAINT letter_state CHECK (state IN ('rendered', 'approved', 'send_requested', 'accepted_by_mailer', 'mailed', 'in_transit', 'delivered', 'returned', 'failed', 'cancelled')),
  ADD CONSTRAINT letter_open_is_round CHECK (open_round_id = round_id),
  ADD CONSTRAINT letter_channel CHECK (channel IN ('certified', 'first_class', 'manual', 'portal'));

ALTER TABLE dispute.letter_approval
  ADD CONSTRAINT letter_approval_role CHECK (role IN ('customer', 'compliance'));

ALTER TABLE dispute.supplement
  ALTER COLUMN document_ids SET NOT NULL;

ALTER TABLE dispute.response
  ADD CONSTRAINT response_state CHECK (state IN ('staged', 'confirmed')),
  ADD CONSTRAINT response_confirmed CHECK ((state = 'confirmed') = (confirmed_at IS NOT NULL));

ALTER TABLE dispute.response_outcome
  ADD CONSTRAINT response_outcome_known CHECK (outcome IN ('deleted', 'deleted_fraud', 'deleted_expedited', 'updated', 'verified', 'verified_other_updated', 'frivolous', 'no_response', 'rejected_identity', 'mixed'));

ALTER TABLE dispute.letter_template
  ADD CONSTRAINT letter_template_state CHECK (state IN ('draft', 'published', 'retired')),
  ADD CONSTRAINT letter_template_published CHECK (state = 'draft' OR published_at IS NOT NULL);

ALTER TABLE dispute.performance
  ALTER COLUMN evidence_ids SET NOT NULL;

ALTER TABLE dispute.identity_theft_case
  ALTER COLUMN item_ids SET NOT NULL,
  ADD CONSTRAINT identity_theft_case_names_items CHECK (cardinality(item_ids) > 0);

-- A published template is what letters were made of: its words stay.
CREATE FUNCTION dispute.refuse_template_change() RETURNS trigger
  LANGUAGE plpgsql
AS $$
BEGIN
  IF OLD.state <> 'draft' AND (NEW.body, NEW.kind, NEW.number) IS DISTINCT FROM (OLD.body, OLD.kind, OLD.number) THEN
    RAISE EXCEPTION 'a published letter template is immutable' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER letter_template_immutable BEFORE UPDATE ON dispute.letter_template
  FOR EACH ROW EXECUTE FUNCTION dispute.refuse_template_change();

GRANT SELECT, INSERT ON dispute.item, dispute.round, dispute.round_item, dispute.letter, dispute.letter_pdf,
  dispute.letter_approval, dispute.mail_event, dispute.supplement, dispute.response, dispute.response_outcome,
  dispute.letter_template, dispute.performance, dispute.identity_theft_case, dispute.task, dispute.reminder
  TO horizon_dispute;
GRANT UPDATE ON dispute.item, dispute.round, dispute.round_item, dispute.letter, dispute.mail_event, dispute.response,
  dispute.letter_template, dispute.task TO horizon_dispute;
GRANT DELETE ON dispute.letter_template, dispute.round_item TO horizon_dispute;
