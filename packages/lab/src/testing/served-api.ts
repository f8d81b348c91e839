import { type ApiClient, createApiClient } from "./api-client.ts";
import { type ApiServerFixture, startApiServer } from "./api-server-fixture.ts";

export interface ServedApi extends ApiServerFixture {
  /** Calls it as an administrator. */
  api: ApiClient;
}

/** An API server with a client beside it, which `close` ends with it. */
export async function startServedApi(options: Parameters<typeof startApiServer>[0] = {}): Promise<ServedApi> {
  const fixture = await startApiServer(options);
  const api = createApiClient(fixture.server.url, fixture.server.caPem, fixture.tokens.admin);
  return {
    ...fixture,
    api,
    async close() {
      api.close();
      await fixture.close();
    },
  };
}
