/** Nodes whose kubelet does not answer. */
export interface NodeFaults {
  lose(node: string): void;
  restore(node: string): void;
  isLost(node: string): boolean;
  list(): string[];
  subscribe(listener: (node: string) => void): () => void;
}

export function createNodeFaults(): NodeFaults {
  const lost = new Set<string>();
  const listeners = new Set<(node: string) => void>();
  const changed = (node: string) => {
    for (const listener of listeners) listener(node);
  };
  return {
    lose(node) {
      lost.add(node);
      changed(node);
    },
    restore(node) {
      if (lost.delete(node)) changed(node);
    },
    isLost: (node) => lost.has(node),
    list: () => [...lost],
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
