-- CreateSchema

-- CreateEnum
CREATE TYPE "notification"."message_state" AS ENUM ('queued', 'sent', 'suppressed', 'failed', 'bounced', 'complained');

-- CreateEnum
CREATE TYPE "notification"."webhook_endpoint_state" AS ENUM ('enabled', 'failing', 'disabled');

-- CreateEnum
CREATE TYPE "notification"."webhook_delivery_state" AS ENUM ('pending', 'delivered', 'failed');

-- CreateTable
CREATE TABLE "notification"."message_template" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "category" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "published_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification"."message" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "template_key" TEXT NOT NULL,
    "template_version" INTEGER,
    "category" TEXT NOT NULL,
    "state" "notification"."message_state" NOT NULL DEFAULT 'queued',
    "vars" JSONB NOT NULL,
    "cause_id" UUID NOT NULL,
    "provider_ref" TEXT,
    "failure" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification"."inbox_item" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "cause_id" UUID NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbox_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification"."preference" (
    "user_id" UUID NOT NULL,
    "muted" TEXT[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "preference_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "notification"."suppression" (
    "id" UUID NOT NULL,
    "address_hash" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "suppression_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification"."webhook_endpoint" (
    "id" UUID NOT NULL,
    "owner_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "events" TEXT[],
    "secret" BYTEA NOT NULL,
    "previous_secret" BYTEA,
    "previous_until" TIMESTAMPTZ(3),
    "state" "notification"."webhook_endpoint_state" NOT NULL DEFAULT 'enabled',
    "failing_since" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification"."webhook_delivery" (
    "id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" "notification"."webhook_delivery_state" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "last_status" INTEGER,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification"."sns_notification" (
    "id" TEXT NOT NULL,
    "provider_ref" TEXT,
    "state" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sns_notification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "message_template_key_version_key" ON "notification"."message_template"("key", "version");

-- CreateIndex
CREATE UNIQUE INDEX "message_provider_ref_key" ON "notification"."message"("provider_ref");

-- CreateIndex
CREATE INDEX "message_user_id_created_at_id_idx" ON "notification"."message"("user_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "message_cause_id_template_key_key" ON "notification"."message"("cause_id", "template_key");

-- CreateIndex
CREATE INDEX "inbox_item_user_id_created_at_id_idx" ON "notification"."inbox_item"("user_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "inbox_item_cause_id_kind_user_id_key" ON "notification"."inbox_item"("cause_id", "kind", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "suppression_address_hash_key" ON "notification"."suppression"("address_hash");

-- CreateIndex
CREATE INDEX "webhook_endpoint_owner_id_created_at_id_idx" ON "notification"."webhook_endpoint"("owner_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "webhook_delivery_state_next_attempt_at_idx" ON "notification"."webhook_delivery"("state", "next_attempt_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_delivery_endpoint_id_event_id_key" ON "notification"."webhook_delivery"("endpoint_id", "event_id");

-- CreateIndex
CREATE INDEX "sns_notification_provider_ref_idx" ON "notification"."sns_notification"("provider_ref");

-- AddForeignKey
ALTER TABLE "notification"."webhook_delivery" ADD CONSTRAINT "webhook_delivery_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "notification"."webhook_endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema language cannot say --------------------------------------------------------------------------

ALTER TABLE notification.preference ALTER COLUMN muted SET NOT NULL;
ALTER TABLE notification.webhook_endpoint
  ALTER COLUMN events SET NOT NULL,
  ADD CONSTRAINT webhook_endpoint_https CHECK (url LIKE 'https://%' OR url LIKE 'http://127.0.0.1:%');
ALTER TABLE notification.suppression
  ADD CONSTRAINT suppression_reason CHECK (reason IN ('bounce', 'complaint', 'unsubscribe')),
  ADD CONSTRAINT suppression_scope CHECK (scope IN ('all', 'marketing'));

GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA notification TO horizon_notification;
GRANT UPDATE ON notification.message, notification.preference, notification.webhook_endpoint, notification.webhook_delivery,
  notification.suppression TO horizon_notification;
GRANT UPDATE (read_at) ON notification.inbox_item TO horizon_notification;
GRANT DELETE ON notification.suppression, notification.webhook_endpoint, notification.webhook_delivery TO horizon_notification;
