/** A watch that a client holds open. */
export interface OpenWatch {
  /** Ends it with a 410 ERROR. */
  expire(): void;
  /** Half-open while halted; afterwards what was missed is sent. */
  setHalted(halted: boolean): void;
}

export interface OpenWatches {
  add(watch: OpenWatch): void;
  remove(watch: OpenWatch): void;
  count(): number;
  expireAll(): void;
  setHalted(halted: boolean): void;
}

/** The watches of one server, so that faults and statistics can reach them. */
export function createOpenWatches(): OpenWatches {
  const watches = new Set<OpenWatch>();
  return {
    add: (watch) => void watches.add(watch),
    remove: (watch) => void watches.delete(watch),
    count: () => watches.size,
    expireAll: () => {
      for (const watch of [...watches]) watch.expire();
    },
    setHalted: (halted) => {
      for (const watch of [...watches]) watch.setHalted(halted);
    },
  };
}
