import "server-only";
import { type ConsoleEnv, parseEnv } from "./auth/console-env";

let parsed: ConsoleEnv | null = null;

/**
 * The settings of this process, parsed on first use: `next build` evaluates modules without them.
 * `src/instrumentation.ts` asks for them at boot, so a wrong value stops the server instead of a page.
 */
export function env(): ConsoleEnv {
  parsed ??= parseEnv(process.env);
  return parsed;
}
