import { expect, it } from "vitest";
import { taskOf } from "./container-task.ts";

const never = Number.POSITIVE_INFINITY;
const shell = (script: string) => ({ command: ["/bin/sh", "-c", script] });
const CASES: [what: string, container: object, durationMs: number | undefined, exitCode: number][] = [
  ["any image", {}, undefined, 0],
  ["a program that nobody knows", { command: ["node", "migrate.js"] }, undefined, 0],
  ["a nap", { command: ["sleep", "5"] }, 5_000, 0],
  ["a nap of minutes, by arguments", { args: ["/bin/sleep", "1.5m"] }, 90_000, 0],
  ["a sleep without an end", { command: ["sleep", "infinity"] }, never, 0],
  ["a file that is followed", { command: ["tail", "-f", "/dev/null"] }, never, 0],
  ["a failure", { command: ["false"] }, 0, 1],
  ["a script", shell("echo hi; sleep 2 && sleep 1"), 3_000, 0],
  ["a script that gives up", shell("sleep 2; exit 3; sleep 60"), 2_000, 3],
  ["a chain that breaks", shell("false && sleep 60"), 0, 1],
  ["a script with work in it", shell("sleep 2; ./backup"), undefined, 0],
  ["somebody at a terminal", { command: ["sh"], stdin: true }, never, 0],
];
it.each(CASES)("%s", (_, container, durationMs, exitCode) => {
  expect(taskOf({ name: "a", image: "a", ...container })).toEqual({
    ...(durationMs === undefined ? {} : { durationMs }),
    exitCode,
  });
});
