import { setTimeout as delay } from "node:timers/promises";
import { type Answer, judgeAnswer, questionsFor } from "./release-questions.ts";

/** `node infra/src/release/ask-release.ts <url of the API> <url of the console>`: asks from outside what a customer and a member of staff would. */
const [api = "", console_ = ""] = process.argv.slice(2);
const ATTEMPTS = 20;
const problems: string[] = [];
for (const question of questionsFor(api, console_)) {
  let problem: string | null = "not asked";
  for (let attempt = 1; attempt <= ATTEMPTS && problem !== null; attempt += 1) {
    if (attempt > 1) await delay(6_000);
    problem = judgeAnswer(question, await ask(question.url));
  }
  console.log(`${problem === null ? "✓" : "✗"} ${question.url}${problem === null ? "" : `: ${problem}`}`);
  if (problem !== null) problems.push(problem);
}
process.exitCode = problems.length === 0 ? 0 : 1;

async function ask(url: string): Promise<Answer> {
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(10_000) });
    return {
      status: response.status,
      contentType: response.headers.get("content-type") ?? "",
      body: await response.text(),
    };
  } catch (error) {
    return { status: 0, contentType: "", body: (error as Error).message };
  }
}
