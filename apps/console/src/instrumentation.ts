/** Runs once before the first request: a console with wrong settings does not start. */
export async function register() {
  const { env } = await import("./env");
  env();
}
