import { DockerfileParser, type Instruction, ModifiableInstruction } from "dockerfile-ast";

export interface DockerInstruction {
  /** In capitals, `COPY`. */
  keyword: string;
  /** What follows the keyword and its flags, continuation lines joined. */
  text: string;
  /** `--from=build` as `from` → `build`. */
  flags: Record<string, string>;
  /** Line of the file, from 1. */
  line: number;
}

export interface DockerStage {
  /** The name after AS; stages without one have null. */
  name: string | null;
  base: string;
  instructions: DockerInstruction[];
}

/** Reads a Dockerfile into its stages. ARGs before the first FROM are not read: a base image is written in full. */
export function parseDockerfile(text: string): DockerStage[] {
  const stages: DockerStage[] = [];
  for (const parsed of DockerfileParser.parse(text).getInstructions()) {
    const instruction = read(parsed);
    if (instruction.keyword === "FROM") {
      const [base = "", , name = null] = instruction.text.split(/\s+/);
      stages.push({ name, base, instructions: [] });
    } else stages.at(-1)?.instructions.push(instruction);
  }
  return stages;
}

function read(parsed: Instruction): DockerInstruction {
  const flags = parsed instanceof ModifiableInstruction ? parsed.getFlags() : [];
  return {
    keyword: parsed.getKeyword(),
    text: (parsed.getRawArgumentsContent() ?? "").replace(/\\\n/g, " ").trim(),
    flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? ""])),
    line: parsed.getRange().start.line + 1,
  };
}

/** The words of an exec form (`["node", "x"]`); null for the shell form. */
export function execForm(text: string): string[] | null {
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === "string") ? words : null;
  } catch {
    return null;
  }
}
