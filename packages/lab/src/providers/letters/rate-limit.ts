import type { Clock } from "../../world/clock.ts";
import { ProviderError } from "./provider-error.ts";

const limit = 150;
const windowMs = 5_000;

/** 150 requests in five seconds, as the provider's documentation has it. */
export function createRateLimit(clock: Clock) {
  let windowStartMs = clock.now();
  let used = 0;
  const roll = () => {
    if (clock.now() - windowStartMs < windowMs) return;
    windowStartMs = clock.now();
    used = 0;
  };
  return {
    /** @throws ProviderError 429 */
    take(): void {
      roll();
      used += 1;
      if (used > limit) {
        throw new ProviderError(429, "rate_limit_exceeded", "Rate limit exceeded. Please wait 5 seconds.");
      }
    },
    headers: (): Record<string, string> => ({
      "ratelimit-limit": String(limit),
      "ratelimit-remaining": String(Math.max(0, limit - used)),
      "ratelimit-reset": String(Math.ceil((windowStartMs + windowMs) / 1_000)),
    }),
  };
}
