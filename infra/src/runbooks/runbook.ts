import { parse as parseYaml } from "yaml";
import { z } from "zod";
import type { Finding } from "../policy/finding.ts";
import { extractCommands, type RunbookCommand } from "./extract-commands.ts";

const frontMatter = z.strictObject({
  title: z.string().min(1).max(80),
  severity: z.enum(["critical", "warning", "informational"]),
  /** How long it takes who knows the way, until customers are well again. */
  expectedResolutionMinutes: z.int().positive(),
  services: z.array(z.string()).min(1),
  /** The `monitor_key` of each monitor that leads here. */
  monitors: z.array(z.string()),
});

/** What a person looks for, in the order in which they look. */
const SECTIONS = ["Symptoms", "Check", "Act", "Decide", "Escalate", "Over when"] as const;

export interface Runbook extends z.infer<typeof frontMatter> {
  /** `runbooks/<name>.md` */
  path: string;
  commands: RunbookCommand[];
}

/** Reads one runbook. What is wrong with its form is returned as findings, and then there is no runbook. */
export function parseRunbook(path: string, text: string): Runbook | Finding[] {
  const refuse = (message: string): Finding => ({ rule: "runbook-form", subject: path, message });
  const [, yaml, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  if (yaml === undefined || body === undefined) {
    return [refuse("Begin with front matter between two lines of ---.")];
  }
  let values: unknown;
  try {
    values = parseYaml(yaml);
  } catch (error) {
    return [refuse(`Mend the front matter: ${(error as Error).message.split("\n")[0]}`)];
  }
  const matter = frontMatter.safeParse(values);
  const findings = matter.success
    ? []
    : matter.error.issues.map(({ path: field, message }) => refuse(`Mend ${field.join(".")}: ${message}.`));
  const headings = [...body.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  if (headings.join() !== SECTIONS.join()) {
    findings.push(
      refuse(`Have these sections in this order: ${SECTIONS.join(", ")}; it has ${headings.join(", ")}.`),
    );
  }
  if (!matter.success || findings.length > 0) return findings;
  const offset = text.split("\n").length - body.split("\n").length;
  return { path, ...matter.data, commands: extractCommands(body, offset) };
}
