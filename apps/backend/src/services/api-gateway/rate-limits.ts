import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { commonProblems } from "../../platform/problems.ts";
import { connectRedis } from "./connect-redis.ts";
import type { GatewayEnv } from "./env.ts";

type LimitName = "principal" | "address" | "auth";

export interface RateLimits {
  /**
   * Counts a request.
   *
   * @returns the RateLimit headers of the answer.
   * @throws ProblemError rate.limited.
   */
  take(limit: LimitName, key: string): Promise<Record<string, string>>;
  close(): void;
}

const windowSeconds = 60;

/**
 * Fixed windows of a minute, in Redis where there is one. Should Redis not answer, this process counts for itself: reads
 * go on; sign-in is limited more tightly then, not less.
 */
export function createRateLimits(env: GatewayEnv, onRedisError: (error: unknown) => void): RateLimits {
  const redis =
    env.REDIS_URL === undefined ? undefined : connectRedis(env.REDIS_URL, env.REDIS_MODE, onRedisError);
  const points = {
    principal: env.RATE_LIMIT_PRINCIPAL,
    address: env.RATE_LIMIT_ADDRESS,
    auth: env.RATE_LIMIT_AUTH,
  } as const satisfies Record<LimitName, number>;
  const limiter = (name: LimitName) => {
    const options = { keyPrefix: `gateway:${name}`, points: points[name], duration: windowSeconds };
    if (redis === undefined) return new RateLimiterMemory(options);
    const alone = name === "auth" ? Math.ceil(points.auth / 2) : points[name];
    return new RateLimiterRedis({
      ...options,
      storeClient: redis,
      useRedisPackage: false,
      rejectIfRedisNotReady: true,
      insuranceLimiter: new RateLimiterMemory({ ...options, points: alone }),
    });
  };
  const limiters = { principal: limiter("principal"), address: limiter("address"), auth: limiter("auth") };

  return {
    async take(name, key) {
      const policy = `"${name}";q=${points[name]};w=${windowSeconds}`;
      const state = await limiters[name].consume(key).catch((refused: unknown) => {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        const retryAfter = Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
        throw commonProblems.problem("rate.limited", {
          detail: `At most ${points[name]} requests a minute. Try again in ${retryAfter} s.`,
          headers: {
            "retry-after": `${retryAfter}`,
            "ratelimit-policy": policy,
            ratelimit: `"${name}";r=0;t=${retryAfter}`,
          },
          members: { "violated-policies": [name] },
        });
      });
      const seconds = Math.ceil(state.msBeforeNext / 1_000);
      return { "ratelimit-policy": policy, ratelimit: `"${name}";r=${state.remainingPoints};t=${seconds}` };
    },
    close() {
      redis?.disconnect();
    },
  };
}
