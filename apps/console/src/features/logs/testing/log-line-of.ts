import type { LogLine } from "@horizon/contracts";

export function logLineOf(time: string, part: Partial<LogLine> = {}): LogLine {
  const pod = part.pod ?? "api-1";
  return {
    id: `${pod}/api@${time}#0`,
    time,
    pod,
    container: "api",
    level: "info",
    text: `at ${time}`,
    ...part,
  };
}
