import type { KubeObject, ObjectStore } from "../store/object-store.ts";
import type { ResourceKind } from "../store/resource-kind.ts";
import { refuseCreation } from "./refuse-creation.ts";
import { type Amounts, formatAmount, readAmounts } from "./resource-amounts.ts";
import { isBoundBy, type ResourceQuota, unsaidResources, usageOf } from "./resource-quota.ts";

const list = (names: readonly string[], amounts: Amounts) =>
  names.map((name) => `${name}=${formatAmount(name, amounts[name] ?? 0)}`).join(",");

/** Why the quota does not allow so much more; undefined when it does. */
function findFault(quota: ResourceQuota, asked: Amounts, bounded: readonly string[]): string | undefined {
  const { name } = quota.metadata;
  const [hard, used] = [readAmounts(quota.status?.hard), readAmounts(quota.status?.used)];
  const unknown = bounded.filter((resource) => hard[resource] === undefined || used[resource] === undefined);
  if (unknown.length > 0) return `status unknown for quota: ${name}, resources: ${unknown.join(",")}`;
  const beyond = bounded.filter(
    // A tolerance for sums of decimal fractions, far below a millicore.
    (resource) => (used[resource] ?? 0) + (asked[resource] ?? 0) > (hard[resource] ?? 0) + 1e-9,
  );
  if (beyond.length === 0) return undefined;
  return `exceeded quota: ${name}, requested: ${list(beyond, asked)}, used: ${list(beyond, used)}, limited: ${list(beyond, hard)}`;
}

/**
 * Takes what a new object needs off the quotas of its namespace: all of them or none. 403 in the words of the
 * ResourceQuota plugin when one has not enough left, or when its controller has not counted yet.
 */
export function chargeQuotas(
  store: ObjectStore,
  kind: ResourceKind,
  object: KubeObject,
  { dryRun = false }: { dryRun?: boolean },
): void {
  const { namespace } = object.metadata;
  if (!kind.namespaced || namespace === undefined) return;
  const quotas = store.list<ResourceQuota>("resourcequotas", { namespace });
  if (quotas.length === 0) return;
  const asked = usageOf(kind.resource, object);
  const charges = quotas.flatMap((quota) => {
    const hard = quota.spec.hard ?? {};
    if (!isBoundBy(kind.resource, object, quota)) return [];
    if (kind.resource === "pods") {
      const unsaid = unsaidResources(object, hard);
      if (unsaid)
        throw refuseCreation(kind, object, `failed quota: ${quota.metadata.name}: must specify ${unsaid}`);
    }
    const bounded = Object.keys(hard)
      .filter((resource) => (asked[resource] ?? 0) > 0)
      .sort();
    const fault = findFault(quota, asked, bounded);
    if (fault) throw refuseCreation(kind, object, fault);
    return bounded.length > 0 ? [{ quota, bounded }] : [];
  });
  if (dryRun) return;
  for (const { quota, bounded } of charges) {
    const used = readAmounts(quota.status?.used);
    const raised = bounded.map((name) => [name, formatAmount(name, (used[name] ?? 0) + (asked[name] ?? 0))]);
    const status = { ...quota.status, used: { ...quota.status?.used, ...Object.fromEntries(raised) } };
    store.updateStatus<ResourceQuota>("resourcequotas", { ...quota, status });
  }
}
