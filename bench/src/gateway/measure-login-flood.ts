import { addAccounts } from "@horizon/backend/testing/accounts";
import { median, percentile } from "../percentile.ts";
import { type LoadFigures, openLoop, type Shot } from "./load.ts";
import type { BenchBackend } from "./start-bench-backend.ts";

const rounds = 4;
const quietMs = 2_000;
const floodMs = 4_000;

export interface FloodFigures {
  readonly rows: string[][];
  /** Of all sign-ins in the floods. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Sign-ins at 30 a second, with nothing else to do. */
  readonly login: { readonly p50Ms: number; readonly p99Ms: number };
}

interface Round {
  readonly quiet: readonly LoadFigures[];
  readonly loud: readonly LoadFigures[];
}

/**
 * Two other routes at 100 requests/s each, with and without 400 sign-ins a second, of which one in four has the right password: quiet
 * and flood in turn, and the median of the rounds.
 */
export async function measureLoginFlood({ servers, tokens, authEnv }: BenchBackend): Promise<FloodFigures> {
  const accounts = await addAccounts(authEnv, 40);
  const token = await tokens.customer(crypto.randomUUID());
  const baseUrl = servers["api-gateway"].url;
  let sent = 0;
  const login = (): Shot => {
    sent += 1;
    const account = sent % 4 === 0 ? accounts[(sent / 4) % accounts.length] : undefined;
    return {
      method: "POST",
      path: "/v1/auth/login",
      // Each from an address of its own (RFC 2544): the limits of an address are not what is measured.
      headers: {
        "content-type": "application/json",
        "x-forwarded-for": `198.${18 + ((sent >> 16) & 1)}.${(sent >> 8) & 255}.${sent & 255}`,
      },
      body: JSON.stringify({
        email: account?.email ?? `nobody-${sent}@customer.example`,
        password: account?.password ?? "not the password 41",
      }),
    };
  };
  const signIns = await openLoop({ baseUrl, shot: login, durationMs: 4_000, perSecond: 30 });
  const routes = {
    "another service": { path: "/v1/customers/me", headers: { authorization: `Bearer ${token}` } },
    "auth-service's own keys": { path: "/.well-known/jwks.json", headers: {} },
  } as const;
  const sample = (durationMs: number) =>
    Promise.all(
      Object.values(routes).map((shot) =>
        openLoop({ baseUrl, shot: () => shot, durationMs, perSecond: 100 }),
      ),
    );
  const measured: Round[] = [];
  const statuses = new Map<number, number>();
  for (let round = 0; round < rounds; round += 1) {
    const quiet = await sample(quietMs);
    const [flood, loud] = await Promise.all([
      openLoop({ baseUrl, shot: login, durationMs: floodMs, perSecond: 400 }),
      sample(floodMs),
    ]);
    for (const [status, count] of flood.statuses) statuses.set(status, (statuses.get(status) ?? 0) + count);
    measured.push({ quiet, loud });
  }
  const rows = Object.keys(routes).map((name, index) => {
    const at = (when: keyof Round, fraction: number) => (round: Round) =>
      percentile(round[when][index]?.latenciesMs ?? [], fraction);
    const of = (figure: (round: Round) => number) => median(measured.map(figure));
    return [
      name,
      of(at("quiet", 0.5)).toFixed(2),
      of(at("quiet", 0.99)).toFixed(2),
      of(at("loud", 0.5)).toFixed(2),
      of(at("loud", 0.99)).toFixed(2),
      of((round) => at("loud", 0.99)(round) / at("quiet", 0.99)(round)).toFixed(1),
      `${measured.reduce((sum, { loud }) => sum + failuresOf(loud[index]), 0)}`,
    ];
  });
  const { latenciesMs } = signIns;
  return {
    rows,
    statuses,
    login: { p50Ms: percentile(latenciesMs, 0.5), p99Ms: percentile(latenciesMs, 0.99) },
  };
}

function failuresOf(figures: LoadFigures | undefined): number {
  return figures === undefined ? 0 : figures.latenciesMs.length - (figures.statuses.get(200) ?? 0);
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
