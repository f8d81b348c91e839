import type { MemberRow } from "@horizon/contracts";
import { listMembers } from "@horizon/db";
import { readProcedure, router } from "../../trpc/init.ts";
import { toMemberRow } from "./member-row.ts";

/** Members change through `actions.execute`, as everything that is audited does. */
export const membersRouter = router({
  list: readProcedure.query(
    async ({ ctx: { ops } }): Promise<MemberRow[]> => (await listMembers(ops.db)).map(toMemberRow),
  ),
});
