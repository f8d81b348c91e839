import { badCanary, crashLoop, goodCanary, logFlood, slowCanary } from "./canary-scenarios.ts";
import {
  apiServerDown,
  apiServerSlow,
  expiredStorm,
  hpaStorm,
  manyPods,
  nodeLost,
  watchStalled,
} from "./cluster-scenarios.ts";
import type { Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

/** Every scenario but `calm`, which takes the others back. */
const SCENARIOS: readonly Scenario[] = [
  goodCanary,
  badCanary,
  slowCanary,
  crashLoop,
  logFlood,
  nodeLost,
  hpaStorm,
  apiServerDown,
  apiServerSlow,
  watchStalled,
  expiredStorm,
  manyPods,
];
const CALM = { name: "calm", summary: "takes every scenario back" };

/** Calls scenarios up and takes them back. */
export interface ScenarioDirector {
  list(): { name: string; summary: string; active: boolean }[];
  /** Starts a scenario, or renews one that is active. `undefined` when there is none of that name. */
  start(name: string): string | undefined;
}

/** All scenarios of the lab, none of them active, and `calm`, which ends those that are. */
export function createScenarioDirector(world: World): ScenarioDirector {
  /** What takes the active ones back; a canary can be called up several times. */
  const active: { name: string; undo: () => void }[] = [];

  function calm(): string {
    const names = active.map(({ name }) => name);
    for (const { undo } of active.splice(0).reverse()) undo();
    return names.length === 0 ? "Nothing was going on." : `Taken back: ${names.join(", ")}.`;
  }

  return {
    list: () => [
      ...SCENARIOS.map(({ name, summary }) => ({
        name,
        summary,
        active: active.some((entry) => entry.name === name),
      })),
      { ...CALM, active: active.length === 0 },
    ],
    start(name) {
      if (name === CALM.name) return calm();
      const scenario = SCENARIOS.find((candidate) => candidate.name === name);
      if (!scenario) return undefined;
      const { message, undo } = scenario.start(world);
      if (undo) active.push({ name, undo });
      return message;
    },
  };
}
