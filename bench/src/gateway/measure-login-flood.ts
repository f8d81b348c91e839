import { addAccounts } from "@horizon/backend/testing/accounts";
import { percentile } from "../percentile.ts";
import { openLoop, type Shot } from "./load.ts";
import type { BenchBackend } from "./start-bench-backend.ts";

const quietMs = 4_000;
const floodMs = 8_000;

export interface FloodFigures {
  readonly rows: string[][];
  readonly statuses: ReadonlyMap<number, number>;
}

/** Another route at 100 requests/s, with and without 400 sign-ins a second; one in four has the right password. */
export async function measureLoginFlood({ servers, tokens, authEnv }: BenchBackend): Promise<FloodFigures> {
  const accounts = await addAccounts(authEnv, 40);
  const token = await tokens.customer(crypto.randomUUID());
  const gateway = servers["api-gateway"].url;
  const login = (index: number): Shot => {
    const account = index % 4 === 0 ? accounts[(index / 4) % accounts.length] : undefined;
    return {
      method: "POST",
      path: "/v1/auth/login",
      // Each from an address of its own (RFC 2544): the limits of an address are not what is measured.
      headers: {
        "content-type": "application/json",
        "x-forwarded-for": `198.18.${(index >> 8) & 255}.${index & 255}`,
      },
      body: JSON.stringify({
        email: account?.email ?? `nobody-${index}@customer.example`,
        password: account?.password ?? "not the password 41",
      }),
    };
  };
  const routes = {
    "another service": { path: "/v1/customers/me", headers: { authorization: `Bearer ${token}` } },
    "auth-service's own keys": { path: "/.well-known/jwks.json", headers: {} },
  } as const;
  const sample = (durationMs: number) =>
    Promise.all(
      Object.values(routes).map((shot) =>
        openLoop({ baseUrl: gateway, shot: () => shot, durationMs, perSecond: 100 }),
      ),
    );
  const quiet = await sample(quietMs);
  const [flood, loud] = await Promise.all([
    openLoop({ baseUrl: gateway, shot: login, durationMs: floodMs, perSecond: 400 }),
    sample(floodMs),
  ]);
  const rows = Object.keys(routes).map((name, index) => {
    const at = (figures: typeof quiet, fraction: number) =>
      percentile(figures[index]?.latenciesMs ?? [], fraction);
    const failed = loud[index]?.latenciesMs.length ?? 0;
    return [
      name,
      at(quiet, 0.5).toFixed(2),
      at(quiet, 0.99).toFixed(2),
      at(loud, 0.5).toFixed(2),
      at(loud, 0.99).toFixed(2),
      (at(loud, 0.99) / at(quiet, 0.99)).toFixed(1),
      `${failed - (loud[index]?.statuses.get(200) ?? 0)}`,
    ];
  });
  return { rows, statuses: flood.statuses };
}

export const floodHead = [
  "100 requests/s to",
  "p50 ms",
  "p99 ms",
  "p50 ms in the flood",
  "p99 ms in the flood",
  "p99 ratio",
  "errors",
];
