import type { V1ServiceSpec } from "@kubernetes/client-node";
import type { PolicyRule } from "../policy-rule.ts";
import { listWorkloads, ofKind, selects } from "../rendered-object.ts";

/** A canary is a share of requests: what takes none cannot have one. */
export const rolloutsServeRequests: PolicyRule = {
  name: "rollout-serves-requests",
  check: (objects) =>
    listWorkloads(objects, "serving")
      .filter(({ kind }) => kind === "Rollout")
      .flatMap((object) => {
        const isAsync = object.metadata.labels?.tier === "async";
        const isServed = ofKind<V1ServiceSpec>(objects, "Service").some(({ metadata, spec }) =>
          selects(spec.selector, metadata.namespace, object),
        );
        const message =
          "It takes its work from a queue, not from requests, so weights mean nothing to it. Make it a Deployment.";
        return isAsync || !isServed ? [{ object, message }] : [];
      }),
};
