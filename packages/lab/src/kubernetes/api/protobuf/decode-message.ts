import { BinaryReader } from "@bufbuild/protobuf/wire";
import type { FieldType } from "../../models/field-type.ts";
import type { JsonObject } from "../../store/read-path.ts";
import { findMessageFields, type MessageFields } from "./message-fields.ts";

/** Calls `onField` for each field of a message; it must read the field's value or skip it. */
export function eachField(
  data: Uint8Array,
  onField: (reader: BinaryReader, number: number, skip: () => void) => void,
): void {
  const reader = new BinaryReader(data);
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    onField(reader, number, () => void reader.skip(wireType));
  }
}

/** A message that holds one value in field 1: Quantity, FieldsV1, RawExtension. */
function readFirst(data: Uint8Array): Uint8Array {
  let first: Uint8Array = new Uint8Array();
  eachField(data, (reader, number, skip) => {
    if (number === 1) first = reader.bytes();
    else skip();
  });
  return first;
}

const textOf = (data: Uint8Array) => Buffer.from(data).toString();

/** Seconds and nanoseconds; the empty message is no time at all. */
function readTime(data: Uint8Array, isMicro: boolean): string | undefined {
  if (data.length === 0) return undefined;
  let [seconds, nanos] = [0, 0];
  eachField(data, (reader, number, skip) => {
    if (number === 1) seconds = Number(reader.int64());
    else if (number === 2) nanos = reader.int32();
    else skip();
  });
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  return isMicro ? `${whole}.${String(Math.floor(nanos / 1000)).padStart(6, "0")}Z` : `${whole}Z`;
}

function readIntOrString(data: Uint8Array): number | string {
  let [isText, number, text] = [false, 0, ""];
  eachField(data, (reader, field, skip) => {
    if (field === 1) isText = Number(reader.int64()) === 1;
    else if (field === 2) number = reader.int32();
    else if (field === 3) text = reader.string();
    else skip();
  });
  return isText ? text : number;
}

function readValue(reader: BinaryReader, type: FieldType): unknown {
  switch (type.is) {
    case "boolean":
      return reader.bool();
    case "integer":
      return Number(reader.int64());
    case "number":
      return reader.double();
    case "string":
      return reader.string();
    case "bytes":
      return Buffer.from(reader.bytes()).toString("base64");
    case "time":
    case "microTime":
      return readTime(reader.bytes(), type.is === "microTime");
    case "intOrString":
      return readIntOrString(reader.bytes());
    case "quantity":
      return textOf(readFirst(reader.bytes()));
    case "any":
      return JSON.parse(textOf(readFirst(reader.bytes())) || "null");
    case "list": {
      // A list that is the value of a map is a message of its own.
      const items: unknown[] = [];
      eachField(reader.bytes(), (inner) => void items.push(readValue(inner, type.of)));
      return items;
    }
    case "map":
      throw new Error("a map is read entry by entry");
    case "model":
      return decodeModel(reader.bytes(), type.model);
  }
}

function readEntry(data: Uint8Array, type: FieldType): [string, unknown] {
  let [key, value]: [string, unknown] = ["", undefined];
  eachField(data, (reader, number, skip) => {
    if (number === 1) key = reader.string();
    else if (number === 2) value = readValue(reader, type);
    else skip();
  });
  return [key, value ?? ""];
}

const isZero = (value: unknown) => value === "" || value === 0 || value === false || value === undefined;

function readInto(target: JsonObject, data: Uint8Array, fields: MessageFields): void {
  eachField(data, (reader, number, skip) => {
    const field = fields.get(number);
    if (!field) return skip();
    if ("embeds" in field) return readInto(target, reader.bytes(), field.embeds);
    const { name, type, keepsZero } = field;
    if (type.is === "list") {
      const items = Array.isArray(target[name]) ? (target[name] as unknown[]) : [];
      target[name] = [...items, readValue(reader, type.of)];
    } else if (type.is === "map") {
      const [key, value] = readEntry(reader.bytes(), type.of);
      target[name] = { ...(target[name] as JsonObject | undefined), [key]: value };
    } else {
      const value = readValue(reader, type);
      if (keepsZero ? value !== undefined : !isZero(value)) target[name] = value;
    }
  });
}

/**
 * The object of a model's message. Zeros of fields that are always sent are left out, as the JSON of the same object
 * leaves them out. Throws for a model that is not read from protobuf here, and for data that is cut off.
 */
export function decodeModel(data: Uint8Array, model: string): JsonObject {
  const fields = findMessageFields(model);
  if (!fields) throw new Error(`${model} is not read from protobuf`);
  const object: JsonObject = {};
  readInto(object, data, fields);
  return object;
}
