type Changes = ReadonlyMap<string, string | null>;

/** Changes of the address that people already see, while the browser's address follows a moment later. */
export interface PendingSearch {
  get(): Changes;
  subscribe(listener: () => void): () => void;
  add(changes: Changes): void;
  /** The router shows another address: what was written is in it, or was given up with the page. */
  settle(): void;
}

const none: Changes = new Map();
/** Browsers refuse an address that is replaced with every key that is typed. */
const writeAfterMs = 100;

/**
 * @param write puts changes into the browser's address.
 * @param page the page that the browser is at: what was meant for one is not written into another.
 */
export function createPendingSearch(write: (changes: Changes) => void, page: () => string): PendingSearch {
  let shown: Changes = none;
  let unwritten: Changes = none;
  let meantFor = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();

  function show(changes: Changes) {
    shown = changes;
    for (const listener of listeners) listener();
  }

  function dropIfLeft() {
    if (unwritten.size === 0 || page() === meantFor) return;
    unwritten = none;
    show(none);
  }

  return {
    get: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(changes) {
      dropIfLeft();
      meantFor = page();
      unwritten = new Map([...unwritten, ...changes]);
      show(new Map([...shown, ...changes]));
      if (timer) return;
      timer = setTimeout(() => {
        timer = undefined;
        dropIfLeft();
        const all = unwritten;
        unwritten = none;
        if (all.size > 0) write(all);
      }, writeAfterMs);
    },
    settle() {
      dropIfLeft();
      if (shown !== unwritten) show(unwritten);
    },
  };
}
