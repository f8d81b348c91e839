import { spawn } from "node:child_process";
import { join } from "node:path";
import { findBrowser } from "./find-browser.ts";
import { root } from "./paths.ts";
import { readTestMember } from "./test-member.ts";

/**
 * `DEPLOYED_ENVIRONMENT=staging pnpm e2e:deployed <url of the console>`: the browser tests that change nothing, against what is deployed.
 * They sign in as TEST_MEMBER; with DEPLOYED_COMMIT every service must run that commit.
 */
const [consoleUrl = ""] = process.argv.slice(2);
if (!URL.canParse(consoleUrl) || !process.env.DEPLOYED_ENVIRONMENT) {
  console.error(
    "Name the environment and the console: DEPLOYED_ENVIRONMENT=staging pnpm e2e:deployed https://…",
  );
  process.exit(1);
}
const { username, password } = readTestMember(process.env.TEST_MEMBER);
// From here on GitHub hides it in the log.
if (process.env.GITHUB_ACTIONS) console.log(`::add-mask::${password}`);
const child = spawn(
  join(root, "e2e/node_modules/.bin/playwright"),
  ["test", "src/deployed/look-around.spec.ts"],
  {
    cwd: join(root, "e2e"),
    stdio: "inherit",
    env: {
      ...process.env,
      HORIZON_BROWSER: await findBrowser(process.env),
      CONSOLE_URL: consoleUrl,
      TEST_MEMBER_USERNAME: username,
      TEST_MEMBER_PASSWORD: password,
    },
  },
);
child.once("exit", (code) => {
  process.exitCode = code ?? 1;
});
