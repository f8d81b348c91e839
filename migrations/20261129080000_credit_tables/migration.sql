-- CreateEnum
CREATE TYPE "credit"."report_state" AS ENUM ('received', 'scanning', 'parsing', 'parsed', 'needs_review', 'failed', 'quarantined', 'superseded');

-- CreateEnum
CREATE TYPE "credit"."bureau_code" AS ENUM ('EFX', 'EXP', 'TUC');

-- CreateEnum
CREATE TYPE "credit"."element_kind" AS ENUM ('tradeline', 'collection', 'inquiry', 'public_record', 'personal_info');

-- CreateEnum
CREATE TYPE "credit"."finding_state" AS ENUM ('open', 'needs_dofd', 'confirmed', 'denied', 'dismissed');

-- CreateTable
CREATE TABLE "credit"."report" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" "credit"."report_state" NOT NULL DEFAULT 'received',
    "sha256" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "object_key" TEXT NOT NULL,
    "object_version" TEXT,
    "sealed_key" TEXT,
    "format" TEXT,
    "parser_version" TEXT,
    "pulled_on" DATE,
    "confidence" DOUBLE PRECISION,
    "warnings" JSONB NOT NULL DEFAULT '[]',
    "files" JSONB NOT NULL DEFAULT '[]',
    "failure" TEXT,
    "uploaded_by" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credit"."element" (
    "id" UUID NOT NULL,
    "report_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" "credit"."element_kind" NOT NULL,
    "bureau" "credit"."bureau_code" NOT NULL,
    "group_id" UUID,
    "position" INTEGER NOT NULL,
    "derogatory" BOOLEAN NOT NULL,
    "account_type" TEXT,
    "reported" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "element_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credit"."overlay" (
    "element_id" UUID NOT NULL,
    "dofd_on" DATE,
    "evidence_document_id" UUID,
    "group_id" UUID,
    "reason" TEXT NOT NULL,
    "author" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "overlay_pkey" PRIMARY KEY ("element_id")
);

-- CreateTable
CREATE TABLE "credit"."score" (
    "id" UUID NOT NULL,
    "report_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "bureau" "credit"."bureau_code" NOT NULL,
    "model" TEXT NOT NULL,
    "value" INTEGER,
    "scored_on" DATE NOT NULL,
    "factors" JSONB NOT NULL,
    "no_score_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "score_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credit"."finding" (
    "id" UUID NOT NULL,
    "report_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "rule" TEXT NOT NULL,
    "law" TEXT,
    "element_id" UUID NOT NULL,
    "element_kind" "credit"."element_kind" NOT NULL,
    "bureau" "credit"."bureau_code",
    "severity" TEXT NOT NULL,
    "ground" TEXT,
    "state" "credit"."finding_state" NOT NULL,
    "confidence" DOUBLE PRECISION NOT NULL,
    "evidence" JSONB NOT NULL,
    "variant" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credit"."dispute_outcome" (
    "item_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "element_id" UUID NOT NULL,
    "bureau" "credit"."bureau_code" NOT NULL,
    "deleted" BOOLEAN NOT NULL,
    "resolved_on" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dispute_outcome_pkey" PRIMARY KEY ("item_id")
);

-- CreateTable
CREATE TABLE "credit"."reinsertion" (
    "item_id" UUID NOT NULL,
    "element_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "first_seen_on" DATE NOT NULL,
    "notice_due_on" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reinsertion_pkey" PRIMARY KEY ("item_id")
);

-- CreateTable
CREATE TABLE "credit"."bureau" (
    "bureau" "credit"."bureau_code" NOT NULL,
    "name" TEXT NOT NULL,
    "address" JSONB NOT NULL,
    "verified_on" DATE,
    "verified_by" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bureau_pkey" PRIMARY KEY ("bureau")
);

-- CreateTable
CREATE TABLE "credit"."furnisher" (
    "id" UUID NOT NULL,
    "name_key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "address" JSONB,
    "verified_on" DATE,
    "verified_by" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "furnisher_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "report_customer_id_created_at_id_idx" ON "credit"."report"("customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "element_customer_id_idx" ON "credit"."element"("customer_id");

-- CreateIndex
CREATE INDEX "element_group_id_idx" ON "credit"."element"("group_id");

-- CreateIndex
CREATE UNIQUE INDEX "element_report_id_kind_position_key" ON "credit"."element"("report_id", "kind", "position");

-- CreateIndex
CREATE INDEX "score_customer_id_bureau_model_scored_on_idx" ON "credit"."score"("customer_id", "bureau", "model", "scored_on");

-- CreateIndex
CREATE UNIQUE INDEX "score_report_id_bureau_model_scored_on_key" ON "credit"."score"("report_id", "bureau", "model", "scored_on");

-- CreateIndex
CREATE INDEX "finding_element_id_idx" ON "credit"."finding"("element_id");

-- CreateIndex
CREATE UNIQUE INDEX "finding_report_id_rule_element_id_variant_key" ON "credit"."finding"("report_id", "rule", "element_id", "variant");

-- CreateIndex
CREATE INDEX "dispute_outcome_customer_id_idx" ON "credit"."dispute_outcome"("customer_id");

-- CreateIndex
CREATE INDEX "dispute_outcome_element_id_idx" ON "credit"."dispute_outcome"("element_id");

-- CreateIndex
CREATE UNIQUE INDEX "reinsertion_element_id_key" ON "credit"."reinsertion"("element_id");

-- CreateIndex
CREATE INDEX "reinsertion_customer_id_idx" ON "credit"."reinsertion"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "furnisher_name_key_key" ON "credit"."furnisher"("name_key");

-- CreateIndex
CREATE INDEX "furnisher_created_at_id_idx" ON "credit"."furnisher"("created_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "credit"."element" ADD CONSTRAINT "element_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "credit"."report"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit"."overlay" ADD CONSTRAINT "overlay_element_id_fkey" FOREIGN KEY ("element_id") REFERENCES "credit"."element"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit"."score" ADD CONSTRAINT "score_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "credit"."report"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit"."finding" ADD CONSTRAINT "finding_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "credit"."report"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

