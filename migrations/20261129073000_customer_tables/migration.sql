-- The schema is made by the foundation.

-- CreateEnum
CREATE TYPE "customer"."customer_status" AS ENUM ('pending', 'active', 'suspended', 'cancelled');

-- CreateEnum
CREATE TYPE "customer"."blind_index_kind" AS ENUM ('ssn', 'ssn_last4');

-- CreateEnum
CREATE TYPE "customer"."consent_kind" AS ENUM ('esign', 'report_access', 'marketing_email');

-- CreateEnum
CREATE TYPE "customer"."document_status" AS ENUM ('pending', 'stored', 'quarantined', 'rejected', 'deleted');

-- CreateEnum
CREATE TYPE "customer"."document_kind" AS ENUM ('identity_proof', 'address_proof', 'credit_report', 'bureau_response', 'police_report', 'supporting', 'disclosure', 'disclosure_acknowledgement', 'contract_packet', 'cancellation_notice');

-- CreateEnum
CREATE TYPE "customer"."retention_class" AS ENUM ('croa_evidence', 'customer');

-- CreateEnum
CREATE TYPE "customer"."contract_status" AS ENUM ('draft', 'offered', 'signed', 'in_force', 'completed', 'terminated', 'expired', 'withdrawn', 'cancelled_in_window', 'void');

-- CreateEnum
CREATE TYPE "customer"."sale_channel" AS ENUM ('online', 'phone', 'mixed', 'unknown');

-- CreateEnum
CREATE TYPE "customer"."performance_kind" AS ENUM ('analysis_delivered', 'round_mailed', 'response_processed', 'month_completed');

-- CreateEnum
CREATE TYPE "customer"."contract_copy" AS ENUM ('contract', 'disclosure', 'notice_of_cancellation');

-- CreateEnum
CREATE TYPE "customer"."identity_verification_status" AS ENUM ('pending', 'verified', 'failed');

-- CreateEnum
CREATE TYPE "customer"."privacy_request_kind" AS ENUM ('access', 'delete', 'correct', 'opt_out');

-- CreateEnum
CREATE TYPE "customer"."privacy_request_status" AS ENUM ('received', 'identity_check', 'in_progress', 'fulfilled', 'partly_denied', 'denied');

-- CreateTable
CREATE TABLE "customer"."customers" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL,
    "first_name" VARCHAR(100) NOT NULL,
    "last_name" VARCHAR(100) NOT NULL,
    "ssn_encrypted" TEXT,
    "status" "customer"."customer_status" NOT NULL DEFAULT 'pending',
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(6),
    "version" INTEGER NOT NULL DEFAULT 1,
    "agent_user_id" UUID,
    "ssn_last4_encrypted" TEXT,
    "birth_date_encrypted" TEXT,
    "identity_verified_at" TIMESTAMPTZ(3),
    "suspended_reason" TEXT,
    "legal_hold" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "customers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer"."customer_data_key" (
    "customer_id" UUID NOT NULL,
    "key_version" INTEGER NOT NULL,
    "key_id" TEXT NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_data_key_pkey" PRIMARY KEY ("customer_id")
);

-- CreateTable
CREATE TABLE "customer"."customer_blind_index" (
    "customer_id" UUID NOT NULL,
    "kind" "customer"."blind_index_kind" NOT NULL,
    "value" BYTEA NOT NULL,
    "unique" BOOLEAN,

    CONSTRAINT "customer_blind_index_pkey" PRIMARY KEY ("customer_id","kind")
);

-- CreateTable
CREATE TABLE "customer"."ssn_reveal" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ssn_reveal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer"."customer_address" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "line1" TEXT NOT NULL,
    "line2" TEXT,
    "city" TEXT NOT NULL,
    "state" CHAR(2) NOT NULL,
    "postal_code" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "current" BOOLEAN,
    "proof_document_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_address_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer"."customer_consent" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" "customer"."consent_kind" NOT NULL,
    "version" TEXT NOT NULL,
    "text_sha256" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),
    "current" BOOLEAN,
    "client_address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,

    CONSTRAINT "customer_consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer"."esign_challenge" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "version" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "proven_at" TIMESTAMPTZ(3),

    CONSTRAINT "esign_challenge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer"."customer_document" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" "customer"."document_kind" NOT NULL,
    "status" "customer"."document_status" NOT NULL,
    "content_type" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "object_key" TEXT NOT NULL,
    "fault" TEXT,
    "retention_class" "customer"."retention_class" NOT NULL,
    "retain_until" DATE,
    "legal_hold" BOOLEAN NOT NULL DEFAULT false,
    "uploaded_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "stored_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "customer_document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer"."disclosure_delivery" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "version" TEXT NOT NULL,
    "text_sha256" TEXT NOT NULL,
    "delivered_at" TIMESTAMPTZ(3) NOT NULL,
    "channel" TEXT NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3),
    "typed_name" TEXT,
    "client_address" TEXT,
    "user_agent" TEXT,
    "document_id" UUID,

    CONSTRAINT "disclosure_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer"."contract" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "status" "customer"."contract_status" NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "plan_code" TEXT NOT NULL,
    "sale_channel" "customer"."sale_channel" NOT NULL,
    "state" CHAR(2) NOT NULL,
    "zone" TEXT NOT NULL,
    "terms" JSONB NOT NULL,
    "terms_sha256" TEXT NOT NULL,
    "total_cents" INTEGER NOT NULL,
    "duration_days" INTEGER NOT NULL,
    "cancel_business_days" INTEGER NOT NULL,
    "delivery" TEXT NOT NULL,
    "disclosure_id" UUID,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "offered_at" TIMESTAMPTZ(3),
    "offer_expires_at" TIMESTAMPTZ(3),
    "signed_at" TIMESTAMPTZ(3),
    "signed_on" DATE,
    "copies_given_at" TIMESTAMPTZ(3),
    "cancel_deadline" DATE,
    "cancel_deadline_at" TIMESTAMPTZ(3),
    "service_not_before" DATE,
    "promised_end" DATE,
    "in_force_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,
    "packet_document_id" UUID,

    CONSTRAINT "contract_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer"."contract_line" (
    "id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" "customer"."performance_kind" NOT NULL,
    "description" TEXT NOT NULL,
    "unit_price_cents" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "contract_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer"."contract_signature" (
    "contract_id" UUID NOT NULL,
    "typed_name" TEXT NOT NULL,
    "terms_sha256" TEXT NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,
    "signer_user_id" UUID NOT NULL,
    "client_address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "esign_version" TEXT,

    CONSTRAINT "contract_signature_pkey" PRIMARY KEY ("contract_id")
);

-- CreateTable
CREATE TABLE "customer"."contract_delivery" (
    "contract_id" UUID NOT NULL,
    "copy" "customer"."contract_copy" NOT NULL,
    "channel" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "delivered_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" TEXT NOT NULL,

    CONSTRAINT "contract_delivery_pkey" PRIMARY KEY ("contract_id","copy")
);

-- CreateTable
CREATE TABLE "customer"."cancellation_notice" (
    "id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "sent_on" DATE,
    "received_on" DATE NOT NULL,
    "notice_on" DATE NOT NULL,
    "effect" TEXT NOT NULL,
    "document_id" UUID,
    "recorded_by" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cancellation_notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer"."identity_verification" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "status" "customer"."identity_verification_status" NOT NULL,
    "open" BOOLEAN,
    "document_ids" UUID[],
    "requested_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "identity_verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer"."privacy_request" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" "customer"."privacy_request_kind" NOT NULL,
    "status" "customer"."privacy_request_status" NOT NULL DEFAULT 'received',
    "version" INTEGER NOT NULL DEFAULT 1,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "received_on" DATE NOT NULL,
    "confirm_by" DATE,
    "answer_by" DATE NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" UUID,
    "outcome" JSONB,
    "reminded_on" DATE,

    CONSTRAINT "privacy_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer"."timeline_entry" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "object_type" TEXT NOT NULL,
    "object_id" UUID NOT NULL,
    "data" JSONB NOT NULL,
    "visible" BOOLEAN NOT NULL,

    CONSTRAINT "timeline_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer"."customer_note" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer"."customer_task" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "due_on" DATE,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_by" UUID,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "customer_task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer"."state_rule" (
    "state" CHAR(2) NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "effective_from" DATE NOT NULL,
    "effective_to" DATE,
    "source_url" TEXT NOT NULL,
    "reviewed_by" TEXT,
    "reviewed_on" DATE,

    CONSTRAINT "state_rule_pkey" PRIMARY KEY ("state","key","effective_from")
);

-- CreateIndex
CREATE INDEX "IDX_customers_user_id" ON "customer"."customers"("user_id");

-- CreateIndex
CREATE INDEX "customers_status_created_at_id_idx" ON "customer"."customers"("status", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "customers_agent_user_id_created_at_id_idx" ON "customer"."customers"("agent_user_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "customers_created_at_id_idx" ON "customer"."customers"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "customer_data_key_key_id_customer_id_idx" ON "customer"."customer_data_key"("key_id", "customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_blind_index_kind_value_unique_key" ON "customer"."customer_blind_index"("kind", "value", "unique");

-- CreateIndex
CREATE INDEX "ssn_reveal_user_id_at_idx" ON "customer"."ssn_reveal"("user_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "customer_address_customer_id_current_key" ON "customer"."customer_address"("customer_id", "current");

-- CreateIndex
CREATE INDEX "customer_consent_current_expires_at_idx" ON "customer"."customer_consent"("current", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "customer_consent_customer_id_kind_current_key" ON "customer"."customer_consent"("customer_id", "kind", "current");

-- CreateIndex
CREATE INDEX "esign_challenge_customer_id_created_at_idx" ON "customer"."esign_challenge"("customer_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "customer_document_object_key_key" ON "customer"."customer_document"("object_key");

-- CreateIndex
CREATE INDEX "customer_document_customer_id_created_at_id_idx" ON "customer"."customer_document"("customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "customer_document_status_created_at_idx" ON "customer"."customer_document"("status", "created_at");

-- CreateIndex
CREATE INDEX "disclosure_delivery_customer_id_delivered_at_idx" ON "customer"."disclosure_delivery"("customer_id", "delivered_at" DESC);

-- CreateIndex
CREATE INDEX "contract_customer_id_created_at_id_idx" ON "customer"."contract"("customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "contract_status_cancel_deadline_at_idx" ON "customer"."contract"("status", "cancel_deadline_at");

-- CreateIndex
CREATE INDEX "contract_status_offer_expires_at_idx" ON "customer"."contract"("status", "offer_expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "contract_line_contract_id_position_key" ON "customer"."contract_line"("contract_id", "position");

-- CreateIndex
CREATE INDEX "cancellation_notice_contract_id_idx" ON "customer"."cancellation_notice"("contract_id");

-- CreateIndex
CREATE INDEX "identity_verification_customer_id_created_at_idx" ON "customer"."identity_verification"("customer_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "identity_verification_customer_id_open_key" ON "customer"."identity_verification"("customer_id", "open");

-- CreateIndex
CREATE INDEX "privacy_request_customer_id_received_at_id_idx" ON "customer"."privacy_request"("customer_id", "received_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "privacy_request_status_answer_by_idx" ON "customer"."privacy_request"("status", "answer_by");

-- CreateIndex
CREATE INDEX "timeline_entry_customer_id_at_id_idx" ON "customer"."timeline_entry"("customer_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "customer_note_customer_id_created_at_id_idx" ON "customer"."customer_note"("customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "customer_task_customer_id_created_at_id_idx" ON "customer"."customer_task"("customer_id", "created_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "customer"."customer_data_key" ADD CONSTRAINT "customer_data_key_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"."customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."customer_blind_index" ADD CONSTRAINT "customer_blind_index_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"."customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."customer_address" ADD CONSTRAINT "customer_address_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"."customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."customer_consent" ADD CONSTRAINT "customer_consent_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"."customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."esign_challenge" ADD CONSTRAINT "esign_challenge_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"."customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."customer_document" ADD CONSTRAINT "customer_document_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"."customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."disclosure_delivery" ADD CONSTRAINT "disclosure_delivery_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"."customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."contract" ADD CONSTRAINT "contract_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"."customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."contract" ADD CONSTRAINT "contract_disclosure_id_fkey" FOREIGN KEY ("disclosure_id") REFERENCES "customer"."disclosure_delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."contract_line" ADD CONSTRAINT "contract_line_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "customer"."contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."contract_signature" ADD CONSTRAINT "contract_signature_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "customer"."contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."contract_delivery" ADD CONSTRAINT "contract_delivery_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "customer"."contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."cancellation_notice" ADD CONSTRAINT "cancellation_notice_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "customer"."contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."identity_verification" ADD CONSTRAINT "identity_verification_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"."customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."privacy_request" ADD CONSTRAINT "privacy_request_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"."customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."timeline_entry" ADD CONSTRAINT "timeline_entry_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"."customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."customer_note" ADD CONSTRAINT "customer_note_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"."customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."customer_task" ADD CONSTRAINT "customer_task_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"."customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

