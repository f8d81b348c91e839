-- What Prisma's schema language cannot say: one live import of a file, checks, the rights of credit-service, and the three
-- bureaus.

-- The same file twice is one report; what could not be read, or was deleted, may come again.
CREATE UNIQUE INDEX report_live_file ON credit.report (customer_id, sha256)
  WHERE deleted_at IS NULL AND state NOT IN ('failed', 'quarantined');

ALTER TABLE credit.report
  ADD CONSTRAINT report_sha256_hex CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT report_failure_when_failed CHECK ((failure IS NOT NULL) = (state IN ('failed', 'quarantined')));

ALTER TABLE credit.score
  ADD CONSTRAINT score_in_range CHECK (value BETWEEN 250 AND 900);

ALTER TABLE credit.finding
  ADD CONSTRAINT finding_decided_by_someone CHECK ((decided_by IS NOT NULL) = (state IN ('confirmed', 'denied', 'dismissed'))),
  -- CROA-9: what is no ground cannot become one.
  ADD CONSTRAINT finding_confirmed_on_a_ground CHECK (state <> 'confirmed' OR ground IS NOT NULL);

GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA credit TO horizon_credit;
GRANT UPDATE ON credit.report, credit.overlay, credit.finding, credit.bureau, credit.furnisher TO horizon_credit;
GRANT UPDATE (deleted, resolved_on) ON credit.dispute_outcome TO horizon_credit;
-- What a bureau reported is never changed; it leaves with its report, when retention allows.
GRANT DELETE ON credit.element, credit.overlay, credit.score, credit.finding TO horizon_credit;

-- Addresses as the bureaus publish them for disputes. Nobody has verified them yet: `verified_on` is set by compliance.
INSERT INTO credit.bureau (bureau, name, address) VALUES
  ('EFX', 'Equifax Information Services LLC', '{"line1": "P.O. Box 740256", "city": "Atlanta", "state": "GA", "postal_code": "30374-0256"}'),
  ('EXP', 'Experian', '{"line1": "P.O. Box 4500", "city": "Allen", "state": "TX", "postal_code": "75013"}'),
  ('TUC', 'TransUnion LLC Consumer Dispute Center', '{"line1": "P.O. Box 2000", "city": "Chester", "state": "PA", "postal_code": "19016"}');
