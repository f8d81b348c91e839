import { describe, expect, it } from "vitest";
import { findKindModel } from "../../models/model-of-kind.ts";
import { apiVersionOf } from "../../store/resource-kind.ts";
import { RESOURCE_KINDS } from "../../store/resource-kinds.ts";
import { decodeProtobuf } from "./decode-protobuf.ts";
import { findMessageFields } from "./message-fields.ts";

const field = (number: number, data: string | Buffer) =>
  Buffer.concat([Buffer.from([number * 8 + 2, Buffer.byteLength(data)]), Buffer.from(data)]);
const varint = (number: number, value: number) => Buffer.from([number * 8, value]);
const envelope = (apiVersion: string, kind: string, message: Buffer) =>
  Buffer.concat([
    Buffer.from("k8s\0"),
    field(1, Buffer.concat([field(1, apiVersion), field(2, kind)])),
    field(2, message),
  ]);

describe("a protobuf body", () => {
  it("is the object that it holds", () => {
    const metadata = Buffer.concat([
      field(1, "web"),
      field(3, "shop"),
      field(11, Buffer.concat([field(1, "app"), field(2, "web")])),
    ]);
    const body = envelope(
      "apps/v1",
      "Deployment",
      Buffer.concat([field(1, metadata), field(2, varint(1, 3))]),
    );
    expect(decodeProtobuf(body)).toEqual({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", namespace: "shop", labels: { app: "web" } },
      spec: { replicas: 3 },
    });
  });

  it("keeps the zeros that were meant and leaves out those that are always sent", () => {
    const spec = Buffer.concat([varint(1, 0), varint(5, 0), varint(7, 0)]);
    expect(decodeProtobuf(envelope("apps/v1", "Deployment", field(2, spec))).spec).toEqual({ replicas: 0 });
  });

  it("reads numbers below zero, times, quantities, bytes, and numbers or words", () => {
    const below = Buffer.from([2 * 8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]);
    const time = Buffer.concat([varint(1, 60), varint(2, 0)]);
    expect(decodeProtobuf(envelope("v1", "Event", field(6, time)))).toMatchObject({
      firstTimestamp: "1970-01-01T00:01:00Z",
    });
    expect(decodeProtobuf(envelope("scheduling.k8s.io/v1", "PriorityClass", below))).toMatchObject({
      value: -1,
    });
    const data = Buffer.concat([field(1, "word"), field(2, "open")]);
    expect(decodeProtobuf(envelope("v1", "Secret", field(2, data)))).toMatchObject({
      data: { word: "b3Blbg==" },
    });
    const limits = Buffer.concat([field(1, "cpu"), field(2, field(1, "250m"))]);
    const container = Buffer.concat([field(1, "web"), field(8, field(1, limits))]);
    const port = Buffer.concat([varint(3, 80), field(4, Buffer.concat([varint(1, 1), field(3, "http")]))]);
    expect(decodeProtobuf(envelope("v1", "Pod", field(2, field(2, container)))).spec).toEqual({
      containers: [{ name: "web", resources: { limits: { cpu: "250m" } } }],
    });
    expect(decodeProtobuf(envelope("v1", "Service", field(2, field(1, port)))).spec).toEqual({
      ports: [{ port: 80, targetPort: "http" }],
    });
  });

  it("is refused when it is cut off, no protobuf at all, or of a custom kind", () => {
    const body = envelope("v1", "ConfigMap", field(1, field(1, "settings")));
    expect(() => decodeProtobuf(body.subarray(0, -3))).toThrow("could not be decoded");
    expect(() => decodeProtobuf(Buffer.from("{}"))).toThrow("could not be decoded");
    expect(() => decodeProtobuf(envelope("argoproj.io/v1alpha1", "Rollout", Buffer.alloc(0)))).toThrow(
      "unknown format",
    );
  });
});

describe("the messages", () => {
  // CustomResourceDefinition is of another module upstream, and what installs definitions sends JSON.
  const kinds = RESOURCE_KINDS.filter(
    ({ custom, kind, verbs }) => !custom && !verbs && kind !== "CustomResourceDefinition",
  );

  it.each(kinds)("hold $kind of group '$group' with all that belongs to it", (kind) => {
    const seen = new Set<string>();
    function visit(model: string): void {
      if (seen.has(model)) return;
      seen.add(model);
      const fields = findMessageFields(model);
      expect(fields, model).toBeDefined();
      for (const entry of [...(fields?.values() ?? [])]) {
        const { type } = entry as {
          type?: { is: string; of?: { is: string; model?: string }; model?: string };
        };
        const name = type?.is === "model" ? type.model : type?.of?.is === "model" ? type.of.model : undefined;
        if (name) visit(name);
      }
    }
    visit(findKindModel(apiVersionOf(kind), kind.kind)?.name ?? "none");
  });
});
