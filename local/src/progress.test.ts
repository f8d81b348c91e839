import { expect, test } from "vitest";
import { createProgress } from "./progress.ts";

/** Takes what is written, and shows it as a terminal does: what follows a carriage return lies over the line. */
function screen(terminal?: { columns: number }) {
  const written: string[] = [];
  const out = { write: (text: string) => written.push(text), isTTY: terminal !== undefined, ...terminal };
  const timeless = (text: string) => text.replace(/\d+\.\d s/g, "T s");
  const lines = () =>
    timeless(written.join(""))
      .split("\n")
      .map((line) => line.split("\r").at(-1)?.replace("\u001b[K", ""));
  return { out, written, lines };
}

test("a log has a line for the start and the end of each step, and what is said between them", async () => {
  const { out, lines } = screen();
  const progress = createProgress(out);
  await progress.step("Lab", async () => progress.say("The console is open."));
  await expect(progress.step("Build", () => Promise.reject(new Error("no room")))).rejects.toThrow("no room");
  expect(lines()).toEqual([
    "  … Lab",
    "  The console is open.",
    "  ✓ Lab (T s)",
    "  … Build",
    "  ✗ Build (T s)",
    "",
  ]);
});

test("a terminal's last line tells the step that takes longest and how many run beside it", async () => {
  const { out, lines } = screen({ columns: 80 });
  const progress = createProgress(out);
  const [lab, build] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const steps = [progress.step("Build", () => build.promise), progress.step("Lab", () => lab.promise)];
  expect(lines()).toEqual(["  … Build (T s) and 1 more"]);
  progress.say("The console is open.");
  lab.resolve();
  await steps[1];
  expect(lines()).toEqual(["  The console is open.", "  ✓ Lab (T s)", "  … Build (T s)"]);
  build.resolve();
  await steps[0];
  expect(lines()).toEqual(["  The console is open.", "  ✓ Lab (T s)", "  ✓ Build (T s)", ""]);
});

test("what is drawn over is never longer than the terminal is wide", async () => {
  const { out, written } = screen({ columns: 20 });
  await createProgress(out).step("A title that is longer than twenty letters", async () => undefined);
  const [drawn = ""] = written;
  expect(drawn.replace("\r", "").replace("\u001b[K", "")).toHaveLength(19);
});
