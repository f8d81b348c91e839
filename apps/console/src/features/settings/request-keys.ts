/** Gives each request its idempotency key. */
export interface RequestKeys {
  /** The same as before for a request that was sent already and got no answer; otherwise a new one. */
  keyFor(request: unknown): string;
  /** The server said what became of the last one: sent again it is another, to be judged anew. */
  noteAnswer(): void;
}

export function createRequestKeys(newKey: () => string = () => crypto.randomUUID()): RequestKeys {
  let unanswered: { readonly request: string; readonly key: string } | null = null;
  return {
    keyFor(request) {
      const text = JSON.stringify(request);
      if (unanswered?.request !== text) unanswered = { request: text, key: newKey() };
      return unanswered.key;
    },
    noteAnswer() {
      unanswered = null;
    },
  };
}
