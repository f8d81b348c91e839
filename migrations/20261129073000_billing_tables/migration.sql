-- CreateSchema

-- CreateEnum
CREATE TYPE "billing"."subscription_state" AS ENUM ('awaiting_hold', 'active', 'paused', 'cancelled');

-- CreateEnum
CREATE TYPE "billing"."billing_mode" AS ENUM ('per_performance', 'tsr_six_month');

-- CreateEnum
CREATE TYPE "billing"."performance_state" AS ENUM ('recorded', 'invoiced', 'paid', 'written_off');

-- CreateEnum
CREATE TYPE "billing"."invoice_state" AS ENUM ('draft', 'finalized', 'past_due', 'paid', 'uncollectible', 'void', 'partially_refunded', 'refunded', 'charged_back');

-- CreateEnum
CREATE TYPE "billing"."payment_state" AS ENUM ('created', 'processing', 'requires_action', 'succeeded', 'failed');

-- CreateEnum
CREATE TYPE "billing"."refund_state" AS ENUM ('created', 'succeeded', 'failed');

-- CreateTable
CREATE TABLE "billing"."subscription" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "mode" "billing"."billing_mode" NOT NULL,
    "state" "billing"."subscription_state" NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing"."performance" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "completed_at" TIMESTAMPTZ(3) NOT NULL,
    "state" "billing"."performance_state" NOT NULL DEFAULT 'recorded',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "performance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing"."invoice" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "state" "billing"."invoice_state" NOT NULL DEFAULT 'draft',
    "total_cents" INTEGER NOT NULL,
    "refunded_cents" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "finalized_on" DATE,
    "failed_charges" INTEGER NOT NULL DEFAULT 0,
    "next_charge_on" DATE,
    "questioned_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing"."invoice_line" (
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "performance_id" UUID NOT NULL,
    "description" TEXT NOT NULL,
    "amount_cents" INTEGER NOT NULL,
    "released" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "invoice_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing"."payment_method" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "provider_ref" TEXT NOT NULL,
    "payer_ref" TEXT NOT NULL,
    "brand" TEXT NOT NULL,
    "last4" TEXT NOT NULL,
    "exp_month" INTEGER NOT NULL,
    "exp_year" INTEGER NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_method_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing"."payment" (
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "payment_method_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "amount_cents" INTEGER NOT NULL,
    "state" "billing"."payment_state" NOT NULL DEFAULT 'created',
    "provider_ref" TEXT,
    "failure_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing"."refund" (
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "amount_cents" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "state" "billing"."refund_state" NOT NULL DEFAULT 'created',
    "provider_ref" TEXT,
    "failure_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing"."ledger_entry" (
    "id" UUID NOT NULL,
    "posting_id" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "amount_cents" INTEGER NOT NULL,
    "customer_id" UUID NOT NULL,
    "ref_type" TEXT NOT NULL,
    "ref_id" UUID NOT NULL,
    "posted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing"."result_proof" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "document_id" UUID NOT NULL,
    "result_on" DATE NOT NULL,
    "issued_on" DATE NOT NULL,
    "recorded_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "result_proof_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing"."provider_event" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "provider_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "subscription_contract_id_key" ON "billing"."subscription"("contract_id");

-- CreateIndex
CREATE INDEX "subscription_customer_id_idx" ON "billing"."subscription"("customer_id");

-- CreateIndex
CREATE INDEX "performance_customer_id_state_idx" ON "billing"."performance"("customer_id", "state");

-- CreateIndex
CREATE INDEX "invoice_customer_id_created_at_id_idx" ON "billing"."invoice"("customer_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "invoice_state_next_charge_on_idx" ON "billing"."invoice"("state", "next_charge_on");

-- CreateIndex
CREATE INDEX "invoice_line_invoice_id_idx" ON "billing"."invoice_line"("invoice_id");

-- CreateIndex
CREATE INDEX "invoice_line_performance_id_idx" ON "billing"."invoice_line"("performance_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_method_customer_id_provider_ref_key" ON "billing"."payment_method"("customer_id", "provider_ref");

-- CreateIndex
CREATE UNIQUE INDEX "payment_provider_ref_key" ON "billing"."payment"("provider_ref");

-- CreateIndex
CREATE UNIQUE INDEX "payment_invoice_id_attempt_key" ON "billing"."payment"("invoice_id", "attempt");

-- CreateIndex
CREATE INDEX "refund_payment_id_idx" ON "billing"."refund"("payment_id");

-- CreateIndex
CREATE INDEX "ledger_entry_posting_id_idx" ON "billing"."ledger_entry"("posting_id");

-- CreateIndex
CREATE INDEX "ledger_entry_customer_id_posted_at_id_idx" ON "billing"."ledger_entry"("customer_id", "posted_at", "id");

-- CreateIndex
CREATE INDEX "result_proof_customer_id_idx" ON "billing"."result_proof"("customer_id");

-- AddForeignKey
ALTER TABLE "billing"."invoice_line" ADD CONSTRAINT "invoice_line_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "billing"."invoice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "billing"."invoice_line" ADD CONSTRAINT "invoice_line_performance_id_fkey" FOREIGN KEY ("performance_id") REFERENCES "billing"."performance"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "billing"."payment" ADD CONSTRAINT "payment_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "billing"."invoice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "billing"."payment" ADD CONSTRAINT "payment_payment_method_id_fkey" FOREIGN KEY ("payment_method_id") REFERENCES "billing"."payment_method"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "billing"."refund" ADD CONSTRAINT "refund_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "billing"."payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema language cannot say --------------------------------------------------------------------------

ALTER TABLE billing.invoice
  ADD CONSTRAINT invoice_total_not_negative CHECK (total_cents >= 0),
  ADD CONSTRAINT invoice_refunded_within_total CHECK (refunded_cents BETWEEN 0 AND total_cents);
ALTER TABLE billing.invoice_line ADD CONSTRAINT invoice_line_amount_not_negative CHECK (amount_cents >= 0);
ALTER TABLE billing.refund ADD CONSTRAINT refund_amount_positive CHECK (amount_cents > 0);
ALTER TABLE billing.payment_method ADD CONSTRAINT payment_method_last4 CHECK (last4 ~ '^\d{4}$');

-- CROA-8: a performance is on one invoice that counts, whoever tries.
CREATE UNIQUE INDEX invoice_line_billed_once ON billing.invoice_line (performance_id) WHERE NOT released;
-- One charge of an invoice is on its way at a time.
CREATE UNIQUE INDEX payment_open_once ON billing.payment (invoice_id) WHERE state IN ('created', 'processing', 'requires_action');

CREATE FUNCTION billing.check_posting() RETURNS trigger
  LANGUAGE plpgsql
AS $$
BEGIN
  IF (SELECT sum(amount_cents) FROM billing.ledger_entry WHERE posting_id = NEW.posting_id) <> 0 THEN
    RAISE EXCEPTION 'posting % does not sum to zero', NEW.posting_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER ledger_entry_sums_to_zero AFTER INSERT ON billing.ledger_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing.check_posting();

GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA billing TO horizon_billing;
GRANT UPDATE ON billing.subscription, billing.invoice, billing.payment, billing.refund TO horizon_billing;
GRANT UPDATE (state) ON billing.performance TO horizon_billing;
GRANT UPDATE (released) ON billing.invoice_line TO horizon_billing;
GRANT UPDATE (removed_at) ON billing.payment_method TO horizon_billing;
