-- AlterTable
ALTER TABLE "customer"."contract" ADD COLUMN     "monthly_statement" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "credit"."report" ADD COLUMN     "delivered_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "customer"."contract_month" (
    "id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "first_day" DATE NOT NULL,
    "last_day" DATE NOT NULL,
    "served" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contract_month_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing"."statement" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "first_day" DATE NOT NULL,
    "last_day" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing"."statement_line" (
    "id" UUID NOT NULL,
    "statement_id" UUID NOT NULL,
    "performance_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "completed_on" DATE NOT NULL,
    "amount_cents" INTEGER,

    CONSTRAINT "statement_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing"."result" (
    "item_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "result_on" DATE NOT NULL,

    CONSTRAINT "result_pkey" PRIMARY KEY ("item_id")
);

-- CreateTable
CREATE TABLE "billing"."proof_watch" (
    "contract_id" UUID NOT NULL,
    "result_on" DATE NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "proof_watch_pkey" PRIMARY KEY ("contract_id","result_on")
);

-- CreateIndex
CREATE UNIQUE INDEX "contract_month_contract_id_number_key" ON "customer"."contract_month"("contract_id", "number");

-- CreateIndex
CREATE INDEX "performance_contract_id_completed_at_idx" ON "billing"."performance"("contract_id", "completed_at");

-- CreateIndex
CREATE UNIQUE INDEX "statement_contract_id_number_key" ON "billing"."statement"("contract_id", "number");

-- CreateIndex
CREATE INDEX "statement_customer_id_created_at_id_idx" ON "billing"."statement"("customer_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "statement_line_performance_id_key" ON "billing"."statement_line"("performance_id");

-- CreateIndex
CREATE INDEX "statement_line_statement_id_idx" ON "billing"."statement_line"("statement_id");

-- CreateIndex
CREATE INDEX "result_customer_id_idx" ON "billing"."result"("customer_id");

-- AddForeignKey
ALTER TABLE "customer"."contract_month" ADD CONSTRAINT "contract_month_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "customer"."contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "billing"."statement_line" ADD CONSTRAINT "statement_line_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "billing"."statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "billing"."statement_line" ADD CONSTRAINT "statement_line_performance_id_fkey" FOREIGN KEY ("performance_id") REFERENCES "billing"."performance"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema language cannot say --------------------------------------------------------------------------

-- Contracts that were drafted before the column was there: their text promises the statement already.
UPDATE customer.contract SET monthly_statement = true WHERE state = 'CA';

ALTER TABLE customer.contract_month
  ADD CONSTRAINT contract_month_number_positive CHECK (number > 0),
  ADD CONSTRAINT contract_month_in_order CHECK (first_day <= last_day);
ALTER TABLE billing.statement ADD CONSTRAINT statement_in_order CHECK (first_day <= last_day);

-- A statement is what the customer was given: nobody changes it.
GRANT SELECT, INSERT ON customer.contract_month TO horizon_customer;
GRANT SELECT, INSERT ON billing.statement, billing.statement_line, billing.proof_watch TO horizon_billing;
GRANT SELECT, INSERT, UPDATE, DELETE ON billing.result TO horizon_billing;
