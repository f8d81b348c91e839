import type { V1LabelSelector, V1NetworkPolicyPeer, V1NetworkPolicyPort } from "@kubernetes/client-node";
import type { PolicyRule } from "../policy-rule.ts";
import { listWorkloads, ofKind, type RenderedObject } from "../rendered-object.ts";

/** As in YAML: the generated model renames `from`. */
interface NetworkPolicySpec {
  podSelector?: V1LabelSelector;
  policyTypes?: string[];
  ingress?: { from?: V1NetworkPolicyPeer[]; ports?: V1NetworkPolicyPort[] }[];
  egress?: { to?: V1NetworkPolicyPeer[]; ports?: V1NetworkPolicyPort[] }[];
}

const listPolicies = (objects: readonly RenderedObject[]) =>
  ofKind<NetworkPolicySpec>(objects, "NetworkPolicy");

const isEmpty = (selector: V1LabelSelector | undefined) =>
  Object.keys(selector?.matchLabels ?? {}).length + (selector?.matchExpressions ?? []).length === 0;

/** Nothing comes in or goes out of a namespace with pods unless a policy says so. */
export const defaultDeny: PolicyRule = {
  name: "default-deny",
  check: (objects) => {
    const denied = new Set(
      listPolicies(objects)
        .filter(({ spec: { podSelector, policyTypes = [], ingress = [], egress = [] } }) => {
          const isForAll = isEmpty(podSelector) && policyTypes.length === 2;
          return isForAll && ingress.length + egress.length === 0;
        })
        .map(({ metadata }) => metadata.namespace),
    );
    const open = listWorkloads(objects).filter(({ metadata }) => !denied.has(metadata.namespace));
    return [...new Map(open.map((object) => [object.metadata.namespace, object])).values()].map((object) => ({
      object,
      message: `Namespace ${object.metadata.namespace} has no default deny. Add components/network-baseline to its overlay.`,
    }));
  },
};

/** A rule that names no port is an open door; 0.0.0.0/0 is for HTTPS out of the VPC alone. */
export const narrowNetworkPolicies: PolicyRule = {
  name: "narrow-network-policy",
  check: (objects) =>
    listPolicies(objects).flatMap((object) => {
      const { ingress = [], egress = [] } = object.spec;
      const rules = [
        ...ingress.map(({ from, ports }) => ({ peers: from, ports, mayReachAll: false })),
        ...egress.map(({ to, ports }) => ({
          peers: to,
          ports,
          mayReachAll: ports?.every(({ port }) => port === 443),
        })),
      ];
      return rules.flatMap(({ peers, ports, mayReachAll }) => {
        const isWorld = !peers?.length || peers.some(({ ipBlock }) => ipBlock?.cidr === "0.0.0.0/0");
        const faults: string[] = [];
        if (!ports?.length) faults.push("A rule names no port. Name each port that is needed.");
        if (isWorld && !mayReachAll) {
          faults.push(
            "A rule is open to every address. Name the pods or the subnets, or allow port 443 out alone.",
          );
        }
        return faults.map((message) => ({ object, message }));
      });
    }),
};
