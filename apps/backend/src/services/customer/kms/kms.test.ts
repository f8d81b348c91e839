import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { indexLast4, indexSsn } from "./blind-index.ts";
import { createDataKeyCache } from "./data-key-cache.ts";
import { type FieldPlace, openField, sealField } from "./field-cipher.ts";
import type { KeyContext, KeyService } from "./key-service.ts";
import { createLocalKeyService } from "./local-key-service.ts";

const contextOf = (customerId: string): KeyContext => ({
  service: "customer-service",
  purpose: "customer-record",
  customer_id: customerId,
});
const oldKey = randomBytes(32);
const macKey = randomBytes(32);
const keys = createLocalKeyService({ wrappingKeys: new Map([["k1", oldKey]]), macKey });
const place: FieldPlace = { table: "customers", column: "ssn_encrypted", rowId: randomUUID(), keyVersion: 1 };

describe("sealed fields", () => {
  const dataKey = randomBytes(32);

  test("open where they were sealed, and are never twice the same", () => {
    const sealed = sealField(dataKey, "536228145", place);
    expect(openField(dataKey, sealed, place)).toBe("536228145");
    expect(sealed).not.toContain("536228145");
    expect(sealField(dataKey, "536228145", place)).not.toBe(sealed);
  });

  test.each<[string, Partial<FieldPlace>]>([
    ["another row", { rowId: randomUUID() }],
    ["another column", { column: "birth_date_encrypted" }],
    ["another table", { table: "leads" }],
    ["another version of the key", { keyVersion: 2 }],
  ])("do not open in %s", (_name, elsewhere) => {
    const sealed = sealField(dataKey, "536228145", place);
    expect(() => openField(dataKey, sealed, { ...place, ...elsewhere })).toThrow("does not belong");
  });

  test("do not open when a bit is turned, or there is nothing", () => {
    const sealed = sealField(dataKey, "536228145", place);
    const bytes = Buffer.from(sealed.split(".")[2] ?? "", "base64url");
    bytes[14] = (bytes[14] ?? 0) ^ 1;
    expect(() => openField(dataKey, `v1.1.${bytes.toString("base64url")}`, place)).toThrow("does not belong");
    expect(() => openField(dataKey, "", place)).toThrow("does not belong");
  });
});

describe("data keys", () => {
  test("unwrap for their own customer alone", async () => {
    const customer = contextOf(randomUUID());
    const made = await keys.generateDataKey(customer);
    expect((await keys.unwrapDataKey(made, customer)).equals(made.plaintext)).toBe(true);
    await expect(keys.unwrapDataKey(made, contextOf(randomUUID()))).rejects.toThrow("does not belong");
    await expect(keys.unwrapDataKey({ ...made, keyId: "k9" }, customer)).rejects.toMatchObject({
      code: "INTERNAL",
    });
  });

  test("after a rotation new ones use the new key, and old ones still open", async () => {
    const customer = contextOf(randomUUID());
    const before = await keys.generateDataKey(customer);
    const rotated = createLocalKeyService({
      wrappingKeys: new Map([
        ["k2", randomBytes(32)],
        ["k1", oldKey],
      ]),
      macKey,
    });
    expect((await rotated.generateDataKey(customer)).keyId).toBe("k2");
    expect((await rotated.unwrapDataKey(before, customer)).equals(before.plaintext)).toBe(true);
  });
});

describe("the cache of data keys", () => {
  const counted = () => {
    let calls = 0;
    const counting: KeyService = {
      ...keys,
      unwrapDataKey: (wrapped, context) => {
        calls += 1;
        return keys.unwrapDataKey(wrapped, context);
      },
    };
    return { counting, calls: () => calls };
  };

  test("asks once in five minutes and a thousand uses", async () => {
    const { counting, calls } = counted();
    let now = 0;
    const cache = createDataKeyCache(counting, () => now);
    const customer = contextOf(randomUUID());
    const made = await keys.generateDataKey(customer);
    for (let use = 0; use < 1_000; use += 1) await cache.unwrap(made, customer);
    expect(calls()).toBe(1);
    await cache.unwrap(made, customer);
    expect(calls()).toBe(2);
    now = 5 * 60_000;
    await cache.unwrap(made, customer);
    expect(calls()).toBe(3);
  });

  test("does not remember a failure, and forgets a key that was destroyed", async () => {
    let down = true;
    const { counting, calls } = counted();
    const flaky: KeyService = {
      ...counting,
      unwrapDataKey: (wrapped, context) =>
        down ? Promise.reject(new Error("down")) : counting.unwrapDataKey(wrapped, context),
    };
    const cache = createDataKeyCache(flaky);
    const customer = contextOf(randomUUID());
    const made = await keys.generateDataKey(customer);
    await expect(cache.unwrap(made, customer)).rejects.toThrow("down");
    down = false;
    expect((await cache.unwrap(made, customer)).equals(made.plaintext)).toBe(true);
    cache.forget(made.wrapped);
    await cache.unwrap(made, customer);
    expect(calls()).toBe(2);
  });
});

test("the blind index is the same for the same number, and another for another number, key or purpose", async () => {
  const index = await indexSsn(keys, "536228145");
  expect(index).toHaveLength(32);
  expect((await indexSsn(keys, "536228145")).equals(index)).toBe(true);
  expect((await indexSsn(keys, "536228146")).equals(index)).toBe(false);
  const others = createLocalKeyService({ wrappingKeys: new Map([["k1", oldKey]]), macKey: randomBytes(32) });
  expect((await indexSsn(others, "536228145")).equals(index)).toBe(false);
  expect(await indexLast4(keys, "8145")).toHaveLength(3);
});
