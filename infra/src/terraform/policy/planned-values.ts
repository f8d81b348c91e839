import type { PlannedResource } from "../configuration/expand-root.ts";
import { isObject, type Value } from "../hcl/value.ts";

/** The blocks of a name inside a resource or a block: none when there are none, or when they are not known. */
export function blocksOf(values: Readonly<Record<string, Value>>, name: string): { [key: string]: Value }[] {
  const blocks = values[name];
  return Array.isArray(blocks) ? blocks.filter(isObject) : [];
}

/** `live/production/us-east-1/data: module.database.aws_db_instance.primary` */
export function subjectOf({ root, address }: PlannedResource): string {
  return `${root}: ${address}`;
}

/** Environment that the resource is tagged with: staging, production, dr or shared. */
export function environmentOf({ tags }: PlannedResource): string {
  return String(tags.Environment ?? "");
}

/** The instance key of an address, `["documents"]`, and the module it is in: what pairs a bucket with its settings. */
export function pairKeyOf({ address }: PlannedResource): string {
  const label = /\.(\w+)(\[[^\]]+\])?$/.exec(address);
  const module = address.slice(0, Math.max(0, address.lastIndexOf("aws_")));
  return `${module}${label?.[1] ?? ""}${label?.[2] ?? ""}`;
}
