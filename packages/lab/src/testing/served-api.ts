import { afterAll } from "vitest";
import { type ApiClient, createApiClient } from "./api-client.ts";
import { type ApiServerFixture, startApiServer } from "./api-server-fixture.ts";

export interface ServedApi extends Omit<ApiServerFixture, "close"> {
  /** Calls it as an administrator. */
  api: ApiClient;
}

/** An API server with a client beside it, for all tests of the file that awaits this at its top. */
export async function serveApi(options: Parameters<typeof startApiServer>[0] = {}): Promise<ServedApi> {
  const { close, ...fixture } = await startApiServer(options);
  const api = createApiClient(fixture.server.url, fixture.server.caPem, fixture.tokens.admin);
  afterAll(async () => {
    api.close();
    await close();
  });
  return { ...fixture, api };
}
