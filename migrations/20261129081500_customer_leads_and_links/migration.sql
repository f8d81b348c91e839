-- CreateTable
CREATE TABLE "customer"."lead" (
    "id" UUID NOT NULL,
    "first_name" TEXT NOT NULL,
    "last_name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "state" CHAR(2) NOT NULL,
    "source" TEXT NOT NULL,
    "marketing_consent" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "customer_id" UUID,

    CONSTRAINT "lead_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer"."customer_link" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_link_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "lead_created_at_id_idx" ON "customer"."lead"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "lead_customer_id_idx" ON "customer"."lead"("customer_id");

-- CreateIndex
CREATE INDEX "customer_link_other_id_idx" ON "customer"."customer_link"("other_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_link_customer_id_other_id_key" ON "customer"."customer_link"("customer_id", "other_id");

-- AddForeignKey
ALTER TABLE "customer"."lead" ADD CONSTRAINT "lead_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"."customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."customer_link" ADD CONSTRAINT "customer_link_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"."customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer"."customer_link" ADD CONSTRAINT "customer_link_other_id_fkey" FOREIGN KEY ("other_id") REFERENCES "customer"."customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE customer.lead ADD CONSTRAINT lead_email_lower_case CHECK (email = lower(email));
ALTER TABLE customer.customer_link
  ADD CONSTRAINT customer_link_of_two CHECK (customer_id < other_id),
  ADD CONSTRAINT customer_link_kind CHECK (kind IN ('spouse', 'co_applicant'));

GRANT SELECT, INSERT, UPDATE, DELETE ON customer.lead TO horizon_customer;
GRANT SELECT, INSERT, DELETE ON customer.customer_link TO horizon_customer;
