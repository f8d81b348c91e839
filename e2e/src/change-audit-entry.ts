import { asDatabaseAdmin } from "./as-database-admin.ts";

export interface ChangedAuditEntry {
  readonly seq: number;
  putBack(): Promise<void>;
}

/** Changes the newest entry of the audit log in the database, past Horizon, as somebody with all rights on the server can. */
export async function changeNewestAuditEntry(): Promise<ChangedAuditEntry> {
  const [newest] = await asDatabaseAdmin<{ seq: string; actor_name: string }>(
    "SELECT seq, actor_name FROM ops.audit_event ORDER BY seq DESC LIMIT 1",
  );
  if (!newest) throw new Error("The audit log is empty.");
  const { seq, actor_name: actorName } = newest;
  await rename(seq, "Nobody");
  return { seq: Number(seq), putBack: () => rename(seq, actorName) };
}

async function rename(seq: string, actorName: string): Promise<void> {
  await asDatabaseAdmin("ALTER TABLE ops.audit_event DISABLE TRIGGER USER");
  await asDatabaseAdmin("UPDATE ops.audit_event SET actor_name = $1 WHERE seq = $2", [actorName, seq]);
  await asDatabaseAdmin(
    "ALTER TABLE ops.audit_event ENABLE TRIGGER audit_event_chain, ENABLE ALWAYS TRIGGER audit_event_append_only",
  );
}
