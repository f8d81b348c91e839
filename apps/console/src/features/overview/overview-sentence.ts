import type { HealthState, Overview, WaitingItem } from "@horizon/contracts";
import { needsAttention } from "../../components/ui/health-order";

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** The environments whose cluster was never read: that nothing is seen there says nothing. */
export function unreadOf(freshness: Overview["freshness"]): ReadonlySet<string> {
  return new Set(Object.keys(freshness).filter((id) => freshness[id]?.asOf === null));
}

/** What is on its way to fewer or other pods than it should have is not called fine: it may not arrive. */
function stateOf(states: readonly HealthState[]): string {
  const ill = states.filter(needsAttention).length;
  const moving = states.filter((state) => state === "Progressing").length;
  const ofAll = `of ${count(states.length, "service", "services")}`;
  const moves = `${moving === 1 ? "is" : "are"} progressing`;
  if (ill > 0) {
    const attention = `${ill} ${ofAll} ${ill === 1 ? "needs" : "need"} attention`;
    return moving > 0 ? `${attention}, ${moving} ${moves}` : attention;
  }
  if (moving > 0) return `${moving} ${ofAll} ${moves}`;
  return `All ${count(states.length, "service is", "services are")} fine`;
}

/** The state of an environment in words: `2 of 8 services need attention; 1 canary waits for you`. */
export function overviewSentence({ services, waiting, freshness }: Overview, environment: string): string {
  const cells = services.flatMap((service) =>
    service.cells.filter((cell) => cell.environment === environment),
  );
  const present = cells.filter(({ workload }) => workload !== null);
  const absent = unreadOf(freshness).has(environment)
    ? "The cluster has not been read yet: how its services are is not known"
    : "No services were found here";
  const state = present.length === 0 ? absent : stateOf(present.map(({ health }) => health.state));
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
