import { scrubText } from "./scrub-text.ts";

interface DescribedError {
  readonly type: string;
  readonly message: string;
  /** Places in the code alone. */
  readonly stack: string;
  /** What the page of the error shows to the person who saw it. */
  readonly digest?: string;
  readonly cause?: DescribedError;
}

const mostCauses = 5;
const mostFrames = 20;

/** What of an error may be in a log: kinds, places, causes, and messages without what may be personal. */
export function describeError(error: unknown, depth = 0): DescribedError | undefined {
  if (!(error instanceof Error) || depth === mostCauses) return undefined;
  const { digest } = error as { digest?: unknown };
  const cause = describeError(error.cause, depth + 1);
  return {
    type: error.name,
    message: scrubText(error.message),
    stack: framesOf(error),
    ...(typeof digest === "string" && /^\d{1,12}$/.test(digest) ? { digest } : {}),
    ...(cause ? { cause } : {}),
  };
}

function framesOf({ stack = "" }: Error): string {
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, mostFrames)
    .map((line) => line.trim().replace(/\?[^\s:)]*/g, ""))
    .join("\n");
}
