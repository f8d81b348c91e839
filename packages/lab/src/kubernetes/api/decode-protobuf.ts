import type { JsonObject } from "../store/read-path.ts";
import { badRequest, StatusError } from "../store/status-error.ts";

export const PROTOBUF_TYPE = "application/vnd.kubernetes.protobuf";

type Field = { name: string; type: "string" | "strings" | "integer" | "boolean" | Message };
type Message = { [number: number]: Field };

const text = (name: string): Field => ({ name, type: "string" });

// Field numbers of k8s.io/api and k8s.io/apimachinery's generated.proto files.
const METADATA: Message = { 1: text("name"), 2: text("generateName"), 3: text("namespace") };
const RESOURCE: Message = {
  1: text("namespace"),
  2: text("verb"),
  3: text("group"),
  4: text("version"),
  5: text("resource"),
  6: text("subresource"),
  7: text("name"),
};
const ATTRIBUTES: Message = {
  1: { name: "resourceAttributes", type: RESOURCE },
  2: { name: "nonResourceAttributes", type: { 1: text("path"), 2: text("verb") } },
};
const SUBJECT: Message = { ...ATTRIBUTES, 3: text("user"), 4: { name: "groups", type: "strings" } };
const DELETE_OPTIONS: Message = {
  1: { name: "gracePeriodSeconds", type: "integer" },
  2: { name: "preconditions", type: { 1: text("uid"), 2: text("resourceVersion") } },
  3: { name: "orphanDependents", type: "boolean" },
  4: text("propagationPolicy"),
  5: { name: "dryRun", type: "strings" },
};
const withSpec = (spec: Message): Message => ({
  1: { name: "metadata", type: METADATA },
  2: { name: "spec", type: spec },
});

/** What typed Go clients send in protobuf although they read JSON: questions of access, evictions, and what is
 * little more than a name. Other kinds are read as JSON and YAML only. */
const MESSAGES: Record<string, Message> = {
  SelfSubjectAccessReview: withSpec(ATTRIBUTES),
  SubjectAccessReview: withSpec(SUBJECT),
  LocalSubjectAccessReview: withSpec(SUBJECT),
  SelfSubjectRulesReview: withSpec({ 1: text("namespace") }),
  SelfSubjectReview: { 1: { name: "metadata", type: METADATA } },
  Namespace: { 1: { name: "metadata", type: METADATA } },
  ServiceAccount: { 1: { name: "metadata", type: METADATA } },
  Eviction: { 1: { name: "metadata", type: METADATA }, 2: { name: "deleteOptions", type: DELETE_OPTIONS } },
  DeleteOptions: DELETE_OPTIONS,
};

const UNKNOWN: Message = { 1: { name: "typeMeta", type: { 1: text("apiVersion"), 2: text("kind") } } };
const MAGIC = Buffer.from("k8s\0");

type WireValue = { number: number; value: number | Buffer };

function* readFields(data: Buffer): Generator<WireValue> {
  let offset = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = data[offset++];
      if (byte === undefined) throw badRequest("the body of the request could not be decoded");
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (offset < data.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (wireType === 0) yield { number, value: varint() };
    else if (wireType === 2) {
      const length = varint();
      yield { number, value: data.subarray(offset, offset + length) };
      offset += length;
    } else throw badRequest("the body of the request could not be decoded");
  }
}

function decodeMessage(data: Buffer, message: Message): JsonObject {
  const result: JsonObject = {};
  for (const { number, value } of readFields(data)) {
    const field = message[number];
    if (!field) continue;
    if (typeof value === "number") result[field.name] = field.type === "boolean" ? value === 1 : value;
    else if (typeof field.type === "object") result[field.name] = decodeMessage(value, field.type);
    else if (field.type === "string") result[field.name] = value.toString();
    else if (field.type === "strings") {
      result[field.name] = [...((result[field.name] as string[] | undefined) ?? []), value.toString()];
    }
  }
  return result;
}

/** The object in a protobuf body. 415 for a kind that the lab reads as JSON only. */
export function decodeProtobuf(body: Buffer): JsonObject {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC))
    throw badRequest("the body of the request could not be decoded");
  const envelope = body.subarray(MAGIC.length);
  const { typeMeta = {} } = decodeMessage(envelope, UNKNOWN) as { typeMeta?: { kind?: string } };
  const message = MESSAGES[typeMeta.kind ?? ""];
  if (!message) {
    throw new StatusError(
      "UnsupportedMediaType",
      `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml`,
    );
  }
  const raw = [...readFields(envelope)].find(({ number }) => number === 2)?.value;
  return { ...typeMeta, ...decodeMessage(Buffer.isBuffer(raw) ? raw : Buffer.alloc(0), message) };
}
