-- CreateTable
CREATE TABLE "customer"."sales_material" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "used_from" DATE NOT NULL,
    "used_to" DATE,
    "created_by" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sales_material_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sales_material_created_at_id_idx" ON "customer"."sales_material"("created_at" DESC, "id" DESC);

-- What Prisma's schema language cannot say --------------------------------------------------------------------------

ALTER TABLE customer.sales_material ADD CONSTRAINT sales_material_used_in_order CHECK (used_to >= used_from);

-- Nobody changes what was said; when it was last used is added, and it goes when its five years are over.
GRANT SELECT, INSERT, DELETE ON customer.sales_material TO horizon_customer;
GRANT UPDATE (used_to, version) ON customer.sales_material TO horizon_customer;
