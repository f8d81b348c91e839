import { spawn } from "node:child_process";
import { join } from "node:path";
import { startIdentityProviders } from "@horizon/lab/identity";
import { findBrowser } from "./find-browser.ts";
import { identityAccounts } from "./identity-accounts.ts";
import { startIsolatedHorizon } from "./isolated-horizon.ts";
import { root } from "./paths.ts";

/** Starts a Horizon of its own, runs the browser tests against it and stops it. Arguments go to Playwright. */
const browser = await findBrowser(process.env);
const identity = await startIdentityProviders(identityAccounts);
const horizon = await startIsolatedHorizon({
  // Pages tell their failures then; nobody is there to be told.
  consoleEnv: { SENTRY_DSN: "http://key@127.0.0.1:9/7", ...identity.consoleEnv },
});
identity.serve(horizon.consoleUrl);
try {
  process.exitCode = await new Promise<number>((done) => {
    const child = spawn(join(root, "e2e/node_modules/.bin/playwright"), ["test", ...process.argv.slice(2)], {
      cwd: join(root, "e2e"),
      stdio: "inherit",
      env: {
        ...process.env,
        HORIZON_BROWSER: browser,
        CONSOLE_URL: horizon.consoleUrl,
        LAB_CONTROL_URL: horizon.labControlUrl,
        KUBECONFIG: horizon.kubeconfig,
        DATABASE_ADMIN_URL: horizon.databaseAdminUrl,
        IDENTITY_CONTROL_URL: identity.controlUrl,
        OPS_SERVER_PID: `${horizon.children.find((child) => child.name === "ops-server-api")?.pid ?? ""}`,
      },
    });
    child.once("exit", (code) => done(code ?? 1));
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => child.kill(signal));
  });
} finally {
  await horizon.stop();
  await identity.close();
}
