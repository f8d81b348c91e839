import { describe, expect, it } from "vitest";
import type { KubeObject } from "../../store/object-store.ts";
import { createResourceRegistry } from "../../store/resource-registry.ts";
import { isStatusError, type StatusCause } from "../../store/status-error.ts";
import { validateObject } from "./validate-object.ts";

const kinds = createResourceRegistry();
const object = (fields: object) => ({ metadata: { name: "a" }, ...fields }) as unknown as KubeObject;

/** The causes of a refusal as `field: message`; nothing when the object is taken. */
function faults(resource: string, fields: object, previous?: object): string[] {
  try {
    validateObject(kinds.get(resource), object(fields), previous && object(previous));
    return [];
  } catch (error) {
    if (!isStatusError(error, "Invalid")) throw error;
    return (error.details?.causes ?? []).map(({ field, message }: StatusCause) => `${field}: ${message}`);
  }
}
const pod = (container: object, spec: object = {}) => ({
  spec: { containers: [{ name: "a", image: "a:1", ...container }], ...spec },
});
const deployment = (template: object) => ({
  spec: {
    selector: { matchLabels: { a: "b" } },
    template: { metadata: { labels: { a: "b" } }, ...template },
  },
});
const service = (ports: object[], spec: object = {}) => ({ spec: { ports, ...spec } });

describe("what a real server refuses", () => {
  const CASES: [what: string, resource: string, fields: object, fault: string][] = [
    [
      "a mount without its volume",
      "pods",
      pod({ volumeMounts: [{ name: "data", mountPath: "/" }] }),
      'spec.containers[0].volumeMounts[0].name: Not found: "data"',
    ],
    [
      "a request beyond its limit",
      "pods",
      pod({ resources: { requests: { cpu: "1" }, limits: { cpu: "500m" } } }),
      'spec.containers[0].resources.requests: Invalid value: "1": must be less than or equal to cpu limit of 500m',
    ],
    [
      "a pull policy that is none",
      "pods",
      pod({ imagePullPolicy: "Sometimes" }),
      'spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"',
    ],
    [
      "a port's protocol that is none",
      "pods",
      pod({ ports: [{ containerPort: 1, protocol: "HTTP" }] }),
      'spec.containers[0].ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"',
    ],
    [
      "a long port name",
      "pods",
      pod({ ports: [{ containerPort: 1, name: "a-very-long-name" }] }),
      'spec.containers[0].ports[0].name: Invalid value: "a-very-long-name": must be no more than 15 characters',
    ],
    [
      "an init container without an image",
      "pods",
      pod({}, { initContainers: [{ name: "b" }] }),
      "spec.initContainers[0].image: Required value",
    ],
    [
      "a workload whose pods end",
      "deployments.apps",
      deployment({ spec: { ...pod({}).spec, restartPolicy: "Never" } }),
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ],
    [
      "a job whose pods do not",
      "jobs.batch",
      { spec: { template: { spec: { ...pod({}).spec, restartPolicy: "Always" } } } },
      'spec.template.spec.restartPolicy: Unsupported value: "Always": supported values: "OnFailure", "Never"',
    ],
    [
      "two ports without names",
      "services",
      service([{ port: 1 }, { port: 2, name: "b" }]),
      "spec.ports[0].name: Required value",
    ],
    [
      "two ports of one name",
      "services",
      service([
        { port: 1, name: "b" },
        { port: 2, name: "b" },
      ]),
      'spec.ports[1].name: Duplicate value: "b"',
    ],
    [
      "a key with a blank",
      "configmaps",
      { data: { "a b": "c" } },
      "data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
    ],
  ];
  it.each(CASES)("%s", (_, resource, fields, fault) => {
    expect(faults(resource, fields)).toEqual([fault]);
  });

  const CHANGES: [what: string, resource: string, before: object, after: object, fault: string][] = [
    [
      "other data of an immutable ConfigMap",
      "configmaps",
      { immutable: true, data: { a: "1" } },
      { immutable: true, data: { a: "2" } },
      "data: Forbidden: field is immutable when `immutable` is set",
    ],
    [
      "to make it mutable again",
      "configmaps",
      { immutable: true },
      {},
      "immutable: Forbidden: field is immutable when `immutable` is set",
    ],
    [
      "another type of a Secret",
      "secrets",
      { type: "Opaque" },
      { type: "kubernetes.io/tls" },
      'type: Invalid value: "kubernetes.io/tls": field is immutable',
    ],
    [
      "another address of a Service",
      "services",
      service([{ port: 1 }], { clusterIP: "10.96.0.1" }),
      service([{ port: 1 }], { clusterIP: "10.96.0.2" }),
      'spec.clusterIPs[0]: Invalid value: "10.96.0.2": may not change once set',
    ],
  ];
  it.each(CHANGES)("%s", (_, resource, before, after, fault) => {
    expect(faults(resource, after, before)).toEqual([fault]);
  });

  it("and takes what is whole", () => {
    const whole = pod(
      {
        ports: [{ containerPort: 80, name: "http" }],
        volumeMounts: [{ name: "data", mountPath: "/data" }],
        resources: { requests: { cpu: "100m", memory: "1e3" }, limits: { cpu: "0.1", memory: "1Ki" } },
      },
      { volumes: [{ name: "data", emptyDir: {} }] },
    );
    expect(faults("pods", whole)).toEqual([]);
  });
});
