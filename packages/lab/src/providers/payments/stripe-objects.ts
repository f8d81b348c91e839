import { randomBytes } from "node:crypto";
import { StripeError } from "./stripe-error.ts";

export interface StripeObject {
  id: string;
  object: string;
  [member: string]: unknown;
}

export interface StripeObjects {
  store(prefix: string, object: string, members: Record<string, unknown>): StripeObject;
  /** @throws StripeError 404 `resource_missing`, which names the parameter. */
  get(id: unknown, object: string, parameter: string): StripeObject;
  /** Of this kind, the newest first. */
  list(object: string): StripeObject[];
}

/** What was created, by id. In memory. */
export function createStripeObjects(now: () => Date): StripeObjects {
  const objects = new Map<string, StripeObject>();
  return {
    store(prefix, object, members) {
      const id = `${prefix}_${randomBytes(12).toString("hex")}`;
      const created = Math.floor(now().getTime() / 1_000);
      const stored = { id, object, created, livemode: false, ...members };
      objects.set(id, stored);
      return stored;
    },
    list: (object) => [...objects.values()].filter((stored) => stored.object === object).reverse(),
    get(id, object, parameter) {
      const found = objects.get(String(id));
      if (found?.object === object) return found;
      throw new StripeError(404, "invalid_request_error", `No such ${object}: '${id}'`, {
        code: "resource_missing",
        param: parameter,
      });
    },
  };
}
