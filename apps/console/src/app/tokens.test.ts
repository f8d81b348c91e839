import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

type Theme = "light" | "dark";
const css = readFileSync(new URL("./globals.css", import.meta.url), "utf8");

function tokensOf(theme: Theme): ReadonlyMap<string, readonly number[]> {
  const pattern = /--([\w-]+): light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\)/g;
  return new Map(
    [...css.matchAll(pattern)].map(([, name = "", light = "", dark = ""]) => [
      name,
      (theme === "light" ? light : dark).split(" ").map(Number),
    ]),
  );
}

/** Relative luminance (WCAG 2.2) of an OKLCH colour; https://bottosson.github.io/posts/oklab/ */
function luminance([l = 0, c = 0, hue = 0]: readonly number[]): number {
  const a = c * Math.cos((hue * Math.PI) / 180);
  const b = c * Math.sin((hue * Math.PI) / 180);
  const [long, medium, short] = [
    (l + 0.3963377774 * a + 0.2158037573 * b) ** 3,
    (l - 0.1055613458 * a - 0.0638541728 * b) ** 3,
    (l - 0.0894841775 * a - 1.291485548 * b) ** 3,
  ] as const;
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const red = clamp(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short);
  const green = clamp(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short);
  const blue = clamp(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(theme: Theme, foreground: string, background: string): number {
  const tokens = tokensOf(theme);
  const [a, b] = [foreground, background].map((name) => {
    const token = tokens.get(name);
    if (!token) throw new Error(`No token --${name}`);
    return luminance(token) + 0.05;
  });
  return Math.max(a ?? 0, b ?? 0) / Math.min(a ?? 1, b ?? 1);
}

const statuses = ["healthy", "progressing", "paused", "degraded", "failed", "unknown"];
const grounds = ["canvas", "surface", "sunken", "hover"];
const textPairs = [
  ...["ink", "ink-soft", "accent", "production", "danger", ...statuses].flatMap((text) =>
    grounds.map((ground) => [text, ground] as const),
  ),
  ...statuses.map((status) => [status, `${status}-tint`] as const),
  ...statuses.map((status) => ["ink", `${status}-tint`] as const),
  ["ink-soft", "accent-tint"],
  ["accent", "accent-tint"],
  ["ink", "accent-tint"],
  ["production", "production-tint"],
  ["ink", "production-tint"],
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-danger", "danger"],
  ["on-danger", "danger-hover"],
  ["on-ink", "ink"],
  ["on-ink", "production"],
] as const;

describe.each<Theme>(["light", "dark"])("in the %s theme", (theme) => {
  test.each(textPairs)("text %s on %s has 4.5:1", (foreground, background) => {
    expect(contrast(theme, foreground, background)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(grounds)("the border of a control on %s has 3:1", (ground) => {
    expect(contrast(theme, "control-line", ground)).toBeGreaterThanOrEqual(3);
  });
});
