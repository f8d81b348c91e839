import type { Container } from "../controllers/pod.ts";
import type { PodBehaviour } from "./behaviour-rules.ts";
import { type ContainerTask, taskOf } from "./container-task.ts";
import { between, type Random } from "./seeded-random.ts";

/** What the simulated node needs for its work, as ranges in milliseconds. */
export interface RuntimeLatencies {
  /** Sandbox, network, volumes. */
  sandboxMs: readonly [number, number];
  pullMs: readonly [number, number];
  /** From the process start until it could pass a readiness probe. */
  startupMs: readonly [number, number];
  initMs: readonly [number, number];
  /** How long a task works whose command does not say. */
  taskMs?: readonly [number, number];
  /** From SIGTERM to the exit of the process. */
  stopMs: readonly [number, number];
}

const DEFAULT_TASK_MS = [2_000, 8_000] as const;

export const DEFAULT_LATENCIES: RuntimeLatencies = {
  sandboxMs: [200, 900],
  pullMs: [200, 1_500],
  startupMs: [800, 2_500],
  initMs: [300, 1_200],
  taskMs: DEFAULT_TASK_MS,
  stopMs: [400, 2_500],
};

export type ContainerRole = "init" | "sidecar" | "main";

export interface Termination {
  exitCode: number;
  reason: "Completed" | "Error" | "OOMKilled";
  startedMs: number;
  finishedMs: number;
}

/** One container from the kubelet's side. `dueMs` is when the present phase ends by itself. */
export interface ContainerRun {
  name: string;
  image: string;
  role: ContainerRole;
  phase: "waiting" | "creating" | "pull-failed" | "running" | "backoff" | "exited";
  restartCount: number;
  startedMs: number;
  readyMs: number;
  dueMs: number | undefined;
  last: Termination | undefined;
}

/** What a step did, for the events. */
export type ContainerHappening =
  | { kind: "started"; run: ContainerRun }
  | { kind: "pull-failed"; run: ContainerRun }
  | { kind: "backoff"; run: ContainerRun };

export interface StepContext {
  nowMs: number;
  behaviour: PodBehaviour;
  latencies: RuntimeLatencies;
  random: Random;
  container: Container;
  /** Whether this is the container that the behaviour speaks of. */
  isSubject: boolean;
  restartPolicy: "Always" | "OnFailure" | "Never";
}

const BACKOFF_BASE_MS = 10_000;
const BACKOFF_MAX_MS = 300_000;
const PULL_RETRY_MS = 20_000;

/** The kubelet's wait before restart number `crashes` (from 1): at once, 10 s, 20 s, 40 s … 5 min. */
export function crashLoopBackoffMs(crashes: number): number {
  return crashes <= 1 ? 0 : Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** (crashes - 2));
}

export function newContainerRun(container: Container, role: ContainerRole): ContainerRun {
  const { name, image } = container;
  return {
    name,
    image,
    role,
    phase: "waiting",
    restartCount: 0,
    startedMs: 0,
    readyMs: 0,
    dueMs: undefined,
    last: undefined,
  };
}

/** Whether what comes after this container may start. */
export function isPassed(run: ContainerRun, nowMs: number): boolean {
  if (run.role === "sidecar") return run.phase === "running" && nowMs >= run.readyMs;
  return run.phase === "exited" && run.last?.exitCode === 0;
}

/** Begins to create a container that waited for its turn. */
export function beginCreating(
  run: ContainerRun,
  { nowMs, latencies, random, behaviour, isSubject }: StepContext,
): ContainerRun {
  const dueMs = nowMs + between(random, latencies.pullMs);
  return { ...run, phase: behaviour.imageMissing && isSubject ? "pull-failed" : "creating", dueMs };
}

/** Takes a container through everything that is due now. */
export function stepContainer(
  before: ContainerRun,
  context: StepContext,
): { run: ContainerRun; happenings: ContainerHappening[] } {
  const happenings: ContainerHappening[] = [];
  let run = withBehaviour(before, context);
  while (run.dueMs !== undefined && run.dueMs <= context.nowMs) {
    run = { ...run, ...nextPhase(run, context) };
    if (run.phase === "running" || run.phase === "backoff" || run.phase === "pull-failed") {
      happenings.push({ kind: run.phase === "running" ? "started" : run.phase, run });
    }
  }
  return { run, happenings };
}

/** A rule that came or went changes what a running or waiting container will do next. */
function withBehaviour(run: ContainerRun, context: StepContext): ContainerRun {
  const { nowMs, behaviour, isSubject } = context;
  if (!isSubject) return run;
  if (run.phase === "running" && behaviour.crash && run.dueMs === undefined) {
    return { ...run, dueMs: nowMs + behaviour.crash.afterMs };
  }
  const endsByItself = run.role === "init" || findTask(run.role, context) !== undefined;
  if (run.phase === "running" && !behaviour.crash && !endsByItself && run.dueMs !== undefined) {
    return { ...run, dueMs: undefined };
  }
  if (run.phase === "backoff" && !behaviour.crash) return { ...run, dueMs: nowMs };
  if (run.phase === "pull-failed" && !behaviour.imageMissing)
    return { ...run, phase: "creating", dueMs: nowMs };
  return run;
}

function nextPhase(run: ContainerRun, context: StepContext): Partial<ContainerRun> {
  const { nowMs, random, behaviour, latencies, isSubject } = context;
  const dueMs = run.dueMs ?? nowMs;
  if (run.phase === "pull-failed") return { dueMs: nowMs + PULL_RETRY_MS };
  if (run.phase === "creating") return started(dueMs, context, run.role);
  if (run.phase === "backoff") {
    return {
      ...started(dueMs + between(random, [50, 300]), context, run.role),
      restartCount: run.restartCount + 1,
    };
  }
  const crash = isSubject ? behaviour.crash : undefined;
  const exitCode = crash?.exitCode ?? findTask(run.role, context)?.exitCode ?? 0;
  const last: Termination = {
    exitCode,
    reason: crash?.reason ?? (exitCode === 0 ? "Completed" : "Error"),
    startedMs: run.startedMs,
    finishedMs: dueMs,
  };
  if (!isRestarted(run.role, context.restartPolicy, exitCode))
    return { phase: "exited", dueMs: undefined, last };
  const waitMs = crashLoopBackoffMs(run.restartCount + 1);
  if (waitMs > 0) return { phase: "backoff", dueMs: dueMs + waitMs, last };
  return {
    ...started(dueMs + between(random, latencies.pullMs) / 4, context, run.role),
    restartCount: run.restartCount + 1,
    last,
  };
}

function started(startedMs: number, context: StepContext, role: ContainerRole): Partial<ContainerRun> {
  const { behaviour, latencies, random, container, isSubject } = context;
  const crash = isSubject ? behaviour.crash : undefined;
  const ownStartupMs = isSubject ? behaviour.startupMs : undefined;
  const startupMs = ownStartupMs ?? between(random, latencies.startupMs) / (role === "main" ? 1 : 4);
  const endsMs =
    role === "init" ? between(random, latencies.initMs) : (crash?.afterMs ?? taskMs(role, context));
  return {
    phase: "running",
    startedMs,
    readyMs: startedMs + probedAfterMs(startupMs, container, random),
    dueMs: endsMs === undefined || endsMs === Number.POSITIVE_INFINITY ? undefined : startedMs + endsMs,
  };
}

/** Only pods that are meant to end hold tasks; everything else serves until it is stopped. */
const findTask = (
  role: ContainerRole,
  { restartPolicy, container }: StepContext,
): ContainerTask | undefined =>
  role === "main" && restartPolicy !== "Always" ? taskOf(container) : undefined;

function taskMs(role: ContainerRole, context: StepContext): number | undefined {
  const task = findTask(role, context);
  if (!task) return undefined;
  return task.durationMs ?? between(context.random, context.latencies.taskMs ?? DEFAULT_TASK_MS);
}

function isRestarted(role: ContainerRole, policy: StepContext["restartPolicy"], exitCode: number): boolean {
  if (role === "init" || policy === "Never") return false;
  return role === "sidecar" || policy === "Always" || exitCode !== 0;
}

/** The first readiness probe that finds the process serving. */
function probedAfterMs(startupMs: number, { readinessProbe }: Container, random: Random): number {
  if (!readinessProbe) return startupMs;
  const { initialDelaySeconds = 0, periodSeconds = 10 } = readinessProbe;
  const firstMs = initialDelaySeconds * 1000 + random() * 500;
  const periods = Math.max(0, Math.ceil((startupMs - firstMs) / (periodSeconds * 1000)));
  return firstMs + periods * periodSeconds * 1000;
}
