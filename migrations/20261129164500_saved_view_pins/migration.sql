-- A pin is each member's: a view that somebody shares stands in the navigation of those who put it there, and of nobody else.
-- `saved_view.pinned` stays for the release before, which still reads it; nothing reads it from here on.

-- CreateTable
CREATE TABLE "ops"."saved_view_pin" (
    "member_id" UUID NOT NULL,
    "view_id" UUID NOT NULL,
    "pinned_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_view_pin_pkey" PRIMARY KEY ("member_id","view_id")
);

-- CreateIndex
CREATE INDEX "saved_view_pin_view_id_idx" ON "ops"."saved_view_pin"("view_id");

-- AddForeignKey
ALTER TABLE "ops"."saved_view_pin" ADD CONSTRAINT "saved_view_pin_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "ops"."member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ops"."saved_view_pin" ADD CONSTRAINT "saved_view_pin_view_id_fkey" FOREIGN KEY ("view_id") REFERENCES "ops"."saved_view"("id") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO ops.saved_view_pin (member_id, view_id) SELECT owner_id, id FROM ops.saved_view WHERE pinned;

GRANT SELECT, INSERT, DELETE ON ops.saved_view_pin TO horizon_ops;
