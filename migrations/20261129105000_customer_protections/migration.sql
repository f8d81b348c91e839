-- CreateTable
CREATE TABLE "customer"."protection" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "bureau" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'requested',
    "requested_on" DATE NOT NULL,
    "act_by" DATE,
    "placed_on" DATE,
    "ends_on" DATE,
    "ended_on" DATE,
    "document_id" UUID,
    "reminded_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "protection_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "protection_customer_id_created_at_id_idx" ON "customer"."protection"("customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "protection_state_ends_on_idx" ON "customer"."protection"("state", "ends_on");

-- AddForeignKey
ALTER TABLE "customer"."protection" ADD CONSTRAINT "protection_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"."customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema language cannot say --------------------------------------------------------------------------

ALTER TABLE customer.protection
  ADD CONSTRAINT protection_kind CHECK (kind IN ('fraud_alert', 'extended_alert', 'active_duty_alert', 'freeze', 'lift')),
  ADD CONSTRAINT protection_state CHECK (state IN ('requested', 'in_place', 'ended', 'withdrawn')),
  -- An extended alert rests on an identity theft report.
  ADD CONSTRAINT protection_extended_with_report CHECK (kind <> 'extended_alert' OR document_id IS NOT NULL);

GRANT SELECT, INSERT, UPDATE ON customer.protection TO horizon_customer;
