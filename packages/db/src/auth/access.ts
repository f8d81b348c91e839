import type { UserRole } from "@horizon/contracts/backend";
import { type Db, runQuery } from "../db.ts";

export interface StaffAccess {
  readonly id: string;
  readonly name: string | null;
  readonly role: UserRole;
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
  readonly hasSecondFactor: boolean;
  /** Of the sessions that are still on record. */
  readonly lastSignInAt: Date | null;
}

/** Every member of staff, with how they come in. */
export async function listStaffAccess(db: Db): Promise<StaffAccess[]> {
  const rows = await runQuery(db, ({ authUser }) =>
    authUser.findMany({
      where: { kind: "staff" },
      orderBy: { id: "asc" },
      select: {
        id: true,
        name: true,
        role: true,
        disabledAt: true,
        createdAt: true,
        factors: { where: { confirmedAt: { not: null } }, take: 1, select: { id: true } },
        sessions: { orderBy: { createdAt: "desc" }, take: 1, select: { createdAt: true } },
      },
    }),
  );
  return rows.map(({ factors, sessions, ...row }) => ({
    ...row,
    hasSecondFactor: factors.length > 0,
    lastSignInAt: sessions[0]?.createdAt ?? null,
  }));
}
