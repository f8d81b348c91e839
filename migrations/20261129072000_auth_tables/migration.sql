-- Schema auth: users, sessions, tokens, factors, keys, clients. Generated from packages/db/prisma/schema/auth.prisma; what
-- Prisma cannot say, and the rights of the role horizon_auth, follow in 20261129072100_auth_rules.

-- CreateEnum
CREATE TYPE "auth"."user_kind" AS ENUM ('customer', 'staff');

-- CreateEnum
CREATE TYPE "auth"."user_role" AS ENUM ('customer', 'agent', 'billing', 'compliance', 'admin', 'auditor');

-- CreateEnum
CREATE TYPE "auth"."message_kind" AS ENUM ('email_verification', 'password_reset', 'staff_invitation', 'registration_repeated');

-- CreateEnum
CREATE TYPE "auth"."signing_key_state" AS ENUM ('next', 'current', 'retired');

-- CreateTable
CREATE TABLE "auth"."user_account" (
    "id" UUID NOT NULL,
    "kind" "auth"."user_kind" NOT NULL,
    "role" "auth"."user_role" NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT,
    "customer_id" UUID,
    "email_verified_at" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."password" (
    "user_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "pepper_key_id" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "password_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "auth"."session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "amr" TEXT[],
    "step_up_at" TIMESTAMPTZ(3),
    "client_address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_reason" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."refresh_token" (
    "hash" TEXT NOT NULL,
    "session_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "rotated_at" TIMESTAMPTZ(3),
    "successor_hash" TEXT,
    "successor_salt" TEXT,

    CONSTRAINT "refresh_token_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "auth"."totp_factor" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "last_step" INTEGER,

    CONSTRAINT "totp_factor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."recovery_code" (
    "hash" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "auth"."ticket" (
    "hash" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "auth"."message" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" "auth"."message_kind" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "password_hash" TEXT,
    "pepper_key_id" TEXT,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."message_token" (
    "hash" TEXT NOT NULL,
    "message_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_token_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "auth"."role_request" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "auth"."user_role" NOT NULL,
    "requested_by" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "approved" BOOLEAN,

    CONSTRAINT "role_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."signing_key" (
    "kid" TEXT NOT NULL,
    "state" "auth"."signing_key_state" NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "sealed_private" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "activated_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("kid")
);

-- CreateTable
CREATE TABLE "auth"."api_client" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hash" TEXT,
    "jwks" JSONB,
    "scopes" TEXT[],
    "allowed_addresses" TEXT[],
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_client_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth"."client_assertion" (
    "client_id" UUID NOT NULL,
    "jti" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "client_assertion_pkey" PRIMARY KEY ("client_id","jti")
);

-- CreateTable
CREATE TABLE "auth"."revocation" (
    "seq" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "revoked_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "revocation_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "auth"."throttle" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "last_failure_at" TIMESTAMPTZ(3) NOT NULL,
    "blocked_until" TIMESTAMPTZ(3),

    CONSTRAINT "throttle_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_account_email_key" ON "auth"."user_account"("email");

-- CreateIndex
CREATE UNIQUE INDEX "user_account_customer_id_key" ON "auth"."user_account"("customer_id");

-- CreateIndex
CREATE INDEX "user_account_kind_created_at_id_idx" ON "auth"."user_account"("kind", "created_at", "id");

-- CreateIndex
CREATE INDEX "session_user_id_created_at_idx" ON "auth"."session"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "auth"."session"("expires_at");

-- CreateIndex
CREATE INDEX "refresh_token_session_id_idx" ON "auth"."refresh_token"("session_id");

-- CreateIndex
CREATE INDEX "totp_factor_user_id_idx" ON "auth"."totp_factor"("user_id");

-- CreateIndex
CREATE INDEX "recovery_code_user_id_idx" ON "auth"."recovery_code"("user_id");

-- CreateIndex
CREATE INDEX "ticket_expires_at_idx" ON "auth"."ticket"("expires_at");

-- CreateIndex
CREATE INDEX "message_user_id_kind_created_at_idx" ON "auth"."message"("user_id", "kind", "created_at");

-- CreateIndex
CREATE INDEX "message_expires_at_idx" ON "auth"."message"("expires_at");

-- CreateIndex
CREATE INDEX "message_token_message_id_idx" ON "auth"."message_token"("message_id");

-- CreateIndex
CREATE INDEX "role_request_user_id_idx" ON "auth"."role_request"("user_id");

-- CreateIndex
CREATE INDEX "api_client_created_at_id_idx" ON "auth"."api_client"("created_at", "id");

-- CreateIndex
CREATE INDEX "client_assertion_expires_at_idx" ON "auth"."client_assertion"("expires_at");

-- CreateIndex
CREATE INDEX "revocation_expires_at_idx" ON "auth"."revocation"("expires_at");

-- CreateIndex
CREATE INDEX "throttle_last_failure_at_idx" ON "auth"."throttle"("last_failure_at");

-- AddForeignKey
ALTER TABLE "auth"."password" ADD CONSTRAINT "password_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth"."user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth"."session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth"."user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth"."refresh_token" ADD CONSTRAINT "refresh_token_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "auth"."session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth"."totp_factor" ADD CONSTRAINT "totp_factor_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth"."user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth"."recovery_code" ADD CONSTRAINT "recovery_code_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth"."user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth"."ticket" ADD CONSTRAINT "ticket_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth"."user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth"."message" ADD CONSTRAINT "message_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth"."user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth"."message_token" ADD CONSTRAINT "message_token_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "auth"."message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth"."role_request" ADD CONSTRAINT "role_request_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth"."user_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
