/** How many of a minute are let through: a page that fails for everybody must not hide what fails in the server. */
export function createMinuteLimit(most: number): (nowMs: number) => boolean {
  let minute = 0;
  let count = 0;
  return (nowMs) => {
    const now = Math.floor(nowMs / 60_000);
    count = now === minute ? count + 1 : 1;
    minute = now;
    return count <= most;
  };
}
