/** Raised when a change in this folder reads the same file differently. */
export const parserVersion = "1";
