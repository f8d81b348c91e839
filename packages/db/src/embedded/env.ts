import type { ServiceSchema } from "@horizon/contracts/backend";

export interface TestServerUrls {
  readonly url: string;
  readonly adminUrl: string;
  readonly serviceUrls: Readonly<Record<ServiceSchema, string>>;
}

const variable = "HORIZON_TEST_SERVER";

/** Tells the processes that this one starts from now on where the test server is. Null: there is none. */
export function passOnTestServer(urls: TestServerUrls | null): void {
  if (urls) process.env[variable] = JSON.stringify(urls);
  else delete process.env[variable];
}

/** What the process that started this one passed on. */
export function readTestServer(): TestServerUrls | null {
  const urls = process.env[variable];
  return urls ? (JSON.parse(urls) as TestServerUrls) : null;
}
