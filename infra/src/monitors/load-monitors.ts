import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Finding } from "../policy/finding.ts";
import { type Monitor, monitorFile } from "./monitor-schema.ts";

export interface SourcedMonitor {
  /** The file's name, e.g. `database.yaml`. */
  file: string;
  monitor: Monitor;
}

export interface LoadedMonitors {
  monitors: SourcedMonitor[];
  /** Files that are not what the schema asks for; their monitors are left out. */
  findings: Finding[];
}

/** Reads every `*.yaml` of a folder. A file that cannot be read as monitors becomes findings, never an exception. */
export function loadMonitors(folder: string): LoadedMonitors {
  const loaded: LoadedMonitors = { monitors: [], findings: [] };
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  for (const file of files.sort()) {
    const { monitors, findings } = parseMonitors(file, readFileSync(join(folder, file), "utf8"));
    loaded.monitors.push(...monitors);
    loaded.findings.push(...findings);
  }
  return loaded;
}

export function parseMonitors(file: string, text: string): LoadedMonitors {
  const refuse = (message: string): Finding => ({ rule: "monitor-schema", subject: file, message });
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    return { monitors: [], findings: [refuse(`Mend the YAML: ${(error as Error).message.split("\n")[0]}`)] };
  }
  const result = monitorFile.safeParse(content);
  if (result.success) {
    return { monitors: result.data.monitors.map((monitor) => ({ file, monitor })), findings: [] };
  }
  const findings = result.error.issues.map(({ path, message }) =>
    refuse(`Mend ${path.join(".") || "the file"}: ${message}.`),
  );
  return { monitors: [], findings };
}
