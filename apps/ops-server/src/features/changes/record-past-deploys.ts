import type { WorkloadRow } from "@horizon/contracts";
import { type Change, listChanges } from "@horizon/db";
import { type ChangeDraft, listPastDeploys, type PastDeploy } from "@horizon/k8s";
import type { ConnectedCluster } from "../../estate/estate.ts";
import type { OpsContext } from "../../ops-context.ts";
import { type PeriodicTask, startPeriodicTask } from "../../start-periodic-task.ts";
import { storeChanges } from "./record-changes.ts";

const intervalMs = 1_000;
/** A change that was seen is noted when it was asked for, its ReplicaSet when the controller made it. */
const sameWithinMs = 5 * 60_000;
const maxKnown = 100;

type Ops = Pick<OpsContext, "db" | "hub" | "logger" | "estate" | "now">;

/**
 * Once a start and cluster: deploys that the cluster remembers and the feed does not, because they were made while no
 * api process watched, become entries of the feed. What leaves no ReplicaSet behind (scaling, configuration) is lost.
 */
export function startPastDeployRecorder(ops: Ops): PeriodicTask {
  const done = new Set<string>();
  const remembered = new Map<string, readonly RememberedDeploys[]>();
  const warn = (error: unknown, cluster?: string) =>
    ops.logger.warn({ err: error, cluster }, "deploys of before the start could not be stored yet");

  async function follow(cluster: ConnectedCluster): Promise<void> {
    const earlier = remembered.get(cluster.name);
    // Compared a round later: by then the feed has what was seen of them, which it holds back for a moment.
    if (!earlier) remembered.set(cluster.name, listRemembered(cluster));
    else {
      await recordRemembered(ops, cluster.name, earlier);
      remembered.delete(cluster.name);
      done.add(cluster.name);
    }
  }
  return startPeriodicTask({
    intervalMs,
    async work() {
      for (const cluster of ops.estate.listClusters()) {
        if (done.has(cluster.name) || cluster.cache.freshness().state !== "live") continue;
        try {
          await follow(cluster);
        } catch (error) {
          // It stops no other. The next round begins again with it; what was stored already is left out then.
          remembered.delete(cluster.name);
          warn(error, cluster.name);
        }
      }
    },
    onError: warn,
  });
}

/** What the cluster remembers of one workload. */
interface RememberedDeploys {
  row: Pick<WorkloadRow, "environment" | "namespace" | "kind" | "name">;
  deploys: readonly PastDeploy[];
}

function listRemembered({ cache }: ConnectedCluster): RememberedDeploys[] {
  return [...cache.rows.table("workload").values()].flatMap((row) => {
    const workload = cache.index.findWorkloadByName(row.kind, row.namespace, row.name);
    const deploys = workload ? listPastDeploys(workload, cache.index.listReplicaSets(row.key)) : [];
    return deploys.length === 0 ? [] : [{ row, deploys }];
  });
}

async function recordRemembered(ops: Ops, cluster: string, list: readonly RememberedDeploys[]) {
  for (const { row, deploys } of list) {
    const { environment, namespace, kind, name } = row;
    const known = await listChanges(ops.db, {
      ...{ cluster, namespace, kind, name },
      types: ["deploy", "restart"],
      limit: maxKnown,
    });
    const drafts = findUnseen(deploys, known.rows).map((deploy): ChangeDraft => {
      const { revision, at, notBefore: _, ...rest } = deploy;
      const identity = { environment, cluster, resourceVersion: `revision:${revision}` };
      return { ...rest, ...identity, at: at ?? ops.now().toISOString() };
    });
    if (drafts.length > 0) await storeChanges(ops, drafts);
  }
}

/** The deploys of which the feed has no entry at their time. */
export function findUnseen(
  deploys: readonly PastDeploy[],
  known: readonly Pick<Change, "at" | "uid" | "resourceVersion">[],
): PastDeploy[] {
  return deploys.filter(({ at, notBefore, uid, revision }) => {
    const fromMs = Date.parse(notBefore) - sameWithinMs;
    const toMs = at === null ? Number.POSITIVE_INFINITY : Date.parse(at) + sameWithinMs;
    return !known.some((change) => {
      if (change.uid !== uid) return false;
      if (change.resourceVersion === `revision:${revision}`) return true;
      // An entry of an earlier start stands for its own revision alone.
      if (change.resourceVersion.startsWith("revision:")) return false;
      return change.at.getTime() >= fromMs && change.at.getTime() <= toMs;
    });
  });
}
