import { shareTestServer } from "./test-server.ts";

/** Vitest calls it before the first test file of a run, and what it returns after the last. */
export default shareTestServer;
