-- CreateTable
CREATE TABLE "worker"."relay_lease" (
    "source" TEXT NOT NULL,
    "consumer" TEXT NOT NULL,
    "holder" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "relay_lease_pkey" PRIMARY KEY ("source","consumer")
);

-- CreateTable
CREATE TABLE "worker"."job_schedule" (
    "service" TEXT NOT NULL,
    "job" TEXT NOT NULL,
    "run_key" TEXT,
    "last_due_at" TIMESTAMPTZ(3),
    "last_started_at" TIMESTAMPTZ(3),
    "last_ended_at" TIMESTAMPTZ(3),
    "last_done" INTEGER,
    "last_error" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "retry_at" TIMESTAMPTZ(3),
    "holder" UUID,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "job_schedule_pkey" PRIMARY KEY ("service","job")
);

GRANT SELECT, INSERT, UPDATE ON worker.relay_lease, worker.job_schedule TO horizon_worker;
