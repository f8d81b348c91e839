-- CreateTable
CREATE TABLE "auth"."incident" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "discovered_on" DATE NOT NULL,
    "affected_customers" INTEGER NOT NULL,
    "was_encrypted" BOOLEAN,
    "key_was_accessed" BOOLEAN,
    "state" TEXT NOT NULL DEFAULT 'open',
    "reported_on" DATE,
    "report_reference" TEXT,
    "closed_reason" TEXT,
    "reminders_sent" INTEGER NOT NULL DEFAULT 0,
    "created_by" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "incident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."safeguard_record" (
    "id" UUID NOT NULL,
    "duty" TEXT NOT NULL,
    "performed_on" DATE NOT NULL,
    "summary" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "recorded_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "safeguard_record_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "incident_created_at_id_idx" ON "auth"."incident"("created_at", "id");

-- CreateIndex
CREATE INDEX "safeguard_record_duty_created_at_id_idx" ON "auth"."safeguard_record"("duty", "created_at", "id");

-- What Prisma's schema language cannot say --------------------------------------------------------------------------

ALTER TABLE auth.incident
  ADD CONSTRAINT incident_state CHECK (state IN ('open', 'closed')),
  ADD CONSTRAINT incident_closed_for_a_reason CHECK ((state = 'closed') = (closed_reason IS NOT NULL)),
  ADD CONSTRAINT incident_affected_not_negative CHECK (affected_customers >= 0),
  ADD CONSTRAINT incident_reported_whole CHECK ((reported_on IS NULL) = (report_reference IS NULL)),
  ADD CONSTRAINT incident_reported_after_discovery CHECK (reported_on >= discovered_on);

-- The clock of an incident starts when it was discovered, and nobody moves that.
GRANT SELECT, INSERT ON auth.incident, auth.safeguard_record TO horizon_auth;
GRANT UPDATE (
  title, summary, affected_customers, was_encrypted, key_was_accessed, state, reported_on, report_reference, closed_reason,
  reminders_sent, version
) ON auth.incident TO horizon_auth;
