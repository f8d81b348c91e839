import type { LogLine } from "@horizon/contracts";

/** Lines as a plain-text file: time, pod/container, text. */
export function logFileText(lines: readonly LogLine[]): string {
  return lines.map((line) => `${line.time} ${line.pod}/${line.container} ${line.text}\n`).join("");
}

/** `logs-api-gateway-20261123T120304Z.txt` */
export function logFileName(workload: string, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "");
  return `logs-${workload}-${stamp}Z.txt`;
}
