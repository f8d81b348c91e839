-- The change feed asks with every batch which actions were sent shortly before.

-- CreateIndex
CREATE INDEX "intent_acted_at_idx" ON "ops"."intent"("acted_at");
