interface EventSubject {
  readonly kind: string;
  readonly name: string;
}

interface EventWorkload extends EventSubject {
  /** Name of its autoscaler, where it has one. */
  readonly autoscaler?: string;
}

/** The API server cuts what a name is generated from to so many characters, and adds five. */
const maxGeneratedFrom = 58;
const maxGenerated = maxGeneratedFrom + 5;

/** Whether an event's subject is the workload, its autoscaler, one of its ReplicaSets or one of their pods, by its name. */
export function isEventOfWorkload(
  { kind, name }: EventSubject,
  { kind: workloadKind, name: workload, autoscaler = workload }: EventWorkload,
): boolean {
  if (kind === workloadKind) return name === workload;
  if (kind === "HorizontalPodAutoscaler") return name === autoscaler;
  const stem = `${workload}-`;
  if (kind === "ReplicaSet") return name.startsWith(stem) && /^[a-z0-9]+$/.test(name.slice(stem.length));
  if (kind !== "Pod") return false;
  const kept = stem.slice(0, maxGeneratedFrom);
  const rest = name.slice(kept.length);
  const isWhole = /^[a-z0-9]+-[a-z0-9]+$/.test(rest);
  const isCut = name.length === maxGenerated && /^[a-z0-9]+$/.test(rest);
  return name.startsWith(kept) && (isWhole || isCut);
}
