-- CreateTable
CREATE TABLE "dispute"."item" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "group_id" UUID,
    "bureau" TEXT NOT NULL,
    "element_kind" TEXT NOT NULL,
    "element_id" UUID,
    "finding_id" UUID,
    "label" TEXT NOT NULL,
    "ground" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "evidence" JSONB NOT NULL,
    "accurate_per_customer" BOOLEAN NOT NULL DEFAULT false,
    "adverse_kind" TEXT,
    "adverse_since" DATE,
    "source_report_id" UUID,
    "source_report_kind" TEXT,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "outcome" TEXT,
    "outcome_on" DATE,
    "rounds_count" INTEGER NOT NULL DEFAULT 0,
    "next_strategy" TEXT,
    "next_basis" TEXT,
    "attested_by" UUID,
    "attested_at" TIMESTAMPTZ(3),
    "closed_reason" TEXT,
    "created_by" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute"."round" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "agent_user_id" UUID,
    "zone" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "recipient_kind" TEXT NOT NULL,
    "recipient_key" TEXT NOT NULL,
    "recipient" JSONB NOT NULL,
    "number" INTEGER NOT NULL,
    "annual_free" BOOLEAN NOT NULL,
    "statement" TEXT,
    "validation_notice_on" DATE,
    "identity_theft_case_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "mailed_on" DATE,
    "scanned_on" DATE,
    "received_on" DATE,
    "extended" BOOLEAN NOT NULL DEFAULT false,
    "last_day" DATE,
    "overdue_from" DATE,
    "no_response_from" DATE,
    "follow_up_on" DATE,
    "created_by" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "round_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute"."round_item" (
    "round_id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "open_item_id" UUID,
    "outcome" TEXT,
    "outcome_on" DATE,

    CONSTRAINT "round_item_pkey" PRIMARY KEY ("round_id","item_id")
);

-- CreateTable
CREATE TABLE "dispute"."letter" (
    "id" UUID NOT NULL,
    "round_id" UUID NOT NULL,
    "open_round_id" UUID,
    "customer_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "template_id" UUID NOT NULL,
    "merge" JSONB NOT NULL,
    "text" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "pages" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'rendered',
    "channel" TEXT,
    "author_id" UUID NOT NULL,
    "send_requested_at" TIMESTAMPTZ(3),
    "provider_letter_id" TEXT,
    "tracking_number" TEXT,
    "proof_document_id" UUID,
    "mailed_on" DATE,
    "delivered_on" DATE,
    "fail_reason" TEXT,
    "polled_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute"."letter_pdf" (
    "letter_id" UUID NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "letter_pdf_pkey" PRIMARY KEY ("letter_id")
);

-- CreateTable
CREATE TABLE "dispute"."letter_approval" (
    "letter_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "approved_by" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "letter_approval_pkey" PRIMARY KEY ("letter_id","role")
);

-- CreateTable
CREATE TABLE "dispute"."mail_event" (
    "id" UUID NOT NULL,
    "provider_event_id" TEXT NOT NULL,
    "provider_letter_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mail_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute"."supplement" (
    "id" UUID NOT NULL,
    "round_id" UUID NOT NULL,
    "document_ids" UUID[],
    "sent_on" DATE NOT NULL,
    "received_on" DATE NOT NULL,
    "estimated" BOOLEAN NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "supplement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute"."response" (
    "id" UUID NOT NULL,
    "round_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "received_on" DATE NOT NULL,
    "document_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'staged',
    "recorded_by" UUID NOT NULL,
    "confirmed_by" UUID,
    "confirmed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "response_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute"."response_outcome" (
    "response_id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "furnisher_code" TEXT,

    CONSTRAINT "response_outcome_pkey" PRIMARY KEY ("response_id","item_id")
);

-- CreateTable
CREATE TABLE "dispute"."letter_template" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "used_at" TIMESTAMPTZ(3),
    "published_at" TIMESTAMPTZ(3),
    "created_by" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "letter_template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute"."performance" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "line_id" UUID,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "evidence_ids" UUID[],
    "completed_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "performance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute"."identity_theft_case" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "item_ids" UUID[],
    "documents" JSONB NOT NULL,
    "statement_name" TEXT NOT NULL,
    "statement_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "identity_theft_case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute"."task" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "agent_user_id" UUID,
    "kind" TEXT NOT NULL,
    "round_id" UUID,
    "item_id" UUID,
    "due_on" DATE,
    "done_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute"."reminder" (
    "round_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "on_date" DATE NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reminder_pkey" PRIMARY KEY ("round_id","kind","on_date")
);

-- CreateIndex
CREATE INDEX "item_customer_id_created_at_id_idx" ON "dispute"."item"("customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "item_customer_id_element_id_bureau_idx" ON "dispute"."item"("customer_id", "element_id", "bureau");

-- CreateIndex
CREATE INDEX "round_customer_id_created_at_id_idx" ON "dispute"."round"("customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "round_state_overdue_from_idx" ON "dispute"."round"("state", "overdue_from");

-- CreateIndex
CREATE INDEX "round_state_received_on_idx" ON "dispute"."round"("state", "received_on");

-- CreateIndex
CREATE INDEX "round_state_no_response_from_idx" ON "dispute"."round"("state", "no_response_from");

-- CreateIndex
CREATE INDEX "round_state_last_day_idx" ON "dispute"."round"("state", "last_day");

-- CreateIndex
CREATE UNIQUE INDEX "round_customer_id_recipient_key_number_key" ON "dispute"."round"("customer_id", "recipient_key", "number");

-- CreateIndex
CREATE UNIQUE INDEX "round_item_open_item_id_key" ON "dispute"."round_item"("open_item_id");

-- CreateIndex
CREATE INDEX "round_item_item_id_idx" ON "dispute"."round_item"("item_id");

-- CreateIndex
CREATE UNIQUE INDEX "letter_open_round_id_key" ON "dispute"."letter"("open_round_id");

-- CreateIndex
CREATE UNIQUE INDEX "letter_provider_letter_id_key" ON "dispute"."letter"("provider_letter_id");

-- CreateIndex
CREATE INDEX "letter_round_id_idx" ON "dispute"."letter"("round_id");

-- CreateIndex
CREATE INDEX "letter_template_id_idx" ON "dispute"."letter"("template_id");

-- CreateIndex
CREATE INDEX "letter_customer_id_send_requested_at_idx" ON "dispute"."letter"("customer_id", "send_requested_at");

-- CreateIndex
CREATE INDEX "letter_state_polled_at_idx" ON "dispute"."letter"("state", "polled_at");

-- CreateIndex
CREATE UNIQUE INDEX "mail_event_provider_event_id_key" ON "dispute"."mail_event"("provider_event_id");

-- CreateIndex
CREATE INDEX "mail_event_provider_letter_id_occurred_at_idx" ON "dispute"."mail_event"("provider_letter_id", "occurred_at");

-- CreateIndex
CREATE INDEX "supplement_round_id_idx" ON "dispute"."supplement"("round_id");

-- CreateIndex
CREATE INDEX "response_round_id_idx" ON "dispute"."response"("round_id");

-- CreateIndex
CREATE INDEX "response_outcome_item_id_idx" ON "dispute"."response_outcome"("item_id");

-- CreateIndex
CREATE UNIQUE INDEX "letter_template_kind_number_key" ON "dispute"."letter_template"("kind", "number");

-- CreateIndex
CREATE INDEX "performance_customer_id_completed_at_idx" ON "dispute"."performance"("customer_id", "completed_at");

-- CreateIndex
CREATE UNIQUE INDEX "performance_kind_subject_id_key" ON "dispute"."performance"("kind", "subject_id");

-- CreateIndex
CREATE INDEX "identity_theft_case_customer_id_idx" ON "dispute"."identity_theft_case"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "task_key_key" ON "dispute"."task"("key");

-- CreateIndex
CREATE INDEX "task_done_at_due_on_idx" ON "dispute"."task"("done_at", "due_on");

-- AddForeignKey
ALTER TABLE "dispute"."round_item" ADD CONSTRAINT "round_item_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "dispute"."round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute"."round_item" ADD CONSTRAINT "round_item_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "dispute"."item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute"."letter" ADD CONSTRAINT "letter_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "dispute"."round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute"."letter" ADD CONSTRAINT "letter_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "dispute"."letter_template"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute"."letter_pdf" ADD CONSTRAINT "letter_pdf_letter_id_fkey" FOREIGN KEY ("letter_id") REFERENCES "dispute"."letter"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute"."letter_approval" ADD CONSTRAINT "letter_approval_letter_id_fkey" FOREIGN KEY ("letter_id") REFERENCES "dispute"."letter"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute"."supplement" ADD CONSTRAINT "supplement_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "dispute"."round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute"."response" ADD CONSTRAINT "response_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "dispute"."round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute"."response_outcome" ADD CONSTRAINT "response_outcome_response_id_fkey" FOREIGN KEY ("response_id") REFERENCES "dispute"."response"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute"."response_outcome" ADD CONSTRAINT "response_outcome_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "dispute"."item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute"."reminder" ADD CONSTRAINT "reminder_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "dispute"."round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

