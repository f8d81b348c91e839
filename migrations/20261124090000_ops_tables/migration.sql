-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "ops";

-- CreateEnum
CREATE TYPE "ops"."member_role" AS ENUM ('viewer', 'manager', 'operator', 'oncall', 'admin');

-- CreateEnum
CREATE TYPE "ops"."intent_state" AS ENUM ('requested', 'awaiting_approval', 'approved', 'acting', 'accepted', 'observed', 'not_picked_up', 'failed', 'refused', 'rejected', 'expired');

-- CreateEnum
CREATE TYPE "ops"."approval_decision" AS ENUM ('approved', 'rejected', 'expired');

-- CreateTable
CREATE TABLE "ops"."member" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "ops"."member_role" NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ops"."intent" (
    "id" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "body_digest" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "actor_id" UUID NOT NULL,
    "actor_name" TEXT NOT NULL,
    "actor_role" "ops"."member_role" NOT NULL,
    "action" TEXT NOT NULL,
    "environment" TEXT,
    "cluster" TEXT,
    "namespace" TEXT,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "command" JSONB NOT NULL,
    "seen" JSONB,
    "guards" JSONB NOT NULL,
    "state" "ops"."intent_state" NOT NULL DEFAULT 'requested',
    "message" TEXT NOT NULL DEFAULT '',
    "request" JSONB,
    "response" JSONB,
    "outcome" JSONB,
    "client_address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "acted_at" TIMESTAMPTZ(3),
    "observed_at" TIMESTAMPTZ(3),

    CONSTRAINT "intent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ops"."approval" (
    "intent_id" UUID NOT NULL,
    "requested_by" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decision" "ops"."approval_decision",
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "comment" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "approval_pkey" PRIMARY KEY ("intent_id")
);

-- CreateTable
CREATE TABLE "ops"."audit_event" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "actor_role" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "environment" TEXT,
    "target" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "intent_id" UUID,
    "seen" JSONB,
    "details" JSONB NOT NULL,
    "client_address" TEXT NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "ops"."change" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "environment" TEXT NOT NULL,
    "cluster" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "service" TEXT,
    "change_type" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "actor" TEXT,
    "reason" TEXT,
    "intent_id" UUID,
    "uid" TEXT NOT NULL,
    "generation" BIGINT,
    "resource_version" TEXT NOT NULL,

    CONSTRAINT "change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ops"."kube_event" (
    "cluster" TEXT NOT NULL,
    "uid" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "involved_kind" TEXT NOT NULL,
    "involved_name" TEXT NOT NULL,
    "involved_uid" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "kube_event_pkey" PRIMARY KEY ("cluster","uid")
);

-- CreateTable
CREATE TABLE "ops"."rollout_history" (
    "cluster" TEXT NOT NULL,
    "uid" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "environment" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "pod_hash" TEXT NOT NULL,
    "images" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "outcome" TEXT NOT NULL,
    "steps" JSONB NOT NULL,
    "actor" TEXT,
    "reason" TEXT,

    CONSTRAINT "rollout_history_pkey" PRIMARY KEY ("cluster","uid","revision")
);

-- CreateTable
CREATE TABLE "ops"."freeze_window" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "services" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "except_member_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "except_services" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "freeze_window_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ops"."saved_view" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "pinned" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "member_email_key" ON "ops"."member"("email");

-- CreateIndex
CREATE INDEX "intent_state_created_at_idx" ON "ops"."intent"("state", "created_at");

-- CreateIndex
CREATE INDEX "intent_created_at_id_idx" ON "ops"."intent"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "intent_cluster_namespace_name_created_at_idx" ON "ops"."intent"("cluster", "namespace", "name", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "intent_actor_id_idempotency_key_key" ON "ops"."intent"("actor_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "approval_decision_expires_at_idx" ON "ops"."approval"("decision", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_event_hash_key" ON "ops"."audit_event"("hash");

-- CreateIndex
CREATE INDEX "audit_event_at_idx" ON "ops"."audit_event"("at" DESC);

-- CreateIndex
CREATE INDEX "audit_event_actor_id_seq_idx" ON "ops"."audit_event"("actor_id", "seq" DESC);

-- CreateIndex
CREATE INDEX "audit_event_environment_seq_idx" ON "ops"."audit_event"("environment", "seq" DESC);

-- CreateIndex
CREATE INDEX "audit_event_intent_id_idx" ON "ops"."audit_event"("intent_id");

-- CreateIndex
CREATE INDEX "change_at_id_idx" ON "ops"."change"("at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "change_environment_at_idx" ON "ops"."change"("environment", "at" DESC);

-- CreateIndex
CREATE INDEX "change_cluster_namespace_name_at_idx" ON "ops"."change"("cluster", "namespace", "name", "at" DESC);

-- CreateIndex
CREATE INDEX "change_service_at_idx" ON "ops"."change"("service", "at" DESC);

-- CreateIndex
CREATE INDEX "change_intent_id_idx" ON "ops"."change"("intent_id");

-- CreateIndex
CREATE UNIQUE INDEX "change_cluster_uid_resource_version_change_type_key" ON "ops"."change"("cluster", "uid", "resource_version", "change_type");

-- CreateIndex
CREATE INDEX "kube_event_cluster_namespace_involved_name_last_at_idx" ON "ops"."kube_event"("cluster", "namespace", "involved_name", "last_at" DESC);

-- CreateIndex
CREATE INDEX "kube_event_last_at_idx" ON "ops"."kube_event"("last_at" DESC);

-- CreateIndex
CREATE INDEX "rollout_history_cluster_namespace_name_started_at_idx" ON "ops"."rollout_history"("cluster", "namespace", "name", "started_at" DESC);

-- CreateIndex
CREATE INDEX "freeze_window_environment_ends_at_idx" ON "ops"."freeze_window"("environment", "ends_at");

-- CreateIndex
CREATE UNIQUE INDEX "saved_view_owner_id_title_key" ON "ops"."saved_view"("owner_id", "title");

-- AddForeignKey
ALTER TABLE "ops"."intent" ADD CONSTRAINT "intent_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "ops"."member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ops"."approval" ADD CONSTRAINT "approval_intent_id_fkey" FOREIGN KEY ("intent_id") REFERENCES "ops"."intent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ops"."approval" ADD CONSTRAINT "approval_requested_by_fkey" FOREIGN KEY ("requested_by") REFERENCES "ops"."member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ops"."approval" ADD CONSTRAINT "approval_decided_by_fkey" FOREIGN KEY ("decided_by") REFERENCES "ops"."member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ops"."change" ADD CONSTRAINT "change_intent_id_fkey" FOREIGN KEY ("intent_id") REFERENCES "ops"."intent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ops"."freeze_window" ADD CONSTRAINT "freeze_window_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "ops"."member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ops"."saved_view" ADD CONSTRAINT "saved_view_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "ops"."member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
