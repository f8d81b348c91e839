import { vi } from "vitest";

/** Waits until the check passes. */
export const eventually = (check: () => void | Promise<void>) => vi.waitFor(check, 30_000);
