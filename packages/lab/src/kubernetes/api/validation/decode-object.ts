import { QUANTITY } from "../../controllers/quantity.ts";
import { readKnownFields } from "../../custom-kinds/structure/known-fields.ts";
import type { FieldType, ScalarType } from "../../models/field-type.ts";
import { findModel, type Model } from "../../models/model-catalogue.ts";
import { findKindModel } from "../../models/model-of-kind.ts";
import type { KubeObject } from "../../store/object-store.ts";
import { isJsonObject, type JsonObject } from "../../store/read-path.ts";
import { apiVersionOf, type ResourceKind } from "../../store/resource-kind.ts";
import { badRequest } from "../../store/status-error.ts";

/** An object as its kind's types read it, and the fields that they do not know, which are left out. */
export interface DecodedObject {
  object: KubeObject;
  unknownFields: string[];
}

const isText = (value: unknown) => typeof value === "string";
const ACCEPTS: Record<ScalarType, (value: unknown) => boolean> = {
  string: isText,
  bytes: isText,
  time: isText,
  microTime: isText,
  boolean: (value) => typeof value === "boolean",
  integer: Number.isInteger,
  number: (value) => typeof value === "number",
  quantity: (value) => isText(value) || typeof value === "number",
  intOrString: (value) => isText(value) || Number.isInteger(value),
  any: () => true,
};
const GO_TYPES: Partial<Record<FieldType["is"], string>> = {
  boolean: "bool",
  integer: "int32",
  number: "float64",
  list: "[]",
  map: "map",
  time: "v1.Time",
  quantity: "resource.Quantity",
  intOrString: "intstr.IntOrString",
};

const goTypeOf = (type: FieldType) =>
  type.is === "model" ? `v1.${shortName(type.model)}` : (GO_TYPES[type.is] ?? "string");
const shortName = (model: string) => model.replace(/^[A-Z][a-z]*V\d|^V\d/, "");
const jsonTypeOf = (value: unknown) =>
  Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value;

interface Decoding {
  kind: ResourceKind;
  unknownFields: string[];
}

function mismatch({ kind }: Decoding, value: unknown, type: FieldType, path: string): never {
  throw badRequest(
    `${kind.kind} in version ${JSON.stringify(kind.version)} cannot be handled as a ${kind.kind}: json: cannot unmarshal ${jsonTypeOf(value)} into Go struct field ${kind.kind}.${path} of type ${goTypeOf(type)}`,
  );
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const QUANTITY_WORDS =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

function unreadable({ kind }: Decoding, why: string): never {
  throw badRequest(
    `${kind.kind} in version ${JSON.stringify(kind.version)} cannot be handled as a ${kind.kind}: ${why}`,
  );
}

/** Texts that must be written in a certain way. What is no base64 is not repeated: it may be the secret itself. */
function decodeText(decoding: Decoding, value: unknown, type: FieldType): unknown {
  if (type.is === "quantity") {
    return QUANTITY.test(String(value)) ? String(value) : unreadable(decoding, QUANTITY_WORDS);
  }
  if (type.is !== "bytes" || BASE64.test(String(value))) return value;
  const place = String(value).search(/[^A-Za-z0-9+/]/);
  return unreadable(
    decoding,
    `illegal base64 data at input byte ${place < 0 ? String(value).length : place}`,
  );
}

/** The same value where nothing is to be changed, so that what is shared stays shared. */
function decodeEntries(value: JsonObject, decode: (key: string, item: unknown) => unknown): JsonObject {
  let isSame = true;
  const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    const decoded = item === null ? undefined : decode(key, item);
    if (decoded !== item) isSame = false;
    return decoded === undefined ? [] : [[key, decoded]];
  });
  return isSame ? value : Object.fromEntries(entries);
}

function decodeValue(decoding: Decoding, value: unknown, type: FieldType, path: string): unknown {
  switch (type.is) {
    case "list": {
      if (!Array.isArray(value)) return mismatch(decoding, value, type, path);
      const items = value.map((item, index) => decodeValue(decoding, item, type.of, `${path}[${index}]`));
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    case "map":
      if (!isJsonObject(value)) return mismatch(decoding, value, type, path);
      return decodeEntries(value, (key, item) => decodeValue(decoding, item, type.of, `${path}.${key}`));
    case "model": {
      const model = findModel(type.model);
      if (!model) return value;
      if (!isJsonObject(value)) return mismatch(decoding, value, type, path);
      return decodeModel(decoding, value, model, path);
    }
    default:
      if (!ACCEPTS[type.is](value)) return mismatch(decoding, value, type, path);
      return decodeText(decoding, value, type);
  }
}

function decodeModel(decoding: Decoding, value: JsonObject, model: Model, path: string): JsonObject {
  return decodeEntries(value, (key, item) => {
    const field = model.fields.get(key);
    const place = path ? `${path}.${key}` : key;
    if (field) return decodeValue(decoding, item, field.type, place);
    decoding.unknownFields.push(place);
    return undefined;
  });
}

/**
 * Reads an object with the types of its kind: 400 where one does not fit. Custom kinds are read by their schema, which
 * says what is known and not yet what is right.
 */
export function decodeObject(kind: ResourceKind, object: KubeObject): DecodedObject {
  const decoding: Decoding = { kind, unknownFields: [] };
  const model = kind.custom ? undefined : findKindModel(apiVersionOf(kind), kind.kind);
  if (model) {
    const decoded = decodeModel(decoding, object as KubeObject & JsonObject, model, "");
    return { object: decoded as unknown as KubeObject, unknownFields: decoding.unknownFields };
  }
  const type: FieldType = { is: "model", model: "V1ObjectMeta" };
  const metadata = decodeValue(decoding, object.metadata, type, "metadata") as KubeObject["metadata"];
  const read = metadata === object.metadata ? object : { ...object, metadata };
  if (!kind.schema) return { object: read, unknownFields: decoding.unknownFields };
  const known = readKnownFields(kind.schema(), read as KubeObject & JsonObject);
  return {
    object: known.object as unknown as KubeObject,
    unknownFields: [...decoding.unknownFields, ...known.unknownFields],
  };
}
