import type { CustomerStanding } from "@horizon/contracts/backend";
import type { Db } from "@horizon/db";
import {
  type DisputeItem,
  type DisputeLetter,
  type DisputeResponse,
  type DisputeRound,
  findDisputeItem,
  findLetter,
  findResponse,
  findRound,
  lockDisputeItem,
  lockLetter,
  lockResponse,
  lockRound,
} from "@horizon/db/dispute";
import type { UserPrincipal } from "../../../platform/access-token.ts";
import { commonProblems } from "../../../platform/problems.ts";
import { authorizeCustomer } from "../../../platform/standing.ts";
import type { DisputeContext } from "../context.ts";

interface Caller {
  readonly db: Db;
  readonly principal: UserPrincipal;
  readonly requestId: string;
}

export interface Authorized<T> {
  readonly row: T;
  readonly standing: CustomerStanding;
}

/** A row of a customer whose things the caller may see; a stranger's is as unknown as one that does not exist. */
function finder<T extends { readonly customerId: string }>(
  find: (db: Db, id: string) => Promise<T | null>,
  lock: (db: Db, id: string) => Promise<T>,
) {
  const authorizeRow = async (context: DisputeContext, { db, principal, requestId }: Caller, id: string) => {
    const row = await find(db, id);
    if (row === null) throw commonProblems.problem("resource.not_found");
    return { row, standing: await authorizeCustomer(context, principal, row.customerId, requestId) };
  };
  return {
    read: authorizeRow,
    /** Asks customer-service first, then holds the row until the transaction ends. */
    async hold(context: DisputeContext, caller: Caller, id: string): Promise<Authorized<T>> {
      const { standing } = await authorizeRow(context, caller, id);
      return { row: await lock(caller.db, id), standing };
    },
  };
}

export const itemOf = finder<DisputeItem>(findDisputeItem, lockDisputeItem);
export const roundOf = finder<DisputeRound>(findRound, lockRound);
export const letterOf = finder<DisputeLetter>(findLetter, lockLetter);
export const responseOf = finder<DisputeResponse>(findResponse, lockResponse);

/** @throws ProblemError resource.stale when the caller read another version. */
export function assertFresh(row: { readonly version: number }, ifMatch: number): void {
  if (row.version !== ifMatch) throw commonProblems.problem("resource.stale");
}
