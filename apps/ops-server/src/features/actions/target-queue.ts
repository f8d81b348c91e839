/** Runs tasks with the same key one after the other, in the order they came; others side by side. */
export interface TargetQueue {
  run<T>(key: string, task: () => Promise<T>): Promise<T>;
}

export function createTargetQueue(): TargetQueue {
  const tails = new Map<string, Promise<unknown>>();
  return {
    async run(key, task) {
      const previous = tails.get(key) ?? Promise.resolve();
      const current = previous.then(task, task);
      tails.set(key, current);
      try {
        return await current;
      } finally {
        if (tails.get(key) === current) tails.delete(key);
      }
    },
  };
}
