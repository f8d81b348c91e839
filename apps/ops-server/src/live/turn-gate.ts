/**
 * Lets so many callers pass in one turn of the event loop; the others wait, in order, for the following turns. A crowd
 * that comes at once (every browser, after a restart) then holds nobody else up.
 */
export function createTurnGate(passesPerTurn: number): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let isOpening = false;

  function open(): void {
    for (const pass of waiting.splice(0, passesPerTurn)) pass();
    isOpening = waiting.length > 0;
    if (isOpening) setImmediate(open);
  }
  return () =>
    new Promise((pass) => {
      waiting.push(pass);
      if (isOpening) return;
      isOpening = true;
      setImmediate(open);
    });
}
