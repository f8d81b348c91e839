import type { StaffRole } from "@horizon/contracts/backend";
import { type Db, runQuery } from "../db.ts";

export interface RoleRequest {
  readonly id: string;
  readonly userId: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
}

export async function createRoleRequest(
  db: Db,
  request: Omit<RoleRequest, "id"> & { readonly role: StaffRole },
): Promise<RoleRequest> {
  return runQuery(db, ({ authRoleRequest }) =>
    authRoleRequest.create({
      data: request,
      select: { id: true, userId: true, requestedBy: true, requestedAt: true, expiresAt: true },
    }),
  );
}

/** The newest one of a user that waits for a decision. */
export async function findOpenRoleRequest(db: Db, userId: string, now: Date): Promise<RoleRequest | null> {
  return runQuery(db, ({ authRoleRequest }) =>
    authRoleRequest.findFirst({
      where: { userId, decidedAt: null, expiresAt: { gt: now } },
      orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
      select: { id: true, userId: true, requestedBy: true, requestedAt: true, expiresAt: true },
    }),
  );
}

/** @returns false when somebody else was faster. */
export async function decideRoleRequest(
  db: Db,
  id: string,
  decision: { decidedBy: string; decidedAt: Date; approved: boolean },
): Promise<boolean> {
  const { count } = await runQuery(db, ({ authRoleRequest }) =>
    authRoleRequest.updateMany({ where: { id, decidedAt: null }, data: decision }),
  );
  return count === 1;
}
