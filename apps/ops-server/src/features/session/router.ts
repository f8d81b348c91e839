import type { SessionInfo } from "@horizon/contracts";
import { listGlobalPermissions, listPermittedActions } from "../../permissions.ts";
import { readProcedure, router } from "../../trpc/init.ts";

export const sessionRouter = router({
  me: readProcedure.query(({ ctx: { member, signedIn, ops } }): SessionInfo => {
    const environments = ops.estate.listEnvironments();
    const { id, name, email, role } = member;
    return {
      member: { id, name, email, role },
      environments,
      permissions: Object.fromEntries(
        environments.map(({ id: environment, tier }) => [environment, listPermittedActions(role, tier)]),
      ),
      globalPermissions: listGlobalPermissions(role),
      via: signedIn.via,
      banner: ops.env.BANNER ?? null,
    };
  }),
});
