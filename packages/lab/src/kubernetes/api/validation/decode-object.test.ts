import { describe, expect, it } from "vitest";
import type { KubeObject } from "../../store/object-store.ts";
import { createResourceRegistry } from "../../store/resource-registry.ts";
import { decodeObject } from "./decode-object.ts";

const kinds = createResourceRegistry();
const object = (kind: string, fields: object) =>
  ({ apiVersion: "v1", kind, metadata: { name: "a" }, ...fields }) as unknown as KubeObject;
const pod = (container: object) => object("Pod", { spec: { containers: [{ name: "a", ...container }] } });
const decode = (resource: string, value: KubeObject) => decodeObject(kinds.get(resource), value);

describe("reading an object", () => {
  it("gives the same object when there is nothing to change", () => {
    const value = pod({
      image: "a",
      resources: { limits: { cpu: "1" } },
      livenessProbe: { httpGet: { port: "http" } },
    });
    expect(decode("pods", value).object).toBe(value);
  });

  it("leaves out nulls and what the kind does not know, and names the latter", () => {
    const { object: read, unknownFields } = decode(
      "pods",
      pod({ image: null, imagee: "a", env: [{ name: "A", valu: "b" }] }),
    );
    expect(read).toEqual(pod({ env: [{ name: "A" }] }));
    expect(unknownFields).toEqual(["spec.containers[0].imagee", "spec.containers[0].env[0].valu"]);
  });

  it("takes numbers for quantities, and keeps them as text", () => {
    expect(decode("pods", pod({ resources: { requests: { cpu: 2 } } })).object).toEqual(
      pod({ resources: { requests: { cpu: "2" } } }),
    );
  });

  it("reads custom kinds by their schema, and their metadata as anybody's", () => {
    const rollout = object("Rollout", { spec: { replicas: "3", pausd: true } });
    expect(decode("rollouts.argoproj.io", rollout)).toEqual({
      object: object("Rollout", { spec: { replicas: "3" } }),
      unknownFields: ["spec.pausd"],
    });
    const labelled = { ...rollout, spec: {}, metadata: { name: "a", label: {} } } as unknown as KubeObject;
    expect(decode("rollouts.argoproj.io", labelled).unknownFields).toEqual(["metadata.label"]);
  });

  const MISMATCHES: [name: string, resource: string, value: KubeObject, words: string][] = [
    [
      "a list",
      "pods",
      object("Pod", { spec: { containers: {} } }),
      "cannot unmarshal object into Go struct field Pod.spec.containers of type []",
    ],
    [
      "an object",
      "services",
      object("Service", { spec: [] }),
      "cannot unmarshal array into Go struct field Service.spec of type v1.ServiceSpec",
    ],
    [
      "text",
      "configmaps",
      object("ConfigMap", { data: { a: 1 } }),
      "cannot unmarshal number into Go struct field ConfigMap.data.a of type string",
    ],
    [
      "a whole number",
      "services",
      object("Service", { spec: { ports: [{ port: 80.5 }] } }),
      "Service.spec.ports[0].port of type int32",
    ],
    [
      "labels",
      "rollouts.argoproj.io",
      object("Rollout", { metadata: { name: "a", labels: { a: true } } }),
      "cannot unmarshal bool into Go struct field Rollout.metadata.labels.a of type string",
    ],
  ];
  it.each(MISMATCHES)("refuses what is not %s", (_, resource, value, words) => {
    expect(() => decode(resource, value)).toThrow(words);
  });
});
