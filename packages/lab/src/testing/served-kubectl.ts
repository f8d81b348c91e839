import { afterAll } from "vitest";
import { type ApiServerFixture, startApiServer } from "./api-server-fixture.ts";
import { createKubectl, findKubectl, type Kubectl } from "./kubectl.ts";

export interface ServedKubectl extends Omit<ApiServerFixture, "close"> {
  kubectl: Kubectl;
}

/** An API server without controllers, with a namespace `shop` and kubectl at it, for all tests of the file that awaits this at its top. */
export async function serveKubectl(): Promise<ServedKubectl> {
  const { close, ...fixture } = await startApiServer();
  afterAll(close);
  fixture.store.create("namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } });
  return { ...fixture, kubectl: createKubectl(await findKubectl(), fixture.kubeconfig) };
}
