-- Who is signed in. A session is the database's, so that it can be ended; the cookie only names it.

-- CreateTable
CREATE TABLE "ops"."member_session" (
    "id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "via" TEXT NOT NULL,
    "client_address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "member_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ops"."member_identity" (
    "member_id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "member_identity_pkey" PRIMARY KEY ("member_id")
);

-- CreateIndex
CREATE INDEX "member_session_member_id_ended_at_idx" ON "ops"."member_session"("member_id", "ended_at");

-- CreateIndex
CREATE INDEX "member_session_expires_at_idx" ON "ops"."member_session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "member_identity_issuer_subject_key" ON "ops"."member_identity"("issuer", "subject");

-- AddForeignKey
ALTER TABLE "ops"."member_session" ADD CONSTRAINT "member_session_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "ops"."member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ops"."member_identity" ADD CONSTRAINT "member_identity_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "ops"."member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE ops.member_session
  ADD CONSTRAINT member_session_expires_later CHECK (expires_at > created_at);

GRANT SELECT, INSERT, DELETE ON ops.member_session TO horizon_ops;
-- A session is neither lengthened nor given to somebody else.
GRANT UPDATE (seen_at, ended_at) ON ops.member_session TO horizon_ops;
GRANT SELECT, INSERT, DELETE ON ops.member_identity TO horizon_ops;
