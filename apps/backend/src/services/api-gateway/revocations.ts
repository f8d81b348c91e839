import { type RevocationList, revocationList } from "@horizon/contracts/backend";
import type { Logger } from "@horizon/logger";
import type { ClientPrincipal, UserPrincipal } from "../../platform/access-token.ts";
import { internalPath } from "../../platform/internal-path.ts";
import type { ServiceClient } from "../../platform/service-client.ts";

export interface Revocations {
  isRevoked(principal: UserPrincipal | ClientPrincipal): boolean;
  stop(): void;
}

const pollMs = 2_000;

/**
 * Sessions, clients and single tokens that ended before their access tokens do, asked of auth-service every two seconds. While it does not
 * answer, what is known stays known, and tokens end by themselves within ten minutes.
 */
export function followRevocations(auth: ServiceClient, logger: Logger): Revocations {
  const revoked = new Map<string, number>();
  let since: string | undefined;
  let failing = false;

  async function poll(): Promise<void> {
    const path =
      since === undefined
        ? internalPath`/internal/revocations`
        : internalPath`/internal/revocations?since=${since}`;
    const list: RevocationList | null = await auth.find(path, revocationList);
    if (list === null) return;
    since = list.as_of;
    for (const { kind, value, expires_at } of list.revocations)
      revoked.set(`${kind}:${value}`, Date.parse(expires_at));
    const now = Date.now();
    for (const [key, expiresAtMs] of revoked) if (expiresAtMs < now) revoked.delete(key);
  }
  function tick(): void {
    poll().then(
      () => {
        failing = false;
      },
      (error: unknown) => {
        if (!failing) logger.warn({ err: error }, "revocations are not told; what is known stays");
        failing = true;
      },
    );
  }
  tick();
  const timer = setInterval(tick, pollMs);
  timer.unref();
  return {
    isRevoked: (principal) =>
      principal.kind === "user"
        ? revoked.has(`sid:${principal.sessionId}`)
        : revoked.has(`client:${principal.clientId}`) || revoked.has(`jti:${principal.tokenId}`),
    stop: () => clearInterval(timer),
  };
}
