import type { FieldType } from "../../models/field-type.ts";
import { findModel } from "../../models/model-catalogue.ts";
import { ACCESS_MESSAGES } from "./messages/access-messages.ts";
import { CORE_MESSAGES } from "./messages/core-messages.ts";
import { EXTENSION_MESSAGES } from "./messages/extension-messages.ts";
import { META_MESSAGES } from "./messages/meta-messages.ts";
import { NETWORK_MESSAGES } from "./messages/network-messages.ts";
import { POD_MESSAGES } from "./messages/pod-messages.ts";
import { POD_STATUS_MESSAGES } from "./messages/pod-status-messages.ts";
import { VOLUME_MESSAGES } from "./messages/volume-messages.ts";
import { WORKLOAD_MESSAGES } from "./messages/workload-messages.ts";

/**
 * The fields of each message in the order of their numbers, from 1, as k8s.io/api and k8s.io/apimachinery number them.
 * `.` is a number without a field; `?` an optional scalar, whose zero means something; `@` a message whose fields
 * belong to the object around it.
 */
const MESSAGES: Record<string, string> = {
  ...META_MESSAGES,
  ...POD_MESSAGES,
  ...POD_STATUS_MESSAGES,
  ...VOLUME_MESSAGES,
  ...CORE_MESSAGES,
  ...WORKLOAD_MESSAGES,
  ...NETWORK_MESSAGES,
  ...ACCESS_MESSAGES,
  ...EXTENSION_MESSAGES,
};

export interface MessageField {
  name: string;
  type: FieldType;
  keepsZero: boolean;
}

/** By number. What a message embeds is read as a part of the model around it. */
export type MessageFields = ReadonlyMap<number, MessageField | { embeds: MessageFields }>;

const known = new Map<string, MessageFields>();

function readFields(row: string, model: string): MessageFields {
  const types = findModel(model)?.fields;
  const fields = new Map<number, MessageField | { embeds: MessageFields }>();
  for (const [index, word] of row.split(" ").entries()) {
    if (word === "." || word === "") continue;
    if (word.startsWith("@")) {
      fields.set(index + 1, { embeds: readFields(MESSAGES[word.slice(1)] ?? "", model) });
      continue;
    }
    const [, name = "", mark = ""] = /^(\w+)(\??)$/.exec(word) ?? [];
    const field = types?.get(name);
    if (!field) throw new Error(`${model} has no field ${name}`);
    fields.set(index + 1, { name, type: field.type, keepsZero: mark === "?" || field.required });
  }
  return fields;
}

/** The fields of a model's message; undefined for a model that is not read from protobuf here. */
export function findMessageFields(model: string): MessageFields | undefined {
  const row = MESSAGES[model];
  if (row === undefined) return undefined;
  const fields = known.get(model) ?? readFields(row, model);
  known.set(model, fields);
  return fields;
}
