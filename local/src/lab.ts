import { readPorts } from "./ports.ts";

/** `pnpm lab scenario <name>` calls a scenario up; `pnpm lab` lists them. */
const [verb, name] = process.argv.slice(2);
const base = `http://127.0.0.1:${readPorts(process.env).labControl}`;

async function ask(path: string, method: "GET" | "POST"): Promise<{ status: number; body: unknown }> {
  const response = await fetch(base + path, { method }).catch(() => {
    throw new Error(`The lab does not answer at ${base}. Is Horizon started?`);
  });
  return { status: response.status, body: await response.json() };
}

try {
  if (verb === "scenario" && name) {
    const { status, body } = await ask(`/scenarios/${encodeURIComponent(name)}`, "POST");
    console.log(typeof body === "object" && body !== null && "message" in body ? body.message : body);
    if (status >= 400) process.exitCode = 1;
  } else if (verb === undefined || verb === "scenarios") {
    const { body } = await ask("/scenarios", "GET");
    const list = (body as { scenarios: { name: string; summary: string }[] }).scenarios;
    for (const scenario of list) console.log(`${scenario.name.padEnd(18)} ${scenario.summary}`);
  } else {
    throw new Error("Usage: pnpm lab scenario <name>, or pnpm lab to list them.");
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
