import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createKubectl, findKubectl } from "@horizon/lab/testing";
import { beforeAll, expect, test } from "vitest";
import { loadMonitors } from "../monitors/load-monitors.ts";
import { formatFindings } from "../policy/finding.ts";
import { checkCommands, checkRunbookLinks } from "./check-runbooks.ts";
import type { Estate } from "./estate.ts";
import { extractCommands, type RunbookCommand } from "./extract-commands.ts";
import { readEstate } from "./read-estate.ts";
import { parseRunbook, type Runbook } from "./runbook.ts";

const root = join(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const paths = globSync("runbooks/*.md", { cwd: root }).filter((path) => path !== "runbooks/README.md");
const parsed = paths.map((path) => parseRunbook(path, read(path)));
const runbooks = parsed.filter((each): each is Runbook => !Array.isArray(each));
const preparations = extractCommands(read("runbooks/README.md"));
let estate: Estate;
beforeAll(async () => {
  estate = await readEstate(root);
});

test("every runbook has its front matter and its sections", () => {
  expect(formatFindings(parsed.flatMap((each) => (Array.isArray(each) ? each : [])))).toBe("");
});

test("the six runbooks of the strategy take as long as it says", () => {
  const minutes = (name: string) =>
    runbooks.find(({ path }) => path === `runbooks/${name}.md`)?.expectedResolutionMinutes;
  expect({
    gateway: minutes("api-gateway-failure"),
    database: minutes("database-failover"),
    redis: minutes("redis-recovery"),
    events: minutes("kafka-consumer-lag"),
    certificate: minutes("ssl-renewal"),
    region: minutes("regional-disaster-recovery"),
  }).toEqual({ gateway: 5, database: 15, redis: 10, events: 30, certificate: 30, region: 240 });
});

test("every command names what exists, where it exists", () => {
  const all: [path: string, commands: readonly RunbookCommand[]][] = [
    ["runbooks/README.md", preparations],
    ...runbooks.map(({ path, commands }): [string, readonly RunbookCommand[]] => [path, commands]),
  ];
  expect(formatFindings(all.flatMap(([path, commands]) => checkCommands(path, commands, estate)))).toBe("");
  expect(all.flatMap(([, commands]) => commands).length).toBeGreaterThan(100);
});

test("every monitor leads to a runbook that knows it, and every runbook names monitors and services that exist", () => {
  const { monitors } = loadMonitors(join(root, "datadog/monitors"));
  const keys = monitors.map(({ monitor }) => ({
    key: monitor.tags.find((tag) => tag.startsWith("monitor_key:"))?.slice("monitor_key:".length) ?? "",
    runbook: monitor.runbook,
  }));
  expect(formatFindings(checkRunbookLinks(runbooks, keys, estate))).toBe("");
});

test("kubectl has every verb and every flag that the runbooks use", async () => {
  const kubectl = createKubectl(await findKubectl(), "/dev/null");
  const helpOf = async (words: string[]) => {
    const { code, stdout } = await kubectl([...words, "--help"]);
    return code === 0 ? stdout : null;
  };
  const general = (await kubectl(["options"])).stdout;
  const missing = new Set<string>();
  const helps = new Map<string, string | null>();
  for (const { words } of [...preparations, ...runbooks.flatMap(({ commands }) => commands)]) {
    // The plugin of Argo Rollouts is a program of its own, which is not had from npm.
    if (words[0] !== "kubectl" || words[1] === "argo") continue;
    const plain = words
      .slice(1)
      .filter(
        (word, index, all) =>
          !word.startsWith("-") && !/^(--context|-n|-l|-c|-o|-p)$/.test(all[index - 1] ?? ""),
      );
    const verb = ["rollout", "top"].includes(plain[0] ?? "") ? plain.slice(0, 2) : plain.slice(0, 1);
    const key = verb.join(" ");
    if (!helps.has(key)) helps.set(key, await helpOf(verb));
    const help = helps.get(key);
    if (!help) missing.add(`kubectl ${key}`);
    for (const word of words.filter((each) => each.startsWith("-"))) {
      const flag = word.split("=")[0] ?? "";
      const written = flag.startsWith("--") ? `${flag}=` : `${flag}, `;
      if (!`${help}${general}`.includes(written)) missing.add(`kubectl ${key} ${flag}`);
    }
  }
  expect([...missing]).toEqual([]);
});
