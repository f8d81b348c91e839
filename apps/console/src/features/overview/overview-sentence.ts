import type { Overview, WaitingItem } from "@horizon/contracts";
import { needsAttention } from "../../components/ui/health-order";

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** The environments whose cluster was never read: that nothing is seen there says nothing. */
export function unreadOf(freshness: Overview["freshness"]): ReadonlySet<string> {
  return new Set(Object.keys(freshness).filter((id) => freshness[id]?.asOf === null));
}

/** The state of an environment in words: `2 of 8 services need attention; 1 canary waits for you`. */
export function overviewSentence({ services, waiting, freshness }: Overview, environment: string): string {
  const cells = services.flatMap((service) =>
    service.cells.filter((cell) => cell.environment === environment),
  );
  const present = cells.filter(({ workload }) => workload !== null);
  const ill = present.filter(({ health }) => needsAttention(health.state)).length;
  const state =
    present.length === 0
      ? unreadOf(freshness).has(environment)
        ? "The cluster has not been read yet: how its services are is not known"
        : "No services were found here"
      : ill === 0
        ? `All ${count(present.length, "service is", "services are")} fine`
        : `${ill} of ${count(present.length, "service", "services")} ${ill === 1 ? "needs" : "need"} attention`;
  const mine = waiting.filter(({ actionable }) => actionable);
  const countOf = (wanted: WaitingItem["kind"]) => mine.filter(({ kind }) => kind === wanted).length;
  const [canaries, approvals, stuck] = [countOf("rollout"), countOf("approval"), countOf("stuck")];
  const waits = [
    canaries > 0 ? `${count(canaries, "canary waits", "canaries wait")} for you` : "",
    stuck > 0 ? `${count(stuck, "action is", "actions are")} not picked up` : "",
    approvals > 0 ? `${count(approvals, "approval waits", "approvals wait")} for you` : "",
  ];
  return [state, ...waits].filter(Boolean).join("; ");
}
