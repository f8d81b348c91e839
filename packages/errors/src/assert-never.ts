/** Ends an exhaustive switch: a new member of the union is a compile error, and at run time a thrown one. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
