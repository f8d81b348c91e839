-- CreateTable
CREATE TABLE "credit"."open_dispute" (
    "item_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "element_id" UUID NOT NULL,
    "opened_on" DATE NOT NULL,

    CONSTRAINT "open_dispute_pkey" PRIMARY KEY ("item_id")
);

-- CreateIndex
CREATE INDEX "open_dispute_customer_id_idx" ON "credit"."open_dispute"("customer_id");

GRANT SELECT, INSERT, UPDATE, DELETE ON credit.open_dispute TO horizon_credit;
