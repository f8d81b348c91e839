import { causesOf } from "./causes-of.ts";
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

const mostFrames = 20;

/** What of an error may be in a log: kinds, places, causes, and messages without what may be personal. */
export function describeError(error: unknown): DescribedError | undefined {
  return causesOf(error).reduceRight<DescribedError | undefined>(
    (cause, outer) => describe(outer, cause),
    undefined,
  );
}

function describe(error: Error, cause: DescribedError | undefined): DescribedError {
  const { digest } = error as { digest?: unknown };
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
