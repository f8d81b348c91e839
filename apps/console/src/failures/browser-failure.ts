import { z } from "zod";

/** What a browser tells of something that was thrown in a page. */
export const browserFailure = z.strictObject({
  /** The commit whose page this is: a tab may be older than the server. */
  release: z.string().regex(/^[\w.-]{1,64}$/),
  name: z.string().max(100),
  message: z.string().max(1_000),
  stack: z.string().max(8_000),
  /** Of the page, without its query. */
  path: z.string().max(300),
});

export type BrowserFailure = z.infer<typeof browserFailure>;

/** An Error as it would have been thrown here. Firefox and Safari write `name@place`, which V8 writes as `at name (place)`. */
export function toError({ name, message, stack }: Pick<BrowserFailure, "name" | "message" | "stack">): Error {
  const error = new Error(message);
  error.name = name;
  error.stack = stack
    .split("\n")
    .map((line) =>
      line.replace(/^([^@\s]*)@(\S+:\d+:\d+)$/, (_, caller, place) => `    at ${caller || "?"} (${place})`),
    )
    // An address's query is nobody's business; that of a script is empty.
    .map((line) => line.replace(/\?[^\s)]*?(?=:\d+:\d+)/, ""))
    .join("\n");
  return error;
}
