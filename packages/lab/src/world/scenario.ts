import type { World } from "./world.ts";

export interface StartedScenario {
  /** What happens now and where to look, in one sentence. */
  message: string;
  /** Takes the scenario back; a scenario that leaves a healthy world has nothing to take back. */
  undo?: () => void;
}

/** A named situation that a person or a test calls up. */
export interface Scenario {
  name: string;
  summary: string;
  start(world: World): StartedScenario;
}
