import { findKindModel } from "../../models/model-of-kind.ts";
import type { JsonObject } from "../../store/read-path.ts";
import { badRequest, isStatusError, StatusError } from "../../store/status-error.ts";
import { decodeModel, eachField } from "./decode-message.ts";
import { findMessageFields } from "./message-fields.ts";

export const PROTOBUF_TYPE = "application/vnd.kubernetes.protobuf";

const MAGIC = Buffer.from("k8s\0");

/** `runtime.Unknown`: what the object is, and its message. */
function readEnvelope(data: Uint8Array): { apiVersion: string; kind: string; raw: Uint8Array } {
  const envelope = { apiVersion: "", kind: "", raw: new Uint8Array() as Uint8Array };
  eachField(data, (reader, number, skip) => {
    if (number === 2) envelope.raw = reader.bytes();
    else if (number !== 1) skip();
    else {
      eachField(reader.bytes(), (inner, field, skipInner) => {
        if (field === 1) envelope.apiVersion = inner.string();
        else if (field === 2) envelope.kind = inner.string();
        else skipInner();
      });
    }
  });
  return envelope;
}

/** Options of a deletion carry the version of what is deleted. */
const modelOf = (apiVersion: string, kind: string) =>
  kind === "DeleteOptions" ? "V1DeleteOptions" : findKindModel(apiVersion, kind)?.name;

function decode(body: Buffer): JsonObject {
  const { apiVersion, kind, raw } = readEnvelope(body.subarray(MAGIC.length));
  const model = modelOf(apiVersion, kind);
  if (!model || !findMessageFields(model)) {
    throw new StatusError(
      "UnsupportedMediaType",
      "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml",
    );
  }
  return { apiVersion, kind, ...decodeModel(raw, model) };
}

/** The object in a protobuf body. 415 for a kind that has no protobuf, as custom kinds have none; 400 when malformed. */
export function decodeProtobuf(body: Buffer): JsonObject {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC))
    throw badRequest("the body of the request could not be decoded");
  try {
    return decode(body);
  } catch (cause) {
    if (isStatusError(cause)) throw cause;
    throw Object.assign(badRequest("the body of the request could not be decoded"), { cause });
  }
}
